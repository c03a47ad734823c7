"""Tests of hypotheses and what surrounds them: the engine computes, this module names things."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, ClassVar, Literal

from enkat import _core
from enkat._arguments import mapping_of, name_of
from enkat._tabular import Tabular, plain_columns
from enkat.errors import DataError, DesignError
from enkat.estimate import NO_ANSWER, Request, missing_of, variables_of

__all__ = ["Test", "adjust_p"]

Statistic = Literal["F", "chisq", "wald", "adjusted_wald", "lincom", "saddlepoint"]
METHODS = {
    "f": "Rao-Scott test, second order (F)",
    "chisq": "Rao-Scott test, first order (chi-square)",
    "wald": "Wald test (F)",
    "adjusted_wald": "Wald test, adjusted for small samples (F)",
    "adjwald": "Wald test, adjusted for small samples (F)",
    "lincom": "Rao-Scott test, exact distribution of the linear combination",
    "saddlepoint": "Rao-Scott test, saddlepoint approximation",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Test(Tabular):
    """The outcome of a test of a hypothesis. What does not apply to it is None.

    Attributes
    ----------
    method : str
        The test, in words.
    hypothesis : str
        What is tested.
    statistic : float
        The test statistic, named `statistic_name`.
    df, ddf : float
        Degrees of freedom of a chi-square or t statistic, or of the numerator and denominator of F.
    p_value : float
        Chance of a statistic at least as far from the hypothesis; accurate down to 1e-300.
    estimate, se, ci_low, ci_high : float
        The quantity tested with its interval at `level`, where the test is of one number.
    scale : float
        What the statistic was divided by before it was compared with a chi-square.
    pearson : float
        For tables: Pearson's X-squared of the weighted table scaled to `n` rows, uncorrected.
    eigenvalues : sequence of float
        For tables: the design effects of the contrasts tested, increasing.
    n : int
        Rows of the domain.
    cells : dict of str to sequence
        For tables, one entry per cell: the levels; `observed` and `expected` weighted counts scaled to `n`; `residual`
        = (observed - expected) / sqrt(expected); `standardized` = the same over its standard error if rows were
        independent; `z` = the difference over its standard error under the design.
    missing : dict
        Rows left out, per variable and kind of missing.
    notes : tuple of str
        What a reader must know.
    """

    __test__: ClassVar[bool] = False  # pytest looks for classes with this name

    method: str
    hypothesis: str
    statistic_name: str
    statistic: float
    df: float | None = None
    ddf: float | None = None
    p_value: float
    estimate: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    level: float = 0.95
    scale: float | None = None
    pearson: float | None = None
    eigenvalues: Sequence[float] = ()
    n: int | None = None
    cells: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    library: str | None = None

    def _library(self) -> str | None:
        return self.library

    def numbers(self) -> dict[str, float | int | str | None]:
        """The outcome as a plain dict, without the cells."""
        names = ("statistic", "df", "ddf", "p_value", "estimate", "se", "ci_low", "ci_high", "scale", "pearson", "n")
        return {"method": self.method, "hypothesis": self.hypothesis} | {name: getattr(self, name) for name in names}

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """The cells of a table; of another test one row with its outcome."""
        del language
        if self.cells:
            return dict(self.cells)
        return {name: [value] for name, value in self.numbers().items() if value is not None}

    def to_dict(self) -> dict[str, Any]:
        """The outcome, its eigenvalues and its cells as plain numbers and lists."""
        return self.numbers() | {"eigenvalues": list(self.eigenvalues), "cells": plain_columns(self.cells)}

    def __repr__(self) -> str:
        from enkat._display.inference_text import text

        return text(self)

    def _repr_html_(self) -> str:
        from enkat._display.inference_text import html

        return html(self)


NO_VARIANCE = "no p-value: under this design the figures compared do not vary from sample to sample"


def made(request: Request, core: Mapping[str, Any], **named: Any) -> Test:
    """A result of the engine as a `Test`: its NaN parameters do not apply."""
    names = {"df": "df", "ddf": "ddf", "scale": "scale", "estimate": "estimate", "se": "se"}
    names |= {"low": "ci_low", "high": "ci_high"}
    given = {ours: core[k] for k, ours in names.items() if not math.isnan(core[k])}
    more = {k: core[k] for k in ("pearson", "eigenvalues", "n") if k in core}
    silent = (NO_VARIANCE,) if math.isnan(core["p_value"]) else ()
    return Test(
        statistic=core["statistic"],
        p_value=core["p_value"],
        notes=(*request.design._notes(), *silent),
        library=request.design._columns.source.library,
        **given,
        **more,
        **named,
    )


def _checked(statistic: Any) -> str:
    if not isinstance(statistic, str) or statistic.lower() not in METHODS:
        expected = "'F', 'chisq', 'wald', 'adjusted_wald', 'lincom' or 'saddlepoint'"
        raise DesignError(f"statistic: found {statistic!r}, expected {expected}")
    return statistic.lower()


def _complete(request: Request) -> None:
    if request.missing == "propagate":
        raise DesignError("missing='propagate', expected 'exclude', 'error' or 'category' for a test")


def _single(request: Request, names: Sequence[str]) -> list[Any]:
    data = variables_of(request, names, shares=True)
    for name, variable in zip(names, data, strict=True):
        if isinstance(variable, _core.OptionSet):
            raise DesignError(
                f"{name!r} is a multi-select question, whose cells overlap; expected a single-choice variable, for "
                "example a column made of one option"
            )
    return data


def _levels(request: Request, name: str, variable: Any) -> list[Any]:
    levels = list(variable.levels)
    return levels if levels and levels[-1] == NO_ANSWER else request.design._columns.level_values(name, levels)


def chisq(request: Request, row: str, column: str, statistic: str, table: Any = None) -> Test:
    """Rao-Scott and Wald tests of independence of two variables; `table` is the engine's, where there is one."""
    kind = _checked(statistic)
    _complete(request)
    names = [name_of(row, "row"), name_of(column, "column")]
    if row == column:
        raise DesignError(f"row and column are both {row!r}, expected two variables")
    data = _single(request, names)
    missing = missing_of(request, names, data)
    word = "adjWald" if kind == "adjwald" else kind
    threads = request.design._threads
    if table is None:
        core = _core.rao_scott(request.design._core, data[0], data[1], word, threads)
    else:
        core = _core.rao_scott(table, word, threads)
    levels = [_levels(request, n, v) for n, v in zip(names, data, strict=True)]
    pairs = [(levels[0][i], levels[1][j]) for i in core["rows"] for j in core["columns"]]
    cells = {row: [a for a, _ in pairs], column: [b for _, b in pairs]}
    cells |= {k: core[k] for k in ("observed", "expected", "residual", "standardized", "z")}
    return made(
        request,
        core,
        method=METHODS[kind],
        hypothesis=f"{row} and {column} are independent",
        statistic_name="F" if kind in ("f", "wald", "adjusted_wald", "adjwald") else "X-squared",
        cells=cells,
        missing=missing,
    )


def _shares(p: Any, variable: str, levels: Sequence[Any]) -> list[float]:
    """The share of every level, in order."""
    if not isinstance(p, Mapping) and isinstance(p, Sequence) and not isinstance(p, str):
        if len(p) != len(levels):
            raise DesignError(f"p: found {len(p)} shares, expected {len(levels)}, one for each level of {variable!r}")
        p = dict(zip(levels, p, strict=True))
    given = {str(k): v for k, v in mapping_of(p, "p", "{level: share} or a list with a share per level").items()}
    names = [str(level) for level in levels]
    if set(given) != set(names):
        off = sorted(set(given) ^ set(names))
        raise DesignError(
            f"p: {', '.join(map(repr, off))} {'is' if len(off) == 1 else 'are'} not on both sides, expected a share "
            f"for each of {', '.join(map(repr, names))}"
        )
    for name, v in given.items():
        if isinstance(v, bool) or not isinstance(v, Real):
            raise DesignError(f"p: found {v!r} for {name!r}, expected a share between 0 and 1")
    return [float(given[name]) for name in names]


def gof(request: Request, variable: str, p: Any, statistic: str) -> Test:
    """Test of given shares of a variable."""
    kind = _checked(statistic)
    _complete(request)
    names = [name_of(variable, "variable")]
    data = _single(request, names)
    if not data[0].levels:
        raise DataError(f"column {variable!r} has no value in any row, expected a category for the test")
    missing = missing_of(request, names, data)
    levels = _levels(request, variable, data[0])
    core = _core.gof(request.design._core, data[0], _shares(p, variable, levels), kind, request.design._threads)
    return made(
        request,
        core,
        method="Goodness of fit, " + METHODS[kind]
        if kind != "chisq"
        else "Goodness of fit, Satterthwaite-corrected chi-square",
        hypothesis=f"{variable} has the given shares",
        statistic_name="F" if kind == "f" else "X-squared",
        cells={variable: levels} | {k: core[k] for k in ("observed", "expected", "residual", "z")},
        missing=missing,
    )


def adjust_p(p: Sequence[float | None], *, method: Literal["bh", "holm", "bonferroni", "none"] = "holm") -> list[float]:
    """P values adjusted for the number of tests.

    Parameters
    ----------
    p : sequence of float
        The p values of one family of tests; None or NaN is a test that was not made and does not count.
    method : {"holm", "bonferroni", "bh", "none"}
        "holm" and "bonferroni" bound the chance of any false finding, whatever the dependence; "bh"
        (Benjamini-Hochberg) bounds the expected share of false findings among the findings. R's "BH" and "fdr" are
        accepted.

    Returns
    -------
    list of float
        Adjusted values in the order given, at most 1; a finding at level a is a value of at most a.

    Raises
    ------
    DesignError
        An unknown method.
    DataError
        A value outside 0 and 1.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.adjust_p([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    >>> ek.adjust_p([0.01, 0.04, 0.03], method="bh")
    [0.03, 0.04, 0.04]
    """
    if not isinstance(method, str):
        raise DesignError(f"method: found {method!r}, expected 'holm', 'bonferroni', 'bh' or 'none'")
    values = [math.nan if v is None else v for v in p]
    for i, v in enumerate(values):
        if isinstance(v, bool) or not isinstance(v, Real):
            raise DesignError(f"p: found {v!r} at position {i}, expected numbers between 0 and 1")
    return _core.adjust_p(values, method)
