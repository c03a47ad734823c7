"""Multinomial logit: the engine fits, this module names things. Reached as `Design.multinomial`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import read_frame, unknown_column
from enkat.columns import Columns, FrameSource
from enkat.errors import DesignError
from enkat.formula import Variables, parse_formula
from enkat.likelihood_models import LikelihoodFit
from enkat.models import MAX_ITERATIONS, Regression, check_options, missing_of, regression, terms_of
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["MultinomialFit", "multinomial"]

Average = tuple[float, list[float]]


@dataclass(frozen=True, slots=True, eq=False)
class MultinomialFit(LikelihoodFit):
    """What stays of a fit for predictions, margins and tests of terms."""

    @property
    def levels(self) -> list[str]:
        """Levels of the response, the reference first."""
        levels: list[str] = self.core.levels
        return levels

    @property
    def used(self) -> Any:
        return self.core.matrix.used

    def slopes(self) -> list[int]:
        return [j for j, t in enumerate(self.core.term) if self.formula.terms[t]]

    def fitted(self, result: Regression) -> Any:
        """Fitted shares of the rows used: rows x levels, the reference first."""
        count = len(self.levels)
        value, _ = _core.predicted_shares(self.core.matrix, list(result.estimate), result.vcov, count)
        return value[self.used == 1]

    def averages(self, result: Regression, fixed: dict[str, Any]) -> list[Average]:
        """Mean shares of all levels with some columns replaced, and their derivatives by the coefficients."""
        variables = Variables(self.design._columns, fixed)
        matrix = _core.ModelMatrix(terms_of(self.formula, variables), self.used, self.core.matrix)
        values, gradients = _core.average_shares(self.design._core, matrix, list(result.estimate))
        return [(v, g.tolist()) for v, g in zip(values, gradients, strict=True)]

    def predict(self, result: Regression, frame: Any, *, scale: str, level: float) -> Estimates:
        """Fitted shares with logit intervals, one row per row of the frame and level of the response."""
        import numpy as np

        if scale != "response":
            raise DesignError(f"type={scale!r}, expected 'response': a multinomial model has a predictor per level")
        columns = self.design._columns if frame is None else Columns(FrameSource(read_frame(frame)))
        used = np.ones(columns.rows, dtype=np.uint8)
        matrix = _core.ModelMatrix(terms_of(self.formula, Variables(columns)), used, self.core.matrix)
        count, rows = len(self.levels), columns.rows
        value, se = _core.predicted_shares(matrix, list(result.estimate), result.vcov, count)
        shares, errors = value.ravel().tolist(), se.ravel().tolist()
        limits = [_logit_interval(p, s, result.df_residual, level) for p, s in zip(shares, errors, strict=True)]
        known = np.repeat(matrix.used == 1, count)
        return Estimates(
            statistic="predicted share",
            keys={"row": [i for i in range(rows) for _ in range(count)], "response": self.levels * rows},
            estimate=shares,
            se=errors,
            ci_low=[low for low, _ in limits],
            ci_high=[high for _, high in limits],
            df=[result.df_residual] * len(shares),
            status=["ok" if k else "x" for k in known],
            reason=["" if k else "a variable is missing" for k in known],
            level=level,
            ci="logit",
            design_df=result.design_df,
            notes=result.notes,
            title=f"shares by {result.formula}",
            library=result.library if frame is None else columns.source.library,
        )


def _logit_interval(share: float, se: float, df: float, level: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return math.nan, math.nan
    low, high = _core.mean_interval(math.log(share / (1 - share)), se / (share * (1 - share)), df, level)
    return 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high))


def multinomial(
    design: Design, formula: str, *, reference: Any, where: Any, missing: str, level: float, df: float | None
) -> Regression:
    """See `Design.multinomial`."""
    check_options(level, missing)
    used = design if where is None else design.where(where)
    parsed = parse_formula(formula)
    if parsed.response is None:
        raise DesignError(f"formula: {formula!r} has no response, expected 'y ~ x'")
    if parsed.offsets:
        raise DesignError(f"formula: {formula!r} has an offset, which this model does not take")
    variables = Variables(used._columns)
    response = variables.variable(parsed.response)
    if isinstance(response, _core.Numbers):
        response = variables.variable(f"C({parsed.response})")
    columns = {parsed.response: response, **{v: variables.variable(v) for v in parsed.variables}}
    left_out = missing_of(used, missing, columns)
    code = _code_of(reference, list(response.levels))

    def fitted(design: Any, chosen: list[Any]) -> Any:
        return _core.multinomial(design, response, chosen, code, MAX_ITERATIONS, used._threads)

    core = fitted(used._core, terms_of(parsed, variables))
    fit = MultinomialFit(used, parsed, core, "multinomial", 0, fitted)
    result = regression(
        fit,
        names=core.names,
        level=level,
        df=df,
        missing=left_out,
        title=formula,
        link="baseline logit",
        log_likelihood=core.log_likelihood,
    )
    keys = {"response": _repeated(core.levels[1:], len(core.columns)), "term": core.columns * (len(core.levels) - 1)}
    return replace(result, keys=keys)


def _repeated(levels: Sequence[str], count: int) -> list[str]:
    return [level for level in levels for _ in range(count)]


def _code_of(reference: Any, levels: list[str]) -> int:
    if reference is None:
        return -1
    if str(reference) not in levels:
        raise DesignError(f"reference: {unknown_column(str(reference), levels, what='level of the response')}")
    return levels.index(str(reference))
