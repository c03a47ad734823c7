"""Plain formulas: the API and its errors; the numbers are golden cases and C++ tests."""

from __future__ import annotations

import enkat as ek
import polars as pl
import pytest
from enkat.errors import DataError, DesignError


def test_binomial_interval_and_test_agree():
    t = ek.binomial_test(7, 25, level=0.9)
    i = ek.binomial_interval(7, 25, method="clopper_pearson", level=0.9)
    assert (t.estimate, t.ci_low, t.ci_high) == (i.estimate, i.low, i.high)
    assert i.to_dict()["method"] == "clopper_pearson"
    assert "binomial test" in repr(t)
    assert t.frame()["p_value"].to_list() == [t.p_value]


def test_two_proportions():
    t = ek.two_proportions([45, 61], [120, 130])
    assert t.estimate == pytest.approx(45 / 120 - 61 / 130)
    assert t.ci_low < t.estimate < t.ci_high
    assert ek.two_proportions([45, 61], [120, 130], continuity=True).p_value > t.p_value
    assert t.cells["share"] == [45 / 120, 61 / 130]
    assert "X-squared" in t._repr_html_()


def test_contingency_of_counts_and_of_a_frame_agree():
    frame = pl.DataFrame({"a": ["x", "x", "y", "y", "y", None], "b": ["u", "v", "u", "u", "v", "u"]})
    a, b = ek.contingency(frame, "a", "b"), ek.contingency([[1, 1], [2, 1]])
    assert a.measures() == b.measures()
    assert a.row_levels == ["x", "y"]
    assert a.grid("observed") == [[1, 1], [2, 1]]
    assert a.frame().columns == ["a", "b", "observed", "expected", "residual", "standardized"]
    assert a.to_dict()["fisher_p"] == 1
    assert "odds_ratio" in repr(a)
    assert "<table" in a._repr_html_()


def test_levels_that_do_not_occur_are_left_out():
    kind = pl.Enum(["x", "never", "y"])
    frame = pl.DataFrame({"a": pl.Series(["x", "y", "y", "x"], dtype=kind), "b": ["u", "v", "u", "u"]})
    assert ek.contingency(frame, "a", "b").row_levels == ["x", "y"]


def test_only_two_by_two_tables_have_an_exact_test():
    t = ek.contingency([[4, 2], [1, 5], [3, 3]])
    assert (t.fisher_p, t.odds_ratio, t.yates) == (None, None, None)
    assert t.test.df == 2


def test_errors_name_the_value():
    with pytest.raises(DesignError, match="x: found 5, expected a count between 0 and n = 4"):
        ek.binomial_interval(5, 4)
    with pytest.raises(DesignError, match="method: found 'exact'"):
        ek.binomial_interval(1, 4, method="exact")
    with pytest.raises(DesignError, match="level"):
        ek.binomial_interval(1, 4, level=95)
    with pytest.raises(DesignError, match="x: found 3, expected two numbers"):
        ek.two_proportions(3, [4, 5])
    with pytest.raises(DataError, match="row 2 is empty"):
        ek.contingency([[1, 2], [0, 0]])
    with pytest.raises(DataError, match="found no table"):
        ek.contingency([[1, 2], [0]])
    with pytest.raises(DataError, match="expected at least 2 of each"):
        ek.contingency([[1, 2]])
    with pytest.raises(DesignError, match="row and column go together"):
        ek.contingency([[1, 2], [3, 4]], "a")
