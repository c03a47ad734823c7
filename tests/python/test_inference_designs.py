"""Tests under designs of other kinds: unequal probabilities and two phases; the numbers are those of R survey 4.1."""

from __future__ import annotations

from pathlib import Path

import enkat as ek
import polars as pl
import pytest

DATA = Path(__file__).parents[1] / "golden" / "data"


@pytest.fixture(scope="module")
def wilms() -> pl.DataFrame:
    return pl.read_csv(DATA / "nwtco.csv")


@pytest.mark.parametrize(
    ("statistic", "value", "p_value"),
    [
        ("F", 2.5643115020666, 0.064929924166947),
        ("Chisq", 8.3165699920339, 0.052802964562739),
        ("Wald", 1.933950115972, 0.12676855858957),
        ("adjWald", 1.9069018626018, 0.13121066925577),
        ("saddlepoint", 8.3165699920339, 0.065032287257833),
    ],
)
def test_tables_in_two_phases(wilms, statistic, value, p_value):
    design = ek.Design(wilms, two_phase=ek.TwoPhase(subset="incc", strata="strcc", method="approx"))
    t = design.chisq("histf", "stagef", statistic=statistic)
    assert (t.statistic, t.p_value) == pytest.approx((value, p_value), rel=1e-8)


@pytest.mark.parametrize(
    ("method", "t", "rank", "gof"),
    [
        ("approx", -1.3648190682969, -0.96092920483597, 1.8480129966226),
        ("full", -1.3651679297167, -0.96117904003098, 1.8614694786415),
    ],
)
def test_groups_in_two_phases(wilms, method, t, rank, gof):
    design = ek.Design(wilms, two_phase=ek.TwoPhase(subset="incc", strata="strcc", method=method))
    two = design.t_test("age_years", group="histf")
    assert (two.statistic, two.df) == pytest.approx((t, 142), rel=1e-9)
    assert design.rank_test("age_years", group="histf").statistic == pytest.approx(rank, rel=1e-9)
    assert design.gof("histf", [0.8, 0.2]).scale == pytest.approx(gof, rel=1e-9)


def test_unequal_probabilities():
    e = pl.read_csv(DATA / "election_pps.csv")
    e = e.with_columns(a=(pl.col("Bush") > pl.col("Kerry")).cast(int), b=(pl.col("TotPrecincts") > 300).cast(int))
    brewer = ek.Design(e, fpc="p", pps=ek.PPS("brewer"))
    yates_grundy = ek.PPS("hartley-rao", variance="YG", sum_p2_over_n=float((e["p"] ** 2).sum() / 40))
    hartley_rao = ek.Design(e, fpc="p", pps=yates_grundy)
    for design, f, wald, t, rank in (
        (brewer, 0.051795401945067, 0.051729945453776, 0.98931213493, 5.4197182800753),
        (hartley_rao, 0.055552080820147, 0.05548311731081, 1.0237544582401, 5.6062915387932),
    ):
        assert design.chisq("a", "b").statistic == pytest.approx(f, rel=1e-9)
        assert design.chisq("a", "b", statistic="wald").statistic == pytest.approx(wald, rel=1e-9)
        assert design.t_test("Nader", group="a").statistic == pytest.approx(t, rel=1e-9)
        assert design.rank_test("Nader", group="a").statistic == pytest.approx(rank, rel=1e-9)
