"""Inequality, poverty and standardised means equal plain formulas, with influence values by finite differences."""

from __future__ import annotations

import math

import enkat as ek
import inequality_oracle as plain
import numpy as np
import pytest
import survey_oracle as oracle
from hypothesis import assume, given, settings
from random_designs import assert_close, designs


def check(r, statistic, d, *, tolerance: float = 1e-4) -> None:
    """The estimate, and the standard error from the derivative in every weight."""
    w = d.sample.weights
    assert_close(r.estimate, [statistic(w)], 1e-10)
    z = w * plain.influence(statistic, w)
    want = math.sqrt(max(oracle.covariance(z, d.sample)[0, 0], 0))
    assert r.se[0] == pytest.approx(want, rel=tolerance, abs=1e-6 * abs(r.estimate[0]))


@given(designs())
@settings(max_examples=15)
def test_gini(d):
    check(d.design.gini("x"), lambda w: plain.gini(d.data["x"], w), d)


@given(designs())
@settings(max_examples=15)
def test_quintile_share(d):
    x = d.data["x"]
    check(d.design.quintile_share("x", definition="smooth"), lambda w: plain.quintile_share(x, w), d)
    w = d.sample.weights
    eurostat = d.design.quintile_share("x")
    used = w != 0
    assume(np.sort(x[used])[0] < np.inf and w[used][np.argmin(x[used])] < 0.2 * w.sum())  # see rule math
    assert_close(eurostat.estimate, [plain.quintile_share_eurostat(x[used], w[used])], 1e-10)


@given(designs())
@settings(max_examples=15)
def test_standardized_mean(d):
    classes, w = d.data["g"], d.sample.weights
    standard = {"a": 3.0, "b": 2.0, "c": 5.0}
    standard = {k: v for k, v in standard.items() if w[classes == k].sum() > 0}
    r = d.design.standardize("y", {"g": standard})
    check(r, lambda w: plain.standardized(d.y, w, classes, standard), d)


@given(designs())
@settings(max_examples=15)
def test_poverty_below_a_known_threshold_is_a_share(d):
    r = d.design.poverty("x", threshold=4.0, by="g")
    low = d.design.with_columns(low=(d.data["x"] < 4).astype(float)).mean("low", by="g")
    assert_close(r.estimate, low.estimate, 1e-10)
    assert np.allclose(r.se, low.se, atol=1e-9)
    assert np.allclose(r.vcov, low.vcov, atol=1e-9)
    own = d.design.poverty("x")
    w = d.sample.weights
    assert_close(own.estimate, [plain.poverty(d.data["x"], w, w > 0, own.keys["threshold"][0])], 1e-10)


@given(designs())
def test_scaling_weights_and_permuting_rows(d):
    order = np.random.default_rng(2).permutation(d.sample.rows)
    arguments = {k: v for k, v in d.arguments.items() if k != "sets"}
    data = {k: v for k, v in d.data.items() if k not in ("m1", "m2", "m3")}
    moved = {k: (v * 7 if k == "w" else v)[order] for k, v in data.items()}
    one, other = ek.Design(data, **arguments), ek.Design(moved, **arguments)
    for ask in (
        lambda e: e.gini("x", by="k"),
        lambda e: e.quintile_share("x", definition="smooth"),
        lambda e: e.poverty("x", by="k"),
        lambda e: e.standardize("y", {"k": {"p": 1, "q": 2}}) if set(data["k"][data["w"] > 0]) == {"p", "q"} else None,
    ):
        want, got = ask(one), ask(other)
        if want is None:
            continue
        keys = [list(map(str, r.keys.get("k", [""]))) for r in (want, got)]  # levels stand in the order of the rows
        at = [keys[1].index(k) for k in keys[0]]
        assert np.allclose([got.estimate[i] for i in at], want.estimate, rtol=1e-9, equal_nan=True)
        assert np.allclose([got.se[i] for i in at], want.se, rtol=1e-6, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize("method", ["gini", "quintile_share"])
def test_errors_are_those_of_repeated_samples(method):
    rng = np.random.default_rng(6)
    income = rng.lognormal(10, 0.6, 40_000)
    results = []
    for _ in range(300):
        sample = rng.choice(income, 500, replace=False)
        r = getattr(ek.Design({"y": sample, "n": np.full(500, 40_000.0)}, fpc="n"), method)("y")
        results.append((r.estimate[0], r.se[0]))
    estimates, errors = np.array(results).T
    assert np.mean(errors) == pytest.approx(np.std(estimates, ddof=1), rel=0.12)


def test_poverty_error_is_that_of_repeated_samples():
    """The linearised standard error, threshold included, against 400 samples from one population."""
    rng = np.random.default_rng(5)
    rows = 40_000
    income = rng.lognormal(10, 0.6, rows)
    group = rng.random(rows) < 0.3
    income[group] *= 0.8
    rates, errors = [], []
    for _ in range(400):
        at = rng.choice(rows, 600, replace=False)
        r = ek.Design({"y": income[at], "g": group[at].astype(str), "n": np.full(600, float(rows))}, fpc="n").poverty(
            "y", by="g"
        )
        at = np.argsort(r.keys["g"])
        rates.append(np.array(r.estimate)[at])
        errors.append(np.array(r.se)[at])
    spread = np.std(rates, axis=0, ddof=1)
    assert np.allclose(np.mean(errors, axis=0), spread, rtol=0.1)
