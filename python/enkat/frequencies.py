"""One-way tables: the share of every category, or of all up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from enkat import _core
from enkat.errors import DesignError
from enkat.estimate import Request, assemble, mean_like, missing_of, repeat_keys, some_names_of, variables_of
from enkat.results import Estimates

__all__ = ["freq"]

TITLE = "frequencies"
CUMULATIVE = "cumulative share"


def freq(request: Request, variable: str, *, cumulative: bool) -> Estimates:
    """Shares of the categories of one column; cumulative: of everyone up to a category."""
    if cumulative:
        return _cumulative(request, variable)
    return replace(mean_like(request, variable, statistic="share", shares=True), title=TITLE)


def _cumulative(request: Request, variable: str) -> Estimates:
    """Categories as options that everyone up to them has chosen, so that one variance serves all shares."""
    if request.missing == "category":
        raise DesignError("missing='category', expected 'exclude', 'error' or 'propagate' for cumulative shares")
    names = some_names_of(variable, "variable")
    if len(names) != 1:
        raise DesignError(f"variable: found {names!r}, expected one column for cumulative shares")
    data = variables_of(request, names, shares=True)
    if isinstance(data[0], _core.OptionSet):
        raise DesignError(
            f"cumulative: {names[0]!r} is a multi-select question, whose options have no order; expected categories"
        )
    missing = missing_of(request, names, data)
    groups = request.groups
    up_to = _up_to(data[0])
    core = _core.mean(request.design._core, [up_to], groups, request.deff, request.design._threads)
    levels = request.design._columns.level_values(names[0], list(data[0].levels))
    inner: Mapping[str, list[Any]] = {"variable": names * len(levels), "level": list(levels)}
    keys = repeat_keys(request, groups, dict(inner), len(levels))
    return assemble(request, core, statistic=CUMULATIVE, keys=keys, missing=missing, share=True)


def _up_to(categories: Any) -> Any:
    import numpy as np

    codes = np.asarray(categories.codes)
    answered = (codes >= 0).astype(np.uint8)
    chosen = [((codes <= k) & (codes >= 0)).astype(np.uint8) for k in range(len(categories.levels))]
    return _core.OptionSet(list(categories.levels), chosen, answered)
