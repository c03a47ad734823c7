"""What must hold for every survey: order of rows, scale of weights, splitting of categories, number of threads."""

from __future__ import annotations

import enkat as ek
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_designs import assert_close, assert_covariance, designs, rounding


def everything(design: ek.Design) -> list[ek.Estimates]:
    table = design.crosstab("g", "k")
    return [
        design.mean(["y", "x"], by="k"),
        design.total(["y", "g"]),
        design.ratio("y", "x"),
        design.proportion("g"),
        table.row_share,
        table.count,
    ]


def rows_by_name(r: ek.Estimates) -> list[int]:
    """Categories of text are in the order of their value, but a share of nothing may come and go."""
    return sorted(range(len(r)), key=lambda i: r.full_names[i])


@given(designs(missing=0.1), st.integers(0, 2**32 - 1))
def test_order_of_rows_does_not_matter(d, seed):
    order = np.random.default_rng(seed).permutation(d.sample.rows)
    shuffled = ek.Design(d.frame(order), **d.arguments)
    for a, b in zip(everything(d.design), everything(shuffled), strict=True):
        i, j = rows_by_name(a), rows_by_name(b)
        assert [a.full_names[k] for k in i] == [b.full_names[k] for k in j]
        known = [k for k, e in enumerate(a.estimate) if e == e]
        i, j = [k for k in i if k in known], [k for k in j if b.estimate[k] == b.estimate[k]]
        assert_close(np.array(b.estimate)[j], np.array(a.estimate)[i], 1e-12)
        noise = rounding(np.array(a.estimate)[i])
        assert_covariance(b.vcov[np.ix_(j, j)], a.vcov[np.ix_(i, i)], 1e-10, noise)


@given(designs(missing=0.1), st.integers(1, 7), st.sampled_from(["polars", "pandas", "pyarrow"]))
def test_chunks_and_library_do_not_matter(d, size, library):
    frame = d.frame()
    other = pl.concat([frame[i : i + size] for i in range(0, len(frame), size)], rechunk=False)
    if library != "polars":
        other = other.to_arrow() if library == "pyarrow" else other.to_pandas()
    for a, b in zip(everything(d.design), everything(ek.Design(other, **d.arguments)), strict=True):
        assert a.full_names == b.full_names
        assert np.array_equal(a.estimate, b.estimate, equal_nan=True)
        assert np.array_equal(a.vcov, b.vcov, equal_nan=True)


@given(designs(), st.floats(1e-3, 1e6))
def test_scale_of_weights(d, factor):
    frame = d.frame().with_columns(pl.col("w") * factor)
    scaled = ek.Design(frame, **d.arguments)
    for name in ("mean", "total"):
        a, b = getattr(d.design, name)("y"), getattr(scaled, name)("y")
        by = factor if name == "total" else 1.0
        assert_close(b.estimate, np.array(a.estimate) * by, 1e-12)
        assert_covariance(b.vcov, a.vcov * by**2, 1e-10, rounding(b.estimate))
        assert b.n == a.n
        assert_close(b.n_effective, a.n_effective, 1e-12)


@given(designs())
def test_splitting_a_category_keeps_the_sum(d):
    half = np.arange(d.sample.rows) % 2 == 0
    split = np.where((d.data["g"] == "a") & half, "a2", d.data["g"])
    design = d.design.with_columns(split=split.tolist())
    whole, parts = design.total("g"), design.total("split")
    if "a" not in whole.names or not {"a", "a2"} <= set(parts.names):
        return
    both = parts.contrast({"a": 1, "a2": 1})
    assert_close(both.estimate, [whole["a"].estimate])
    assert_close(both.se, [whole["a"].se], 1e-9)


@given(designs())
def test_shares_and_counts_agree(d):
    table = d.design.crosstab("g", "k")
    total = table.total["total"].estimate
    assert_close(np.array(table.count.estimate) / total, table.total_share.estimate)
    assert_close(sum(table.count.estimate), total)
    for r in (table.total_share, table.row_share):
        for low, p, high in zip(r.ci_low, r.estimate, r.ci_high, strict=True):
            assert not low > p and not high < p


@given(designs(), st.sampled_from(["logit", "wilson", "beta", "nchs", "t"]))
def test_a_column_share_is_a_share_in_a_domain(d, ci):
    """Two ways to ask for the same share give the same estimate, error, degrees of freedom, base and interval.

    beta and nchs excepted where rows weigh nothing: a domain counts them, the base of a table does not.
    """
    if ci in ("beta", "nchs") and not all(d.sample.weights):
        return
    for within, other, measure in (("k", "g", "column_share"), ("g", "k", "row_share")):
        row, column = ("g", "k")
        table = getattr(d.design.crosstab(row, column, ci=ci), measure)
        shares = d.design.proportion(other, by=within, ci=ci)
        for i in range(len(table)):
            names = (table.keys[within][i], table.keys[other][i])
            if not table.n[i] or names not in set(zip(shares.keys[within], shares.keys["level"], strict=True)):
                continue
            a, b = table[i], shares[names]
            assert (a.df, a.n, a.count) == (b.df, b.n, b.count)
            # where the share is 0 or 1 the one route may leave rounding noise of a standard error of 0
            if 0 < a.estimate < 1:
                got, want = [a.estimate, a.ci_low, a.ci_high], [b.estimate, b.ci_low, b.ci_high]
                assert np.allclose(got, want, rtol=1e-9, atol=1e-12, equal_nan=True)


@pytest.mark.parametrize("clustered", [False, True])
def test_any_number_of_threads_gives_the_same_bits(clustered, monkeypatch):
    rng = np.random.default_rng(7)
    n = 150_000
    frame = pl.DataFrame(
        {
            "w": rng.uniform(1, 5, n),
            "h": rng.integers(0, 20, n),
            "u": rng.integers(0, 3000, n),
            "y": rng.normal(1970, 20, n),
            "x": rng.uniform(1, 2, n),
            "g": rng.choice(["a", "b", "c"], n),
            "k": rng.choice(["p", "q"], n),
        }
    )
    first = None
    for threads in (1, 2, 3, 7):
        monkeypatch.setenv("ENKAT_THREADS", str(threads))
        design = ek.Design(frame, weights="w", strata="h", clusters="u" if clustered else None, nest=clustered)
        raked = design.rake({"g": {"a": 0.3, "b": 0.3, "c": 0.4}, "k": {"p": 0.45, "q": 0.55}})
        results = [*everything(design), *everything(raked)]
        got = [raked.weights.tolist(), *((list(r.estimate), list(r.se), r.vcov.tolist()) for r in results)]
        first = first or got
        assert got == first
