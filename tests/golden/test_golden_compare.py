"""The comparison itself: what must be met is met, what must not is not."""

from __future__ import annotations

import math

import pytest
from golden_compare import largest, mismatches


def met(got, want, *, key="estimate", tolerance=1e-10, largest_estimate=0.0) -> bool:
    return not mismatches(key, got, want, tolerance=tolerance, largest_estimate=largest_estimate)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0 + 9e-11, 1.0),
        ([1000.0, 1.0 + 9e-11], [1000.0, 1.0]),
        ([1e6, 1.0 + 9e-8], [1e6, 1.0]),  # 1e-3 of the largest in the array counts
        (1e-10, 0),
        (None, None),
        (math.nan, None),
        (math.inf, "Inf"),
        ("E", "E"),
        (["E", "H"], ["E", "H"]),
    ],
)
def test_met(got, want):
    assert met(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0 + 2e-10, 1.0),
        ([1000.0, 1.0 + 2e-10], [1000.0, 1.0]),
        ([1.0], [1.0, 2.0]),
        (2e-9, 0),
        (0.0, None),
        (None, 0),
        (math.nan, 1.0),
        (1.0, "Inf"),
        (-math.inf, "Inf"),
        ("H", "E"),
        (None, [1.0]),
    ],
)
def test_not_met(got, want):
    assert not met(got, want)


def test_an_exact_zero_is_judged_by_the_largest_estimate():
    assert met(5e-5, 0, largest_estimate=1e5)
    assert not met(5e-5, 0, largest_estimate=1e3)
    assert met([[1.0, 1e-10], [1e-10, 1.0]], [[1, 0], [0, 1]], key="variance", largest_estimate=1e5)
    assert not met([[1.0, 1e-10], [1e-10, 1.0]], [[1, 0], [0, 1]], key="variance", largest_estimate=1.0)


def test_a_covariance_is_judged_by_its_two_variances():
    assert met([[4.0, 1e-9 + 1e-10], [1e-9, 9.0]], [[4.0, 1e-9], [1e-9, 9.0]], key="variance")
    assert not met([[4.0, 1e-9 + 1e-9], [1e-9, 9.0]], [[4.0, 1e-9], [1e-9, 9.0]], key="variance")


def test_a_missing_deff_may_be_given():
    assert met([3.0], [None], key="deff")
    assert not met([3.0], [None], key="se")


def test_every_mismatch_is_named():
    assert mismatches("se", [1.0, 3.0], [1.0, 2.0], tolerance=1e-10)[0].startswith("se[1]: found 3.0, expected 2.0")


def test_largest():
    assert largest([[1, -7], [None, "Inf"]]) == 7
