"""Variances, covariances and correlations; net promoter scores. The engine computes, this module checks and names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from enkat import _core
from enkat.errors import DesignError
from enkat.estimate import Request, assemble, missing_of, repeat_keys, some_names_of
from enkat.propagation import completed
from enkat.results import Estimates

__all__ = ["CorrelationInterval"]

CorrelationInterval = Literal["fisher", "t"]
Statistic = Literal["variance", "covariance", "correlation"]


def second_moments(request: Request, variables: str | Sequence[str], statistic: Statistic) -> Estimates:
    """Variances of each variable, covariances of all pairs, or correlations of all pairs of two."""
    names = some_names_of(variables, "variables")
    if statistic == "correlation":
        if len(names) < 2:
            raise DesignError(f"variables: found only {names[0]!r}, expected at least two columns to correlate")
        if request.ci not in ("fisher", "t"):
            raise DesignError(f"ci={request.ci!r}, expected 'fisher' or 't'")
    design = request.design
    data = [design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    groups = request.groups
    data, gaps = completed(request, names, data, missing, groups)
    pairs = pairs_of(len(names), statistic)
    method = _core.correlation if statistic == "correlation" else _core.covariance
    core = method(design._core, data, pairs, groups, design._threads)
    inner: dict[str, list[Any]] = {"variable": [names[i] for i, _ in pairs]}
    if statistic != "variance":
        inner["other"] = [names[j] for _, j in pairs]
    fisher = request.ci == "fisher"
    return assemble(
        request,
        core,
        statistic=statistic,
        keys=repeat_keys(request, groups, inner, len(pairs)),
        missing=missing,
        share=False,
        gaps=gaps,
        limits=_core.fisher_limits(core, request.level, request.df) if fisher else None,
        no_interval="the correlation is 1 or -1, where Fisher's scale ends" if fisher else "",
        undefined=UNDEFINED[statistic],
    )


UNDEFINED: dict[Statistic, str] = {
    "variance": "a variance needs two rows",
    "covariance": "a covariance needs two rows",
    "correlation": "a variable is constant in the domain, or there is only one row",
}


def pairs_of(count: int, statistic: Statistic) -> list[tuple[int, int]]:
    """Places of the two variables of every statistic."""
    if statistic == "variance":
        return [(i, i) for i in range(count)]
    first = 1 if statistic == "correlation" else 0
    return [(i, j) for i in range(count) for j in range(i + first, count)]


def nps(request: Request, variables: str | Sequence[str]) -> Estimates:
    """Net promoter scores of answers from 0 to 10."""
    names = some_names_of(variables, "variables")
    design = request.design
    data = [design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    groups = request.groups
    data, gaps = completed(request, names, data, missing, groups)
    core = _core.nps(design._core, data, groups, design._threads)
    keys = repeat_keys(request, groups, {"variable": list(names)}, len(names))
    return assemble(request, core, statistic="nps", keys=keys, missing=missing, share=False, gaps=gaps)
