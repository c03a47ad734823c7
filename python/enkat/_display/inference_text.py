"""A test as a sentence and, where it is of a table, the table with the residuals that decide it."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enkat.inference import Test
    from enkat.layered_tests import Tests

STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"
MAX_CELLS = 60


def p_text(p: float) -> str:
    """Four decimals, or the power of ten where they would be zero."""
    if math.isnan(p):
        return "not available"
    return f"{p:.4f}" if p >= 0.0001 else f"{p:.3g}"


def sentence(t: Test) -> str:
    """What was tested and what came out."""
    degrees = [f"{v:.6g}" for v in (t.df, t.ddf) if v is not None]
    parts = [f"{t.statistic_name} = {t.statistic:.5g}"]
    if t.scale is not None:
        parts.append(f"scale = {t.scale:.5g}")
    if degrees:
        parts.append(f"df = {' and '.join(degrees)}")
    parts.append(f"p = {p_text(t.p_value)}")
    if t.estimate is not None:
        interval = ""
        if t.ci_low is not None and t.ci_high is not None:
            interval = f", {t.level * 100:g} % interval {t.ci_low:.5g} to {t.ci_high:.5g}"
        parts.append(f"estimate = {t.estimate:.5g}{interval}")
    return f"{t.method}. Hypothesis: {t.hypothesis}. " + ", ".join(parts)


def _cells(t: Test) -> tuple[list[str], list[list[str]], int]:
    names = list(t.cells)
    keys = names.index("observed") if "observed" in names else 0
    count = min(len(t.cells[names[0]]), MAX_CELLS) if names else 0
    rows = []
    for i in range(count):
        row = [str(t.cells[k][i]) for k in names[:keys]]
        row += [_number(t.cells[k][i], 1 if k in ("observed", "expected") else 2) for k in names[keys:]]
        rows.append(row)
    return names, rows, keys


def _number(value: Any, decimals: int) -> str:
    return "" if value is None or value != value else f"{value:.{decimals}f}"


def _caption(t: Test) -> str:
    parts = [sentence(t), *t.notes]
    missing = sum(sum(kinds.values()) for kinds in t.missing.values())
    if missing:
        parts.append(f"{missing} missing values left out")
    return "; ".join(parts)


def text(t: Test) -> str:
    """The sentence, then the cells in aligned columns."""
    head, rows, keys = _cells(t)
    if not rows:
        return _caption(t)
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) if i < keys else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True)))
        for line in [head, *rows]
    ]
    return "\n".join([_caption(t), *(line.rstrip() for line in lines)])


def html(t: Test) -> str:
    """An accessible table under its sentence; every text is escaped."""
    head, rows, keys = _cells(t)
    if not rows:
        return f"<p>{escape(_caption(t))}</p>"
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join(
        "<tr>"
        + "".join(f'<th scope="row" style="text-align:left">{escape(c)}</th>' for c in row[:keys])
        + "".join(f'<td style="text-align:right">{escape(c)}</td>' for c in row[keys:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<table style="{STYLE}"><caption style="text-align:left">{escape(_caption(t))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _layers(tests: Tests) -> tuple[str, list[str], list[list[str]]]:
    """What was tested in words, and one row per layer."""
    first = next(t for t in tests.tests if t is not None)
    caption = "; ".join([f"{first.method}. Hypothesis: {first.hypothesis}, in every layer", *first.notes])
    head = [*tests.by, first.statistic_name, "df", "p", "n"]
    rows = []
    for layer, test, reason in zip(tests.layers, tests.tests, tests.reasons, strict=True):
        if test is None:
            rows.append([*map(str, layer), "[x]", "", reason, ""])
            continue
        degrees = " and ".join(f"{v:.6g}" for v in (test.df, test.ddf) if v is not None)
        rows.append([*map(str, layer), f"{test.statistic:.5g}", degrees, p_text(test.p_value), str(test.n)])
    return caption, head, rows


def layered_text(tests: Tests) -> str:
    """One line per layer."""
    caption, head, rows = _layers(tests)
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in [head, *rows]]
    return "\n".join([caption, *lines])


def layered_html(tests: Tests) -> str:
    """An accessible table, one row per layer; every text is escaped."""
    caption, head, rows = _layers(tests)
    keys = len(tests.by)
    body = "".join(
        "<tr>"
        + "".join(f'<th scope="row" style="text-align:left">{escape(c)}</th>' for c in row[:keys])
        + "".join(f'<td style="text-align:right">{escape(c)}</td>' for c in row[keys:])
        + "</tr>"
        for row in rows
    )
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    return (
        f'<table style="{STYLE}"><caption style="text-align:left">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
