"""The sampling design: which rows stand for whom, how they came into the sample, and every estimator as a method."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, overload

from enkat import (
    _core,
    estimate,
    frequencies,
    group_tests,
    imputation,
    inference,
    layered_tests,
    reliability,
    replicates,
    tables,
    weighting,
)
from enkat._arguments import mapping_of, name_of, names_of, number_of, threads_of_environment, whole_of
from enkat._descriptive_methods import DescriptiveMethods
from enkat._display import words
from enkat._frames import read_frame, unknown_column
from enkat._inequality_methods import InequalityMethods
from enkat._model_methods import ModelMethods
from enkat._recording import Call, code_of, recorded, shortened
from enkat._table_methods import TableMethods
from enkat._weighting_methods import WeightingMethods
from enkat.columns import Columns, FrameSource, Source
from enkat.errors import DataError, DesignError
from enkat.export import export
from enkat.expressions import Condition, Cut, truth_of
from enkat.inference import Test
from enkat.layered_tests import Tests
from enkat.replicates import Replicates
from enkat.results import Estimates
from enkat.saving import designs_equal, save_design
from enkat.special import PPS, TwoPhase, pps_of
from enkat.tables import Crosstab
from enkat.weighting import Kish
from enkat.weighting_steps import WeightingStep

__all__ = ["Design"]

Kind = Literal["probability", "self_selected", "quota", "census"]
Lonely = Literal["fail", "remove", "certainty", "adjust", "average"]
LONELY = ("fail", "remove", "certainty", "adjust", "average")
KINDS = ("probability", "self_selected", "quota", "census")


@recorded
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Design(DescriptiveMethods, InequalityMethods, ModelMethods, TableMethods, WeightingMethods):
    """A sample with its weights, strata and clusters.

    Immutable: `where`, `with_columns`, `poststratify` and `rake` give a new design that shares the data.

    Parameters
    ----------
    frame : dataframe
        Any dataframe that narwhals knows, or an object with ``__arrow_c_stream__``; never changed.
    weights : str, optional
        Column of sampling weights, at least 0. Absent: the inverse sampling fractions from `fpc`; without `fpc` 1,
        and results say "unweighted".
    strata, clusters, fpc : str or list of str, optional
        One column per stage of selection, first stage first. Without `clusters` every row is its own. `fpc` holds the
        units of the stage in the population stratum, or sampling fractions where no value is over 1; a stage without
        it is taken as drawn with replacement, and later stages do not enter the variance. `psu` is an alias of
        `clusters`.
    nest : bool
        Cluster labels are unique only within a stratum.
    lonely : {"fail", "remove", "certainty", "adjust", "average"}
        What to do with a stratum that has one sampled cluster.
    lonely_in_domains : bool
        Under "adjust" and "average": treat likewise strata left with one cluster by a domain. Otherwise a domain
        has its ordinary variance.
    pps : PPS or {"brewer", "overton", "hartley-rao"}, optional
        Units drawn with unequal probabilities without replacement; `fpc` then holds their inclusion probabilities.
    two_phase : TwoPhase, optional
        A second phase drawn from the sample.
    replicates : Replicates, optional
        Columns of replicate weights; every estimator then takes its variance from them. Weight adjustments are redone
        in every replicate.
    degf : float, optional
        Degrees of freedom, where they are known otherwise.
    kind : {"probability", "self_selected", "quota", "census"}
        How respondents came into the sample; decides which statements about precision are made.
    model : str or {language: str}, optional
        The assumption under which a sample that is not a probability sample has intervals; without it there are none.
    sets : {name: list of columns}, optional
        Multi-select questions held as 0/1 columns.
    labels : {language: {variable: {code: text}}}, optional
        Texts for results; the code "" is the variable itself.
    threads : int, optional
        Threads of every computation on the design; by default those of the environment variable ``ENKAT_THREADS``, or
        all cores. Results have the same bits for any number.

    Raises
    ------
    DesignError
        The columns contradict each other; the message names the row or stratum and the repair.
    DataError
        A column is not there or not of the needed kind.

    Notes
    -----
    Variances are linearised (Taylor) and honour every stage and fpc; see docs/methods/taylor.md.

    Examples
    --------
    >>> import enkat as ek
    >>> data = {"y": [1.0, 3.0, 2.0, 6.0], "w": [10.0, 10.0, 20.0, 20.0], "region": ["N", "N", "S", "S"]}
    >>> r = ek.Design(data, weights="w", strata="region").mean("y")
    >>> round(r["y"].estimate, 4), round(r["y"].se, 4)
    (3.3333, 1.3744)
    """

    _core: Any
    _columns: Columns
    kind: Kind = "probability"
    model: str | Mapping[str, str] | None = None
    labels: Mapping[str, Mapping[str, Mapping[str, str]]] = None  # type: ignore[assignment]
    history: tuple[str, ...] = ()
    _steps: tuple[WeightingStep, ...] = ()
    survey: Any = None
    report: Any = None
    threads: int | None = None
    _calls: tuple[Call | str, ...] = ()

    def __init__(
        self,
        frame: Any,
        *,
        weights: str | None = None,
        strata: str | Sequence[str] | None = None,
        clusters: str | Sequence[str] | None = None,
        fpc: str | Sequence[str] | None = None,
        nest: bool = False,
        lonely: Lonely = "fail",
        lonely_in_domains: bool = False,
        pps: PPS | str | None = None,
        two_phase: TwoPhase | None = None,
        replicates: Replicates | None = None,
        degf: float | None = None,
        kind: Kind = "probability",
        model: str | Mapping[str, str] | None = None,
        sets: Mapping[str, Sequence[str]] | None = None,
        labels: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None,
        psu: str | Sequence[str] | None = None,
        survey: Any = None,
        report: Any = None,
        threads: int | None = None,
    ) -> None:
        if psu is not None and clusters is not None:
            raise DesignError("psu and clusters are the same argument, expected only one of them")
        clusters = clusters if psu is None else psu
        if lonely not in LONELY:
            raise DesignError(f"lonely={lonely!r}, expected one of {', '.join(map(repr, LONELY))}")
        if kind not in KINDS:
            raise DesignError(f"kind={kind!r}, expected one of {', '.join(map(repr, KINDS))}")
        columns = Columns(_source(frame, mapping_of(sets or {}, "sets", "{name: list of columns}")))
        mapping_of(labels or {}, "labels", "{language: {variable: {code: text}}}")
        stages = [
            names_of(clusters, "clusters", repeats=True),
            names_of(strata, "strata", repeats=True),
            names_of(fpc, "fpc", repeats=True),
        ]
        weights = weights if weights is None else name_of(weights, "weights")
        degf = degf if degf is None else number_of(degf, "degf")
        for flag, value in {"nest": nest, "lonely_in_domains": lonely_in_domains}.items():
            if not isinstance(value, bool):
                raise DesignError(f"{flag}={value!r}, expected True or False")
        if weights is not None and columns.source.kind(weights) != "numeric":
            raise DesignError(f"weights: column {weights!r} holds categories, expected numbers")
        core = _core.Design(
            columns.rows,
            None if weights is None else columns.numbers(weights),
            [columns.categories(c) for c in stages[0]],
            [columns.categories(c) for c in stages[1]],
            [columns.numbers(c) for c in stages[2]],
            nest,
            lonely,
            lonely_in_domains,
            degf,
            pps_of(pps).arguments() if pps is not None else None,  # type: ignore[union-attr]
        )
        if two_phase is not None:
            if not isinstance(two_phase, TwoPhase):
                raise DesignError(f"two_phase={two_phase!r}, expected ek.TwoPhase(subset=...)")
            core = two_phase.applied(core, columns)
        if replicates is not None:
            if not isinstance(replicates, Replicates):
                raise DesignError(f"replicates={replicates!r}, expected ek.Replicates('rw*', kind=...)")
            core = replicates.applied(core, columns, weights)
        given: dict[str, Any] = {
            "weights": weights,
            "replicates": replicates,
            "strata": strata,
            "clusters": clusters,
            "fpc": fpc,
            "pps": pps,
            "two_phase": two_phase,
        }
        said = ", ".join(f"{k}={v!r}" for k, v in given.items() if v)
        given |= {"nest": nest, "lonely": lonely, "lonely_in_domains": lonely_in_domains, "degf": degf, "kind": kind}
        given |= {"model": model, "sets": sets, "labels": labels}
        usual = {"lonely": "fail", "kind": "probability"}
        named = {k: v for k, v in given.items() if v not in (None, False, usual.get(k))}
        for name, value in {
            "_core": core,
            "_columns": columns,
            "kind": kind,
            "model": model,
            "labels": labels or {},
            "history": (f"Design({said})",),
            "_steps": (),
            "survey": survey,
            "report": report,
            "threads": threads if threads is None else whole_of(threads, "threads"),
            "_calls": (Call.of("ek.Design", (), named, first="frame"),),
        }.items():
            object.__setattr__(self, name, value)

    def _with(self, **changes: Any) -> Design:
        new = object.__new__(Design)
        for name in self.__slots__:
            object.__setattr__(new, name, changes.get(name, getattr(self, name)))
        return new

    def _weighted(self, core: Any, step: WeightingStep) -> Design:
        return self._with(_core=core, history=(*self.history, step.said), _steps=(*self._steps, step))

    # -- what it is --------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> list[str]:
        """The names of the columns that estimators can be asked for."""
        return self._columns.names

    @property
    def n(self) -> int:
        """Rows of the sample."""
        rows: int = self._core.rows
        return rows

    @property
    def weights(self) -> Any:
        """The weight of every row, as a numpy array that cannot be written to; no copy is made."""
        return self._core.weights

    @property
    def weighted(self) -> bool:
        """Whether rows stand for different numbers of units, or for any number other than one."""
        weighted: bool = self._core.weighted
        return weighted

    @property
    def degrees_of_freedom(self) -> float:
        """Clusters minus strata of the first stage, counting those with a row of non-zero weight in the domain."""
        df: float = self._core.degrees_of_freedom
        return df

    def kish(self) -> Kish:
        """Kish's effective sample size and weighting effect.

        Returns
        -------
        Kish
            n, sum, sum_squares, n_effective = (sum w)^2 / sum w^2, deff_kish = n sum w^2 / (sum w)^2.

        Examples
        --------
        >>> import enkat as ek
        >>> round(ek.Design({"w": [1.0, 3.0]}, weights="w").kish().n_effective, 2)
        1.6
        """
        return weighting.kish(self)

    def __repr__(self) -> str:
        shape = self._core.describe()
        units, strata = shape["units"], shape["strata"]
        stages = "; ".join(
            f"stage {i + 1}: {u} units in {s} strata" for i, (u, s) in enumerate(zip(units, strata, strict=True))
        )
        if (r := shape["replicates"]) is not None:
            stages = f"{r['count']} replicates ({r['kind']})"
        code = ["  " + shortened(call) for call in self._calls]
        return "\n".join([f"<Design of {self.n} rows, {self.kind}; {stages}>", *code])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Design):
            return NotImplemented
        return self is other or designs_equal(self, other)

    def __hash__(self) -> int:
        return hash((self.n, self.kind))

    def _repr_html_(self) -> str:
        from enkat._display.design_text import html

        return html(self)

    def _notes(self) -> tuple[str, ...]:
        return words.sentences(None, self._said())

    def _said(self) -> tuple[words.Said, ...]:
        """What a reader of any result must know about the design."""
        said: list[words.Said] = [] if self.weighted else [("unweighted", {})]
        if self._steps and self._steps[-1].negative:
            said.append(("negative", {"k": self._steps[-1].negative}))
        if "trim" in self._core.describe()["adjustments"]:
            said.append(("trimmed", {}))
        if self.kind == "self_selected":
            said.append(("self_selected", {}))
        if self.kind != "probability":
            said.append(("model", {"model": self.model}) if self.model else ("no_model", {}))
        return tuple(said)

    @property
    def _threads(self) -> int:
        return self.threads or threads_of_environment()

    def _missing_kinds(self, name: str) -> dict[str, int] | None:
        return None if name in self._columns.derived else self._columns.source.missing_kinds(name)

    # -- new designs from this one -----------------------------------------------------------------------------------

    def where(self, condition: str | Condition | Any) -> Design:
        """A subpopulation that keeps the design: clusters without members stay, with total 0.

        Parameters
        ----------
        condition : str, Condition or sequence of bool
            An expression (``"age >= 65 and region == 'N'"``), a condition made with `col`, or one truth value per row.
            A row whose condition is missing is outside.

        Returns
        -------
        Design
        """
        import numpy as np

        source = condition.source if isinstance(condition, Condition) else condition
        if isinstance(source, str):
            mask, said = (truth_of(source, self._columns) == 1).astype(np.uint8), source
        else:
            mask, said = _mask(condition, self.n), "mask"
        return self._with(_core=self._core.where(mask), history=(*self.history, f"where({said!r})"))

    def with_columns(self, **columns: Condition | Cut | Any) -> Design:
        """The design with more columns: a condition (1 or 0), a `cut`, or one value per row.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"age": [20.0, 50.0, 70.0]}).with_columns(old=ek.col("age") >= 65)
        >>> round(d.mean("old")["old"].estimate, 3)
        0.333
        """
        derived = {name: self._derived(name, value) for name, value in columns.items()}
        said = ", ".join(columns)
        return self._with(
            _columns=self._columns.with_derived(derived), history=(*self.history, f"with_columns({said})")
        )

    def _derived(self, name: str, value: Any) -> Any:
        if isinstance(value, (Condition, Cut)):
            return value.column(self._columns)
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            found = repr(value)[:60]
            raise DataError(f"column {name!r}: found {found}, expected a condition, a cut, or one value per row")
        source = FrameSource(read_frame({name: list(value)}))
        if source.rows != self.n:
            raise DataError(f"column {name!r} has {source.rows} rows, expected {self.n}")
        return source.numbers(name) if source.kind(name) == "numeric" else source.categories(name)

    def to_replicates(
        self, kind: str = "auto", *, count: int = 100, rho: float = 0.5, mse: bool = False, seed: int = 1
    ) -> Design:
        """The same sample with replicate weights made from its clusters and strata.

        Weight adjustments made before stay as they are; adjust afterwards to have them redone in every replicate.

        Parameters
        ----------
        kind : str
            "auto" (JK1 without strata, else JKn), "JK1", "JKn", "BRR", "Fay", "bootstrap" (Rao and Wu, rescaled),
            "mccarthy-snowden", "preston" (multistage), "successive-difference" (in the order of the data).
        count : int
            Replicates of the bootstraps.
        rho : float
            Fay's factor.
        mse : bool
            Squares around the full-sample estimate instead of the mean of the replicates.
        seed : int
            Of the bootstraps; the same seed gives the same replicates.

        Raises
        ------
        DesignError
            The design does not fit: strata under JK1, other than two clusters in a stratum under BRR.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 4.0]})
        >>> abs(d.to_replicates("JK1").mean("y")["y"].se - d.mean("y")["y"].se) < 1e-12
        True
        """
        core = replicates.to_replicates(self, kind=kind, count=count, rho=rho, mse=mse, seed=seed)
        return self._with(_core=core, history=(*self.history, f"to_replicates({kind!r})"))

    # -- estimators --------------------------------------------------------------------------------------------------

    def mean(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
        deff: bool | Literal["replace"] = False,
    ) -> Estimates:
        """Means of numbers, shares of categories and of multi-select options.

        Parameters
        ----------
        variables : str or list of str
            Columns; rows with a missing value in any of them are left out, as a domain.
        by : str or list of str, optional
            Domains: the statistics are repeated in every combination that occurs.
        where : str, Condition or mask, optional
            As ``design.where(where).mean(...)``.
        missing : {"exclude", "propagate", "error", "category"}
            What to do with missing values.
        level : float
            Confidence level.
        ci : {"t", "logit", "wilson", "beta", "nchs", ...}
            Method of the intervals.
        df : float, optional
            Degrees of freedom of the intervals; by default those of the statistic's domain.
        deff : bool or "replace"
            Design effects against simple random sampling without, or with, replacement.

        Returns
        -------
        Estimates
            One row per domain, variable and level.
        """
        r = estimate.checked(self, by=by, where=where, missing=missing, level=level, ci=ci, df=df, deff=deff)
        return estimate.mean_like(r, variables, statistic="mean", shares=False)

    def total(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
        deff: bool | Literal["replace"] = False,
    ) -> Estimates:
        """Population totals of numbers and counts of categories; arguments as `mean`."""
        r = estimate.checked(self, by=by, where=where, missing=missing, level=level, ci=ci, df=df, deff=deff)
        return estimate.mean_like(r, variables, statistic="total", shares=False)

    def ratio(
        self,
        numerator: str | Sequence[str],
        denominator: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Ratios of two totals, every numerator by every denominator; other arguments as `mean`."""
        r = estimate.checked(self, by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        return estimate.ratio(r, numerator, denominator)

    def proportion(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
        df: float | None = None,
        deff: bool | Literal["replace"] = False,
    ) -> Estimates:
        """Shares of the categories of columns, numbers taken as categories; arguments as `mean`.

        Intervals stay within 0 and 1: logit, wilson, beta (Korn and Graubard), nchs, asin, likelihood, or t.
        """
        r = estimate.checked(self, by=by, where=where, missing=missing, level=level, ci=ci, df=df, deff=deff)
        return estimate.mean_like(r, variables, statistic="share", shares=True)

    def freq(
        self,
        variable: str,
        *,
        cumulative: bool = False,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
    ) -> Estimates:
        """One-way table of a column: `count` respondents and their weighted share; other arguments as `mean`.

        Parameters
        ----------
        variable : str
            A column. The base of a multi-select question is respondents, so its shares may sum to more than one.
        cumulative : bool
            The share of everyone up to a category, in the order of the categories, with its own interval.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"visits": [0, 1, 1, 2, 0, 3]})
        >>> [round(e.estimate, 3) for e in d.freq("visits", cumulative=True)]
        [0.333, 0.667, 0.833, 1.0]
        """
        r = estimate.checked(self, by=by, where=where, missing=missing, level=level, ci=ci)
        return frequencies.freq(r, variable, cumulative=cumulative)

    def crosstab(
        self,
        row: str,
        column: str,
        *layers: str,
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
    ) -> Crosstab:
        """Table of two or more variables: weighted counts and shares, each with its uncertainty.

        Parameters
        ----------
        row, column : str
            Columns; multi-select questions contribute each chosen option, with respondents as base.
        *layers : str
            Further columns: a table for every combination of theirs that occurs, and the shares of all together.

        Other arguments as `mean`; `ci` is the method for the shares, counts have t intervals.

        Returns
        -------
        Crosstab
        """
        r = estimate.checked(self, by=by, where=where, missing=missing, level=level, ci=ci)
        return tables.crosstab(r, row, column, layers)

    def replicate(self, function: Callable[[Design], Any], *, level: float = 0.95) -> Estimates:
        """A statistic of your own, with its variance from the replicate weights.

        Parameters
        ----------
        function : callable
            Gets a design (under the weights of the sample, then of each replicate) and returns a number, several, a
            dict of them, or `Estimates`.
        level : float
            Confidence level of the t interval.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"x": [1.0, 2.0, 4.0, 3.0], "y": [2.0, 3.0, 9.0, 5.0]}).to_replicates()
        >>> r = d.replicate(lambda d: float(d.mean("y")["y"]) - float(d.mean("x")["x"]))
        >>> round(r.estimate[0], 3), round(r.se[0], 3)
        (2.25, 0.946)
        """
        return replicates.replicate(self, function, level=level)

    def plausible_values(
        self,
        values: Sequence[str],
        function: Callable[[Design, str], Estimates],
        *,
        df_complete: float | None = None,
        level: float = 0.95,
    ) -> imputation.Combined:
        """The same estimate of every plausible value or imputed column, combined by Rubin's rules.

        Parameters
        ----------
        values : list of str
            Columns, for example ``["pv1", ..., "pv5"]``.
        function : callable
            Gets the design and the name of one column and returns `Estimates`.
        df_complete, level
            As `enkat.combine`.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"pv1": [1.0, 2.0, 4.0], "pv2": [1.5, 2.0, 4.5]})
        >>> round(d.plausible_values(["pv1", "pv2"], lambda d, v: d.mean(v)).estimate[0], 3)
        2.5
        """
        return imputation.imputed(self, values, function, df_complete=df_complete, level=level)

    @overload
    def chisq(
        self,
        row: str,
        column: str,
        *,
        statistic: inference.Statistic = ...,
        by: None = ...,
        where: Any = ...,
        missing: estimate.Missing = ...,
    ) -> Test: ...

    @overload
    def chisq(
        self,
        row: str,
        column: str,
        *,
        statistic: inference.Statistic = ...,
        by: str | Sequence[str],
        where: Any = ...,
        missing: estimate.Missing = ...,
    ) -> Tests: ...

    def chisq(
        self,
        row: str,
        column: str,
        *,
        statistic: inference.Statistic = "F",
        by: str | Sequence[str] | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
    ) -> Test | Tests:
        """Are two variables associated? Rao-Scott and Wald tests that honour the whole design.

        Parameters
        ----------
        row, column : str
            Single-choice columns; levels that do not occur in the domain are not part of the table.
        statistic : {"F", "chisq", "wald", "adjusted_wald", "lincom", "saddlepoint"}
            "F" is the second-order Rao-Scott test; "lincom" the exact distribution of the same statistic. R's "Chisq",
            "Wald" and "adjWald" are accepted.
        by : str or list of str, optional
            Columns whose values make layers: one test in each, as a domain that keeps the design.
        where : str, Condition or mask, optional
            As ``design.where(where).chisq(...)``.
        missing : {"exclude", "error", "category"}
            What to do with missing values.

        Returns
        -------
        Test
            `statistic`, `df`, `ddf`, `p_value`; `cells` with observed and expected counts and residuals. With `by` an
            `ek.Tests`: `tests["North"]` is the test of a layer, `tests.frame()` has one row per layer.

        References
        ----------
        Rao and Scott (1984), Annals of Statistics 12, 46-60.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"sex": ["f", "f", "m", "m", "f", "m"], "uses": ["y", "y", "n", "n", "n", "y"]})
        >>> t = d.chisq("sex", "uses")
        >>> round(t.statistic, 3), t.df, t.ddf, round(t.p_value, 3)
        (0.556, 1.0, 5.0, 0.49)
        """
        r = estimate.checked(self, by=by, where=where, missing=missing, level=0.95, ci="t")
        return layered_tests.chisq(r, row, column, statistic)

    def gof(
        self,
        variable: str,
        p: Mapping[Any, float] | Sequence[float],
        *,
        statistic: inference.Statistic = "chisq",
        where: Any = None,
        missing: estimate.Missing = "exclude",
    ) -> Test:
        """Does a variable have given shares in the population? Goodness of fit under the design.

        Parameters
        ----------
        variable : str
            A single-choice column.
        p : {level: share}
            The shares to test, of all levels, positive and with sum 1; or a list in the order of the levels.
        statistic : {"chisq", "F", "lincom", "saddlepoint"}
            "chisq" compares X-squared / `scale` with a chi-square of `df` (Satterthwaite, as R's svygofchisq); the
            others use the design's degrees of freedom too. The statistic is of population counts, `pearson` of rows.
        where, missing
            As `chisq`.

        Returns
        -------
        Test
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=0.95, ci="t")
        return inference.gof(r, variable, p, statistic)

    def t_test(
        self,
        variable: str,
        *,
        group: str | None = None,
        paired: str | None = None,
        mu: float = 0,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
    ) -> Test:
        """t test of a mean, of two groups, or of two columns of the same rows.

        Parameters
        ----------
        variable : str
            A column of numbers.
        group : str, optional
            Column with two levels: is the mean of the second group that of the first?
        paired : str, optional
            A second column: is the mean of ``variable - paired`` equal to `mu`?
        mu : float
            The mean to test, of one sample or of the differences.
        where, missing
            As `mean`.
        level : float
            Confidence level of the interval.

        Returns
        -------
        Test
            `statistic` t, `df` degrees of freedom of the design less one, `estimate` (second group less first) with its
            interval.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 4.0, 6.0, 5.0, 9.0], "g": ["a", "a", "a", "b", "b", "b"]})
        >>> t = d.t_test("y", group="g")
        >>> round(t.estimate, 3), round(t.statistic, 3), t.df
        (4.333, 3.25, 4.0)
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=level, ci="t")
        return group_tests.t_test(r, variable, group=group, paired=paired, mu=mu)

    def rank_test(
        self,
        variable: str,
        *,
        group: str,
        scores: group_tests.Scores | Callable[[Any], Any] = "wilcoxon",
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
    ) -> Test:
        """Do groups have the same distribution? Rank tests that honour the whole design.

        Parameters
        ----------
        variable : str
            A column of numbers.
        group : str
            Column with two or more levels.
        scores : {"wilcoxon", "kruskal_wallis", "van_der_waerden", "median"} or callable
            What the ranks are turned into; a function gets the estimated population ranks over the population size, as
            a numpy array, and returns as many scores.
        where, missing, level
            As `t_test`.

        Returns
        -------
        Test
            Of two groups t with the difference of the mean scores as `estimate`; of more F on `df` and `ddf`.

        References
        ----------
        Lumley and Scott (2013), Biometrika 100, 831-842.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"y": [1.0, 2.0, 4.0, 6.0, 5.0, 9.0], "g": ["a", "a", "a", "b", "b", "b"]})
        >>> round(d.rank_test("y", group="g").estimate, 3)
        0.5
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=level, ci="t")
        return group_tests.rank_test(r, variable, group, scores)

    def correlation_test(
        self,
        x: str,
        y: str,
        *,
        method: Literal["pearson", "spearman"] = "pearson",
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
    ) -> Test:
        """Are two numbers correlated in the population?

        Parameters
        ----------
        x, y : str
            Columns of numbers; rows with both are used.
        method : {"pearson", "spearman"}
            The correlation of the values or of their ranks.
        where, missing, level
            As `t_test`.

        Returns
        -------
        Test
            `estimate` is the correlation, with an interval on Fisher's scale.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"x": [1.0, 2.0, 4.0, 6.0, 5.0], "y": [2.0, 1.0, 5.0, 8.0, 4.0]})
        >>> round(d.correlation_test("x", "y").estimate, 3)
        0.88
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=level, ci="t")
        return group_tests.correlation_test(r, x, y, method)

    def kappa(
        self,
        first: str,
        second: str,
        *,
        weights: reliability.Agreement | None = None,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
    ) -> Estimates:
        """Agreement of two ratings beyond chance: Cohen's kappa.

        Parameters
        ----------
        first, second : str
            Single-choice columns with the same levels.
        weights : {"linear", "quadratic"}, optional
            Partial agreement by the distance of ordered levels.
        where, missing, level
            As `mean`.

        Returns
        -------
        Estimates
            One row.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"a": ["y", "y", "n", "n", "y"], "b": ["y", "n", "n", "n", "y"]})
        >>> round(d.kappa("a", "b").estimate[0], 3)
        0.615
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=level, ci="t")
        return reliability.kappa(r, first, second, weights)

    def cronbach_alpha(
        self,
        items: Sequence[str],
        *,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
    ) -> Estimates:
        """Reliability of a scale of several items: Cronbach's alpha, with its standard error.

        Parameters
        ----------
        items : list of str
            Columns of numbers; rows with all of them are used.
        where, missing, level
            As `mean`.

        Returns
        -------
        Estimates
            One row.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"a": [1.0, 2.0, 3.0, 5.0], "b": [2.0, 2.0, 4.0, 5.0]})
        >>> round(d.cronbach_alpha(["a", "b"]).estimate[0], 3)
        0.967
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=level, ci="t")
        return reliability.scale_reliability(r, items, "alpha")

    def mcdonald_omega(
        self,
        items: Sequence[str],
        *,
        where: Any = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
    ) -> Estimates:
        """Reliability of a scale of three or more items with one common factor: McDonald's omega; as `cronbach_alpha`.

        Raises
        ------
        ConvergenceError
            The items have no common factor.
        """
        r = estimate.checked(self, by=None, where=where, missing=missing, level=level, ci="t")
        return reliability.scale_reliability(r, items, "omega")

    # -- out ---------------------------------------------------------------------------------------------------------

    def to_frame(self, *, weights: str = "weight") -> Any:
        """The data in their own dataframe library with the present weights in a column.

        Parameters
        ----------
        weights : str
            Name of the column of weights, added or replaced.
        """
        name_of(weights, "weights")
        return self._columns.source.frame().with_column(weights, self._core.weights.tolist())

    def export(
        self,
        path: str | os.PathLike[str],
        *,
        weights: str = "weight",
        labels: bool = True,
        replicates: str | None = None,
    ) -> list[Path]:
        """Write the data with their weights as a CSV or Parquet file, for other programs.

        Parameters
        ----------
        path : str or path
            A name that ends in ``.csv`` (UTF-8, missing values empty) or ``.parquet`` (needs the extra ``parquet``).
        weights : str
            Name of the column of weights, added or replaced. Rows outside a subpopulation have weight 0.
        labels : bool
            Write the labels of codes too: beside a CSV file as ``<name>.labels.json``, in Parquet as the metadata
            "enkat.labels". Both hold what ``labels=`` of `Design` takes.
        replicates : str, optional
            Write replicate weights, as columns of this name and a number.

        Returns
        -------
        list of Path
            The files written.

        Notes
        -----
        Derived columns are written too. A multi-select question of a survey is a column of 0 and 1 for each option,
        named ``question_option``. Texts are
        written as they are: open files of free answers with care in a spreadsheet.
        """
        return export(self, path, weights=weights, labels=labels, replicates=replicates)

    def code(self) -> str:
        """The Python program that builds this design from `frame`.

        Returns
        -------
        str
            Code that makes ``design`` where ``frame`` is the dataframe (for a survey: ``checked`` the checked
            responses). Values per row, as in a mask, stand in it in full.

        Raises
        ------
        DesignError
            The design was made with a function or another object that has no code.

        Examples
        --------
        >>> import enkat as ek
        >>> d = ek.Design({"w": [1.0, 2.0], "age": [20, 70]}, weights="w").where("age >= 65")
        >>> print(d.code())
        import enkat as ek
        <BLANKLINE>
        design = (
            ek.Design(frame, weights='w')
            .where('age >= 65')
        )
        <BLANKLINE>
        """
        return code_of(self._calls)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the design as versioned JSON, which `enkat.load` reads.

        The file holds the data, the weights, the stages, the domain, what the variance needs of every weight
        adjustment, replicates, derived columns and the code; the loaded design is equal and gives the same estimates
        to the last bit. Unlike a result it holds the answers of single respondents: keep it as you keep the data.

        Parameters
        ----------
        path : str or path
            The file; an old one is replaced when the new one is complete.
        """
        save_design(self, path)

    def publish(
        self,
        out: Any,
        *,
        languages: Sequence[str] | None = None,
        profile: Literal["eu-open", "official", "internal"] = "eu-open",
        date: str | None = None,
        status: Literal["final", "provisional"] = "final",
        population: str | None = None,
        sponsor: str | None = None,
        contact: str | None = None,
        licence: str | None = None,
        citation: str | None = None,
        limitations: str | None = None,
        models: Any = (),
    ) -> Any:
        """Write the results of the survey as accessible pages and data files, one set of numbers.

        Parameters
        ----------
        out : path
            Folder to write to.
        languages : list of str, optional
            Languages of the pages; by default those of the survey.
        profile : {"eu-open", "official", "internal"}
            Disclosure rules; see docs/user_guide/publishing.md.
        date : str, optional
            ISO date of the results, by default the day the survey closed.
        status : {"final", "provisional"}
            Said at the top of the page.
        population, sponsor, contact, licence, citation, limitations : str, optional
            Lines of the header and the method box.
        models : RegressionTable or Regression, or a list of them
            Regressions to print after the questions, see `regression_table`.

        Returns
        -------
        Path
            ``out/index.html``.
        """
        from enkat.publish import publish

        return publish(
            self,
            out,
            languages=languages,
            profile=profile,
            date=date,
            status=status,
            population=population,
            sponsor=sponsor,
            contact=contact,
            licence=licence,
            citation=citation,
            limitations=limitations,
            models=models,
        )


def _source(frame: Any, sets: Mapping[str, Sequence[str]]) -> Source:
    if hasattr(frame, "missing_kinds"):  # the table of a survey's responses brings its own
        source: Source = frame
        return source
    data = read_frame(frame)
    columns = {name_of(name, "sets"): names_of(members, f"sets: {name!r}") for name, members in sets.items()}
    for name, members in columns.items():
        if not members:
            raise DesignError(f"sets: {name!r} has no columns, expected the 0/1 columns of its options")
        if name in data.names:
            raise DesignError(f"sets: {name!r} is also a column of the data; give the set another name")
        for member in members:
            if member not in data.names:
                raise DataError(f"sets: {name!r}: {unknown_column(member, data.names)}")
    return FrameSource(data, columns)


def _mask(values: Any, rows: int) -> Any:
    import numpy as np

    mask = np.asarray(values)
    if mask.dtype == object and mask.ndim == 1:  # truth values and missing ones, which are outside
        mask = np.array([False if v is None or type(v).__name__ == "NAType" else v for v in mask])
    if mask.dtype != np.bool_ and (mask.dtype.kind not in "iuf" or not np.isin(mask, (0, 1)).all()):
        raise DesignError(
            'where: found values other than true and false, expected an expression as "age >= 65", a condition made '
            "with ek.col, or one truth value per row"
        )
    if mask.shape != (rows,):
        raise DesignError(f"where: found {mask.shape[0] if mask.ndim else 'one'} values, expected one per row ({rows})")
    return mask.astype(np.uint8)
