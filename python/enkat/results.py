"""Results of estimators: one table of estimates in one vocabulary, with its full covariance and its labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import unknown_column
from enkat._tabular import Tabular, plain_columns
from enkat.errors import SurveyError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Estimate", "Estimates"]

Labels = Mapping[str, Mapping[str, Mapping[str, str]]]
"""language -> variable -> option code -> text; the code "" is the text of the variable itself."""


def check_language(language: object, labels: Labels) -> None:
    """Refuse a language that the result has no texts in."""
    if language not in labels:
        known = " or ".join(map(repr, labels))
        raise SurveyError(
            f"language: found {language!r}, expected {known}"
            if known
            else f"language: found {language!r}, but the result has no labels; give labels= to the design"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One row of `Estimates`; `float(e)` is the estimate."""

    name: str
    keys: dict[str, Any]
    statistic: str
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    df: float
    level: float
    deff: float | None
    n: int | None
    n_weighted: float | None
    n_effective: float | None
    base: float | None
    count: int | None
    status: str
    reason: str

    def __float__(self) -> float:
        return self.estimate

    def __repr__(self) -> str:
        interval = f"{self.level:.0%} interval {self.ci_low:.6g} to {self.ci_high:.6g}"
        return f"<{self.statistic} {self.name}: {self.estimate:.6g}, se {self.se:.4g}, {interval}, n {self.n}>"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Estimates(Tabular):
    """Estimates of one statistic: a row for every variable, level and domain.

    Every column has one entry per row; an empty one means that it does not apply and is given as missing.

    Attributes
    ----------
    statistic : str
        What was estimated: mean, total, ratio, share, count, contrast, ...
    keys : dict of str to sequence
        The columns that say what a row is about: the `by` variables first, then "variable", "level", or the row and
        column variables of a table. An entry may be None ("level" of a number).
    estimate, se, ci_low, ci_high, df : sequence of float
        The estimate, its standard error, its interval and the degrees of freedom the interval uses.
    deff : sequence of float
        Design effect, where it was asked for.
    n, n_weighted, n_effective : sequence
        Unweighted rows, sum of weights and (sum w)^2 / sum w^2 of the rows that the estimate uses.
    base : sequence
        Unweighted rows of the domain that could have answered: the base to print.
    count : sequence of int
        For a share: unweighted respondents in the cell.
    status, reason : sequence of str
        "ok", or a status code with the reason for it.
    level, ci : float, str
        Confidence level and the method of the intervals.
    design_df : float
        Degrees of freedom of the design; contrasts use them.
    missing : dict
        Rows left out, per variable and kind of missing.
    notes : tuple of str
        What a reader must know: "unweighted", how deff is defined, ...
    """

    statistic: str
    keys: Mapping[str, Sequence[Any]]
    estimate: Sequence[float]
    se: Sequence[float] = ()
    ci_low: Sequence[float] = ()
    ci_high: Sequence[float] = ()
    df: Sequence[float] = ()
    deff: Sequence[float] = ()
    n: Sequence[int] = ()
    n_weighted: Sequence[float] = ()
    n_effective: Sequence[float] = ()
    base: Sequence[float] = ()
    count: Sequence[int] = ()
    status: Sequence[str] = ()
    reason: Sequence[str] = ()
    level: float = 0.95
    ci: str = "t"
    design_df: float = math.inf
    missing: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    title: str = ""
    labels: Labels = field(default_factory=dict)
    library: str | None = None
    """The dataframe library of the input, in which `frame()` answers."""
    covariance: Callable[[], npt.NDArray[np.float64]] | None = None
    """Computes `vcov`; called once, when it is asked for."""
    _cache: dict[str, Any] = field(default_factory=dict)

    # -- the numbers -------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.estimate)

    @property
    def names(self) -> list[str]:
        """The short name of every row: the keys that differ between rows, joined by ":"."""
        if "names" not in self._cache:
            varying = [k for k, v in self.keys.items() if len({str(x) for x in v}) > 1]
            fallback = ["variable"] if "variable" in self.keys else list(self.keys)[-1:]
            self._cache["names"] = self._joined(varying or fallback)
        names: list[str] = self._cache["names"]
        return names

    @property
    def full_names(self) -> list[str]:
        """The name of every row from all of its keys, joined by ":"."""
        return self._joined(list(self.keys))

    def _joined(self, keys: list[str]) -> list[str]:
        return [":".join(str(self.keys[k][i]) for k in keys if self.keys[k][i] is not None) for i in range(len(self))]

    @property
    def vcov(self) -> npt.NDArray[np.float64]:
        """The covariance matrix of all estimates, in the order of the rows (computed when first asked for)."""
        if "vcov" not in self._cache:
            if self.covariance is None:
                raise SurveyError(f"the covariance of this {self.statistic} is not available, only its standard errors")
            matrix = self.covariance()
            matrix.flags.writeable = False
            self._cache["vcov"] = matrix
        vcov: npt.NDArray[np.float64] = self._cache["vcov"]
        return vcov

    @property
    def cv(self) -> list[float]:
        """Coefficients of variation, se / |estimate|; NaN where the estimate is 0."""
        return [s / abs(e) if e else math.nan for e, s in zip(self.estimate, self.se, strict=True)]

    def interval(self, *, level: float | None = None, df: float | None = None) -> tuple[list[float], list[float]]:
        """The lower and the upper limits estimate -+ t(df) * se for another level or other degrees of freedom.

        Parameters
        ----------
        level : float, optional
            Confidence level in (0, 1); by default the level of the result.
        df : float, optional
            Degrees of freedom, `math.inf` for the normal quantile; by default those of every row.
        """
        used = self.level if level is None else level
        dfs = self.df if df is None else [df] * len(self)
        pairs = [_core.mean_interval(e, s, d, used) for e, s, d in zip(self.estimate, self.se, dfs, strict=True)]
        return [low for low, _ in pairs], [high for _, high in pairs]

    # -- one row -----------------------------------------------------------------------------------------------------

    def index(self, key: str | tuple[Any, ...] | int) -> int:
        """The number of the row with this name, these key values, or this position.

        Raises
        ------
        SurveyError
            No row, or more than one, is meant.
        """
        if isinstance(key, int):
            return range(len(self))[key]
        parts = tuple(str(k) for k in key) if isinstance(key, tuple) else (str(key),)
        name = ":".join(parts)
        for names in (self.names, self.full_names):
            if names.count(name) == 1:
                return names.index(name)
        hits = [i for i in range(len(self)) if all(p in self._key_values(i) for p in parts)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            found = ", ".join(repr(self.names[i]) for i in hits[:6])
            raise SurveyError(f"{name!r} means {len(hits)} rows ({found}, ...): give more keys, r[{parts[0]!r}, ...]")
        raise SurveyError(unknown_column(name, self.names, what="row"))

    def _key_values(self, row: int) -> set[str]:
        return {str(v[row]) for v in self.keys.values() if v[row] is not None}

    def __getitem__(self, key: str | tuple[Any, ...] | int) -> Estimate:
        i = self.index(key)

        def at(values: Sequence[Any], default: Any = None) -> Any:
            return values[i] if len(values) else default

        return Estimate(
            name=self.names[i],
            keys={k: v[i] for k, v in self.keys.items()},
            statistic=self.statistic,
            estimate=self.estimate[i],
            se=at(self.se, math.nan),
            ci_low=at(self.ci_low, math.nan),
            ci_high=at(self.ci_high, math.nan),
            df=at(self.df, math.nan),
            level=self.level,
            deff=at(self.deff),
            n=at(self.n),
            n_weighted=at(self.n_weighted),
            n_effective=at(self.n_effective),
            base=at(self.base),
            count=at(self.count),
            status=at(self.status, "ok"),
            reason=at(self.reason, ""),
        )

    def __iter__(self) -> Iterator[Estimate]:
        return (self[i] for i in range(len(self)))

    # -- tables ------------------------------------------------------------------------------------------------------

    def _library(self) -> str | None:
        return self.library

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """Every column in order, keys first; with a language the option codes are replaced by their texts."""
        if language is not None:
            check_language(language, self.labels)
        out: dict[str, Sequence[Any]] = {}
        for key, values in self.keys.items():
            out[key] = [self.label(key, i, language=language) for i in range(len(self))] if language else values
        blank = [math.nan] * len(self)
        for name in ("estimate", "se", "ci_low", "ci_high", "df"):
            values = getattr(self, name)
            out[name] = values if len(values) else blank
        for name in ("deff", "count"):
            if len(getattr(self, name)):
                out[name] = getattr(self, name)
        for name in ("n", "n_weighted", "n_effective", "base"):
            values = getattr(self, name)
            out[name] = values if len(values) else blank
        out["status"] = self.status if len(self.status) else ["ok"] * len(self)
        out["reason"] = self.reason if len(self.reason) else [""] * len(self)
        return out

    def label(self, key: str, row: int, *, language: str) -> Any:
        """The text of a key's value in a language, or the value itself where there is none."""
        value = self.keys[key][row]
        texts = self.labels.get(language, {})
        if key == "variable":
            return texts.get(str(value), {}).get("", value)
        variable = str(self.keys["variable"][row]) if key == "level" and "variable" in self.keys else key
        return texts.get(variable, {}).get(str(value), value)

    def to_dict(self) -> dict[str, list[Any]]:
        """Every column as a plain list; a missing number is None. Needs no dataframe library."""
        return plain_columns(self.columns())

    # -- what is made of them ----------------------------------------------------------------------------------------

    def contrast(self, expression: Any, *, level: float | None = None) -> Estimates:
        """A linear or non-linear function of the estimates with its standard error, by the delta method.

        Parameters
        ----------
        expression : str, list of str, or dict
            An expression of row names: ``"teacher - head_teacher"``, ``"log(a / b)"``. A name that is not made of
            letters, digits, dots and underscores is quoted: ``"'E:api00' - 'H:api00'"``. A dict of coefficients
            ``{"E": 1, "H": -1}`` is a linear contrast; a dict of names to either of these gives several at once.
        level : float, optional
            Confidence level; by default that of the result.

        Returns
        -------
        Estimates
            One row per contrast under the key "contrast", with their covariance; intervals are t on `design_df`.

        Raises
        ------
        DesignError
            The expression cannot be read, or names no row; the message says where.
        """
        from enkat._contrast import contrast

        return contrast(self, expression, level=self.level if level is None else level)

    def plot(self, ax: Any = None) -> Any:
        """Draw estimates with their intervals, one line per row (needs the extra ``plot``).

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        matplotlib.axes.Axes
        """
        from enkat._display.estimates_plot import plot

        return plot(self, ax)

    def _repr_html_(self) -> str:
        from enkat._display.estimates_text import to_html

        return to_html(self)

    def __repr__(self) -> str:
        from enkat._display.estimates_text import to_text

        return to_text(self)
