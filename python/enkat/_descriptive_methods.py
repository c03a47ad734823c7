"""Estimators of `Design` that describe a distribution; each is a docstring and one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from enkat import covariance as _covariance
from enkat import estimate
from enkat import quantile as _quantile
from enkat.covariance import CorrelationInterval
from enkat.quantile import QuantileInterval, QuantileRule
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["DescriptiveMethods"]


class DescriptiveMethods:
    """Quantiles, the distribution function, second moments, net promoter scores."""

    __slots__ = ()

    def quantile(
        self,
        variables: str | Sequence[str],
        probs: float | Sequence[float] = (0.25, 0.5, 0.75),
        *,
        rule: QuantileRule = "math",
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: QuantileInterval = "mean",
        df: float | None = None,
    ) -> Estimates:
        """Quantiles of numbers with Woodruff intervals.

        Parameters
        ----------
        variables : str or list of str
            Columns of numbers; rows with a missing value in any of them are left out, as a domain.
        probs : float or list of float
            Shares between 0 and 1; 0.5 is the median.
        rule : {"math", "school", "hf1", ..., "hf9"}
            Which value between two rows: "math" (hf1) the first value whose cumulated share reaches the probability,
            "school" (hf2) the mean of two on equality, hf3 to hf9 as numbered by Hyndman and Fan, with weights.
        ci : {"mean", "beta", "xlogit", "asin", "score", "none"}
            How the interval of the share at or below the estimate is made, before it is turned back by the rule.
        by, where, missing, level, df
            As `mean`.

        Returns
        -------
        Estimates
            One row per domain, variable and probability (key "quantile"); se is the width of the interval over 2 t.

        Raises
        ------
        DesignError
            A probability outside (0, 1), an unknown rule or interval.

        Notes
        -----
        A limit is missing, and the row says so, where the interval of the share leaves 0 to 1. See
        docs/methods/quantile.md.

        References
        ----------
        Woodruff (1952), JASA 47; Hyndman and Fan (1996), The American Statistician 50.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 5.0, 2.0, 9.0, 4.0, 3.0, 8.0, 7.0]})
        >>> r = d.quantile("y", 0.5)
        >>> r[0].estimate, r[0].ci_low, r[0].ci_high
        (4.0, 2.0, 9.0)
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _quantile.quantile(r, variables, probs, rule=rule)

    def cdf(
        self,
        variables: str | Sequence[str],
        at: float | Sequence[float],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
        df: float | None = None,
    ) -> Estimates:
        """Shares at or below given values: the weighted distribution function; other arguments as `mean`.

        Parameters
        ----------
        variables : str or list of str
            Columns of numbers.
        at : float or list of float
            The values.

        Returns
        -------
        Estimates
            One row per domain, variable and value (key "at").

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 3.0], "w": [1.0, 1.0, 2.0]}, weights="w")
        >>> d.cdf("y", [1.5, 2]).estimate
        [0.25, 0.5]
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _quantile.cdf(r, variables, at)

    def variance(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Population variances of numbers, one row for each; arguments as `mean`.

        Notes
        -----
        n / (n - 1) times the weighted mean of squared deviations, n the rows of non-zero weight of the domain.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 6.0], "x": [2.0, 2.0, 5.0]})
        >>> [round(v, 4) for v in d.variance(["y", "x"]).estimate]
        [7.0, 3.0]
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _covariance.second_moments(r, variables, "variance")

    def covariance(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Population variances and covariances of all pairs of numbers, with standard errors; arguments as `mean`.

        Returns
        -------
        Estimates
            One row per domain and pair (keys "variable" and "other"); a variable with itself is its variance.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 6.0], "x": [2.0, 2.0, 5.0]})
        >>> round(d.covariance(["y", "x"])["y:x"].estimate, 4)
        4.5
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _covariance.second_moments(r, variables, "covariance")

    def correlation(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: CorrelationInterval = "fisher",
        df: float | None = None,
    ) -> Estimates:
        """Correlations of all pairs of two numbers, with linearised standard errors; other arguments as `mean`.

        Parameters
        ----------
        variables : list of str
            At least two columns of numbers.
        ci : {"fisher", "t"}
            On Fisher's scale, which stays within -1 and 1, or estimate -+ t se.

        Returns
        -------
        Estimates
            One row per domain and pair (keys "variable" and "other").

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 6.0], "x": [2.0, 2.0, 5.0]})
        >>> round(d.correlation(["y", "x"])[0].estimate, 4)
        0.982
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _covariance.second_moments(r, variables, "correlation")

    def nps(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Net promoter scores of answers from 0 to 10, in points: share of 9 and 10 minus share of 0 to 6.

        Arguments as `mean`. An answer outside 0 to 10 is a `DataError`.

        References
        ----------
        Reichheld (2003), The one number you need to grow, Harvard Business Review.

        Examples
        --------
        >>> import enkat as ek
        >>> ek.Design({"q": [10.0, 9.0, 7.0, 3.0]}).nps("q")[0].estimate
        25.0
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _covariance.nps(r, variables)
