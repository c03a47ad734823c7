"""Weight adjustments: margins in, a design with new weights and the record its variance needs out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import mapping_of, names_of, number_of, whole_of
from enkat._saving import Saved
from enkat.errors import ConvergenceError, DesignError

if TYPE_CHECKING:
    from enkat.design import Design
    from enkat.weighting_steps import WeightingStep

__all__ = ["Kish", "Margins"]

Margins = Mapping[Any, Mapping[Any, float]]
"""{column: {category: target}}, or {(column, column): {(category, category): target}}."""
SHAPE = "{column: {category: target}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kish(Saved):
    """What unequal weights cost: n, sum and sum of squares of the weights, effective size, weighting effect."""

    n: int
    sum: float
    sum_squares: float
    n_effective: float
    deff_kish: float


def kish(design: Design) -> Kish:
    """Kish's effective sample size of the rows of the design's domain."""
    weights, domain = design._core.weights, design._core.domain
    return Kish(**_core.kish(weights * domain if len(domain) else weights))


def _level(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def margin(design: Design, key: Any, targets: Mapping[Any, float], total: float) -> tuple[str, Any, list[float]]:
    """A margin as the engine takes it: name, categories, a count for every level.

    Shares sum to one and are multiplied by `total`; anything else is counts.
    """
    names = names_of(key, "margins")
    name = " x ".join(map(str, names))
    if not isinstance(targets, Mapping) or not targets:
        raise DesignError(f"margin {name!r}: found {targets!r}, expected a target for every category")
    categories, levels = _categories(design, names)
    wanted: dict[tuple[str, ...], float] = {}
    for category, target in targets.items():
        parts = category if isinstance(key, tuple) and isinstance(category, tuple) else (category,)
        wanted[tuple(_level(p) for p in parts)] = _number(name, category, target)
    known = set(levels)
    unknown = [k for k, t in wanted.items() if k not in known and t != 0]
    if unknown:
        shown = ", ".join("|".join(k) for k in levels[:12])
        raise DesignError(
            f"margin {name!r}: the category {'|'.join(unknown[0])!r} has a target but is absent from the sample; "
            f"the sample has {shown}; merge it with another category or correct its spelling"
        )
    scale = _scale(name, list(wanted.values()), total, design.n)
    return name, categories, [wanted[k] * scale if k in wanted else math.nan for k in levels]


def _number(name: str, category: object, target: object) -> float:
    if isinstance(target, bool) or not isinstance(target, Real) or not math.isfinite(target) or target < 0:
        raise DesignError(f"margin {name!r}: the target of {category!r} is {target!r}, expected a number of at least 0")
    return float(target)


def _scale(name: str, targets: Sequence[float], total: float, rows: int) -> float:
    """1 for counts, the weighted total for shares; shares that do not sum to one are refused."""
    sum_ = math.fsum(targets)
    if max(targets) > 1:
        if 95 <= sum_ <= 105 and abs(sum_ - 100) > 1e-7 and sum_ < rows:
            raise DesignError(
                f"margin {name!r}: the targets sum to {sum_:.10g}: as percentages they must sum to 100, and as counts "
                f"they are fewer than the {rows} rows; correct them (they are not rescaled silently)"
            )
        return 1.0
    if abs(sum_ - 1) > 1e-9:
        raise DesignError(
            f"margin {name!r}: the shares sum to {sum_:.10g}, expected 1; correct them, or give counts "
            "(they are not rescaled silently)"
        )
    return total


def _categories(design: Design, names: Sequence[str]) -> tuple[Any, list[tuple[str, ...]]]:
    columns = design._columns
    if len(names) == 1:
        one = columns.categories(names[0])
        return one, [(level,) for level in one.levels]
    parts = [columns.categories(n) for n in names]
    joint, member = _core.joint_categories(parts)
    return joint, [tuple(p.levels[m[k]] for p, m in zip(parts, member, strict=True)) for k in range(len(joint.levels))]


def _whole(design: Design, method: str) -> None:
    """Weights belong to the sample; a subpopulation is taken from the weighted design."""
    if len(design._core.domain):
        raise DesignError(
            f"{method}: the design is a subpopulation (where), and weighting one would change rows outside it; "
            f"weight first, then take the subpopulation: design.{method}(...).where(...)"
        )


def in_groups(design: Design, margins: Any, total: Any, by: str | None) -> Margins:
    """The margins of every group as joint margins of the group and the column, in counts."""
    from enkat.weighting_steps import groups_of

    if by is None:
        return margins  # type: ignore[no-any-return]
    _, names, rows = groups_of(design, by)
    mapping_of(margins, "margins", "{group: {column: {category: target}}}")
    given = {_level(k): mapping_of(v, f"margins of group {k!r}", SHAPE) for k, v in margins.items()}
    if set(given) != set(names):
        wrong = sorted(set(given) ^ set(names))[0]
        raise DesignError(
            f"margins: the group {wrong!r} has {'no margins' if wrong in names else 'margins but no rows'}, expected "
            f"margins for each of {', '.join(names)}"
        )
    totals = (
        {_level(k): number_of(v, f"total of {k!r}") for k, v in total.items()} if isinstance(total, Mapping) else {}
    )
    if total is not None and set(totals) != set(names):
        raise DesignError(f"total={total!r}, expected {{group: population}} for each of {', '.join(names)}")
    out: dict[Any, dict[Any, float]] = {}
    for name, inside in zip(names, rows, strict=True):
        weights = design._core.weights[inside]
        size = totals.get(name, float(weights.sum()))
        counts = [math.fsum(t.values()) for t in given[name].values() if t and max(t.values()) > 1]
        for key, targets in given[name].items():
            columns = tuple(names_of(key, "margins"))
            scale = _scale(f"{key} of {name}", list(targets.values()), counts[0] if counts else size, len(weights))
            joint = out.setdefault((by, *columns), {})
            for category, target in targets.items():
                parts = category if isinstance(category, tuple) else (category,)
                joint[(name, *parts)] = _number(f"{key} of {name}", category, target) * scale
        sums = [math.fsum(v for k, v in joint.items() if k[0] == name) for joint in out.values()]
        if max(sums) - min(sums) > 1e-6 * max(sums):
            raise DesignError(f"margins of group {name!r} sum to {sums}, expected one population total")
    return out


def _said(margins: Margins, by: str | None) -> str:
    return ", ".join(" x ".join(map(str, k)) if isinstance(k, tuple) else str(k) for k in margins) if margins else ""


def poststratify(
    design: Design, margins: Margins, *, total: Any = None, by: str | None = None
) -> tuple[Any, WeightingStep]:
    """The engine's design after post-stratification on one margin."""
    from enkat.weighting_steps import StepMargin, step

    _whole(design, "poststratify")
    margins = in_groups(design, mapping_of(margins, "margins", SHAPE), total, by)
    if len(margins) != 1:
        raise DesignError(
            f"margins: found {len(margins)}, expected one; join variables in a tuple for a joint margin, "
            "or use rake for several"
        )
    ((key, targets),) = margins.items()
    name, categories, counts = margin(design, key, targets, _total(design, None if by else total))
    core = _core.poststratify(design._core, name, categories, counts)
    kept = StepMargin(name=name, column=categories, targets=counts, levels=list(categories.levels))
    return core, step(design, core, "poststratify", f"poststratify({_said(margins, by)})", margins=[kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class RakeReport(Saved):
    """How raking went: rounds, the largest move of a cell in each round, and the gap left in each margin."""

    converged: bool
    rounds: int
    largest_move: list[float]
    max_gap: dict[str, float]


def rake(
    design: Design, margins: Margins, *, total: Any, by: str | None, tolerance: float, max_rounds: int
) -> tuple[Any, WeightingStep]:
    """The engine's design after raking, and how it went."""
    from enkat.weighting_steps import StepMargin, step

    _whole(design, "rake")
    if not margins:
        raise DesignError("margins: none given, expected at least one {column: {category: target}}")
    margins = in_groups(design, margins, total, by)
    for key, targets in mapping_of(margins, "margins", SHAPE).items():
        mapping_of(targets, f"margin {key!r}", "{category: target}")
        for category, target in targets.items():
            _number(str(key), category, target)
    tolerance, max_rounds = number_of(tolerance, "tolerance"), whole_of(max_rounds, "max_rounds")
    base = _total(design, None if by else total)
    counts = [math.fsum(t.values()) for t in margins.values() if t and max(t.values()) > 1]
    parts = [margin(design, key, targets, counts[0] if counts else base) for key, targets in margins.items()]
    out = _core.rake(design._core, parts, tolerance, max_rounds, design._threads)
    gaps = dict(zip([p[0] for p in parts], out["max_gap"], strict=True))
    report = RakeReport(
        converged=out["converged"], rounds=out["rounds"], largest_move=out["largest_move"], max_gap=gaps
    )
    worst = max(gaps, key=lambda k: gaps[k])
    if not report.converged:
        raise ConvergenceError(
            f"raking did not settle in {report.rounds} rounds: the last one still moved a cell by "
            f"{report.largest_move[-1]:.3g} of the total (tolerance {tolerance:g}), and margin {worst!r} is off by "
            f"{gaps[worst]:.3g} of its total; merge categories, or allow more with max_rounds="
        )
    if gaps[worst] > max(1e-6, 100 * tolerance):
        raise ConvergenceError(
            f"raking settled, but margin {worst!r} stays off by {gaps[worst]:.3g} of its total: the margins contradict "
            "the cells that are empty in the sample; merge categories or drop a margin"
        )
    said = f"rake({_said(margins, by)}): {report.rounds} rounds, largest gap {gaps[worst]:.2g}"
    kept = [StepMargin(name=n, column=c, targets=t, levels=list(c.levels)) for n, c, t in parts]
    core = out["design"]
    left = out["replicates_not_converged"]
    notes = (
        [f"{left} replicates did not settle in {max_rounds} rounds; they are as the last round left them"]
        if left
        else []
    )
    return core, step(design, core, "rake", said, margins=kept, history=report.largest_move, notes=notes)


def _total(design: Design, total: float | None) -> float:
    return float(design._core.weights.sum()) if total is None else number_of(total, "total")
