"""Bar charts as geometry: labels above their bars, so that a chart is readable from 320 px on.

Lengths are published values times a scale. Nothing of a hidden cell is used: it has no bar, stands after the others in
the order of the questionnaire, and does not enter the axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enkat.publish._catalogue import Catalogue
from enkat.publish._chart_text import text_width, wrap
from enkat.publish._labels import Labels
from enkat.publish._model import Cell, Localized
from enkat.publish._sentences import value_text

__all__ = ["MAX_BARS", "WIDTH", "Bar", "BarChart", "bar_chart", "in_chart_order"]

WIDTH = 340
MAX_BARS = 12
_LABEL, _LINE, _BAR, _GAP, _AXIS = 13, 17, 14, 15, 26
_SCALES = ((10, 5), (20, 5), (40, 10), (60, 20), (80, 20), (100, 25))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its words; positions in units of the viewBox. `width` is None for a hidden value."""

    lines: tuple[str, ...]
    lang: str | None
    value: str
    y: float
    bar_y: float
    width: float | None
    low: float | None
    high: float | None
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    id: str
    title: str
    desc: str
    height: float
    axis_y: float
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]
    width: float = WIDTH
    bar_height: float = _BAR


def in_chart_order(cells: Sequence[Cell], labels: Labels, *, by_value: bool) -> list[Cell]:
    """Largest first (or as asked, for ordered answers); other, none and do not know after them; hidden ones last."""

    def place(item: tuple[int, Cell]) -> tuple[int, float, int, int]:
        position, cell = item
        if cell["estimate"] is None:
            return 2, 0, 0, position
        last = labels.is_last(cell["row"])
        if not by_value:
            return 0, 0, 0, position
        return int(last), -float(cell["estimate"]), -int(cell["count"] or 0), position

    return [cell for _, cell in sorted(enumerate(cells), key=place)]


def _scale(cells: Sequence[Cell]) -> tuple[int, int]:
    """The end of the axis and the step of its ticks, from what is shown."""
    shown = [float(c["ci_high"] or c["estimate"]) for c in cells if c["estimate"] is not None]
    largest = max(shown, default=100)
    return next(((end, step) for end, step in _SCALES if largest <= end), _SCALES[-1])


def bar_chart(chart_id: str, title: str, desc: str, cells: Sequence[Cell], labels: Labels, t: Catalogue) -> BarChart:
    """A chart of shares in the order given; whiskers where intervals are published."""
    end, step = _scale(cells)
    unit = WIDTH / end
    bars: list[Bar] = []
    y = 0.0
    for cell in cells:
        bar = _bar(cell, labels.answer(cell["row"]), y, unit, t, muted=labels.is_last(cell["row"]))
        bars.append(bar)
        y = bar.bar_y + (_BAR if bar.width is not None else 0) + _GAP
    axis_y = y - _GAP / 2
    ticks = tuple((x * unit, t.locale.percentage(x)) for x in range(0, end + 1, step))
    return BarChart(
        id=chart_id, title=title, desc=desc, height=axis_y + _AXIS, axis_y=axis_y, ticks=ticks, bars=tuple(bars)
    )


def _bar(cell: Cell, label: Localized, y: float, unit: float, t: Catalogue, *, muted: bool) -> Bar:
    value = value_text(cell, t)
    lines = wrap(label.text, WIDTH - text_width(value, _LABEL) - 14, _LABEL)
    shown = cell["estimate"] is not None

    def at(number: str | None) -> float | None:
        return None if number is None else min(WIDTH, float(number) * unit)

    return Bar(
        lines=tuple(lines),
        lang=label.lang,
        value=value,
        y=y + _LINE - 4,
        bar_y=y + len(lines) * _LINE + (2 if shown else -6),
        width=at(cell["estimate"]) if shown else None,
        low=at(cell["ci_low"]),
        high=at(cell["ci_high"]),
        muted=muted,
    )
