"""A banner book of 20 items over 5 banners with letters and bases; a bare group-by of two columns beside it."""

from __future__ import annotations

import enkat as ek
import numpy as np
import polars as pl
import pytest
from workloads import MARGINS, frame, with_copies

ITEMS = [f"q{k + 1}" for k in range(20)]


@pytest.fixture(scope="module")
def data(rows: int) -> pl.DataFrame:
    return with_copies(frame(rows, items=len(ITEMS)), [*ITEMS, *MARGINS])


def book(design: ek.Design, k: int) -> ek.banner.Banner:
    return design.banner([f"{q}_{k}" for q in ITEMS], [f"{m}_{k}" for m in MARGINS])


def test_banner(versus, data: pl.DataFrame) -> None:
    design = ek.Design(data, weights="w", strata="stratum", clusters="psu")
    found = book(design, 0)
    women = data.filter(pl.col("sex") == 1)
    want = (women["w"] * (women["q3"] == 2)).sum() / women["w"].sum()
    assert np.isclose(found["q3_0"].cell(2, ("sex_0", "1"))["estimate"], want, rtol=1e-10)
    versus(
        "banner 20 items x 5 banners, letters and bases",
        lambda k: book(design, k),
        {"polars, one group-by": lambda k: data.group_by(f"age_{k}", f"q1_{k}").len()},
    )
