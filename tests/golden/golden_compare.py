"""When a number of a golden case is met; the rules of the reference set, applied to nested lists.

A number `want` is met by `got` when |got - want| <= tolerance * max(|want|, 1e-3 s), s the largest absolute value in
the same array; for an entry of a covariance matrix s = sqrt(v_ii v_jj). An exact 0 is met within 1e-9 * max(1, largest
|estimate| of the case), squared for a variance. None must be missing, except that a deff or cv may be given or skipped.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

MAY_BE_SKIPPED = {"deff", "cv"}
VARIANCES = {"variance", "covariance", "within", "between"}


def mismatches(key: str, got: Any, want: Any, *, tolerance: float, largest_estimate: float = 0.0) -> list[str]:
    """Every place where `got` does not meet `want`, in words; empty when all is met."""
    zero = 1e-9 * max(1.0, largest_estimate)
    if key in VARIANCES:
        return list(_matrix(key, got, want, tolerance, zero**2))
    return list(_walk(key, got, want, tolerance, zero, abs(want) if _is_number(want) else 0.0))


def largest(value: Any) -> float:
    """The largest absolute number in nested lists."""
    if isinstance(value, list):
        return max((largest(v) for v in value), default=0.0)
    number = _number(value)
    return abs(number) if number is not None and math.isfinite(number) else 0.0


def _number(value: Any) -> float | None:
    """A number of either side; "Inf" is infinite, None and NaN are missing."""
    if value in ("Inf", "-Inf"):
        return math.inf if value == "Inf" else -math.inf
    if value is None or isinstance(value, str):
        return None
    number = float(value)
    return None if math.isnan(number) else number


def _is_number(value: Any) -> bool:
    return not isinstance(value, (list, dict)) and _number(value) is not None and math.isfinite(float(value))


def _walk(place: str, got: Any, want: Any, tolerance: float, zero: float, scale: float) -> Iterator[str]:
    if isinstance(want, list):
        if not isinstance(got, list) or len(got) != len(want):
            yield f"{place}: found {got!r}, expected a list of {len(want)}"
            return
        inner = largest([w for w in want if not isinstance(w, (list, dict))])
        for i, (g, w) in enumerate(zip(got, want, strict=True)):
            yield from _walk(f"{place}[{i}]", g, w, tolerance, zero, inner)
    elif isinstance(want, dict):
        for key, w in want.items():
            found = got.get(key) if isinstance(got, dict) else None
            yield from _walk(f"{place}.{key}", found, w, tolerance, zero, abs(w) if _is_number(w) else 0.0)
    elif isinstance(want, str) and want not in ("Inf", "-Inf"):
        if got != want:
            yield f"{place}: found {got!r}, expected {want!r}"
    else:
        yield from _one(place, got, want, tolerance, zero, scale)


def _one(place: str, got: Any, want: Any, tolerance: float, zero: float, scale: float) -> Iterator[str]:
    g, w = _number(got), _number(want)
    if w is None:
        if g is not None and place.split("[")[0].split(".")[-1] not in MAY_BE_SKIPPED:
            yield f"{place}: found {g!r}, expected a missing value"
    elif g is None:
        yield f"{place}: found a missing value, expected {w!r}"
    elif math.isinf(w) or math.isinf(g):
        if g != w:
            yield f"{place}: found {g!r}, expected {w!r}"
    else:
        allowed = zero if w == 0 else tolerance * max(abs(w), 1e-3 * scale)
        if not abs(g - w) <= allowed:
            yield f"{place}: found {g!r}, expected {w!r}, off by {abs(g - w) / allowed if allowed else math.inf:.3g} x"


def _matrix(place: str, got: Any, want: Any, tolerance: float, zero: float) -> Iterator[str]:
    if not isinstance(got, list) or len(got) != len(want):
        yield f"{place}: found {got!r}, expected a matrix of {len(want)} rows"
        return
    diagonal = [_number(want[i][i]) for i in range(len(want))]
    for i, (got_row, want_row) in enumerate(zip(got, want, strict=True)):
        for j, (g, w) in enumerate(zip(got_row, want_row, strict=True)):
            v = (diagonal[i] or 0.0) * (diagonal[j] or 0.0)
            # 1e-3 is undone: an entry is judged against sqrt(v_ii v_jj) itself
            yield from _one(f"{place}[{i}][{j}]", g, w, tolerance, zero, 1e3 * math.sqrt(max(v, 0.0)))
