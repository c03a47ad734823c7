"""Sample sizes and precision of one mean or share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from enkat import _core
from enkat._arguments import number_of
from enkat._display.plan_text import html, text
from enkat._saving import Saved
from enkat.errors import DesignError

__all__ = ["PrecisionPlan", "cluster_size", "design_effect", "mean", "share", "whole_size"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PrecisionPlan(Saved):
    """The sample size of one figure and what it gives.

    Attributes
    ----------
    figure : str
        "mean" or "share".
    n : int
        Units that must answer: the next whole number.
    n_exact : float
        The same before rounding; as given where the precision was asked for.
    invited : int
        Units to draw, so that `n` of them answer at the response rate.
    se, margin : float
        Standard error and half the length of the interval that `n` units give.
    cv : float or None
        `se` over the mean or share; None where the mean is not given.
    level, deff, population, response_rate : float
        What the plan was made with; an infinite population has no correction.
    method : str
        How the interval is made: "wald" or "wilson".
    """

    figure: str
    n: int
    n_exact: float
    invited: int
    se: float
    margin: float
    cv: float | None
    level: float
    deff: float
    population: float
    response_rate: float
    method: str = "wald"

    def to_dict(self) -> dict[str, Any]:
        """All fields."""
        return {name: getattr(self, name) for name in self.__slots__}

    def _lines(self) -> tuple[str, list[tuple[str, str]]]:
        lines = [
            ("answers needed", f"{self.n:,}"),
            ("units to draw", f"{self.invited:,}" + _at(self.response_rate)),
            ("standard error", f"{self.se:.4g}"),
            (f"margin at {self.level * 100:g} %", f"± {self.margin:.4g}" + (" (Wilson)" * (self.method == "wilson"))),
        ]
        if self.cv is not None:
            lines.append(("coefficient of variation", f"{self.cv:.2%}"))
        lines.append(("design effect", f"{self.deff:.4g}"))
        if math.isfinite(self.population):
            lines.append(("population", f"{self.population:,.0f}"))
        return f"Sample size of a {self.figure}", lines

    def __repr__(self) -> str:
        return text(*self._lines())

    def _repr_html_(self) -> str:
        return html(*self._lines())


def _at(rate: float) -> str:
    return "" if rate == 1 else f" at a response rate of {rate:.0%}"


def whole_size(exact: float) -> int:
    """The next whole number, unless the size is whole but for rounding."""
    return max(1, math.ceil(exact - 1e-9 * exact))


def options_of(level: float, deff: float, population: float | None, df: float) -> Any:
    size = math.inf if population is None else number_of(population, "population", infinite=True)
    return _core.PrecisionOptions(
        number_of(level, "level"), number_of(deff, "deff"), size, number_of(df, "df", infinite=True)
    )


def rate_of(response_rate: Any) -> float:
    rate = number_of(response_rate, "response_rate")
    if rate > 1:
        raise DesignError(f"response_rate={response_rate!r}, expected a share over 0 and at most 1")
    return rate


def _one_of(**given: float | None) -> str:
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        found = "none" if not named else " and ".join(named)
        raise DesignError(f"found {found} of {', '.join(given)}, expected exactly one: what is wanted, or n")
    return named[0]


def mean(
    *,
    sd: float,
    margin: float | None = None,
    se: float | None = None,
    cv: float | None = None,
    n: float | None = None,
    mean: float | None = None,
    level: float = 0.95,
    deff: float = 1.0,
    population: float | None = None,
    df: float = math.inf,
    response_rate: float = 1.0,
) -> PrecisionPlan:
    """The sample size for a mean, or the precision of a given size.

    Parameters
    ----------
    sd : float
        Standard deviation in the population.
    margin, se, cv, n : float
        One of them: half the length of the interval, the standard error, or it over `mean`, that is wanted; or the
        size whose precision is asked for.
    mean : float, optional
        The mean, for coefficients of variation.
    level : float
        Level of the interval.
    deff : float
        Design effect: the variance over that of a simple random sample of the same size, see `design_effect`.
    population : float, optional
        Units in the population; without it there is no finite population correction.
    df : float
        Degrees of freedom of the quantile; infinite: the normal distribution.
    response_rate : float
        Share of drawn units that answer; `invited` is the size over it.

    Returns
    -------
    PrecisionPlan

    Notes
    -----
    se = sqrt(deff (1 - n/N) S^2 / n), so n = deff S^2 / (se^2 + deff S^2 / N).

    References
    ----------
    Cochran (1977), Sampling Techniques, sections 2.6, 4.4 and 4.6.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.plan.mean(sd=20, margin=2, population=2000).n
    323
    """
    wanted = _one_of(margin=margin, se=se, cv=cv, n=n)
    spread = number_of(sd, "sd")
    at = None if mean is None else abs(number_of(mean, "mean", above=-math.inf))
    options = options_of(level, deff, population, df)
    if cv is not None and not at:
        raise DesignError(f"cv={cv!r} needs the mean, other than 0: the standard error wanted is cv times the mean")
    if n is not None:
        exact = number_of(n, "n")
    else:
        target = {"margin": margin, "se": se, "cv": cv}[wanted]
        goal = number_of(target, wanted) * (at or 1.0 if wanted == "cv" else 1.0)
        goal = goal / _core.margin_per_se(options) if wanted == "margin" else goal
        exact = _core.size_for_se(spread**2, goal, options)
    return _plan("mean", exact, spread**2, at, options, level, deff, population, response_rate)


def _plan(
    figure: str,
    exact: float,
    variance: float,
    at: float | None,
    options: Any,
    level: float,
    deff: float,
    population: float | None,
    response_rate: float,
) -> PrecisionPlan:
    most = math.inf if population is None else float(population)
    size = min(whole_size(exact), most) if exact <= most else exact  # which the engine refuses
    reached = _core.planned_se(variance, size, options)
    rate = rate_of(response_rate)
    return PrecisionPlan(
        figure=figure,
        n=int(size),
        n_exact=exact,
        invited=whole_size(size / rate),
        se=reached,
        margin=reached * _core.margin_per_se(options),
        cv=reached / at if at else None,
        level=float(level),
        deff=float(deff),
        population=most,
        response_rate=rate,
    )


def share(
    *,
    p: float = 0.5,
    margin: float | None = None,
    se: float | None = None,
    cv: float | None = None,
    n: float | None = None,
    method: Literal["wald", "wilson"] = "wald",
    level: float = 0.95,
    deff: float = 1.0,
    population: float | None = None,
    df: float = math.inf,
    response_rate: float = 1.0,
) -> PrecisionPlan:
    """The sample size for a share, or the precision of a given size.

    Parameters
    ----------
    p : float
        The share; 0.5 has the largest variance.
    method : {"wald", "wilson"}
        The interval whose half length `margin` is; Wilson's suits shares near 0 and 1.
    margin, se, cv, n, level, deff, population, df, response_rate
        As `mean`; `cv` is over `p`.

    Returns
    -------
    PrecisionPlan

    Notes
    -----
    S^2 = N/(N-1) p (1-p); else as `mean`.

    References
    ----------
    Cochran (1977), sections 4.1 to 4.4; Wilson (1927), Journal of the American Statistical Association 22.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.plan.share(margin=0.05).n, ek.plan.share(margin=0.05, population=4000, deff=1.5).n
    (385, 504)
    >>> round(ek.plan.share(p=0.02, n=500, method="wilson").margin, 4)
    0.0128
    """
    wanted = _one_of(margin=margin, se=se, cv=cv, n=n)
    at = number_of(p, "p")
    if at >= 1:
        raise DesignError(f"p={p!r}, expected a share between 0 and 1")
    if method not in ("wald", "wilson"):
        raise DesignError(f"method={method!r}, expected 'wald' or 'wilson'")
    options = options_of(level, deff, population, df)
    variance = _core.variance_of_share(at, math.inf if population is None else float(population))
    if n is not None:
        exact = number_of(n, "n")
    elif method == "wilson" and margin is not None:
        exact = _core.size_for_wilson_margin(at, number_of(margin, "margin"), options)
    else:
        goal = number_of({"margin": margin, "se": se, "cv": cv}[wanted], wanted)
        goal = goal / _core.margin_per_se(options) if wanted == "margin" else goal * (at if wanted == "cv" else 1.0)
        exact = _core.size_for_se(variance, goal, options)
    plan = _plan("share", exact, variance, at, options, level, deff, population, response_rate)
    if method == "wald":
        return plan
    from dataclasses import replace

    return replace(plan, method="wilson", margin=_core.wilson_margin(at, plan.n, options))


def design_effect(*, cluster_size: float, rho: float, cv_of_sizes: float = 0.0, cv_of_weights: float = 0.0) -> float:
    """The design effect to plan with: clusters and unequal weights.

    Parameters
    ----------
    cluster_size : float
        Answers per cluster, on average.
    rho : float
        Correlation of answers within clusters.
    cv_of_sizes : float
        Coefficient of variation of the cluster sizes.
    cv_of_weights : float
        Coefficient of variation of the weights.

    Returns
    -------
    float
        (1 + cv_w^2) (1 + (m (1 + cv_m^2) - 1) rho)

    References
    ----------
    Kish (1965), Survey Sampling, sections 5.4 and 11.7; Gabler, Häder and Lahiri (1999), Survey Methodology 25.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.plan.design_effect(cluster_size=21, rho=0.05)
    2.0
    """
    values = {"cluster_size": cluster_size, "rho": rho, "cv_of_sizes": cv_of_sizes, "cv_of_weights": cv_of_weights}
    checked = [number_of(value, name, above=-math.inf) for name, value in values.items()]
    effect: float = _core.planned_design_effect(*checked)
    return effect


def cluster_size(*, cluster_cost: float, unit_cost: float, rho: float) -> float:
    """Answers per cluster that give the least variance for the money.

    Parameters
    ----------
    cluster_cost, unit_cost : float
        What one more cluster costs, and one more answer in it.
    rho : float
        Correlation of answers within clusters, over 0.

    Returns
    -------
    float
        sqrt(cluster_cost / unit_cost (1 - rho) / rho), at least 1.

    References
    ----------
    Cochran (1977), section 10.6.

    Examples
    --------
    >>> import enkat as ek
    >>> round(ek.plan.cluster_size(cluster_cost=400, unit_cost=25, rho=0.05), 1)
    17.4
    """
    values = {"cluster_cost": cluster_cost, "unit_cost": unit_cost, "rho": rho}
    best: float = _core.best_cluster_size(*(number_of(value, name) for name, value in values.items()))
    return best
