"""Classes for numbers and years, chosen so that none of them is a small group.

Bounds come from the questionnaire or from a fixed series, never from single answers; only merging looks at counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["class_bounds", "merged", "merged_classes", "year_classes"]

MOST_CLASSES = 10


def class_bounds(low: float, high: float, *, even: bool = False) -> list[float]:
    """Bounds strictly between low and high: 1, 2, 5, 10, 20, ... (from a hundredth of high) where
    numbers start near zero, else (and for `even`) equal steps."""
    if high - low < 1e-300:  # nothing between them, or too little to be cut
        return []
    if 0 <= low < high / 10 and not even:
        series = [m * 10.0**e for e in range(-3, 13) for m in (1, 2, 5)]
        inside = [b for b in series if max(low, high / 100) < b < high]
        return inside[-(MOST_CLASSES - 1) :]
    step = _nice((high - low) / MOST_CLASSES)
    first = math.floor(low / step) + 1
    bounds = sorted({round(k * step, 10) for k in range(first, first + 3 * MOST_CLASSES)})
    return [b for b in bounds if low < b < high]


def _nice(step: float) -> float:
    unit = 10.0 ** math.floor(math.log10(step))
    return next(m * unit for m in (1, 2, 5, 10) if m * unit >= step * (1 - 1e-9))


def merged(counts: Sequence[int], least: int) -> list[tuple[int, int]]:
    """Runs (first, last) of neighbouring classes with at least `least` respondents each, from the lowest up.

    What is left at the top joins the last run. A single run remains when there are too few respondents for two.
    """
    runs: list[tuple[int, int]] = []
    first, total = 0, 0
    for i, count in enumerate(counts):
        total += count
        if total >= least:
            runs.append((first, i))
            first, total = i + 1, 0
    if not runs:
        return [(0, len(counts) - 1)] if counts else []
    runs[-1] = (runs[-1][0], len(counts) - 1)
    return runs


def merged_classes(counts: Sequence[int], bounds: Sequence[float], least: int) -> list[float]:
    """The bounds that stay when classes (one more than bounds) are merged until each has `least` respondents."""
    return [bounds[last] for _, last in merged(counts, least)[:-1]]


def year_classes(counts: dict[int, int], least: int) -> list[tuple[int, int]]:
    """Runs of years, first and last: single recent years where they are large enough, wider runs elsewhere."""
    if not counts:
        return []
    years = list(range(min(counts), max(counts) + 1))
    enough = max(least, math.ceil(sum(counts.values()) / MOST_CLASSES))
    return [(years[a], years[b]) for a, b in merged([counts.get(y, 0) for y in years], enough)]
