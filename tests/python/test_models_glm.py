"""Design.glm: formulas, families, what is refused and how."""

from __future__ import annotations

import math

import enkat as ek
import numpy as np
import polars as pl
import pytest
from enkat.errors import ConvergenceError, DataError, DesignError
from enkat.formula import parse_formula

RNG = np.random.default_rng(4)
N = 60
DATA = pl.DataFrame(
    {
        "y": RNG.normal(5, 1, N),
        "x": RNG.normal(0, 1, N),
        "api.stu": RNG.integers(1, 40, N).astype(float),
        "a b": RNG.uniform(1, 2, N),
        "g": np.array(["p", "q", "r"])[RNG.integers(0, 3, N)],
        "h": np.array(["s", "t"])[RNG.integers(0, 2, N)],
        "k": RNG.integers(1, 4, N),
        "yes": RNG.integers(0, 2, N),
        "answer": np.array(["no", "yes"])[RNG.integers(0, 2, N)],
        "w": RNG.uniform(1, 3, N),
        "psu": np.arange(N) // 3,
    }
)
DESIGN = ek.Design(DATA, weights="w", clusters="psu")


def least_squares(columns: list[np.ndarray]) -> np.ndarray:
    """Weighted least squares, slow and obvious."""
    x, w = np.column_stack(columns), DATA["w"].to_numpy()
    return np.linalg.solve(x.T @ (x * w[:, None]), x.T @ (w * DATA["y"].to_numpy()))


def level(name: str, value: object) -> np.ndarray:
    return (DATA[name].to_numpy() == value).astype(float)


ONE = np.ones(N)
X = DATA["x"].to_numpy()
B = DATA["a b"].to_numpy()


@pytest.mark.parametrize(
    ("formula", "names", "columns"),
    [
        ("y ~ x + g", ["(Intercept)", "x", "gq", "gr"], [ONE, X, level("g", "q"), level("g", "r")]),
        ("y ~ 0 + g", ["gp", "gq", "gr"], [level("g", v) for v in "pqr"]),
        ("y ~ g - 1 + h", ["gp", "gq", "gr", "ht"], [*[level("g", v) for v in "pqr"], level("h", "t")]),
        (
            "y ~ 0 + x + h + g",
            ["x", "hs", "ht", "gq", "gr"],
            [X, *(level("h", v) for v in "st"), *(level("g", v) for v in "qr")],
        ),
        ("y ~ x:h", ["(Intercept)", "x:hs", "x:ht"], [ONE, X * level("h", "s"), X * level("h", "t")]),
        ("y ~ h * x", ["(Intercept)", "ht", "x", "ht:x"], [ONE, level("h", "t"), X, X * level("h", "t")]),
        ("y ~ C(k)", ["(Intercept)", "C(k)2", "C(k)3"], [ONE, level("k", 2), level("k", 3)]),
        ("y ~ C(k, 3)", ["(Intercept)", "C(k, 3)1", "C(k, 3)2"], [ONE, level("k", 1), level("k", 2)]),
        ("y ~ I(x^2) + log(`a b`)", ["(Intercept)", "I(x^2)", "log(`a b`)"], [ONE, X**2, np.log(B)]),
        ("y ~ x:`a b`", ["(Intercept)", "x:a b"], [ONE, X * B]),
        ("y ~ I(x > 0)", ["(Intercept)", "I(x > 0)"], [ONE, (X > 0).astype(float)]),
        (
            "y ~ g * h",
            ["(Intercept)", "gq", "gr", "ht", "gq:ht", "gr:ht"],
            [
                ONE,
                level("g", "q"),
                level("g", "r"),
                level("h", "t"),
                level("g", "q") * level("h", "t"),
                level("g", "r") * level("h", "t"),
            ],
        ),
        ("y ~ 1", ["(Intercept)"], [ONE]),
    ],
)
def test_formulas_give_the_columns_of_a_model_matrix(formula: str, names: list[str], columns: list) -> None:
    r = DESIGN.glm(formula)
    assert list(r.keys["term"]) == names
    assert r.estimate == pytest.approx(least_squares(columns), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("power", ["(x - 3)^2", "(x - 3)**2", "x^2 - 6*x + 9"])
def test_a_power_binds_as_in_r(power: str) -> None:
    x = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 7.0]
    data = {"y": [1.0, 3.0, 2.0, 6.0, 4.0, 5.0, 7.0, 9.0], "x": x, "square": [(v - 3) ** 2 for v in x]}
    d = ek.Design(data)
    assert d.glm(f"y ~ I({power})").estimate == pytest.approx(d.glm("y ~ square").estimate, rel=1e-12)


def test_an_intercept_is_the_mean() -> None:
    mean, model = DESIGN.mean("y")["y"], DESIGN.glm("y ~ 1")
    assert model.estimate[0] == pytest.approx(mean.estimate, rel=1e-13)
    assert model.se[0] == pytest.approx(mean.se, rel=1e-12)
    assert model.df_residual == mean.df


def test_a_binomial_intercept_is_the_logit_of_the_share() -> None:
    share, model = DESIGN.proportion("answer")["yes"], DESIGN.glm("answer ~ 1", family="binomial")
    assert model.estimate[0] == pytest.approx(math.log(share.estimate / (1 - share.estimate)), rel=1e-12)
    assert (model.ci_low[0], model.ci_high[0]) == pytest.approx(
        tuple(math.log(p / (1 - p)) for p in (share.ci_low, share.ci_high)), rel=1e-9
    )


def test_missing_rows_are_a_domain() -> None:
    gap = DATA.with_columns(x=pl.when(pl.col("psu") < 4).then(None).otherwise(pl.col("x")))
    d = ek.Design(gap, weights="w", clusters="psu")
    r = d.glm("y ~ x")
    assert r.missing == {"x": {"no_answer": 12}}
    assert r.n[0] == N - 12
    assert r.se == pytest.approx(DESIGN.where("psu >= 4").glm("y ~ x").se, rel=1e-13)
    with pytest.raises(DataError, match="column 'x' is missing in 12 rows"):
        d.glm("y ~ x", missing="error")


def test_offsets_are_added() -> None:
    inside = DESIGN.glm("yes ~ x + offset(log(`a b`))", family="poisson")
    beside = DESIGN.glm("yes ~ x", family="poisson", offset="log(`a b`)")
    assert inside.estimate == beside.estimate


def test_ratios_are_exponentials() -> None:
    r = DESIGN.glm("yes ~ x + g", family="binomial")
    odds = r.odds_ratios()
    assert odds.names == ["x", "gq", "gr"]
    assert odds["x"].estimate == pytest.approx(math.exp(r["x"].estimate))
    assert odds["x"].ci_high == pytest.approx(math.exp(r["x"].ci_high))
    assert odds.vcov[0, 0] == pytest.approx(odds.se[0] ** 2)
    with pytest.raises(DesignError, match="rate ratios need the log link, found 'logit'"):
        r.rate_ratios()


def test_terms_are_tested_in_any_order() -> None:
    r = DESIGN.glm("y ~ g * x")
    assert r.wald_test("x:g") == r.wald_test(["x:g"])
    assert r.wald_test("x:g").df == 2
    assert r.wald_test("g:x").statistic == r.wald_test("x:g").statistic
    with pytest.raises(DesignError, match="no term is named 'z'"):
        r.wald_test("z")


def test_replicates_refit() -> None:
    d = DESIGN.to_replicates("JK1")
    r = d.glm("yes ~ x + g", family="binomial")
    full = DESIGN.glm("yes ~ x + g", family="binomial")
    assert r.estimate == full.estimate
    assert r.se == pytest.approx(full.se, rel=0.2)
    refits = [
        full.estimate
        if i < 0
        else ek.Design(DATA.with_columns(w=pl.Series(d._core.with_replicate(i).weights)), weights="w")
        .glm("yes ~ x + g", family="binomial")
        .estimate
        for i in range(20)
    ]
    spread = 19 / 20 * ((np.array(refits) - np.mean(refits, axis=0)) ** 2).sum(axis=0)
    assert r.se == pytest.approx(np.sqrt(spread), rel=1e-8)


def test_the_frame_has_t_and_p() -> None:
    columns = DESIGN.glm("y ~ x").frame().columns
    assert columns[:5] == ["term", "estimate", "se", "t", "p_value"]


def test_without_a_model_a_self_selected_sample_has_no_intervals() -> None:
    r = ek.Design(DATA, kind="self_selected").glm("y ~ x")
    assert all(math.isnan(v) for v in r.ci_low)


def test_formula_terms_are_ordered_and_kept_once() -> None:
    f = parse_formula("y ~ a:b + a + b:a + offset(e)")
    assert f.terms == ((), ("a",), ("a", "b"))
    assert f.offsets == ("e",)


@pytest.mark.parametrize(
    ("formula", "more", "error", "said"),
    [
        ("y ~ z", {}, DataError, "no column is named 'z'"),
        ("~ x", {}, DesignError, "has no response"),
        ("y ~ x +", {}, DesignError, "cannot be read"),
        ("y ~ 0", {}, DesignError, "formula: has no term, expected at least the constant"),
        (3, {}, DesignError, "found 3, expected text"),
        ("y ~ poly(x, 2)", {}, DesignError, "is not understood"),
        ("y ~ log(x)", {}, DataError, "has no finite value in"),
        ("y ~ log(g)", {}, DataError, "column 'g' holds categories, expected numbers"),
        ("g ~ x", {}, DataError, "the response 'g' holds categories"),
        ("y ~ x", {"family": "binomial"}, DataError, "expected values from 0 to 1"),
        ("y ~ x", {"family": "beta"}, DesignError, "found 'beta', expected gaussian"),
        ("y ~ x", {"link": "identty"}, DesignError, "found 'identty', expected identity"),
        ("y ~ x", {"theta": 1.0}, DesignError, "only for family='negative_binomial'"),
        ("y ~ C(k, 9)", {}, DesignError, "no level is named '9'"),
        ("y ~ x + I(2 * x + 1)", {}, DataError, r"column 'I\(2 \* x \+ 1\)': is a linear combination of 'x'"),
        ("y ~ x", {"where": "x > 100"}, DataError, "no row of non-zero weight"),
        ("y ~ g", {"where": "g == 'p'"}, DataError, "has only the level 'p'"),
        ("I(g == 'p') ~ x", {"family": "binomial"}, DataError, "holds categories, expected numbers"),
        ("I(k > 2) ~ C(k)", {"family": "binomial"}, ConvergenceError, "grows without end"),
    ],
)
def test_refusals(formula: object, more: dict, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        DESIGN.glm(formula, **more)


def test_the_table_of_a_model_shows_its_tests_and_base() -> None:
    r = DESIGN.glm("y ~ x + g")
    text, html = repr(r), r._repr_html_()
    assert text.splitlines()[1].split() == ["term", "Estimate", "SE", "Low", "High", "t", "p"]
    assert "gaussian, identity" in text
    assert f"n = {N}; 16 residual degrees of freedom" in html
    assert "<0.0001" in text
    assert "&lt;0.0001" in html
    assert html.count('<th scope="row"') == 4
