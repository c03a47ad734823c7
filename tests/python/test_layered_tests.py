"""Tests of tables in layers: each is the test of its domain."""

from __future__ import annotations

import enkat as ek
import pytest
from enkat.errors import DataError, DesignError, SurveyError

ROWS = {
    "uses": ["y", "y", "n", "n", "y", "n", "n", "y", "n", "y"] * 12,
    "sex": ["f", "f", "m", "m", "m", "f"] * 20,
    "region": ["N"] * 50 + ["S"] * 60 + ["W"] * 10,
    "year": [2023] * 25 + [2024] * 25 + [2023] * 30 + [2024] * 40,
    "w": [1.0, 2.0, 1.5] * 40,
    "psu": [k // 4 for k in range(120)],
}
# in the west everybody has the same answer
ROWS["uses"] = ROWS["uses"][:110] + ["y"] * 10


def design() -> ek.Design:
    return ek.Design(ROWS, weights="w", clusters="psu")


def test_one_test_per_layer_is_that_of_the_domain() -> None:
    d = design()
    tests = d.chisq("uses", "sex", by="region")
    assert tests.layers == (("N",), ("S",), ("W",))
    alone = d.where(ek.col("region") == "S").chisq("uses", "sex")
    assert tests["S"].p_value == alone.p_value
    assert tests["S"].statistic == alone.statistic
    assert tests["S"].ddf == alone.ddf


def test_a_layer_that_allows_no_test_says_why() -> None:
    tests = design().chisq("uses", "sex", by="region")
    columns = tests.columns()
    assert columns["status"] == ["ok", "ok", "x"]
    assert "level" in columns["reason"][2]
    with pytest.raises(SurveyError, match="layer W: "):
        tests["W"]
    with pytest.raises(SurveyError, match="layer"):
        tests["n"]
    assert "[x]" in repr(tests)
    assert "<caption" in tests._repr_html_()


def test_layers_of_a_crosstab() -> None:
    d = design()
    table = d.crosstab("uses", "sex", "region", by="year", where="region != 'W'")
    tests = table.chisq(statistic="wald")
    assert isinstance(tests, ek.Tests)
    assert tests.by == ("year", "region")
    assert (
        tests[2024, "S"].p_value
        == d.where("region == 'S' and year == 2024").chisq("uses", "sex", statistic="wald").p_value
    )
    assert len(tests.to_dict()["p_value"]) == len(tests) == 4


def test_refused() -> None:
    d = design()
    with pytest.raises(DesignError, match="already a side"):
        d.chisq("uses", "sex", by="sex")
    with pytest.raises(DataError, match="no layer of 'region' allows the test"):
        d.chisq("uses", "sex", by="region", where="uses == 'y'")


def test_saved_and_back(tmp_path) -> None:
    tests = design().chisq("uses", "sex", by="region")
    tests.save(tmp_path / "tests.json")
    assert ek.load(tmp_path / "tests.json") == tests
