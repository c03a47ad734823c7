"""The answers behind a design that estimators do not take as they are: rankings, dates, texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["Answers"]


class Answers:
    """One value per row of a design's data, by question; None where there is no answer."""

    def __init__(self, design: Design) -> None:
        source = design._columns.source
        self._responses: Any = getattr(source, "responses", None)
        self._names = set(source.names) if self._responses is None else {*self._responses.columns, *source.names}

    def has(self, name: str) -> bool:
        return name in self._names

    def values(self, name: str) -> list[Any] | None:
        """The answers, or None where the design was not made from responses."""
        return None if self._responses is None else list(self._responses.values(name))

    def missing(self, name: str) -> list[str] | None:
        """Why each answer is absent, "none" where it is there; None where the design was not made from responses."""
        return None if self._responses is None or not self.has(name) else list(self._responses.missing(name))

    def years(self, name: str) -> list[int | None] | None:
        """The years of a date."""
        values = self.values(name)
        return None if values is None else [None if v is None else _year(v) for v in values]

    def first_places(self, name: str) -> list[str | None] | None:
        """The item ranked first."""
        values = self.values(name)
        return None if values is None else [v[0] if v else None for v in values]

    def ranks(self, name: str, item: str) -> list[float | None] | None:
        """The place of an item, from 1; None where it was not ranked."""
        values = self.values(name)
        return None if values is None else [_place(v, item) for v in values]

    def given(self, name: str) -> list[str] | None:
        """ "yes" where there is an answer, else "no"."""
        values = self.values(name)
        return None if values is None else ["no" if v in (None, "") else "yes" for v in values]


def _place(order: Sequence[str] | None, item: str) -> float | None:
    return float(list(order).index(item) + 1) if order and item in order else None


def _year(value: Any) -> int:
    return value.year if isinstance(value, date) else (date(1970, 1, 1) + timedelta(days=int(value))).year
