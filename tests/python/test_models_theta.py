"""The size of a negative binomial model, estimated: against R's MASS."""

from __future__ import annotations

from pathlib import Path

import enkat as ek
import numpy as np
import polars as pl
import pytest
from enkat.errors import ConvergenceError, DataError

DATA = Path(__file__).parents[1] / "golden" / "data" / "apistrat.csv"


@pytest.fixture(scope="module")
def design() -> ek.Design:
    frame = pl.read_csv(DATA, null_values="", infer_schema_length=None)
    return ek.Design(frame, weights="pw", strata="stype", fpc="fpc")


def test_as_in_r(design):
    """R 4.2.2: MASS::glm.nb with weights pw / mean(pw), its score solved to the last digits by uniroot; standard errors
    of survey::svyglm with family negative.binomial(theta)."""
    r = design.glm("api.stu ~ meals + stype", family="negative_binomial")
    assert r.theta == pytest.approx(5.678054640483707, rel=1e-9)
    want = [5.668994352444225, 0.003799467000429433, 1.185758211715762, 0.6963346625784055]
    assert list(r.estimate) == pytest.approx(want, rel=1e-8)
    se = [0.0599869467472889, 0.001056539374490185, 0.08300085529099593, 0.07485909024769749]
    assert list(r.se) == pytest.approx(se, rel=1e-6)


def test_given_and_estimated_agree(design):
    r = design.glm("api.stu ~ meals", family="negative_binomial")
    again = design.glm("api.stu ~ meals", family="negative_binomial", theta=r.theta)
    assert (list(r.estimate), list(r.se)) == (list(again.estimate), list(again.se))
    assert again.theta == r.theta
    assert r.wald_test("meals").statistic == again.wald_test("meals").statistic
    assert r.lrt_test("meals").statistic == again.lrt_test("meals").statistic
    assert np.isnan(design.glm("api.stu ~ meals").theta)
    assert ek.load(r.to_json()).theta == r.theta


def test_under_replicates_theta_is_that_of_the_sample(design):
    r = ek.Design({"y": [0, 3, 1, 9, 4, 0, 12, 2, 7, 1], "x": list(range(10))})
    plain = r.glm("y ~ x", family="negative_binomial")
    again = r.to_replicates("JK1").glm("y ~ x", family="negative_binomial")
    assert again.theta == plain.theta
    assert list(again.estimate) == pytest.approx(list(plain.estimate))


def test_errors():
    even = ek.Design({"y": [2, 3, 2, 3, 2, 3], "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
    with pytest.raises(ConvergenceError, match="use family='poisson'"):
        even.glm("y ~ x", family="negative_binomial")
    with pytest.raises(DataError, match=r"row 2: found 1\.5.*whole number"):
        ek.Design({"y": [2.0, 1.5, 9.0], "x": [1.0, 2.0, 3.0]}).glm("y ~ x", family="negative_binomial")
