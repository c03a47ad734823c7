"""Tables of many cells and of more than two variables."""

from __future__ import annotations

import enkat as ek
import numpy as np
import pytest


def sample(n: int = 600, levels: int = 4, clusters: int | None = None) -> ek.Design:
    r = np.random.default_rng(3)
    data = {
        "a": r.integers(0, levels, n),
        "b": r.integers(0, 3, n),
        "c": r.integers(0, 2, n),
        "d": r.integers(0, 2, n),
        "w": r.lognormal(0, 0.4, n),
        "h": np.arange(n) % 2,
    }
    if clusters:
        data["u"] = data["h"] * clusters + r.integers(0, clusters, n)
    return ek.Design(data, weights="w", strata="h", clusters="u" if clusters else None)


@pytest.mark.parametrize("clusters", [None, 12])
def test_a_layer_is_the_table_of_its_domain(clusters: int | None) -> None:
    design = sample(clusters=clusters)
    layered = design.crosstab("a", "b", "c")
    assert layered.layers == ("c",)
    for level in (0, 1):
        alone = design.crosstab("a", "b", where=f"c == {level}")
        rows = [i for i, c in enumerate(layered.count.keys["c"]) if c == level]
        for name in ("count", "row_share", "column_share", "total_share"):
            of_layer, of_domain = getattr(layered, name), getattr(alone, name)
            assert np.allclose([of_layer.estimate[i] for i in rows], of_domain.estimate, rtol=1e-12)
            assert np.allclose([of_layer.se[i] for i in rows], of_domain.se, rtol=1e-10)


@pytest.mark.parametrize("clusters", [None, 12])
def test_shares_of_all_layers_are_shares_of_the_joint_variable(clusters: int | None) -> None:
    design = sample(clusters=clusters)
    joint = design.with_columns(
        abc=[
            f"{c}{a}{b}"
            for a, b, c in zip(*(design._columns.source.data.column(x).values.astype(int) for x in "abc"), strict=True)
        ]
    )
    want = joint.proportion("abc")
    got = design.crosstab("a", "b", "c").table_share
    assert got is not None
    names = [f"{c}{a}{b}" for c, a, b in zip(got.keys["c"], got.keys["a"], got.keys["b"], strict=True)]
    order = [want.index(name) for name in names]
    assert np.allclose(got.estimate, [want.estimate[i] for i in order], rtol=1e-12)
    assert np.allclose(got.se, [want.se[i] for i in order], rtol=1e-9)
    assert list(got.df) == [want.df[i] for i in order]
    assert np.allclose(got.ci_low, [want.ci_low[i] for i in order], rtol=1e-9)


def test_layers_within_domains_share_the_base_of_their_domain() -> None:
    got = sample().crosstab("a", "b", "c", by="d").table_share
    assert got is not None
    for level in (0, 1):
        assert sum(e for e, d in zip(got.estimate, got.keys["d"], strict=True) if d == level) == pytest.approx(1)


def test_a_table_of_thousands_of_cells_has_the_numbers_of_its_small_one() -> None:
    """Margins stand among the totals, so that cells may be many."""
    design = sample(n=20000, levels=2000)
    table = design.crosstab("a", "b")
    assert len(table.count) == 6000
    few = design.with_columns(first=ek.col("a") == 0).crosstab("first", "b")
    mine = [i for i, a in enumerate(table.row_share.keys["a"]) if a == 0]
    theirs = [i for i, a in enumerate(few.row_share.keys["first"]) if a in (1, "1", "true")]
    for name in ("row_share", "column_share", "total_share", "count"):
        big, small = getattr(table, name), getattr(few, name)
        assert np.allclose([big.se[i] for i in mine], [small.se[i] for i in theirs], rtol=1e-9)


def test_a_variable_stands_on_one_side_only() -> None:
    with pytest.raises(ek.errors.DesignError, match="row and layer 1 are both 'a', expected different variables"):
        sample().crosstab("a", "b", "a")
    with pytest.raises(ek.errors.DesignError, match="'c' is already a side of the table"):
        sample().crosstab("a", "b", "c", by="c")


def test_margins_of_replicate_weights() -> None:
    design = sample(clusters=12).to_replicates("JKn")
    table = design.crosstab("a", "b", "c")
    by_row = design.proportion("b", by=["c", "a"])
    keys = zip(table.row_share.keys["c"], table.row_share.keys["a"], table.row_share.keys["b"], strict=True)
    for i, (c, a, b) in enumerate(keys):
        want = by_row[c, a, b]
        assert table.row_share.estimate[i] == pytest.approx(want.estimate)
        assert table.row_share.se[i] == pytest.approx(want.se)
