"""Diagnostics of weighting: what it cost, which margins it met, how it converged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import require
from enkat._tabular import Tabular
from enkat.weighting import Kish, kish
from enkat.weighting_steps import StepMargin, WeightingStep

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["WeightingReport"]

QUANTILES = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0)
BINS = 20
KEYS = (
    *("step", "method", "group", "variable", "level"),
    *("target", "before", "after", "gap", "smd_before", "smd_after"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WeightingReport(Tabular):
    """What weighting did; as a table it holds every margin with its target.

    Attributes
    ----------
    steps : tuple of WeightingStep
        In the order applied: method, weights before and after, notes, and `history`, the largest gap (calibration) or
        move (raking) of every iteration.
    kish_before, kish_after : Kish
        Effective sample size and weighting effect of the weights before every step and now.
    quantiles : {float: float}
        Of the present weights that are not 0.
    negative : int
        Rows whose weight is below 0.
    margins : {column: list}
        step, method, group, variable, level, target, before, after (weighted totals), gap = after - target,
        smd_before, smd_after: distance of share or mean from the target's in standard deviations.
    histogram : (low, high, counts)
        Numbers of weights in equal intervals from the smallest to the largest.
    """

    steps: tuple[WeightingStep, ...]
    kish_before: Kish
    kish_after: Kish
    quantiles: Mapping[float, float]
    negative: int
    margins: Mapping[str, Sequence[Any]]
    histogram: tuple[float, float, Sequence[int]]
    library: str | None = None

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """The margins, column by column."""
        return dict(self.margins)

    def _library(self) -> str | None:
        return self.library

    def __len__(self) -> int:
        return len(self.margins["variable"])

    def to_dict(self) -> dict[str, Any]:
        """Plain Python values."""
        from enkat._tabular import plain_columns

        return {
            "n": self.kish_after.n,
            "sum": self.kish_after.sum,
            "n_effective": self.kish_after.n_effective,
            "deff_kish": self.kish_after.deff_kish,
            "negative": self.negative,
            "quantiles": {f"{q:g}": w for q, w in self.quantiles.items()},
            "histogram": {"low": self.histogram[0], "high": self.histogram[1], "count": list(self.histogram[2])},
            "steps": [
                {"method": s.method, "said": s.said, "history": list(s.history), "notes": list(s.notes)}
                for s in self.steps
            ],
            "margins": plain_columns(self.margins),
        }

    def __repr__(self) -> str:
        from enkat._display.weighting_text import text

        return text(self)

    def _repr_html_(self) -> str:
        from enkat._display.weighting_text import html

        return html(self)

    def plot_weights(self, ax: Any = None) -> Any:
        """Draw the histogram of the weights (needs the extra ``plot``).

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw.
        """
        pyplot = require("matplotlib.pyplot", "plot_weights()", install="'enkat[plot]'")
        if ax is None:
            _, ax = pyplot.subplots(figsize=(6.4, 3), layout="constrained")
        low, high, count = self.histogram
        width = (high - low) / len(count) or 1.0
        ax.bar([low + (i + 0.5) * width for i in range(len(count))], count, width=width, color="#0072B2")
        ax.set_xlabel("Weight")
        ax.set_ylabel("Rows")
        return ax

    def plot_balance(self, ax: Any = None) -> Any:
        """Draw the standardised differences before and after weighting, a love plot (needs the extra ``plot``).

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw.
        """
        pyplot = require("matplotlib.pyplot", "plot_balance()", install="'enkat[plot]'")
        names = self.names
        if ax is None:
            _, ax = pyplot.subplots(figsize=(6.4, 1 + 0.3 * max(len(names), 1)), layout="constrained")
        at = range(len(names))
        ax.axvline(0, color="#767676", linewidth=1)
        ax.plot(self.margins["smd_before"], at, "o", color="#D55E00", fillstyle="none", label="before")
        ax.plot(self.margins["smd_after"], at, "o", color="#0072B2", label="after")
        ax.set_yticks(list(at), names)
        ax.invert_yaxis()
        ax.set_xlabel("Standardised difference from the target")
        ax.legend()
        return ax

    @property
    def names(self) -> list[str]:
        """A text for every margin."""
        parts = zip(self.margins["group"], self.margins["variable"], self.margins["level"], strict=True)
        return [" ".join(p for p in (g and f"{g}:", v, lv) if p) for g, v, lv in parts]


def report(design: Design) -> WeightingReport:
    """The diagnostics of a design."""
    steps = design._steps
    weights = design._core.weights
    base = steps[0].before if steps else weights
    columns: dict[str, list[Any]] = {key: [] for key in KEYS}
    for number, step in enumerate(steps, start=1):
        for margin in step.margins:
            for row in _rows(margin, step, weights):
                for key, value in {"step": number, "method": step.method, **row}.items():
                    columns[key].append(value)
    return WeightingReport(
        steps=steps,
        kish_before=Kish(**_core.kish(base)),
        kish_after=kish(design),
        quantiles={q: _core.weight_quantile(weights, q) for q in QUANTILES},
        negative=int((weights < 0).sum()),
        margins=columns,
        histogram=_core.weight_histogram(weights, BINS),
        library=design._columns.source.library,
    )


def _rows(margin: StepMargin, step: WeightingStep, now: Any) -> list[dict[str, Any]]:
    before, after = step.before, now
    if margin.rows is not None:
        before, after = before * margin.rows, after * margin.rows
    if not margin.levels:
        return [_mean_row(margin, before, after)]
    size = math.fsum(t for t in margin.targets if not math.isnan(t))
    shares = [0.0 if math.isnan(t) else t / size for t in margin.targets]
    b = _core.balance_of_shares(before, after, margin.column, shares)
    sums = float(before.sum()), float(after.sum())
    rows = []
    for k, (level, target) in enumerate(zip(margin.levels, margin.targets, strict=True)):
        if not math.isnan(target):
            rows.append(_row(margin, level, target, b["before"][k] * sums[0], b["after"][k] * sums[1], b, k))
    return rows


def _mean_row(margin: StepMargin, before: Any, after: Any) -> dict[str, Any]:
    target = margin.targets[0]
    size = float(after.sum())
    b = _core.balance_of_mean(before, after, margin.column, target / size)
    return _row(margin, "", target, b["before"][0] * float(before.sum()), b["after"][0] * size, b, 0)


def _row(
    margin: StepMargin, level: str, target: float, before: float, after: float, b: dict[str, list[float]], k: int
) -> dict[str, Any]:
    return {
        "group": margin.group or "",
        "variable": margin.name,
        "level": level,
        "target": target,
        "before": before,
        "after": after,
        "gap": after - target,
        "smd_before": b["smd_before"][k],
        "smd_after": b["smd_after"][k],
    }
