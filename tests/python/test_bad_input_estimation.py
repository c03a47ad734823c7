"""What issue lists call bad input, for every estimator: a named error, or a result that says what is wrong with it."""

from __future__ import annotations

import math
from typing import Any

import enkat as ek
import pytest
from enkat.errors import DataError, DesignError, SurveyError

DATA: dict[str, list[Any]] = {
    "y": [1.0, 3.0, 2.0, 6.0, 4.0, 5.0],
    "w": [1.0, 1.0, 2.0, 2.0, 1.0, 1.0],
    "g": ["a", "b", "a", "b", "a", "b"],
    "stratum": ["u", "u", "u", "u", "v", "v"],
    "cluster": [1, 1, 2, 2, 3, 3],
    "shared": [1, 1, 2, 2, 2, 2],
    "small": [2.0] * 6,
    "constant": [7.0] * 6,
    "one": ["x"] * 6,
    "rw1": [2.0, 0.0, 2.0, 0.0, 2.0, 0.0],
}


def design(*, weights: str | None = "w", changed: dict[str, list[Any]] | None = None, **arguments: Any) -> ek.Design:
    return ek.Design({**DATA, **(changed or {})}, weights=weights, **arguments)


def weighted(*values: float | None) -> dict[str, list[Any]]:
    return {"w": [*values, *[1.0] * (6 - len(values))]}


REFUSED = {
    "a link the response does not allow": (
        lambda: design().glm("y ~ w", link="logit"),
        DesignError,
        "'logit' is not defined at 3.6.*, the mean of the response, expected a link",
    ),
    "a count that cannot be one": (
        lambda: design(changed={"y": [1.0, -2.0, 3.0, 4.0, 5.0, 6.0]}).glm("y ~ w", family="poisson"),
        DataError,
        "y: found -2.000000 in row 2, expected values of at least 0",
    ),
    "an event that is neither 0 nor 1": (
        lambda: design().cox("Surv(y, cluster) ~ w"),
        DataError,
        "found 2.000000 in row 3, expected 1 for an event",
    ),
    "a statistic of one's own that is no number": (
        lambda: design().to_replicates().replicate(lambda d: "many"),
        DesignError,
        "function: gave 'many', expected a number",
    ),
    "a negative count of successes": (
        lambda: ek.binomial_interval(-1, 3),
        DesignError,
        "x=-1, expected a number of at least 0",
    ),
    "a contrast of an unknown estimate": (
        lambda: design().mean(["y", "w"]).contrast("y / z"),
        DesignError,
        "no estimate is named 'z', expected one of 'y', 'w'$",
    ),
    "unknown column": (lambda: design().mean("yy"), DataError, "no column is named 'yy'; did you mean 'y'"),
    "unknown weights": (lambda: design(weights="ww"), DataError, "no column is named 'ww'; did you mean 'w'"),
    "unknown stratum": (lambda: design(strata="strata"), DataError, "did you mean 'stratum'"),
    "unknown domain": (lambda: design().total("y", by="gg"), DataError, "no column is named 'gg'"),
    "unknown in a condition": (lambda: design().where("yy > 1"), DataError, "no column is named 'yy'"),
    "unknown in a quantile": (lambda: design().quantile("yy"), DataError, "no column is named 'yy'"),
    "unknown in a margin": (lambda: design().rake({"gg": {"a": 1.0}}), DataError, "no column is named 'gg'"),
    "unknown in a test": (lambda: design().chisq("g", "oone"), DataError, "no column is named 'oone'"),
    "text as weight": (lambda: design(weights="g"), DesignError, "column 'g' holds categories, expected numbers"),
    "negative weight": (lambda: design(changed=weighted(-1.0)), DesignError, "row 1 has the weight -1"),
    "NaN weight": (lambda: design(changed=weighted(1.0, math.nan)), DesignError, "row 2 has no weight"),
    "missing weight": (lambda: design(changed=weighted(None)), DesignError, "row 1 has no weight"),
    "infinite weight": (lambda: design(changed=weighted(math.inf)), DataError, "column 'w': row 1 holds infinity"),
    "all weights zero": (lambda: design(changed=weighted(*[0.0] * 6)), DesignError, "every weight is zero"),
    "fpc below the sample": (
        lambda: design(clusters="cluster", fpc="small"),
        DesignError,
        "has 3 sampled units but a population of 2",
    ),
    "fpc of text": (lambda: design(fpc="g"), DataError, "column 'g' holds"),
    "a cluster in two strata": (
        lambda: design(clusters="shared", strata="stratum"),
        DesignError,
        "cluster '2' occurs in the strata 'u' and 'v'.*nest=True",
    ),
    "no replicate column": (
        lambda: design(replicates=ek.Replicates("q*", kind="BRR")),
        DataError,
        "no column is named 'q\\*'",
    ),
    "a replicate column missing": (
        lambda: design(replicates=ek.Replicates(["rw1", "rw2"], kind="BRR")),
        DataError,
        "no column is named 'rw2'; did you mean 'rw1'",
    ),
    "one replicate": (lambda: design(replicates=ek.Replicates("rw1", kind="BRR")), DesignError, "at least two"),
    "replicates of text": (
        lambda: design(replicates=ek.Replicates(["rw1", "g"], kind="BRR")),
        DesignError,
        "'g' holds categories",
    ),
    "a lonely cluster": (
        lambda: design(clusters="cluster", strata="stratum").mean("y"),
        DesignError,
        "has one sampled cluster.*'v'",
    ),
    "a mean of text by mistake": (lambda: design().ratio("g", "y"), DataError, "'g' holds categories, expected"),
    "a quantile of text": (lambda: design().quantile("g"), DataError, "'g' holds categories, expected numbers"),
    "a table of a constant": (lambda: design().chisq("g", "one"), DataError, "column: has 1 level"),
    "a test in an empty domain": (
        lambda: design().chisq("g", "stratum", where="y > 100"),
        DataError,
        "row: has 0 levels",
    ),
    "domains of an empty domain": (
        lambda: design().mean("y", by="g", where="y > 100"),
        DataError,
        "by: no row of non-zero weight",
    ),
    "weighting a domain": (
        lambda: design().where("y > 2").rake({"g": {"a": 0.5, "b": 0.5}}),
        DesignError,
        "weight first",
    ),
    "shares that do not sum to 1": (
        lambda: design().rake({"g": {"a": 0.5, "b": 0.4}}),
        DesignError,
        "the shares sum to 0.9, expected 1",
    ),
    "percentages that do not sum to 100": (
        lambda: ek.Design({"g": ["a", "b"] * 100}).rake({"g": {"a": 49, "b": 50}}),
        DesignError,
        "the targets sum to 99: as percentages they must sum to 100, and as counts they are fewer than the 200 rows",
    ),
    "a category without a target": (lambda: design().poststratify({"g": {"a": 1.0}}), DesignError, "'b'"),
    "a category absent from the sample": (
        lambda: design().rake({"g": {"a": 0.5, "b": 0.3, "c": 0.2}}),
        DesignError,
        "'c' has a target but is absent",
    ),
    "collinear columns that contradict each other": (
        lambda: design().calibrate({"(constant)": 10, "g": {"a": 4, "b": 7}}),
        SurveyError,
        "collinear|one total|sum",
    ),
    "a constant column that contradicts": (
        lambda: design().calibrate({"(constant)": 10, "constant": 90}),
        SurveyError,
        "'constant'.*collinear|collinear",
    ),
    "half a character": (
        lambda: design(changed={"g": ["a\ud800", *"babab"]}).freq("g"),
        DataError,
        "column 'g': row 1 holds half of a character",
    ),
    "half a character in a name": (
        lambda: ek.Design({"t\ud800": [1.0]}),
        DataError,
        "the column name .* holds half of a character",
    ),
    "a language that is not there": (
        lambda: design(labels={"en": {"g": {"a": "A"}}, "sv": {}}).freq("g").columns(language="xx"),
        SurveyError,
        "language: found 'xx', expected 'en' or 'sv'",
    ),
    "a language without labels": (
        lambda: design().freq("g").frame(language="en"),
        SurveyError,
        "language: found 'en', .* no labels",
    ),
    "a category called (no answer)": (
        lambda: design(changed={"g": ["(no answer)", None, *"abab"]}).freq("g", missing="category"),
        DataError,
        r"'g' has a category named '\(no answer\)'",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_name(name: str) -> None:
    call, error, message = REFUSED[name]
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\x00" not in str(caught.value) and len(str(caught.value)) < 600


EMPTY = "no row of non-zero weight in the domain"
EDGE = "no interval for a share of 0 or 1"
FLAGGED = {
    "empty domain: mean": (lambda: design().mean("y", where="y > 100"), "x", EMPTY),
    "empty domain: total": (lambda: design().total("y", where="y > 100"), "x", EMPTY),
    "empty domain: ratio": (lambda: design().ratio("y", "w", where="y > 100"), "x", EMPTY),
    "empty domain: shares": (lambda: design().freq("g", where="y > 100"), "x", EMPTY),
    "empty domain: quantile": (lambda: design().quantile("y", where="y > 100"), "x", EMPTY),
    "empty domain: table": (lambda: design().crosstab("g", "one", where="y > 100").total_share, "x", EMPTY),
    "a domain in one cluster": (
        lambda: design(clusters="cluster").mean("y", where="cluster == 1"),
        "ok",
        "no degrees of freedom",
    ),
    "a total in one cluster": (
        lambda: design(clusters="cluster").total("y", where="cluster == 1"),
        "ok",
        "no degrees of freedom",
    ),
    "a correlation with a constant": (lambda: design().correlation(["y", "constant"]), "x", "constant"),
    "a ratio to zero": (lambda: design(changed={"zero": [0.0] * 6}).ratio("y", "zero"), "x", "the denominator is zero"),
    "a share of 1, logit": (lambda: design().freq("one"), "ok", EDGE),
    "a share of 1, asin": (lambda: design().freq("one", ci="asin"), "ok", EDGE),
    "a share of 0": (lambda: design().proportion("g", where="g == 'a'"), "ok", EDGE),
    "a share of 1, nchs": (lambda: design().freq("one", ci="nchs"), "u", "small_base"),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_it_is_flagged(name: str) -> None:
    call, status, reason = FLAGGED[name]
    result = call()
    assert set(result.status) == {status}
    assert all(reason in r for r in result.reason)
    for k, low in enumerate(result.ci_low):
        assert not math.isnan(low) or result.reason[k], "a NaN has a reason"


@pytest.mark.parametrize("estimate", ["mean", "quantile"])
def test_a_constant_has_no_uncertainty(estimate: str) -> None:
    result = getattr(design(clusters="cluster"), estimate)("constant")
    assert set(result.estimate) == {7.0} and set(result.se) == {0.0}
    assert set(result.ci_low) == set(result.ci_high) == {7.0}
    assert set(result.status) == {"ok"}


@pytest.mark.parametrize("ci", ["wilson", "beta", "nchs"])
def test_intervals_that_know_a_share_of_one(ci: str) -> None:
    low, high = design().freq("one", ci=ci).ci_low[0], design().freq("one", ci=ci).ci_high[0]
    assert 0 < low < 1 and high == 1


def test_collinear_columns_that_agree_are_one() -> None:
    """A constant column with the total it must have adds nothing, to the weights and to their variance."""
    plain = design().calibrate({"(constant)": 10, "y": 35})
    again = design().calibrate({"(constant)": 10, "y": 35, "constant": 70})
    assert again.weights.tolist() == pytest.approx(plain.weights.tolist(), rel=1e-9)
    assert again.mean("y").se == pytest.approx(plain.mean("y").se, abs=1e-9)


def test_a_table_that_cannot_vary_says_so() -> None:
    data = {"g": ["a", "b"] * 4, "s": ["u"] * 4 + ["v"] * 4, "c": [1, 1, 2, 2, 3, 3, 4, 4]}
    test = ek.Design(data, strata="s", clusters="c").chisq("g", "s")  # every cluster has one a and one b
    assert math.isnan(test.p_value) and any("do not vary from sample to sample" in note for note in test.notes)
