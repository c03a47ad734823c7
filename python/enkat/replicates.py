"""Replicate weights: given as columns or made from the design, and statistics of one's own under them."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._arguments import names_of, number_of, whole_of
from enkat._frames import unknown_column
from enkat.errors import DataError, DesignError
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.columns import Columns
    from enkat.design import Design

__all__ = ["Replicates"]

KINDS = {
    "brr": "BRR",
    "fay": "Fay",
    "jk1": "JK1",
    "jk2": "JK2",
    "jkn": "JKn",
    "bootstrap": "bootstrap",
    "successive-difference": "successive-difference",
    "acs": "successive-difference",
    "other": "other",
}
MADE = ("auto", "JK1", "JKn", "BRR", "Fay", "bootstrap", "mccarthy-snowden", "preston", "successive-difference")
R_NAMES = {"subbootstrap": "bootstrap", "mrbbootstrap": "preston", "acs": "successive-difference"}
PRESETS: dict[str, tuple[str, dict[str, Any]]] = {
    "pisa": ("W_FSTURWT*", {"kind": "fay", "rho": 0.5}),
    "talis": ("TRWGT*", {"kind": "fay", "rho": 0.5}),
    "piaac": ("SPFWT*", {"kind": "jk2", "mse": True}),
    "timss": ("JR*", {"kind": "jk2", "mse": True, "combined": False}),
}
"""Columns and conventions of the technical reports; PIAAC countries with VEMETHODN = 1 use kind="jk1" instead."""


@dataclass(frozen=True, slots=True, init=False)
class Replicates:
    """Columns that hold replicate weights.

    Parameters
    ----------
    columns : str or list of str
        Names, or one name with ``*`` for any text; PISA, TALIS, PIAAC, TIMSS have presets, see `preset`.
    kind : {"BRR", "Fay", "JK1", "JK2", "JKn", "bootstrap", "successive-difference", "other"}
        Decides the scale of the variance: BRR 1/K; Fay 1/(K (1-rho)^2); JK1 (K-1)/K; JK2 1; bootstrap 1/(K-1);
        successive-difference 4/K. JKn and other need `scale` or `rscales`.
    rho : float
        Fay's factor.
    combined : bool
        The columns are full weights; False: multipliers of the design's weights.
    mse : bool
        Squares around the full-sample estimate instead of the mean of the replicates.
    scale, rscales : float, list of float, optional
        V = scale * sum_r rscales_r (t_r - c)^2, in place of those of the kind.

    Examples
    --------
    >>> import enkat as ek
    >>> data = {"y": [1.0, 2.0, 4.0], "w": [1.0] * 3, "r1": [0, 1.5, 1.5], "r2": [1.5, 0, 1.5], "r3": [1.5, 1.5, 0]}
    >>> d = ek.Design(data, weights="w", replicates=ek.Replicates("r*", kind="JK1"))
    >>> round(d.mean("y")["y"].se, 4)
    0.8819
    """

    columns: tuple[str, ...]
    kind: str
    rho: float
    combined: bool
    mse: bool
    scale: float | None
    rscales: tuple[float, ...] | None

    def __init__(
        self,
        columns: str | Sequence[str],
        *,
        kind: str,
        rho: float = 0.0,
        combined: bool = True,
        mse: bool = False,
        scale: float | None = None,
        rscales: Sequence[float] | None = None,
    ) -> None:
        if not isinstance(kind, str) or kind.lower() not in KINDS:
            raise DesignError(f"kind={kind!r}, expected one of {', '.join(sorted(set(KINDS.values())))}")
        name = KINDS[kind.lower()]
        if isinstance(rho, bool) or not isinstance(rho, (int, float)) or not 0 <= rho < 1:
            raise DesignError(f"rho={rho!r}, expected a number of at least 0 and less than 1")
        if rho and name != "Fay":
            raise DesignError(f"rho={rho!r} belongs to kind='Fay', found kind={kind!r}")
        if name in ("JKn", "other") and scale is None and rscales is None:
            raise DesignError(f"kind={kind!r} has no usual scale, expected scale= or rscales= beside it")
        for flag, value in {"combined": combined, "mse": mse}.items():
            if not isinstance(value, bool):
                raise DesignError(f"{flag}={value!r}, expected True or False")
        values: dict[str, Any] = {
            "columns": tuple(names_of(columns, "columns")),
            "kind": name,
            "rho": float(rho),
            "combined": combined,
            "mse": mse,
            "scale": None if scale is None else number_of(scale, "scale"),
            "rscales": None if rscales is None else tuple(float(v) for v in rscales),
        }
        if not values["columns"]:
            raise DesignError("columns: none given, expected the names of replicate weights, or a pattern as 'rw*'")
        for field in values:
            object.__setattr__(self, field, values[field])

    @classmethod
    def preset(cls, study: Literal["PISA", "TALIS", "PIAAC", "TIMSS"]) -> Replicates:
        """The columns and conventions of an international study's public files.

        Examples
        --------
        >>> import enkat as ek
        >>> ek.Replicates.preset("PISA").kind
        'Fay'
        """
        if not isinstance(study, str) or study.lower() not in PRESETS:
            raise DesignError(f"study={study!r}, expected one of {', '.join(p.upper() for p in PRESETS)}")
        columns, how = PRESETS[study.lower()]
        return cls(columns, **how)

    def names(self, known: Sequence[str]) -> list[str]:
        """The columns of the data that are meant, in the order of the data where there is a pattern."""
        out: list[str] = []
        for column in self.columns:
            found = [column] if column in known else fnmatch.filter(known, column)
            if not found:
                raise DataError(f"replicates: {unknown_column(column, known)}")
            out += found
        if self.rscales is not None and len(self.rscales) != len(out):
            raise DesignError(f"rscales has {len(self.rscales)} values, expected one for each of {len(out)} replicates")
        return out

    def applied(self, core: Any, columns: Columns, weights: str | None) -> Any:
        """The engine's design with these replicate weights."""
        if weights is None:
            raise DesignError("replicates need the full-sample weights beside them, expected weights=")
        names = self.names(columns.source.names)
        for name in names:
            if columns.source.kind(name) != "numeric":
                raise DesignError(f"replicates: column {name!r} holds categories, expected numbers")
        numbers = [columns.numbers(name) for name in names]
        scale = self.scale if self.scale is not None else (1.0 if self.rscales is not None else None)
        rscales = list(self.rscales) if self.rscales is not None else None
        if self.kind in ("JKn", "other") and rscales is None:
            rscales = [1.0] * len(names)
        return core.with_replicates(numbers, self.kind, self.rho, self.combined, self.mse, scale, rscales)


def to_replicates(design: Design, *, kind: str, count: int, rho: float, mse: bool, seed: int) -> Any:
    """The engine's design with replicates made from its clusters and strata."""
    name = R_NAMES.get(str(kind).lower(), {k.lower(): k for k in MADE}.get(str(kind).lower()))
    if name is None:
        raise DesignError(f"kind={kind!r}, expected one of {', '.join(MADE)}")
    if isinstance(rho, bool) or not isinstance(rho, (int, float)) or not 0 <= rho < 1:
        raise DesignError(f"rho={rho!r}, expected a number of at least 0 and less than 1")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**64:
        raise DesignError(f"seed={seed!r}, expected a whole number of at least 0")
    return _core.to_replicates(design._core, name, whole_of(count, "count"), float(rho), bool(mse), seed)


def values_of(result: Any) -> tuple[list[str], list[float]]:
    """Names and numbers of what a user's function gave."""
    if isinstance(result, Estimates):
        return list(result.names), [float(v) for v in result.estimate]
    try:
        if isinstance(result, Mapping):
            return [str(k) for k in result], [float(v) for v in result.values()]
        several = hasattr(result, "__iter__") and not isinstance(result, str)
        values = [float(v) for v in result] if several else [float(result)]
    except (TypeError, ValueError):
        raise DesignError(
            f"function: gave {result!r:.80}, expected a number, several, a dict of numbers or an enkat result"
        ) from None
    return [f"statistic {k + 1}" for k in range(len(values))] if len(values) > 1 else ["statistic"], values


def replicate(design: Design, function: Callable[[Design], Any], *, level: float) -> Estimates:
    """A statistic of the user's own with the variance of the replicates."""
    about = design._core.describe()["replicates"]
    if about is None:
        raise DesignError(
            "replicate: the design has no replicate weights, expected some; make them with to_replicates(), "
            "or give replicates= to ek.Design"
        )
    if not callable(function):
        raise DesignError(f"function={function!r}, expected a function of a design, for example lambda d: ...")
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise DesignError(f"level={level!r}, expected a number between 0 and 1, for example 0.95")
    names, estimate = values_of(function(design._with(_core=design._core.without_replicates())))
    under: list[float] = []
    for r in range(about["count"]):
        got, values = values_of(function(design._with(_core=design._core.with_replicate(r))))
        if got != names:
            raise DesignError(
                f"function: gave {len(got)} values {got[:5]} in replicate {r + 1} and {len(names)} for the sample, "
                "expected the same ones each time"
            )
        under += values
    v = _core.replicate_covariance(design._core, estimate, under)
    se = [math.sqrt(v[i, i]) for i in range(len(names))]
    df = design.degrees_of_freedom
    limits = [_core.mean_interval(e, s, df, level) for e, s in zip(estimate, se, strict=True)]
    return Estimates(
        statistic="statistic",
        keys={"variable": names},
        estimate=estimate,
        se=se,
        ci_low=[x[0] for x in limits],
        ci_high=[x[1] for x in limits],
        df=[df] * len(names),
        status=["ok"] * len(names),
        reason=["" if not math.isnan(s) else "not defined in some replicate" for s in se],
        level=level,
        ci="t",
        design_df=df,
        notes=design._notes(),
        labels=design.labels,
        library=design._columns.source.library,
        covariance=lambda: v,
    )
