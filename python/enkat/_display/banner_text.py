"""A banner book as plain text: aligned columns, letters beside the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enkat._display.banner_layout import Sheet, language_of, notes_of, sheets
from enkat._display.words import word

if TYPE_CHECKING:
    from enkat.banner import Banner

MAX_TABLES = 20


def text(book: Banner, language: str | None) -> str:
    """The first tables of the book and its notes."""
    used = language_of(book, language)
    every = sheets(book, used)
    parts = [_table(sheet) for sheet in every[:MAX_TABLES]]
    if len(every) > MAX_TABLES:
        parts.append("... " + word(used, "more_tables", k=len(every) - MAX_TABLES))
    return "\n\n".join([*parts, "\n".join(word(used, "note", text=note) for note in notes_of(book, used))])


def _table(sheet: Sheet) -> str:
    heads = [f"{h} ({x})" if x else h for h, x in zip(sheet.heads, sheet.letters, strict=True)]
    banners = [""]
    for title, width in sheet.spans:
        banners += [title, *[""] * (width - 1)]
    rows = [["", *heads]]
    rows += [[("  " if role == "detail" else "") + name, *_cells(cells)] for role, name, cells in sheet.lines]
    rows += [[name, *values] for name, values in sheet.bases]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [_aligned(row, widths) for row in rows]
    if any(banners):
        lines.insert(0, _over(sheet, widths))
    return "\n".join([sheet.title, *lines, *sheet.notes])


def _cells(cells: list[tuple[str, str, str]]) -> list[str]:
    """Figures right-aligned, their letters in a column of their own width."""
    width = max(len(letters) for _, letters, _ in cells)
    return [f"{number} {letters.ljust(width)}" if width else number for number, letters, _ in cells]


def _aligned(row: list[str], widths: list[int]) -> str:
    cells = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
    return "  ".join(cells).rstrip()


def _over(sheet: Sheet, widths: list[int]) -> str:
    """The titles of the banners over their columns, cut where they are longer."""
    out = " " * widths[0]
    at = 1
    for title, count in sheet.spans:
        room = sum(widths[at : at + count]) + 2 * (count - 1)
        out += "  " + (title if len(title) <= room else title[: max(room - 3, 0)] + "...").ljust(room)
        at += count
    return out.rstrip()
