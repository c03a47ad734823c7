"""What a report is made of, after disclosure control: the only input of the renderers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from enkat import _core

if TYPE_CHECKING:
    from markupsafe import Markup

    from enkat.regression_tables import RegressionTable

__all__ = ["Account", "Cell", "Finding", "Localized", "Publication", "PublishedQuestion", "localize", "plain", "spans"]

Cell = Mapping[str, Any]
"""A published cell: numbers are the engine's decimal texts, None when not published."""


class Localized(NamedTuple):
    """A text of the definition, and its language where that is not the language of the page."""

    text: str
    lang: str | None = None

    @property
    def marked(self) -> str:
        """The text for use inside a sentence: a foreign text carries its language through to the page (see `spans`)."""
        return f"{_OPEN}{self.lang}{_THEN}{self.text}{_CLOSE}" if self.lang else self.text


#: Private-use characters around a foreign text in a sentence; taken out of every text of a definition.
_OPEN, _THEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_OPEN}([^{_THEN}]*){_THEN}([^{_CLOSE}]*){_CLOSE}")


def plain(text: str) -> str:
    """A sentence without its language marks."""
    return _MARKED.sub(r"\2", text)


def spans(text: str) -> Markup:
    """A sentence as HTML: escaped, its foreign texts in elements with `lang`."""
    from markupsafe import Markup, escape

    return Markup(_MARKED.sub(r'<span lang="\1">\2</span>', str(escape(text))))


def localize(texts: Mapping[str, str] | None, language: str, default: str) -> Localized:
    """The text in a language, else in the default language, else in any; marked with its language if another."""
    if not texts:
        return Localized("")
    for candidate in (language, default, *texts):
        if candidate in texts:
            text = re.sub(f"[{_OPEN}{_THEN}{_CLOSE}]", "", texts[candidate])
            return Localized(text, None if candidate == language else candidate)
    return Localized("")


@dataclass(frozen=True, kw_only=True)
class PublishedQuestion:
    """One question with its safe tables: one table, or one per row of a matrix."""

    definition: Mapping[str, Any]
    tables: tuple[_core.SafeTable, ...]
    nonresponse: str | None = None
    """Item non-response as a percentage, 1 - answered / eligible; None where it may not be told or is not known."""

    @property
    def id(self) -> str:
        return str(self.definition["id"])

    @property
    def type(self) -> str:
        return str(self.definition["type"])

    @cached_property
    def cells(self) -> list[list[Cell]]:
        """The cells of every table."""
        return [t.cells for t in self.tables]

    @cached_property
    def facts(self) -> list[tuple[str, list[Cell]]]:
        """The rule and the cells of every fact that a sentence may state."""
        return [(rule, [self.cells[t][c] for t, c in refs]) for rule, refs in _core.facts_of(list(self.tables))]

    def find(self, row: str, measure: str, *, table: int = 0, column: str = "total") -> Cell | None:
        for cell in self.cells[table]:
            if cell["row"] == row and cell["measure"] == measure and cell["column"] == column:
                return cell
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What happened to the records that were read."""

    read: int
    accepted: int
    rejected: int
    left_out: int
    blanked: int | None = None
    policy: str = ""
    decisions: tuple[tuple[str, int], ...] = ()
    """Findings by what the policy did about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How often validation found one defect."""

    rule: str
    severity: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything a report shows. Made by `tabulate`, read by the renderers of pages and data files."""

    definition: Mapping[str, Any]
    policy: _core.PublicationPolicy
    questions: tuple[PublishedQuestion, ...]
    n: int
    """Responses used."""
    languages: tuple[str, ...]
    date: str
    precision: bool = False
    """Whether intervals are shown."""
    weighting: str = "none"
    """none, design, raked, or beside: an unweighted column and a raked one."""
    margins: tuple[str, ...] = ()
    """The questions weighted to."""
    n_effective: str | None = None
    deff_kish: str | None = None
    n_effective_weighted: str | None = None
    margin_of_error: str | None = None
    account: Account | None = None
    findings: tuple[Finding, ...] = ()
    models: tuple[RegressionTable, ...] = ()
    """Tables of regressions, in the order of the page."""
    status: str = "final"
    about: Mapping[str, str | None] = field(default_factory=dict)
    """sponsor, contact, licence, citation, population, limitations as the caller gave them."""

    @property
    def default_language(self) -> str:
        return str(self.definition["default_language"])

    @property
    def sample(self) -> Mapping[str, Any]:
        sample: Mapping[str, Any] = self.definition.get("sample") or {}
        return sample

    @property
    def illustrative(self) -> bool:
        return bool((self.definition.get("population") or {}).get("illustrative"))

    def texts(self, texts: Mapping[str, str] | None, language: str) -> Localized:
        return localize(texts, language, self.default_language)

    def number_of(self, question_id: str) -> int | None:
        """The printed number of a question, from 1; None when it is not published."""
        ids = [q.id for q in self.questions]
        return ids.index(question_id) + 1 if question_id in ids else None
