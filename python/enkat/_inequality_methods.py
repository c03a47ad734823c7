"""Estimators of `Design` for incomes and for standardised rates; each is a docstring and one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from enkat import estimate
from enkat import inequality as _inequality
from enkat import standardize as _standardize
from enkat.inequality import QuintileDefinition
from enkat.results import Estimates
from enkat.weighting import Margins

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["InequalityMethods"]


class InequalityMethods:
    """Inequality, poverty and direct standardisation."""

    __slots__ = ()

    def gini(
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
        """Gini coefficients with linearised standard errors; arguments as `mean`.

        Notes
        -----
        Half the mean absolute difference of two weighted rows over the mean; see docs/methods/gini.md.

        References
        ----------
        Langel and Tillé (2013), JRSS A 176.

        Examples
        --------
        >>> import enkat as ek
        >>> round(ek.Design({"income": [1.0, 1.0, 2.0, 4.0]}).gini("income")[0].estimate, 4)
        0.3125
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _inequality.gini(r, variables)

    def quintile_share(
        self,
        variables: str | Sequence[str],
        *,
        share: float = 0.2,
        definition: QuintileDefinition = "eurostat",
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Quintile share ratios S80/S20 with linearised standard errors; other arguments as `mean`.

        Parameters
        ----------
        variables : str or list of str
            Columns of incomes.
        share : float
            The part of the population that counts as poorest and as richest.
        definition : {"eurostat", "smooth"}
            Everyone at or below the quantile and everyone above, or exactly the share of the weight on either side.

        References
        ----------
        Langel and Tillé (2011), JSPI 141; Osier (2009), Survey Research Methods 3.

        Examples
        --------
        >>> import enkat as ek
        >>> ek.Design({"income": [1.0, 2.0, 3.0, 4.0, 10.0]}).quintile_share("income", definition="smooth")[0].estimate
        10.0
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _inequality.quintile_share(r, variables, share=share, definition=definition)

    def poverty(
        self,
        variable: str,
        *,
        fraction: float = 0.6,
        of: float = 0.5,
        threshold: float | None = None,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
        df: float | None = None,
    ) -> Estimates:
        """At-risk-of-poverty rates: shares below a fraction of the median of the whole design, not of the domain.

        Parameters
        ----------
        variable : str
            Column of incomes.
        fraction : float
            Of the quantile; the rate is the share strictly below it.
        of : float
            The quantile, 0.5 being the median.
        threshold : float, optional
            A threshold that is known, instead of `fraction` and `of`.
        by, where, missing, level, ci, df
            As `proportion`; `by` keeps the median of all rows, `where` takes the median of the rows it keeps.

        Returns
        -------
        Estimates
            One row per domain; the key "threshold" holds the threshold.

        Notes
        -----
        The sampling error of the threshold is part of the standard error; see docs/methods/poverty.md.

        References
        ----------
        Deville (1999), Survey Methodology 25; Osier (2009), Survey Research Methods 3.

        Examples
        --------
        >>> import enkat as ek
        >>> r = ek.Design({"income": [1.0, 4.0, 5.0, 6.0, 9.0]}).poverty("income")
        >>> r[0].estimate, r[0].keys["threshold"]
        (0.2, 3.0)
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _inequality.poverty(r, variable, fraction=fraction, of=of, threshold=threshold)

    def standardize(
        self,
        variables: str | Sequence[str],
        standard: Margins,
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Directly standardised means and shares: every domain with the standard population's classes.

        Parameters
        ----------
        variables : str or list of str
            Columns: numbers give means, categories shares.
        standard : {column: {category: number or share}}
            The standard population; a tuple of columns and of categories for joint classes. Rows of a class without
            a number are left out.
        by, where, missing, level, ci, df
            As `mean`.

        Notes
        -----
        The sum over classes of the standard's share times the mean in the class; see docs/methods/standardize.md.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"ill": [0.0, 1.0, 1.0, 1.0], "age": ["young", "young", "old", "old"]})
        >>> round(d.standardize("ill", {"age": {"young": 0.8, "old": 0.2}})[0].estimate, 3)
        0.6
        """
        design = cast("Design", self)
        r = estimate.checked(design, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return _standardize.standardize(r, variables, standard)
