"""Tests of hypotheses and what surrounds them: the engine computes, this module names things."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real
from typing import Literal

from enkat import _core
from enkat.errors import DesignError

__all__ = ["adjust_p"]


def adjust_p(p: Sequence[float | None], *, method: Literal["bh", "holm", "bonferroni", "none"] = "holm") -> list[float]:
    """P values adjusted for the number of tests.

    Parameters
    ----------
    p : sequence of float
        The p values of one family of tests; None or NaN is a test that was not made and does not count.
    method : {"holm", "bonferroni", "bh", "none"}
        "holm" and "bonferroni" bound the chance of any false finding, whatever the dependence; "bh"
        (Benjamini-Hochberg) bounds the expected share of false findings among the findings. R's "BH" and "fdr" are
        accepted.

    Returns
    -------
    list of float
        Adjusted values in the order given, at most 1; a finding at level a is a value of at most a.

    Raises
    ------
    DesignError
        An unknown method.
    DataError
        A value outside 0 and 1.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> import enkat as ek
    >>> ek.adjust_p([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    >>> ek.adjust_p([0.01, 0.04, 0.03], method="bh")
    [0.03, 0.04, 0.04]
    """
    if not isinstance(method, str):
        raise DesignError(f"method: found {method!r}, expected 'holm', 'bonferroni', 'bh' or 'none'")
    values = [math.nan if v is None else v for v in p]
    for i, v in enumerate(values):
        if isinstance(v, bool) or not isinstance(v, Real):
            raise DesignError(f"p: found {v!r} at position {i}, expected numbers between 0 and 1")
    return _core.adjust_p(values, method)
