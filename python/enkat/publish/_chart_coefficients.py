"""Coefficients with their intervals as geometry: a line per coefficient and model around the line of no effect."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from enkat.publish._chart_bars import WIDTH
from enkat.publish._chart_text import text_width, wrap

__all__ = ["CoefficientChart", "CoefficientPoint", "coefficient_chart"]

INKS = ("#0072B2", "#B34700", "#00664D", "#8A2C6D", "#595959")
_LABEL, _LINE, _ROW, _GAP, _AXIS = 13, 17, 14, 10, 26
_RATIOS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)

Drawn = tuple[str, int, float, float, float, str]
"""Name and number of the model, estimate, limits (NaN without), printed estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientPoint:
    """One estimate; positions in units of the viewBox."""

    y: float
    x: float
    low: float | None
    high: float | None
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientLine:
    lines: tuple[str, ...]
    value: str
    y: float
    points: tuple[CoefficientPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientChart:
    id: str
    title: str
    desc: str
    height: float
    axis_y: float
    zero: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[CoefficientLine, ...]
    legend: tuple[tuple[str, str, float], ...]
    width: float = WIDTH


def _nice_step(span: float) -> float:
    power = 10.0 ** math.floor(math.log10(span / 4)) if span > 0 else 1.0
    return next((m * power for m in (1.0, 2.0, 5.0) if m * power * 5 >= span), 10 * power)


def _ticks(low: float, high: float, ratio: bool) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest value."""
    if ratio:
        inside = [x for x in _RATIOS if low <= x <= high]
        under, over = [x for x in _RATIOS if x < low], [x for x in _RATIOS if x > high]
        return [*under[-1:], *inside, *over[:1]]
    step = _nice_step(high - low)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [k * step for k in range(first, last + 1)]


def _tick_text(value: float, ticks: Sequence[float]) -> str:
    step = min((b - a for a, b in itertools.pairwise(ticks)), default=1.0)
    decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    return f"{value:.{decimals}f}" if abs(value) > step / 2 else "0"


def coefficient_chart(
    chart_id: str,
    title: str,
    desc: str,
    terms: Sequence[tuple[str, Sequence[Drawn]]],
    number: Callable[[str], str],
    *,
    ratio: bool,
) -> CoefficientChart:
    """The chart of terms in order; ratios on a logarithmic axis around 1, coefficients around 0."""
    none = 1.0 if ratio else 0.0
    ends = [none]
    for _, drawn in terms:
        for _, _, estimate, low, high, _ in drawn:
            ends += [v for v in (estimate, low, high) if math.isfinite(v)]
    ticks = _ticks(
        max(min(ends), _RATIOS[0]) if ratio else min(ends), min(max(ends), 100) if ratio else max(ends), ratio
    )
    scale: Callable[[float], float] = math.log if ratio else float
    start, end = scale(ticks[0]), scale(ticks[-1])

    def at(value: float) -> float:
        inside = min(max(scale(value), start), end) if value > 0 or not ratio else start
        return WIDTH * (inside - start) / (end - start)

    names = {k: name for _, drawn in terms for name, k, *_ in drawn if name}
    legend, y = [], 0.0
    for k, name in sorted(names.items()):
        y += _LINE
        legend.append((name, INKS[k % len(INKS)], y - 4))
    y += _GAP if legend else 0
    rows = []
    for word, drawn in terms:
        value = "  ".join(text for *_, text in drawn)
        lines = tuple(wrap(word, WIDTH - text_width(value, _LABEL) - 14, _LABEL))
        top, points = y + len(lines) * _LINE, []
        for j, (_, k, estimate, low, high, _) in enumerate(drawn):
            limits = (None, None) if math.isnan(low) else (at(low), at(high))
            ink = INKS[k % len(INKS)]
            points.append(
                CoefficientPoint(y=top + 7 + j * _ROW, x=at(estimate), low=limits[0], high=limits[1], ink=ink)
            )
        rows.append(CoefficientLine(lines=lines, value=value, y=y + _LINE - 4, points=tuple(points)))
        y = top + len(drawn) * _ROW + _GAP
    shown = _spread(ticks)
    return CoefficientChart(
        id=chart_id,
        title=title,
        desc=desc,
        height=y + _AXIS,
        axis_y=y,
        zero=at(none),
        ticks=tuple((at(v), number(f"{v:g}" if ratio else _tick_text(v, ticks))) for v in shown),
        rows=tuple(rows),
        legend=tuple(legend),
    )


def _spread(ticks: Sequence[float]) -> list[float]:
    """Every tick, or every second where they are many."""
    return list(ticks) if len(ticks) <= 7 else list(ticks[:: math.ceil(len(ticks) / 6)])
