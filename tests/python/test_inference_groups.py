"""t, rank and correlation tests, kappa and reliability: the API and its errors; the numbers are golden cases."""

from __future__ import annotations

import enkat as ek
import polars as pl
import pytest
from enkat.errors import ConvergenceError, DataError, DesignError

ROWS = 240


@pytest.fixture
def design() -> ek.Design:
    i = range(ROWS)
    return ek.Design(
        pl.DataFrame(
            {
                "y": [(k * 37 % 101) / 7 for k in i],
                "x": [(k * 37 % 101) / 5 + (k * 17 % 29) for k in i],
                "z": [(k * 37 % 101) / 9 + (k * 5 % 23) / 3 for k in i],
                "v": [(k * 37 % 101) / 8 + (k * 11 % 31) / 2 for k in i],
                "gap": [None if k % 10 == 0 else float(k % 13) for k in i],
                "two": [k % 2 for k in i],
                "three": ["abc"[k % 3] for k in i],
                "again": ["abc"[k % 3 if k % 5 else 0] for k in i],
                "flat": [1.0] * ROWS,
                "o1": [k % 2 for k in i],
                "o2": [k % 3 == 0 for k in i],
                "cluster": [k // 8 for k in i],
                "w": [1 + k % 5 for k in i],
            }
        ),
        weights="w",
        clusters="cluster",
        sets={"options": ["o1", "o2"]},
    )


def test_two_sample_t_is_the_difference_of_domain_means(design):
    t = design.t_test("y", group="two")
    c = design.mean("y", by="two").contrast({"1": 1, "0": -1})[0]
    assert (t.estimate, t.se) == pytest.approx((c.estimate, c.se))
    assert (t.statistic_name, t.df, t.ddf) == ("t", 28, None)
    assert t.ci_low < t.estimate < t.ci_high
    assert "Two-sample t test" in repr(t)
    assert "<p>" in t._repr_html_()
    assert t.frame()["p_value"].to_list() == [t.p_value]


def test_paired_t_is_the_one_of_the_difference(design):
    t = design.t_test("x", paired="y", mu=2)
    m = design.mean(["x", "y"]).contrast("x - y")[0]
    assert (t.estimate, t.se) == pytest.approx((m.estimate, m.se))
    assert t.statistic == pytest.approx((m.estimate - 2) / m.se)
    assert t.hypothesis == "the mean of x - y is 2"


def test_missing_values_are_left_out_and_counted(design):
    t = design.t_test("gap")
    assert t.missing == {"gap": {"no_answer": 24}}
    assert t.estimate == pytest.approx(design.mean("gap")["gap"].estimate)
    with pytest.raises(DataError, match="missing in 24 rows"):
        design.t_test("gap", missing="error")


@pytest.mark.parametrize("theirs", ["wilcoxon", "KruskalWallis", "vanderWaerden", "median"])
def test_rank_tests_take_the_names_of_r(design, theirs):
    t = design.rank_test("y", group="three", scores=theirs)
    assert (t.statistic_name, t.df, t.ddf) == ("F", 2, 27)
    assert 0 < t.p_value < 1


def test_own_scores(design):
    a = design.rank_test("y", group="two", scores=lambda r: r)
    b = design.rank_test("y", group="two")
    assert (a.estimate, a.statistic) == pytest.approx((b.estimate, b.statistic))
    with pytest.raises(DesignError, match="one finite number for each of the 240 ranks"):
        design.rank_test("y", group="two", scores=lambda r: r[:3])
    with pytest.raises(DesignError, match="scores='normal'"):
        design.rank_test("y", group="two", scores="normal")


def test_rank_test_does_not_change_under_a_rising_function(design):
    cubed = design.with_columns(cubed=[v**3 for v in design.to_frame()["y"]])
    a, b = design.rank_test("y", group="three"), cubed.rank_test("cubed", group="three")
    assert a.p_value == pytest.approx(b.p_value, rel=1e-12)


def test_correlation(design):
    t = design.correlation_test("x", "y")
    assert -1 < t.ci_low < t.estimate < t.ci_high < 1
    assert design.correlation_test("y", "y", method="spearman").estimate == pytest.approx(1)
    replicated = design.to_replicates().correlation_test("x", "y")
    assert replicated.se == pytest.approx(t.se, rel=0.1)
    with pytest.raises(DataError, match="y: is constant"):
        design.correlation_test("x", "flat")
    with pytest.raises(DesignError, match="method='kendall'"):
        design.correlation_test("x", "y", method="kendall")


def test_kappa(design):
    k = design.kappa("three", "again")
    assert 0 < k.estimate[0] < 1
    assert k.vcov[0, 0] == pytest.approx(k.se[0] ** 2)
    assert k.to_dict()["first"] == ["three"]
    weighted = design.kappa("three", "again", weights="quadratic").estimate[0]
    assert weighted != k.estimate[0]
    assert design.kappa("three", "three").estimate == [1.0]
    with pytest.raises(DesignError, match="different levels"):
        design.kappa("three", "two")
    with pytest.raises(DesignError, match="weights='cubic'"):
        design.kappa("three", "again", weights="cubic")


def test_reliability(design):
    alpha, omega = design.cronbach_alpha(["x", "v", "z"]), design.mcdonald_omega(["x", "v", "z"])
    assert 0 < alpha.estimate[0] < 1
    assert 0 < omega.estimate[0] < 1
    assert alpha.keys["scale"] == ["x + v + z"]
    replicated = design.to_replicates()
    assert replicated.cronbach_alpha(["x", "v", "z"]).se[0] == pytest.approx(alpha.se[0], rel=0.15)
    assert replicated.mcdonald_omega(["x", "v", "z"]).se[0] == pytest.approx(omega.se[0], rel=0.25)
    with pytest.raises(DesignError, match="found 2 items, expected at least 3"):
        design.mcdonald_omega(["x", "y"])
    with pytest.raises(DataError, match="item 3 is constant"):
        design.mcdonald_omega(["x", "v", "flat"])
    with pytest.raises(ConvergenceError, match="item 2 shares more variance"):
        design.mcdonald_omega(["x", "y", "z"])


def test_what_cannot_be_tested_is_refused(design):
    with pytest.raises(DataError, match=r"group: found 3 groups .* expected 2"):
        design.t_test("y", group="three")
    with pytest.raises(DesignError, match="exclude each other"):
        design.t_test("y", group="two", paired="x")
    with pytest.raises(DesignError, match="mu=3"):
        design.t_test("y", group="two", mu=3)
    with pytest.raises(DataError, match="'options' is a multi-select"):
        design.rank_test("y", group="options")
    with pytest.raises(DesignError, match="missing='propagate'"):
        design.t_test("y", missing="propagate")
    with pytest.raises(DesignError, match="degrees of freedom"):
        design.t_test("y", where="cluster < 1")
