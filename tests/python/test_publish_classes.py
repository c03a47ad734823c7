"""Classes of numbers and years: round bounds, and never a small group."""

from __future__ import annotations

from enkat.publish._classes import class_bounds, merged, merged_classes, year_classes
from hypothesis import given
from hypothesis import strategies as st


def test_bounds_are_round() -> None:
    assert class_bounds(0, 80) == [1, 2, 5, 10, 20, 50]
    assert class_bounds(0, 100, even=True) == [10, 20, 30, 40, 50, 60, 70, 80, 90]
    assert class_bounds(1930, 2010) == [1940, 1950, 1960, 1970, 1980, 1990, 2000]
    assert class_bounds(-50, 50) == [-40, -30, -20, -10, 0, 10, 20, 30, 40]
    assert class_bounds(5, 5) == []
    assert class_bounds(0, 5e-324, even=True) == []


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.booleans())
def test_bounds_rise_within_their_limits_and_are_few(low: float, high: float, even: bool) -> None:
    bounds = class_bounds(low, high, even=even)
    assert bounds == sorted(set(bounds)) and len(bounds) <= 20
    assert all(low < b < high for b in bounds)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.integers(1, 20))
def test_merged_classes_cover_everything_and_none_is_small(counts: list[int], least: int) -> None:
    runs = merged(counts, least)
    assert [i for a, b in runs for i in range(a, b + 1)] == list(range(len(counts)))
    if len(runs) > 1:
        assert all(sum(counts[a : b + 1]) >= least for a, b in runs)


def test_the_bounds_that_stay() -> None:
    assert merged_classes([3, 9, 2, 1, 20, 4], [1, 2, 5, 10, 20], 5) == [2]
    assert merged_classes([6, 9, 7, 8, 20, 5], [1, 2, 5, 10, 20], 5) == [1, 2, 5, 10, 20]
    assert merged_classes([1, 1], [10], 5) == []


def test_years_stand_alone_where_they_are_large_enough() -> None:
    assert year_classes({2001: 2, 2005: 4, 2019: 9, 2020: 9}, 5) == [(2001, 2005), (2006, 2019), (2020, 2020)]
    assert year_classes({}, 5) == []
