"""How a language writes numbers, dates, quotations and lists: small tables, one file per language in `locales/`.

Nothing here computes: a number comes as the engine's decimal text and leaves as the reader's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from enkat.errors import SurveyError

__all__ = ["Locale", "available_languages", "load_locale"]


def _one_if_exactly_one(text: str) -> str:
    return "one" if text == "1" else "other"


#: CLDR plural families by name: the decimal text of a number -> its category.
PLURALS: dict[str, Callable[[str], str]] = {"one_if_exactly_one": _one_if_exactly_one}


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """The conventions of one language; the fields are those of its file in `locales/`."""

    language: str
    locale: str
    name: str
    decimal: str
    group: str
    minimum_grouping: int
    minus: str
    percent: str
    quotes: tuple[str, str]
    list_two: str
    list_last: str
    list_separator: str
    or_two: str
    or_last: str
    range: str
    date: str
    months: tuple[str, ...]
    plural: str

    def number(self, text: str | int) -> str:
        """The engine's decimal text ("-1234.5") as this language writes it."""
        raw = str(text)
        sign, digits = (self.minus, raw[1:]) if raw.startswith("-") else ("", raw)
        whole, _, fraction = digits.partition(".")
        if len(whole) >= 3 + self.minimum_grouping:
            head = len(whole) % 3
            parts = ([whole[:head]] if head else []) + [whole[i : i + 3] for i in range(head, len(whole), 3)]
            whole = self.group.join(parts)
        return sign + whole + (self.decimal + fraction if fraction else "")

    def percentage(self, text: str | int) -> str:
        """A percentage with its sign: "47%" or "47 %"."""
        return self.percent.format(self.number(text))

    def plural_category(self, text: str | int) -> str:
        """The plural category of a number: one, other, ... (CLDR)."""
        return PLURALS[self.plural](str(text))

    def quote(self, text: str) -> str:
        return f"{self.quotes[0]}{text}{self.quotes[1]}"

    def join(self, items: Sequence[str], *, alternative: bool = False) -> str:
        """ "A, B and C"; with `alternative` "A, B or C"."""
        two, last = (self.or_two, self.or_last) if alternative else (self.list_two, self.list_last)
        if len(items) < 3:
            return two.format(*items) if len(items) == 2 else "".join(items)
        return last.format(self.list_separator.join(items[:-1]), items[-1])

    def span(self, low: str, high: str) -> str:
        """A range of numbers: "40–54"."""
        return self.range.format(self.number(low), self.number(high))

    def day(self, iso: str) -> str:
        """An ISO date (a time after it is left out) in words."""
        year, month, day = iso[:10].split("-")
        return self.date.format(day=int(day), month=self.months[int(month) - 1], year=year)


def available_languages() -> list[str]:
    """The languages that have both a locale and a message catalogue."""
    here = resources.files("enkat.publish")
    stems = [{f.name[:-5] for f in (here / d).iterdir() if f.name.endswith(".json")} for d in ("locales", "messages")]
    return sorted(stems[0] & stems[1])


@cache
def load_locale(language: str) -> Locale:
    """The conventions of a language; SurveyError lists the languages there are."""
    if language not in available_languages():
        known = ", ".join(available_languages())
        raise SurveyError(f"languages: no report texts for {language!r} yet, expected some of {known}")
    text = (resources.files("enkat.publish") / "locales" / f"{language}.json").read_text(encoding="utf-8")
    values = json.loads(text)
    values["quotes"], values["months"] = tuple(values["quotes"]), tuple(values["months"])
    return Locale(language=language, **values)
