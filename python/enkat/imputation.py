"""Plausible values and multiple imputation: results of every completed data set put together by Rubin's rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import names_of, number_of
from enkat.errors import DesignError
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["Combined", "combine"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Combined(Estimates):
    """Estimates combined over imputations; `vcov` is the total covariance T = W + (1 + 1/m) B.

    Attributes
    ----------
    within, between : numpy.ndarray
        Mean of the covariances, and covariance of the estimates between imputations.
    missing_information : sequence of float
        Fraction of missing information.
    results : tuple of Estimates
        What was combined.
    """

    within: Any = None
    between: Any = None
    missing_information: Sequence[float] = ()
    results: tuple[Estimates, ...] = ()


def combine(results: Sequence[Estimates], *, df_complete: float | None = None, level: float = 0.95) -> Combined:
    """Combine the same estimates of several imputations by Rubin's rules.

    Parameters
    ----------
    results : sequence of Estimates
        One per imputation or plausible value, with the same rows.
    df_complete : float, optional
        Degrees of freedom had the data been complete; infinite by default. The degrees of freedom of the design are
        a common choice.
    level : float
        Confidence level.

    Returns
    -------
    Combined

    Raises
    ------
    DesignError
        Fewer than two results, or results with different rows.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin (1999), Biometrika 86.

    Examples
    --------
    >>> import enkat as ek
    >>> d = ek.Design({"pv1": [1.0, 2.0, 4.0, 5.0], "pv2": [1.5, 2.0, 4.5, 5.0]})
    >>> r = ek.combine([d.mean("pv1"), d.mean("pv2")])
    >>> round(r.estimate[0], 3), round(r.missing_information[0], 2)
    (3.125, 0.06)
    """
    results = tuple(results)
    for r in results:
        if not isinstance(r, Estimates):
            raise DesignError(f"results: found {type(r).__name__}, expected Estimates, one per imputation")
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise DesignError(f"level={level!r}, expected a number between 0 and 1, for example 0.95")
    complete = math.inf if df_complete is None else number_of(df_complete, "df_complete", infinite=True)
    core = _core.combine_imputations([list(r.estimate) for r in results], [r.vcov for r in results], complete)
    first = results[0]
    se = [math.sqrt(core["total"][i, i]) for i in range(len(core["estimate"]))]
    limits = [_core.mean_interval(e, s, df, level) for e, s, df in zip(core["estimate"], se, core["df"], strict=True)]
    total = core["total"]
    return Combined(
        statistic=first.statistic,
        keys=first.keys,
        estimate=core["estimate"],
        se=se,
        ci_low=[x[0] for x in limits],
        ci_high=[x[1] for x in limits],
        df=core["df"],
        n=first.n,
        n_weighted=first.n_weighted,
        n_effective=first.n_effective,
        base=first.base,
        status=first.status,
        reason=first.reason,
        level=level,
        ci="t",
        design_df=first.design_df,
        missing=first.missing,
        notes=(*first.notes, f"combined over {len(results)} imputations"),
        labels=first.labels,
        library=first.library,
        covariance=lambda: total,
        within=core["within"],
        between=core["between"],
        missing_information=core["missing_information"],
        results=results,
    )


def imputed(
    design: Design,
    values: Sequence[str],
    function: Callable[[Design, str], Estimates],
    *,
    df_complete: float | None,
    level: float,
) -> Combined:
    """The same estimate of every plausible value, combined."""
    names = names_of(values, "values")
    if len(names) < 2:
        raise DesignError(f"values: found {len(names)}, expected at least two columns of plausible values")
    return combine([function(design, name) for name in names], df_complete=df_complete, level=level)
