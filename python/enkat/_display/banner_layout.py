"""The texts of a banner book's tables: what the HTML and the plain text share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._display.words import number, sentences, word

if TYPE_CHECKING:
    from enkat.banner import Banner, BannerHead, BannerLine, BannerTable

Texts = Mapping[str, Mapping[str, str]]
SUMMARIES = ("mean", "sd", "median", "nps", "mean_rank")
HIGHER = "higher than "
BOX = re.compile(r"(top|bottom) (\d+)")


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


def notes_of(book: Banner, language: str | None) -> tuple[str, ...]:
    """What is said under the book; a book of an older file has it in English only."""
    return sentences(language, book.said) if book.said else book.notes


def sheets(book: Banner, language: str | None) -> list[Sheet]:
    """Every table of the book; the summaries of a grid stand side by side where there is no banner."""
    words = _Words(book.labels.get(language, {}) if language else {}, language)
    if len(book.heads) > 1:
        return [words.sheet(table, book) for table in book.tables]
    out = []
    for name, group in groupby(book.tables, lambda t: t.name.partition(": ")[0] if ": " in t.name else t):
        tables = list(group)
        if isinstance(name, str) and len(tables) > 1:
            out.append(words.side_by_side(tables))
        else:
            ranked = any(line.measure == "mean_rank" for line in tables[0].lines)
            out += [words.ranking(table) if ranked else words.sheet(table, book) for table in tables]
    return out


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of the survey and the fixed words, in one language."""

    texts: Texts
    language: str | None

    def sheet(self, table: BannerTable, book: Banner) -> Sheet:
        return Sheet(
            title=self.title(table),
            spans=self.spans(table),
            heads=[self.head(h) for h in table.heads],
            letters=[h.letter if book.letters else "" for h in table.heads],
            lines=list(self.lines(table)),
            bases=self.bases(table, weighted=book.weighted),
            notes=self.notes(table),
        )

    def side_by_side(self, tables: Sequence[BannerTable]) -> Sheet:
        """The items of a grid as lines and its summaries as columns, with the base of every item."""
        items: dict[str, tuple[str, list[str]]] = {}
        for k, table in enumerate(tables):
            for i, line in enumerate(table.lines):
                cells = items.setdefault(line.variable, (self.line(line), [""] * (len(tables) + 1)))[1]
                f = table.figures
                cells[k] = self.figure(line.measure, f["estimate"][i], f["n"][i])
                cells[-1] = str(f["n"][i])
        return Sheet(
            title=self.question(tables[0]),
            spans=[("", len(tables) + 1)],
            heads=[self.summary(t) for t in tables] + [word(self.language, "base_short")],
            letters=[""] * (len(tables) + 1),
            lines=[("answer", text, [(cell, "", "") for cell in cells]) for text, cells in items.values()],
            bases=[],
            notes=(),
        )

    def ranking(self, table: BannerTable) -> Sheet:
        """The items of a ranking as lines; beside each its first places, its mean rank and how many ranked it."""
        f = table.figures
        items = [line.text_of for line in table.lines if line.measure != "mean_rank"]
        cells: dict[Any, list[str]] = {item: [] for item in items}
        for i, line in enumerate(table.lines):
            cells[line.text_of].append(self.figure(line.measure, f["estimate"][i], f["n"][i]))
            if line.measure == "mean_rank":
                cells[line.text_of].append(str(f["n"][i]))
        names = [line for line in table.lines if line.measure != "mean_rank"]
        return Sheet(
            title=self.question(table),
            spans=[("", 3)],
            heads=[word(self.language, key) for key in ("first_place", "mean_rank_head", "ranked_by")],
            letters=[""] * 3,
            lines=[("answer", self.line(line), [(c, "", "") for c in cells[line.text_of]]) for line in names],
            bases=[(word(self.language, "base"), [str(table.bases["n"][0]), "", ""])],
            notes=(),
        )

    def notes(self, table: BannerTable) -> tuple[str, ...]:
        return sentences(self.language, table.said) if table.said else table.notes

    # -- titles and heads --------------------------------------------------------------------------------------------

    def title(self, table: BannerTable) -> str:
        question = self.question(table)
        if ": " not in table.name or question.endswith(table.name.partition(": ")[2]):
            return question
        return f"{question} – {self.summary(table)}"

    def question(self, table: BannerTable) -> str:
        if table.label:
            return table.label
        name = table.name.partition(": ")[0]
        own = self.texts.get(name, {}).get("")
        if own is None and "." in name:  # a row of a matrix stands under its question
            own = self.texts.get(name.split(".")[0], {}).get("")
        return own or name

    def summary(self, table: BannerTable) -> str:
        """What a table of several items shows: a summary, a box, or a category of their scale."""
        key = table.name.partition(": ")[2]
        for line in table.lines:
            text = self.texts.get(line.variable, {}).get(key)
            if text is not None:
                return text
        return self.fixed(key)

    def fixed(self, name: str) -> str:
        """A summary or a box in words; another name as it is."""
        if name in SUMMARIES:
            return word(self.language, name)
        box = BOX.fullmatch(name)
        return word(self.language, box[1], k=box[2]) if box else name

    def spans(self, table: BannerTable) -> list[tuple[str, int]]:
        out: list[tuple[str, int]] = []
        last: tuple[str, str | None] | None = None
        for head in table.heads:
            key = (head.banner, head.label)
            if key == last:
                out[-1] = (out[-1][0], out[-1][1] + 1)
            else:
                out.append((self.banner(head), 1))
            last = key
        return out

    def banner(self, head: BannerHead) -> str:
        if head.label:
            return head.label
        names = head.banner.split(" > ") if head.banner else []
        return " / ".join(self.texts.get(n, {}).get("", n) for n in names)

    def head(self, head: BannerHead) -> str:
        return head.text(self.texts) if head.banner else word(self.language, "total")

    # -- lines and figures -------------------------------------------------------------------------------------------

    def line(self, line: BannerLine) -> str:
        if line.text_of is None:
            return self.fixed(line.name) if line.role != "answer" else line.name
        text = line.text(self.texts)
        return f"{text}: {word(self.language, 'mean_rank')}" if line.measure == "mean_rank" else text

    def lines(self, table: BannerTable) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
        size = len(table.heads)
        f = table.figures
        for k, line in enumerate(table.lines):
            at = range(k * size, (k + 1) * size)
            cells = []
            for i in at:
                mark = {2: "++", 1: "+", -1: "-", -2: "--"}.get(f["against_total"][i], "")
                figure = self.figure(line.measure, f["estimate"][i], f["n"][i])
                cells.append((figure + mark, f["letters"][i], self.letters(f["text"][i])))
            yield line.role, self.line(line), cells
            if line.measure in ("mean", "nps") and any(f["se"][i] == f["se"][i] for i in at):
                errors = [(self.plain(f["se"][i], 2), "", "") for i in at]
                yield "detail", word(self.language, "se"), errors

    def letters(self, text: str) -> str:
        """The letters of a figure in words: those of the engine are English."""
        return word(self.language, "higher", names=text.removeprefix(HIGHER)) if text.startswith(HIGHER) else text

    def figure(self, measure: str, value: float, n: int) -> str:
        """Shares as percentages without decimals under 1000 respondents, else with one (PUBLISHING.md section 6)."""
        if measure == "percent":
            return self.plain(100 * value, 0 if n < 1000 else 1)
        return self.plain(value, 0 if measure == "nps" else 2)

    def plain(self, value: float, decimals: int) -> str:
        return "[x]" if value != value else number(self.language, _core.published_text(value, decimals))

    def bases(self, table: BannerTable, *, weighted: bool) -> list[tuple[str, list[str]]]:
        b: Mapping[str, Any] = table.bases
        out = [(word(self.language, "base"), [str(n) for n in b["n"]])]
        if weighted:
            for key, column in (("weighted_base", "n_weighted"), ("effective_base", "n_effective")):
                out.append((word(self.language, key), [_core.published_text(v, 0) for v in b[column]]))
        return out
