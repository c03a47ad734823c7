"""A design over files too large for memory: every estimator is one or a few passes over their chunks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, Literal

from enkat import _core, estimate, inference, layered_tests, tables
from enkat import quantile as _quantile
from enkat._arguments import mapping_of, name_of, names_of, number_of, threads_of_environment, whole_of
from enkat._scan_files import Files, Progress, level_order, open_files
from enkat.columns import Columns
from enkat.design import KINDS, LONELY, Design, Kind, Lonely
from enkat.errors import DataError, DesignError
from enkat.estimate import NO_ANSWER, Request
from enkat.expressions import Condition, Cut, truth_of
from enkat.inference import Test
from enkat.layered_tests import Tests
from enkat.quantile import QuantileInterval, QuantileRule
from enkat.results import Estimates
from enkat.tables import Crosstab
from enkat.weighting import Margins

__all__ = ["ScannedDesign", "scan"]

MOST_ROWS = 1 << 22
"""Rows that a quantile may hold at a time."""
CELL_WEIGHT = "weight of the cell"


def scan(
    paths: Any,
    *,
    weights: str | None = None,
    strata: str | Sequence[str] | None = None,
    clusters: str | Sequence[str] | None = None,
    fpc: str | Sequence[str] | None = None,
    nest: bool = False,
    lonely: Lonely = "fail",
    lonely_in_domains: bool = False,
    degf: float | None = None,
    kind: Kind = "probability",
    model: str | Mapping[str, str] | None = None,
    sets: Mapping[str, Sequence[str]] | None = None,
    labels: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None,
    psu: str | Sequence[str] | None = None,
    chunk_rows: int = 1 << 18,
    progress: Progress | bool | None = None,
) -> ScannedDesign:
    """A design over Parquet files that need not fit into memory.

    Parameters
    ----------
    paths : str, path, list of them, or pyarrow dataset
        A pattern (``"wave*/*.parquet"``), a folder, files, or a dataset; rows are read in this order.
    weights, strata, clusters, fpc, nest, lonely, lonely_in_domains, degf, kind, model, sets, labels, psu
        As `Design`.
    chunk_rows : int
        Rows that are held at a time. Results do not depend on it.
    progress : callable or bool, optional
        ``tqdm.tqdm``, or what is called as it is, for passes over two seconds; True takes tqdm where it is installed.

    Returns
    -------
    ScannedDesign
        Estimates mean, total, ratio, proportion, freq, crosstab and chisq as `Design` does.

    Raises
    ------
    MissingExtraError
        pyarrow is not installed.
    MissingFileError
        No file matches.

    Notes
    -----
    Nothing is read before an estimator asks, and then only the columns it needs. Memory grows with clusters times
    cells, or strata times cells where every row is a cluster of its own, never with rows: docs/methods/scan.md.

    Examples
    --------
    >>> import enkat as ek, tempfile, pyarrow as pa, pyarrow.parquet as pq
    >>> folder = tempfile.mkdtemp()
    >>> for k in range(3):
    ...     pq.write_table(pa.table({"y": [1.0 + k, 3.0], "w": [10.0, 20.0]}), f"{folder}/part{k}.parquet")
    >>> r = ek.scan(folder + "/*.parquet", weights="w").mean("y")
    >>> round(r["y"].estimate, 4), round(r["y"].se, 4), r["y"].n
    (2.6667, 0.2629, 6)
    """
    if psu is not None and clusters is not None:
        raise DesignError("psu and clusters are the same argument, expected only one of them")
    if lonely not in LONELY:
        raise DesignError(f"lonely={lonely!r}, expected one of {', '.join(map(repr, LONELY))}")
    if kind not in KINDS:
        raise DesignError(f"kind={kind!r}, expected one of {', '.join(map(repr, KINDS))}")
    given_sets = mapping_of(sets or {}, "sets", "{name: list of columns}")
    mapping_of(labels or {}, "labels", "{language: {variable: {code: text}}}")
    members = {name_of(name, "sets"): names_of(of, f"sets: {name!r}") for name, of in given_sets.items()}
    files = open_files(paths, sets=members, chunk_rows=whole_of(chunk_rows, "chunk_rows"), progress=progress)
    sample = Sample(
        weights=weights if weights is None else name_of(weights, "weights"),
        strata=tuple(names_of(strata, "strata", repeats=True)),
        clusters=tuple(names_of(clusters if psu is None else psu, "clusters", repeats=True)),
        fpc=tuple(names_of(fpc, "fpc", repeats=True)),
        nest=nest,
        lonely=lonely,
        lonely_in_domains=lonely_in_domains,
        degf=degf if degf is None else number_of(degf, "degf"),
    )
    for name in sample.columns:
        files.sources(name)
    if weights is not None and files.empty().source.kind(weights) != "numeric":
        raise DesignError(f"weights: column {weights!r} holds categories, expected numbers")
    return ScannedDesign(files, sample, kind=kind, model=model, labels=labels or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How the rows were drawn, and what the passes so far have found of it."""

    weights: str | None
    strata: tuple[str, ...]
    clusters: tuple[str, ...]
    fpc: tuple[str, ...]
    nest: bool
    lonely: Lonely
    lonely_in_domains: bool
    degf: float | None
    cells: tuple[str, ...] = ()
    """The columns on whose joint cells the weights were adjusted."""
    base: Sample | None = None
    """The same sample before any adjustment."""
    _settled: list[Any] = field(default_factory=list)

    @property
    def stages(self) -> list[tuple[bool, bool, bool]]:
        count = max(len(self.clusters), len(self.strata), len(self.fpc), 1)
        return [(k < len(self.clusters), k < len(self.strata), k < len(self.fpc)) for k in range(count)]

    @property
    def columns(self) -> list[str]:
        """The columns that a pass needs: strata of clusters that are known already are not read again."""
        known = bool(self._settled) and len(self.stages) == 1 and bool(self.clusters) and not self.nest
        names = [*self.clusters] if known else [*self.clusters, *self.strata, *self.fpc]
        return [*names, *self.cells] if self.weights is None else [*names, *self.cells, self.weights]

    @property
    def columns_of_design(self) -> list[str]:
        """All columns that the design is declared with."""
        names = [*self.clusters, *self.strata, *self.fpc]
        return names if self.weights is None else [*names, self.weights]

    def core(self) -> Any:
        """The engine's design: the one that a complete pass has settled, or a new one."""
        if self._settled:
            return self._settled[0]
        return _core.ScannedDesign(
            self.stages, self.weights is not None, self.nest, self.lonely, self.lonely_in_domains, self.degf
        )

    def settle(self, core: Any) -> None:
        core.settle()
        if not self._settled:
            self._settled.append(core)

    def chunk(self, columns: Columns, mask: Any) -> Any:
        read = self.columns
        return _core.ScanChunk(
            columns.rows,
            None if self.weights is None else columns.numbers(self.weights),
            [columns.categories(c) for c in self.clusters if c in read],
            [columns.categories(c) for c in self.strata if c in read],
            [columns.numbers(c) for c in self.fpc if c in read],
            mask,
            [columns.categories(c) for c in self.cells],
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ScannedDesign:
    """A design over files that are read in chunks: made by `enkat.scan`.

    Immutable: `where` and `with_columns` give a new design over the same files. Other methods of `Design` need the rows
    in memory: `collect` gives such a design, of the columns that are needed.
    """

    _files: Files
    _sample: Sample
    kind: Kind = "probability"
    model: str | Mapping[str, str] | None = None
    labels: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    _conditions: tuple[str, ...] = ()
    _derived: Mapping[str, Condition | Cut] = field(default_factory=dict)
    _weighting: tuple[Callable[[Design], Design], ...] = ()

    # -- what it is --------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> list[str]:
        """The names of the columns that estimators can be asked for."""
        return [*self._files.names, *self._files.sets, *self._derived]

    @property
    def n(self) -> int:
        """Rows of the files, from what they say of themselves."""
        return int(self._files.dataset.count_rows())

    @property
    def weighted(self) -> bool:
        """Whether rows stand for different numbers of units, or for any number other than one."""
        return self._sample.weights is not None or bool(self._weighting)

    @property
    def degrees_of_freedom(self) -> float:
        """Clusters minus strata of the first stage, counting those with a row of non-zero weight in the domain."""
        found: float = self._pass([], by=[], shares=False, missing="exclude", purpose="design").degrees_of_freedom
        return found

    def __repr__(self) -> str:
        stages = self._sample
        parts = [f"weights={stages.weights!r}"] if stages.weights else []
        parts += [f"{k}={list(v)!r}" for k, v in (("strata", stages.strata), ("clusters", stages.clusters)) if v]
        return f"<ScannedDesign of {len(self._files.names)} columns, {self.kind}; {', '.join(parts) or 'unweighted'}>"

    def _notes(self) -> tuple[str, ...]:
        return Design._notes(self)  # type: ignore[arg-type]

    def _said(self) -> Any:
        return Design._said(self)  # type: ignore[arg-type]

    @property
    def _threads(self) -> int:
        return threads_of_environment()

    @property
    def _steps(self) -> tuple[Any, ...]:
        return ()

    @property
    def _core(self) -> Any:
        return SimpleNamespace(describe=lambda: {"replicates": None, "pairs": False, "adjustments": []})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(Design, name):
            raise AttributeError(f"'ScannedDesign' object has no attribute {name!r}")

        def refuse(*args: Any, **named: Any) -> Any:
            raise DesignError(
                f"{name}: needs all rows in memory, which a scan does not hold; take the columns it needs first: "
                f"scan.collect([...]).{name}(...)"
            )

        return refuse

    # -- new designs from this one -----------------------------------------------------------------------------------

    def where(self, condition: str | Condition) -> ScannedDesign:
        """A subpopulation that keeps the design, as `Design.where`.

        Parameters
        ----------
        condition : str or Condition
            An expression, or a condition made with `col`. Truth values per row need `collect`.
        """
        source = condition.source if isinstance(condition, Condition) else condition
        if not isinstance(source, str):
            raise DesignError(
                'where: found values, expected an expression as "age >= 65" or a condition made with ek.col; a scan '
                "has no rows to lay a mask on, collect() has"
            )
        _core.expression_names(source)
        return replace(self, _conditions=(*self._conditions, source))

    def with_columns(self, **columns: Condition | Cut) -> ScannedDesign:
        """The design with more columns: a condition (1 or 0) or a `cut`, computed chunk by chunk."""
        for name, value in columns.items():
            if not isinstance(value, (Condition, Cut)):
                raise DataError(
                    f"column {name!r}: found {repr(value)[:60]}, expected a condition or a cut; one value per row "
                    "needs collect() first"
                )
        return replace(self, _derived={**self._derived, **columns})

    def rake(
        self,
        margins: Margins,
        *,
        total: Any = None,
        by: str | None = None,
        tolerance: float = 1e-10,
        max_rounds: int = 1000,
    ) -> ScannedDesign:
        """Weights that meet several margins, as `Design.rake`.

        One pass adds up weights by joint cell of the margins, which are raked; later passes multiply the weights of
        their rows, and standard errors take the residuals of raking.
        """

        def weight(design: Design) -> Design:
            return design.rake(margins, total=total, by=by, tolerance=tolerance, max_rounds=max_rounds)

        return self._adjusted("rake", weight, margins, by)

    def poststratify(self, margins: Margins, *, total: Any = None, by: str | None = None) -> ScannedDesign:
        """Weights that meet one margin, as `Design.poststratify`; one pass, as `rake`."""
        return self._adjusted("poststratify", lambda d: d.poststratify(margins, total=total, by=by), margins, by)

    def _adjusted(
        self, method: str, weight: Callable[[Design], Design], margins: Margins, by: str | None
    ) -> ScannedDesign:
        """The weighting is done on a small design: one row for each joint cell of all margins so far."""
        if self._conditions:
            raise DesignError(
                f"{method}: the design is a subpopulation (where), and weighting one would change rows outside it; "
                f"weight first, then take the subpopulation: scan.{method}(...).where(...)"
            )
        given = mapping_of(margins, "margins", "{column: {category: target}}")
        inner = [m for m in given.values() if isinstance(m, Mapping)] if by else [given]
        columns = [c for of in inner for key in of for c in names_of(key, "margins")]
        base = self._sample.base or self._sample
        cells = tuple(dict.fromkeys([*self._sample.cells, *([by] if by else []), *columns]))
        plain = replace(self, _sample=base, _weighting=())
        found = plain._pass([], by=cells, shares=False, missing="exclude", purpose=method)
        if sum(found.rows) != found.weighted_rows:
            gone = found.weighted_rows - sum(found.rows)
            raise DesignError(
                f"{method}: {gone} rows lack a category of {', '.join(cells)}, expected one in every row; impute it or "
                "leave the rows out first"
            )
        levels = {c: [of.levels[k] for k in m] for c, of, m in zip(cells, found.by, found.member, strict=True)}
        small = Design({**levels, CELL_WEIGHT: list(found.totals)}, weights=CELL_WEIGHT)
        for step in (*self._weighting, weight):
            small = step(small)
        core = base.core().adjusted(small._core, [small._columns.categories(c) for c in cells])
        sample = replace(base, cells=cells, base=base, _settled=[core])
        return replace(self, _sample=sample, _weighting=(*self._weighting, weight))

    def collect(self, columns: str | Sequence[str] | None = None) -> Design:
        """The same design in memory, with the columns given (all by default) and those that it needs itself.

        Parameters
        ----------
        columns : str or list of str, optional
            Columns to keep.
        """
        names = self.columns if columns is None else names_of(columns, "columns")
        wanted = self._needed([*names, *self._sample.columns_of_design, *self._sample.cells])
        table = self._files.dataset.to_table(columns=wanted)
        s = self._sample
        design = Design(
            table,
            weights=s.weights,
            strata=list(s.strata) or None,
            clusters=list(s.clusters) or None,
            fpc=list(s.fpc) or None,
            nest=s.nest,
            lonely=s.lonely,
            lonely_in_domains=s.lonely_in_domains,
            degf=s.degf,
            kind=self.kind,
            model=self.model,
            sets={k: v for k, v in self._files.sets.items() if set(v) <= set(wanted)} or None,
            labels=self.labels,
        )
        keep = {k: v for k, v in self._derived.items() if set(self._needed([k])) <= set(wanted)}
        if keep:
            design = design.with_columns(**keep)
        for weight in self._weighting:
            design = weight(design)
        for condition in self._conditions:
            design = design.where(condition)
        return design

    # -- passes ------------------------------------------------------------------------------------------------------

    def _needed(self, names: Sequence[str]) -> list[str]:
        """The columns of the files behind names, those of derived columns and conditions included."""
        out: list[str] = []
        waiting = [*names, *(n for c in self._conditions for n in self._named_in(c))]
        while waiting:
            name = waiting.pop(0)
            value = self._derived.get(name)
            if isinstance(value, Cut):
                waiting.append(value.name)
            elif value is not None:
                waiting += self._named_in(value.source)
            else:
                out += self._files.sources(name)
        return list(dict.fromkeys(out))

    def _named_in(self, source: str) -> list[str]:
        known = self.columns
        out: list[str] = []
        for name in _core.expression_names(source):
            rows = [c for c in known if c.startswith(name + ".")]
            out += [name] if name in known or not rows else rows
        return out

    def _complete(self, columns: Columns, names: Sequence[str]) -> Columns:
        """A chunk with those derived columns that can be computed from it."""
        have = set(names)
        for name, value in self._derived.items():
            sources = [value.name] if isinstance(value, Cut) else self._named_in(value.source)
            if all(s in have or s in columns.derived or s in columns.source.names for s in sources):
                columns = columns.with_derived({name: value.column(columns)})
        return columns

    def _mask(self, columns: Columns) -> Any:
        import numpy as np

        mask = np.ones(columns.rows if self._conditions else 0, dtype=np.uint8)
        for condition in self._conditions:
            mask &= truth_of(condition, columns) == 1
        return mask

    def _chunks(self, names: Sequence[str], purpose: str) -> Any:
        """Chunks of the named columns with the sample's: columns, and the engine's view of their rows."""
        needed = self._needed([*names, *self._sample.columns])
        for columns in self._files.chunks(needed, purpose):
            complete = self._complete(columns, needed)
            yield complete, self._sample.chunk(complete, self._mask(complete))

    def _pass(
        self,
        names: Sequence[str],
        *,
        by: Sequence[str],
        shares: bool,
        missing: str,
        purpose: str,
        table: bool = False,
    ) -> Any:
        """One pass over all chunks: the totals of the variables in every domain."""
        empty = self._complete(self._files.empty(), self._files.names)
        reader = SimpleNamespace(design=SimpleNamespace(_columns=empty), missing=missing)
        estimate.variables_of(reader, names, shares=shares)  # type: ignore[arg-type]
        orders = [level_order(empty, n) for n in names]
        by_orders = [level_order(empty, b) for b in by if empty.categories(b) is not None]
        core = self._sample.core()
        core.begin()
        totals = _core.Scan(table, orders, by_orders, NO_ANSWER if missing == "category" else "")
        for columns, chunk in self._chunks([*names, *by], purpose):
            reader.design._columns = columns
            variables = estimate.variables_of(reader, names, shares=shares)  # type: ignore[arg-type]
            totals.add(core, chunk, variables, [columns.categories(b) for b in by])
        if not totals.rows:
            raise DesignError("the files have no rows, expected at least one")
        self._sample.settle(core)
        return totals.finish(core)

    def _request(self, *, by: Any, where: Any, missing: str, **more: Any) -> tuple[ScannedDesign, Request]:
        """The arguments that all estimators share, checked before anything is read."""
        used = self if where is None else self.where(where)
        unread = SimpleNamespace(degrees_of_freedom=0.0)
        return used, estimate.checked(unread, by=by, where=None, missing=missing, **more)  # type: ignore[arg-type]

    def _read(
        self, request: Request, names: Sequence[str], *, shares: bool, purpose: str, table: bool = False
    ) -> Request:
        """The request on what a pass has found: the estimators of `Design` take it from there."""
        by, asked = request.by, request.missing
        found = self._pass(names, by=by, shares=shares, missing=asked, purpose=purpose, table=table)

        def again(domain: ScannedDesign) -> Any:
            return domain._pass(names, by=(), shares=shares, missing=asked, purpose=purpose, table=table)

        missing = "exclude" if request.missing == "category" else request.missing
        return replace(
            request,
            design=Passed(self, found, tuple(names), by, again),  # type: ignore[arg-type]
            missing=missing,
            design_df=found.degrees_of_freedom,
        )

    # -- estimators --------------------------------------------------------------------------------------------------

    def mean(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
        deff: bool | Literal["replace"] = False,
    ) -> Estimates:
        """Means of numbers, shares of categories, in one pass; as `Design.mean`."""
        used, r = self._request(by=by, where=where, missing=missing, level=level, ci=ci, df=df, deff=deff)
        return used._mean_like(r, variables, statistic="mean", shares=False)

    def total(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
        deff: bool | Literal["replace"] = False,
    ) -> Estimates:
        """Population totals, in one pass; as `Design.total`."""
        used, r = self._request(by=by, where=where, missing=missing, level=level, ci=ci, df=df, deff=deff)
        return used._mean_like(r, variables, statistic="total", shares=False)

    def proportion(
        self,
        variables: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
        df: float | None = None,
        deff: bool | Literal["replace"] = False,
    ) -> Estimates:
        """Shares of categories, in one pass; as `Design.proportion`."""
        used, r = self._request(by=by, where=where, missing=missing, level=level, ci=ci, df=df, deff=deff)
        return used._mean_like(r, variables, statistic="share", shares=True)

    def freq(
        self,
        variable: str,
        *,
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
    ) -> Estimates:
        """One-way table of a column, in one pass; as `Design.freq`."""
        return self.proportion(variable, by=by, where=where, missing=missing, level=level, ci=ci)

    def _mean_like(self, r: Request, variables: Any, *, statistic: str, shares: bool) -> Estimates:
        names = estimate.some_names_of(variables, "variables")
        return estimate.mean_like(
            self._read(r, names, shares=shares, purpose=statistic), names, statistic=statistic, shares=shares
        )

    def ratio(
        self,
        numerator: str | Sequence[str],
        denominator: str | Sequence[str],
        *,
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "t",
        df: float | None = None,
    ) -> Estimates:
        """Ratios of two totals, in one pass; as `Design.ratio`."""
        used, r = self._request(by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        above = estimate.some_names_of(numerator, "numerator")
        below = estimate.some_names_of(denominator, "denominator")
        empty = used._complete(used._files.empty(), used._files.names)
        for name in (*above, *below):
            empty.numbers(name)
        return estimate.ratio(used._read(r, [*above, *below], shares=False, purpose="ratio"), above, below)

    def crosstab(
        self,
        row: str,
        column: str,
        *layers: str,
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: str = "logit",
    ) -> Crosstab:
        """Table of two or more variables, in one pass; as `Design.crosstab`."""
        used, r = self._request(by=by, where=where, missing=missing, level=level, ci=ci)
        layered, _ = tables.with_layers(r, row, column, layers)
        read = used._read(layered, [row, column], shares=True, purpose="crosstab", table=True)
        return tables.crosstab(replace(read, by=r.by), row, column, layers)

    def quantile(
        self,
        variables: str | Sequence[str],
        probs: float | Sequence[float] = (0.25, 0.5, 0.75),
        *,
        rule: QuantileRule = "math",
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
        level: float = 0.95,
        ci: QuantileInterval = "mean",
        df: float | None = None,
    ) -> Estimates:
        """Quantiles with Woodruff intervals, the same values as `Design.quantile`; four to six passes.

        The first pass counts weights in ranges of values, the next ones narrow the ranges that hold a wanted row until
        their rows fit into memory. Score intervals need `collect`.
        """
        used, r = self._request(by=by, where=where, missing=missing, level=level, ci=ci, df=df)
        names = estimate.some_names_of(variables, "variables")
        shares = _quantile.checked_shares(probs, rule)
        return _quantile.quantile(used._brackets(r, names, shares, rule), names, shares, rule=rule)

    def _brackets(self, r: Request, names: Sequence[str], shares: Sequence[float], rule: str) -> Request:
        """The request on the quantiles that passes over the files have bracketed."""
        empty = self._complete(self._files.empty(), self._files.names)
        for name in names:
            empty.numbers(name)
        orders = [level_order(empty, b) for b in r.by if empty.categories(b) is not None]
        found = _core.QuantileScan(shares, rule, r.ci, r.level, r.df, orders, MOST_ROWS, self._threads)
        core = self._sample.core()
        while not found.done:
            core.begin()
            for columns, chunk in self._chunks([*names, *r.by], "quantile"):
                by = [columns.categories(b) for b in r.by]
                found.add(core, chunk, [columns.numbers(n) for n in names], by)
            if core.rows:
                self._sample.settle(core)
            found.end(core)
        passed = Passed(self, found, tuple(names), r.by, lambda domain: domain)
        return replace(r, design=passed, design_df=found.degrees_of_freedom)  # type: ignore[arg-type]

    def chisq(
        self,
        row: str,
        column: str,
        *,
        statistic: inference.Statistic = "F",
        by: str | Sequence[str] | None = None,
        where: str | Condition | None = None,
        missing: estimate.Missing = "exclude",
    ) -> Test | Tests:
        """Are two variables associated? Rao-Scott and Wald tests, a pass for each layer; as `Design.chisq`."""
        used, r = self._request(by=by, where=where, missing=missing, level=0.95, ci="t")
        if row == column:
            raise DesignError(f"row and column are both {row!r}, expected two variables")
        names = [name_of(row, "row"), name_of(column, "column")]
        read = used._read(r, names, shares=True, purpose="chisq", table=True)
        return layered_tests.chisq(read, row, column, statistic)


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """What a pass has found, in the shape of a design: its variables have levels and no rows."""

    scan: ScannedDesign
    _core: Any
    names: tuple[str, ...]
    by: tuple[str, ...]
    again: Callable[[ScannedDesign], Any]

    def where(self, condition: Condition) -> Passed:
        """The same pass in a subpopulation: the files are read again."""
        domain = self.scan.where(condition)
        return Passed(domain, self.again(domain), self.names, (), self.again)

    @property
    def degrees_of_freedom(self) -> float:
        df: float = self._core.degrees_of_freedom
        return df

    @property
    def _columns(self) -> FoundColumns:
        empty = self.scan._complete(self.scan._files.empty(), self.scan._files.names)
        return FoundColumns(self._core, self.names, self.by, empty)

    @property
    def kind(self) -> str:
        return self.scan.kind

    @property
    def model(self) -> Any:
        return self.scan.model

    @property
    def labels(self) -> Any:
        return self.scan.labels

    @property
    def _threads(self) -> int:
        return threads_of_environment()

    def _notes(self) -> tuple[str, ...]:
        return self.scan._notes()

    def _missing_kinds(self, name: str) -> dict[str, int] | None:
        return None


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """The variables of a pass by name, as `Columns` gives those of a frame."""

    found: Any
    names: tuple[str, ...]
    by: tuple[str, ...]
    empty: Columns

    @property
    def source(self) -> Any:
        return SimpleNamespace(library=None)

    def variable(self, name: str) -> Any:
        return self.found.variable(self.names.index(name))

    factor = numbers = variable

    def categories(self, name: str) -> Any:
        return self.found.by[self.by.index(name)] if name in self.by else self.variable(name)

    def level_values(self, name: str, levels: Sequence[str]) -> list[Any]:
        return self.empty.level_values(name, levels)
