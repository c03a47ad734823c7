"""Post-stratified and raked weights, and the variances after them, are those of the plain formulas."""

from __future__ import annotations

import numpy as np
import survey_oracle as oracle
from hypothesis import assume, given
from random_designs import Drawn, assert_close, assert_covariance, designs, rounding


def targets(d: Drawn, name: str, total: float) -> dict[str, float]:
    """Population counts a little away from the sample's."""
    levels = sorted(set(d.data[name].tolist()))
    sums = np.array([d.sample.weights[d.data[name] == v].sum() for v in levels])
    assume((sums > 0).all())
    moved = sums * np.linspace(0.8, 1.3, len(levels))
    return dict(zip(levels, (moved * total / moved.sum()).tolist(), strict=True))


@given(designs())
def test_poststratified(d):
    goal = targets(d, "g", 1000.0)
    design = d.design.poststratify({"g": goal})
    old = d.sample.weights
    d.sample.weights = oracle.poststratify(old, d.data["g"], goal)
    assert_close(design.weights, d.sample.weights)
    everyone = np.ones(d.sample.rows, dtype=bool)
    for method, r in ((oracle.mean, design.mean("y")), (oracle.total, design.total("y"))):
        estimate, z = method(d.y, d.sample, everyone)
        z = oracle.poststratified_residuals(z, old, d.sample.weights, d.data["g"])
        assert_close(r.estimate, [estimate])
        assert_covariance(r.vcov, oracle.covariance(z, d.sample), 1e-9, noise=rounding([estimate]))


@given(designs())
def test_raked(d):
    assume((d.sample.weights > 0).all())
    cells = {(g, k) for g, k in zip(d.data["g"].tolist(), d.data["k"].tolist(), strict=True)}
    assume(len(cells) == len(set(d.data["g"].tolist())) * len(set(d.data["k"].tolist())))
    margins = [(d.data[c], targets(d, c, 1000.0)) for c in ("g", "k")]
    design = d.design.rake({"g": margins[0][1], "k": margins[1][1]}, tolerance=1e-14)
    d.sample.weights, steps = oracle.rake(d.sample.weights, margins, 300)
    assert_close(design.weights, d.sample.weights, 1e-10)
    estimate, z = oracle.mean(d.y, d.sample, np.ones(d.sample.rows, dtype=bool))
    z = oracle.raked_residuals(z, steps, margins)
    r = design.mean("y")
    assert_close(r.estimate, [estimate])
    assert_covariance(r.vcov, oracle.covariance(z, d.sample), 1e-8, noise=rounding([estimate]))


@given(designs())
def test_raked_weights_meet_their_margins(d):
    assume((d.sample.weights > 0).all())
    goal = {c: targets(d, c, 500.0) for c in ("g", "k")}
    cells = {(g, k) for g, k in zip(d.data["g"].tolist(), d.data["k"].tolist(), strict=True)}
    assume(len(cells) == len(goal["g"]) * len(goal["k"]))
    design = d.design.rake(goal)
    for name, margin in goal.items():
        r = design.total(name)
        assert_close([r[level].estimate for level in margin], list(margin.values()), 1e-8)
