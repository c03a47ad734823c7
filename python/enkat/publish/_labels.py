"""The reader's words for the rows of a table: options, classes, nets, groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from enkat.publish._catalogue import Catalogue
from enkat.publish._model import Localized, Publication, PublishedQuestion

__all__ = ["Labels", "is_class"]

#: Which answers of a 0-10 rating are promoters, passives and detractors.
NPS_GROUPS = {"detractors": ("0", "6"), "passives": ("7", "8"), "promoters": ("9", "10")}


def is_class(row: str) -> bool:
    """Whether a row is a class, written "class:low..high", "last:low..high" (with its end) or "years:from..to"."""
    return row.partition(":")[0] in ("class", "last", "years")


class Labels:
    """Words for one question in one language."""

    def __init__(self, publication: Publication, question: PublishedQuestion, t: Catalogue) -> None:
        self._publication = publication
        self._definition = question.definition
        self.t = t
        self._options = {o["code"]: o for o in self._definition.get("options", ())}
        self._rows = {r["code"]: r for r in self._definition.get("rows", ())}

    def _text(self, texts: Mapping[str, str] | None) -> Localized:
        return self._publication.texts(texts, self.t.locale.language)

    @property
    def question(self) -> Localized:
        return self._text(self._definition["text"])

    @property
    def help(self) -> Localized:
        return self._text(self._definition.get("help"))

    @property
    def unit(self) -> Localized:
        return self._text(self._definition.get("unit"))

    def item(self, table_question: str) -> Localized:
        """The row of a matrix that the table "question.row" is about."""
        row = self._rows.get(table_question.partition(".")[2])
        return self._text(row["label"]) if row else Localized(table_question)

    def options(self) -> Mapping[str, Mapping[str, Any]]:
        return self._options

    def answer(self, row: str) -> Localized:
        """The words of a row: an option's label, a class "low..high", a group of ratings, a net of options."""
        if row in self._options:
            return self._text(self._options[row]["label"])
        if row in NPS_GROUPS:
            low, high = NPS_GROUPS[row]
            return Localized(self.t(f"group.{row}", span=self.t.locale.span(low, high)))
        if is_class(row):
            return Localized(self._class(row))
        return Localized(row)

    def _class(self, row: str) -> str:
        """A class of numbers or of years; years are written without grouping."""
        kind, _, bounds = row.partition(":")
        low, _, high = bounds.partition("..")
        if kind == "years":
            return low if low == high else self.t("class.years", low=low, high=high)
        words = {"low": self._bound(low), "high": self._bound(high)}
        if not low or not high:
            return self.t("class.open" if low else "class.under", **words)
        return self.t("class.last" if kind == "last" else "class.range", **words)

    def _bound(self, number: str) -> str:
        """A bound of a class; where all numbers are years by their limits, without grouping."""
        limits = [self._definition.get(key) for key in ("min", "max")]
        years = all(isinstance(x, (int, float)) and 1000 <= x < 3000 for x in limits)
        return number if years else self.t.locale.number(number)

    def net(self, parts: list[str]) -> str:
        """The quoted labels of the answers a net adds up: "“Agree” or “Strongly agree”"."""
        quoted = [self.t.locale.quote(self.answer(p).marked) for p in parts]
        return self.t.locale.join(quoted, alternative=True)

    def is_last(self, row: str) -> bool:
        """Whether an answer stands after the others whatever its share: other, none, do not know."""
        option = self._options.get(row, {})
        return bool(
            option.get("other_text")
            or option.get("exclusive")
            or option.get("missing")
            or row in ("other", "none", "XX")
        )
