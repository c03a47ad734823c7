"""A banner book as accessible HTML, as it is printed: question, banners, letters, bases and notes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from enkat._display.banner_layout import Sheet, language_of, notes_of, sheets
from enkat._display.words import FALLBACK, LANGUAGES, word

if TYPE_CHECKING:
    from enkat.banner import Banner

MAX_TABLES = 40
STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums;margin-bottom:1.5rem"
LINE = {
    "answer": "",
    "net": "font-weight:bold",
    "summary": "font-style:italic",
    "detail": "font-style:italic;padding-left:1em",
}
RIGHT = "text-align:right;padding:0 .6em"
HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"


def html(book: Banner, language: str | None) -> str:
    """Tables with captions and header cells, readable without a style sheet; every text is escaped."""
    used = language_of(book, language)
    parts = []
    every = sheets(book, used)
    parts = [_table(sheet) for sheet in every[:MAX_TABLES]]
    if len(every) > MAX_TABLES:
        parts.append(f"<p>{escape(word(used, 'more_tables', k=len(every) - MAX_TABLES))}</p>")
    notes = "".join(f"<li>{escape(note)}</li>" for note in notes_of(book, used))
    lang = f' lang="{escape(used)}"' if used else ""
    own = "" if used in LANGUAGES and book.said else f' lang="{FALLBACK}"'
    return f'<section class="enkat-banner"{lang}>{"".join(parts)}<ul{own}>{notes}</ul></section>'


def _table(sheet: Sheet) -> str:
    return (
        f'<table style="{STYLE}"><caption style="text-align:left;font-weight:bold">{escape(sheet.title)}</caption>'
        f"<thead>{_heads(sheet)}</thead><tbody>{_lines(sheet)}</tbody>{_bases(sheet)}</table>"
        + "".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    )


def _heads(sheet: Sheet) -> str:
    spans = "".join(
        f'<th scope="colgroup" colspan="{count}" style="border-bottom:1px solid;padding:0 .6em">{escape(title)}</th>'
        if title
        else f'<td colspan="{count}"></td>'
        for title, count in sheet.spans
    )
    heads = "".join(
        f'<th scope="col" style="{RIGHT}">{escape(h)}{f"<br>({escape(x)})" if x else ""}</th>'
        for h, x in zip(sheet.heads, sheet.letters, strict=True)
    )
    over = f"<tr><td></td>{spans}</tr>" if any(title for title, _ in sheet.spans) else ""
    return f"{over}<tr><td></td>{heads}</tr>"


def _lines(sheet: Sheet) -> str:
    out = []
    for role, name, cells in sheet.lines:
        row = "".join(f'<td style="{RIGHT}">{escape(number)}{_letters(a, b)}</td>' for number, a, b in cells)
        out.append(
            f'<tr><th scope="row" style="text-align:left;font-weight:normal;{LINE[role]}">{escape(name)}</th>{row}</tr>'
        )
    return "".join(out)


def _letters(letters: str, words: str) -> str:
    """Letters for the eye, the same in words for a screen reader."""
    if not letters:
        return ""
    return f'<sup aria-hidden="true"> {escape(letters)}</sup><span style="{HIDDEN}"> {escape(words)}</span>'


def _bases(sheet: Sheet) -> str:
    out = []
    for name, values in sheet.bases:
        cells = "".join(f'<td style="{RIGHT}">{escape(v)}</td>' for v in values)
        out.append(f'<tr><th scope="row" style="text-align:left;font-weight:normal">{escape(name)}</th>{cells}</tr>')
    return f'<tfoot style="border-top:1px solid">{"".join(out)}</tfoot>' if out else ""
