"""Agreement of ratings and reliability of scales: the engine computes, this module names things."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Literal

from enkat import _core
from enkat._arguments import name_of
from enkat.errors import DesignError
from enkat.estimate import Request, assemble, missing_of, some_names_of
from enkat.results import Estimates

__all__ = ["Agreement", "kappa", "scale_reliability"]

Agreement = Literal["linear", "quadratic"]


def _one(request: Request, core: Any, statistic: str, keys: dict[str, Any], missing: Any, title: str) -> Estimates:
    """One estimate, whose covariance is the square of its standard error."""
    import numpy as np

    result = assemble(
        request,
        core,
        statistic=statistic,
        keys={k: [v] for k, v in keys.items()},
        missing=missing,
        share=False,
        title=title,
    )
    return dataclasses.replace(result, covariance=lambda: np.array([[core.se[0] ** 2]]))


def kappa(request: Request, first: str, second: str, weights: str | None) -> Estimates:
    """Cohen's kappa of two columns with the same levels."""
    names = [name_of(first, "first"), name_of(second, "second")]
    if weights not in (None, "linear", "quadratic"):
        raise DesignError(f"weights={weights!r}, expected None, 'linear' or 'quadratic'")
    columns = request.design._columns
    data = [columns.categories(n) for n in names]
    levels = [list(v.levels) for v in data]
    if sorted(levels[0]) != sorted(levels[1]):
        off = sorted(set(levels[0]) ^ set(levels[1]))
        raise DesignError(
            f"{first!r} and {second!r} have different levels ({', '.join(map(repr, off))} in one of them only), "
            "expected the same in both; a categorical column may have levels that nobody has"
        )
    size = len(levels[0])
    missing = missing_of(request, names, data)
    place = [levels[0].index(level) for level in levels[1]]

    def agreement(i: int, j: int) -> float:
        if weights is None or size < 2:
            return float(i == j)
        distance = abs(i - j) / (size - 1)
        return 1 - (distance if weights == "linear" else distance**2)

    matrix = [agreement(i, place[j]) for i in range(size) for j in range(size)]
    core = _core.kappa(request.design._core, data[0], data[1], matrix, request.design._threads)
    title = "Cohen's kappa" + (f", {weights} weights" if weights else "")
    return _one(request, core, "kappa", {"first": first, "second": second}, missing, title)


def scale_reliability(request: Request, items: Sequence[str], statistic: str) -> Estimates:
    """Cronbach's alpha or McDonald's omega of items."""
    names = some_names_of(items, "items")
    data = [request.design._columns.numbers(n) for n in names]
    missing = missing_of(request, names, data)
    method = _core.cronbach_alpha if statistic == "alpha" else _core.mcdonald_omega
    core = method(request.design._core, data, request.design._threads)
    title = "Cronbach's alpha" if statistic == "alpha" else "McDonald's omega"
    return _one(request, core, statistic, {"scale": " + ".join(names)}, missing, title)
