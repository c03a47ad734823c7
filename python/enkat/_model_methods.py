"""The regression models of a `Design`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from enkat import models

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
            Size of the negative binomial: variance = mu + mu^2 / theta.
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
