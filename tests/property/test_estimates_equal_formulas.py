"""Whatever the design, the engine gives the numbers of the plain formulas."""

from __future__ import annotations

import enkat as ek
import numpy as np
import survey_oracle as oracle
from hypothesis import assume, given
from random_designs import Drawn, assert_close, assert_covariance, designs, rounding


def everyone(d: Drawn) -> np.ndarray:
    return np.ones(d.sample.rows, dtype=bool)


def compare(r: ek.Estimates, pairs: list[tuple[float, np.ndarray]], sample: oracle.Sample) -> None:
    estimates = [e for e, _ in pairs]
    covariance = oracle.covariance(np.column_stack([z for _, z in pairs]), sample)
    assert_close(r.estimate, estimates)
    assert_covariance(r.vcov, covariance, noise=rounding(estimates))
    assert_close(np.square(r.se), np.diag(r.vcov))


@given(designs())
def test_means_and_totals(d):
    numbers = [d.y, d.data["x"]]
    compare(d.design.mean(["y", "x"]), [oracle.mean(v, d.sample, everyone(d)) for v in numbers], d.sample)
    compare(d.design.total(["y", "x"]), [oracle.total(v, d.sample, everyone(d)) for v in numbers], d.sample)


@given(designs(missing=0.2))
def test_domains_with_missing_values(d):
    present = ~np.isnan(d.y)
    r = d.design.mean("y", by="g")
    groups = list(r.keys["g"])
    assume(all(d.sample.weights[(d.data["g"] == g) & present].sum() > 0 for g in groups))
    y = np.nan_to_num(d.y)
    compare(r, [oracle.mean(y, d.sample, (d.data["g"] == g) & present) for g in groups], d.sample)
    assert list(r.n) == [int(((d.data["g"] == g) & present & (d.sample.weights != 0)).sum()) for g in groups]
    assert list(r.df) == [oracle.degrees_of_freedom(d.sample, d.data["g"] == g) for g in groups]


@given(designs())
def test_a_subpopulation_is_its_domain(d):
    inside = d.data["g"] == "a"
    assume(d.sample.weights[inside].sum() > 0)
    compare(d.design.mean("y", where="g == 'a'"), [oracle.mean(d.y, d.sample, inside)], d.sample)
    compare(d.design.where("g == 'a'").total("x"), [oracle.total(d.data["x"], d.sample, inside)], d.sample)


@given(designs())
def test_ratios(d):
    compare(d.design.ratio("y", "x"), [oracle.ratio(d.y, d.data["x"], d.sample, everyone(d))], d.sample)


@given(designs())
def test_shares(d):
    r = d.design.proportion("g")
    chosen = [d.data["g"] == g for g in r.keys["level"]]
    compare(r, [oracle.mean(c.astype(float), d.sample, everyone(d)) for c in chosen], d.sample)
    assert list(r.count) == [int((c & (d.sample.weights != 0)).sum()) for c in chosen]
    assert abs(sum(r.estimate) - 1) < 1e-12


@given(designs())
def test_cross_tables(d):
    table = d.design.crosstab("g", "k")
    for name in ("count", "total_share", "row_share", "column_share"):
        r = getattr(table, name)
        pairs = []
        for g, k in zip(r.keys["g"], r.keys["k"], strict=True):
            row, column = d.data["g"] == g, d.data["k"] == k
            base = {"row_share": row, "column_share": column}.get(name, everyone(d))
            assume(d.sample.weights[base].sum() > 0)
            cell = (row & column).astype(float)
            method = oracle.total if name == "count" else oracle.mean
            pairs.append(method(cell, d.sample, base))
        compare(r, pairs, d.sample)


@given(designs())
def test_options_of_a_multi_select_question(d):
    """The base is the respondents who answered, not the answers."""
    answered = ~np.isnan(d.data["m1"])
    assume(d.sample.weights[answered].sum() > 0)
    chosen = [np.nan_to_num(d.data[m]) for m in ("m1", "m2", "m3")]
    r = d.design.proportion("m")
    assert list(r.keys["level"]) == ["m1", "m2", "m3"]
    compare(r, [oracle.mean(c, d.sample, answered) for c in chosen], d.sample)
    assert set(r.n) == {int((answered & (d.sample.weights != 0)).sum())}
    table = d.design.crosstab("m", "k").column_share
    pairs = []
    for m, k in zip(table.keys["m"], table.keys["k"], strict=True):
        base = answered & (d.data["k"] == k)
        assume(d.sample.weights[base].sum() > 0)
        pairs.append(oracle.mean(np.nan_to_num(d.data[m]), d.sample, base))
    compare(table, pairs, d.sample)


@given(designs())
def test_contrasts_are_the_delta_method(d):
    r = d.design.mean(["y", "x"])
    c = r.contrast({"ratio": "y / x", "gap": {"y": 1, "x": -1}})
    y, x = r.estimate
    gradient = np.array([[1 / x, -y / x**2], [1, -1]])
    assert_close(c.estimate, [y / x, y - x])
    assert_covariance(c.vcov, gradient @ r.vcov @ gradient.T, 1e-9)


@given(designs())
def test_weights_from_population_sizes(d):
    if "fpc" not in d.arguments:
        return
    d.sample.weights = oracle.inverse_fractions(d.sample)
    del d.arguments["weights"]
    assert_close(d.design.weights, d.sample.weights)
    compare(d.design.total("y"), [oracle.total(d.y, d.sample, everyone(d))], d.sample)
