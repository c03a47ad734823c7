"""Working likelihood-ratio tests of other models than `glm`: against R, and `glm` where the model is the same."""

from __future__ import annotations

from pathlib import Path

import enkat as ek
import polars as pl
import pytest
from enkat.errors import DesignError

DATA = Path(__file__).parents[1] / "golden" / "data" / "apistrat.csv"
TERMS = [["meals"], ["ell", "stype"], ["meals", "ell", "stype"]]


@pytest.fixture(scope="module")
def design() -> ek.Design:
    frame = pl.read_csv(DATA, null_values="", infer_schema_length=None)
    frame = frame.with_columns(r=(pl.col("sch.wide") == "Yes").cast(pl.Float64))
    return ek.Design(frame, weights="pw", strata="stype", fpc="fpc")


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("model", ["multinomial", "ordinal"])
def test_two_levels_are_logistic_regression(design, model, terms):
    formula = "awards ~ meals + ell + stype"
    got = getattr(design, model)(formula).lrt_test(terms)
    want = design.glm(formula, family="binomial").lrt_test(terms)
    assert (got.statistic, got.p_value) == pytest.approx((want.statistic, want.p_value), rel=1e-8)
    assert (got.df, got.ddf, got.method) == (want.df, want.ddf, "lrt")


def test_cox_as_in_r(design):
    """R: survey::regTermTest(svycoxph(...), method = "LRT") for one coefficient; survival::coxph with weights
    pw / mean(pw) for several, where regTermTest stops with an error."""
    m = design.cox("Surv(enroll, r) ~ meals + ell + awards")
    assert m.lrt_test("meals").statistic == pytest.approx(0.59753248417792, rel=1e-8)
    assert m.lrt_test(["ell", "awards"]).statistic == pytest.approx(35.9951111121, rel=1e-9)
    assert m.lrt_test(["meals", "ell", "awards"]).statistic == pytest.approx(35.99591380309, rel=1e-9)


def test_ordinal_as_in_r(design):
    """R: survey::regTermTest(svyolr(...), method = "LRT")."""
    m = design.ordinal("stype ~ meals + ell + awards")
    assert m.lrt_test("meals").statistic == pytest.approx(0.582630760705, rel=1e-8)
    assert m.lrt_test(["ell", "awards"]).statistic == pytest.approx(15.492402669717, rel=1e-8)


@pytest.mark.parametrize("model", ["cox", "ordinal", "multinomial"])
def test_near_the_wald_test(design, model):
    """Chi-square over the mean of its eigenvalues is, in large samples, the Wald statistic of one coefficient."""
    response = {"cox": "Surv(enroll, r)", "ordinal": "stype", "multinomial": "awards"}[model]
    m = getattr(design, model)(f"{response} ~ meals + ell")
    assert m.lrt_test("meals").p_value == pytest.approx(m.wald_test("meals").p_value, abs=0.03)


def test_scale_of_weights_and_empty_term(design):
    frame = pl.read_csv(DATA, null_values="", infer_schema_length=None).with_columns(w=pl.col("pw") * 1e6)
    scaled = ek.Design(frame, weights="w", strata="stype", fpc="fpc").multinomial("stype ~ ell + meals")
    plain = design.multinomial("stype ~ ell + meals")
    for terms in ("ell", ["ell", "meals"]):
        a, b = plain.lrt_test(terms), scaled.lrt_test(terms)
        assert a.p_value == pytest.approx(b.p_value, rel=1e-8)
        assert a.df == len([terms] if isinstance(terms, str) else terms) * 2
    with pytest.raises(DesignError, match="no term is named 'avg'"):
        plain.lrt_test("avg")
    with pytest.raises(DesignError, match="whole model"):
        design.multinomial("stype ~ 0 + ell").lrt_test("ell")


def test_missing_values_of_a_term_stay_out_of_both_models(design):
    m = design.multinomial("stype ~ ell + acs.core")
    without = design.where(ek.col("acs.core") > 0).multinomial("stype ~ ell")
    assert m.n[0] == without.n[0]
    assert m.lrt_test("acs.core").statistic == pytest.approx(2 * (m.log_likelihood - without.log_likelihood), rel=1e-9)
