"""What must hold for every estimator on any data: names, empty categories, rows in two halves, units of the weights."""

from __future__ import annotations

import math

import enkat as ek
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_designs import assert_close, designs, draw, rounding

ESTIMATORS = {
    "mean": lambda d: d.mean(["x", "y"]),
    "domains": lambda d: d.mean("x", by="g"),
    "total": lambda d: d.total(["x", "g"]),
    "ratio": lambda d: d.ratio("y", "x"),
    "shares": lambda d: d.proportion("g"),
    "options": lambda d: d.freq("m"),
    "table": lambda d: d.crosstab("g", "k").total_share,
    "counts": lambda d: d.crosstab("g", "k").count,
    "quantile": lambda d: d.quantile("x", [0.3, 0.8]),
    "distribution": lambda d: d.cdf("x", [3.0, 5.0]),
    "variance": lambda d: d.variance("x"),
    "correlation": lambda d: d.correlation(["x", "y"]),
    "contrast": lambda d: d.mean(["x", "y"]).contrast("x / y"),
    "replicates": lambda d: d.to_replicates().mean(["x", "y"]),
    "replicated ratio": lambda d: d.to_replicates().ratio("x", "y"),
    "replicated quantile": lambda d: d.to_replicates().quantile("x", 0.5),
}
FEW = settings(settings.get_profile("enkat"), max_examples=12)
"""There are many estimators: few examples of each."""
OF_CATEGORIES = ("domains", "total", "shares", "table", "counts")
OF_SCALE = ("total", "counts")


def same(a: ek.Estimates, b: ek.Estimates, *, factor: float = 1.0, order: list[int] | None = None) -> None:
    """Equal estimates and standard errors, up to the rounding of sums in another order."""
    rows = list(range(len(a))) if order is None else order
    assert len(a) == len(b)
    x, y = np.array(a.estimate, dtype=float) * factor, np.array(b.estimate, dtype=float)[rows]
    known = ~np.isnan(x)
    assert (known == ~np.isnan(y)).all()
    assert_close(y[known], x[known], 1e-11)
    s, t = np.array(a.se, dtype=float) * factor, np.array(b.se, dtype=float)[rows]
    noise = rounding(x[known]) if known.any() else 0.0
    off = np.abs(s - t) > 1e-7 * np.nanmax(np.abs(s), initial=0.0) + 1e3 * noise + 1e-12
    assert not off.any() and (np.isnan(s) == np.isnan(t)).all(), f"{s} {t}"


def by_name(r: ek.Estimates, renamed: dict[str, str]) -> list[str]:
    keys = [[renamed.get(str(v), str(v)) for v in values] for values in r.keys.values()]
    return [":".join(row) for row in zip(*keys, strict=True)]


@pytest.mark.parametrize("name", ESTIMATORS)
@FEW
@given(d=designs(missing=0.1), power=st.integers(-8, 12))
def test_units_of_the_weights(name, d, power):
    """Weights in thousands give the same shares and means, and totals in thousands."""
    factor = 2.0**power
    scaled = ek.Design(d.frame().with_columns(pl.col("w") * factor), **d.arguments)
    estimate = ESTIMATORS[name]
    same(estimate(d.design), estimate(scaled), factor=factor if name in OF_SCALE else 1.0)


@pytest.mark.parametrize("name", [n for n in ESTIMATORS if "replicate" not in n and n != "variance"])
@FEW
@given(seed=st.integers(0, 2**32 - 1), two_stages=st.booleans(), fpc=st.booleans())
def test_a_row_in_two_halves(name, seed, two_stages, fpc):
    """Under clusters, a row is as good as two equal rows of half its weight in the same cluster."""
    d = draw(seed, strata=True, clustered=True, two_stages=two_stages, fpc=fpc, missing=0.1)
    twice = d.frame(np.repeat(np.arange(d.sample.rows), 2)).with_columns(pl.col("w") / 2)
    halves = ek.Design(twice, **d.arguments)
    a, b = ESTIMATORS[name](d.design), ESTIMATORS[name](halves)
    if name == "quantile":  # R's limits, which ours reproduce, may move by one value where the lowest is repeated
        assert a.estimate == b.estimate
        return
    same(a, b)
    assert list(a.df) == list(b.df) and a.design_df == b.design_df


@pytest.mark.parametrize("name", ["mean", "total", "ratio", "shares", "options", "table", "quantile", "distribution"])
@FEW
@given(d=designs(missing=0.1))
def test_a_row_twice_is_its_weight_doubled(name, d):
    """In any design the estimate is the same; its error is not where the rows are the units."""
    frame = d.frame()
    rows = np.arange(len(frame)) % 3 == 0
    doubled = frame.with_columns(pl.when(pl.Series(rows)).then(pl.col("w") * 2).otherwise(pl.col("w")).alias("w"))
    repeated = pl.concat([frame, frame.filter(pl.Series(rows))])
    keep = {k: v for k, v in d.arguments.items() if k != "fpc"}
    a, b = (ESTIMATORS[name](ek.Design(f, **keep)) for f in (doubled, repeated))
    known = [i for i, e in enumerate(a.estimate) if not math.isnan(e)]
    assert a.full_names == b.full_names
    assert_close([b.estimate[i] for i in known], [a.estimate[i] for i in known], 1e-11)


@pytest.mark.parametrize("name", OF_CATEGORIES)
@FEW
@given(d=designs(missing=0.1), to=st.permutations(["p 1", "ä", "<b>"]))
def test_names_of_categories(name, d, to):
    """Other names, in another order, give the same numbers under the other names."""
    renamed = dict(zip("abc", to, strict=True))
    other = ek.Design(d.frame().with_columns(pl.col("g").replace(renamed)), **d.arguments)
    a, b = ESTIMATORS[name](d.design), ESTIMATORS[name](other)
    found = by_name(b, {})
    same(a, b, order=[found.index(n) for n in by_name(a, renamed)])


@FEW
@given(d=designs(), statistic=st.sampled_from(["F", "chisq", "wald", "lincom"]), to=st.permutations("xyz"))
def test_a_test_does_not_see_names_or_empty_categories(d, statistic, to):
    renamed = dict(zip("abc", to, strict=True))
    frame = d.frame().with_columns(pl.col("g").replace(renamed).cast(pl.Enum([*sorted("xyz"), "never"])))
    try:
        a = d.design.chisq("g", "k", statistic=statistic)
    except ek.errors.SurveyError:  # the table or the degrees of freedom do not allow it
        return
    b = ek.Design(frame, **d.arguments).chisq("g", "k", statistic=statistic)
    assert_close([b.statistic], [a.statistic], 1e-7)
    assert (b.df is None) == (a.df is None) and (a.df is None or b.df == pytest.approx(a.df, rel=1e-7))


@pytest.mark.parametrize("name", OF_CATEGORIES)
@FEW
@given(d=designs(missing=0.1))
def test_an_empty_category(name, d):
    """A category that nobody chose adds rows of zero and changes no other number."""
    frame = d.frame()
    levels = sorted(set(frame["g"].to_list()))
    plain, more = (
        ek.Design(frame.with_columns(pl.col("g").cast(pl.Enum(names))), **d.arguments)
        for names in (levels, ["before", *levels, "never"])
    )
    a, b = ESTIMATORS[name](plain), ESTIMATORS[name](more)
    known = set(a.full_names)
    rows = [i for i, n in enumerate(b.full_names) if n in known]
    assert [b.full_names[i] for i in rows] == a.full_names
    assert [b.estimate[i] for i in rows] == pytest.approx(a.estimate, rel=1e-13, nan_ok=True)
    assert [b.se[i] for i in rows] == pytest.approx(a.se, rel=1e-9, abs=1e-12, nan_ok=True)
    assert all(b.estimate[i] == 0 or math.isnan(b.estimate[i]) for i in set(range(len(b))) - set(rows))


@pytest.mark.parametrize("name", ESTIMATORS)
@FEW
@given(d=designs(missing=0.1), seed=st.integers(0, 2**32 - 1))
def test_a_saved_design_gives_the_same_bits(name, d, seed, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "design.json"
    d.design.save(path)
    loaded = ek.load(path)
    a, b = ESTIMATORS[name](d.design), ESTIMATORS[name](loaded)
    assert a == b and ek.load(a.to_json()) == a
