"""Estimates as an accessible HTML table and as plain text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enkat.results import Estimates

MAX_ROWS = 60
STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"
FREQUENCIES = "frequencies"
"""The title of a one-way table, which shows how many respondents are behind every share."""
HEADS = {
    "estimate": "Estimate",
    "se": "SE",
    "ci_low": "Low",
    "ci_high": "High",
    "t": "t",
    "p_value": "p",
    "deff": "Deff",
    "n": "n",
}


def to_html(r: Estimates) -> str:
    """A table with caption and header cells, readable without any style sheet; every text is escaped."""
    head, rows, keys = _cells(r)
    body = []
    for row in rows:
        cells = [f'<th scope="row" style="text-align:left">{escape(c)}</th>' for c in row[:keys]]
        cells += [f'<td style="text-align:right">{escape(c)}</td>' for c in row[keys:]]
        body.append(f"<tr>{''.join(cells)}</tr>")
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    return (
        f'<table style="{STYLE}"><caption style="text-align:left">{escape(_caption(r))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def to_text(r: Estimates) -> str:
    """Aligned columns under the same caption."""
    head, rows, keys = _cells(r)
    table = [head, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) if i < keys else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in table
    ]
    return "\n".join([_caption(r), *(line.rstrip() for line in lines)])


def _caption(r: Estimates) -> str:
    parts = [r.title or r.statistic, *_only_variable(r), f"{r.level * 100:g} % intervals ({r.ci})", *r.notes]
    if is_regression(r):
        model: Any = r
        parts.insert(1, f"{model.family}, {model.link}")
        parts.append(f"n = {model.n[0]}; {model.df_residual:g} residual degrees of freedom")
    missing = sum(sum(kinds.values()) for kinds in r.missing.values())
    if missing:
        parts.append(f"{missing} missing values left out")
    if len(r) > MAX_ROWS:
        parts.append(f"the first {MAX_ROWS} of {len(r)} rows")
    return "; ".join(parts)


def _only_variable(r: Estimates) -> list[str]:
    """The text of the variable where there is one only: it then stands in the caption, not in every row."""
    with_levels = any(level is not None for level in r.keys.get("level", ()))
    if not with_levels or len(set(r.keys.get("variable", ()))) != 1:
        return []
    return [_key_text(r, "variable", 0, next(iter(r.labels), None))]


def _cells(r: Estimates) -> tuple[list[str], list[list[str]], int]:
    """The head, the rows as texts, and how many of their cells are keys."""
    shown = range(min(len(r), MAX_ROWS))
    language = next(iter(r.labels), None)
    keys = {k: v for k, v in r.keys.items() if any(x is not None for x in v)}
    if _only_variable(r):
        del keys["variable"]
    columns = [[_key_text(r, k, i, language) for i in shown] for k in keys]
    head = list(keys)
    decimals = _decimals(r.estimate, r.se)
    if r.title == FREQUENCIES:
        columns.append([_number(r.count[i], 0) for i in shown])
        head.append("Count")
    for name, title in HEADS.items():
        values = getattr(r, name, ())
        if name == "n" and is_regression(r):  # the same in every row: said in the caption
            continue
        if len(values):
            columns.append([_cell(name, values[i], decimals) for i in shown])
            head.append(title)
    if any(s != "ok" for s in r.status):
        columns.append([_status(r, i) for i in shown])
        head.append("Status")
    return head, [list(row) for row in zip(*columns, strict=True)], len(keys)


def is_regression(r: Estimates) -> bool:
    """Whether rows are coefficients of one model."""
    return hasattr(r, "df_residual")


def _cell(name: str, value: Any, decimals: int) -> str:
    if name == "p_value":
        return "<0.0001" if value < 0.0001 else _number(value, 4)
    return _number(value, {"n": 0, "deff": 2, "t": 2}.get(name, decimals))


def _key_text(r: Estimates, key: str, row: int, language: str | None) -> str:
    value = r.label(key, row, language=language) if language else r.keys[key][row]
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def _status(r: Estimates, row: int) -> str:
    if r.status[row] == "ok":
        return ""
    reason = r.reason[row] if len(r.reason) else ""
    return f"[{r.status[row]}] {reason}".strip()


def _decimals(estimates: Sequence[float], se: Sequence[float]) -> int:
    """As many as show three digits of the smallest standard error, without one four of the largest estimate."""
    sizes = [s for s in se if s > 0 and math.isfinite(s)]
    if sizes:
        return min(max(2 - math.floor(math.log10(min(sizes))), 0), 6)
    largest = max((abs(e) for e in estimates if e and math.isfinite(e)), default=1.0)
    return min(max(3 - math.floor(math.log10(largest)), 0), 6)


def _number(value: Any, decimals: int) -> str:
    return "" if value is None or value != value else f"{value:.{decimals}f}"
