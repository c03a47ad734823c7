"""Dividing a sample among strata."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from enkat import _core
from enkat._arguments import name_of, number_of, whole_of
from enkat._display.plan_text import grid_html, grid_text
from enkat._frames import read_frame
from enkat._tabular import Tabular, plain_columns
from enkat.columns import Columns, FrameSource
from enkat.errors import DataError, DesignError

__all__ = ["Allocation", "allocate"]

Method = Literal["proportional", "equal", "neyman", "optimal", "power"]
Given = str | Mapping[Any, float] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Allocation(Tabular):
    """The sample size of every stratum.

    Attributes
    ----------
    stratum : sequence
        The strata, as in the data.
    size : sequence of float
        Units in the population.
    n : sequence of int
        Units to draw; `n_exact` before rounding.
    rate : sequence of float
        n / size.
    method : str
        How the sample was divided.
    cost : float or None
        Of the whole sample, where costs were given.
    se_mean : float or None
        Standard error of the overall mean under simple random sampling within strata, where `sd` was given.
    """

    stratum: Sequence[Any]
    size: Sequence[float]
    n: Sequence[int]
    n_exact: Sequence[float]
    method: str
    cost: float | None = None
    se_mean: float | None = None
    library: str | None = None

    @property
    def rate(self) -> list[float]:
        """Sampling fractions."""
        return [a / b for a, b in zip(self.n, self.size, strict=True)]

    def sizes(self) -> dict[Any, int]:
        """The sizes by stratum; `select` also takes the allocation itself."""
        return dict(zip(self.stratum, self.n, strict=True))

    def _library(self) -> str | None:
        return self.library

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """One row per stratum."""
        del language
        return {"stratum": self.stratum, "size": self.size, "n": self.n, "n_exact": self.n_exact, "rate": self.rate}

    def to_dict(self) -> dict[str, Any]:
        """The strata, and what the whole sample costs and gives."""
        return {"method": self.method, "cost": self.cost, "se_mean": self.se_mean} | plain_columns(self.columns())

    def _title(self) -> str:
        more = "" if self.cost is None else f", cost {self.cost:,.6g}"
        more += "" if self.se_mean is None else f", standard error of the mean {self.se_mean:.4g}"
        return f"Allocation of {sum(self.n):,} units ({self.method}){more}"

    def __repr__(self) -> str:
        return grid_text(self._title(), self.columns())

    def _repr_html_(self) -> str:
        return grid_html(self._title(), self.columns())


def allocate(
    frame: Any,
    *,
    strata: str,
    size: Given = None,
    n: int | None = None,
    budget: float | None = None,
    method: Method = "proportional",
    sd: Given = None,
    mean: Given = None,
    cost: Given = None,
    measure: Given = None,
    variable: str | None = None,
    exponent: float = 0.5,
    least: int = 1,
    minimum: Given = None,
    maximum: Given = None,
) -> Allocation:
    """Divide a sample among strata.

    Parameters
    ----------
    frame : dataframe
        One row per stratum, with the columns that the other arguments name; or, without `size`, the sampling frame
        with one row per unit.
    strata : str
        Column with the names of the strata.
    size : str or {stratum: number}, optional
        Units of the strata; absent: the rows of the frame are counted.
    n : int, optional
        Units to draw in all.
    budget : float, optional
        In place of `n`: what the sample may cost.
    method : {"proportional", "equal", "neyman", "optimal", "power"}
        Sizes in proportion to N; equal; N S; N S / sqrt(cost); S / mean times measure^exponent (Bankier).
    sd, mean, cost, measure : str or {stratum: number}, optional
        Standard deviations, means, cost of a unit, and importance (by default the total N mean) of the strata.
    variable : str, optional
        With one row per unit: column whose standard deviation and mean in the strata are used.
    exponent : float
        Of "power": 0 aims at equal precision in every stratum, 1 at that of the whole.
    least : int
        In every stratum, or all of a smaller one.
    minimum, maximum : str or {stratum: number}, optional
        Bounds by stratum, in place of `least` and the size.

    Returns
    -------
    Allocation
        Whole numbers (largest remainders) that add up to `n`, or cost at most `budget`.

    Raises
    ------
    DesignError
        What the method needs is missing, or the bounds leave no solution; the message names the stratum.

    Notes
    -----
    n_h = min(u_h, max(l_h, k a_h)) with k such that the sizes add up: the least variance under the bounds, where a_h
    are those of Neyman.

    References
    ----------
    Neyman (1934), Journal of the Royal Statistical Society 97; Cochran (1977), Sampling Techniques, sections 5.5 to
    5.8; Bankier (1988), The American Statistician 42.

    Examples
    --------
    >>> import enkat as ek
    >>> strata = {"region": ["N", "S", "W"], "size": [400, 30, 70], "sd": [1.0, 10.0, 2.0]}
    >>> ek.plan.allocate(strata, strata="region", size="size", sd="sd", n=60, method="neyman").sizes()
    {'N': 29, 'S': 21, 'W': 10}
    """
    columns = Columns(FrameSource(read_frame(frame)))
    labels = columns.categories(name_of(strata, "strata"))
    by_unit = size is None
    given: dict[str, Given] = {"size": size, "sd": sd, "mean": mean, "cost": cost, "measure": measure}
    given |= {"minimum": minimum, "maximum": maximum}
    levels = _levels(columns, strata, labels, by_unit)
    values = {name: _values(columns, name, value, levels, by_unit) for name, value in given.items()}
    if by_unit:
        values |= _of_units(columns, labels, variable, {"sd": sd, "mean": mean})
    elif variable is not None:
        raise DesignError(f"variable={variable!r} is for a frame with one row per unit, expected sd= and mean= here")
    exact, whole, total, se = _core.allocate(
        values["size"],
        values["sd"],
        values["mean"],
        values["cost"],
        values["measure"],
        str(method),
        0.0 if n is None else float(whole_of(n, "n")),
        0.0 if budget is None else number_of(budget, "budget"),
        number_of(exponent, "exponent", above=-math.ulp(0.0)),
        number_of(least, "least", above=-math.ulp(0.0)),
        values["minimum"],
        values["maximum"],
    )
    return Allocation(
        stratum=levels,
        size=values["size"],
        n=whole.tolist(),
        n_exact=exact.tolist(),
        method=str(method),
        cost=None if math.isnan(total) else total,
        se_mean=None if math.isnan(se) else se,
        library=columns.source.library,
    )


def _levels(columns: Columns, name: str, labels: Any, by_unit: bool) -> list[Any]:
    """The strata in the order of the engine: of the rows, or of the levels where rows are units."""
    codes = labels.codes
    if (codes < 0).any():
        raise DataError(
            f"strata: column {name!r} is missing in row {int((codes < 0).argmax()) + 1}, expected a stratum"
        )
    known = list(labels.levels)
    order = known if by_unit else [known[c] for c in codes]
    if len(set(order)) < len(order):
        twice = Counter(order).most_common(1)[0][0]
        raise DataError(
            f"strata: {twice!r} stands in several rows, expected one row per stratum; with one row per unit leave out "
            "size="
        )
    return columns.level_values(name, order)


def _values(columns: Columns, argument: str, given: Given, levels: list[Any], by_unit: bool) -> list[float]:
    if given is None:
        return []
    if isinstance(given, Mapping):
        absent = [v for v in levels if v not in given]
        if absent:
            raise DesignError(f"{argument}: has no value of the stratum {absent[0]!r}, expected one for every stratum")
        return [number_of(given[v], argument, above=-math.inf) for v in levels]
    if by_unit:
        raise DesignError(f"{argument}={given!r}: with one row per unit expected a dict {{stratum: number}}")
    numbers = columns.numbers(name_of(given, argument))
    if len(numbers.valid) and not numbers.valid.all():
        row = int((numbers.valid == 0).argmax()) + 1
        raise DataError(f"{argument}: column {given!r} is missing in row {row}, expected a number for every stratum")
    return [float(v) for v in numbers.values]


def _of_units(columns: Columns, labels: Any, variable: str | None, given: dict[str, Given]) -> dict[str, list[float]]:
    """Counts, standard deviations and means of the units of every stratum."""
    import numpy as np

    codes, count = labels.codes, len(labels.levels)
    sizes = np.bincount(codes, minlength=count).astype(float)
    out = {"size": sizes.tolist()}
    if variable is None:
        return out
    numbers = columns.numbers(variable)
    if len(numbers.valid) and not numbers.valid.all():
        row = int((numbers.valid == 0).argmax()) + 1
        raise DataError(f"variable: column {variable!r} is missing in row {row}, expected a number for every unit")
    mean = np.bincount(codes, numbers.values, count) / sizes
    square = np.bincount(codes, (numbers.values - mean[codes]) ** 2, count)
    sd = np.sqrt(square / np.maximum(sizes - 1, 1))
    computed = {"mean": mean.tolist(), "sd": sd.tolist()}
    return out | {name: values for name, values in computed.items() if given[name] is None}
