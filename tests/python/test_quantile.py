"""Quantiles, the distribution function, second moments and promoter scores as an analyst calls them."""

from __future__ import annotations

import math
import random

import enkat as ek
import pytest

DATA = {
    "y": [1.0, 5.0, 2.0, 9.0, 4.0, 3.0, 8.0, None],
    "x": [2.0, 4.0, 2.0, 8.0, 5.0, 1.0, 9.0, 3.0],
    "w": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0],
    "g": ["a", "b", "a", "b", "a", "b", "a", "c"],
    "c": [7.1] * 8,
    "t": ["u", "v"] * 4,
}


@pytest.fixture
def design():
    return ek.Design({**DATA, "m1": [1, 0] * 4, "m2": [0, 1] * 4}, weights="w", sets={"m": ["m1", "m2"]})


def test_quantiles_have_keys_and_the_vocabulary(design):
    r = design.quantile(["y", "x"], [0.25, 0.5], by="g")
    assert set(r.keys) == {"g", "variable", "quantile"}
    assert len(r) == 3 * 2 * 2
    frame = r.to_dict()
    assert {"estimate", "se", "ci_low", "ci_high", "df", "n", "n_weighted", "status", "reason"} <= set(frame)
    assert "quantile" in repr(r)
    assert r._repr_html_()


def test_domain_without_a_value_is_flagged(design):
    r = design.quantile("y", 0.5, by="g")
    row = r.keys["g"].index("c")
    assert math.isnan(r.estimate[row])
    assert (r.status[row], r.reason[row]) == ("x", "no row of non-zero weight in the domain")
    assert r.missing == {"y": {"no_answer": 1}}


def test_limits_outside_the_distribution_say_why(design):
    r = design.quantile("x", [0.01, 0.5], ci="mean")
    assert math.isnan(r.ci_low[0])
    assert math.isnan(r.se[0])
    assert "beyond 0 or 1" in r.reason[0]
    assert design.quantile("x", 0.5, ci="none").reason == ["no interval was asked for"]


def test_a_quantile_at_the_largest_value_says_so(design):
    r = design.quantile("x", [0.5, 0.999], ci="mean")
    assert r.estimate[1] == 9
    assert (r.ci_low[1], r.ci_high[1], r.se[1]) == (9, 9, 0)
    assert r.reason[1].startswith("no row lies above")


def test_rows_missing_in_any_variable_are_left_out(design):
    both = design.quantile(["x", "y"], 0.5)
    alone = design.where("answered(y)").quantile("x", 0.5)
    assert both["x"].estimate == alone["x"].estimate
    assert both["x"].df == alone["x"].df
    assert math.isnan(design.quantile("y", 0.5, missing="propagate").estimate[0])


def test_score_limits_are_values_that_the_test_does_not_refuse():
    rng = random.Random(4)
    y = [round(rng.gauss(0, 10), 2) for _ in range(80)]
    d = ek.Design({"y": y})
    r = d.quantile("y", [0.3, 0.5], ci="score")
    t = (r.ci_high[0] - r.ci_low[0]) / (2 * r.se[0])
    for low, high, p in zip(r.ci_low, r.ci_high, (0.3, 0.5), strict=True):
        f = d.cdf("y", sorted(y))
        value = f.keys["at"]
        meets = [e + t * s >= p for e, s in zip(f.estimate, f.se, strict=True)]
        passed = [e - t * s >= p for e, s in zip(f.estimate, f.se, strict=True)]
        assert (low, high) == (value[meets.index(True)], value[passed.index(True)])


def test_contrast_of_quantiles(design):
    many = ek.Design({"x": [float(i * i % 101) for i in range(100)]})
    r = many.quantile("x", [0.4, 0.6])
    c = r.contrast("'0.6' - '0.4'")
    assert c.estimate[0] == r.estimate[1] - r.estimate[0]
    assert 0 < c.se[0] < math.hypot(*r.se)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda d: d.quantile("x", 1), "expected shares between 0 and 1"),
        (lambda d: d.quantile("x", []), "probs=\\[\\], expected a share"),
        (lambda d: d.quantile("x", "half"), "probs='half'"),
        (lambda d: d.quantile("x", [0.5, float("nan")]), "expected a share"),
        (lambda d: d.quantile("x", 0.5, rule="hf12"), "rule='hf12', expected one of 'math'"),
        (lambda d: d.quantile("x", 0.5, ci="wilson"), "expected one of mean, beta"),
        (lambda d: d.quantile("t", 0.5), "holds categories, expected numbers"),
        (lambda d: d.quantile("m", 0.5), "'m' is a multi-select question, expected a column of numbers"),
        (lambda d: d.cdf("x", None), "at=None, expected a number"),
        (lambda d: d.correlation("x"), "at least two columns"),
        (lambda d: d.correlation(["x", "y"], ci="wilson"), "expected 'fisher' or 't'"),
        (lambda d: d.nps("c"), "expected a whole number from 0 to 10"),
        (lambda d: d.quantile("x", 0.5, missing="error", where="g == 'c'", by="nobody"), "nobody"),
    ],
)
def test_bad_calls(design, call, words):
    with pytest.raises(ek.errors.SurveyError, match=words):
        call(design)


def test_share_of_zero_or_one_is_flagged(design):
    r = design.cdf("x", [0, 3, 9])
    assert [round(e, 6) for e in r.estimate] == [0, 0.5, 1]
    assert math.isnan(r.ci_low[0])
    assert "share of 0 or 1" in r.reason[0]
    assert r.reason[1] == ""


def test_constant_columns(design):
    assert design.variance("c").estimate == [0.0]
    r = design.correlation(["c", "x"])
    assert math.isnan(r.estimate[0])
    assert "constant" in r.reason[0]
    assert design.quantile("c", [0.2, 0.9]).estimate == [7.1, 7.1]


def test_one_row_has_no_variance(design):
    r = design.variance("x", by="g")
    assert r.reason[r.keys["g"].index("c")] == "a variance needs two rows"


def test_covariance_has_all_pairs(design):
    r = design.covariance(["x", "y"])
    assert list(zip(r.keys["variable"], r.keys["other"], strict=True)) == [("x", "x"), ("x", "y"), ("y", "y")]
    assert r.vcov.shape == (3, 3)
    v = design.where("answered(y)").variance(["x", "y"])
    assert r.estimate[2] / (8 / 7) == pytest.approx(v.estimate[1] / (7 / 6))  # n counts rows with a missing value


def test_nps():
    d = ek.Design({"q": [10.0, 9.0, 8.0, 2.0], "g": ["a", "a", "b", "b"]})
    assert d.nps("q").estimate == [25.0]
    assert d.nps("q", by="g").estimate == [100.0, -50.0]
