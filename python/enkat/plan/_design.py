"""The design that a selection gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enkat.design import Design
from enkat.errors import DesignError
from enkat.plan._select import EQUAL, LARGEST_JOINT
from enkat.special import PPS

if TYPE_CHECKING:
    from enkat.plan._select import Sample

__all__ = ["design_of"]


def design_of(sample: Sample, data: Any) -> Design:
    """See `Sample.design`."""
    stages = sample.stages
    clusters = [stage.units or "frame_row" for stage in stages]
    fpc = ["fpc"] if len(stages) == 1 else [f"fpc{k + 1}" for k in range(len(stages))]
    strata = _strata(sample)
    equal = [stage.method in (*EQUAL, "srs") for stage in stages]
    if all(equal):
        return Design(data, weights="weight", strata=strata, clusters=clusters, fpc=fpc)
    first = stages[0].method
    if first == "poisson" and len(stages) == 1 and stages[0].units is None and len(sample) <= LARGEST_JOINT:
        return Design(data, fpc=fpc, pps=PPS("joint", joint=_independent(sample.probability)))
    if first == "poisson" or not all(equal[1:]) or equal[0]:
        # units of the first stage as if drawn with replacement
        return Design(data, weights="weight", strata=strata[:1] or None, clusters=clusters[:1])
    pps = PPS("hartley-rao" if first == "pps_random_systematic" and len(stages) == 1 else "brewer")
    return Design(data, strata=strata, clusters=clusters, fpc=fpc, pps=pps)


def _strata(sample: Sample) -> list[str]:
    named = [stage.strata for stage in sample.stages]
    while named and named[-1] is None:
        named.pop()
    out = [name for name in named if name is not None]
    if len(out) < len(named):
        raise DesignError(
            "a later stage has strata and an earlier one has none, which a design cannot say; add a column that is "
            "the same in every row as the strata of the earlier stage, or give ek.Design(...) by hand"
        )
    return out


def _independent(probability: Any) -> Any:
    import numpy as np

    joint = np.outer(probability, probability)
    np.fill_diagonal(joint, probability)
    return joint
