"""Estimates as a dot plot with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enkat._frames import require

if TYPE_CHECKING:
    from enkat.results import Estimates


def plot(r: Estimates, ax: Any = None) -> Any:
    """See `Estimates.plot`; the first row is at the top, rows without an estimate are left out."""
    pyplot = require("matplotlib.pyplot", "plot()", install="'enkat[plot]'")
    if ax is None:
        _, ax = pyplot.subplots(figsize=(6.4, 0.6 + 0.35 * max(len(r), 1)), layout="constrained")
    rows = [i for i in range(len(r)) if r.estimate[i] == r.estimate[i]]
    for i in rows:
        if len(r.ci_low) and r.ci_low[i] == r.ci_low[i]:
            ax.plot([r.ci_low[i], r.ci_high[i]], [i, i], color="#0072B2", linewidth=2)
    ax.plot([r.estimate[i] for i in rows], rows, "o", color="#0072B2")
    ax.set_yticks(range(len(r)), r.names)
    ax.invert_yaxis()
    ax.set_xlabel(f"{r.title or r.statistic}, {r.level * 100:g} % intervals")
    return ax
