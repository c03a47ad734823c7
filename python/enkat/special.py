"""Special designs: unequal probabilities without replacement, and two-phase samples."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from enkat._arguments import name_of, number_of
from enkat._frames import read_frame
from enkat.errors import DataError, DesignError

if TYPE_CHECKING:
    from enkat.columns import Columns

__all__ = ["PPS", "TwoPhase"]

METHODS = {
    "brewer": "brewer",
    "overton": "overton",
    "hartley-rao": "hartley-rao",
    "hr": "hartley-rao",
    "joint": "joint",
}
VARIANCES = {"HT": False, "YG": True, "horvitz-thompson": False, "yates-grundy": True}
LARGEST = 8000


@dataclass(frozen=True, slots=True)
class PPS:
    """Units drawn with probability proportional to size, without replacement.

    The `fpc` column of the first stage holds the inclusion probability of every unit.

    Parameters
    ----------
    method : {"brewer", "overton", "hartley-rao", "joint"}
        How joint inclusion probabilities are approximated; "joint": they are given.
    variance : {"HT", "YG"}
        Horvitz and Thompson, or Yates and Grundy; not for "brewer".
    joint : matrix, dataframe or path of a CSV file, optional
        Joint inclusion probabilities of the sampled units, in the order of the data.
    sum_p2_over_n : float, optional
        Of "hartley-rao": sum of squared probabilities over the population / n; estimated where absent.

    Examples
    --------
    >>> import enkat as ek
    >>> d = ek.Design({"y": [4.0, 9.0, 2.0], "p": [0.4, 0.9, 0.2]}, fpc="p", pps=ek.PPS("brewer"))
    >>> r = d.total("y")["y"]
    >>> round(r.estimate, 6), round(r.se, 6)  # y is proportional to p
    (30.0, 0.0)
    """

    method: Literal["brewer", "overton", "hartley-rao", "joint"] = "brewer"
    variance: Literal["HT", "YG"] = "HT"
    joint: Any = None
    sum_p2_over_n: float | None = None

    def __post_init__(self) -> None:
        if str(self.method).lower() not in METHODS:
            raise DesignError(f"method={self.method!r}, expected one of brewer, overton, hartley-rao, joint")
        if self.variance not in VARIANCES:
            raise DesignError(f"variance={self.variance!r}, expected 'HT' or 'YG'")
        if (self.joint is not None) != (self.method == "joint"):
            raise DesignError("joint goes with method='joint', expected both or neither")
        if self.sum_p2_over_n is not None:
            number_of(self.sum_p2_over_n, "sum_p2_over_n")

    def arguments(self) -> tuple[str, bool, float | None, list[float]]:
        """What the engine takes."""
        matrix = [] if self.joint is None else _matrix(self.joint)
        return METHODS[str(self.method).lower()], VARIANCES[self.variance], self.sum_p2_over_n, matrix


def pps_of(value: Any) -> PPS | None:
    """The argument `pps=` of a design: a `PPS`, or the name of a method."""
    if value is None or isinstance(value, PPS):
        return value
    if isinstance(value, str):
        return PPS(value)  # type: ignore[arg-type]
    raise DesignError(f"pps={value!r}, expected ek.PPS(...) or the name of a method, for example 'brewer'")


def _matrix(given: Any) -> list[float]:
    """A square matrix, row after row."""
    import os

    if isinstance(given, (str, os.PathLike)):
        rows: Sequence[Any] = _rows_of_file(given)
    elif hasattr(given, "shape") and not hasattr(given, "columns"):
        rows = given.tolist()
    elif isinstance(given, (list, tuple)):
        rows = given
    else:
        frame = read_frame(given)
        columns = [_column(frame, name) for name in frame.names]
        rows = [list(row) for row in zip(*columns, strict=True)]
    size = len(rows)
    if size > LARGEST:
        raise DataError(f"joint: has {size} rows, expected at most {LARGEST}; use 'brewer' or 'hartley-rao'")
    out: list[float] = []
    for k, row in enumerate(rows):
        if len(row) != size:
            raise DataError(f"joint: row {k + 1} has {len(row)} numbers, expected {size}: one for every sampled unit")
        out += [float(v) for v in row]
    return out


def _column(frame: Any, name: str) -> list[float]:
    from enkat.columns import FrameSource

    numbers = FrameSource(frame).numbers(name)
    return [float(v) for v in numbers.values]


def _rows_of_file(path: Any) -> list[list[float]]:
    with open(path, encoding="utf-8", newline="") as file:
        _, *lines = list(csv.reader(file))
    try:
        return [[float(v) for v in line] for line in lines]
    except ValueError as e:
        raise DataError(f"joint: {path}: {e}, expected a heading and numbers") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPhase:
    """A second phase drawn from the sample; the design's other arguments describe the first.

    Parameters
    ----------
    subset : str
        Column that is 1 (or true) for the rows of the second phase. The data hold every row of the first.
    strata : str, optional
        Strata of the second phase; within one every row has the same probability.
    method : {"full", "approx", "simple"}
        Joint probabilities of both phases, or the first phase's sum of squares estimated from the second.

    Examples
    --------
    >>> import enkat as ek
    >>> data = {"y": [1.0, None, 4.0, 3.0, None, 5.0], "s": ["a", "a", "a", "b", "b", "b"], "in": [1, 0, 1, 1, 0, 1]}
    >>> d = ek.Design(data, two_phase=ek.TwoPhase(subset="in", strata="s"))
    >>> round(d.mean("y")["y"].estimate, 3), round(d.mean("y")["y"].se, 3)
    (3.25, 0.797)
    """

    subset: str
    strata: str | None = None
    method: Literal["full", "approx", "simple"] = "full"

    def __post_init__(self) -> None:
        name_of(self.subset, "subset")
        if self.method not in ("full", "approx", "simple"):
            raise DesignError(f"method={self.method!r}, expected 'full', 'approx' or 'simple'")

    def applied(self, core: Any, columns: Columns) -> Any:
        """The engine's design of both phases."""
        import numpy as np

        source = columns.source
        if source.kind(self.subset) == "numeric":
            numbers = columns.numbers(self.subset)
            values = np.asarray(numbers.values)
            valid = np.asarray(numbers.valid, dtype=bool) if len(numbers.valid) else np.ones(len(values), bool)
            if not np.isin(values[valid], (0, 1)).all():
                raise DesignError(f"subset: column {self.subset!r} holds other values than 0 and 1")
            mask = np.where(valid, values, 0).astype(np.uint8)
        else:
            levels = columns.categories(self.subset).levels
            if not {str(v).lower() for v in levels} <= {"0", "1", "true", "false"}:
                raise DesignError(f"subset: column {self.subset!r} holds {levels[:5]}, expected 0 and 1")
            codes = np.asarray(columns.categories(self.subset).codes)
            mask = np.isin(codes, [k for k, v in enumerate(levels) if str(v).lower() in ("1", "true")]).astype(np.uint8)
        strata = None if self.strata is None else columns.categories(self.strata)
        return core.second_phase(mask, strata, self.method == "full")
