"""Quantiles and the distribution function: the engine computes, this module checks and names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from numbers import Real
from typing import Any, Literal, get_args

from enkat import _core
from enkat.errors import DesignError
from enkat.estimate import Request, assemble, missing_of, repeat_keys, some_names_of
from enkat.propagation import completed
from enkat.results import Estimates

__all__ = ["QuantileInterval", "QuantileRule"]

QuantileRule = Literal["math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]
QuantileInterval = Literal["mean", "beta", "xlogit", "asin", "score", "none"]
OUTSIDE = "the interval of the share at or below the estimate goes beyond 0 or 1, where there is no quantile"

NONE_ABOVE = "no row lies above the estimate, so that the interval cannot say how far it is from the population's"


def quantile(
    request: Request, variables: str | Sequence[str], probs: float | Sequence[float], *, rule: str
) -> Estimates:
    """Quantiles of numbers, the shares varying fastest, then the variables, then the domains."""
    names = some_names_of(variables, "variables")
    shares = checked_shares(probs, rule)
    design = request.design
    data = [design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    groups = request.groups
    data, gaps = completed(request, names, data, missing, groups)
    args = (design._core, data, shares, groups, rule, request.ci, request.level, request.df, design._threads)
    core = _core.quantile(*args)
    inner: dict[str, list[Any]] = {"variable": [n for n in names for _ in shares], "quantile": shares * len(names)}
    result = assemble(
        request,
        core.estimates,
        statistic="quantile",
        keys=repeat_keys(request, groups, inner, len(names) * len(shares)),
        missing=missing,
        share=False,
        gaps=gaps,
        limits=(core.low, core.high),
        no_interval="no interval was asked for" if request.ci == "none" else OUTSIDE,
    )
    above = [share < 1 - 1e-12 or bool(reason) for share, reason in zip(core.share, result.reason, strict=True)]
    if all(above):
        return result
    reasons = [r if some else NONE_ABOVE for some, r in zip(above, result.reason, strict=True)]
    return replace(result, reason=reasons)


def checked_shares(probs: float | Sequence[float], rule: str) -> list[float]:
    """The probabilities, and the rule, as an analyst may give them."""
    shares = numbers_of(probs, "probs", "a share between 0 and 1, or several, for example [0.25, 0.5, 0.75]")
    if any(not 0 < p < 1 for p in shares):
        wrong = next(p for p in shares if not 0 < p < 1)
        raise DesignError(f"probs: found {wrong!r}, expected shares between 0 and 1, for example 0.5 for the median")
    if rule not in get_args(QuantileRule):
        raise DesignError(f"rule={rule!r}, expected one of {', '.join(map(repr, get_args(QuantileRule)))}")
    return shares


def cdf(request: Request, variables: str | Sequence[str], at: float | Sequence[float]) -> Estimates:
    """Shares at or below given values."""
    names = some_names_of(variables, "variables")
    values = numbers_of(at, "at", "a number, or several")
    design = request.design
    data = [design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    groups = request.groups
    data, gaps = completed(request, names, data, missing, groups)
    core = _core.share_below(design._core, data, values, groups, design._threads)
    inner: dict[str, list[Any]] = {"variable": [n for n in names for _ in values], "at": values * len(names)}
    keys = repeat_keys(request, groups, inner, len(names) * len(values))
    return assemble(request, core, statistic="cdf", keys=keys, missing=missing, share=True, gaps=gaps)


def numbers_of(value: Any, argument: str, expected: str) -> list[float]:
    """One number or several, as a list; at least one, none of them missing."""
    given = [value] if isinstance(value, Real) else value
    if isinstance(given, (str, bytes)) or not hasattr(given, "__iter__"):
        raise DesignError(f"{argument}={value!r}, expected {expected}")
    out = list(given)
    if not out or any(isinstance(v, bool) or not isinstance(v, Real) or math.isnan(v) for v in out):
        raise DesignError(f"{argument}={value!r}, expected {expected}")
    return [float(v) for v in out]
