"""Inequality, poverty and standardised means as an analyst calls them."""

from __future__ import annotations

import math

import enkat as ek
import pytest

DATA = {
    "y": [10.0, 20.0, 30.0, 40.0, 100.0, 15.0, None, 60.0],
    "w": [1.0, 2.0, 1.0, 2.0, 1.0, 1.0, 1.0, 3.0],
    "g": ["a", "b", "a", "b", "a", "b", "c", "a"],
    "s": ["u", "v"] * 4,
    "none": [0.0] * 8,
}


@pytest.fixture
def design():
    return ek.Design(DATA, weights="w")


@pytest.mark.parametrize("method", ["gini", "quintile_share", "poverty"])
def test_domains_and_vocabulary(design, method):
    r = getattr(design, method)("y", by="g")
    assert list(r.keys["g"]) == ["a", "b", "c"]
    assert (r.status[2], r.reason[2]) == ("x", "no row of non-zero weight in the domain")
    assert {"estimate", "se", "ci_low", "ci_high", "n", "status"} <= set(r.to_dict())
    assert r.vcov.shape == (3, 3)
    assert r.missing == {"y": {"no_answer": 1}}
    own = getattr(design, method)("y", where="g == 'a'")
    if method != "poverty":  # which takes the median of the rows that where keeps
        assert own.estimate[0] == pytest.approx(r.estimate[0])
        assert own.se[0] == pytest.approx(r.se[0])


def test_nothing_to_share_is_flagged(design):
    for method in ("gini", "quintile_share"):
        r = getattr(design, method)("none")
        assert math.isnan(r.estimate[0])
        assert "not above 0" in r.reason[0]
    r = design.poverty("none")
    assert r.estimate == [0.0]
    assert math.isnan(r.ci_low[0])
    assert r.reason[0].startswith("no interval")


def test_replicates_are_used_without_being_asked(design):
    data = {**DATA, **{f"r{k}": [0.0 if i == k else w * 8 / 7 for i, w in enumerate(DATA["w"])] for k in range(8)}}
    d = ek.Design(data, weights="w", replicates=ek.Replicates("r*", kind="JK1"))
    for method in ("gini", "poverty"):
        r = getattr(d, method)("y")
        rerun = [getattr(ek.Design(data, weights=f"r{k}"), method)("y").estimate[0] for k in range(8)]
        centre = sum(rerun) / 8
        assert r.se[0] == pytest.approx(math.sqrt(7 / 8 * sum((v - centre) ** 2 for v in rerun)))
    r = d.standardize("y", {"s": {"u": 50, "v": 50}})
    rerun = [ek.Design(data, weights=f"r{k}").standardize("y", {"s": {"u": 50, "v": 50}}).estimate[0] for k in range(8)]
    assert r.se[0] == pytest.approx(math.sqrt(7 / 8 * sum((v - sum(rerun) / 8) ** 2 for v in rerun)))


def test_adjusted_weights_are_honoured(design):
    raked = design.poststratify({"s": {"u": 5, "v": 7}})
    for method in ("gini", "poverty", "quintile_share"):
        assert getattr(raked, method)("y").se[0] != getattr(design, method)("y").se[0]


def test_standardized_shares_and_means(design):
    r = design.standardize(["y", "s"], {"g": {"a": 60, "b": 40}})
    assert list(r.keys["level"]) == [None, "u", "v"]
    assert r.estimate[1] + r.estimate[2] == pytest.approx(1)
    joint = design.standardize("y", {("g", "s"): {("a", "u"): 50, ("b", "v"): 50}})
    assert joint.estimate[0] == pytest.approx(0.5 * (10 + 30 + 100) / 3 + 0.5 * (2 * 20 + 2 * 40 + 15) / 5)
    r = design.standardize("y", {"g": {"a": 60, "b": 40}}, by="s")
    assert r.reason == [
        "a class of the standard population has no row in the domain; join it with another",
        "",
    ]


def test_a_lonely_cluster_is_judged_by_the_rows_of_all_classes():
    """Each class alone would leave strata with one cluster; together they do not."""
    data = {
        "y": [1.0, 2.0, 3.0, 5.0, 4.0, 4.0, 7.0, 1.0],
        "h": ["p"] * 4 + ["q"] * 4,
        "u": ["1", "1", "2", "2", "3", "3", "4", "4"],
        "c": ["a", "a", "b", "b", "a", "b", "b", "a"],
    }
    plain = ek.Design(data, strata="h", clusters="u").standardize("y", {"c": {"a": 20, "b": 30}})
    careful = ek.Design(data, strata="h", clusters="u", lonely="adjust", lonely_in_domains=True)
    assert careful.standardize("y", {"c": {"a": 20, "b": 30}}).se == plain.se
    assert careful.poverty("y").se == ek.Design(data, strata="h", clusters="u").poverty("y").se


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda d: d.gini("g"), "holds categories, expected numbers"),
        (lambda d: d.quintile_share("y", share=0.7), "share=0.7, expected a number over 0 and at most 0.5"),
        (lambda d: d.quintile_share("y", definition="oecd"), "definition='oecd'"),
        (lambda d: d.poverty("y", fraction=-1), "fraction=-1, expected a number over 0"),
        (lambda d: d.poverty("y", of=50), "of=50.0, expected a share between 0 and 1"),
        (lambda d: d.poverty("y", threshold="low"), "threshold='low'"),
        (lambda d: d.poverty(["y"]), "expected the name of one column"),
        (lambda d: d.standardize("y", {"g": {"a": 0.5, "b": 0.4}}), "the shares sum to 0.9"),
        (lambda d: d.standardize("y", {"g": {"a": 5, "zz": 4}}), "'zz' has a target but is absent"),
        (lambda d: d.standardize("y", {"g": {"a": 1}, "s": {"u": 1}}), "found 2 columns, expected one"),
    ],
)
def test_bad_calls(design, call, words):
    with pytest.raises(ek.errors.SurveyError, match=words):
        call(design)
