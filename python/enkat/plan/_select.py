"""Drawing the sample: the engine draws, this module names columns and gives a frame ready for `ek.Design`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._arguments import name_of, number_of
from enkat._display.plan_text import html, text
from enkat._frames import Frame, read_frame
from enkat.columns import Columns, FrameSource
from enkat.errors import DataError, DesignError
from enkat.plan._allocate import Allocation

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["Sample", "Stage", "select"]

Method = Literal["simple", "systematic", "pps_systematic", "pps_random_systematic", "sampford", "brewer", "poisson"]
EQUAL = ("simple", "systematic")
METHODS = (*EQUAL, "pps_systematic", "pps_random_systematic", "sampford", "brewer", "poisson")
LARGEST_JOINT = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a selection: what is drawn, how and how many.

    Parameters
    ----------
    n : int or {stratum: int} or Allocation, optional
        Units to draw in every stratum; in a later stage, in every unit of the stage before. Expected numbers for
        "poisson", where they need not be whole.
    fraction : float, optional
        In place of `n`: the share of units to draw, at least one.
    method : {"simple", "systematic", "pps_systematic", "pps_random_systematic", "sampford", "brewer", "poisson"}
        "simple" is also called "srs". Both systematic methods that do not say random go through the frame in its
        order: sort it first for implicit stratification.
    units : str, optional
        Column with the unit of every row (a school, a household), drawn with all its rows; absent in the last stage:
        rows are drawn.
    strata : str, optional
        Column of strata.
    size : str, optional
        Column of sizes for the methods with unequal probabilities, summed over the rows of a unit; absent: the number
        of rows. Units too large for a probability below 1 are taken with certainty.
    take_all : bool
        Where there are fewer units than `n`, take all; otherwise that is an error in the first stage.
    """

    n: Any = None
    fraction: float | None = None
    method: Method | Literal["srs"] = "simple"
    units: str | None = None
    strata: str | None = None
    size: str | None = None
    take_all: bool | None = None

    def __post_init__(self) -> None:
        if self.method not in (*METHODS, "srs"):
            raise DesignError(f"method={self.method!r}, expected one of {', '.join(map(repr, METHODS))}")
        if (self.n is None) == (self.fraction is None):
            raise DesignError("expected one of n, a number of units, and fraction, a share of them")
        if self.size is not None and self.method in (*EQUAL, "srs"):
            raise DesignError(f"size={self.size!r}: the method {self.method!r} gives all units the same probability")
        for name in ("units", "strata", "size"):
            if getattr(self, name) is not None:
                name_of(getattr(self, name), name)

    def _core(self, columns: Columns, number: int) -> dict[str, Any]:
        stratum = None if self.strata is None else columns.categories(self.strata)
        return {
            "method": "simple" if self.method == "srs" else self.method,
            "unit": None if self.units is None else columns.categories(self.units),
            "stratum": stratum,
            "size": None if self.size is None else columns.numbers(self.size),
            "n": self._numbers(columns, stratum),
            "fraction": 0.0 if self.fraction is None else number_of(self.fraction, "fraction"),
            "take_all": number > 0 if self.take_all is None else bool(self.take_all),
        }

    def _numbers(self, columns: Columns, stratum: Any) -> list[float]:
        given = self.n.sizes() if isinstance(self.n, Allocation) else self.n
        if given is None:
            return []
        if not isinstance(given, Mapping):
            return [number_of(given, "n")]
        if stratum is None or self.strata is None:
            raise DesignError("n is given by stratum, expected strata= with the column of the strata")
        by_text = {str(k): v for k, v in given.items()}
        values = columns.level_values(self.strata, stratum.levels)
        absent = [v for v in values if v not in given and str(v) not in by_text]
        if absent:
            raise DesignError(f"n: has no number of the stratum {absent[0]!r}, expected one for every stratum")
        return [number_of(given.get(v, by_text.get(str(v))), f"n, stratum {v!r}") for v in values]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sample:
    """A sample of the rows of a frame.

    Attributes
    ----------
    rows : numpy.ndarray
        Places of the selected rows in the frame, from 0, rising.
    added : dict of str to numpy.ndarray
        The columns that `frame` adds: "probability", "weight" (1 / probability), "frame_row" (from 1), and for every
        stage "fpc", numbered where there are several: the units that were drawn from, or the inclusion probability of
        a method with unequal ones.
    stages : tuple of Stage
        How it was drawn.
    seed : int
        The same seed and frame give the same sample on every platform.
    """

    rows: Any
    added: Mapping[str, Any]
    stages: tuple[Stage, ...]
    seed: int
    source: Frame = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def weight(self) -> Any:
        """1 / probability of every selected row."""
        return self.added["weight"]

    @property
    def probability(self) -> Any:
        """Inclusion probability of every selected row."""
        return self.added["probability"]

    def frame(self) -> Any:
        """The selected rows with the added columns, in the library of the frame."""
        return self.source.taken(self.rows, self.added)

    def to_dict(self) -> dict[str, Any]:
        """The rows and the added columns as plain lists, and the seed."""
        return {"seed": self.seed, "rows": self.rows.tolist()} | {k: v.tolist() for k, v in self.added.items()}

    def design(self, data: Any = None) -> Design:
        """The sampling design of the sample, for estimation.

        Parameters
        ----------
        data : dataframe, optional
            The sample with the answers: the frame of `frame()` with more columns. By default the sample itself.

        Returns
        -------
        Design
            Equal probabilities: strata, clusters and fpc of every stage (a systematic sample is taken as a simple
            one). Unequal ones: Brewer's approximation, Hartley and Rao's for "pps_random_systematic"; "poisson" in one
            stage of rows: its exact joint probabilities, else drawn with replacement.

        Examples
        --------
        >>> import enkat as ek
        >>> frame = {"y": [float(i % 7) for i in range(60)], "region": ["N"] * 40 + ["S"] * 20}
        >>> sample = ek.plan.select(frame, n=5, strata="region", seed=3)
        >>> sample.design().total("y").n[0]
        10
        """
        from enkat.plan._design import design_of

        return design_of(self, self.frame() if data is None else data)

    def _lines(self) -> tuple[str, list[tuple[str, str]]]:
        weight = self.weight
        lines = [("rows", f"{len(self):,} of {self.source.rows:,}"), ("seed", str(self.seed))]
        if len(self):
            lines.append(("weights", f"{weight.min():.6g} to {weight.max():.6g}, sum {weight.sum():,.6g}"))
        for number, stage in enumerate(self.stages, start=1):
            what = stage.units or "rows"
            where = f" in strata of {stage.strata}" if stage.strata else ""
            lines.append((f"stage {number}", f"{stage.method} of {what}{where}"))
        return "Sample", lines

    def __repr__(self) -> str:
        return text(*self._lines())

    def _repr_html_(self) -> str:
        return html(*self._lines())


def select(
    frame: Any,
    *,
    seed: int,
    n: int | float | Mapping[Any, float] | Allocation | None = None,
    fraction: float | None = None,
    method: Method | Literal["srs"] = "simple",
    units: str | None = None,
    strata: str | None = None,
    size: str | None = None,
    take_all: bool | None = None,
    stages: Sequence[Stage] | None = None,
) -> Sample:
    """Draw a sample from a frame.

    Parameters
    ----------
    frame : dataframe
        One row per unit of the last stage.
    seed : int
        Any whole number from 0; the same seed and frame give the same sample on every platform.
    n, fraction, method, units, strata, size, take_all
        One stage of selection, see `Stage`.
    stages : list of Stage, optional
        Several stages, in place of these arguments: units of the first, then units or rows within each, ...

    Returns
    -------
    Sample
        `frame()` has the selected rows with probabilities and weights, `design()` the design ready for estimation.

    Raises
    ------
    DesignError
        More units are wanted than there are, a first-stage unit lies in two strata, arguments contradict each other.
    DataError
        A column is not there, a row has no stratum, a size is not over 0; the message names the row.

    Notes
    -----
    Random numbers: xoshiro256**, seeded by SplitMix64. Every stratum (and unit of the stage before) has a stream of its
    own, named by the labels around it: what else is in the frame does not change its sample.
    See docs/methods/select.md.

    References
    ----------
    Tillé (2006), Sampling Algorithms; Sampford (1967), Biometrika 54; Brewer (1975), Australian Journal of Statistics
    17; Madow (1949), Annals of Mathematical Statistics 20; Blackman and Vigna (2021), ACM Transactions on Mathematical
    Software 47.

    Examples
    --------
    >>> import enkat as ek
    >>> schools = {"school": list("abcdef"), "region": list("NNNSSS"), "pupils": [300, 100, 200, 500, 250, 250]}
    >>> sample = ek.plan.select(schools, n=2, method="sampford", size="pupils", strata="region", seed=1)
    >>> len(sample), round(float(sample.weight.sum()), 6) > 0
    (4, True)
    >>> [float(round(p, 4)) for p in ek.plan.select(schools, n=3, seed=1).probability]
    [0.5, 0.5, 0.5]
    """
    one = {"n": n, "fraction": fraction, "units": units, "strata": strata, "size": size, "take_all": take_all}
    if stages is None:
        chosen: tuple[Stage, ...] = (Stage(method=method, **one),)  # type: ignore[arg-type]
    else:
        named = [name for name, value in one.items() if value is not None]
        if named or method != "simple":
            raise DesignError(
                f"stages= describes the whole selection; give {', '.join(named or ['method'])} in a Stage"
            )
        chosen = tuple(stages)
        if not chosen or not all(isinstance(s, Stage) for s in chosen):
            raise DesignError(f"stages={stages!r}, expected a list of ek.plan.Stage(...)")
    source = read_frame(frame)
    if source.rows == 0:
        raise DataError("the frame has no rows, expected at least one unit to draw from")
    columns = Columns(FrameSource(source))
    core = [stage._core(columns, number) for number, stage in enumerate(chosen)]
    rows, probability, drawn = _core.select(source.rows, core, _seed_of(seed))
    return Sample(
        rows=rows, added=_added(source, rows, probability, drawn, chosen), stages=chosen, seed=int(seed), source=source
    )


def _seed_of(seed: Any) -> int:
    if isinstance(seed, bool) or not hasattr(seed, "__index__") or not 0 <= int(seed) < 2**64:
        raise DesignError(f"seed={seed!r}, expected a whole number from 0 to 2^64 - 1; write it down to draw it again")
    return int(seed)


def _added(
    source: Frame, rows: Any, probability: Any, drawn: Sequence[tuple[Any, Any, Any]], stages: Sequence[Stage]
) -> dict[str, Any]:
    out = {"frame_row": rows + 1, "probability": probability, "weight": 1 / probability}
    for number, (stage, (p, units, _)) in enumerate(zip(stages, drawn, strict=True), start=1):
        name = "fpc" if len(stages) == 1 else f"fpc{number}"
        out[name] = units if stage.method in (*EQUAL, "srs") else p
    taken = [name for name in out if name in source.names]
    if taken:
        raise DataError(f"the frame has a column {taken[0]!r} already, which the sample adds; rename it")
    return out
