"""Tests of means, ranks and correlations under a design: the engine computes, this module names things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from enkat import _core
from enkat._arguments import name_of
from enkat.errors import DesignError
from enkat.estimate import Request, missing_of
from enkat.inference import Test, made

__all__ = ["Scores", "correlation_test", "rank_test", "t_test"]

Scores = Literal["wilcoxon", "kruskal_wallis", "van_der_waerden", "median"]
TITLES = {
    "wilcoxon": "Wilcoxon",
    "kruskal_wallis": "Kruskal-Wallis",
    "kruskalwallis": "Kruskal-Wallis",
    "van_der_waerden": "van der Waerden",
    "vanderwaerden": "van der Waerden",
    "median": "median",
}


def _numbers(request: Request, names: Sequence[str]) -> tuple[list[Any], dict[str, dict[str, int]]]:
    data = [request.design._columns.numbers(n) for n in names]
    return data, missing_of(request, names, data)


def _complete(request: Request) -> None:
    if request.missing not in ("exclude", "error"):
        raise DesignError(f"missing={request.missing!r}, expected 'exclude' or 'error' for a test")


def t_test(request: Request, variable: str, *, group: str | None, paired: str | None, mu: float) -> Test:
    """One-sample, two-sample and paired t tests."""
    _complete(request)
    name_of(variable, "variable")
    if group is not None and paired is not None:
        raise DesignError("group and paired exclude each other: give group= for two samples, paired= for two columns")
    if group is not None and mu != 0:
        raise DesignError(f"mu={mu!r} is of a one-sample or paired test, expected 0 with group")
    design = request.design
    (y,), missing = _numbers(request, [variable])
    if group is not None:
        groups = request.design._columns.categories(name_of(group, "group"))
        missing |= missing_of(request, [group], [groups])
        core = _core.t_test_two(design._core, y, groups, request.level)
        method, tested = "Two-sample t test", f"the groups of {group} have equal means of {variable}"
    else:
        if paired is not None:
            (other,), more = _numbers(request, [name_of(paired, "paired")])
            missing |= more
            y = _core.difference(y, other)
        core = _core.t_test_one(design._core, y, mu, request.level)
        what = variable if paired is None else f"{variable} - {paired}"
        method = "One-sample t test" if paired is None else "Paired t test"
        tested = f"the mean of {what} is {mu:g}"
    return made(
        request, core, method=method, hypothesis=tested, statistic_name="t", level=request.level, missing=missing
    )


def rank_test(request: Request, variable: str, group: str, scores: str | Callable[[Any], Any]) -> Test:
    """Rank tests of two or more groups; `scores` is a name or a function of the relative ranks."""
    _complete(request)
    (y,), missing = _numbers(request, [name_of(variable, "variable")])
    groups = request.design._columns.categories(name_of(group, "group"))
    missing |= missing_of(request, [group], [groups])
    design = request.design
    ranks = _core.relative_ranks(design._core, y, groups)
    if isinstance(scores, str):
        if scores.lower() not in TITLES:
            raise DesignError(
                f"scores={scores!r}, expected 'wilcoxon', 'kruskal_wallis', 'van_der_waerden', 'median', or a function "
                "of the ranks"
            )
        values, title = _core.rank_scores(ranks, scores), TITLES[scores.lower()]
    elif callable(scores):
        values, title = _user_scores(ranks, scores), f"rank ({getattr(scores, '__name__', 'own')} scores)"
    else:
        raise DesignError(f"scores: found {scores!r}, expected the name of scores or a function of the ranks")
    core = _core.rank_test(design._core, values, groups, request.level)
    return made(
        request,
        core,
        method=f"Design-based {title} test",
        hypothesis=f"{variable} has the same distribution in the groups of {group}",
        statistic_name="t" if core["ddf"] != core["ddf"] else "F",
        level=request.level,
        missing=missing,
    )


def _user_scores(relative: Any, function: Callable[[Any], Any]) -> Any:
    """The function at the relative ranks; rows that do not count keep a missing score."""
    import numpy as np

    used = ~np.isnan(relative)
    got = np.asarray(function(relative[used]), dtype=float)
    if got.shape != (int(used.sum()),) or not np.isfinite(got).all():
        raise DesignError(
            f"scores: the function gave {got.shape} values or some that are not finite, expected one finite number for "
            f"each of the {int(used.sum())} ranks"
        )
    out = np.full(relative.shape, np.nan)
    out[used] = got
    return out


def correlation_test(request: Request, x: str, y: str, method: str) -> Test:
    """Test of Pearson's or Spearman's correlation."""
    _complete(request)
    if method not in ("pearson", "spearman"):
        raise DesignError(f"method={method!r}, expected 'pearson' or 'spearman'")
    names = [name_of(x, "x"), name_of(y, "y")]
    data, missing = _numbers(request, names)
    design = request.design
    core = _core.correlation_test(design._core, data[0], data[1], method == "spearman", request.level, design._threads)
    return made(
        request,
        core,
        method=f"Test of {method.capitalize()}'s correlation",
        hypothesis=f"{x} and {y} are not correlated",
        statistic_name="t",
        level=request.level,
        missing=missing,
    )
