"""The columns of a design in the shape the engine reads them: imported once, when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from enkat import _core
from enkat._frames import Frame, PlainColumn, unknown_column
from enkat.errors import DataError

__all__ = ["Columns", "Source", "Variable", "categories_of_numbers", "option_set_of"]

Variable = Any
"""A `_core.Numbers`, `_core.Categories` or `_core.OptionSet`."""
Kind = Literal["numeric", "categorical", "options", "unsupported"]


class Source(Protocol):
    """Where columns come from: a dataframe, or the table of a survey's responses."""

    @property
    def names(self) -> Sequence[str]: ...
    @property
    def rows(self) -> int: ...
    @property
    def library(self) -> str | None: ...
    def kind(self, name: str) -> Kind: ...
    def numbers(self, name: str) -> Any: ...
    def categories(self, name: str) -> Any: ...
    def option_set(self, name: str) -> Any: ...
    def condition_column(self, name: str, columns: Columns) -> Any: ...
    def integer_levels(self, name: str) -> bool: ...
    def missing_kinds(self, name: str) -> dict[str, int] | None: ...
    def frame(self) -> Frame: ...


@dataclass(frozen=True, slots=True)
class FrameSource:
    """A dataframe; `sets` names multi-select questions by their 0/1 columns."""

    data: Frame
    sets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _imported: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> Sequence[str]:
        return [*self.data.names, *self.sets]

    @property
    def rows(self) -> int:
        return self.data.rows

    @property
    def library(self) -> str | None:
        return self.data.library

    def _import(self, name: str) -> Any:
        if name not in self._imported:
            if name not in self.data.names:
                raise DataError(unknown_column(name, self.names))
            column: Any = self.data.column(name)
            if not isinstance(column, PlainColumn):
                column = _core.ArrowColumn(column.__arrow_c_stream__(), name)
            self._imported[name] = column
        return self._imported[name]

    def kind(self, name: str) -> Kind:
        if name in self.sets:
            return "options"
        column = self._import(name)
        if isinstance(column, PlainColumn):
            return "numeric" if column.values is not None else "categorical"
        kind: Kind = column.kind
        return kind

    def numbers(self, name: str) -> Any:
        column = self._import(name)
        if not isinstance(column, PlainColumn):
            return column.numbers(self.library == "pandas")
        if column.values is None:
            raise DataError(f"column {name!r} holds categories, expected numbers; use freq or crosstab for it")
        return _core.Numbers(column.values, column.valid, name)

    def categories(self, name: str) -> Any:
        column = self._import(name)
        if not isinstance(column, PlainColumn):
            return column.categories(self.library == "pandas")
        if column.codes is not None:
            return _core.Categories(column.codes, list(column.levels))
        return categories_of_numbers(self.numbers(name))

    def option_set(self, name: str) -> Any:
        return option_set_of(self, name, self.sets[name])

    def condition_column(self, name: str, columns: Columns) -> Any:
        return columns.variable(name)

    def integer_levels(self, name: str) -> bool:
        column = self._import(name)
        if isinstance(column, PlainColumn):
            return column.values is not None and all(float(v).is_integer() for v in column.values)
        fmt: str = column.format
        return fmt in set("cCsSiIlL")

    def missing_kinds(self, name: str) -> dict[str, int] | None:
        return None

    def frame(self) -> Frame:
        return self.data


def option_set_of(source: Source, name: str, members: Sequence[str]) -> Any:
    """The columns of 0 and 1 of a multi-select question as one option set."""
    import numpy as np

    chosen, answered = [], np.zeros(source.rows, dtype=np.uint8)
    for member in members:
        numbers = source.numbers(member)
        valid = numbers.valid if len(numbers.valid) else np.ones(source.rows, dtype=np.uint8)
        values = numbers.values
        if not np.isin(values[valid == 1], (0.0, 1.0)).all():
            raise DataError(f"column {member!r} of the set {name!r} holds other values than 0 and 1; recode it")
        chosen.append(((values == 1) & (valid == 1)).astype(np.uint8))
        answered |= valid
    return _core.OptionSet(list(members), chosen, answered)


def categories_of_numbers(numbers: Any) -> Any:
    """The distinct numbers of a `_core.Numbers` as categories, in rising order."""
    import numpy as np

    values = numbers.values
    present = numbers.valid == 1 if len(numbers.valid) else np.ones(len(values), dtype=bool)
    levels, codes = np.unique(values[present], return_inverse=True)
    all_codes = np.full(len(values), -1, dtype=np.int32)
    all_codes[present] = codes
    return _core.Categories(all_codes, [str(int(v)) if float(v).is_integer() else repr(float(v)) for v in levels])


@dataclass(frozen=True, slots=True)
class Columns:
    """A source and what has been taken from it; designs made from one another share both."""

    source: Source
    derived: Mapping[str, Variable] = field(default_factory=dict)
    _cache: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [*self.source.names, *self.derived]

    @property
    def rows(self) -> int:
        return self.source.rows

    def has(self, name: str) -> bool:
        return name in self.derived or name in self.source.names

    def _cached(self, name: str, shape: str) -> Any:
        key = (name, shape)
        if key not in self._cache:
            self._cache[key] = getattr(self.source, shape)(name)
        return self._cache[key]

    def numbers(self, name: str) -> Any:
        """A column as numbers."""
        if name in self.derived:
            column = self.derived[name]
            if not isinstance(column, _core.Numbers):
                raise DataError(f"column {name!r} holds categories, expected numbers; use freq or crosstab for it")
            return column
        if name in self.source.names and self.source.kind(name) == "options":
            raise DataError(f"{name!r} is a multi-select question, expected a column of numbers; use proportion for it")
        return self._cached(name, "numbers")

    def categories(self, name: str) -> Any:
        """A column as one category per row."""
        column = self.derived.get(name)
        if column is None:
            if self.source.kind(name) == "options":
                raise DataError(f"{name!r} is a multi-select question, expected one category per row")
            return self._cached(name, "categories")
        if isinstance(column, _core.Numbers):
            key = (name, "categories")
            if key not in self._cache:
                self._cache[key] = categories_of_numbers(column)
            return self._cache[key]
        return column

    def factor(self, name: str) -> Variable:
        """A column as categories, or as the options of a multi-select question."""
        if name not in self.derived and self.source.kind(name) == "options":
            return self._cached(name, "option_set")
        return self.categories(name)

    def variable(self, name: str) -> Variable:
        """A column as what it is: numbers, categories or options."""
        if name in self.derived:
            return self.derived[name]
        kind = self.source.kind(name)
        if kind == "numeric":
            return self.numbers(name)
        return self.factor(name)

    def condition_column(self, name: str) -> Any:
        """A column as conditions compare it: dates, rankings and texts included."""
        return self.derived[name] if name in self.derived else self.source.condition_column(name, self)

    def level_values(self, name: str, levels: Sequence[str]) -> list[Any]:
        """Levels as the analyst wrote them: whole numbers where the column holds whole numbers."""
        if name in self.derived or not self.source.integer_levels(name):
            return list(levels)
        return [int(v) for v in levels]

    def with_derived(self, more: Mapping[str, Variable]) -> Columns:
        """The same columns and some that were computed."""
        cache = {k: v for k, v in self._cache.items() if k[0] not in more}
        return Columns(self.source, {**self.derived, **more}, cache)
