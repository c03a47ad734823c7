"""Calibration: totals in, a design whose weighted totals are these out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._arguments import mapping_of, number_of, whole_of
from enkat.errors import ConvergenceError, DesignError
from enkat.weighting import _whole, margin
from enkat.weighting_steps import StepMargin, WeightingStep, check_margin, groups_of, step

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["CONSTANT", "CalibrationMethod", "Targets"]

CONSTANT = "(constant)"
CalibrationMethod = Literal["linear", "raking", "logit", "sinh"]
METHODS = ("linear", "raking", "logit", "sinh")
Targets = Mapping[Any, Any]
"""{column: total}, {column: {category: count or share}}, {(column, category): count}, {"(constant)": population}."""
SHAPE = '{column: total}, {column: {category: target}}, {(column, category): count} or {"(constant)": population}'


class Columns:
    """Auxiliary columns with a total in every group."""

    def __init__(self, design: Design, rows: list[Any]) -> None:
        self.design, self.rows = design, rows
        self.names: list[str] = []
        self.x: list[Any] = []
        self.totals: list[list[float]] = []
        self.margins: list[StepMargin] = []

    def add(self, name: str, x: Any, totals: list[float]) -> None:
        self.names.append(name)
        self.x.append(x)
        self.totals.append(totals)


def calibrate(
    design: Design,
    targets: Targets,
    *,
    method: str,
    bounds: tuple[float | None, float | None] | None,
    aggregate_stage: int | None,
    variance: str | None,
    total: Any,
    by: str | None,
    tolerance: float,
    max_iterations: int,
) -> tuple[Any, WeightingStep]:
    """The engine's design after calibration, and how it went."""
    import numpy as np

    _whole(design, "calibrate")
    if method not in METHODS:
        raise DesignError(f"method={method!r}, expected one of {', '.join(map(repr, METHODS))}")
    low, high = _bounds(bounds, method)
    group, names, rows = groups_of(design, by)
    columns = _columns(design, targets, by, names, rows, total)
    q = np.empty(0) if variance is None else _numbers(design, variance, "variance")
    out = _core.calibrate(
        design._core,
        columns.names,
        np.column_stack(columns.x),
        np.array(columns.totals).T.ravel(),
        method,
        low,
        high,
        number_of(tolerance, "tolerance"),
        whole_of(max_iterations, "max_iterations"),
        q,
        0 if aggregate_stage is None else whole_of(aggregate_stage, "aggregate_stage"),
        group,
    )
    for name, part in zip(names, out["groups"], strict=True):
        if not part["converged"]:
            raise ConvergenceError(_unmet(columns, part, name if by else "", method, (low, high), bounds is not None))
    notes = _notes(columns, out["groups"])
    worst = max(max(part["gap"], default=0.0) for part in out["groups"])
    most = max(part["iterations"] for part in out["groups"])
    said = f"calibrate({', '.join(map(_shown, _first(targets, by)))}, {method}): {most} iterations, gap {worst:.2g}"
    longest = max((part["largest_gap"] for part in out["groups"]), key=len)
    core = out["design"]
    return core, step(design, core, "calibrate", said, margins=columns.margins, history=longest, notes=notes)


def _first(targets: Targets, by: str | None) -> Any:
    return next(iter(targets.values())) if by else targets


def _shown(key: Any) -> str:
    return " x ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _bounds(bounds: Any, method: str) -> tuple[float, float]:
    if bounds is None:
        if method == "logit":
            raise DesignError(
                "bounds: the logit distance needs both, as bounds=(0.3, 3): the least and most of new to old weight"
            )
        return -math.inf, math.inf
    if not isinstance(bounds, (tuple, list)) or len(bounds) != 2:
        raise DesignError(f"bounds={bounds!r}, expected two numbers (lower, upper) around 1, or None for one of them")
    low = -math.inf if bounds[0] is None else bounds[0]
    high = math.inf if bounds[1] is None else bounds[1]
    if not (isinstance(low, Real) and isinstance(high, Real) and float(low) < 1 < float(high)):
        raise DesignError(
            f"bounds={tuple(bounds)!r}, expected a lower bound under 1 and an upper bound over 1 of new to old weight"
        )
    return float(low), float(high)


def _columns(
    design: Design, targets: Targets, by: str | None, names: list[str], rows: list[Any], total: Any
) -> Columns:
    mapping_of(targets, "targets", SHAPE)
    if not targets:
        raise DesignError(f"targets: none given, expected {SHAPE}")
    by_group = _of_groups(targets, names) if by else [targets]
    keys = list(by_group[0])
    for name, one in zip(names, by_group, strict=True):
        if list(one) != keys and set(one) != set(keys):
            raise DesignError(f"targets: group {name!r} has {list(one)}, expected those of {names[0]!r}: {keys}")
    sizes = [
        _size(design, one, inside, _total_of(total, n, by))
        for n, one, inside in zip(names, by_group, rows, strict=True)
    ]
    out = Columns(design, rows)
    for key in keys:
        _add(out, key, [one[key] for one in by_group], sizes, names if by else None)
    return out


def _of_groups(targets: Targets, names: list[str]) -> list[Targets]:
    from enkat.weighting import _level

    given = {_level(k): mapping_of(v, f"targets of group {k!r}", SHAPE) for k, v in targets.items()}
    absent = [n for n in names if n not in given]
    unknown = [n for n in given if n not in names]
    if absent or unknown:
        what = f"{absent[0]!r} has no targets" if absent else f"{unknown[0]!r} is absent from the sample"
        raise DesignError(f"targets: the group {what}; expected one dict of targets for each of {', '.join(names)}")
    return [given[n] for n in names]


def _total_of(total: Any, name: str, by: str | None) -> float | None:
    if total is None or by is None:
        return None if total is None else number_of(total, "total")
    given = {str(k): v for k, v in mapping_of(total, "total", "{group: population}").items()}
    if name not in given:
        raise DesignError(f"total: group {name!r} has none, expected {{group: population}}")
    return number_of(given[name], f"total of {name!r}")


def _size(design: Design, targets: Targets, inside: Any, total: float | None) -> float:
    """The population that shares refer to: given, the constant's total, a margin of counts, else the sum of weights."""
    if total is not None:
        return total
    if CONSTANT in targets:
        return number_of(targets[CONSTANT], f"targets: {CONSTANT!r}")
    for value in targets.values():
        numbers = list(value.values()) if isinstance(value, Mapping) else []
        if numbers and all(isinstance(v, Real) for v in numbers) and max(numbers) > 1:
            return math.fsum(numbers)
    return float(design._core.weights[inside].sum())


def _add(out: Columns, key: Any, values: list[Any], sizes: list[float], groups: list[str] | None) -> None:
    import numpy as np

    design, shown = out.design, _shown(key)
    if key == CONSTANT:
        out.add(CONSTANT, np.ones(design.n), [number_of(v, f"targets: {CONSTANT!r}") for v in values])
    elif all(isinstance(v, Mapping) for v in values):
        _add_margin(out, key, values, sizes, groups)
    elif any(isinstance(v, bool) or not isinstance(v, Real) or not math.isfinite(v) for v in values):
        raise DesignError(f"targets: {shown!r} has {values[0]!r}, expected {SHAPE}")
    elif isinstance(key, tuple):
        _add_indicator(out, key, [float(v) for v in values])
    else:
        x = _numbers(design, key, f"targets: {key!r}")
        out.add(key, x, [float(v) for v in values])
        for k, (v, inside) in enumerate(zip(values, out.rows, strict=True)):
            column = design._columns.numbers(key)
            group = groups[k] if groups else None
            out.margins.append(StepMargin(name=key, column=column, targets=[float(v)], group=group, rows=inside))


def _add_margin(out: Columns, key: Any, values: list[Any], sizes: list[float], groups: list[str] | None) -> None:
    import numpy as np

    by_group = []
    for k, (value, size, inside) in enumerate(zip(values, sizes, out.rows, strict=True)):
        name, categories, counts = margin(out.design, key, value, size)
        check_margin(
            f"{name} of {groups[k]}" if groups else name, categories, counts, out.design._core.weights * inside
        )
        by_group.append(counts)
        group = groups[k] if groups else None
        levels = list(categories.levels)
        out.margins.append(
            StepMargin(name=name, column=categories, targets=counts, levels=levels, group=group, rows=inside)
        )
    for level, text in enumerate(categories.levels):
        totals = [0.0 if math.isnan(counts[level]) else counts[level] for counts in by_group]
        if any(totals):
            out.add(f"{name}={text}", (categories.codes == level).astype(np.float64), totals)


def _add_indicator(out: Columns, key: Any, totals: list[float]) -> None:
    import numpy as np

    from enkat.weighting import _level

    if len(key) != 2:
        raise DesignError(f"targets: {key!r} is a tuple of {len(key)}, expected (column, category)")
    column, level = key[0], _level(key[1])
    categories = out.design._columns.categories(column)
    if level not in categories.levels:
        shown = ", ".join(categories.levels[:12])
        raise DesignError(
            f"targets: the category {level!r} of {column!r} is absent from the sample, which has {shown}; "
            "merge it with another category or correct its spelling"
        )
    x = (categories.codes == list(categories.levels).index(level)).astype(np.float64)
    for inside, total in zip(out.rows, totals, strict=True):
        if total != 0 and not (out.design._core.weights[inside & (x == 1)] != 0).any():
            raise DesignError(
                f"targets: the category {level!r} of {column!r} has a target of {total:g} but no rows in the sample; "
                "merge it with another category"
            )
    out.add(f"{column}={level}", x, totals)


def _numbers(design: Design, name: Any, argument: str) -> Any:
    import numpy as np

    if not isinstance(name, str):
        raise DesignError(f"{argument}: expected the name of a column")
    numbers = design._columns.numbers(name)
    values = np.array(numbers.values, dtype=np.float64)
    if len(numbers.valid):
        missing = (numbers.valid == 0) & (design._core.weights != 0)
        if missing.any():
            row = int(np.flatnonzero(missing)[0]) + 1
            raise DesignError(
                f"{argument}: column {name!r} is missing in {int(missing.sum())} rows (the first is row {row}), "
                "expected a number in every row; impute it or leave the rows out"
            )
        values[numbers.valid == 0] = 1.0  # rows of weight 0, not read
    return values


def _notes(columns: Columns, groups: list[dict[str, Any]]) -> list[str]:
    dependent = sorted({columns.names[k] for part in groups for k in part["dependent"]})
    notes = []
    if dependent and any(part["dependent"] for part in groups):
        notes.append(f"columns that follow from the others: {', '.join(dependent)}")
    at_bounds = sum(part["at_bounds"] for part in groups)
    if at_bounds:
        notes.append(f"{at_bounds} rows are at a bound")
    return notes


def _unmet(
    columns: Columns, part: dict[str, Any], group: str, method: str, bounds: tuple[float, float], bounded: bool
) -> str:
    gap = part["gap"]
    worst = max(range(len(gap)), key=lambda k: gap[k] if gap[k] == gap[k] else math.inf)
    why = part["reason"]
    where = f" of group {group!r}" if group else ""
    text = (
        f"calibrate: the totals{where} are not met after {part['iterations']} iterations; the worst is "
        f"{columns.names[worst]!r}, off by {gap[worst]:.3g} of its total. "
    )
    if why["column"] is not None:
        text += (
            f"The targets ask for a mean of {columns.names[why['column']]!r} of {why['wanted_mean']:.6g}, but the "
            f"sample has values from {why['smallest']:.6g} to {why['largest']:.6g}; no weights of at least 0 can do "
            "that; correct the total or merge categories"
        )
    elif bounded and why["lower"] is not None:
        low, high = _outward(why["lower"], why["upper"])
        text += (
            f"The bounds {bounds[0]:g} and {bounds[1]:g} are too narrow: the smallest that would do are ({low}, {high})"
        )
        if method == "logit":
            text += " (logit stays strictly inside its bounds)"
        if why["lower"] < 0:
            text += "; they let weights be negative, so merge categories instead"
    elif method == "linear":
        text += "The columns depend on one another too closely; leave one out"
    else:
        text += (
            "No positive weights meet all totals together; drop a column, merge categories, or use method='linear', "
            "which may give negative weights"
        )
    return text


def _outward(low: float, high: float) -> tuple[str, str]:
    lower = "-inf" if math.isinf(low) else f"{math.floor(low * 1000 - 1e-6) / 1000:g}"
    return lower, "inf" if math.isinf(high) else f"{math.ceil(high * 1000 + 1e-6) / 1000:g}"
