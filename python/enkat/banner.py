"""The banner book that `design.banner(...)` makes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from enkat._display.words import Said
from enkat._frames import unknown_column
from enkat._tabular import Tabular, plain_columns
from enkat.errors import SurveyError
from enkat.results import Labels

__all__ = ["Banner", "BannerHead", "BannerLine", "BannerTable"]


class Lazily(Mapping[str, Sequence[Any]]):
    """Columns that are computed when one is first asked for."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], dict[str, list[Any]]]) -> None:
        self._make = make
        self._made: dict[str, list[Any]] | None = None

    def _columns(self) -> dict[str, list[Any]]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self._columns()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns())

    def __len__(self) -> int:
        return len(self._columns())


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerHead:
    """A column of the book: its banner (the variables, nested ones joined by " > "), its categories, its letter."""

    banner: str
    name: str
    variables: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    letter: str = ""
    label: str | None = None

    def text(self, labels: Mapping[str, Mapping[str, str]]) -> str:
        """The text of the column in a language, without its letter."""
        if not self.values:
            return self.name
        parts = zip(self.variables, self.values, strict=True)
        return " / ".join(str(labels.get(v, {}).get(str(c), c)) for v, c in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerLine:
    """A line of a table: the category, net or summary it shows."""

    name: str
    variable: str
    measure: Literal["percent", "mean", "sd", "median", "nps", "mean_rank"] = "percent"
    role: Literal["answer", "net", "summary"] = "answer"
    text_of: tuple[str, str] | None = None
    """The variable and code whose text stands for the line; None: its name."""

    def text(self, labels: Mapping[str, Mapping[str, str]]) -> str:
        """The text of the line in a language."""
        if self.text_of is None:
            return self.name
        variable, code = self.text_of
        return str(labels.get(variable, {}).get(code, self.name))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BannerTable:
    """The table of one question.

    Attributes
    ----------
    name : str
        The question.
    label : str or None
        Its text where one was given.
    lines : tuple of BannerLine
        As they are printed.
    figures : dict of str to list
        estimate, se, ci_low, ci_high, df, count, n, n_weighted, n_effective, letters, text, against_total; one entry
        per line and column, line by line. Shares are proportions.
    bases : dict of str to list
        By column: n, n_weighted, n_effective of those who answered, and whether the column is `hidden` for too few.
    comparisons : dict of str to list
        Every test made: line, first, second (columns), difference, se, t, df, p, p_adjusted.
    """

    name: str
    lines: tuple[BannerLine, ...]
    heads: tuple[BannerHead, ...]
    figures: Mapping[str, Sequence[Any]]
    bases: Mapping[str, Sequence[Any]]
    comparisons: Mapping[str, Sequence[Any]]
    label: str | None = None
    notes: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()

    def cell(self, line: Any, column: Any = "Total") -> dict[str, Any]:
        """The figures of a line in a column; a column that several banners have is a pair (banner, name)."""
        names = [name.name for name in self.lines]
        if str(line) not in names:
            raise SurveyError(unknown_column(str(line), names, what="line"))
        at = names.index(str(line)) * len(self.heads) + _column_index(self.heads, column)
        return {key: values[at] for key, values in self.figures.items()}


def _column_index(heads: Sequence[BannerHead], column: Any) -> int:
    banner, name = column if isinstance(column, tuple) else (None, column)
    hits = [i for i, h in enumerate(heads) if h.name == str(name) and banner in (None, h.banner)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        pair = (heads[hits[0]].banner, str(name))
        raise SurveyError(f"column {name!r} stands in several banners: give the banner too, for example {pair!r}")
    raise SurveyError(unknown_column(str(name), [h.name for h in heads], what="column"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Banner(Tabular):
    """A banner book: tables of questions over one or more banners, with bases and significance letters.

    Attributes
    ----------
    heads : tuple of BannerHead
        The columns, the total first.
    tables : tuple of BannerTable
        One per question; `book["q_plan"]` finds one.
    percent : {"column", "row", "total"}
        What shares are taken of.
    notes : tuple of str
        What a reader must know: weights, letters, hidden columns.
    said : tuple
        The same as keys and values, from which a book is read in every language (`to_html(language="sv")`).
    labels : dict
        language -> variable -> code -> text.
    weighted : bool
        Whether weighted bases differ from unweighted ones.
    """

    heads: tuple[BannerHead, ...]
    tables: tuple[BannerTable, ...]
    percent: str = "column"
    level: float = 0.95
    weighted: bool = True
    letters: bool = True
    notes: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    labels: Labels = field(default_factory=dict)
    library: str | None = None
    min_base: int = 0

    def __getitem__(self, name: str) -> BannerTable:
        for table in self.tables:
            if table.name == name:
                return table
        raise SurveyError(unknown_column(str(name), [t.name for t in self.tables], what="table"))

    def __iter__(self) -> Iterator[BannerTable]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def _library(self) -> str | None:
        return self.library

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """Every figure of the book, one per row."""
        labels = self.labels.get(language, {}) if language else {}
        out: dict[str, list[Any]] = {}
        for table in self.tables:
            keys = _keys(table, labels, language is not None)
            for key, values in {**keys, **table.figures, **_states(table, self.min_base)}.items():
                out.setdefault(key, []).extend(values)
        return {**out}

    def to_dict(self) -> dict[str, list[Any]]:
        """Every figure as plain lists; a missing number is None. Needs no dataframe library."""
        return plain_columns(self.columns())

    def comparisons(self) -> dict[str, list[Any]]:
        """Every test behind the letters: question, line, banner, the two columns, difference, se, t, df, p."""
        out: dict[str, list[Any]] = {}
        for table in self.tables:
            c = table.comparisons
            first, second = [table.heads[i] for i in c["first"]], [table.heads[i] for i in c["second"]]
            rows = {
                "question": [table.name] * len(first),
                "line": [table.lines[i].name for i in c["line"]],
                "banner": [h.banner for h in first],
                "first": [h.name for h in first],
                "second": [h.name for h in second],
                **{k: list(c[k]) for k in ("difference", "se", "t", "df", "p", "p_adjusted")},
            }
            for key, values in rows.items():
                out.setdefault(key, []).extend(values)
        return out

    def to_html(self, *, language: str | None = None) -> str:
        """The book as accessible HTML tables; by default in the first language of the labels.

        Words of the table itself are in English where enkat does not have them in that language.
        """
        from enkat._display.banner_html import html

        return html(self, language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_text(self, *, language: str | None = None) -> str:
        """The book as plain text, in the language of `to_html`."""
        from enkat._display.banner_text import text

        return text(self, language)

    def __repr__(self) -> str:
        return self.to_text()


def _keys(table: BannerTable, labels: Mapping[str, Mapping[str, str]], named: bool) -> dict[str, list[Any]]:
    heads, lines = table.heads, table.lines
    size = len(heads)
    question = labels.get(table.name, {}).get("", table.label or table.name) if named else table.name
    return {
        "question": [question] * size * len(lines),
        "line": [line.text(labels) if named else line.name for line in lines for _ in heads],
        "measure": [line.measure for line in lines for _ in heads],
        "banner": [h.banner for _ in lines for h in heads],
        "column": [h.text(labels) if named else h.name for _ in lines for h in heads],
        "letter": [h.letter for _ in lines for h in heads],
    }


def _states(table: BannerTable, min_base: int) -> dict[str, list[str]]:
    """The base to print, a status and its reason for every figure: nothing is NaN without one."""
    status, reason = [], []
    for i, value in enumerate(table.figures["estimate"]):
        hidden = table.bases["hidden"][i % len(table.heads)]
        gone = isinstance(value, float) and math.isnan(value)
        status.append("x" if gone else "ok")
        reason.append(
            f"fewer than {min_base} respondents" if hidden else "no respondent, or too few to have one" if gone else ""
        )
    return {"status": status, "reason": reason}
