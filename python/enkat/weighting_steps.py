"""What each weighting step was asked for and did: kept by the design, read by `design.weighting_report()`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["StepMargin", "WeightingStep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMargin:
    """A margin or total that a step was to meet: counts by level of `column`, or one total of a number.

    `rows` marks the group it belongs to (None: every row); `levels` are the categories as texts.
    """

    name: str
    column: Any
    targets: Sequence[float]
    levels: Sequence[str] = ()
    group: str | None = None
    rows: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightingStep:
    """One step: weights before and after, its margins, how it converged, and what the analyst should know."""

    method: str
    before: Any
    after: Any
    margins: tuple[StepMargin, ...] = ()
    history: tuple[float, ...] = ()
    converged: bool = True
    notes: tuple[str, ...] = ()
    said: str = ""

    @property
    def negative(self) -> int:
        return int((self.after < 0).sum())


def step(
    design: Design,
    core: Any,
    method: str,
    said: str,
    *,
    margins: Sequence[StepMargin] = (),
    history: Sequence[float] = (),
    notes: Sequence[str] = (),
    before: Any = None,
) -> WeightingStep:
    """A step between the weights of a design and those of the engine's new one."""
    notes = list(notes)
    after = core.weights
    negative = int((after < 0).sum()) if core.negative_weights else 0
    if negative:
        notes.append(f"{negative} rows have a negative weight; they are kept")
    return WeightingStep(
        method=method,
        before=design._core.weights if before is None else before,
        after=after,
        margins=tuple(margins),
        history=tuple(history),
        notes=tuple(notes),
        said="; ".join([said, *notes]),
    )


def groups_of(design: Design, by: str | None) -> tuple[Any, list[str], list[Any]]:
    """The categories of a grouping column, the names of those that occur, and the rows of each level."""
    import numpy as np

    if by is None:
        return None, [""], [np.ones(design.n, dtype=bool)]
    if not isinstance(by, str):
        raise DesignError(f"by: found {by!r}, expected the name of one column, as text")
    categories = design._columns.categories(by)
    codes = categories.codes
    rows = [codes == k for k in range(len(categories.levels))]
    if bool(((codes < 0) & (design._core.weights != 0)).any()):
        row = int(np.flatnonzero((codes < 0) & (design._core.weights != 0))[0]) + 1
        raise DesignError(f"by: row {row} has no {by!r}, expected a group in every row; give it one or leave it out")
    return categories, list(categories.levels), rows


def check_margin(name: str, categories: Any, targets: list[float], weights: Any) -> None:
    """As the engine's check: every category with rows has a target, every target rows."""
    _core.check_margin(name, categories, targets, weights)
