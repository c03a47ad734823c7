"""Gini coefficients, quintile share ratios, at-risk-of-poverty rates: the engine computes, this module names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from enkat import _core
from enkat._arguments import name_of, number_of
from enkat.errors import DesignError
from enkat.estimate import Request, assemble, missing_of, repeat_keys, some_names_of
from enkat.results import Estimates

__all__ = ["QuintileDefinition"]

QuintileDefinition = Literal["eurostat", "smooth"]
NO_RATE_INTERVAL = "no interval: the share is 0 or 1, or the values have no spread from which a density could be told"


def gini(request: Request, variables: str | Sequence[str]) -> Estimates:
    """Gini coefficients of columns."""
    names = some_names_of(variables, "variables")
    data = [request.design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    groups = request.groups
    core = _core.gini(request.design._core, data, groups, request.design._threads)
    return _result(request, core, "gini", names, missing, groups, "the total is not above 0")


def quintile_share(
    request: Request, variables: str | Sequence[str], *, share: float, definition: QuintileDefinition
) -> Estimates:
    """Total of the richest part over the total of the poorest."""
    names = some_names_of(variables, "variables")
    share = number_of(share, "share")
    if share > 0.5:
        raise DesignError(f"share={share!r}, expected a number over 0 and at most 0.5; 0.2 is the quintile share ratio")
    if definition not in ("eurostat", "smooth"):
        raise DesignError(f"definition={definition!r}, expected 'eurostat' or 'smooth'")
    data = [request.design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    groups = request.groups
    smooth = definition == "smooth"
    core = _core.quintile_share(request.design._core, data, share, smooth, groups, request.design._threads)
    return _result(request, core, "quintile_share", names, missing, groups, "the total of the poorest is not above 0")


def poverty(request: Request, variable: str, *, fraction: float, of: float, threshold: float | None) -> Estimates:
    """Shares below a fraction of the median of all rows, or below a given threshold."""
    name = name_of(variable, "variable")
    fraction, of = number_of(fraction, "fraction"), number_of(of, "of")
    if of >= 1:
        raise DesignError(f"of={of!r}, expected a share between 0 and 1; 0.5 is the median")
    if threshold is not None:
        threshold = number_of(threshold, "threshold")
    data = request.design._columns.numbers(name)
    missing = missing_of(request, [name], [data])
    groups = request.groups
    core = _core.poverty(request.design._core, data, fraction, of, threshold, groups, request.design._threads)
    inner: dict[str, list[Any]] = {"variable": [name], "threshold": [core.threshold]}
    return assemble(
        request,
        core.estimates,
        statistic="poverty_rate",
        keys=repeat_keys(request, groups, inner, 1),
        missing=missing,
        share=True,
        no_interval=NO_RATE_INTERVAL,
    )


def _result(
    request: Request,
    core: Any,
    statistic: str,
    names: list[str],
    missing: dict[str, dict[str, int]],
    groups: Any,
    undefined: str,
) -> Estimates:
    keys = repeat_keys(request, groups, {"variable": list(names)}, len(names))
    return assemble(request, core, statistic=statistic, keys=keys, missing=missing, share=False, undefined=undefined)
