"""Rake, mean and cross-tab at a million rows; every benchmark checks its answer, the rival is timed beside it."""

from __future__ import annotations

import time
from collections.abc import Callable

import enkat as ek
import numpy as np
import polars as pl
import pytest
from workloads import frame, targets

N = 1_000_000


@pytest.fixture(scope="module")
def data() -> pl.DataFrame:
    return frame(N)


@pytest.fixture(scope="module")
def design(data: pl.DataFrame) -> ek.Design:
    return ek.Design(data, weights="w", strata="stratum", clusters="psu")


def group_by(data: pl.DataFrame) -> pl.DataFrame:
    """The rival of a cross-tab: counts of the same two columns, no weights, no variance."""
    return data.group_by("age", "edu").len()


def all_shares(design: ek.Design) -> object:
    """A 6 x 5 cross-tab with every share, standard error and interval."""
    table = design.crosstab("age", "edu")
    return table.to_dict()


@pytest.mark.benchmark(group="crosstab 6 x 5, 2000 clusters")
def test_crosstab(benchmark, design: ek.Design) -> None:
    all_shares(design)  # codes are narrowed once per column and kept
    assert benchmark(all_shares, design)


@pytest.mark.benchmark(group="crosstab 6 x 5, 2000 clusters")
def test_polars_group_by(benchmark, data: pl.DataFrame) -> None:
    assert benchmark(group_by, data).height == 30


@pytest.mark.benchmark(group="mean")
def test_mean_by_region(benchmark, data: pl.DataFrame, design: ek.Design) -> None:
    result = benchmark(lambda: design.mean("hours", by="region"))
    want = data.group_by("region").agg((pl.col("hours") * pl.col("w")).sum() / pl.col("w").sum()).sort("region")
    assert np.allclose(list(result.estimate), want["hours"], rtol=1e-10)


@pytest.mark.benchmark(group="rake")
def test_rake_five_margins(benchmark, data: pl.DataFrame, design: ek.Design) -> None:
    raked = benchmark(lambda: design.rake(targets()))
    weighted = raked.to_frame(weights="raked")
    for name, shares in targets().items():
        got = weighted.group_by(name).agg(pl.col("raked").sum()).sort(name)["raked"]
        assert np.allclose(got / got.sum(), list(shares.values()), atol=1e-6)


def seconds(work: Callable[[], object], rounds: int = 7) -> float:
    """The quickest of several runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def test_crosstab_is_within_twice_a_group_by(data: pl.DataFrame, design: ek.Design) -> None:
    all_shares(design)
    ours, theirs = seconds(lambda: all_shares(design)), seconds(lambda: group_by(data))
    print(f"cross-tab {ours * 1e3:.1f} ms, group-by {theirs * 1e3:.1f} ms, ratio {ours / theirs:.2f}")
    assert ours <= 2 * theirs
