"""Nonresponse: respondents carry the weight of those who did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import names_of, whole_of
from enkat.errors import DataError, DesignError
from enkat.weighting import _categories, _whole
from enkat.weighting_steps import StepMargin, WeightingStep, step

if TYPE_CHECKING:
    from enkat.design import Design


def adjust_nonresponse(
    design: Design,
    responded: Any,
    *,
    classes: str | Sequence[str] | None,
    propensity: str | Sequence[str] | None,
    propensity_classes: int | None,
    weighted: bool,
) -> tuple[Any, WeightingStep]:
    """The engine's design after the adjustment: respondents with new weights, the others with weight 0."""
    import numpy as np

    _whole(design, "adjust_nonresponse")
    if classes is not None and propensity is not None:
        raise DesignError("classes and propensity are two methods, expected one of them")
    if not isinstance(weighted, bool):
        raise DesignError(f"weighted={weighted!r}, expected True or False")
    answered = _responded(design, responded)
    before = design._core.weights
    if not ((answered == 1) & (before != 0)).any():
        raise DesignError("responded: no row responded, expected respondents and nonrespondents")
    if propensity is not None:
        names = names_of(propensity, "propensity")
        x, columns, margins = _model(design, names)
        number = 0 if propensity_classes is None else whole_of(propensity_classes, "propensity_classes")
        out = _core.nonresponse_propensity(design._core, answered, x, columns, weighted, number)
        how = f"propensity of {', '.join(names)}" + (f" in {number} classes" if number else "")
    else:
        names = names_of(classes, "classes")
        categories = _classes(design, names)
        out = _core.nonresponse_classes(design._core, answered, categories)
        margins = [_margin(design, name) for name in names]
        how = f"classes of {', '.join(names)}" if names else "one class"
    core, p = out["design"], out["propensity"]
    inside = before != 0
    rate = float(before[inside & (answered == 1)].sum() / before.sum())
    count = f"{int((answered[inside] == 1).sum())} of {int(inside.sum())}"
    said = f"adjust_nonresponse({how}): {count} rows responded, weighted rate {rate:.3f}"
    notes = [f"response probabilities from {p[inside].min():.3g} to {p[inside].max():.3g}"]
    return core, step(
        design,
        core,
        "adjust_nonresponse",
        said,
        margins=margins,
        notes=notes,
        before=np.where(answered == 1, before, 0.0),
    )


def _responded(design: Design, responded: Any) -> Any:
    import numpy as np

    from enkat.design import _mask
    from enkat.expressions import Condition, truth_of

    if isinstance(responded, str) and design._columns.has(responded):
        numbers = design._columns.numbers(responded)
        values = numbers.values
        if len(numbers.valid) and (numbers.valid == 0).any():
            raise DataError(f"responded: column {responded!r} has missing values, expected 1 or 0 in every row")
        if not np.isin(values, (0.0, 1.0)).all():
            raise DataError(
                f"responded: column {responded!r} has other values than 0 and 1, expected 1 for respondents"
            )
        return values.astype(np.uint8)
    source = responded.source if isinstance(responded, Condition) else responded
    if isinstance(source, str):
        return (truth_of(source, design._columns) == 1).astype(np.uint8)
    return _mask(responded, design.n)


def _classes(design: Design, names: list[str]) -> Any:
    import numpy as np

    if not names:
        return _core.Categories(np.zeros(design.n, dtype=np.int32), ["all"])
    return _categories(design, names)[0]


def _margin(design: Design, name: str) -> StepMargin:
    """The whole sample's composition, which the respondents are to have."""
    categories = design._columns.categories(name)
    weights = design._core.weights
    counts = [float(weights[categories.codes == k].sum()) for k in range(len(categories.levels))]
    return StepMargin(name=name, column=categories, targets=counts, levels=list(categories.levels))


def _model(design: Design, names: list[str]) -> tuple[Any, int, list[StepMargin]]:
    """The constant, numbers as they are, categories as indicators without the first level."""
    import numpy as np

    from enkat.calibration import _numbers

    if not names:
        raise DesignError("propensity: no columns, expected the variables of the response model")
    parts, margins = [np.ones(design.n)], []
    weights = design._core.weights
    for name in names:
        column = design._columns.variable(name)
        if isinstance(column, _core.Numbers):
            x = _numbers(design, name, "propensity")
            parts.append(x)
            margins.append(StepMargin(name=name, column=column, targets=[float((weights * x).sum())]))
            continue
        categories = design._columns.categories(name)
        if ((categories.codes < 0) & (weights != 0)).any():
            raise DesignError(f"propensity: column {name!r} has missing values; give them a category of their own")
        present = [k for k in range(len(categories.levels)) if (weights[categories.codes == k] != 0).any()]
        parts += [(categories.codes == k).astype(np.float64) for k in present[1:]]
        margins.append(_margin(design, name))
    return np.column_stack(parts), len(parts), margins
