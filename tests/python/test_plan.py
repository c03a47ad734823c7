"""Planning: the API, its errors and its results; the numbers are C++ tests against R and by hand."""

from __future__ import annotations

import math

import enkat as ek
import pytest
from enkat.errors import DataError, DesignError


def test_precision_of_a_size_and_size_of_a_precision_agree():
    p = ek.plan.mean(sd=12, mean=60, cv=0.02, population=3000, deff=1.4, response_rate=0.6)
    assert p.n == math.ceil(p.n_exact)
    assert p.invited == math.ceil(p.n / 0.6)
    assert p.cv <= 0.02
    again = ek.plan.mean(sd=12, mean=60, n=p.n, population=3000, deff=1.4)
    assert (again.se, again.margin, again.cv) == (p.se, p.margin, p.cv)
    assert ek.plan.mean(sd=12, se=p.se, population=3000, deff=1.4).n == p.n


def test_a_census_has_no_error():
    p = ek.plan.share(p=0.3, margin=1e-9, population=800)
    assert (p.n, p.se, p.margin) == (800, 0, 0)


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5])
def test_wilson_margin_is_reached(share):
    p = ek.plan.share(p=share, margin=0.02, method="wilson", population=9000, deff=1.3)
    assert p.margin <= 0.02 < ek.plan.share(p=share, n=p.n - 1, method="wilson", population=9000, deff=1.3).margin


def test_comparisons_reach_their_power():
    a = ek.plan.compare_means(sd=[6, 8], difference=1.5, power=0.8, ratio=2, deff=1.5)
    assert a.power >= 0.8
    assert a.n[1] == math.ceil(2 * a.n_exact)
    assert ek.plan.compare_means(sd=[6, 8], n=a.n_exact, power=0.8, ratio=2, deff=1.5).difference == pytest.approx(1.5)
    b = ek.plan.compare_shares(p1=0.3, n=700, power=0.9, above=False)
    assert b.shares[1] == pytest.approx(0.3 + b.difference)
    assert b.difference < 0
    assert b.power == pytest.approx(0.9)
    panel = ek.plan.compare_means(sd=6, difference=1, power=0.8, overlap=0.8, correlation=0.6)
    assert panel.n[0] < ek.plan.compare_means(sd=6, difference=1, power=0.8).n[0]


def test_few_degrees_of_freedom_need_more():
    assert ek.plan.compare_means(sd=6, difference=1, power=0.8, df=12).n[0] > 600
    assert ek.plan.mean(sd=6, margin=1, df=12).n > ek.plan.mean(sd=6, margin=1).n


@pytest.mark.parametrize(
    "plan",
    [
        ek.plan.mean(sd=2, margin=0.1, population=5000),
        ek.plan.compare_shares(p1=0.4, p2=0.5, power=0.8),
        ek.plan.allocate({"h": ["a", "b"], "N": [50, 70]}, strata="h", size="N", n=12),
    ],
)
def test_plans_are_shown_and_saved(plan):
    assert "<table" in plan._repr_html_()
    assert repr(plan)
    assert plan.to_dict()
    assert ek.load(plan.to_json()) == plan


def test_errors_name_the_argument():
    with pytest.raises(DesignError, match="found none of margin, se, cv, n"):
        ek.plan.mean(sd=1)
    with pytest.raises(DesignError, match="found margin and n of"):
        ek.plan.share(margin=0.1, n=5)
    with pytest.raises(DesignError, match="needs the mean"):
        ek.plan.mean(sd=1, cv=0.1)
    with pytest.raises(DesignError, match="level: found 95"):
        ek.plan.mean(sd=1, margin=0.1, level=95)
    with pytest.raises(DesignError, match="n: found 60, expected a size over 0 and at most"):
        ek.plan.mean(sd=1, n=60, population=50)
    with pytest.raises(DesignError, match="response_rate=60"):
        ek.plan.mean(sd=1, margin=0.1, response_rate=60)
    with pytest.raises(DesignError, match="expected all but one"):
        ek.plan.compare_means(sd=1, difference=1)
    with pytest.raises(DesignError, match="which no sample of these populations reaches"):
        ek.plan.compare_means(sd=1, difference=0.001, power=0.8, population=[50, math.inf])
    with pytest.raises(DesignError, match="p=1"):
        ek.plan.share(p=1, margin=0.1)


def test_allocation_counts_the_rows_of_a_frame():
    frame = {"h": ["a"] * 30 + ["b"] * 10, "x": [float(i % 3) for i in range(30)] + [float(i) for i in range(10)]}
    a = ek.plan.allocate(frame, strata="h", variable="x", n=12, method="neyman")
    assert a.size == [30, 10]
    assert sum(a.n) == 12
    b = ek.plan.allocate(
        {"h": ["a", "b"], "N": [30, 10]}, strata="h", size="N", sd={"a": 0.8304547985, "b": 3.0276503541}, n=12,
        method="neyman",
    )  # fmt: skip
    assert (a.n, a.n_exact) == (b.n, pytest.approx(b.n_exact))
    assert a.se_mean == pytest.approx(b.se_mean)
    assert ek.plan.select(frame, n=a, strata="h", seed=1).frame().height == 12


def test_allocation_errors():
    strata = {"h": ["a", "b"], "N": [30, 10]}
    with pytest.raises(DesignError, match="sd: is missing"):
        ek.plan.allocate(strata, strata="h", size="N", n=5, method="neyman")
    with pytest.raises(DesignError, match="sd: has no value of the stratum 'b'"):
        ek.plan.allocate(strata, strata="h", size="N", n=5, sd={"a": 1}, method="neyman")
    with pytest.raises(DataError, match="'a' stands in several rows"):
        ek.plan.allocate({"h": ["a", "a"], "N": [3, 4]}, strata="h", size="N", n=5)
    with pytest.raises(DesignError, match="n: found 50, expected at most 40"):
        ek.plan.allocate(strata, strata="h", size="N", n=50)
    with pytest.raises(DesignError, match="method: found 'best'"):
        ek.plan.allocate(strata, strata="h", size="N", n=5, method="best")
