"""A table of two variables as it is read: column shares with their intervals, margins and bases."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enkat.results import Estimates
    from enkat.tables import Crosstab

STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"


def text(t: Crosstab) -> str:
    """Aligned columns, one table per domain."""
    parts = []
    for title, head, rows in _tables(t):
        widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
        lines = [
            "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True)))
            for line in [head, *rows]
        ]
        parts.append("\n".join([title, *(line.rstrip() for line in lines)]))
    return "\n\n".join(parts)


def html(t: Crosstab) -> str:
    """Accessible tables with caption and header cells; every text is escaped."""
    parts = []
    for title, head, rows in _tables(t):
        heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(row[0])}</th>'
            + "".join(f'<td style="text-align:right">{escape(c)}</td>' for c in row[1:])
            + "</tr>"
            for row in rows
        )
        parts.append(
            f'<table style="{STYLE}"><caption style="text-align:left">{escape(title)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )
    return "\n".join(parts)


def _tables(t: Crosstab) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows of every domain's table."""
    language = next(iter(t.count.labels), None)
    rows, columns = list(dict.fromkeys(t.row_total.keys[t.row])), list(dict.fromkeys(t.column_total.keys[t.column]))
    size = len(rows) * len(columns)
    domains = len(t.count) // size if size else 0
    by = [k for k in t.count.keys if k not in (t.row, t.column)]

    def label(variable: str, code: Any) -> str:
        texts = t.count.labels.get(language, {}) if language else {}
        return str(texts.get(variable, {}).get("" if code is None else str(code), variable if code is None else code))

    out = []
    for g in range(domains):
        where = "; ".join(f"{label(b, None)}: {label(b, t.count.keys[b][g * size])}" for b in by)
        interval = f"{t.count.level * 100:g} % intervals ({t.column_share.ci})"
        subject = f"{label(t.row, None)} by {label(t.column, None)}: column %, {interval}"
        title = "; ".join(part for part in [subject, where, *t.count.notes] if part)
        head = [label(t.row, None), *(label(t.column, c) for c in columns), "Total"]
        body = []
        for i, code in enumerate(rows):
            cells = [_cell(t.column_share, g * size + i * len(columns) + j) for j in range(len(columns))]
            body.append([label(t.row, code), *cells, _cell(t.row_margin, g * len(rows) + i)])
        bases = [t.column_total.count[g * len(columns) + j] for j in range(len(columns))]
        body.append(["Base (respondents)", *(str(b) for b in bases), str(t.total.count[g])])
        out.append((title, head, body))
    return out


def _cell(r: Estimates, i: int) -> str:
    share, low, high = r.estimate[i], r.ci_low[i], r.ci_high[i]
    if share != share:
        return f"[{r.status[i]}]"
    interval = "" if low != low else f" ({100 * low:.1f} to {100 * high:.1f})"
    return f"{100 * share:.1f}{interval}"
