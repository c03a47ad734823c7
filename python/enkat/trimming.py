"""Trimming and normalising weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._arguments import mapping_of, number_of
from enkat.errors import DesignError
from enkat.weighting import _level, _whole
from enkat.weighting_steps import WeightingStep, groups_of, step

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["Redistribute"]

Redistribute = Literal["equal", "proportional", "none"]
HOW = ("equal", "proportional", "none")


def trim(
    design: Design,
    *,
    upper: float | None,
    lower: float | None,
    quantile: Any,
    iqr: float | None,
    strict: bool,
    redistribute: str,
    by: str | None,
) -> tuple[Any, WeightingStep]:
    """The engine's design after trimming."""
    _whole(design, "trim")
    if redistribute not in HOW:
        raise DesignError(f"redistribute={redistribute!r}, expected one of {', '.join(map(repr, HOW))}")
    if not isinstance(strict, bool):
        raise DesignError(f"strict={strict!r}, expected True or False")
    if lower is None and upper is None and quantile is None and iqr is None:
        raise DesignError("trim: no limit given, expected upper=, lower=, quantile= or iqr=")
    if (upper is not None and (quantile is not None or iqr is not None)) or (quantile is not None and iqr is not None):
        raise DesignError("trim: the upper limit is given twice, expected one of upper=, quantile= and iqr=")
    group, _, rows = groups_of(design, by)
    weights = design._core.weights
    limits = [_limits(weights[inside], upper, lower, quantile, iqr) for inside in rows]
    core = _core.trim(design._core, [a for a, _ in limits], [b for _, b in limits], redistribute, strict, group)
    changed = int((core.weights != weights).sum())
    cut = int(
        sum(
            ((weights[r] > b) | ((weights[r] < a) & (weights[r] != 0))).sum()
            for r, (a, b) in zip(rows, limits, strict=True)
        )
    )
    said = f"trim({_words(limits)}{', strict' if strict else ''}): {cut} weights cut, {changed} changed"
    notes = ["standard errors take the trimmed weights as they are"]
    return core, step(design, core, "trim", said, notes=notes)


def _words(limits: list[tuple[float, float]]) -> str:
    return "; ".join(f"{a:g} to {b:g}" for a, b in limits[:6]) + ("; ..." if len(limits) > 6 else "")


def _limits(weights: Any, upper: float | None, lower: float | None, quantile: Any, iqr: Any) -> tuple[float, float]:
    low = -math.inf if lower is None else number_of(lower, "lower")
    high = math.inf if upper is None else number_of(upper, "upper", infinite=True)
    if quantile is not None:
        below, above = quantile if isinstance(quantile, (tuple, list)) and len(quantile) == 2 else (None, quantile)
        for q in (below, above):
            if q is not None and (isinstance(q, bool) or not isinstance(q, Real) or not 0 < float(q) < 1):
                raise DesignError(f"quantile={quantile!r}, expected a number between 0 and 1, or (low, high)")
        high = high if above is None else _core.weight_quantile(weights, above)
        low = low if below is None else _core.weight_quantile(weights, below)
    if iqr is not None:
        high = _core.iqr_limit(weights, number_of(iqr, "iqr"))
    return low, high


def normalize(design: Design, total: Any, by: str | None) -> tuple[Any, WeightingStep]:
    """The engine's design with weights that have a given sum."""
    _whole(design, "normalize")
    group, names, rows = groups_of(design, by)
    weights = design._core.weights
    if total is None:
        sums = [float((weights[inside] != 0).sum()) for inside in rows]
    elif isinstance(total, Mapping):
        given = {_level(k): v for k, v in mapping_of(total, "total", "{group: sum}").items()}
        if by is None or set(given) != set(names):
            raise DesignError(
                f"total: found the groups {', '.join(given)}, expected one sum for each of {', '.join(names)}"
            )
        sums = [number_of(given[n], f"total of {n!r}") for n in names]
    elif by is not None:
        raise DesignError(f"total={total!r}, expected {{group: sum}}, or None for the number of rows of each group")
    else:
        sums = [number_of(total, "total")]
    core = _core.normalize(design._core, sums, group)
    shown = ", ".join(f"{s:g}" for s in sums[:6])
    return core, step(design, core, "normalize", f"normalize: weights sum to {shown}")
