"""Models on random surveys: what must not matter does not, links and offsets mean what they say, parts add up."""

from __future__ import annotations

import itertools
import math
from typing import Any

import enkat as ek
import numpy as np
import polars as pl
import pytest
from enkat.errors import SurveyError
from hypothesis import assume, given
from hypothesis import strategies as st

SEEDS = st.integers(0, 2**32 - 1)
FAMILIES = st.sampled_from(["gaussian", "binomial", "poisson", "gamma"])


def survey(seed: int) -> pl.DataFrame:
    """60 to 120 rows in clusters and strata, with responses for every family."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(60, 120))
    x, g = rng.normal(size=n), rng.choice(["a", "b", "c"], n)
    eta = 0.4 * x + 0.3 * (g == "b")
    cluster = rng.integers(0, 14, n)
    return pl.DataFrame(
        {
            "gaussian": eta + rng.normal(size=n),
            "binomial": (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(int),
            "poisson": rng.poisson(np.exp(eta)),
            "gamma": rng.gamma(3, np.exp(eta) / 3) + 1e-3,
            "choice": rng.choice(["p", "q", "r"], n),
            "time": rng.exponential(np.exp(-eta)) + 1e-3,
            "event": (rng.random(n) < 0.7).astype(int),
            "x": x,
            "g": g,
            "w": rng.uniform(0.5, 9, n),
            "u": cluster,
            "h": cluster % 3,
        }
    )


def design(frame: pl.DataFrame, **more: Any) -> ek.Design:
    return ek.Design(frame, **({"weights": "w", "clusters": "u", "strata": "h"} | more))


def glm(d: ek.Design, family: str, formula: str = "x + g", **more: Any) -> ek.Estimates:
    link = "log" if family == "gamma" else None
    return d.glm(f"{family} ~ {formula}", family=family, link=more.pop("link", link), **more)


def fitted(make: Any) -> Any:
    """The model, or no example where it cannot be fitted: separated responses, too few clusters."""
    try:
        return make()
    except SurveyError:
        assume(False)


def same(a: ek.Estimates, b: ek.Estimates, rel: float = 1e-6) -> None:
    assert list(a.estimate) == pytest.approx(list(b.estimate), rel=rel, abs=1e-8)
    assert list(a.se) == pytest.approx(list(b.se), rel=rel, abs=1e-8)


@given(SEEDS, FAMILIES, st.floats(1e-3, 1e3))
def test_a_common_factor_of_the_weights_does_not_matter(seed, family, factor):
    frame = survey(seed)
    a = fitted(lambda: glm(design(frame), family))
    same(a, glm(design(frame.with_columns(pl.col("w") * factor)), family))


@given(SEEDS, FAMILIES)
def test_the_order_of_rows_does_not_matter(seed, family):
    frame = survey(seed)
    a = fitted(lambda: glm(design(frame), family))
    same(a, glm(design(frame.sample(fraction=1, shuffle=True, seed=seed)), family))


@given(SEEDS)
def test_the_order_of_rows_does_not_matter_to_likelihood_models(seed):
    frame = survey(seed)
    a, b = design(frame), design(frame.sample(fraction=1, shuffle=True, seed=seed))
    for formula, kind in {"choice ~ x": "multinomial", "Surv(time, event) ~ x": "cox"}.items():
        with_reference = {"reference": "p"} if kind == "multinomial" else {}
        first = fitted(lambda k=kind, f=formula, r=with_reference: getattr(a, k)(f, **r))
        second = getattr(b, kind)(formula, **with_reference)
        if kind == "multinomial":
            assert sorted(first.estimate) == pytest.approx(sorted(second.estimate), rel=1e-6, abs=1e-8)
            assert sorted(first.se) == pytest.approx(sorted(second.se), rel=1e-6)
        else:
            same(first, second)


@given(SEEDS, st.integers(2, 5))
def test_weights_that_are_repetitions(seed, times):
    """Every row several times in its cluster is every weight several times as large."""
    frame = survey(seed)
    a = fitted(lambda: glm(design(frame), "poisson"))
    b = glm(design(pl.concat([frame] * times)), "poisson")
    assert list(a.estimate) == pytest.approx(list(b.estimate), rel=1e-7, abs=1e-9)
    assert list(a.se) == pytest.approx(list(b.se), rel=1e-7)


@given(SEEDS, st.floats(-2, 2))
def test_an_offset_moves_the_constant(seed, shift):
    frame = survey(seed).with_columns(o=pl.lit(shift))
    a = fitted(lambda: glm(design(frame), "poisson"))
    b = glm(design(frame), "poisson", offset="o")
    assert b.estimate[0] == pytest.approx(a.estimate[0] - shift, abs=1e-6)
    assert list(b.estimate[1:]) == pytest.approx(list(a.estimate[1:]), rel=1e-6, abs=1e-8)
    assert list(b.se) == pytest.approx(list(a.se), rel=1e-6)


@given(SEEDS, st.floats(-3, 3))
def test_a_known_slope_as_an_offset(seed, slope):
    frame = survey(seed).with_columns(o=slope * pl.col("x"))
    a = fitted(lambda: glm(design(frame), "gaussian"))
    b = glm(design(frame), "gaussian", offset="o")
    assert b["x"].estimate == pytest.approx(a["x"].estimate - slope, abs=1e-8)
    assert b["x"].se == pytest.approx(a["x"].se, rel=1e-7)


@given(SEEDS, st.sampled_from(["logit", "probit", "cloglog"]))
def test_a_saturated_model_has_the_shares_of_the_groups(seed, link):
    frame = survey(seed)
    d = design(frame)
    r = fitted(lambda: glm(d, "binomial", "g", link=link))
    shares = d.mean("binomial", by="g")
    means = r.marginal_means("g")
    for level in ("a", "b", "c"):
        i = means.keys["g"].index(level)
        assert means.estimate[i] == pytest.approx(shares[level].estimate, abs=1e-7)
        assert means.se[i] == pytest.approx(shares[level].se, rel=1e-5, abs=1e-9)


@given(SEEDS, FAMILIES, st.floats(-50, 50), st.floats(0.01, 100))
def test_units_of_a_column_do_not_matter(seed, family, shift, scale):
    frame = survey(seed)
    a = fitted(lambda: glm(design(frame), family))
    b = glm(design(frame.with_columns(x=shift + scale * pl.col("x"))), family)
    assert b["x"].estimate * scale == pytest.approx(a["x"].estimate, rel=1e-5, abs=1e-7)
    assert b["x"].se * scale == pytest.approx(a["x"].se, rel=1e-5)
    assert b["gb"].estimate == pytest.approx(a["gb"].estimate, rel=1e-5, abs=1e-7) if "gb" in a.names else True


@given(SEEDS)
def test_two_levels_of_a_multinomial_response_are_a_logistic_model(seed):
    frame = survey(seed).with_columns(two=pl.when(pl.col("choice") == "p").then(pl.lit("no")).otherwise(pl.lit("yes")))
    frame = frame.with_columns(yes=(pl.col("two") == "yes").cast(pl.Int32))
    d = design(frame)
    a = fitted(lambda: d.glm("yes ~ x + g", family="binomial"))
    same(a, d.multinomial("two ~ x + g", reference="no"))


@given(SEEDS)
def test_shares_of_a_multinomial_model_add_up(seed):
    d = design(survey(seed))
    r = fitted(lambda: d.multinomial("choice ~ x + g"))
    shares = np.array(r.predict().estimate).reshape(-1, 3)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)))
    assert abs(sum(r.marginal_effects("x").estimate)) < 1e-9
    assert r.fitted == pytest.approx(shares)


@given(SEEDS, st.integers(1, 4))
def test_merged_batches_are_one_table(seed, batches):
    """A model of rows that came in parts is the model of all: chunks of a frame do not matter."""
    frame = survey(seed)
    size = math.ceil(frame.height / batches)
    parts = pl.concat([frame[i : i + size] for i in range(0, frame.height, size)], rechunk=False)
    a = fitted(lambda: glm(design(frame), "binomial"))
    same(a, glm(design(parts), "binomial"), rel=1e-10)


@given(SEEDS)
def test_survival_falls_and_ignores_the_scale_of_weights(seed):
    frame = survey(seed)
    k = fitted(lambda: design(frame).kaplan_meier("Surv(time, event) ~ 1"))
    assert all(0 <= b <= a <= 1 for a, b in itertools.pairwise(k.estimate))
    again = design(frame.with_columns(pl.col("w") * 7)).kaplan_meier("Surv(time, event) ~ 1")
    assert list(again.estimate) == pytest.approx(list(k.estimate))
    known = [i for i, s in enumerate(k.se) if s == s]
    assert [again.se[i] for i in known] == pytest.approx([k.se[i] for i in known])


@given(SEEDS)
def test_a_column_that_separates_is_named(seed):
    frame = survey(seed).with_columns(sure=(pl.col("binomial") * 2.0 - 1) * (1 + pl.col("x").abs()))
    with pytest.raises(ek.errors.ConvergenceError, match="'sure'"):
        design(frame).glm("binomial ~ sure", family="binomial")


@given(SEEDS)
def test_a_column_that_depends_on_others_is_named(seed):
    frame = survey(seed).with_columns(twice=2 * pl.col("x") - 1)
    for family in ("gaussian", "binomial", "poisson"):
        with pytest.raises(ek.errors.DataError, match=r"column 'twice'.*'x'"):
            design(frame).glm(f"{family} ~ x + twice", family=family)
    with pytest.raises(ek.errors.DataError, match=r"'[pqr]:twice'"):
        design(frame).multinomial("choice ~ x + twice")
