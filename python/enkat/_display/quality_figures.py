"""Figures of the quality report as SVG: bars whose lengths are the numbers of the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, LABEL, ROW = 640, 190, 24
COLOURS = {"none": "#0072b2", "not_shown": "#e3e3e3", "no_answer": "#d55e00", "refused": "#8a5a00",
           "no_opinion": "#9aa3ad", "breakoff": "#5b2a86", "invalid": "#a8123a"}  # fmt: skip


def svg(label: str, height: float, parts: Sequence[str]) -> str:
    """A figure for eyes; its words are its name, its numbers stand in the table."""
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}">{"".join(parts)}</svg>'
    )


def rows(label: str, lines: Sequence[tuple[str, Sequence[tuple[float, str]]]], most: float) -> str:
    """Horizontal bars, each of (length, colour) pieces; `most` is the length of the whole width."""
    scale = (WIDTH - LABEL - 10) / (most or 1)
    parts = []
    for i, (name, pieces) in enumerate(lines):
        y, x = i * ROW, float(LABEL)
        parts.append(f'<text x="{LABEL - 8}" y="{y + 16}" text-anchor="end">{escape(_short(name))}</text>')
        for length, colour in pieces:
            if length > 0:
                parts.append(
                    f'<rect x="{x:.1f}" y="{y + 4}" width="{length * scale:.1f}" height="16" fill="{colour}"/>'
                )
            x += length * scale
    return svg(label, len(lines) * ROW + 4, parts)


def columns(label: str, heights: Sequence[Sequence[tuple[float, str]]], first: str, last: str) -> str:
    """Upright bars from left to right, with words at both ends of the axis."""
    height = 150
    most = max((sum(n for n, _ in pieces) for pieces in heights), default=1) or 1
    step = WIDTH / max(len(heights), 1)
    parts = [f'<line x1="0" y1="{height}" x2="{WIDTH}" y2="{height}" stroke="#595959"/>']
    for i, pieces in enumerate(heights):
        y = float(height)
        for n, colour in pieces:
            tall = n / most * (height - 10)
            y -= tall
            if tall > 0:
                box = f'x="{i * step + 1:.1f}" y="{y:.1f}" width="{max(step - 2, 1):.1f}" height="{tall:.1f}"'
                parts.append(f'<rect {box} fill="{colour}"/>')
    parts.append(f'<text x="0" y="{height + 18}">{escape(first)}</text>')
    parts.append(f'<text x="{WIDTH}" y="{height + 18}" text-anchor="end">{escape(last)}</text>')
    return svg(label, height + 26, parts)


def legend(names: Sequence[tuple[str, str]]) -> str:
    """Colours with their words."""
    items = "".join(
        f'<li><svg aria-hidden="true" width="14" height="14"><rect width="14" height="14" fill="{colour}"/></svg> '
        f"{escape(name)}</li>"
        for name, colour in names
    )
    return f'<ul class="legend">{items}</ul>'


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"
