"""Differences between the columns of a banner against R's survey: own/banner.R beside own/banner.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import enkat as ek
import polars as pl
import pytest

HERE = Path(__file__).parent
CASES = json.loads((HERE / "own" / "banner.json").read_text())
SCHOOLS = {"stype": {"E": 4421, "H": 755, "M": 1018}, "sch.wide": {"No": 1072, "Yes": 5122}}
EM, HM = {"EM": ["E", "M"]}, {"EM": ["E", "M"], "HM": ["H", "M"]}


def data(name: str) -> pl.DataFrame:
    frame = pl.read_csv(HERE / "data" / name, null_values="", infer_schema_length=None)
    if "sch.wide" in frame.columns:
        frame = frame.with_columns(
            sw=(pl.col("sch.wide") == "Yes").cast(pl.Int32), ci=(pl.col("comp.imp") == "Yes").cast(pl.Int32)
        )
    return frame


def strat() -> ek.Design:
    return ek.Design(data("apistrat.csv"), weights="pw", strata="stype", fpc="fpc")


def clus2() -> ek.Design:
    sets = {"targets": ["sw", "ci"]}
    return ek.Design(data("apiclus2.csv"), clusters=["dnum", "snum"], fpc=["fpc1", "fpc2"], sets=sets)


def nhanes() -> ek.Design:
    return ek.Design(data("nhanes.csv"), weights="WTMEC2YR", strata="SDMVSTRA", clusters="SDMVPSU", nest=True)


def jackknife() -> ek.Design:
    return ek.Design(data("apiclus2.csv"), weights="pw", clusters="dnum").to_replicates("JK1")


Asked = tuple[Callable[[], ek.Design], str, Any, str, str, str]
ASKED: dict[str, Asked] = {
    "strat share E-H": (strat, "awards", "stype", "Yes", "E", "H"),
    "strat mean M-H": (strat, "api00", "stype", "mean", "M", "H"),
    "clus2 share Yes-No": (clus2, "awards", "sch.wide", "Yes", "Yes", "No"),
    "clus2 mean E-M": (clus2, "api00", "stype", "mean", "E", "M"),
    "nhanes share 2-3": (nhanes, "HI_CHOL", "race", "1", "2", "3"),
    "nhanes domain share 1-2": (lambda: nhanes().where("RIAGENDR == 1"), "HI_CHOL", "race", "1", "1", "2"),
    "strat share E-EM": (strat, "awards", ek.BannerColumns("stype", nets=EM), "Yes", "E", "EM"),
    "strat mean EM-HM": (strat, "api00", ek.BannerColumns("stype", nets=HM), "mean", "EM", "HM"),
    "clus2 share E-total": (clus2, "awards", "stype", "Yes", "E", "Total"),
    "clus2 mean sch.wide-comp.imp": (clus2, "api00", "targets", "mean", "sw", "ci"),
    "jackknife share Yes-No": (jackknife, "awards", "sch.wide", "Yes", "Yes", "No"),
    "raked share Yes-No": (lambda: strat().rake(SCHOOLS, tolerance=1e-14), "awards", "comp.imp", "Yes", "Yes", "No"),
    "poststratified share E-EM": (
        lambda: strat().poststratify({"sch.wide": SCHOOLS["sch.wide"]}),
        "awards",
        ek.BannerColumns("stype", nets=EM),
        "Yes",
        "E",
        "EM",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_differences_between_columns(case: dict[str, Any]) -> None:
    design, question, columns, *key = ASKED[case["name"]]
    book = design().banner(question, columns, min_effective=0, min_expected=0, compare_total=True)
    tests = book.comparisons()
    pairs = zip(tests["line"], tests["first"], tests["second"], strict=True)
    found = {pair: i for i, pair in enumerate(pairs)}
    line, first, second = key
    sign = 1 if (line, first, second) in found else -1
    at = found[(line, first, second) if sign == 1 else (line, second, first)]
    loose = 1e-6 if case["name"].startswith("raked") else 1e-9  # R rakes to a relative gap of its own
    assert sign * tests["difference"][at] == pytest.approx(case["difference"], rel=loose)
    assert tests["se"][at] == pytest.approx(case["se"], rel=loose)
    if not case["name"].startswith("nhanes"):  # there R counts the subset without missing values
        assert tests["df"][at] == case["df"]
