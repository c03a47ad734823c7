"""Predictions, marginal means and marginal effects."""

from __future__ import annotations

import math

import enkat as ek
import numpy as np
import polars as pl
import pytest
from enkat.errors import DataError, DesignError

RNG = np.random.default_rng(8)
N = 200
X = RNG.normal(0, 1, N)
G = np.array(["p", "q", "r"])[RNG.integers(0, 3, N)]
DATA = pl.DataFrame(
    {
        "x": X,
        "g": G,
        "w": RNG.uniform(1, 3, N),
        "yes": (RNG.uniform(size=N) < 1 / (1 + np.exp(-0.5 * X - (G == "q")))).astype(float),
        "k": RNG.integers(1, 4, N),
    }
)
DESIGN = ek.Design(DATA, weights="w")
FIT = DESIGN.glm("yes ~ x * g", family="binomial")


def matrix(x: np.ndarray, g: np.ndarray) -> np.ndarray:
    q, r = (g == "q").astype(float), (g == "r").astype(float)
    return np.column_stack([np.ones(len(x)), x, q, r, x * q, x * r])


def logistic(eta: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-eta))


def test_predictions_of_new_rows() -> None:
    new = {"x": [0.5, -1.0, None], "g": ["r", "p", "q"]}
    rows = matrix(np.array([0.5, -1.0]), np.array(["r", "p"]))
    p = FIT.predict(new)
    eta = rows @ np.array(FIT.estimate)
    se = np.sqrt(np.einsum("ij,jk,ik->i", rows, FIT.vcov, rows))
    assert p.estimate[:2] == pytest.approx(logistic(eta), rel=1e-12)
    assert p.se[:2] == pytest.approx(logistic(eta) * (1 - logistic(eta)) * se, rel=1e-9)
    assert list(p.status) == ["ok", "ok", "x"]
    assert math.isnan(p.estimate[2])
    link = FIT.predict(new, type="link")
    assert p.ci_low[0] == pytest.approx(logistic(np.array(link.ci_low[0])))


def test_predictions_of_the_data_are_the_fitted_means() -> None:
    assert FIT.predict().estimate == pytest.approx(FIT.fitted.tolist(), rel=1e-13)


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(DataError, match="the level 'z', which no row of the fitted model has"):
        FIT.predict({"x": [1.0], "g": ["z"]})


def reference_mean(b: np.ndarray, level: str) -> float:
    mu = logistic(matrix(X, np.full(N, level)) @ b)
    w = DATA["w"].to_numpy()
    return float((w * mu).sum() / w.sum())


def test_marginal_means_and_their_standard_errors() -> None:
    means = FIT.marginal_means("g")
    b = np.array(FIT.estimate)
    for i, level in enumerate("pqr"):
        assert means.estimate[i] == pytest.approx(reference_mean(b, level), rel=1e-12)
        h = 1e-6 * np.eye(6)
        gradient = np.array([(reference_mean(b + e, level) - reference_mean(b - e, level)) / 2e-6 for e in h])
        assert means.se[i] == pytest.approx(math.sqrt(gradient @ FIT.vcov @ gradient), rel=1e-6)
    difference = means.contrast("q - p")
    assert difference.estimate[0] == pytest.approx(means.estimate[1] - means.estimate[0])


def test_marginal_effects() -> None:
    effects = FIT.marginal_effects()
    b = np.array(FIT.estimate)
    w = DATA["w"].to_numpy()
    mu = logistic(matrix(X, G) @ b)
    slope = b[1] + b[4] * (G == "q") + b[5] * (G == "r")
    assert effects["x"].estimate == pytest.approx(float((w * mu * (1 - mu) * slope).sum() / w.sum()), rel=1e-8)
    assert effects["g", "q"].estimate == pytest.approx(reference_mean(b, "q") - reference_mean(b, "p"), rel=1e-12)
    assert list(effects.keys["level"]) == [None, "q", "r"]


def test_effects_see_through_transformations() -> None:
    r = ek.Design(DATA).glm("yes ~ x + I(x^2)")
    expected = r.estimate[1] + 2 * r.estimate[2] * float(DATA["x"].to_numpy().mean())
    assert r.marginal_effects("x").estimate[0] == pytest.approx(expected, rel=1e-9)


def test_numbers_in_c_are_levels() -> None:
    r = DESIGN.glm("yes ~ C(k) + x")
    effects = r.marginal_effects("k")
    assert list(effects.keys["level"]) == ["2", "3"]
    assert effects.estimate == pytest.approx([r["C(k)2"].estimate, r["C(k)3"].estimate], rel=1e-10)


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: FIT.marginal_means("x"), DesignError, "'x' is a number, expected the values"),
        (lambda: FIT.marginal_means("g", at=["z"]), DesignError, "no level is named 'z'"),
        (lambda: FIT.marginal_means("w"), DesignError, "no variable of the formula is named 'w'"),
        (lambda: FIT.predict({"x": [1.0]}), DataError, "no column is named 'g'"),
        (lambda: FIT.predict(type="mean"), DesignError, "expected 'response' or 'link'"),
        (lambda: DESIGN.ordinal("g ~ x").predict(), DesignError, "predict is for Design.glm"),
    ],
)
def test_refusals(call, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        call()
