"""Quantiles by selection are those of sorted rows, whatever the data; their intervals are Woodruff's."""

from __future__ import annotations

import math

import enkat as ek
import numpy as np
import pytest
import quantile_oracle as plain
import survey_oracle as oracle
from hypothesis import assume, given
from hypothesis import strategies as st
from random_designs import assert_close, designs

RULES = ["math", "school", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]
PROBS = [0.07, 0.25, 0.5, 0.8, 0.97]


@given(designs(missing=0.2), st.sampled_from(RULES))
def test_point_estimates_in_domains(d, rule):
    present = ~np.isnan(d.y)
    r = d.design.quantile("y", PROBS, rule=rule, by="g", ci="none")
    for g in dict.fromkeys(r.keys["g"]):
        rows = present & (d.data["g"] == g)
        got = [e for e, k in zip(r.estimate, r.keys["g"], strict=True) if k == g]
        if d.sample.weights[rows].sum() == 0:
            assert all(math.isnan(v) for v in got)
            continue
        assert_close(got, [plain.quantile(d.y[rows], d.sample.weights[rows], p, rule) for p in PROBS], 1e-10)


@given(designs(), st.sampled_from(["math", "hf7"]))
def test_woodruff_intervals(d, rule):
    r = d.design.quantile("x", [0.3, 0.6], rule=rule, level=0.9)
    everyone = np.ones(d.sample.rows, dtype=bool)
    x, w = d.data["x"], d.sample.weights
    for i in range(2):
        share, z = plain.share_below(x, r.estimate[i], d.sample, everyone)
        se = math.sqrt(max(oracle.covariance(z, d.sample)[0, 0], 0))
        low, high = ek._core.mean_interval(share, se, r.df[i], 0.9)
        for got, p in ((r.ci_low[i], low), (r.ci_high[i], high)):
            if not 0 <= p <= 1:
                assert math.isnan(got) or min(abs(p), abs(p - 1)) < 1e-9
                continue
            near = [plain.quantile(x, w, min(max(p + e, 0), 1), rule) for e in (-1e-9, 0, 1e-9)]
            assert min(near) - 1e-6 <= got <= max(near) + 1e-6
        if not math.isnan(r.se[i]) and se > 1e-9:
            assert r.se[i] == pytest.approx(math.sqrt(r.vcov[i, i]))


@pytest.mark.parametrize("shape", ["spread", "ties", "one value", "outlier", "powers"])
@pytest.mark.parametrize("rule", [*RULES, "hf3"])
def test_many_rows(shape, rule):
    """Enough rows that bins, bins within bins and values that crowd are all met."""
    rng = np.random.default_rng(3)
    n = 50_000
    y = {
        "spread": rng.normal(0, 1, n),
        "ties": rng.integers(0, 7, n).astype(float),
        "one value": np.where(rng.random(n) < 0.9, 5.0, rng.normal(5, 1, n)),
        "outlier": np.append(rng.gamma(2, 1, n - 1), 1e12),
        "powers": 2.0 ** rng.integers(-500, 500, n),
    }[shape]
    w = rng.lognormal(0, 1, n)
    got = ek.Design({"y": y, "w": w}, weights="w").quantile("y", PROBS, rule=rule, ci="none")
    if rule != "hf3":
        assert_close(got.estimate, [plain.quantile(y, w, p, rule) for p in PROBS], 1e-10)
    flat = ek.Design({"y": y}).quantile("y", PROBS, rule=rule, ci="none").estimate
    if rule in ("hf3", "hf5", "hf6", "hf7", "hf8", "hf9"):  # equal weights: the rule of Hyndman and Fan itself
        names = ["closest_observation", "hazen", "weibull", "linear", "median_unbiased", "normal_unbiased"]
        method = names[int(rule[2]) - 3 - (int(rule[2]) > 3)]
        want = np.quantile(y, PROBS, method=method)
        assert_close(flat, want, 1e-9)


@given(designs(), st.floats(0.01, 1000))
def test_scaling_weights_and_permuting_rows(d, factor):
    want = d.design.quantile("y", PROBS, rule="school")
    scaled = {**d.data, "w": d.data["w"] * factor}
    order = np.random.default_rng(1).permutation(d.sample.rows)
    for frame in ({k: v[order] for k, v in d.data.items()}, scaled):
        frame = {k: v for k, v in frame.items() if k not in ("m1", "m2", "m3")}
        arguments = {k: v for k, v in d.arguments.items() if k != "sets"}
        got = ek.Design(frame, **arguments).quantile("y", PROBS, rule="school")
        assert_close(got.estimate, want.estimate, 1e-10)
        assert np.allclose(got.ci_low, want.ci_low, equal_nan=True) or frame is not scaled


@given(designs())
def test_covariances_and_correlations(d):
    assume(np.count_nonzero(d.sample.weights) > 2)
    everyone = np.ones(d.sample.rows, dtype=bool)
    y, x = d.y, d.data["x"]
    r = d.design.covariance(["y", "x"])
    pairs = [plain.covariance(a, b, d.sample, everyone) for a, b in ((y, y), (y, x), (x, x))]
    assert_close(r.estimate, [e for e, _ in pairs], 1e-9)
    v = oracle.covariance(np.column_stack([z for _, z in pairs]), d.sample)
    assert np.allclose(r.vcov, v, rtol=1e-7, atol=1e-9 * max(1.0, float(np.abs(v).max())))
    c = d.design.correlation(["y", "x"])
    want, z = plain.correlation(y, x, d.sample, everyone)
    assert_close(c.estimate, [want], 1e-9)
    assert c.se[0] == pytest.approx(math.sqrt(max(oracle.covariance(z, d.sample)[0, 0], 0)), rel=1e-6, abs=1e-9)
    low, high = c.ci_low[0] - 1e-14, c.ci_high[0] + 1e-14  # without a variance they are the estimate, rounded
    assert -1 - 2e-14 <= low <= c.estimate[0] <= high <= 1 + 2e-14 or math.isnan(low)
