"""Plain formulas for independent rows of equal weight: no design, the numbers of a textbook."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from enkat import _core
from enkat._arguments import number_of
from enkat._tabular import Tabular, plain_columns
from enkat.errors import DataError, DesignError
from enkat.inference import Test

__all__ = ["BinomialInterval", "Contingency", "binomial_interval", "binomial_test", "contingency", "two_proportions"]

Method = Literal["wilson", "wilson_continuity", "clopper_pearson", "wald", "agresti_coull", "jeffreys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BinomialInterval:
    """A proportion of independent trials with its interval.

    Attributes
    ----------
    estimate : float
        x / n.
    low, high : float
        The limits.
    method, level : str, float
        How they were made.
    """

    estimate: float
    low: float
    high: float
    method: str
    level: float

    def to_dict(self) -> dict[str, float | str]:
        """All fields."""
        names = ("estimate", "low", "high", "method", "level")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Contingency(Tabular):
    """A table of independent counts: Pearson's test and measures of association.

    Attributes
    ----------
    test : Test
        Pearson's chi-square test; its `cells` are the table.
    row_levels, column_levels : list
        The levels, in order.
    cramers_v, phi, contingency_coefficient : float
        Measures of association made of X-squared.
    g2, g2_p : float
        Likelihood-ratio statistic and its p value.
    yates, yates_p : float or None
        Of a 2 x 2 table: X-squared with Yates's continuity correction and its p value.
    fisher_p : float or None
        Of a 2 x 2 table: Fisher's exact test, two-sided.
    odds_ratio : float or None
        Of a 2 x 2 table.
    """

    test: Test
    row_levels: Sequence[Any]
    column_levels: Sequence[Any]
    cramers_v: float
    phi: float
    contingency_coefficient: float
    g2: float
    g2_p: float
    yates: float | None
    yates_p: float | None
    fisher_p: float | None
    odds_ratio: float | None

    def _library(self) -> str | None:
        return self.test.library

    def grid(self, name: str) -> list[list[float]]:
        """A column of the cells ("observed", "expected", "residual", "standardized") as a list of rows."""
        values, width = list(self.test.cells[name]), len(self.column_levels)
        return [values[i : i + width] for i in range(0, len(values), width)]

    def measures(self) -> dict[str, float | None]:
        """The measures of association and the further tests."""
        names = ("cramers_v", "phi", "contingency_coefficient", "g2", "g2_p", "yates", "yates_p", "fisher_p")
        return {name: getattr(self, name) for name in (*names, "odds_ratio")}

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """One row per cell."""
        return self.test.columns(language=language)

    def to_dict(self) -> dict[str, Any]:
        """The test, the measures and the cells."""
        return self.test.numbers() | self.measures() | {"cells": plain_columns(self.test.cells)}

    def __repr__(self) -> str:
        found = ", ".join(f"{k} = {v:.4g}" for k, v in self.measures().items() if v is not None)
        return f"{self.test!r}\n{found}"

    def _repr_html_(self) -> str:
        found = ", ".join(f"{k} = {v:.4g}" for k, v in self.measures().items() if v is not None)
        return f"{self.test._repr_html_()}<p>{found}</p>"


def _count(value: Any, argument: str) -> float:
    if value == 0 and not isinstance(value, bool):
        return 0.0
    try:
        return number_of(value, argument)
    except DesignError as e:
        raise DesignError(str(e).replace("a number over 0", "a number of at least 0")) from None


def binomial_interval(x: float, n: float, *, method: Method = "wilson", level: float = 0.95) -> BinomialInterval:
    """Interval of the proportion of x successes in n independent trials.

    Parameters
    ----------
    x, n : int
        Successes and trials.
    method : {"wilson", "wilson_continuity", "clopper_pearson", "wald", "agresti_coull", "jeffreys"}
        "wilson" is R's ``prop.test(correct=FALSE)``, "clopper_pearson" its ``binom.test``. "wald" and "agresti_coull"
        are not cut to 0 and 1.
    level : float
        Confidence level.

    Returns
    -------
    BinomialInterval

    References
    ----------
    Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133.

    Examples
    --------
    >>> import enkat as ek
    >>> i = ek.binomial_interval(7, 25, level=0.9)
    >>> i.estimate, round(i.low, 4), round(i.high, 4)
    (0.28, 0.1595, 0.4434)
    """
    if not isinstance(method, str):
        raise DesignError(f"method: found {method!r}, expected the name of a method, for example 'wilson'")
    x, n = _count(x, "x"), number_of(n, "n")
    low, high = _core.binomial_interval(x, n, method, number_of(level, "level"))
    return BinomialInterval(estimate=x / n, low=low, high=high, method=method, level=level)


def binomial_test(x: float, n: float, *, p: float = 0.5, level: float = 0.95) -> Test:
    """Exact two-sided test that the proportion of successes is p, with the Clopper-Pearson interval.

    Parameters
    ----------
    x, n : int
        Successes and trials.
    p : float
        The proportion to test.
    level : float
        Confidence level of the interval.

    Examples
    --------
    >>> import enkat as ek
    >>> round(ek.binomial_test(7, 25).p_value, 4)
    0.0433
    """
    p_value = _core.binomial_test(_count(x, "x"), number_of(n, "n"), _count(p, "p"))
    interval = binomial_interval(x, n, method="clopper_pearson", level=level)
    return Test(
        method="Exact binomial test",
        hypothesis=f"the proportion is {p:g}",
        statistic_name="successes",
        statistic=x,
        p_value=p_value,
        estimate=interval.estimate,
        ci_low=interval.low,
        ci_high=interval.high,
        level=level,
        n=int(n),
    )


def two_proportions(x: Sequence[float], n: Sequence[float], *, level: float = 0.95, continuity: bool = False) -> Test:
    """Are the proportions of two independent groups equal?

    Parameters
    ----------
    x, n : sequence of two int
        Successes and trials of both groups.
    level : float
        Confidence level of the interval of the difference.
    continuity : bool
        Yates's continuity correction; R's ``prop.test`` applies it unless ``correct=FALSE``.

    Returns
    -------
    Test
        `estimate` is the difference of the proportions (first less second); `cells` has both groups.

    Examples
    --------
    >>> import enkat as ek
    >>> t = ek.two_proportions([45, 61], [120, 130])
    >>> round(t.statistic, 4), round(t.p_value, 4)
    (2.2687, 0.132)
    """
    for name, values in (("x", x), ("n", n)):
        if isinstance(values, str) or not isinstance(values, Sequence) or len(values) != 2:
            raise DesignError(f"{name}: found {values!r}, expected two numbers, one of each group")
    xs, ns = [_count(v, "x") for v in x], [number_of(v, "n") for v in n]
    core = _core.two_proportions(xs[0], ns[0], xs[1], ns[1], number_of(level, "level"), bool(continuity))
    return Test(
        method="Chi-square test of two proportions" + (", continuity correction" if continuity else ""),
        hypothesis="the proportions of both groups are equal",
        statistic_name="X-squared",
        statistic=core["statistic"],
        df=1.0,
        p_value=core["p_value"],
        estimate=core["estimate"],
        se=core["se"],
        ci_low=core["low"],
        ci_high=core["high"],
        level=level,
        n=int(sum(ns)),
        cells={"group": [1, 2], "x": list(x), "n": list(n), "share": [a / b for a, b in zip(xs, ns, strict=True)]},
    )


def contingency(data: Any, row: str | None = None, column: str | None = None) -> Contingency:
    """Pearson's chi-square test, Fisher's exact test and measures of association of independent counts.

    Every row counts once: for weighted or clustered data use `Design.chisq`.

    Parameters
    ----------
    data : dataframe, or nested list of counts
        A dataframe with the columns `row` and `column`; or the table of counts itself, without these arguments.
    row, column : str, optional
        Columns of the dataframe; levels that do not occur are left out.

    Returns
    -------
    Contingency

    Raises
    ------
    DataError
        Fewer than two rows or columns, negative counts, an empty row or column of given counts.

    References
    ----------
    Agresti (2013), Categorical Data Analysis, sections 3.2 to 3.5.

    Examples
    --------
    >>> import enkat as ek
    >>> t = ek.contingency([[45, 3], [39, 113]])
    >>> round(t.test.statistic, 3), round(t.odds_ratio, 3)
    (69.434, 43.462)
    """
    library = None
    if row is None and column is None:
        counts, levels = _given(data), None
    elif row is None or column is None:
        raise DesignError("row and column go together, expected both columns of the dataframe or neither")
    else:
        counts, levels, library = _counted(data, row, column)
    height, width = len(counts), len(counts[0])
    core = _core.contingency([v for line in counts for v in line], height, width)
    rows, columns = levels or (list(range(1, height + 1)), list(range(1, width + 1)))
    grids = {name: core[name] for name in ("expected", "residual", "standardized")}
    test = Test(
        method="Pearson's chi-square test of independent rows",
        hypothesis=f"{row or 'rows'} and {column or 'columns'} are independent",
        statistic_name="X-squared",
        statistic=core["statistic"],
        df=core["df"],
        p_value=core["p_value"],
        pearson=core["statistic"],
        n=int(sum(map(sum, counts))),
        cells={
            row or "row": [a for a in rows for _ in columns],
            column or "column": list(columns) * height,
            "observed": [v for line in counts for v in line],
            **grids,
        },
        library=library,
    )

    def optional(name: str) -> float | None:
        return None if math.isnan(core[name]) else core[name]

    return Contingency(
        test=test,
        row_levels=rows,
        column_levels=columns,
        cramers_v=core["cramers_v"],
        phi=core["phi"],
        contingency_coefficient=core["contingency_coefficient"],
        g2=core["g2"],
        g2_p=core["g2_p"],
        yates=optional("yates"),
        yates_p=optional("yates_p"),
        fisher_p=optional("fisher_p"),
        odds_ratio=optional("odds_ratio"),
    )


def _given(data: Any) -> list[list[float]]:
    lines = [list(line) if isinstance(line, Sequence) and not isinstance(line, str) else None for line in data]
    counts = [line for line in lines if line is not None]
    if not counts or len(counts) != len(lines) or len({len(line) for line in counts}) != 1:
        raise DataError("data: found no table, expected a list of rows of counts of equal length, or row= and column=")
    return [[_count(v, "data") for v in line] for line in counts]


def _counted(data: Any, row: str, column: str) -> tuple[list[list[float]], tuple[list[Any], list[Any]], str | None]:
    from enkat.design import Design

    cells = Design(data).crosstab(row, column).count
    rows, columns = list(dict.fromkeys(cells.keys[row])), list(dict.fromkeys(cells.keys[column]))
    width = len(columns)
    counts = [list(map(float, cells.count[i : i + width])) for i in range(0, len(cells), width)]
    used_rows = [i for i, line in enumerate(counts) if any(line)]
    used_columns = [j for j in range(width) if any(line[j] for line in counts)]
    table = [[counts[i][j] for j in used_columns] for i in used_rows]
    if not table:
        raise DataError(f"no row has a value in both {row!r} and {column!r}, expected some")
    return table, ([rows[i] for i in used_rows], [columns[j] for j in used_columns]), cells.library
