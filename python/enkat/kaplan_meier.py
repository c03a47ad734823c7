"""Survival curves under the design: the engine computes, this module names things. Reached as `Design.kaplan_meier`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import number_of
from enkat.errors import DesignError
from enkat.formula import Variables, parse_formula
from enkat.likelihood_models import surv_columns
from enkat.models import check_options, missing_of
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["SurvivalCurve", "kaplan_meier"]

INTERVALS = ("log", "log-log", "plain")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SurvivalCurve(Estimates):
    """Shares that have had no event up to a time, one row per group and time.

    Attributes
    ----------
    at_risk, events : sequence of float
        Weighted rows at risk just before the time, and weighted events since the row before. `n` are the rows at risk.
    """

    at_risk: Sequence[float] = ()
    events: Sequence[float] = ()

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """Every column in order."""
        return Estimates.columns(self, language=language) | {"at_risk": self.at_risk, "events": self.events}

    def quantile(self, p: float = 0.5) -> Estimates:
        """The time by which a share of every group has had the event.

        Parameters
        ----------
        p : float
            The share; 0.5 gives medians.

        Returns
        -------
        Estimates
            The first time at which survival is at most 1 - p; limits are where those of the curve cross it (Brookmeyer
            and Crowley). None where the curve does not fall so far. The curve needs all event times: leave out `times`.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"t": [5.0, 3.0, 8.0, 2.0, 9.0, 4.0], "e": [1, 1, 0, 1, 1, 1]})
        >>> d.kaplan_meier("Surv(t, e) ~ 1").quantile(0.5).estimate
        [4]
        """
        level = number_of(p, "p")
        if level >= 1:
            raise DesignError(f"p={p!r}, expected a share between 0 and 1")
        groups = self.keys.get("group", [None] * len(self))
        found: dict[str, list[Any]] = {"group": [], "estimate": [], "ci_low": [], "ci_high": []}
        for group in dict.fromkeys(groups):
            rows = [i for i, g in enumerate(groups) if g == group]
            found["group"].append(group)
            for name, values in (("estimate", self.estimate), ("ci_low", self.ci_low), ("ci_high", self.ci_high)):
                crossed = [self.keys["time"][i] for i in rows if values[i] <= 1 - level + 1e-12]
                found[name].append(min(crossed, default=math.nan))
        count = len(found["group"])
        reached = [not math.isnan(v) for v in found["estimate"]]
        return Estimates(
            statistic="survival time",
            keys={"group": found["group"], "p": [level] * count},
            estimate=found["estimate"],
            se=[math.nan] * count,
            ci_low=found["ci_low"],
            ci_high=found["ci_high"],
            df=[self.design_df] * count,
            status=["ok" if r else "x" for r in reached],
            reason=["" if r else "the curve does not fall so far" for r in reached],
            level=self.level,
            ci=self.ci,
            design_df=self.design_df,
            notes=self.notes,
            title=f"times by which {level:g} have had the event: {self.title}",
            labels=self.labels,
            library=self.library,
        )


def kaplan_meier(
    design: Design,
    formula: str,
    *,
    times: Sequence[float] | None,
    estimator: str,
    where: Any,
    missing: str,
    level: float,
    ci: str,
    df: float | None,
) -> SurvivalCurve:
    """See `Design.kaplan_meier`."""
    check_options(level, missing)
    if estimator not in ("kaplan_meier", "nelson_aalen"):
        raise DesignError(f"estimator={estimator!r}, expected 'kaplan_meier' or 'nelson_aalen'")
    if ci not in INTERVALS:
        raise DesignError(f"ci={ci!r}, expected one of {', '.join(map(repr, INTERVALS))}")
    used = design if where is None else design.where(where)
    columns, name = _columns(used, formula)
    *before, time, event = [column for key, column in columns.items() if key != name]
    entry: Any = before[0] if before else None
    group: Any = columns.get(name) if name else None
    left_out = missing_of(used, missing, columns)
    wanted = [] if times is None else [number_of(t, "times", above=-math.inf) for t in times]
    core = _core.kaplan_meier(used._core, time, event, entry, group, estimator == "nelson_aalen", wanted, used._threads)
    return _curve(used, core, name, formula, level=level, ci=ci, df=df, missing=left_out)


def _columns(design: Design, formula: str) -> tuple[dict[str, Any], str | None]:
    """The columns of ``Surv([entry,] time, event) ~ group`` and the name of the group."""
    parsed = parse_formula(formula)
    variables = Variables(design._columns)
    out = surv_columns(parsed, variables)
    terms = [t for t in parsed.terms if t]
    if len(terms) > 1 or (terms and len(terms[0]) > 1):
        raise DesignError(f"formula: {formula!r} has several terms, expected one group, or '~ 1'")
    if not terms:
        return out, None
    name = terms[0][0]
    group = variables.variable(name)
    return out | {name: variables.variable(f"C({name})") if isinstance(group, _core.Numbers) else group}, name


def _limits(survival: float, log_se: float, df: float, level: float, ci: str) -> tuple[float, float]:
    """Limits on the scale of log S, log(-log S) or S, between 0 and 1."""
    if math.isnan(log_se):
        return math.nan, math.nan
    logarithm = math.log(survival)
    if ci == "plain":
        low, high = _core.mean_interval(survival, survival * log_se, df, level)
    elif ci == "log" or logarithm == 0:
        low, high = (math.exp(v) for v in _core.mean_interval(logarithm, log_se, df, level))
    else:
        inner = _core.mean_interval(math.log(-logarithm), log_se / -logarithm, df, level)
        low, high = (math.exp(-math.exp(v)) for v in reversed(inner))
    return max(0.0, low), min(1.0, high)


def _curve(
    design: Design,
    core: dict[str, Any],
    name: str | None,
    formula: str,
    *,
    level: float,
    ci: str,
    df: float | None,
    missing: Any,
) -> SurvivalCurve:
    used_df = core["df"] if df is None else number_of(df, "df", infinite=True)
    silent = design.kind != "probability" and design.model is None
    limits = [_limits(s, e, used_df, level, ci) for s, e in zip(core["survival"], core["log_se"], strict=True)]
    keys: dict[str, Sequence[Any]] = {"time": [int(t) if t.is_integer() else t for t in core["time"]]}
    if name is not None:
        keys = {"group": [core["groups"][g] for g in core["group"]], **keys}
    count = len(core["time"])
    none_left = [s == 0 for s in core["survival"]]
    nothing = [math.nan] * count
    return SurvivalCurve(
        statistic="survival",
        keys=keys,
        estimate=core["survival"],
        se=core["se"],
        ci_low=nothing if silent else [low for low, _ in limits],
        ci_high=nothing if silent else [high for _, high in limits],
        df=[used_df] * count,
        n=core["rows"],
        base=core["rows"],
        status=["ok"] * count,
        reason=["everybody at risk had the event: no standard error" if z else "" for z in none_left],
        level=level,
        ci=ci,
        design_df=core["df"],
        missing=missing,
        notes=design._notes(),
        title=formula,
        labels=design.labels,
        library=design._columns.source.library,
        covariance=_covariance(core) if core["covariance"] is not None else None,
        at_risk=core["at_risk"],
        events=core["events"],
    )


def _covariance(core: dict[str, Any]) -> Any:
    """The covariance of survival from that of its logarithm; NaN where survival is 0."""

    def matrix() -> Any:
        import numpy as np

        survival = np.asarray(core["survival"])
        known = np.flatnonzero(survival > 0)
        out = np.full((len(survival), len(survival)), math.nan)
        out[np.ix_(known, known)] = core["covariance"] * np.outer(survival[known], survival[known])
        return out

    return matrix
