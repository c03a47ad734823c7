"""A plan as lines of text and as a small table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"


def text(title: str, lines: Sequence[tuple[str, str]]) -> str:
    """One line per fact, aligned."""
    width = max(len(name) for name, _ in lines)
    return "\n".join([title, *(f"  {name:<{width}}  {value}" for name, value in lines)])


def html(title: str, lines: Sequence[tuple[str, str]]) -> str:
    """The same as a table with row headings."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:right">{escape(value)}</td></tr>'
        for name, value in lines
    )
    return f'<table style="{STYLE}"><caption>{escape(title)}</caption><tbody>{rows}</tbody></table>'


MAX_ROWS = 40


def _cells(columns: Mapping[str, Sequence[Any]]) -> tuple[list[str], list[list[str]], int]:
    names = list(columns)
    count = len(columns[names[0]])
    rows = [[_cell(columns[name][i]) for name in names] for i in range(min(count, MAX_ROWS))]
    return names, rows, count


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.6g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def grid_text(title: str, columns: Mapping[str, Sequence[Any]]) -> str:
    """A table with a title, numbers to the right."""
    names, rows, count = _cells(columns)
    widths = [max(len(line[j]) for line in [names, *rows]) for j in range(len(names))]
    lines = ["  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)) for line in [names, *rows]]
    more = [f"... {count - len(rows):,} more rows"] if count > len(rows) else []
    return "\n".join([title, *lines, *more])


def grid_html(title: str, columns: Mapping[str, Sequence[Any]]) -> str:
    """The same as HTML."""
    names, rows, count = _cells(columns)
    head = "".join(f'<th scope="col" style="text-align:right">{escape(n)}</th>' for n in names)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:right">{escape(c)}</td>' for c in row) + "</tr>" for row in rows
    )
    more = f"<p>{count - len(rows):,} more rows</p>" if count > len(rows) else ""
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table style="{STYLE}"><caption>{escape(title)}</caption>{table}</table>{more}'
