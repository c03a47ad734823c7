"""Survival curves against R's survfit, svykm and the design's variance of influence values: own/kaplan_meier.R."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import enkat as ek
import numpy as np
import polars as pl
import pytest

HERE = Path(__file__).parent
R = json.loads((HERE / "own" / "kaplan_meier.json").read_text())


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    data = pl.read_csv(HERE / "data" / "nwtco.csv", null_values="", infer_schema_length=None)
    return data.with_columns(
        w=pl.when(pl.col("in_sub").cast(pl.String).is_in(["1", "true", "TRUE"])).then(1.5).otherwise(4.0),
        enter=pl.min_horizontal(pl.col("age") * 3.0, pl.col("edrel") - 1.0),
        clinic=pl.col("seqno") % 60,
    )


def close(got: Any, want: Any) -> None:
    assert list(got) == pytest.approx(want, rel=1e-9)


def test_one_curve(frame: pl.DataFrame) -> None:
    d = ek.Design(frame, weights="w", strata="stage")
    k = d.kaplan_meier("Surv(edrel, rel) ~ 1", times=R["times"])
    close(k.estimate, R["strata"]["survival"])
    close(k.se, R["strata"]["se"])
    assert np.abs(k.vcov - np.array(R["strata"]["vcov"])).max() < 1e-13


def test_groups_with_their_covariance(frame: pl.DataFrame) -> None:
    d = ek.Design(frame, weights="w", strata="stage")
    k = d.kaplan_meier("Surv(edrel, rel) ~ histol", times=R["times"])
    close(k.estimate, R["groups"]["survival"])
    close(k.se, R["groups"]["se"])
    assert np.abs(k.vcov - np.array(R["groups"]["vcov"])).max() < 1e-13


def test_left_truncation(frame: pl.DataFrame) -> None:
    d = ek.Design(frame, weights="w", clusters="clinic")
    k = d.kaplan_meier("Surv(enter, edrel, rel) ~ 1", times=R["times"])
    close(k.estimate, R["entry"]["survival"])
    close(k.se, R["entry"]["se"])


def test_nelson_aalen_is_svykm(frame: pl.DataFrame) -> None:
    designs = {"nelson_strata": {"strata": "stage"}, "nelson_clinics": {"clusters": "clinic"}}
    for name, design in designs.items():
        d = ek.Design(frame, weights="w", **design)
        k = d.kaplan_meier("Surv(edrel, rel) ~ 1", times=R["times"], estimator="nelson_aalen", level=0.9, df=np.inf)
        close(k.estimate, R[name]["survival"])
        close(k.se, R[name]["se"])
        if name == "nelson_strata":
            close(k.ci_low, [low for low, _ in R["interval"]])
            close(k.ci_high, [high for _, high in R["interval"]])


def test_replicates_agree_with_linearisation(frame: pl.DataFrame) -> None:
    d = ek.Design(frame, weights="w", clusters="clinic")
    k = d.kaplan_meier("Surv(edrel, rel) ~ histol", times=R["times"])
    j = d.to_replicates("JK1").kaplan_meier("Surv(edrel, rel) ~ histol", times=R["times"])
    assert list(j.estimate) == pytest.approx(list(k.estimate))
    assert list(j.se) == pytest.approx(list(k.se), rel=0.05)
    assert np.sqrt(j.vcov.diagonal()) == pytest.approx(np.array(j.se))
