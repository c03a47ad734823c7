"""Predictions, marginal means and average marginal effects of a fitted model."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import names_of
from enkat._frames import read_frame, unknown_column
from enkat.columns import Columns, FrameSource
from enkat.errors import DataError, DesignError
from enkat.formula import Variables
from enkat.models import Regression, terms_of
from enkat.results import Estimates

if TYPE_CHECKING:
    import numpy.typing as npt

STENCIL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))
"""Steps and weights of a derivative with an error of the fourth order."""
STEP = 1e-2
"""The step, in standard deviations."""


def predict(result: Regression, frame: Any, *, scale: str, level: float) -> Estimates:
    """See `Regression.predict`."""
    import numpy as np

    live = result._live()
    if hasattr(live, "predict"):  # several shares per row
        several: Estimates = live.predict(result, frame, scale=scale, level=level)
        return several
    fit = _fit_of(result, "predict")
    if scale not in ("response", "link"):
        raise DesignError(f"type={scale!r}, expected 'response' or 'link'")
    columns = fit.design._columns if frame is None else Columns(FrameSource(read_frame(frame)))
    variables = Variables(columns)
    used = np.ones(columns.rows, dtype=np.uint8)
    offset = None
    if fit.offsets:
        offset = variables.variable(fit.offsets)
        used &= np.asarray(offset.valid) if len(offset.valid) else 1
    matrix = _core.ModelMatrix(terms_of(fit.formula, variables), used, fit.core.matrix)
    eta = matrix.linear_predictor(list(result.estimate), fit.design._threads)
    if offset is not None:
        eta = eta + offset.values
    se = matrix.linear_predictor_se(result.vcov)
    limits = [_core.mean_interval(e, s, result.df_residual, level) for e, s in zip(eta, se, strict=True)]
    low, high = np.array([x[0] for x in limits]), np.array([x[1] for x in limits])
    if scale == "response":
        se = se * np.abs(_core.slopes_of(result.link, eta))
        eta, low, high = (_core.means_of(result.link, v) for v in (eta, low, high))
        low, high = np.minimum(low, high), np.maximum(low, high)
    known = matrix.used == 1

    def values(v: npt.NDArray[Any]) -> list[float]:
        return [float(x) for x in np.where(known, v, math.nan)]

    count = columns.rows
    return Estimates(
        statistic="prediction" if scale == "response" else "linear predictor",
        keys={"row": list(range(count))},
        estimate=values(eta),
        se=values(se),
        ci_low=values(low),
        ci_high=values(high),
        df=[result.df_residual] * count,
        status=["ok" if k else "x" for k in known],
        reason=["" if k else "a variable is missing" for k in known],
        level=level,
        ci="t",
        design_df=result.design_df,
        notes=result.notes,
        title=f"{scale} of {result.formula}",
        library=result.library if frame is None else columns.source.library,
    )


def marginal_means(result: Regression, variable: str, at: Sequence[Any] | None) -> Estimates:
    """See `Regression.marginal_means`."""
    fit = _fit_of(result, "marginal_means")
    column = _column(fit, variable)
    if at is None:
        if isinstance(column, _core.Numbers):
            raise DesignError(f"at: {variable!r} is a number, expected the values, for example at=[1, 2, 3]")
        at = _levels(fit, column)
    means = [fit.averages(result, {variable: _constant(fit, variable, column, value)}) for value in at]
    keys = _with_responses(fit, {variable: list(at)})
    return _assembled(result, "marginal mean", keys, [mean for several in means for mean in several])


def marginal_effects(result: Regression, variables: str | Sequence[str] | None) -> Estimates:
    """See `Regression.marginal_effects`."""
    fit = _fit_of(result, "marginal_effects")
    names = _columns_of(fit) if variables is None else names_of(variables, "variables")
    keys: dict[str, list[Any]] = {"variable": [], "level": []}
    effects = []
    for name in names:
        column = _column(fit, name)
        if isinstance(column, _core.Numbers) and not _is_factor(fit, name):
            keys["variable"].append(name)
            keys["level"].append(None)
            effects += _derivative(result, fit, name, column)
            continue
        levels = _levels(fit, column if not isinstance(column, _core.Numbers) else fit.design._columns.categories(name))
        means = [fit.averages(result, {name: _constant(fit, name, column, level)}) for level in levels]
        for level, mean in zip(levels[1:], means[1:], strict=True):
            keys["variable"].append(name)
            keys["level"].append(level)
            effects += [_combined([(1.0, a), (-1.0, b)]) for a, b in zip(mean, means[0], strict=True)]
    return _assembled(result, "average marginal effect", _with_responses(fit, keys), effects)


Average = tuple[float, list[float]]


def _with_responses(fit: Any, keys: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The keys, every row repeated for each level of a response with several."""
    levels = getattr(fit, "levels", None)
    if levels is None:
        return keys
    count = len(next(iter(keys.values())))
    out = {name: [v for v in values for _ in levels] for name, values in keys.items()}
    return out | {"response": list(levels) * count}


def _derivative(result: Regression, fit: Any, name: str, column: Any) -> list[Average]:
    """The average derivative by a number, from four values around every row's own."""
    import numpy as np

    used = fit.used == 1
    spread = float(np.std(column.values[used]))
    if spread == 0:
        raise DataError(f"variables: {name!r} does not vary among the rows of the model, expected a number that does")
    step = STEP * spread
    valid = np.asarray(column.valid)
    parts = []
    for k, weight in STENCIL:
        moved = _core.Numbers(np.where(used, column.values + k * step, 0.0), valid, name)
        parts.append((weight / step, fit.averages(result, {name: moved})))
    several = range(len(parts[0][1]))
    return [_combined([(c, averages[k]) for c, averages in parts]) for k in several]


def _combined(parts: Sequence[tuple[float, Average]]) -> Average:
    value = sum(c * v for c, (v, _) in parts)
    gradient = [sum(c * g[j] for c, (_, g) in parts) for j in range(len(parts[0][1][1]))]
    return value, gradient


def _assembled(
    result: Regression, statistic: str, keys: dict[str, list[Any]], averages: Sequence[Average]
) -> Estimates:
    values = [v for v, _ in averages]
    covariance = _core.contrast_covariance([g for _, g in averages], result.vcov)
    se = [math.sqrt(max(v, 0.0)) for v in covariance.diagonal().tolist()]
    limits = [_core.mean_interval(v, s, result.df_residual, result.level) for v, s in zip(values, se, strict=True)]
    count = len(values)
    silent = all(math.isnan(v) for v in result.ci_low)
    return Estimates(
        statistic=statistic,
        keys=keys,
        estimate=values,
        se=se,
        ci_low=[math.nan] * count if silent else [low for low, _ in limits],
        ci_high=[math.nan] * count if silent else [high for _, high in limits],
        df=[result.df_residual] * count,
        n=[result.n[0]] * count,
        n_weighted=[result.n_weighted[0]] * count,
        n_effective=[result.n_effective[0]] * count,
        base=[result.n[0]] * count,
        status=["ok"] * count,
        reason=[""] * count,
        level=result.level,
        ci="t",
        design_df=result.df_residual,
        notes=result.notes,
        title=f"{statistic}s of {result.formula}",
        labels=result.labels,
        library=result.library,
        covariance=lambda: covariance,
    )


def _fit_of(result: Regression, method: str) -> Any:
    fit = result._live()
    if not hasattr(fit, "averages"):
        raise DesignError(
            f"{method} is for Design.glm and Design.multinomial, not for a model of family {result.family!r}"
        )
    return fit


def _columns_of(fit: Any) -> list[str]:
    """The columns that the terms of a formula are made of."""
    known = fit.design._columns
    out: list[str] = []
    for variable in fit.formula.variables:
        if known.has(variable):
            out.append(variable)
            continue
        out += [name for name in _names_in(variable) if known.has(name)]
    return list(dict.fromkeys(out))


def _names_in(expression: str) -> list[str]:
    from enkat.formula import _dotted, _parsed

    found = []
    for node in ast.walk(_parsed(expression)):
        if isinstance(node, ast.expr) and (name := _dotted(node)) is not None:
            found.append(name)
    return sorted(set(found), key=lambda n: (-len(n), n))


def _is_factor(fit: Any, name: str) -> bool:
    """Whether a column of numbers stands in C()."""
    return name not in fit.formula.variables and any(
        v.replace(" ", "").startswith((f"C({name}", f"factor({name}")) for v in fit.formula.variables
    )


def _column(fit: Any, name: str) -> Any:
    known = _columns_of(fit)
    if name not in known:
        raise DesignError(f"variable: {unknown_column(name, known, what='variable of the formula')}")
    return fit.design._columns.variable(name)


def _levels(fit: Any, factor: Any) -> list[str]:
    """Levels that have rows in the model, in order."""
    import numpy as np

    codes = factor.codes[fit.used == 1]
    return [factor.levels[c] for c in np.unique(codes) if c >= 0]


def _constant(fit: Any, name: str, column: Any, value: Any) -> Any:
    """A column with one value in every row."""
    import numpy as np

    rows = fit.design.n
    if isinstance(column, _core.Numbers):
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise DesignError(f"at: found {value!r} for {name!r}, expected a number") from None
        return _core.Numbers(np.full(rows, number), np.ones(rows, dtype=np.uint8), name)
    levels = list(column.levels)
    if str(value) not in levels:
        raise DesignError(f"at: {unknown_column(str(value), levels, what='level')}")
    return _core.Categories(np.full(rows, levels.index(str(value)), dtype=np.int32), levels)
