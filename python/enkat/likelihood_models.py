"""Proportional odds, proportional hazards and the log-rank test: the engine fits, this module names things."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._saving import Saved
from enkat.errors import DataError, DesignError
from enkat.formula import Formula, Variables, parse_formula
from enkat.models import MAX_ITERATIONS, Regression, check_options, missing_of, regression, terms_of

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["LogRank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank(Saved):
    """A log-rank test.

    Attributes
    ----------
    groups : tuple of str
        The groups compared.
    score : tuple of float
        Weighted observed minus expected events of every group but the first.
    vcov : numpy.ndarray
        Its covariance under the design.
    statistic, df, p_value : float
        Chi-square, groups - 1, and the p value.
    rho : float
        0 weighs all events alike; 1 early ones more (Peto and Peto).
    """

    groups: tuple[str, ...]
    score: tuple[float, ...]
    vcov: Any
    statistic: float
    df: float
    p_value: float
    rho: float = 0.0

    def __repr__(self) -> str:
        what = ", ".join(self.groups)
        return f"<log-rank of {what}: chi2({self.df:g}) = {self.statistic:.4g}, p = {self.p_value:.4g}>"


@dataclass(frozen=True, slots=True, eq=False)
class LikelihoodFit:
    """What stays of a fit for tests of terms."""

    design: Any
    formula: Formula
    core: Any
    family: str
    shift: int
    """How many terms of the formula (its intercept) the engine was not given."""
    again: Callable[[Any, list[Any]], Any]
    """Fits the model to another design with other terms."""

    def columns_of(self, terms: Sequence[str]) -> list[int]:
        wanted = {self.formula.term_index(t) - self.shift for t in terms}
        return [j for j, t in enumerate(self.core.term) if t in wanted]

    @property
    def used(self) -> Any:
        """1 for the rows of the model."""
        return self.core.used

    def without(self, terms: Sequence[str]) -> tuple[float, Any]:
        """By how much -2 log likelihood grows without some terms, and the inverse information with them."""
        gone = {self.formula.term_index(t) for t in terms}
        # factors keep the columns they have in the whole model
        given = terms_of(self.formula, Variables(self.design._columns))
        kept = [t for i, t in enumerate(given) if i not in gone][self.shift :]
        return 2 * (self.core.log_likelihood - self._log_likelihood(kept, terms)), self.core.inverse_information()

    def _log_likelihood(self, kept: list[Any], terms: Sequence[str]) -> float:
        """Of the model with some of its terms, on the same rows."""
        if not kept and self.shift:
            return float(self.core.null_log_likelihood)
        if not kept:
            raise DesignError(f"terms: {', '.join(map(repr, terms))} are the whole model, expected some of its terms")
        if self.shift == 0 and () in self.formula.terms and kept[0]:
            raise DesignError("terms: these models have no model without their constant; name other terms")
        return float(self.again(self.design.where(self.used == 1)._core, kept).log_likelihood)

    def deviance(self) -> float:
        return -2.0 * float(self.core.log_likelihood)

    def slopes(self) -> list[int]:
        return [j for j, t in enumerate(self.core.term) if t >= 0]

    def fitted(self, result: Regression) -> Any:
        raise DesignError(f"fitted means are those of Design.glm; a model of family {self.family!r} has none")


def ordinal(
    design: Design, formula: str, *, information: str, where: Any, missing: str, level: float, df: float | None
) -> Regression:
    """See `Design.ordinal`."""
    check_options(level, missing)
    if information not in ("observed", "differences"):
        raise DesignError(f"information={information!r}, expected 'observed' or 'differences'")
    used = design if where is None else design.where(where)
    parsed = _with_intercept(parse_formula(formula), formula)
    variables = Variables(used._columns)
    response = variables.variable(parsed.response or "")
    if isinstance(response, _core.Numbers):
        response = variables.variable(f"C({parsed.response})")
    terms = terms_of(parsed, variables)
    columns = {str(parsed.response): response, **{v: variables.variable(v) for v in parsed.variables}}
    left_out = missing_of(used, missing, columns)

    def fitted(design: Any, chosen: list[Any]) -> Any:
        return _core.ordinal(design, response, chosen, information == "differences", MAX_ITERATIONS, used._threads)

    core = fitted(used._core, terms)
    fit = LikelihoodFit(used, parsed, core, "proportional odds", 0, fitted)
    return regression(
        fit,
        names=core.names,
        level=level,
        df=df,
        missing=left_out,
        title=formula,
        link="cumulative logit",
        log_likelihood=core.log_likelihood,
    )


def cox(design: Design, formula: str, *, where: Any, missing: str, level: float, df: float | None) -> Regression:
    """See `Design.cox`."""
    check_options(level, missing)
    used = design if where is None else design.where(where)
    parsed, variables, times, strata = _survival(used, formula)
    if len(parsed.terms) < 2:
        raise DesignError(f"formula: {formula!r} has no term, expected 'Surv(time, event) ~ x'")
    terms = terms_of(parsed, variables)[1:]
    columns = {**times, **strata, **{v: variables.variable(v) for v in parsed.variables}}
    left_out = missing_of(used, missing, columns)
    *before, time, event = times.values()
    entry = before[0] if before else None
    baseline = next(iter(strata.values()), None)

    def fitted(design: Any, chosen: list[Any]) -> Any:
        return _core.cox(design, time, event, entry, baseline, chosen, MAX_ITERATIONS, used._threads)

    core = fitted(used._core, terms)
    fit = LikelihoodFit(used, parsed, core, "proportional hazards", 1, fitted)
    return regression(
        fit,
        names=core.names,
        level=level,
        df=df,
        missing=left_out,
        title=formula,
        link="log hazard",
        log_likelihood=core.log_likelihood,
    )


def logrank(design: Design, formula: str, *, rho: float, where: Any, missing: str) -> LogRank:
    """See `Design.logrank`."""
    check_options(0.95, missing)
    if isinstance(rho, bool) or not isinstance(rho, (int, float)) or not 0 <= rho < 1e6:
        raise DesignError(f"rho={rho!r}, expected a number of at least 0")
    used = design if where is None else design.where(where)
    parsed, variables, times, strata = _survival(used, formula)
    slopes = parsed.terms[1:]
    if len(slopes) != 1 or len(slopes[0]) != 1:
        raise DesignError(
            f"formula: {formula!r} has {len(slopes)} terms, expected one group: 'Surv(time, event) ~ group'"
        )
    name = slopes[0][0]
    group = variables.variable(name)
    if isinstance(group, _core.Numbers):
        group = variables.variable(f"C({name})")
    missing_of(used, missing, {**times, **strata, name: group})
    *before, time, event = times.values()
    entry = before[0] if before else None
    score, vcov, chi2, df, p = _core.logrank(
        used._core, time, event, entry, next(iter(strata.values()), None), group, rho, used._threads
    )
    return LogRank(
        groups=tuple(group.levels), score=tuple(score), vcov=vcov, statistic=chi2, df=df, p_value=p, rho=float(rho)
    )


def _with_intercept(parsed: Formula, source: str) -> Formula:
    if parsed.response is None:
        raise DesignError(f"formula: {source!r} has no response, expected 'y ~ x'")
    if parsed.offsets:
        raise DesignError(f"formula: {source!r} has an offset, which this model does not take")
    if () in parsed.terms:
        return parsed
    return Formula(parsed.source, parsed.response, ((), *parsed.terms))


def surv_columns(parsed: Formula, variables: Variables) -> dict[str, Any]:
    """The columns of ``Surv(time, event)`` or ``Surv(entry, time, event)``, in this order."""
    try:
        call = ast.parse(parsed.response or "", mode="eval").body
    except SyntaxError:
        call = None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "Surv" or len(call.args) not in (2, 3):
        raise DesignError(
            f"formula: the response {parsed.response!r} has no times, expected Surv(time, event) or Surv(entry, time, "
            "event)"
        )
    out = {(name := ast.unparse(a)): variables.variable(name) for a in call.args}
    for name, column in out.items():
        if not isinstance(column, _core.Numbers):
            raise DataError(f"formula: {name!r} holds categories, expected numbers; 1 is an event, 0 censoring")
    if len(out) < len(call.args):
        raise DesignError(f"formula: {parsed.source!r}: expected different columns in Surv()")
    return out


def _survival(design: Design, formula: str) -> tuple[Formula, Variables, dict[str, Any], dict[str, Any]]:
    """A formula with its times and strata: ``Surv([entry,] time, event) ~ x + strata(g)``."""
    parsed = _with_intercept(parse_formula(formula), formula)
    variables = Variables(design._columns)
    times = surv_columns(parsed, variables)
    strata = {t[0]: t[0][7:-1] for t in parsed.terms if len(t) == 1 and t[0].startswith("strata(")}
    if len(strata) > 1:
        raise DesignError(f"formula: {formula!r} has {len(strata)} strata(), expected one")
    kept = tuple(t for t in parsed.terms if not (len(t) == 1 and t[0] in strata))
    chosen = {name: variables.variable(f"C({name})") for name in strata.values()}
    return Formula(parsed.source, parsed.response, kept), variables, times, chosen
