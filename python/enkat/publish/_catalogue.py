"""The fixed texts of a report: one catalogue per language in `messages/`, the same keys in each.

A message is a string with {names}, or one string per plural category, chosen by the value named `n`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from enkat.errors import SurveyError
from enkat.publish._locale import Locale, load_locale

__all__ = ["Catalogue", "load_catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language together with how it writes numbers."""

    locale: Locale
    messages: dict[str, Any]

    def __call__(self, key: str, /, *, n: str | int | None = None, **values: object) -> str:
        """The text of a message. `n` chooses the plural form and is written as a number.

        Raises
        ------
        SurveyError
            The catalogue has no such key: a report with a hole is not written.
        """
        if key not in self.messages:
            raise SurveyError(f"the message catalogue of {self.locale.language!r} has no key {key!r}")
        message = self.messages[key]
        if isinstance(message, dict):
            category = self.locale.plural_category("" if n is None else n)
            message = message.get(category, message["other"])
        if n is not None:
            values["n"] = self.locale.number(n)
        text: str = message.format(**values)
        return text

    def __contains__(self, key: str) -> bool:
        return key in self.messages


@cache
def load_catalogue(language: str) -> Catalogue:
    """The catalogue of a language; SurveyError lists the languages there are."""
    locale = load_locale(language)
    text = (resources.files("enkat.publish") / "messages" / f"{language}.json").read_text(encoding="utf-8")
    return Catalogue(locale, json.loads(text))
