"""One-way tables: counts beside shares, and cumulative shares as a statistic with an interval of its own."""

from __future__ import annotations

import enkat as ek
import pytest
from enkat.errors import DataError, DesignError

DATA = {
    "q": [1, 2, 3, 3, 2, 1, None, 5] * 10,
    "w": [1.0, 2.0, 0.5, 1.0] * 20,
    "psu": [k // 5 for k in range(80)],
    "g": ["a", "b"] * 40,
    "o1": [1, 0, 1, 0] * 20,
    "o2": [0, 0, 1, 1] * 20,
}


def design() -> ek.Design:
    return ek.Design(DATA, weights="w", clusters="psu", sets={"o": ["o1", "o2"]})


def test_cumulative_shares_are_shares_of_a_condition() -> None:
    d = design()
    table = d.freq("q", cumulative=True)
    assert list(table.keys["level"]) == [1, 2, 3, 5]
    for at, level in enumerate((1, 2, 3)):
        alone = d.with_columns(low=ek.col("q") <= level).where("answered(q)").proportion("low")[1]
        assert table.estimate[at] == pytest.approx(alone.estimate, rel=1e-12)
        assert table.se[at] == pytest.approx(alone.se, rel=1e-10)
        assert table.ci_low[at] == pytest.approx(alone.ci_low, rel=1e-10)
    assert table.estimate[-1] == 1.0 and table.n[0] == 70 and table.count[-1] == 70
    shares = d.freq("q")
    assert table.estimate[1] == pytest.approx(shares.estimate[0] + shares.estimate[1], rel=1e-12)


def test_cumulative_shares_in_domains_and_under_replicates() -> None:
    d = design()
    by = d.freq("q", by="g", cumulative=True)
    alone = d.where("g == 'b'").freq("q", cumulative=True)
    assert [e for e, g in zip(by.estimate, by.keys["g"], strict=True) if g == "b"] == pytest.approx(alone.estimate)
    jackknife = d.to_replicates("JK1").freq("q", cumulative=True)
    assert jackknife.estimate == pytest.approx(d.freq("q", cumulative=True).estimate)
    assert jackknife.se[0] > 0 and jackknife.se[-1] == pytest.approx(0, abs=1e-12)


def test_counts_are_printed_beside_the_shares() -> None:
    lines = repr(design().freq("q")).splitlines()
    assert lines[1].split()[:3] == ["level", "Count", "Estimate"]
    assert lines[2].split()[:2] == ["1", "20"]


def test_refused() -> None:
    d = design()
    with pytest.raises(DesignError, match="multi-select"):
        d.freq("o", cumulative=True)
    with pytest.raises(DesignError, match="missing='category'"):
        d.freq("q", cumulative=True, missing="category")
    with pytest.raises(DataError, match="missing in 10 rows"):
        d.freq("q", cumulative=True, missing="error")


def test_an_empty_domain_is_flagged() -> None:
    table = design().where("q > 9").freq("q", cumulative=True)
    assert set(table.status) == {"x"}


def test_saved_and_back(tmp_path) -> None:
    table = design().freq("q", cumulative=True)
    table.save(tmp_path / "t.json")
    assert ek.load(tmp_path / "t.json") == table
