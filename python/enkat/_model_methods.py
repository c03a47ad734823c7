"""The regression models of a `Design`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from enkat import kaplan_meier, likelihood_models, models, multinomial

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["ModelMethods"]


class ModelMethods:
    """What `Design` can do with formulas."""

    __slots__ = ()

    def glm(
        self,
        formula: str,
        *,
        family: str = "gaussian",
        link: str | None = None,
        theta: float | None = None,
        offset: str | None = None,
        where: Any = None,
        missing: Literal["exclude", "error"] = "exclude",
        level: float = 0.95,
        df: float | None = None,
    ) -> models.Regression:
        """Generalised linear model with standard errors under the design.

        Parameters
        ----------
        formula : str
            ``"y ~ x + C(group) + a:b + log(z) + I(x^2) + offset(e)"``. Columns of text or categories are factors with
            treatment coding, the first level that has rows being the reference; ``C(x)`` makes a factor of numbers,
            ``C(x, 'b')`` chooses the reference. Needs the extra ``models``.
        family : str
            "gaussian", "binomial" (a response of 0 and 1, shares, or two categories, the second one being 1),
            "poisson", "gamma", "inverse_gaussian", "negative_binomial", or "quasi:mu", "quasi:mu^2", ... with the
            variance function.
        link : str, optional
            "identity", "log", "logit", "probit", "cloglog", "cauchit", "inverse", "inverse_squared", "sqrt"; by default
            the canonical link, log for the negative binomial.
        theta : float, optional
            Size of the negative binomial: variance = mu + mu^2 / theta; by default estimated by maximum likelihood.
            Standard errors of coefficients are those with theta known, the two being independent at first order.
        offset : str, optional
            A column or expression added to the linear predictor.
        where, missing, level
            As `mean`; a row with a missing value in any variable is left out, as a domain.
        df : float, optional
            Degrees of freedom of tests and intervals; by default those of the design + 1 - number of coefficients.

        Returns
        -------
        Regression
            Coefficients with `t`, `p_value`, `vcov`, `wald_test`, `predict`, `odds_ratios`, ...

        Raises
        ------
        DesignError
            The formula cannot be read.
        DataError
            A column is not there, is a linear combination of others, or the response does not suit the family.
        ConvergenceError
            A column separates the responses, or the coefficients do not settle; the message names the column.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 3.0, 2.0, 5.0, 4.0], "x": [1.0, 2.0, 3.0, 4.0, 5.0]})
        >>> r = d.glm("y ~ x")
        >>> round(r["x"].estimate, 3), round(r["x"].se, 3)
        (0.8, 0.228)
        """
        return models.glm(
            cast("Design", self),
            formula,
            family=family,
            link=link,
            theta=theta,
            offset=offset,
            where=where,
            missing=missing,
            level=level,
            df=df,
        )

    def ordinal(
        self,
        formula: str,
        *,
        information: Literal["observed", "differences"] = "observed",
        where: Any = None,
        missing: Literal["exclude", "error"] = "exclude",
        level: float = 0.95,
        df: float | None = None,
    ) -> models.Regression:
        """Proportional odds model of an ordered response: logit P(y <= k) = zeta_k - x'b.

        Parameters
        ----------
        formula : str
            As in `glm`; the response is a column of categories in their order, or numbers taken as categories. The
            thresholds, named "a|b", stand after the coefficients.
        information : {"observed", "differences"}
            "differences" takes second derivatives by central differences with step 0.001, as R's polr and svyolr do;
            standard errors then agree with theirs, and are coarse for columns of large numbers.
        where, missing, level, df
            As `glm`.

        Returns
        -------
        Regression

        Raises
        ------
        ConvergenceError
            A column separates the levels; the message names it.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1, 1, 2, 2, 3, 3, 2, 1], "x": [1.0, 2.0, 2.0, 4.0, 5.0, 3.0, 1.0, 3.0]})
        >>> r = d.ordinal("y ~ x")
        >>> r.names
        ['x', '1|2', '2|3']
        """
        return likelihood_models.ordinal(
            cast("Design", self), formula, information=information, where=where, missing=missing, level=level, df=df
        )

    def multinomial(
        self,
        formula: str,
        *,
        reference: Any = None,
        where: Any = None,
        missing: Literal["exclude", "error"] = "exclude",
        level: float = 0.95,
        df: float | None = None,
    ) -> models.Regression:
        """Multinomial logit model of a response with unordered levels: log P(y = k) / P(y = reference) = x'b_k.

        Parameters
        ----------
        formula : str
            As in `glm`; the response is a column of categories, or numbers taken as categories.
        reference : optional
            The level of the response that the others are compared with; by default the first that has rows.
        where, missing, level
            As `glm`.
        df : float, optional
            By default the degrees of freedom of the design + 1 - columns of one equation.

        Returns
        -------
        Regression
            Coefficients under the keys "response" and "term"; `wald_test` tests a term in all equations;
            `exponentiated` gives odds ratios against the reference; `predict`, `marginal_means` and `marginal_effects`
            give shares of every level.

        Raises
        ------
        ConvergenceError
            A column separates the levels; the message names it.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": list("aabbccabc"), "x": [1.0, 2.0, 2.0, 4.0, 5.0, 3.0, 3.0, 1.0, 4.0]})
        >>> r = d.multinomial("y ~ x")
        >>> r.names
        ['b:(Intercept)', 'b:x', 'c:(Intercept)', 'c:x']
        >>> [round(v, 3) for v in r.predict({"x": [3.0]}).estimate]
        [0.312, 0.405, 0.284]
        """
        return multinomial.multinomial(
            cast("Design", self), formula, reference=reference, where=where, missing=missing, level=level, df=df
        )

    def cox(
        self,
        formula: str,
        *,
        where: Any = None,
        missing: Literal["exclude", "error"] = "exclude",
        level: float = 0.95,
        df: float | None = None,
    ) -> models.Regression:
        """Proportional hazards (Cox) model, Efron's treatment of ties.

        Parameters
        ----------
        formula : str
            ``"Surv(time, event) ~ x + group + strata(region)"``: `event` is 1 for an event and 0 for censoring; every
            stratum has a baseline hazard of its own. ``Surv(entry, time, event)`` where rows are at risk from a time
            of entry on (left truncation).
        where, missing, level, df
            As `glm`.

        Returns
        -------
        Regression
            `exponentiated()` gives hazard ratios.

        Raises
        ------
        ConvergenceError
            A column separates rows with events from those without; the message names it.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"t": [5.0, 3.0, 8.0, 2.0, 9.0, 4.0], "e": [1, 1, 0, 1, 1, 1], "x": [1, 2, 1, 1, 0, 2]})
        >>> round(d.cox("Surv(t, e) ~ x")["x"].estimate, 4)
        1.4609
        """
        return likelihood_models.cox(cast("Design", self), formula, where=where, missing=missing, level=level, df=df)

    def kaplan_meier(
        self,
        formula: str,
        *,
        times: Sequence[float] | None = None,
        estimator: Literal["kaplan_meier", "nelson_aalen"] = "kaplan_meier",
        where: Any = None,
        missing: Literal["exclude", "error"] = "exclude",
        level: float = 0.95,
        ci: Literal["log", "log-log", "plain"] = "log",
        df: float | None = None,
    ) -> kaplan_meier.SurvivalCurve:
        """Survival curves with standard errors under the design.

        Parameters
        ----------
        formula : str
            ``"Surv(time, event) ~ group"``, or ``~ 1`` for one curve; ``Surv(entry, time, event)`` where rows are at
            risk from a time of entry on (left truncation).
        times : list of float, optional
            Where the curve is wanted; by default at the event times of every group.
        estimator : {"kaplan_meier", "nelson_aalen"}
            The product of 1 - d/Y, or exp of minus the sum of d/Y, which R's svykm gives.
        where, missing, level
            As `glm`.
        ci : {"log", "log-log", "plain"}
            The scale of the intervals.
        df : float, optional
            Degrees of freedom; by default those of the design.

        Returns
        -------
        SurvivalCurve
            One row per group and time; `quantile(0.5)` gives median times, `contrast` compares points.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"t": [5.0, 3.0, 8.0, 2.0, 9.0, 4.0], "e": [1, 1, 0, 1, 1, 1]})
        >>> k = d.kaplan_meier("Surv(t, e) ~ 1", times=[3, 6])
        >>> [round(v, 3) for v in k.estimate], [round(v, 3) for v in k.se]
        ([0.667, 0.333], [0.211, 0.211])
        """
        return kaplan_meier.kaplan_meier(
            cast("Design", self),
            formula,
            times=times,
            estimator=estimator,
            where=where,
            missing=missing,
            level=level,
            ci=ci,
            df=df,
        )

    def logrank(
        self,
        formula: str,
        *,
        rho: float = 0.0,
        where: Any = None,
        missing: Literal["exclude", "error"] = "exclude",
    ) -> likelihood_models.LogRank:
        """Log-rank test that groups have the same hazard.

        Parameters
        ----------
        formula : str
            ``"Surv(time, event) ~ group"``; ``+ strata(region)`` sums over strata.
        rho : float
            Events at t count S(t-)^rho: 0 all alike, 1 early ones more.
        where, missing
            As `glm`.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"t": [5.0, 3.0, 8.0, 2.0, 9.0, 4.0], "e": [1, 1, 0, 1, 1, 1], "g": list("ababba")})
        >>> d.logrank("Surv(t, e) ~ g")
        <log-rank of a, b: chi2(1) = 0.2865, p = 0.5925>
        """
        return likelihood_models.logrank(cast("Design", self), formula, rho=rho, where=where, missing=missing)
