"""Adjusted p values; the numbers are tested in C++ against R's p.adjust."""

from __future__ import annotations

import math

import enkat as ek
import pytest
from enkat.errors import DataError, DesignError


def test_methods_and_order():
    assert ek.adjust_p([0.01, 0.04, 0.03], method="bonferroni") == pytest.approx([0.03, 0.12, 0.09], rel=1e-14)
    assert ek.adjust_p([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06], rel=1e-14)
    assert ek.adjust_p([0.01, 0.04, 0.03], method="bh") == pytest.approx([0.03, 0.04, 0.04], rel=1e-14)
    assert ek.adjust_p([0.9, 0.8], method="none") == [0.9, 0.8]


def test_a_test_that_was_not_made_does_not_count():
    got = ek.adjust_p([0.02, None, 0.03], method="bonferroni")
    assert math.isnan(got[1])
    assert got[0] == 0.04
    assert ek.adjust_p([]) == []


def test_errors_name_the_value():
    with pytest.raises(DesignError, match=r"'sidak'.*'holm'"):
        ek.adjust_p([0.5], method="sidak")
    with pytest.raises(DataError, match=r"found 1\.5 at position 1"):
        ek.adjust_p([0.5, 1.5])
    with pytest.raises(DesignError, match="found 'x' at position 0"):
        ek.adjust_p(["x"])
    with pytest.raises(DesignError, match="found 3"):
        ek.adjust_p([0.5], method=3)
