"""Contrasts of estimates: names and words here, values, gradients and covariance in the engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.results import Estimates


def contrast(estimates: Estimates, expression: Any, *, level: float) -> Estimates:
    """See `Estimates.contrast`."""
    from enkat.results import Estimates

    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise DesignError(f"level={level!r}, expected a number between 0 and 1, for example 0.95")
    asked = _named(expression)
    rows = [_evaluate(estimates, what) for what in asked.values()]
    gradients = [gradient for _, gradient in rows]
    covariance = _core.contrast_covariance(gradients, estimates.vcov)
    values = [value for value, _ in rows]
    se = [math.sqrt(max(v, 0.0)) if v == v else math.nan for v in covariance.diagonal().tolist()]
    df = estimates.design_df
    limits = [_core.mean_interval(v, s, df, level) for v, s in zip(values, se, strict=True)]
    defined = [math.isfinite(v) and math.isfinite(s) for v, s in zip(values, se, strict=True)]
    return Estimates(
        statistic="contrast",
        keys={"contrast": list(asked)},
        estimate=[v if ok else math.nan for v, ok in zip(values, defined, strict=True)],
        se=[s if ok else math.nan for s, ok in zip(se, defined, strict=True)],
        ci_low=[low if ok else math.nan for (low, _), ok in zip(limits, defined, strict=True)],
        ci_high=[high if ok else math.nan for (_, high), ok in zip(limits, defined, strict=True)],
        df=[df] * len(rows),
        status=["ok" if ok else "x" for ok in defined],
        reason=["" if ok else "not defined at these estimates" for ok in defined],
        level=level,
        design_df=df,
        notes=estimates.notes,
        title=f"contrast of {estimates.statistic}",
        library=estimates.library,
        covariance=lambda: covariance,
    )


def _named(expression: Any) -> dict[str, Any]:
    """The contrasts asked for, by name."""
    if isinstance(expression, str):
        return {expression: expression}
    if isinstance(expression, Mapping) and expression:
        if all(_is_number(v) for v in expression.values()):
            return {_linear_name(expression): expression}
        if all(isinstance(v, (str, Mapping)) for v in expression.values()):
            return {str(k): v for k, v in expression.items()}
    elif isinstance(expression, (list, tuple)) and expression and all(isinstance(e, str) for e in expression):
        return {e: e for e in expression}
    raise DesignError(
        f"contrast: found {expression!r}, expected an expression such as 'a - b', a list of them, coefficients "
        "{'a': 1, 'b': -1}, or a dict that names either"
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or hasattr(value, "__float__")


def _linear_name(coefficients: Mapping[Any, Any]) -> str:
    """{"a": 1, "b": -1} as "a - b"."""
    out = ""
    for key, value in coefficients.items():
        name = ":".join(map(str, key)) if isinstance(key, tuple) else str(key)
        size = abs(float(value))
        out += (" - " if value < 0 else " + ") + (name if size == 1 else f"{size:g} {name}")
    return out[3:] if out.startswith(" + ") else "-" + out[3:]


def _evaluate(estimates: Estimates, what: str | Mapping[Any, Any]) -> tuple[float, list[float]]:
    values = [float(e) for e in estimates.estimate]
    if not isinstance(what, str):
        coefficients = [0.0] * len(values)
        for key, coefficient in what.items():
            coefficients[estimates.index(key)] += float(coefficient)
        return _core.linear_contrast(coefficients, values)
    # a row answers to its short and to its full name; both derivatives are of the same estimate
    value, gradient = _core.evaluate_contrast(what, estimates.names + estimates.full_names, values + values)
    size = len(values)
    return value, [gradient[i] + gradient[size + i] for i in range(size)]
