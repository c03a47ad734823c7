"""Tests of tables and groups: equal to the plain formulas, and not moved by what does not matter."""

from __future__ import annotations

import enkat as ek
import inference_oracle as formulas
import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from random_designs import Drawn, designs, draw

SEEDS = st.integers(0, 2**32 - 1)


def enough(d: Drawn, columns: tuple[str, ...] = ("g", "k")) -> None:
    """Every level has rows of non-zero weight, so that no cell is a matter of chance alone."""
    w = d.sample.weights != 0
    for name in columns:
        assume(all((w & (d.data[name] == level)).sum() > 2 for level in set(d.data[name].tolist())))
        assume(len(set(d.data[name].tolist())) > 1)


@given(SEEDS, st.booleans(), st.booleans(), st.booleans())
def test_table_tests_equal_the_formulas(seed, strata, two_stages, fpc):
    d = draw(seed, strata=strata, clustered=True, two_stages=two_stages, fpc=fpc, missing=0)
    enough(d)
    design = d.design
    assume(design.total("y").se[0] > 0)  # a census has no sampling error
    want = formulas.rao_scott(d.data["g"], d.data["k"], d.sample)
    assume(want["f"] > 1e-3)
    f = design.chisq("g", "k")
    assert (f.statistic, f.df, f.pearson) == pytest.approx((want["f"], want["d0"], want["x2"]), rel=1e-8)
    if f.ddf is not None and design.degrees_of_freedom > 4:
        w = design.chisq("g", "k", statistic="wald")
        assert w.statistic == pytest.approx(formulas.wald(d.data["g"], d.data["k"], d.sample), rel=1e-7)


@given(designs())
def test_tests_of_groups_equal_the_formulas(d):
    enough(d, ("k",))
    design, group = d.design, (d.data["k"] == "q").astype(float)
    assume(design.degrees_of_freedom > 2)
    estimate, se = formulas.two_sample_t(d.y, group, d.sample)
    assume(se > 1e-9)
    t = design.t_test("y", group="k")
    assert (t.estimate, t.se) == pytest.approx((estimate, se), rel=1e-7, abs=1e-9)
    estimate, se = formulas.two_sample_t(formulas.ranks(d.y, d.sample.weights), group, d.sample)
    r = design.rank_test("y", group="k")
    assert (r.estimate, r.se) == pytest.approx((estimate, se), rel=1e-7, abs=1e-12)


@given(designs(), SEEDS)
def test_kappa_equals_the_formula(d, seed):
    enough(d, ("g",))
    other = np.where(np.random.default_rng(seed).random(d.sample.rows) < 0.6, d.data["g"], np.roll(d.data["g"], 1))
    assume(set(other.tolist()) == set(d.data["g"].tolist()))
    design = ek.Design(d.frame().with_columns(other=pl.Series(other.tolist())), **d.arguments)
    got = design.kappa("g", "other")
    want, se = formulas.kappa(d.data["g"], other, d.sample)
    assert got.estimate[0] == pytest.approx(want, rel=1e-10, abs=1e-12)
    assert got.se[0] == pytest.approx(se, rel=1e-7, abs=1e-9)


def numbers(design: ek.Design) -> list[float]:
    """Numbers that no test may change when the survey only looks different."""
    tests = [
        design.chisq("g", "k"),
        design.chisq("g", "k", statistic="lincom"),
        design.t_test("y", group="k"),
        design.rank_test("x", group="g", scores="van_der_waerden"),
        design.correlation_test("x", "y"),
    ]
    return [v for t in tests for v in (t.statistic, t.p_value)] + [design.cronbach_alpha(["x", "y"]).estimate[0]]


def same(a: ek.Design, b: ek.Design) -> None:
    assert numbers(b) == pytest.approx(numbers(a), rel=1e-6, abs=1e-9)


def drawn(seed: int) -> Drawn:
    """A survey large enough for every test; weights are not zero."""
    d = draw(seed, strata=True, clustered=True, two_stages=False, fpc=False, missing=0)
    d.data["w"] = d.sample.weights = np.where(d.sample.weights == 0, 1.0, d.sample.weights)
    enough(d)
    assume(d.design.degrees_of_freedom > 4)
    assume(abs(d.design.chisq("g", "k").statistic) > 1e-3)
    return d


@given(SEEDS, st.floats(1e-3, 1e6))
def test_scale_of_weights(seed, factor):
    d = drawn(seed)
    same(d.design, ek.Design(d.frame().with_columns(pl.col("w") * factor), **d.arguments))


@given(SEEDS, SEEDS)
def test_order_of_rows(seed, order):
    d = drawn(seed)
    same(d.design, ek.Design(d.frame(np.random.default_rng(order).permutation(d.sample.rows)), **d.arguments))


@given(SEEDS)
def test_names_of_categories_and_an_empty_one(seed):
    d = drawn(seed)
    kind = pl.Enum(["aa", "never", "bb", "cc"])
    named = d.frame().with_columns((pl.col("g") + pl.col("g")).cast(kind))
    same(d.design, ek.Design(named, **d.arguments))


@given(SEEDS)
def test_rows_outside_a_domain_do_not_matter_for_its_table(seed):
    d = drawn(seed)
    other = d.frame().with_columns(g=pl.when(pl.col("k") == "q").then(pl.lit("a")).otherwise("g"))
    assume(d.frame().filter(pl.col("k") == "p")["g"].n_unique() == 3)
    try:
        want = d.design.where("k == 'p'").rank_test("y", group="g")
    except ek.errors.SurveyError:
        assume(False)
    got = ek.Design(other, **d.arguments).where("k == 'p'").rank_test("y", group="g")
    assert got.statistic == pytest.approx(want.statistic, rel=1e-9)
