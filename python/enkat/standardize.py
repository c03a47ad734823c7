"""Directly standardised means and shares."""

from __future__ import annotations

from collections.abc import Sequence

from enkat import _core
from enkat._arguments import mapping_of
from enkat.errors import DesignError
from enkat.estimate import Request, assemble, level_keys, missing_of, repeat_keys, some_names_of, variables_of
from enkat.results import Estimates
from enkat.weighting import Margins, margin

__all__ = ["standardize"]

EMPTY = "a class of the standard population has no row in the domain; join it with another"


def standardize(request: Request, variables: str | Sequence[str], standard: Margins) -> Estimates:
    """Means and shares as they would be with the standard's distribution of classes in every domain."""
    names = some_names_of(variables, "variables")
    mapping_of(standard, "standard", "{column: {category: number or share}}")
    if len(standard) != 1:
        raise DesignError(
            f"standard: found {len(standard)} columns, expected one; join variables in a tuple for their joint classes"
        )
    ((key, targets),) = standard.items()
    design = request.design
    _, classes, numbers = margin(design, key, targets, 1.0)
    data = variables_of(request, names, shares=False)
    missing = missing_of(request, names, data)
    groups = request.groups
    core = _core.standardize(design._core, data, classes, numbers, groups, design._threads)
    inner = level_keys(request, names, data)
    keys = repeat_keys(request, groups, inner, len(inner["variable"]))
    return assemble(
        request, core, statistic="standardized_mean", keys=keys, missing=missing, share=False, undefined=EMPTY
    )
