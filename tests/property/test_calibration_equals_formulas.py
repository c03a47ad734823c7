"""Calibration against the slow formulas of Deville and Särndal (1992), and what must hold for every survey."""

from __future__ import annotations

import enkat as ek
import numpy as np
import polars as pl
import survey_oracle as oracle
from hypothesis import assume, given
from hypothesis import strategies as st
from random_designs import Drawn, assert_close, assert_covariance, designs, rounding


def auxiliary(d: Drawn) -> tuple[np.ndarray, dict, np.ndarray]:
    """Columns constant, g == 'a' and x; targets a little away from the sample's, and as a dict."""
    w = d.sample.weights
    is_a = (d.data["g"] == "a").astype(float)
    x = np.column_stack([np.ones(d.sample.rows), is_a, d.data["x"]])
    live = w > 0
    assume(live.sum() > 8 and np.linalg.cond(x[live] * np.sqrt(w[live])[:, None]) < 1e4)
    moved = w * (1 + 0.3 * np.sin(np.arange(d.sample.rows)))
    totals = moved @ x
    return x, {"(constant)": totals[0], ("g", "a"): totals[1], "x": totals[2]}, totals


@given(designs())
def test_linear(d):
    x, targets, totals = auxiliary(d)
    old = d.sample.weights.copy()
    design = d.design.calibrate(targets)
    g = oracle.calibrate(old, x, totals, lambda u: 1 + u, lambda u: np.ones_like(u))
    assert_close(design.weights, old * g, 1e-8)
    d.sample.weights = old * g
    estimate, z = oracle.total(d.y, d.sample, np.ones(d.sample.rows, dtype=bool))
    z = oracle.calibrated_residuals(z, old, g, x)
    r = design.total("y")
    assert_close(r.estimate, [estimate], 1e-8)
    assert_covariance(r.vcov, oracle.covariance(z, d.sample), 1e-6, noise=rounding([estimate]) * 1e3)


@given(designs())
def test_raking(d):
    x, targets, totals = auxiliary(d)
    old = d.sample.weights.copy()
    design = d.design.calibrate(targets, method="raking")
    g = oracle.calibrate(old, x, totals, np.exp, np.exp)
    assert_close(design.weights, old * g, 1e-7)
    live = old > 0
    assert_close(design.weights[live] @ x[live], totals, 1e-9)


@given(designs(), st.sampled_from(["linear", "raking", "sinh"]))
def test_what_must_hold(d, method):
    x, targets, totals = auxiliary(d)
    once = d.design.calibrate(targets, method=method)
    assert_close(once.weights @ x, totals, 1e-9)
    assert_close(once.calibrate(targets, method=method).weights, once.weights, 1e-8)  # calibrating twice is once
    doubled = d.frame().with_columns((pl.col("w") * 4.0).alias("w"))
    arguments = {k: v for k, v in d.arguments.items() if k != "fpc"}
    scaled = ek.Design(doubled, **arguments).calibrate({k: 4 * v for k, v in targets.items()}, method=method)
    assert_close(scaled.weights, 4 * once.weights, 1e-8)  # scaling weights and totals scales the result
    order = np.random.default_rng(1).permutation(d.sample.rows)
    permuted = ek.Design(d.frame(order), **d.arguments).calibrate(targets, method=method)
    assert_close(permuted.weights, once.weights[order], 1e-8)


@given(designs(), st.floats(1.1, 3.0))
def test_trimming_keeps_the_sum_and_the_limits(d, k):
    w = d.design.weights
    mean = w.sum() / (w > 0).sum()
    t = d.design.trim(upper=k * mean, lower=mean / k, strict=True).weights
    assert_close([t.sum()], [w.sum()], 1e-9)
    assert (t[w > 0] <= k * mean * (1 + 1e-9)).all() and (t[w > 0] >= mean / k * (1 - 1e-9)).all()
    assert (t[w == 0] == 0).all()


@given(designs())
def test_nonresponse_residuals(d):
    assume((d.sample.weights > 0).all())
    responded = np.sin(np.arange(d.sample.rows) * 2.1) > -0.5
    classes = d.data["g"]
    assume(all(responded[classes == c].any() for c in set(classes.tolist())))
    old = d.sample.weights
    design = d.design.adjust_nonresponse(responded, classes="g")
    rate = np.array([(old * responded)[classes == c].sum() / old[classes == c].sum() for c in classes])
    new = np.where(responded, old / rate, 0)
    assert_close(design.weights, new)
    wz = new * d.y
    mean = np.array([wz[classes == c].sum() / new[classes == c].sum() for c in classes])
    z = np.where(responded, new * (d.y - mean), 0) + old * mean
    r = design.total("y")
    assert_covariance(r.vcov, oracle.covariance(z, d.sample), 1e-8, noise=rounding([r.estimate[0]]) * 1e2)
