"""Nonresponse, trimming, normalisation, and raking in groups."""

from __future__ import annotations

import enkat as ek
import numpy as np
import pytest

ROWS = 80
DATA = {
    "w": [5.0 + (i % 4) for i in range(ROWS)],
    "sex": [("f", "m")[i % 2] for i in range(ROWS)],
    "age": [float(20 + (13 * i) % 50) for i in range(ROWS)],
    "land": [("N", "S")[(i // 5) % 2] for i in range(ROWS)],
    "answered": [0.0 if i % 7 in (0, 3) else 1.0 for i in range(ROWS)],
    "y": [float((11 * i) % 23) for i in range(ROWS)],
}


@pytest.fixture
def design() -> ek.Design:
    return ek.Design(DATA, weights="w")


def test_respondents_have_the_composition_of_the_sample(design: ek.Design) -> None:
    d = design.adjust_nonresponse("answered", classes=["sex", "land"])
    for column in ("sex", "land"):
        assert list(d.total(column).estimate) == pytest.approx(list(design.total(column).estimate))
    assert (d.weights[np.array(DATA["answered"]) == 0] == 0).all()
    assert "adjust_nonresponse(classes of sex, land)" in d.history[-1]
    assert d.weighting_report().margins["gap"] == pytest.approx([0, 0, 0, 0], abs=1e-9)


def test_a_saturated_model_is_the_classes(design: ek.Design) -> None:
    a = design.adjust_nonresponse("answered", classes="sex")
    b = design.adjust_nonresponse("answered == 1", propensity="sex")
    assert a.weights == pytest.approx(b.weights, rel=1e-8)
    assert a.mean("y")["y"].se == pytest.approx(b.mean("y")["y"].se, rel=1e-8)


def test_propensity_weights_are_inverse_probabilities(design: ek.Design) -> None:
    d = design.adjust_nonresponse("answered", propensity=["sex", "age"])
    p = np.divide(design.weights, d.weights, out=np.full(ROWS, np.nan), where=d.weights > 0)
    assert ((p[~np.isnan(p)] > 0) & (p[~np.isnan(p)] < 1)).all()
    # the score equation of the constant: weighted respondents minus the sum of the fitted probabilities is 0,
    # seen through the variance: the number of respondents' own total is met as in a model with only a constant
    classes = design.adjust_nonresponse("answered", propensity=["sex", "age"], propensity_classes=4)
    assert classes.weights.sum() == pytest.approx(design.weights.sum())


def test_estimated_propensities_are_in_the_variance(design: ek.Design) -> None:
    plain = design.adjust_nonresponse("answered", propensity=["age"])
    made = design.to_replicates("JK1").adjust_nonresponse("answered", propensity=["age"])
    assert plain.mean("y")["y"].se == pytest.approx(made.mean("y")["y"].se, rel=0.1)
    assert plain.total("age")["age"].se == pytest.approx(made.total("age")["age"].se, rel=0.1)


def test_nonresponse_then_calibration_against_the_jackknife(design: ek.Design) -> None:
    def chain(d: ek.Design) -> ek.Design:
        return d.adjust_nonresponse("answered", classes="land").calibrate({"(constant)": 600, "age": 26000})

    a, b = chain(design), chain(design.to_replicates("JK1"))
    assert a.total("y")["y"].se == pytest.approx(b.total("y")["y"].se, rel=0.1)
    assert a.total("age")["age"].se == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("responded", "more", "message"),
    [
        ("answered", {"classes": "sex", "propensity": "age"}, "expected one of them"),
        ("age", {}, "other values than 0 and 1"),
        ("sex == 'f'", {"classes": "sex"}, "'m' has no respondents"),
        ("sex == 'f'", {"propensity": "sex"}, "separates respondents"),
        ("age > 1000", {}, "no row responded"),
        ([True], {}, "expected one per row"),
        ("answered", {"propensity": []}, "expected the variables"),
        ("answered", {"propensity": "nope"}, "nope"),
        ("answered", {"propensity": "age", "propensity_classes": 0}, "propensity_classes"),
    ],
)
def test_broken_nonresponse(design: ek.Design, responded: object, more: dict, message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        design.adjust_nonresponse(responded, **more)


def test_trimming_keeps_the_sum(design: ek.Design) -> None:
    for options in (
        {"upper": 7.0},
        {"quantile": (0.1, 0.9)},
        {"iqr": 0.5},
        {"upper": 7.0, "redistribute": "proportional"},
    ):
        d = design.trim(**options)
        assert d.weights.sum() == pytest.approx(design.weights.sum())
    strict = design.trim(upper=7.0, lower=5.5, strict=True)
    assert strict.weights.max() <= 7 + 1e-9 and strict.weights.min() >= 5.5
    cut = design.trim(upper=7.0, redistribute="none")
    assert cut.weights.tolist() == np.minimum(design.weights, 7.0).tolist()
    assert "20 weights cut, 20 changed" in cut.history[-1]


def test_trimming_in_groups(design: ek.Design) -> None:
    d = design.trim(quantile=0.8, by="sex")
    before, after = design.total("sex"), d.total("sex")
    assert list(after.estimate) == pytest.approx(list(before.estimate))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "no limit given"),
        ({"upper": 6.0}, "the mean weight is 6.5"),
        ({"upper": 7.0, "iqr": 2}, "given twice"),
        ({"quantile": 2}, "quantile=2"),
        ({"upper": 7.0, "redistribute": "evenly"}, "redistribute='evenly'"),
        ({"upper": 7.0, "by": "nope"}, "nope"),
    ],
)
def test_broken_trimming(design: ek.Design, options: dict, message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        design.trim(**options)


def test_normalisation(design: ek.Design) -> None:
    assert design.normalize().weights.mean() == pytest.approx(1)
    d = design.normalize(total={"f": 10, "m": 30}, by="sex")
    assert list(d.total("sex").estimate) == pytest.approx([10, 30])
    same = design.normalize(total=3.0)
    assert same.mean("y")["y"].se == pytest.approx(design.mean("y")["y"].se, rel=1e-12)
    with pytest.raises(ek.errors.DesignError, match="one sum for each"):
        design.normalize(total={"f": 1}, by="sex")


def test_raking_in_groups(design: ek.Design) -> None:
    margins = {
        "N": {"sex": {"f": 0.5, "m": 0.5}, "answered": {0: 0.3, 1: 0.7}},
        "S": {"sex": {"f": 0.4, "m": 0.6}, "answered": {0: 0.2, 1: 0.8}},
    }
    d = design.rake(margins, by="land", total={"N": 100, "S": 300})
    r = d.where("land == 'S'").mean("sex")
    assert r["f"].estimate == pytest.approx(0.4)
    assert list(d.total("land").estimate) == pytest.approx([100, 300])
    with pytest.raises(ek.errors.DesignError, match="group 'S'"):
        design.rake({"N": margins["N"]}, by="land")
    with pytest.raises(ek.errors.DesignError, match=r"sum to 1\.1"):
        design.rake({**margins, "S": {"sex": {"f": 0.5, "m": 0.6}}}, by="land")
