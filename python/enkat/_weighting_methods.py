"""The weighting methods of a design; each is a line to the module that does the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from enkat import calibration, nonresponse, trimming, weighting, weighting_report
from enkat.weighting import Margins
from enkat.weighting_report import WeightingReport

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["WeightingMethods"]


def _of(self: object) -> Design:
    return cast("Design", self)


class WeightingMethods:
    """Post-stratification, raking, calibration, nonresponse, trimming, normalisation and their report."""

    __slots__ = ()

    def poststratify(self, margins: Margins, *, total: Any = None, by: str | None = None) -> Design:
        """Weights that meet one margin exactly.

        Parameters
        ----------
        margins : {column: {category: target}}
            One margin; a tuple of columns and of categories for a joint one. Targets are counts, or shares that
            sum to 1.
        total : float or {group: float}, optional
            Population size that shares refer to; by default the present sum of weights.
        by : str, optional
            Column of groups, each weighted by itself; `margins` is then ``{group: margins}``.

        Raises
        ------
        DesignError
            A category without target or without rows, or shares that do not sum to 1.
        """
        return _of(self)._weighted(*weighting.poststratify(_of(self), margins, total=total, by=by))

    def rake(
        self,
        margins: Margins,
        *,
        total: Any = None,
        by: str | None = None,
        tolerance: float = 1e-10,
        max_rounds: int = 1000,
    ) -> Design:
        """Weights that meet several margins (iterative proportional fitting); base weights are honoured.

        Parameters
        ----------
        margins : {column: {category: target}}
            Targets are counts with one total, or shares summing to 1.
        total : float or {group: float}, optional
            Population size that shares refer to; by default the present sum of weights.
        by : str, optional
            Column of groups, each weighted by itself; `margins` is then ``{group: margins}``.
        tolerance : float
            No joint cell may move by more than this part of the total weight in the last round.
        max_rounds : int
            Rounds through all margins.

        Raises
        ------
        ConvergenceError
            The margins could not be met; the message names the worst.
        DesignError
            As `poststratify`.
        """
        return _of(self)._weighted(
            *weighting.rake(_of(self), margins, total=total, by=by, tolerance=tolerance, max_rounds=max_rounds)
        )

    def calibrate(
        self,
        targets: calibration.Targets,
        *,
        method: calibration.CalibrationMethod = "linear",
        bounds: tuple[float | None, float | None] | None = None,
        aggregate_stage: int | None = None,
        variance: str | None = None,
        total: Any = None,
        by: str | None = None,
        tolerance: float = 1e-10,
        max_iterations: int = 200,
    ) -> Design:
        """Weights nearest to the present ones whose totals of auxiliary variables are known (GREG and others).

        Parameters
        ----------
        targets : dict
            ``{column: total}`` of a number; ``{column: {category: target}}`` counts or shares of all categories, with
            tuples for joint ones; ``{(column, category): count}`` of one category; ``{"(constant)": population}``.
        method : {"linear", "raking", "logit", "sinh"}
            Distance between new and old weights; linear is the generalised regression estimator.
        bounds : (float, float), optional
            Least and most of new to old weight, None for no limit; logit needs both, the others are cut off there.
        aggregate_stage : int, optional
            The factor is one number in every unit of this stage, 1 being the first.
        variance : str, optional
            Column q of working variances: g = F(x'b/q).
        total : float or {group: float}, optional
            Population that shares refer to; by default the constant's total, a margin of counts, or the sum of weights.
        by : str, optional
            Column of groups, each calibrated by itself; `targets` is then ``{group: targets}``.
        tolerance : float
            Largest gap, relative to the total.
        max_iterations : int
            Newton steps.

        Raises
        ------
        ConvergenceError
            The totals cannot be met; the message says which and why, and the smallest bounds that would do.
        DesignError
            A category is absent, shares do not sum to 1, or a collinear column contradicts the others.

        Notes
        -----
        w = d F(x'b/q) with sum w x = totals; variances are those of the residuals. See docs/methods/calibrate.md.

        References
        ----------
        Deville and Särndal (1992), JASA 87.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"x": [1.0, 2.0, 3.0], "w": [10.0, 10.0, 10.0]}, weights="w")
        >>> d.calibrate({"(constant)": 30, "x": 66}).weights.round(3).tolist()
        [7.0, 10.0, 13.0]
        """
        return _of(self)._weighted(
            *calibration.calibrate(
                _of(self),
                targets,
                method=method,
                bounds=bounds,
                aggregate_stage=aggregate_stage,
                variance=variance,
                total=total,
                by=by,
                tolerance=tolerance,
                max_iterations=max_iterations,
            )
        )

    def adjust_nonresponse(
        self,
        responded: Any,
        *,
        classes: str | Sequence[str] | None = None,
        propensity: str | Sequence[str] | None = None,
        propensity_classes: int | None = None,
        weighted: bool = True,
    ) -> Design:
        """Respondents carry the weight of those who did not answer; nonrespondents stay with weight 0.

        Parameters
        ----------
        responded : str, Condition or sequence
            A column of 1 and 0, a condition, or one truth value per row.
        classes : str or list of str, optional
            Columns whose combinations are the classes within which response is taken as random; none: one class.
        propensity : str or list of str, optional
            Instead of classes: columns of a logistic regression of responding; weights are divided by its
            probabilities.
        propensity_classes : int, optional
            Only rank rows by their propensity: this many classes of equal size, adjusted as `classes`.
        weighted : bool
            Fit the response model with the weights.

        Raises
        ------
        DesignError
            A class without respondents.
        ConvergenceError
            Variables separate respondents from nonrespondents.

        Notes
        -----
        Variances hold that the response probabilities were estimated. See docs/methods/nonresponse.md.

        References
        ----------
        Kim and Kim (2007), Canadian Journal of Statistics 35.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"sex": ["f", "f", "m", "m"], "answered": [1, 0, 1, 1]})
        >>> d.adjust_nonresponse("answered", classes="sex").weights.tolist()
        [2.0, 0.0, 1.0, 1.0]
        """
        return _of(self)._weighted(
            *nonresponse.adjust_nonresponse(
                _of(self),
                responded,
                classes=classes,
                propensity=propensity,
                propensity_classes=propensity_classes,
                weighted=weighted,
            )
        )

    def trim(
        self,
        *,
        upper: float | None = None,
        lower: float | None = None,
        quantile: float | tuple[float, float] | None = None,
        iqr: float | None = None,
        strict: bool = False,
        redistribute: trimming.Redistribute = "equal",
        by: str | None = None,
    ) -> Design:
        """Limits on weights; what is cut off goes to the weights inside the limits.

        Parameters
        ----------
        upper, lower : float, optional
            Limits of weights.
        quantile : float or (float, float), optional
            Limits as quantiles of the weights: the upper one, or both.
        iqr : float, optional
            The upper limit is the median plus this many interquartile ranges.
        strict : bool
            Repeat until every weight is inside.
        redistribute : {"equal", "proportional", "none"}
            How the part cut off is shared; "none" changes the sum of weights.
        by : str, optional
            Column of groups, each trimmed by itself.

        Raises
        ------
        DesignError
            No weights with this sum can stay inside the limits.

        Notes
        -----
        Standard errors take the trimmed weights as they are, and the design says so. See docs/methods/trim.md.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"w": [1.0, 2.0, 9.0]}, weights="w")
        >>> d.trim(upper=6).weights.tolist()
        [2.5, 3.5, 6.0]
        """
        return _of(self)._weighted(
            *trimming.trim(
                _of(self),
                upper=upper,
                lower=lower,
                quantile=quantile,
                iqr=iqr,
                strict=strict,
                redistribute=redistribute,
                by=by,
            )
        )

    def normalize(self, *, total: Any = None, by: str | None = None) -> Design:
        """Weights times a constant, so that their sum is given.

        Parameters
        ----------
        total : float or {group: float}, optional
            The sum; by default the number of rows, so that the mean weight is 1.
        by : str, optional
            Column of groups, each with a sum of its own.

        Examples
        --------
        >>> import enkat as ek
        >>> ek.Design({"w": [10.0, 30.0]}, weights="w").normalize().weights.tolist()
        [0.5, 1.5]
        """
        return _of(self)._weighted(*trimming.normalize(_of(self), total, by))

    def weighting_report(self) -> WeightingReport:
        """What weighting did: margins before and after, weights, effective size, convergence.

        Returns
        -------
        WeightingReport
            Shown as a page of tables and charts in a notebook; `plot_weights` and `plot_balance` draw with matplotlib.
        """
        return weighting_report.report(_of(self))
