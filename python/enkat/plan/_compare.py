"""Sample size, power and detectable difference of comparisons of two groups or two rounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from enkat import _core
from enkat._arguments import number_of
from enkat._display.plan_text import html, text
from enkat._saving import Saved
from enkat.errors import DesignError
from enkat.plan._precision import rate_of, whole_size

__all__ = ["ComparisonPlan", "compare_means", "compare_shares"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ComparisonPlan(Saved):
    """The sizes of two groups, the difference they can tell and with what power.

    Attributes
    ----------
    figure : str
        "means" or "shares".
    n : tuple of int
        Answers needed in each group.
    n_exact : float
        The size of the first group before rounding.
    invited : tuple of int
        Units to draw in each group at the response rate.
    difference : float
        Of the second group minus the first.
    power : float
        Chance that a test at `alpha` finds the difference, with the whole numbers `n`.
    alpha, deff, ratio : float
        What the plan was made with.
    two_sided : bool
        Whether the test looks both ways.
    shares : tuple of float or None
        Of a comparison of shares: both of them.
    """

    figure: str
    n: tuple[int, int]
    n_exact: float
    invited: tuple[int, int]
    difference: float
    power: float
    alpha: float
    two_sided: bool
    deff: float
    ratio: float
    shares: tuple[float, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        """All fields."""
        return {name: getattr(self, name) for name in self.__slots__}

    def _lines(self) -> tuple[str, list[tuple[str, str]]]:
        sides = "two-sided" if self.two_sided else "one-sided"
        lines = [
            ("answers needed", f"{self.n[0]:,} and {self.n[1]:,}"),
            ("units to draw", f"{self.invited[0]:,} and {self.invited[1]:,}"),
            ("difference", f"{self.difference:.4g}"),
            ("power", f"{self.power:.1%}"),
            ("test", f"{sides}, alpha {self.alpha:g}"),
            ("design effect", f"{self.deff:.4g}"),
        ]
        if self.shares:
            lines.insert(2, ("shares", f"{self.shares[0]:.4g} and {self.shares[1]:.4g}"))
        return f"Comparison of two {self.figure}", lines

    def __repr__(self) -> str:
        return text(*self._lines())

    def _repr_html_(self) -> str:
        return html(*self._lines())


def _pair(value: Any, name: str) -> tuple[float, float]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) != 2:
            raise DesignError(f"{name}: found {value!r}, expected one number, or two: one of each group")
        return number_of(value[0], name, infinite=True), number_of(value[1], name, infinite=True)
    both = number_of(value, name, infinite=True)
    return both, both


def _options(
    alpha: float,
    two_sided: bool,
    ratio: float,
    deff: float,
    overlap: float,
    correlation: float,
    population: Any,
    df: float | None,
) -> Any:
    if not isinstance(two_sided, bool):
        raise DesignError(f"two_sided={two_sided!r}, expected True or False")
    sizes = _pair(math.inf if population is None else population, "population")
    return _core.ComparisonOptions(
        number_of(alpha, "alpha"),
        two_sided,
        number_of(ratio, "ratio"),
        number_of(deff, "deff"),
        number_of(overlap, "overlap", above=-math.ulp(0.0)),
        number_of(correlation, "correlation", above=-math.inf),
        *sizes,
        0.0 if df is None else number_of(df, "df", infinite=True),
    )


def _sizes(exact: float, ratio: float, population: Any) -> tuple[int, int]:
    most = _pair(math.inf if population is None else population, "population")
    first = whole_size(exact)
    sizes = first, whole_size(exact * ratio if ratio != 1 else first)
    return int(min(sizes[0], most[0])), int(min(sizes[1], most[1]))


def _all_but_one(**given: float | None) -> None:
    absent = [name for name, value in given.items() if value is None]
    if len(absent) != 1:
        raise DesignError(
            f"found {len(given) - len(absent)} of {', '.join(given)}, expected all but one: it is computed"
        )


def compare_means(
    *,
    sd: float | Sequence[float],
    difference: float | None = None,
    n: float | None = None,
    power: float | None = None,
    alpha: float = 0.05,
    two_sided: bool = True,
    ratio: float = 1.0,
    deff: float = 1.0,
    overlap: float = 0.0,
    correlation: float = 0.0,
    population: float | Sequence[float] | None = None,
    df: float | None = None,
    response_rate: float = 1.0,
) -> ComparisonPlan:
    """Size, power or detectable difference of a comparison of two means.

    Give two of `difference`, `n` and `power`: the third is computed.

    Parameters
    ----------
    sd : float or pair
        Standard deviation, of both groups or of each.
    difference : float
        Between the means.
    n : float
        Answers in the first group.
    power : float
        Chance of finding the difference.
    alpha : float
        Chance of a false alarm.
    two_sided : bool
        Whether the test looks both ways.
    ratio : float
        Size of the second group over that of the first.
    deff : float
        Design effect of both groups.
    overlap : float
        Share of the first sample that is also in the second, as in a panel.
    correlation : float
        Of the variable between both, in the units that are in both.
    population : float or pair, optional
        Units in each population, for the finite population correction.
    df : float, optional
        Degrees of freedom of the test, those of the design; by default n1 + n2 - 2; ``math.inf``: normal.
    response_rate : float
        Share of drawn units that answer.

    Returns
    -------
    ComparisonPlan

    Notes
    -----
    Power of the t test by the noncentral t distribution, both tails counted; the formulas are in
    docs/methods/sample_size.md.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences; Valliant, Dever and Kreuter (2013), Practical
    Tools for Designing and Weighting Survey Samples, chapter 4.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.plan.compare_means(sd=1, difference=0.5, power=0.9).n
    (86, 86)
    >>> round(ek.plan.compare_means(sd=12, n=400, power=0.8, deff=1.8).difference, 2)
    3.19
    """
    _all_but_one(difference=difference, n=n, power=power)
    sds = _pair(sd, "sd")
    options = _options(alpha, two_sided, ratio, deff, overlap, correlation, population, df)
    gap = None if difference is None else number_of(difference, "difference", above=-math.inf)
    if gap is not None and n is None:
        exact = _core.size_for_means(gap, *sds, number_of(power, "power"), options)
    else:
        exact = number_of(n, "n")
    if gap is None:
        gap = _core.detectable_means(*sds, exact, number_of(power, "power"), options)
    sizes = _sizes(exact, ratio, population)
    reached = _core.power_of_means(gap, *sds, sizes[0], options)
    return _plan("means", exact, sizes, gap, reached, alpha, two_sided, deff, ratio, response_rate, None)


def compare_shares(
    *,
    p1: float,
    p2: float | None = None,
    n: float | None = None,
    power: float | None = None,
    above: bool = True,
    alpha: float = 0.05,
    two_sided: bool = True,
    ratio: float = 1.0,
    deff: float = 1.0,
    overlap: float = 0.0,
    correlation: float = 0.0,
    population: float | Sequence[float] | None = None,
    response_rate: float = 1.0,
) -> ComparisonPlan:
    """Size, power or detectable difference of a comparison of two shares.

    Give two of `p2`, `n` and `power`: the third is computed.

    Parameters
    ----------
    p1, p2 : float
        The shares.
    n, power, alpha, two_sided, ratio, deff, overlap, correlation, population, response_rate
        As `compare_means`.
    above : bool
        Where `p2` is computed: look for it over `p1`, else under it.

    Returns
    -------
    ComparisonPlan

    Notes
    -----
    The test has the pooled share under no difference: power = Phi((abs(p1 - p2) - z sqrt(V0)) / sqrt(V)) and the
    other tail.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, chapter 4.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.plan.compare_shares(p1=0.5, p2=0.75, power=0.9).n
    (77, 77)
    >>> round(ek.plan.compare_shares(p1=0.4, n=1000, power=0.8, deff=1.5).shares[1], 3)
    0.476
    """
    _all_but_one(p2=p2, n=n, power=power)
    first = number_of(p1, "p1", above=-math.ulp(0.0))
    options = _options(alpha, two_sided, ratio, deff, overlap, correlation, population, math.inf)
    second = None if p2 is None else number_of(p2, "p2", above=-math.ulp(0.0))
    if second is not None and n is None:
        exact = _core.size_for_shares(first, second, number_of(power, "power"), options)
    else:
        exact = number_of(n, "n")
    if second is None:
        second = _core.detectable_share(first, bool(above), exact, number_of(power, "power"), options)
    sizes = _sizes(exact, ratio, population)
    reached = _core.power_of_shares(first, second, sizes[0], options)
    both = (first, second)
    return _plan("shares", exact, sizes, second - first, reached, alpha, two_sided, deff, ratio, response_rate, both)


def _plan(
    figure: str,
    exact: float,
    sizes: tuple[int, int],
    difference: float,
    power: float,
    alpha: float,
    two_sided: bool,
    deff: float,
    ratio: float,
    response_rate: float,
    shares: tuple[float, float] | None,
) -> ComparisonPlan:
    rate = rate_of(response_rate)
    return ComparisonPlan(
        figure=figure,
        n=sizes,
        n_exact=exact,
        invited=(whole_size(sizes[0] / rate), whole_size(sizes[1] / rate)),
        difference=difference,
        power=power,
        alpha=float(alpha),
        two_sided=two_sided,
        deff=float(deff),
        ratio=float(ratio),
        shares=shares,
    )
