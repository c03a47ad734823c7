"""Estimates: access by name, frames, display; contrasts against values worked out by hand."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from enkat.errors import DesignError, MissingExtraError, SurveyError
from enkat.results import Estimates

VCOV = np.array([[4.0, 1.0, 0.0], [1.0, 9.0, 0.0], [0.0, 0.0, 16.0]])


def by_group(**more):
    return Estimates(
        statistic="mean",
        keys={"stype": ["E", "H", "M"], "variable": ["api.stu"] * 3, "level": [None] * 3},
        estimate=[10.0, 20.0, 40.0],
        se=[2.0, 3.0, 4.0],
        ci_low=[6.0, 14.0, 32.0],
        ci_high=[14.0, 26.0, 48.0],
        df=[14.0] * 3,
        n=[5, 6, 7],
        design_df=14,
        covariance=VCOV.copy,
        **more,
    )


def two_keys():
    return Estimates(
        statistic="mean",
        keys={"g": ["E", "H", "E", "H"], "variable": ["a", "a", "b", "b"], "level": [None] * 4},
        estimate=[1.0, 2.0, 3.0, math.nan],
    )


def shares():
    return Estimates(
        statistic="share",
        keys={"variable": ["q1", "q1"], "level": ["1", "2"]},
        estimate=[0.25, 0.75],
        se=[0.1, 0.1],
        count=[1, 3],
        status=["u", "ok"],
        reason=["small_base", ""],
        missing={"q1": {"no_answer": 2}},
        labels={"en": {"q1": {"": "First <question>", "1": "Yes & no", "2": "No"}}},
        title="q1",
        covariance=lambda: np.array([[0.01, -0.01], [-0.01, 0.01]]),
    )


def test_rows_are_found_by_what_differs_between_them():
    r = by_group()
    assert r.names == ["E", "H", "M"]
    assert r.full_names[0] == "E:api.stu"
    assert float(r["H"]) == 20.0
    assert r["H"].keys == {"stype": "H", "variable": "api.stu", "level": None}
    assert r["E", "api.stu"].se == 2.0
    assert r[2].estimate == 40.0
    assert [e.name for e in r] == r.names


def test_rows_of_two_keys():
    r = two_keys()
    assert r.names == ["E:a", "H:a", "E:b", "H:b"]
    assert r["E", "b"].estimate == 3.0
    assert r["H:a"].estimate == 2.0
    with pytest.raises(SurveyError, match=r"'E' means 2 rows \('E:a', 'E:b'"):
        r["E"]
    with pytest.raises(SurveyError, match="no row is named 'X', expected one of 'E:a'"):
        r["X"]


def test_a_level_is_a_name_and_repeats_its_facts():
    row = shares()["1"]
    assert (row.estimate, row.count, row.status, row.reason) == (0.25, 1, "u", "small_base")
    assert row.n is None


KINDS = {"polars": pl.DataFrame, "pandas": pd.DataFrame, "pyarrow": pa.Table}


@pytest.mark.parametrize("library", KINDS)
def test_frame_is_of_the_library_of_the_input(library):
    assert isinstance(by_group(library=library).frame(), KINDS[library])


def test_every_table_holds_the_same():
    r = two_keys()
    want = r.to_dict()
    assert want["estimate"] == [1.0, 2.0, 3.0, None]
    assert want["status"] == ["ok"] * 4
    assert r.to_polars().to_dict(as_series=False) == want
    assert r.to_arrow().to_pydict() == want
    assert r.to_pandas()["estimate"].isna().tolist() == [False, False, False, True]
    assert pl.DataFrame(r).to_dict(as_series=False) == want


def test_to_dict_works_without_any_library(monkeypatch):
    for module in ("polars", "pandas", "pyarrow"):
        monkeypatch.setitem(sys.modules, module, None)
    r = by_group()
    assert r.to_dict()["se"] == [2.0, 3.0, 4.0]
    with pytest.raises(MissingExtraError, match="pip install polars"):
        r.frame()
    with pytest.raises(MissingExtraError, match="pip install pandas"):
        r.to_pandas()


def test_labels_replace_codes_when_a_language_is_named():
    r = shares()
    assert r.frame(language="en")["level"].to_list() == ["Yes & no", "No"]
    assert r.frame(language="en")["variable"].to_list() == ["First <question>"] * 2
    with pytest.raises(SurveyError, match="language: found 'sv', expected 'en'"):
        r.frame(language="sv")


def test_covariance_is_computed_once_and_cannot_be_changed():
    calls = []

    def covariance():
        calls.append(1)
        return VCOV.copy()

    r = Estimates(statistic="mean", keys={"g": ["a", "b", "c"]}, estimate=[1.0, 2.0, 3.0], covariance=covariance)
    assert not calls
    assert r.vcov[1, 1] == 9.0
    assert r.vcov is r.vcov
    assert len(calls) == 1
    with pytest.raises(ValueError, match="read-only"):
        r.vcov[0, 0] = 1.0
    with pytest.raises(SurveyError, match="covariance of this mean is not available"):
        _ = two_keys().vcov


def test_results_are_frozen():
    with pytest.raises(AttributeError):
        by_group().statistic = "total"


def test_interval_for_another_level_or_df():
    low, high = by_group().interval(df=math.inf)
    assert high[0] == pytest.approx(10 + 1.959963984540054 * 2, rel=1e-12)
    assert low[2] == pytest.approx(40 - 1.959963984540054 * 4, rel=1e-12)
    assert by_group().interval(level=0.9)[1][0] == pytest.approx(10 + 1.7613101357748562 * 2, rel=1e-12)


def test_linear_contrasts():
    c = by_group().contrast({"E": 1, "H": -1})
    assert c.names == ["E - H"]
    assert c.estimate == [-10.0]
    assert c.se[0] == pytest.approx(math.sqrt(4 + 9 - 2), rel=1e-14)
    assert c.df == [14]
    assert c.ci_high[0] == pytest.approx(-10 + 2.1447866879178039 * c.se[0], rel=1e-12)
    assert by_group().contrast("E - H").estimate == c.estimate
    assert by_group().contrast("E - H").se == pytest.approx(c.se, rel=1e-14)
    assert by_group().contrast({("E", "api.stu"): 0.5, "M": -2}).names == ["0.5 E:api.stu - 2 M"]


def test_several_contrasts_have_their_covariance():
    c = by_group().contrast({"d": {"E": 1, "H": -1}, "r": "M / E"})
    assert c.keys["contrast"] == ["d", "r"]
    gradient = np.array([-40 / 100, 0, 1 / 10])
    assert c.vcov[1, 1] == pytest.approx(gradient @ VCOV @ gradient, rel=1e-12)
    assert c.vcov[0, 1] == pytest.approx(np.array([1, -1, 0]) @ VCOV @ gradient, rel=1e-12)
    assert by_group().contrast(["E - H", "M / E"]).estimate == c.estimate


def test_full_and_short_names_are_the_same_estimate():
    c = by_group().contrast("E - 'E:api.stu'")
    assert c.estimate == [0.0]
    assert c.se == [0.0]


def test_levels_that_are_digits_are_quoted():
    assert shares().contrast("log('1' / '2')").estimate[0] == pytest.approx(math.log(1 / 3), rel=1e-14)


def test_a_contrast_that_is_not_defined_says_so():
    c = by_group().contrast("log(E - H)")
    assert math.isnan(c.estimate[0])
    assert (c.status, c.reason) == (["x"], ["not defined at these estimates"])


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("E - Q", "no estimate is named 'Q'"),
        ("E -", "at character 4 found the end"),
        ({}, "expected an expression"),
        (3, "found 3, expected an expression"),
    ],
)
def test_contrast_errors(expression, message):
    with pytest.raises(DesignError, match=message):
        by_group().contrast(expression)


def test_html_is_accessible_and_escaped():
    html = shares()._repr_html_()
    assert "<caption" in html
    assert html.count('<th scope="row"') == 2  # the one question stands in the caption
    assert '<th scope="col">Estimate</th>' in html
    assert "First &lt;question&gt;" in html and "Yes &amp; no" in html
    assert "[u] small_base" in html
    assert "2 missing values left out" in html
    assert "<script" not in html


def test_text_shows_names_and_numbers():
    text = repr(by_group(notes=("unweighted",)))
    assert text.splitlines()[0] == "mean; 95 % intervals (t); unweighted"
    assert text.splitlines()[2].split() == ["E", "api.stu", "10.00", "2.00", "6.00", "14.00", "5"]
    assert "mean E: 10" in repr(by_group()["E"])


def test_long_results_are_cut():
    r = Estimates(statistic="mean", keys={"g": list(range(500))}, estimate=[1.0] * 500)
    assert "the first 60 of 500 rows" in repr(r)
    assert len(repr(r).splitlines()) == 62


def test_plot_draws_a_point_and_an_interval_per_row():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    ax = by_group().plot()
    assert [t.get_text() for t in ax.get_yticklabels()] == ["E", "H", "M"]
    assert len(ax.lines) == 4
    assert ax.lines[-1].get_xdata().tolist() == [10.0, 20.0, 40.0]
    matplotlib.pyplot.close(ax.figure)


def test_plot_without_matplotlib_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'enkat\[plot\]'"):
        by_group().plot()


def test_results_load_no_other_library():
    code = (
        "import sys, enkat.results; print([m for m in ('numpy', 'polars', 'pandas', 'narwhals') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
