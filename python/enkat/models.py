"""Regression models: the engine fits, this module names things. Reached as `Design.glm`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._arguments import number_of
from enkat._saving import Saved
from enkat.errors import DataError, DesignError, SurveyError
from enkat.formula import Formula, Variables, parse_formula
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["Regression", "TermTest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTest(Saved):
    """A test that the coefficients of some terms are all zero.

    Attributes
    ----------
    terms : tuple of str
        What was tested.
    method : str
        "wald" or "lrt".
    statistic, df, ddf, p_value : float
        F on `df` and `ddf` degrees of freedom (wald); twice the difference of log likelihoods (lrt).
    """

    terms: tuple[str, ...]
    method: str
    statistic: float
    df: float
    ddf: float
    p_value: float

    def __repr__(self) -> str:
        what = f"F({self.df:g}, {self.ddf:g})" if self.method == "wald" else f"LRT({self.df:g}, {self.ddf:g})"
        return f"<{' + '.join(self.terms)}: {what} = {self.statistic:.4g}, p = {self.p_value:.4g}>"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Regression(Estimates):
    """Coefficients of a fitted model, one row per column of the model matrix.

    Attributes
    ----------
    formula, family, link : str
        The model.
    t, p_value : sequence of float
        estimate / se and its two-sided p value on `df_residual` degrees of freedom.
    df_residual : float
        Degrees of freedom of the design (of the rows used) + 1 - number of coefficients; `df` of every row.
    dispersion : float
        Pearson's chi-square, with weights that sum to the rows used, over (rows - coefficients).
    log_likelihood : float
        Of models fitted by likelihood (`cox`, `ordinal`), with weights that sum to the rows used.
    iterations : int
        Steps of scoring.
    theta : float
        Size of a negative binomial model, given or estimated; NaN for other families.
    """

    formula: str = ""
    family: str = ""
    link: str = ""
    t: Sequence[float] = ()
    p_value: Sequence[float] = ()
    df_residual: float = math.nan
    dispersion: float = math.nan
    log_likelihood: float = math.nan
    iterations: int = 0
    theta: float = math.nan
    fit: Any = field(default=None, repr=False, metadata={"live": True})
    """What predictions need: the model matrix and the design; None in a result that was read from a file."""

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """Every column in order: t and p_value stand after the standard error."""
        out: dict[str, Sequence[Any]] = {}
        for name, values in Estimates.columns(self, language=language).items():
            out[name] = values
            if name == "se":
                out["t"], out["p_value"] = self.t, self.p_value
        return out

    def _live(self) -> Any:
        if self.fit is None:
            raise SurveyError(
                "the model was read from a file, which keeps its numbers and not the data; fit it again for "
                "predictions and tests of terms"
            )
        return self.fit

    @property
    def deviance(self) -> float:
        """The deviance with weights that sum to the rows used; -2 log likelihood of models fitted by likelihood."""
        if "deviance" not in self._cache:
            self._cache["deviance"] = self.fit.deviance()
        deviance: float = self._cache["deviance"]
        return deviance

    @property
    def fitted(self) -> Any:
        """Fitted means of the rows used, in their order, as a numpy array."""
        return self._live().fitted(self)

    def wald_test(self, terms: str | Sequence[str]) -> TermTest:
        """Wald test that the coefficients of terms are all zero.

        Parameters
        ----------
        terms : str or list of str
            Terms as in the formula: ``"group"``, ``["a", "a:b"]``.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 3.0, 2.0, 5.0, 4.0], "x": [1.0, 2.0, 3.0, 4.0, 5.0]})
        >>> d.glm("y ~ x").wald_test("x")
        <x: F(1, 3) = 12.31, p = 0.03925>
        """
        names = (terms,) if isinstance(terms, str) else tuple(terms)
        which = self._live().columns_of(names)
        f, df, ddf, p = _core.wald_test(list(self.estimate), self.vcov, which, self.df_residual)
        return TermTest(terms=names, method="wald", statistic=f, df=df, ddf=ddf, p_value=p)

    def lrt_test(self, terms: str | Sequence[str]) -> TermTest:
        """Working (Rao-Scott) likelihood-ratio test that the coefficients of terms are all zero.

        The model is fitted again without the terms, on the same rows; the drop of the deviance is compared with its
        distribution under the design. Better than Wald's test where coefficients are large or clusters few.

        Parameters
        ----------
        terms : str or list of str
            Terms as in the formula.

        References
        ----------
        Lumley and Scott (2014), Australian and New Zealand Journal of Statistics 56.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1, 0, 0, 1, 1, 1, 0, 1], "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1.0, 3.0]})
        >>> d.glm("y ~ x", family="binomial").lrt_test("x")
        <x: LRT(1, 6) = 2.444, p = 0.1432>
        """
        names = (terms,) if isinstance(terms, str) else tuple(terms)
        drop, information = self.fit.without(names)
        which = self.fit.columns_of(names)
        x2, df, ddf, p = _core.working_likelihood_ratio_test(drop, information, self.vcov, which, self.df_residual)
        return TermTest(terms=names, method="lrt", statistic=x2, df=df, ddf=ddf, p_value=p)

    def predict(
        self, frame: Any = None, *, type: Literal["response", "link"] = "response", level: float | None = None
    ) -> Estimates:
        """Fitted means of new rows, with standard errors.

        Parameters
        ----------
        frame : dataframe, optional
            Rows with the variables of the formula; by default the data of the model.
        type : {"response", "link"}
            The scale. Limits of means are those of the linear predictor, transformed.
        level : float, optional
            Confidence level, by default that of the model.

        Returns
        -------
        Estimates
            One row per row of the frame under the key "row", from 0; a row with a missing variable has status "x".

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 3.0, 2.0, 5.0, 4.0], "x": [1.0, 2.0, 3.0, 4.0, 5.0]})
        >>> p = d.glm("y ~ x").predict({"x": [6.0]})
        >>> round(p.estimate[0], 3), round(p.se[0], 3)
        (5.4, 0.91)
        """
        from enkat.margins import predict

        return predict(self, frame, scale=type, level=self.level if level is None else level)

    def marginal_means(self, variable: str, *, at: Sequence[Any] | None = None) -> Estimates:
        """Mean response if every row had the same value of a variable, for each of several values.

        Parameters
        ----------
        variable : str
            A column of the formula.
        at : list, optional
            Values; by default every level of a factor. Numbers need them.

        Returns
        -------
        Estimates
            One row per value; `contrast` compares them. Standard errors are those of the coefficients by the delta
            method, the rows being taken as given.

        Examples
        --------
        >>> import enkat as ek
        >>> data = {"y": [1.0, 3.0, 2.0, 5.0, 4.0, 3.0], "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "g": list("aabbab")}
        >>> m = ek.Design(data).glm("y ~ x + g").marginal_means("g")
        >>> [round(e, 3) for e in m.estimate]
        [3.062, 2.938]
        >>> round(m.contrast("b - a").estimate[0], 3)
        -0.125
        """
        from enkat.margins import marginal_means

        return marginal_means(self, variable, at)

    def marginal_effects(self, variables: str | Sequence[str] | None = None) -> Estimates:
        """Average marginal effects: by how much the mean response changes with each variable, averaged over the rows.

        Parameters
        ----------
        variables : str or list of str, optional
            Columns; by default all of the formula.

        Returns
        -------
        Estimates
            For a number the average derivative; for a factor the marginal mean of every level minus that of the
            reference. Standard errors as for `marginal_means`.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 3.0, 2.0, 5.0, 4.0, 3.0], "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
        >>> r = d.glm("y ~ x")
        >>> abs(r.marginal_effects("x").estimate[0] - r["x"].estimate) < 1e-10
        True
        """
        from enkat.margins import marginal_effects

        return marginal_effects(self, variables)

    def exponentiated(self) -> Estimates:
        """exp(coefficient): odds ratios (logit), rate ratios (log), hazard ratios; the intercept is left out.

        Intervals are those of the coefficients, transformed; standard errors are by the delta method.
        """
        keep = self.fit.slopes()
        ratio = [math.exp(self.estimate[i]) for i in keep]
        v = self.vcov

        def covariance() -> Any:
            import numpy as np

            return v[np.ix_(keep, keep)] * np.outer(ratio, ratio)

        def pick(values: Sequence[Any]) -> list[Any]:
            return [values[i] for i in keep]

        return Estimates(
            statistic=_RATIOS.get(self.link, "exp(coefficient)"),
            keys={k: pick(values) for k, values in self.keys.items()},
            estimate=ratio,
            se=[r * self.se[i] for r, i in zip(ratio, keep, strict=True)],
            ci_low=[math.exp(self.ci_low[i]) for i in keep],
            ci_high=[math.exp(self.ci_high[i]) for i in keep],
            df=pick(self.df),
            n=pick(self.n),
            n_weighted=pick(self.n_weighted),
            n_effective=pick(self.n_effective),
            base=pick(self.base),
            status=pick(self.status),
            reason=pick(self.reason),
            level=self.level,
            ci=self.ci,
            design_df=self.design_df,
            missing=self.missing,
            notes=self.notes,
            title=f"{_RATIOS.get(self.link, 'exp(coefficient)')}s of {self.formula}",
            labels=self.labels,
            library=self.library,
            covariance=covariance,
        )

    def odds_ratios(self) -> Estimates:
        """Odds ratios of a model with the logit link; see `exponentiated`."""
        if self.link not in ("logit", "cumulative logit", "baseline logit"):
            raise DesignError(f"odds ratios need the logit link, found {self.link!r}; exponentiated() is for any link")
        return self.exponentiated()

    def rate_ratios(self) -> Estimates:
        """Rate ratios of a model with the log link; see `exponentiated`."""
        if self.link != "log":
            raise DesignError(f"rate ratios need the log link, found {self.link!r}; exponentiated() is for any link")
        return self.exponentiated()


_RATIOS = {
    "logit": "odds ratio",
    "cumulative logit": "odds ratio",
    "baseline logit": "odds ratio",
    "log": "rate ratio",
    "log hazard": "hazard ratio",
}


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What stays of a fit for predictions and tests of terms."""

    design: Any
    formula: Formula
    core: Any
    offset: Any
    offsets: str
    """The expression of the offset, empty without one."""
    family: str
    theta: float

    def columns_of(self, terms: Sequence[str]) -> list[int]:
        """The columns of the model matrix that belong to some terms."""
        wanted = {self.formula.term_index(t) for t in terms}
        return [j for j, t in enumerate(self.core.matrix.term_of_column) if t in wanted]

    def without(self, terms: Sequence[str]) -> tuple[float, Any]:
        """By how much the deviance grows without some terms, and the inverse information with them."""
        gone = {self.formula.term_index(t) for t in terms}
        kept = tuple(t for i, t in enumerate(self.formula.terms) if i not in gone)
        # factors keep the columns they have in the whole model
        given = terms_of(self.formula, Variables(self.design._columns))
        reduced = [t for i, t in enumerate(given) if i not in gone]
        if not kept:
            raise DesignError(f"terms: {', '.join(map(repr, terms))} are the whole model, expected some of its terms")
        rows = self.design.where(self.core.matrix.used == 1)
        variables = Variables(rows._columns)
        response = response_of(variables.variable(str(self.formula.response)), str(self.formula.response), self.family)
        core = _core.glm(
            rows._core,
            str(self.formula.response),
            response,
            reduced,
            self.offset,
            self.family,
            self.core.link,
            self.theta,
            MAX_ITERATIONS,
            rows._threads,
        )
        return core.deviance() - self.core.deviance(), self.core.inverse_information()

    def deviance(self) -> float:
        deviance: float = self.core.deviance()
        return deviance

    @property
    def used(self) -> Any:
        """1 for the rows of the model."""
        return self.core.matrix.used

    def averages(self, result: Regression, fixed: dict[str, Any]) -> list[tuple[float, list[float]]]:
        """The mean response with some columns replaced, and its derivatives by the coefficients."""
        variables = Variables(self.design._columns, fixed)
        matrix = _core.ModelMatrix(terms_of(self.formula, variables), self.used, self.core.matrix)
        offset = variables.variable(self.offsets) if self.offsets else None
        value, gradient = _core.average_response(
            self.design._core, matrix, result.link, list(result.estimate), offset, self.design._threads
        )
        return [(value, list(gradient))]

    def slopes(self) -> list[int]:
        """The columns that are no intercept."""
        return [j for j, t in enumerate(self.core.matrix.term_of_column) if self.formula.terms[t]]

    def fitted(self, result: Regression) -> Any:
        matrix = self.core.matrix
        eta = matrix.linear_predictor(list(result.estimate), self.design._threads)
        if self.offset is not None:
            eta = eta + self.offset.values
        return _core.means_of(result.link, eta[matrix.used == 1])


def glm(
    design: Design,
    formula: str,
    *,
    family: str,
    link: str | None,
    theta: float | None,
    offset: str | None,
    where: Any,
    missing: Literal["exclude", "error"],
    level: float,
    df: float | None,
) -> Regression:
    """See `Design.glm`."""
    check_options(level, missing)
    for argument, value in {"family": family, "link": link, "offset": offset}.items():
        if not isinstance(value, str) and (value is not None or argument == "family"):
            raise DesignError(f"{argument}={value!r}, expected a name")
    used = design if where is None else design.where(where)
    parsed = parse_formula(formula)
    if parsed.response is None:
        raise DesignError(f"formula: {formula!r} has no response, expected 'y ~ x'")
    variables = Variables(used._columns)
    response = response_of(variables.variable(parsed.response), parsed.response, family)
    terms = terms_of(parsed, variables)
    offsets = [*parsed.offsets, *([offset] if offset is not None else [])]
    added_up = " + ".join(f"({o})" for o in offsets)
    added = variables.variable(added_up) if offsets else None
    left_out = missing_of(
        used, missing, {parsed.response: response, **{v: variables.variable(v) for v in parsed.variables}}
    )
    size = theta_of(family, theta)
    if size is None:
        size = _core.negative_binomial_theta(
            used._core, parsed.response, response, terms, added, link, MAX_ITERATIONS, used._threads
        )
    core = _core.glm(
        used._core, parsed.response, response, terms, added, family, link, size, MAX_ITERATIONS, used._threads
    )
    fit = Fit(used, parsed, core, added, added_up, family, size)
    return regression(
        fit,
        names=core.matrix.names,
        level=level,
        df=df,
        missing=left_out,
        title=formula,
        link=core.link,
        dispersion=core.dispersion,
        theta=size or math.nan,
    )


MAX_ITERATIONS = 50


def check_options(level: float, missing: str) -> None:
    """The arguments all models share."""
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise DesignError(f"level={level!r}, expected a number between 0 and 1, for example 0.95")
    if missing not in ("exclude", "error"):
        raise DesignError(f"missing={missing!r}, expected 'exclude' or 'error'")


def theta_of(family: str, theta: float | None) -> float | None:
    """The size of a negative binomial model; None: to be estimated."""
    if family != "negative_binomial":
        if theta is not None:
            raise DesignError(f"theta={theta!r} is only for family='negative_binomial'")
        return 0.0
    return None if theta is None else number_of(theta, "theta")


def terms_of(formula: Formula, variables: Variables) -> list[list[tuple[str, Any, bool]]]:
    """Terms as the engine takes them."""
    columns = {v: variables.variable(v) for v in formula.variables}
    factors = {v for v, column in columns.items() if isinstance(column, _core.Categories)}
    return [[(v, columns[v], formula.full(term, v, factors)) for v in term] for term in formula.terms]


def response_of(column: Any, name: str, family: str) -> Any:
    """The response as numbers; two categories under binomial: 0 for the first, 1 for the others."""
    if isinstance(column, _core.Numbers):
        return column
    if "binomial" not in family or family.startswith("negative"):
        raise DataError(f"formula: the response {name!r} holds categories, expected numbers for family={family!r}")
    import numpy as np

    codes = column.codes
    return _core.Numbers((codes > 0).astype(np.float64), (codes >= 0).astype(np.uint8), name)


def missing_of(design: Design, missing: str, columns: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Rows left out by variable and kind of missing."""
    out: dict[str, dict[str, int]] = {}
    for name, column in columns.items():
        count = _core.missing_rows(design._core, column)
        if not count:
            continue
        if missing == "error":
            raise DataError(
                f"column {name!r} is missing in {count} rows of the domain; give missing='exclude' to leave them out"
            )
        kinds = design._missing_kinds(name) if design._columns.has(name) else None
        out[name] = kinds or {"no_answer": count}
    return out


def regression(
    fit: Any,
    *,
    names: Sequence[str],
    level: float,
    df: float | None,
    missing: dict[str, dict[str, int]],
    title: str,
    link: str,
    dispersion: float = math.nan,
    log_likelihood: float = math.nan,
    theta: float = math.nan,
) -> Regression:
    """The engine's fit as a result."""
    from enkat.estimate import no_variance, states

    design, core = fit.design, fit.core
    e = core.estimates
    used_df = core.df_residual if df is None else number_of(df, "df", infinite=True)
    count = len(e.estimate)
    t, p = _core.coefficient_tests(e.estimate, e.se, used_df)
    limits = [_core.mean_interval(b, s, used_df, level) for b, s in zip(e.estimate, e.se, strict=True)]
    silent = design.kind != "probability" and design.model is None
    low, high = ([x[i] for x in limits] for i in (0, 1))
    status, reason = states(e, range(count), low, [""] * count, no_variance(design))
    return Regression(
        statistic="coefficient",
        keys={"term": list(names)},
        estimate=e.estimate,
        se=e.se,
        ci_low=[math.nan] * count if silent else low,
        ci_high=[math.nan] * count if silent else high,
        df=[used_df] * count,
        n=e.n,
        n_weighted=e.n_weighted,
        n_effective=e.n_effective,
        base=e.n,
        status=status,
        reason=reason,
        level=level,
        ci="t",
        design_df=core.design_df,
        missing=missing,
        notes=design._notes(),
        title=title,
        labels=design.labels,
        library=design._columns.source.library,
        covariance=e.covariance,
        formula=fit.formula.source,
        family=fit.family,
        link=link,
        t=t,
        p_value=p,
        df_residual=used_df,
        dispersion=dispersion,
        log_likelihood=log_likelihood,
        theta=theta,
        iterations=core.iterations,
        fit=fit,
    )
