"""Tests of tables: the API and its errors; the numbers are golden cases."""

from __future__ import annotations

import enkat as ek
import polars as pl
import pytest
from enkat.errors import DataError, DesignError

ROWS = 240


@pytest.fixture
def design() -> ek.Design:
    i = range(ROWS)
    return ek.Design(
        pl.DataFrame(
            {
                "sex": [("f", "m", "f")[k % 3] for k in i],
                "answer": [("no", "perhaps", "yes")[(k * k + k // 7) % 3] for k in i],
                "gap": [None if k % 10 == 0 else ("a", "b")[k // 3 % 2] for k in i],
                "same": ["x"] * ROWS,
                "o1": [k % 2 for k in i],
                "o2": [k % 3 == 0 for k in i],
                "cluster": [k // 8 for k in i],
                "w": [1 + k % 5 for k in i],
            }
        ),
        weights="w",
        clusters="cluster",
        sets={"options": ["o1", "o2"]},
    )


def test_the_table_and_the_design_give_the_same_test(design):
    a, b = design.crosstab("sex", "answer").chisq(), design.chisq("sex", "answer")
    assert a.to_dict() == b.to_dict()
    assert (a.statistic_name, a.n) == ("F", ROWS)
    assert a.hypothesis == "sex and answer are independent"
    assert 0 < a.p_value < 1
    assert (
        design.crosstab("sex", "answer", where="w > 2").chisq().p_value
        == design.chisq("sex", "answer", where="w > 2").p_value
    )


@pytest.mark.parametrize(
    ("ours", "theirs"), [("F", "F"), ("chisq", "Chisq"), ("wald", "Wald"), ("adjusted_wald", "adjWald")]
)
def test_the_names_of_r_are_accepted(design, ours, theirs):
    a, b = design.chisq("sex", "answer", statistic=ours), design.chisq("sex", "answer", statistic=theirs)
    assert a.p_value == b.p_value


def test_the_methods_are_near_each_other_and_lincom_is_between(design):
    p = {s: design.chisq("sex", "answer", statistic=s).p_value for s in ("F", "lincom", "saddlepoint", "chisq")}
    assert p["lincom"] == pytest.approx(p["F"], abs=0.02)
    assert p["saddlepoint"] == pytest.approx(p["lincom"], abs=0.05)


def test_cells_frame_and_rendering(design):
    t = design.chisq("sex", "answer")
    frame = t.frame()
    assert frame.columns == ["sex", "answer", "observed", "expected", "residual", "standardized", "z"]
    assert frame["observed"].sum() == pytest.approx(ROWS)
    assert frame["expected"].sum() == pytest.approx(ROWS)
    assert (frame["residual"] ** 2).sum() == pytest.approx(t.pearson)
    assert "Rao-Scott" in repr(t)
    assert "<caption" in t._repr_html_()
    assert t.to_dict()["cells"]["sex"][:3] == ["f", "f", "f"]


def test_missing_values(design):
    t = design.chisq("gap", "sex")
    assert t.missing == {"gap": {"no_answer": 24}}
    assert t.n == ROWS
    assert "24 missing values left out" in repr(t)
    assert set(design.chisq("gap", "sex", missing="category").cells["gap"]) == {"a", "b", "(no answer)"}
    with pytest.raises(DataError, match="missing in 24 rows"):
        design.chisq("gap", "sex", missing="error")
    with pytest.raises(DesignError, match="propagate"):
        design.chisq("gap", "sex", missing="propagate")


def test_gof(design):
    t = design.gof("answer", {"no": 0.5, "perhaps": 0.25, "yes": 0.25})
    assert t.scale is not None
    assert t.p_value == design.gof("answer", [0.5, 0.25, 0.25]).p_value
    shares = design.freq("answer").estimate
    fits = design.gof("answer", shares, statistic="lincom")
    assert fits.p_value == pytest.approx(1)
    assert design.gof("answer", [0.5, 0.25, 0.25], statistic="F").p_value == pytest.approx(
        design.gof("answer", [0.5, 0.25, 0.25], statistic="lincom").p_value, rel=0.5
    )


def test_what_cannot_be_tested_is_refused(design):
    with pytest.raises(DataError, match=r"column: has 1 level .* expected at least 2"):
        design.chisq("sex", "same")
    with pytest.raises(DesignError, match="'options' is a multi-select"):
        design.chisq("sex", "options")
    with pytest.raises(DesignError, match="statistic: found 'G'"):
        design.chisq("sex", "answer", statistic="G")
    with pytest.raises(DesignError, match="expected two variables"):
        design.chisq("sex", "sex")
    with pytest.raises(DesignError, match="'never' is not on both sides"):
        design.gof("sex", {"f": 0.5, "m": 0.4, "never": 0.1})
    with pytest.raises(DesignError, match=r"sum to 1\.1"):
        design.gof("sex", {"f": 0.5, "m": 0.6})
    with pytest.raises(DesignError, match="Wald"):
        design.gof("sex", {"f": 0.5, "m": 0.5}, statistic="wald")
