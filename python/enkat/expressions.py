"""Conditions and recodings of columns: `ek.col("q7").is_in([4, 5])`, `ek.cut("age", [30, 45, 60])`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from enkat import _core
from enkat.columns import Columns, Variable
from enkat.errors import DataError

__all__ = ["Condition", "Cut", "col", "cut", "quoted"]

PLAIN = re.compile(r"[A-Za-z_]\w*(\.\w+)*")
WORDS = frozenset(("and", "or", "not", "in"))


def _literal(value: object) -> str:
    value = value.item() if hasattr(value, "item") else value  # of numpy
    if value is None or value != value or value in (math.inf, -math.inf):
        raise DataError(f"found {value!r}, expected a number or a text; missing is ~col(name).is_answered()")
    if isinstance(value, bool):
        return "'true'" if value else "'false'"
    if isinstance(value, (int, float)):
        return repr(value)
    text = str(value)
    if "'" in text:
        raise DataError(f"the value {text!r} holds an apostrophe, which a condition cannot; use a mask instead")
    return f"'{text}'"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in the expression language; `&`, `|` and `~` combine conditions."""

    source: str

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"({self.source}) and ({_condition(other).source})")

    def __or__(self, other: Condition) -> Condition:
        return Condition(f"({self.source}) or ({_condition(other).source})")

    def __bool__(self) -> bool:
        raise DataError(
            f"the condition {self.source!r} has a truth value in every row, not one; write (a) & (b), (a) | (b) and "
            "~(a) for and, or and not, and two conditions for a < x < b"
        )

    def __invert__(self) -> Condition:
        return Condition(f"not ({self.source})")

    def column(self, columns: Columns) -> Variable:
        """1 where the condition is true, 0 where it is false, missing where it is missing."""
        import numpy as np

        truth = truth_of(self.source, columns)
        return _core.Numbers((truth == 1).astype(np.float64), (truth != 2).astype(np.uint8), self.source)


def quoted(name: str) -> str:
    """A column's name as the expression language writes it: between backticks unless it is a plain name."""
    if PLAIN.fullmatch(name) and name not in WORDS:
        return name
    if "`" in name or not name:
        raise DataError(
            f"the name {name!r} holds a backtick, which a condition cannot; rename the column, or use a mask"
        )
    return f"`{name}`"


def _condition(value: object) -> Condition:
    if not isinstance(value, Condition):
        raise DataError(f"found {value!r} beside & or |, expected a condition, as (ek.col('age') >= 65)")
    return value


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    name: str

    def _compare(self, operator: str, value: object) -> Condition:
        return Condition(f"{quoted(self.name)} {operator} {_literal(value)}")

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compare("==", value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compare("!=", value)

    def __lt__(self, value: object) -> Condition:
        return self._compare("<", value)

    def __le__(self, value: object) -> Condition:
        return self._compare("<=", value)

    def __gt__(self, value: object) -> Condition:
        return self._compare(">", value)

    def __ge__(self, value: object) -> Condition:
        return self._compare(">=", value)

    def is_in(self, values: Sequence[object]) -> Condition:
        """True where the value is one of `values`."""
        if isinstance(values, str):
            raise DataError(f"is_in({values!r}): found one text, expected a list, as is_in([{values!r}])")
        return Condition(f"{quoted(self.name)} in [{', '.join(_literal(v) for v in values)}]")

    def is_answered(self) -> Condition:
        """True where there is a value."""
        return Condition(f"answered({quoted(self.name)})")


def col(name: str) -> _Column:
    """A column, to be compared: ``ek.col("age") >= 65``.

    Parameters
    ----------
    name : str
        Name of a column of the design.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.col("q7").is_in([4, 5]).source
    'q7 in [4, 5]'
    """
    return _Column(name)


@dataclass(frozen=True, slots=True)
class Cut:
    """Classes of a numeric column, see `cut`."""

    name: str
    bounds: tuple[float, ...]
    labels: tuple[str, ...]

    def column(self, columns: Columns) -> Variable:
        """The class of every row, missing where the number is."""
        import numpy as np

        numbers = columns.numbers(self.name)
        codes = np.searchsorted(np.asarray(self.bounds), numbers.values, side="right").astype(np.int32)
        if len(numbers.valid):
            codes[numbers.valid == 0] = -1
        return _core.Categories(codes, list(self.labels))


def cut(name: str, bounds: Sequence[float], *, labels: Sequence[str] | None = None) -> Cut:
    """Classes of a numeric column, closed below: ``[30, 45]`` gives "under 30", "30 to under 45", "45 and over".

    Parameters
    ----------
    name : str
        Name of a numeric column.
    bounds : sequence of float
        Bounds between the classes, rising.
    labels : sequence of str, optional
        One label per class, ``len(bounds) + 1`` of them.

    Raises
    ------
    DataError
        The bounds do not rise, or the number of labels does not fit.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.cut("age", [30, 45]).labels
    ('under 30', '30 to under 45', '45 and over')
    """
    try:
        edges = tuple(float(b) for b in bounds)
    except (TypeError, ValueError):
        raise DataError(f"bounds: found {bounds!r}, expected rising numbers, for example [30, 45, 60]") from None
    if not edges or math.isnan(edges[0]) or any(not a < b for a, b in pairwise(edges)):
        raise DataError(f"bounds {list(bounds)} do not rise, expected for example [30, 45, 60]")
    if labels is None:
        shown = [f"{b:g}" for b in edges]
        middle = [f"{a} to under {b}" for a, b in pairwise(shown)]
        labels = [f"under {shown[0]}", *middle, f"{shown[-1]} and over"]
    if isinstance(labels, str) or not isinstance(labels, Sequence) or len(set(labels)) != len(labels):
        raise DataError(f"labels: found {labels!r}, expected a list of distinct texts, one for each class")
    if len(labels) != len(edges) + 1:
        raise DataError(f"{len(labels)} labels for {len(edges) + 1} classes, expected one label for each class")
    return Cut(name, edges, tuple(labels))


def truth_of(source: str, columns: Columns) -> Any:
    """The condition in every row: 0 false, 1 true, 2 missing."""
    needed: dict[str, Variable] = {}
    for name in _core.expression_names(source):
        # "a.b" is a matrix row of a survey, or simply a column of that name
        rows = [c for c in columns.names if c.startswith(name + ".")]  # of a matrix; or the free text of a choice
        found = [name] if name in columns.names else rows
        for c in found or [name]:
            needed[c] = columns.condition_column(c)
    return _core.condition(source, needed, columns.rows)
