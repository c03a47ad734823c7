"""Integers as categories: the same levels and counts whatever the width of the type, the nulls and the chunks."""

from __future__ import annotations

from collections import Counter
from typing import Any

import enkat as ek
import polars as pl
import pytest

SIGNED = (pl.Int8, pl.Int16, pl.Int32, pl.Int64)
UNSIGNED = (pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)


@pytest.mark.parametrize("nulls", [0, 3])
@pytest.mark.parametrize("chunks", [1, 3])
@pytest.mark.parametrize(
    ("types", "values"),
    [
        (SIGNED, [-1, 1, 2, -1, -128, 127]),
        (SIGNED, [-128, 127]),
        (SIGNED, [-99, 0, 1, 1]),
        (SIGNED, [0, 127, 5]),
        (SIGNED[1:], [-32768, 32767, 0]),
        (SIGNED[2:], [-(2**31), 2**31 - 1, 0]),
        (UNSIGNED, [0, 255, 254, 255]),
        (UNSIGNED[1:], [4095, 4096, 65535]),
        (UNSIGNED[3:], [2**64 - 1, 2**64 - 2]),
        (SIGNED[3:], [-(2**63), 2**63 - 1]),
    ],
)
def test_levels_are_the_values(types: tuple[Any, ...], values: list[int], chunks: int, nulls: int) -> None:
    for dtype in types:
        column = pl.concat([pl.Series("x", values + [None] * nulls, dtype=dtype)] * chunks, rechunk=False)
        counts = Counter(values)
        shares = ek.Design(pl.DataFrame({"x": column})).proportion("x").columns()
        found = dict(zip(map(int, shares["level"]), shares["count"], strict=True))
        assert found == {v: n * chunks for v, n in counts.items()}, dtype
