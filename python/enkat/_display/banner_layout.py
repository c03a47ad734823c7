"""The texts of a banner book's tables: what the HTML and the plain text share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core

if TYPE_CHECKING:
    from enkat.banner import Banner, BannerHead, BannerLine, BannerTable

Texts = Mapping[str, Mapping[str, str]]
SUMMARIES = {
    "mean": "Mean",
    "sd": "Standard deviation",
    "median": "Median",
    "nps": "Net promoter score",
    "mean_rank": "mean rank",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as texts: spans of banners, heads, lines of cells and bases."""

    title: str
    spans: list[tuple[str, int]]
    heads: list[str]
    letters: list[str]
    lines: list[tuple[str, str, list[tuple[str, str, str]]]]
    """Role, text, and by column the number, its letters and the letters in words."""
    bases: list[tuple[str, list[str]]]
    notes: tuple[str, ...]


def language_of(book: Banner, language: str | None) -> str | None:
    """The language asked for, else the first of the labels."""
    return language if language is not None else next(iter(book.labels), None)


def sheets(book: Banner, language: str | None) -> Iterator[Sheet]:
    """Every table of the book."""
    texts: Texts = book.labels.get(language, {}) if language else {}
    for table in book.tables:
        yield Sheet(
            title=_title(table, texts),
            spans=_spans(table, texts),
            heads=[h.text(texts) for h in table.heads],
            letters=[h.letter if book.letters else "" for h in table.heads],
            lines=list(_lines(table, texts)),
            bases=_bases(table, weighted=book.weighted),
            notes=table.notes,
        )


def _title(table: BannerTable, texts: Texts) -> str:
    if table.label:
        return table.label
    question, _, summary = table.name.partition(": ")
    own = texts.get(table.name, {}).get("")
    if own is None and "." in table.name and not summary:  # a row of a matrix stands under its question
        own = texts.get(table.name.split(".")[0], {}).get("")
    text = own or texts.get(question, {}).get("", question)
    return f"{text}: {SUMMARIES.get(summary, summary)}" if summary else text


def _spans(table: BannerTable, texts: Texts) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    last: tuple[str, str | None] | None = None
    for head in table.heads:
        key = (head.banner, head.label)
        if key == last:
            out[-1] = (out[-1][0], out[-1][1] + 1)
        else:
            out.append((_banner_text(head, texts), 1))
        last = key
    return out


def _banner_text(head: BannerHead, texts: Texts) -> str:
    if head.label:
        return head.label
    names = head.banner.split(" > ") if head.banner else []
    return " / ".join(texts.get(n, {}).get("", n) for n in names)


def _line_text(line: BannerLine, texts: Texts) -> str:
    if line.role == "summary" and line.text_of is None:
        return SUMMARIES.get(line.measure, line.name)
    text = line.text(texts)
    return f"{text}: mean rank" if line.measure == "mean_rank" else text


def _lines(table: BannerTable, texts: Texts) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    size = len(table.heads)
    f = table.figures
    for k, line in enumerate(table.lines):
        at = range(k * size, (k + 1) * size)
        cells = []
        for i in at:
            mark = {2: "++", 1: "+", -1: "-", -2: "--"}.get(f["against_total"][i], "")
            number = _number(line.measure, f["estimate"][i], f["n"][i])
            cells.append((number + mark, f["letters"][i], f["text"][i]))
        yield line.role, _line_text(line, texts), cells
        if line.measure in ("mean", "nps") and any(f["se"][i] == f["se"][i] for i in at):
            yield "detail", "Standard error", [(_plain(f["se"][i], 2), "", "") for i in at]


def _number(measure: str, value: float, n: int) -> str:
    """Shares as percentages without decimals under 1000 respondents, else with one (PUBLISHING.md section 6)."""
    if measure == "percent":
        return _plain(100 * value, 0 if n < 1000 else 1)
    return _plain(value, 0 if measure == "nps" else 2)


def _plain(value: float, decimals: int) -> str:
    text: str = "[x]" if value != value else _core.published_text(value, decimals)
    return text


def _bases(table: BannerTable, *, weighted: bool) -> list[tuple[str, list[str]]]:
    b: Mapping[str, Any] = table.bases
    out = [("Base: respondents", [str(n) for n in b["n"]])]
    if weighted:
        out.append(("Weighted base", [_core.published_text(w, 0) for w in b["n_weighted"]]))
        out.append(("Effective base", [_core.published_text(e, 0) for e in b["n_effective"]]))
    return out
