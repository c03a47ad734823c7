"""Estimators: the engine computes, this module names things. Reached as methods of `Design`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._arguments import names_of, number_of
from enkat.errors import DataError, DesignError
from enkat.propagation import Gaps, completed
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["Missing"]

Missing = Literal["exclude", "propagate", "error", "category"]
NO_ANSWER = "(no answer)"
SHOWN = ("estimate", "se", "ci_low", "ci_high", "df", "deff", "count", "n", "n_weighted", "n_effective", "base")
KEYS = (
    "measure",
    "variable",
    "level",
    "numerator",
    "denominator",
    "total",
    "status",
    "reason",
    "quantile",
    "at",
    "other",
    "threshold",
)
RESERVED = frozenset((*SHOWN, *KEYS))
"""Columns of results, which a key may not be named like."""
SHARE = ("logit", "xlogit", "wilson", "beta", "nchs", "asin", "likelihood")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What all estimators take, checked."""

    design: Design
    by: tuple[str, ...]
    missing: Missing
    level: float
    ci: str
    df: float | None
    deff: str
    design_df: float

    @property
    def groups(self) -> Any:
        """The domains that occur, or None."""
        if not self.by:
            return None
        groups = _core.groups_of(
            self.design._core, [self.design._columns.categories(b) for b in self.by], self.design._threads
        )
        if not len(groups.rows):
            raise DataError(
                f"by: no row of non-zero weight in the domain has a value in {' and '.join(map(repr, self.by))}; "
                "leave by out, or choose other rows with where"
            )
        return groups


def checked(
    design: Design,
    *,
    by: str | Sequence[str] | None,
    where: Any,
    missing: str,
    level: float,
    ci: str,
    df: float | None = None,
    deff: bool | str = False,
) -> Request:
    """The arguments all estimators share, with a message for each that is off."""
    if missing not in ("exclude", "propagate", "error", "category"):
        raise DesignError(f"missing={missing!r}, expected 'exclude', 'propagate', 'error' or 'category'")
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise DesignError(f"level={level!r}, expected a number between 0 and 1, for example 0.95")
    if deff not in (False, True, "replace"):
        raise DesignError(f"deff={deff!r}, expected False, True or 'replace'")
    kinds = {False: "", True: "without_replacement", "replace": "with_replacement"}
    if not isinstance(ci, str):
        raise DesignError(f"ci={ci!r}, expected the name of a method, for example 'logit'")
    if df is not None:
        df = number_of(df, "df", infinite=True)
    names = tuple(names_of(by, "by"))
    refuse_reserved(names, "by")
    used = design if where is None else design.where(where)
    return Request(
        design=used,
        by=names,
        missing=missing,  # type: ignore[arg-type]
        level=level,
        ci=ci,
        df=df,
        deff=kinds[deff],
        design_df=used.degrees_of_freedom,
    )


def refuse_reserved(names: Sequence[str], argument: str) -> None:
    """Keys of a result stand beside its columns, so they need other names."""
    for name in names:
        if name in RESERVED:
            raise DesignError(f"{argument}: {name!r} is a column of every result; rename the column of the data")


def some_names_of(variables: str | Sequence[str], argument: str) -> list[str]:
    """One name or several."""
    names = names_of(variables, argument)
    if not names:
        raise DesignError(f"{argument}: no column given, expected at least one name")
    return names


def variables_of(request: Request, names: Sequence[str], *, shares: bool) -> list[Any]:
    """The columns, with what `missing=` asks for done to them."""
    columns = request.design._columns
    out = [columns.factor(n) if shares else columns.variable(n) for n in names]
    if request.missing == "category":
        for name, v in zip(names, out, strict=True):
            if isinstance(v, _core.Categories) and NO_ANSWER in v.levels:
                raise DataError(
                    f"column {name!r} has a category named {NO_ANSWER!r}, the name that missing='category' gives to "
                    "missing values; rename the category"
                )
        out = [v.with_missing_level(NO_ANSWER) if isinstance(v, _core.Categories) else v for v in out]
    return out


def missing_of(request: Request, names: Sequence[str], variables: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Rows without a value, by variable and kind; refuses them under missing='error'."""
    out: dict[str, dict[str, int]] = {}
    for name, variable in zip(names, variables, strict=True):
        count = _core.missing_rows(request.design._core, variable)
        if not count:
            continue
        if request.missing == "error":
            raise DataError(
                f"column {name!r} is missing in {count} rows of the domain; give missing='exclude' to leave them out"
            )
        out[name] = request.design._missing_kinds(name) or {"no_answer": count}
    return out


def assemble(
    request: Request,
    core: Any,
    *,
    statistic: str,
    keys: dict[str, list[Any]],
    missing: dict[str, dict[str, int]],
    share: bool,
    title: str = "",
    rows: Sequence[int] | None = None,
    limits: tuple[Sequence[float], Sequence[float]] | None = None,
    no_interval: str = "",
    undefined: str = "the denominator is zero",
    gaps: Gaps | None = None,
) -> Estimates:
    """A result of the engine as `Estimates`; `rows` picks some of its statistics.

    A method with intervals of its own gives them as `limits`, and in `no_interval` why one may be missing;
    `undefined` says when there is no estimate. Missing values that propagate do so by variable and domain where
    the method gives its `gaps`, else everywhere.
    """
    index = list(range(len(core.estimate))) if rows is None else list(rows)
    design = request.design

    def pick(values: Sequence[Any]) -> list[Any]:
        return [values[i] for i in index] if values else []

    low, high = limits or core.limits(request.ci, share and request.ci in SHARE, request.level, request.df)
    gone = _gone(request, missing, gaps, keys, len(index))
    silent = design.kind != "probability" and design.model is None

    def values(column: Sequence[float], *, hidden: bool = False) -> list[float]:
        if hidden:
            return [math.nan] * len(index)
        return (
            [math.nan if why else v for v, why in zip(pick(column), gone, strict=True)] if any(gone) else pick(column)
        )

    no_limits = [math.nan if math.isnan(h) else lo for lo, h in zip(low, high, strict=True)] if limits else low
    status, reason = states(core, index, no_limits, gone, no_variance(design), no_interval, undefined)
    if share and request.ci == "nchs" and not silent:
        mark_unreliable(status, reason, pick(core.reliability(request.level, request.df)))
    return Estimates(
        statistic=statistic,
        keys=keys,
        estimate=values(core.estimate),
        se=values(core.se),
        ci_low=values(low, hidden=silent),
        ci_high=values(high, hidden=silent),
        df=[request.df] * len(index) if request.df is not None else pick(core.df),
        deff=values(core.deff) if core.deff else [],
        n=pick(core.n),
        n_weighted=pick(core.n_weighted),
        n_effective=pick(core.n_effective),
        base=pick(core.n),
        count=pick(core.count) if share or statistic == "count" else [],
        status=status,
        reason=reason,
        level=request.level,
        ci=request.ci,
        design_df=request.design_df,
        missing=missing,
        notes=design._notes(),
        title=title,
        labels=design.labels,
        library=design._columns.source.library,
        covariance=lambda: _without(_picked(core.covariance(), index), gone),
    )


def _gone(
    request: Request,
    missing: dict[str, dict[str, int]],
    gaps: Gaps | None,
    keys: dict[str, list[Any]],
    count: int,
) -> list[str]:
    """What is missing in each statistic, in words, where missing values propagate."""
    if gaps is not None:
        return gaps.of(keys, count)
    if request.missing != "propagate" or not missing:
        return [""] * count
    words = ", ".join(f"{name} ({sum(kinds.values())} rows)" for name, kinds in missing.items())
    return [words] * count


def _without(matrix: Any, gone: list[str]) -> Any:
    if any(gone):
        for i, why in enumerate(gone):
            if why:
                matrix[i, :] = matrix[:, i] = math.nan
    return matrix


def _picked(matrix: Any, index: list[int]) -> Any:
    return matrix if len(index) == len(matrix) else matrix[index][:, index].copy()


def no_variance(design: Design) -> str:
    """Why an estimate may have no standard error under this design."""
    shape = design._core.describe()
    if shape["replicates"] is not None:
        return "not defined under some replicate: the domain is empty there"
    if shape["pairs"]:
        return "the variance estimate is negative, as Horvitz and Thompson's may be; Yates and Grundy's is steadier"
    return "every stratum has one cluster, so that there is no variance to average"


def states(
    core: Any,
    index: Sequence[int],
    low: Sequence[float],
    gone: Sequence[str],
    unknown: str,
    no_interval: str = "",
    undefined: str = "the denominator is zero",
) -> tuple[list[str], list[str]]:
    """A status and its reason for every statistic: nothing is NaN without one."""
    status, reason = [], []
    n, estimate, se, df = core.n, core.estimate, core.se, core.df  # each access copies the engine's vector
    for i, why in zip(index, gone, strict=True):
        if why:
            status.append("x")
            reason.append(f"missing values in {why}; give missing='exclude' to leave them out")
        elif n[i] == 0:
            status.append("x")
            reason.append("no row of non-zero weight in the domain")
        elif math.isnan(estimate[i]):
            status.append("x")
            reason.append(undefined)
        elif no_interval and df[i] > 0 and math.isnan(low[i]):
            status.append("ok")
            reason.append(no_interval)
        elif math.isnan(se[i]):
            status.append("ok")
            reason.append(unknown)
        elif df[i] <= 0:
            status.append("ok")
            reason.append("no degrees of freedom, hence no t interval")
        elif math.isnan(low[i]):
            status.append("ok")
            reason.append("the method gives no interval for a share of 0 or 1; 'nchs', 'wilson' and 'beta' do")
        else:
            status.append("ok")
            reason.append("")
    return status, reason


def mark_unreliable(status: list[str], reason: list[str], verdicts: Sequence[str]) -> None:
    """Status u where NCHS would not call a share reliable, with its reasons."""
    for i, verdict in enumerate(verdicts):
        if verdict and status[i] == "ok":
            status[i], reason[i] = "u", verdict


def repeat_keys(request: Request, groups: Any, inner: dict[str, list[Any]], size: int) -> dict[str, list[Any]]:
    """The key columns: the domains first, every domain with all of `inner`."""
    if groups is None:
        return inner
    columns = request.design._columns
    count = len(groups.rows)
    keys: dict[str, list[Any]] = {}
    for name, member in zip(request.by, groups.member, strict=True):
        levels = columns.level_values(name, columns.categories(name).levels)
        keys[name] = [levels[m] for m in member for _ in range(size)]
    return {**keys, **{k: v * count for k, v in inner.items()}}


def level_keys(request: Request, names: Sequence[str], variables: Sequence[Any]) -> dict[str, list[Any]]:
    """One entry per statistic: the variable, and its level where it has levels."""
    variable: list[Any] = []
    level: list[Any] = []
    for name, v in zip(names, variables, strict=True):
        if isinstance(v, _core.Numbers):
            variable.append(name)
            level.append(None)
            continue
        levels = v.options if isinstance(v, _core.OptionSet) else v.levels
        shown = list(levels)
        if not isinstance(v, _core.OptionSet) and (not levels or levels[-1] != NO_ANSWER):
            shown = request.design._columns.level_values(name, levels)
        variable += [name] * len(levels)
        level += shown
    return {"variable": variable, "level": level}


def mean_like(request: Request, variables: str | Sequence[str], *, statistic: str, shares: bool) -> Estimates:
    """mean, proportion and total: one statistic per number or level, in every domain."""
    names = some_names_of(variables, "variables")
    data = variables_of(request, names, shares=shares)
    missing = missing_of(request, names, data)
    groups = request.groups
    data, gaps = completed(request, names, data, missing, groups)
    method = _core.total if statistic in ("total", "count") else _core.mean
    core = method(request.design._core, data, groups, request.deff, request.design._threads)
    inner = level_keys(request, names, data)
    keys = repeat_keys(request, groups, inner, len(inner["variable"]))
    share = statistic == "share"
    return assemble(request, core, statistic=statistic, keys=keys, missing=missing, share=share, gaps=gaps)


def ratio(request: Request, numerator: str | Sequence[str], denominator: str | Sequence[str]) -> Estimates:
    """Ratios of totals, all numerators of the first denominator first."""
    above, below = some_names_of(numerator, "numerator"), some_names_of(denominator, "denominator")
    columns = request.design._columns
    y, x = [columns.numbers(n) for n in above], [columns.numbers(n) for n in below]
    missing = missing_of(request, [*above, *below], [*y, *x])
    groups = request.groups
    data, gaps = completed(request, [*above, *below], [*y, *x], missing, groups)
    y, x = data[: len(above)], data[len(above) :]
    core = _core.ratio(request.design._core, y, x, groups, request.design._threads)
    inner = {"numerator": above * len(below), "denominator": [d for d in below for _ in above]}
    keys = repeat_keys(request, groups, inner, len(above) * len(below))
    return assemble(request, core, statistic="ratio", keys=keys, missing=missing, share=False, gaps=gaps)
