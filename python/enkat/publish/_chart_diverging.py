"""Diverging stacked bars for the rows of a matrix, all on one scale.

    kappa = K/2        offset = -(sum_{k<=floor(kappa)} p_k + (kappa - floor(kappa)) p_{floor(kappa)+1})

Segment k begins at offset + sum_{j<k} p_j, so that the middle of the scale stands at 0 (Heiberger and Robbins 2014).
Answers hidden within a published net are drawn as that net; a row that cannot be drawn has its mark instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from enkat.publish._catalogue import Catalogue
from enkat.publish._chart_text import text_width, wrap
from enkat.publish._labels import Labels
from enkat.publish._model import Cell, PublishedQuestion, plain

__all__ = ["DivergingChart", "Segment", "StackedBar", "diverging_chart", "scale_colours"]

WIDTH = 340
_LABEL, _SMALL, _LINE, _BAR, _GAP = 13, 11, 17, 22, 14
_NEGATIVE = (("#801650", "#fff"), ("#CC79A7", "#000"), ("#F6E3EE", "#000"))
_POSITIVE = (("#12436D", "#fff"), ("#28A197", "#000"), ("#DDF1EF", "#000"))
_NEUTRAL = ("#F2F2F2", "#000")
_MERGED_NEGATIVE, _MERGED_POSITIVE = ("#A63D74", "#fff"), ("#1D6F83", "#fff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    x: float
    width: float
    fill: str
    ink: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBar:
    lines: tuple[str, ...]
    lang: str | None
    mark: str
    y: float
    bar_y: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    lines: tuple[str, ...]
    lang: str | None
    fill: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergingChart:
    id: str
    title: str
    desc: str
    height: float
    zero: float
    legend: tuple[LegendEntry, ...]
    bars: tuple[StackedBar, ...]
    width: float = WIDTH
    bar_height: float = _BAR


def scale_colours(k: int) -> list[tuple[str, str]]:
    """Fill and ink of the k answers of a scale (2 to 7), strongest at the ends."""
    half = k // 2
    middle = [_NEUTRAL] if k % 2 else []
    return [*_NEGATIVE[:half], *middle, *reversed(_POSITIVE[:half])]


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of scale answers drawn as one segment: one answer, or a net whose answers are hidden."""

    percent: float
    text: str
    first: int
    last: int


def _parts(question: PublishedQuestion, table: int, codes: list[str]) -> list[_Part] | None:
    """The segments of a row in scale order, or None when what is published does not tell them."""
    cells = {c["row"]: c for c in question.cells[table] if c["measure"] == "percent" and c["column"] == "total"}
    hidden = {code for code in codes if code not in cells or cells[code]["estimate"] is None}
    instead = {n["parts"][0]: n for n in cells.values() if n["parts"] and n["estimate"] and hidden & {*n["parts"]}}
    parts: list[_Part] = []
    i = 0
    while i < len(codes):
        cell = instead.get(codes[i], cells.get(codes[i]))
        if cell is None or cell["estimate"] is None:
            return None
        last = i + max(len(cell["parts"]), 1) - 1
        parts.append(_Part(float(cell["estimate"]), cell["estimate"], i, last))
        i = last + 1
    return parts


def _offset(parts: list[_Part], k: int) -> float:
    kappa = k / 2
    whole = math.floor(kappa)
    below = sum(p.percent for p in parts if p.last < whole)
    middle = sum(p.percent for p in parts if p.first == p.last == whole)
    return -(below + (kappa - whole) * middle)


def diverging_chart(
    chart_id: str, title: str, desc: str, question: PublishedQuestion, codes: list[str], labels: Labels, t: Catalogue
) -> DivergingChart:
    """The rows of a matrix as diverging bars; `codes` are the answers of the scale, lowest first."""
    rows = [_parts(question, i, codes) for i in range(len(question.tables))]
    drawn = [r for r in rows if r is not None]
    left = min([_offset(r, len(codes)) for r in drawn], default=-50)
    right = max([_offset(r, len(codes)) + sum(p.percent for p in r) for r in drawn], default=50)
    unit = WIDTH / max(right - left, 1)
    merged = sorted({(p.first, p.last) for r in drawn for p in r if p.last > p.first})
    legend, y = _legend(codes, merged, labels, t)
    bars = []
    for i, parts in enumerate(rows):
        bar = _stacked(question, i, parts, y, left, unit, len(codes), labels, t)
        bars.append(bar)
        y = bar.bar_y + (_BAR if bar.segments else 0) + _GAP
    return DivergingChart(
        id=chart_id,
        title=title,
        desc=desc,
        height=y - _GAP + 6,
        zero=-left * unit,
        legend=tuple(legend),
        bars=tuple(bars),
    )


def _legend(
    codes: list[str], merged: list[tuple[int, int]], labels: Labels, t: Catalogue
) -> tuple[list[LegendEntry], float]:
    """One line per answer of the scale, then one per net drawn in the place of hidden answers."""
    entries: list[LegendEntry] = []
    y = 0.0
    words = [
        (labels.answer(c).text, labels.answer(c).lang, fill)
        for c, (fill, _) in zip(codes, scale_colours(len(codes)), strict=True)
    ]
    for first, last in merged:
        text = t("chart.legend_hidden", labels=plain(labels.net(codes[first : last + 1])))
        words.append((text, None, _merged_colour(first, len(codes))[0]))
    for text, lang, fill in words:
        lines = wrap(text, WIDTH - 22, _SMALL + 1)
        entries.append(LegendEntry(lines=tuple(lines), lang=lang, fill=fill, y=y + 12))
        y += len(lines) * 15 + 3
    return entries, y + 10


def _merged_colour(first: int, k: int) -> tuple[str, str]:
    return _MERGED_NEGATIVE if first < k // 2 else _MERGED_POSITIVE


def _stacked(
    question: PublishedQuestion, table: int, parts: list[_Part] | None, y: float, left: float, unit: float, k: int,
    labels: Labels, t: Catalogue,
) -> StackedBar:  # fmt: skip
    label = labels.item(question.tables[table].question)
    mark = "" if parts is not None else _mark(question.cells[table])
    lines = wrap(label.text, WIDTH - 30, _LABEL)
    segments: list[Segment] = []
    x = (_offset(parts, k) - left) * unit if parts else 0.0
    for part in parts or ():
        fill, ink = scale_colours(k)[part.first] if part.first == part.last else _merged_colour(part.first, k)
        width = part.percent * unit
        text = t.locale.number(part.text)
        segments.append(
            Segment(x=x, width=width, fill=fill, ink=ink, text=text if text_width(text, _SMALL) + 4 < width else "")
        )
        x += width
    return StackedBar(
        lines=tuple(lines),
        lang=label.lang,
        mark=mark,
        y=y + _LINE - 4,
        bar_y=y + len(lines) * _LINE + (1 if parts else -6),
        segments=tuple(segments),
    )


def _mark(cells: list[Cell]) -> str:
    marks = [c["status"][0] for c in cells if c["estimate"] is None]
    return f"[{marks[0]}]" if marks else "[x]"
