"""The columns of a design as a file holds them, and a source of columns made of them."""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from enkat import _core
from enkat._frames import Frame, make_frame, read_frame, unknown_column
from enkat.columns import Columns, Kind, Source, option_set_of
from enkat.errors import DataError, SurveyError

__all__ = ["SavedSource", "column_document", "source_document", "source_of", "variable_document", "variable_of"]

TRUTH = ["false", "true"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a survey has beside the shapes of estimators: each answer as it was given, or why it is absent."""

    values: list[Any]
    missing: list[str]


@dataclass(frozen=True, slots=True)
class SavedColumn:
    """One column: numbers, categories, both, an option set, or none of them (a kind that no estimator reads)."""

    kind: Kind
    whole: bool
    numbers: Any = None
    categories: Any = None
    options: Any = None
    answered: Answered | None = None

    def values(self) -> list[Any]:
        """The cells as they were in the dataframe; None where missing."""
        if self.answered is not None:
            return self.answered.values
        if self.numbers is not None:
            valid = self.numbers.valid.tolist() or [1] * self.numbers.size
            make = bool if self.categories is not None else int if self.whole else float
            return [make(v) if ok else None for v, ok in zip(self.numbers.values.tolist(), valid, strict=True)]
        if self.categories is None:
            return []
        levels = [*self.categories.levels, None]
        return [levels[code] for code in self.categories.codes.tolist()]


@dataclass(frozen=True, slots=True)
class SavedResponses:
    """The answers of a survey's respondents, as `publish` asks for them."""

    held: Mapping[str, SavedColumn]

    @property
    def columns(self) -> list[str]:
        return list(self.held)

    def _answered(self, name: str) -> Answered:
        column = self.held.get(name)
        if column is None or column.answered is None:
            raise DataError(unknown_column(name, self.columns, what="question"))
        return column.answered

    def values(self, name: str) -> list[Any]:
        return self._answered(name).values

    def missing(self, name: str) -> list[str]:
        return self._answered(name).missing


@dataclass(frozen=True, slots=True)
class SavedSource:
    """Columns that were read from a saved design."""

    held: Mapping[str, SavedColumn]
    sets: Mapping[str, Sequence[str]]
    rows: int
    library: str | None

    @property
    def names(self) -> Sequence[str]:
        return [*self.held, *self.sets]

    @property
    def responses(self) -> SavedResponses | None:
        """The answers behind the columns, where the design is of a survey."""
        return SavedResponses(self.held) if any(c.answered for c in self.held.values()) else None

    def _held(self, name: str) -> SavedColumn:
        if name not in self.held:
            raise DataError(unknown_column(name, self.names))
        return self.held[name]

    def kind(self, name: str) -> Kind:
        return "options" if name in self.sets else self._held(name).kind

    def numbers(self, name: str) -> Any:
        numbers = self._held(name).numbers
        if numbers is None:
            raise DataError(f"column {name!r} holds categories, expected numbers; use freq or crosstab for it")
        return numbers

    def categories(self, name: str) -> Any:
        column = self._held(name)
        if column.categories is not None:
            return column.categories
        if column.numbers is None or column.kind == "unsupported":
            raise DataError(f"column {name!r} holds neither numbers nor categories, and cannot be tabulated")
        return _core.number_categories(column.numbers)

    def option_set(self, name: str) -> Any:
        return option_set_of(self, name, self.sets[name]) if name in self.sets else self._held(name).options

    def condition_column(self, name: str, columns: Columns) -> Any:
        held = self.held.get(name)
        if held is None or held.categories is None:
            return columns.variable(name)
        return held.categories

    def integer_levels(self, name: str) -> bool:
        return self._held(name).whole

    def missing_kinds(self, name: str) -> dict[str, int] | None:
        """Rows without an answer of a survey, by the reason why."""
        held = self.held.get(name)
        if held is None or held.answered is None:
            return None
        counts = Counter(held.answered.missing)
        del counts["none"]
        return dict(counts)

    def frame(self) -> Frame:
        data = {name: column.values() or [None] * self.rows for name, column in self.held.items()}
        texts = [name for name, column in self.held.items() if column.numbers is None and not column.answered]
        return read_frame(data if self.library is None else make_frame(data, library=self.library, texts=texts))


# -- to JSON ---------------------------------------------------------------------------------------------------------


def variable_document(variable: Any, *, whole: bool = False) -> dict[str, Any]:
    """Numbers or categories of the engine."""
    if isinstance(variable, _core.Numbers):
        valid = variable.valid.tolist() or [1] * variable.size
        make = int if whole else float
        return {"numbers": [make(v) if ok else None for v, ok in zip(variable.values.tolist(), valid, strict=True)]}
    return {"categories": {"levels": list(variable.levels), "codes": variable.codes.tolist()}}


def _options_document(options: Any) -> dict[str, Any]:
    chosen = [options.chosen(k).tolist() for k in range(len(options.options))]
    answered = options.answered.tolist() or [1] * len(chosen[0])
    rows = [[k for k, column in enumerate(chosen) if column[i]] if a else None for i, a in enumerate(answered)]
    return {"options": {"names": list(options.options), "rows": rows}}


def _answered_document(values: Sequence[Any], missing: Sequence[str]) -> dict[str, Any]:
    plain = [{"date": v.isoformat()} if isinstance(v, datetime.date) else v for v in values]
    kinds = sorted(set(missing))
    codes = {kind: k for k, kind in enumerate(kinds)}
    return {"answers": {"values": plain, "missing": {"kinds": kinds, "codes": [codes[m] for m in missing]}}}


def column_document(source: Source, name: str) -> dict[str, Any]:
    """A column of the data, in every shape that estimators can ask for."""
    kind, whole = source.kind(name), source.integer_levels(name) if source.kind(name) != "options" else False
    out: dict[str, Any] = {"name": name, "kind": kind, "whole": whole}
    responses = getattr(source, "responses", None)
    if kind == "options":
        out |= _options_document(source.option_set(name))
    elif responses is not None or kind != "unsupported":
        with contextlib.suppress(SurveyError):  # texts; or whole numbers that only categories hold exactly
            out |= variable_document(source.numbers(name), whole=whole)
        if responses is not None or kind == "categorical" or "numbers" not in out:
            with contextlib.suppress(SurveyError):  # free texts and dates of a survey
                out |= variable_document(source.categories(name))
    if responses is not None:
        out |= _answered_document(responses.values(name), responses.missing(name))
    return out


def source_document(source: Source) -> dict[str, Any]:
    """All columns of the data, and the sets made of them."""
    sets = {name: list(members) for name, members in getattr(source, "sets", {}).items()}
    columns = [column_document(source, name) for name in source.names if name not in sets]
    return {"rows": source.rows, "library": source.library, "sets": sets, "columns": columns}


# -- from JSON -------------------------------------------------------------------------------------------------------


def _expect(good: bool, message: str) -> None:
    if not good:
        raise DataError(f"{message}; the file is damaged, or was changed by hand")


def _numbers(name: str, values: Any, rows: int) -> Any:
    import numpy as np

    _expect(isinstance(values, list) and len(values) == rows, f"column {name!r}: expected {rows} numbers")
    good = all(v is None or (isinstance(v, (int, float)) and not isinstance(v, bool)) for v in values)
    _expect(good and all(v is None or abs(v) < 1.8e308 for v in values), f"column {name!r}: expected numbers")
    valid = np.array([v is not None for v in values], dtype=np.uint8)
    plain = np.array([0.0 if v is None else v for v in values], dtype=np.float64)
    return _core.Numbers(plain, np.empty(0, np.uint8) if valid.all() else valid, name)


def _categories(name: str, value: Any, rows: int) -> Any:
    import numpy as np

    levels: Any = value.get("levels") if isinstance(value, dict) else None
    codes: Any = value.get("codes") if isinstance(value, dict) else None
    _expect(isinstance(levels, list) and all(isinstance(v, str) for v in levels), f"column {name!r}: expected levels")
    _expect(isinstance(codes, list) and len(codes) == rows, f"column {name!r}: expected {rows} codes")
    inside = all(type(c) is int and -1 <= c < len(levels) for c in codes)
    _expect(inside, f"column {name!r}: a code is not that of a level")
    return _core.Categories(np.array(codes, dtype=np.int32), levels)


def variable_of(name: str, document: Mapping[str, Any], rows: int) -> Any:
    """The numbers or categories that `variable_document` wrote."""
    if "numbers" in document:
        return _numbers(name, document["numbers"], rows)
    return _categories(name, document.get("categories"), rows)


def _options(name: str, value: Any, rows: int) -> Any:
    import numpy as np

    names: Any = value.get("names") if isinstance(value, dict) else None
    chosen: Any = value.get("rows") if isinstance(value, dict) else None
    _expect(isinstance(names, list) and bool(names) and all(isinstance(n, str) for n in names), f"{name!r}: options")
    _expect(isinstance(chosen, list) and len(chosen) == rows, f"{name!r}: expected the options of {rows} rows")
    marks = np.zeros((len(names), rows), dtype=np.uint8)
    for i, row in enumerate(chosen):
        inside = row is None or (isinstance(row, list) and all(type(k) is int and 0 <= k < len(names) for k in row))
        _expect(inside, f"{name!r}: an option is not there")
        marks[row or [], i] = 1
    answered = np.array([row is not None for row in chosen], dtype=np.uint8)
    return _core.OptionSet(names, list(marks), answered)


def _answer(value: Any) -> Any:
    if isinstance(value, dict):
        try:
            return datetime.date.fromisoformat(value["date"])
        except (KeyError, TypeError, ValueError):
            raise DataError(f"answers: found {value!r:.40}, expected a date") from None
    return value


def _answered(name: str, value: Any, rows: int) -> Answered:
    values: Any = value.get("values") if isinstance(value, dict) else None
    missing: Any = value.get("missing") if isinstance(value, dict) else None
    kinds: Any = missing.get("kinds") if isinstance(missing, dict) else None
    codes: Any = missing.get("codes") if isinstance(missing, dict) else None
    _expect(isinstance(values, list) and len(values) == rows, f"{name!r}: expected {rows} answers")
    _expect(isinstance(kinds, list) and all(isinstance(k, str) for k in kinds), f"{name!r}: kinds of missing")
    _expect(isinstance(codes, list) and len(codes) == rows, f"{name!r}: expected {rows} kinds of missing")
    _expect(all(type(c) is int and 0 <= c < len(kinds) for c in codes), f"{name!r}: a kind of missing is not there")
    return Answered([_answer(v) for v in values], [kinds[c] for c in codes])


def _column(document: Any, rows: int) -> tuple[str, SavedColumn]:
    _expect(isinstance(document, dict), "columns: expected objects")
    name, kind, whole = document.get("name"), document.get("kind"), document.get("whole")
    _expect(isinstance(name, str), "columns: expected a name")
    _expect(kind in get_args(Kind), f"column {name!r}: unknown kind {kind!r:.40}")
    _expect(isinstance(whole, bool), f"column {name!r}: whole: expected true or false")

    def part(key: str, make: Callable[[str, Any, int], Any]) -> Any:
        return make(name, document[key], rows) if key in document else None

    parts = {
        "numbers": part("numbers", _numbers),
        "categories": part("categories", _categories),
        "options": part("options", _options),
    }
    needed = {"numeric": ("numbers", "categories"), "categorical": ("categories",), "options": ("options",)}
    good = kind == "unsupported" or any(parts[key] is not None for key in needed[kind])
    _expect(good, f"column {name!r}: expected values")
    return name, SavedColumn(kind, whole, **parts, answered=part("answers", _answered))


def source_of(document: Any) -> SavedSource:
    """The source of columns that `source_document` wrote."""
    _expect(isinstance(document, dict), "data: expected an object")
    rows, library, sets = document.get("rows"), document.get("library"), document.get("sets")
    _expect(type(rows) is int and rows > 0, "data: rows: expected a whole number of at least 1")
    _expect(library in (None, "polars", "pandas", "pyarrow"), f"data: unknown library {library!r:.40}")
    columns = document.get("columns")
    _expect(isinstance(columns, list), "data: columns: expected a list")
    held = dict(_column(c, rows) for c in columns)
    _expect(len(held) == len(columns), "data: two columns have one name")
    _expect(isinstance(sets, dict), "data: sets: expected an object")
    for name, members in sets.items():
        good = isinstance(members, list) and bool(members) and all(isinstance(m, str) and m in held for m in members)
        _expect(good and name not in held, f"data: set {name!r}: expected columns of the data")
    return SavedSource(held, sets, rows, library)
