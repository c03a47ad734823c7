"""Selection: every dataframe library, every method, and designs whose estimates are right over all samples."""

from __future__ import annotations

import enkat as ek
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from enkat.errors import DataError, DesignError

N = 240
FRAME = {
    "school": [f"s{i // 6}" for i in range(N)],
    "region": [("N", "S", "W")[i // 6 % 3] for i in range(N)],
    "x": [float(2 + i % 11 + i // 60) for i in range(N)],
}
POPULATION = pl.DataFrame(FRAME).with_columns(y=pl.col("x") * 3 + pl.arange(0, N) % 7)
UNEQUAL = ("pps_systematic", "pps_random_systematic", "sampford", "brewer", "poisson")


@pytest.mark.parametrize("make", [dict, pl.DataFrame, pd.DataFrame, pa.table])
def test_every_library_gets_its_own_frame_back(make):
    frame = make(FRAME)
    sample = ek.plan.select(frame, n={"N": 3, "S": 2, "W": 4}, strata="region", seed=5)
    out = sample.frame()
    assert isinstance(out, pl.DataFrame if make is dict else type(frame))
    columns = pl.DataFrame(out) if not isinstance(out, pa.Table) else pl.from_arrow(out)
    assert columns.columns == ["school", "region", "x", "frame_row", "probability", "weight", "fpc"]
    assert columns.height == 9
    assert columns["weight"].sum() == pytest.approx(N)
    assert columns["school"].to_list() == [FRAME["school"][i - 1] for i in columns["frame_row"]]
    assert (
        sample.to_dict()["rows"]
        == ek.plan.select(FRAME, n={"N": 3, "S": 2, "W": 4}, strata="region", seed=5).rows.tolist()
    )


def test_a_seed_gives_a_sample_and_another_seed_another():
    rows = [ek.plan.select(FRAME, n=10, seed=s).rows.tolist() for s in (1, 1, 2)]
    assert rows[0] == rows[1] != rows[2]


def estimates(draw, count=200):
    """Total of y estimated, its variance estimated, over many samples."""
    found = [draw(seed).design().total("y")[0] for seed in range(count)]
    return np.array([e.estimate for e in found]), np.array([e.se**2 for e in found])


@pytest.mark.parametrize("method", UNEQUAL)
def test_totals_and_their_variance_are_right_on_average(method):
    """The estimate is unbiased (4 standard errors of the simulation), its variance near the true one."""
    draw = lambda seed: ek.plan.select(POPULATION, n=24, method=method, size="x", seed=seed)  # noqa: E731
    total, variance = estimates(draw)
    assert abs(total.mean() - POPULATION["y"].sum()) < 4 * total.std() / 200**0.5
    if method == "pps_systematic":  # the order of the frame decides; no variance estimator is unbiased
        return
    assert variance.mean() == pytest.approx(total.var(ddof=1), rel=0.35)


def test_two_stages_are_right_on_average():
    stages = [
        ek.plan.Stage(n=4, units="school", strata="region", method="sampford", size="x"),
        ek.plan.Stage(n=3),
    ]
    total, variance = estimates(lambda seed: ek.plan.select(POPULATION, stages=stages, seed=seed))
    assert abs(total.mean() - POPULATION["y"].sum()) < 4 * total.std() / 200**0.5
    assert variance.mean() == pytest.approx(total.var(ddof=1), rel=0.35)


def test_equal_stages_give_the_design_by_hand():
    stages = [ek.plan.Stage(n=3, units="school", strata="region"), ek.plan.Stage(fraction=0.5)]
    sample = ek.plan.select(POPULATION, stages=stages, seed=8)
    by_hand = ek.Design(sample.frame(), strata="region", clusters=["school", "frame_row"], fpc=["fpc1", "fpc2"])
    assert sample.design().mean("y") == by_hand.mean("y")
    assert set(sample.frame()["fpc1"]) == {13, 14}


def test_answers_come_back_with_the_sample():
    sample = ek.plan.select(FRAME, n=20, seed=2)
    answers = sample.frame().with_columns(z=pl.col("x") * 2)
    assert sample.design(answers).mean("z").n[0] == 20


def test_shown():
    sample = ek.plan.select(FRAME, n=5, method="brewer", size="x", strata="region", seed=2)
    assert "stage 1" in repr(sample)
    assert "brewer of rows in strata of region" in sample._repr_html_()


def test_errors_name_the_argument():
    with pytest.raises(DesignError, match="seed='x'"):
        ek.plan.select(FRAME, n=5, seed="x")
    with pytest.raises(DesignError, match="expected one of n, a number"):
        ek.plan.select(FRAME, seed=1)
    with pytest.raises(DesignError, match="method='random'"):
        ek.plan.select(FRAME, n=4, method="random", seed=1)
    with pytest.raises(DesignError, match="n, stratum 'W': found 100, expected at most 78"):
        ek.plan.select(FRAME, n={"N": 1, "S": 1, "W": 100}, strata="region", seed=1)
    with pytest.raises(DesignError, match="n: has no number of the stratum 'W'"):
        ek.plan.select(FRAME, n={"N": 1, "S": 1}, strata="region", seed=1)
    with pytest.raises(DesignError, match="gives all units the same probability"):
        ek.plan.select(FRAME, n=3, size="x", seed=1)
    with pytest.raises(DesignError, match="stages= describes the whole selection; give n"):
        ek.plan.select(FRAME, n=3, stages=[ek.plan.Stage(n=2)], seed=1)
    with pytest.raises(DataError, match="no column is named 'regio'"):
        ek.plan.select(FRAME, n=3, strata="regio", seed=1)
    with pytest.raises(DataError, match="has a column 'weight' already"):
        ek.plan.select({"weight": [1.0, 2.0]}, n=1, seed=1)
    with pytest.raises(DataError, match="size: row 2: found 0"):
        ek.plan.select({"x": [1.0, 0.0]}, n=1, method="poisson", size="x", seed=1)
