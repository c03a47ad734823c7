"""Planning a survey: how large a sample, how it is divided among strata, which units are drawn."""

from __future__ import annotations

from enkat.plan._allocate import Allocation, allocate
from enkat.plan._compare import ComparisonPlan, compare_means, compare_shares
from enkat.plan._precision import PrecisionPlan, cluster_size, design_effect, mean, share
from enkat.plan._select import Sample, Stage, select

__all__ = [
    "Allocation",
    "ComparisonPlan",
    "PrecisionPlan",
    "Sample",
    "Stage",
    "allocate",
    "cluster_size",
    "compare_means",
    "compare_shares",
    "design_effect",
    "mean",
    "select",
    "share",
]
