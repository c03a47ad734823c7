"""Multinomial logit against nnet's estimates and the design's variance of influence values: own/multinomial.R."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import enkat as ek
import numpy as np
import polars as pl
import pytest

HERE = Path(__file__).parent
CASES = json.loads((HERE / "own" / "multinomial.json").read_text())


def data(name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / "data" / f"{name}.csv", null_values="", infer_schema_length=None)


def model(case: str) -> Any:
    if case == "strat":
        design = ek.Design(data("apistrat"), weights="pw", strata="stype", fpc="fpc")
        return design.multinomial("stype ~ ell + meals")
    if case == "clus2":
        design = ek.Design(data("apiclus2"), clusters=["dnum", "snum"], fpc=["fpc1", "fpc2"])
        return design.multinomial("stype ~ api99 + sch.wide", reference="E")
    if case == "nhanes":
        frame = data("nhanes")
        design = ek.Design(frame, weights="WTMEC2YR", strata="SDMVSTRA", clusters="SDMVPSU", nest=True)
        return design.multinomial("race ~ agecat + HI_CHOL")
    design = ek.Design(data("apiclus1"), weights="pw", clusters="dnum").to_replicates("JK1")
    return design.multinomial("stype ~ meals")


@pytest.mark.parametrize("case", CASES)
def test_coefficients_and_covariance(case: str) -> None:
    want, got = CASES[case], model(case)
    assert list(dict.fromkeys(got.keys["response"])) == want["levels"][1:]
    assert got.keys["term"] == want["columns"] * (len(want["levels"]) - 1)
    assert list(got.estimate) == pytest.approx(want["estimate"], rel=1e-9)
    assert list(got.se) == pytest.approx(want["se"], rel=1e-8)
    scale = np.sqrt(np.outer(np.square(want["se"]), np.square(want["se"])))
    assert np.abs(got.vcov - np.array(want["vcov"])).max() / scale.max() < 1e-8
    assert got.n[0] == want["n"]
    assert got.log_likelihood == pytest.approx(want["log_likelihood"], rel=1e-11)


def test_marginal_means_without_a_change_are_the_average_shares() -> None:
    for case, want in CASES.items():
        got = model(case)
        averages = got.fit.averages(got, {})
        assert [v for v, _ in averages] == pytest.approx(want["average"], rel=1e-10)
