"""The design and its estimators as an analyst meets them: every dataframe library, clear errors, new designs."""

from __future__ import annotations

import math

import enkat as ek
import numpy as np
import pytest
from enkat.errors import DesignError

DATA = {
    "y": [1.0, 3.0, 2.0, 6.0, 4.0, 9.0],
    "x": [2.0, 4.0, 3.0, 7.0, 5.0, 8.0],
    "w": [10.0, 10.0, 20.0, 20.0, 5.0, 5.0],
    "region": ["N", "N", "S", "S", "S", "N"],
    "sex": [1, 2, 1, 2, 1, 2],
    "a1": [1, 0, 1, 1, 0, 0],
    "a2": [0, 0, 1, 0, 1, 1],
}


def frames():
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    return {
        "polars": pl.DataFrame(DATA),
        "polars chunks": pl.concat([pl.DataFrame(DATA)[:2], pl.DataFrame(DATA)[2:]], rechunk=False),
        "pandas": pd.DataFrame(DATA),
        "pandas categories": pd.DataFrame(DATA).astype({"region": "category"}),
        "pyarrow": pa.table(DATA),
        "dict": DATA,
    }


@pytest.fixture
def design() -> ek.Design:
    return ek.Design(DATA, weights="w", strata="region", sets={"aud": ["a1", "a2"]})


@pytest.mark.parametrize("library", list(frames()))
def test_every_library_gives_the_same_numbers(library: str) -> None:
    want = ek.Design(DATA, weights="w", strata="region").mean(["y", "region"], by="sex")
    got = ek.Design(frames()[library], weights="w", strata="region").mean(["y", "region"], by="sex")
    assert got.keys == want.keys
    assert got.estimate == pytest.approx(want.estimate, rel=1e-12)
    assert got.se == pytest.approx(want.se, rel=1e-10, abs=1e-15)


def test_pandas_nan_is_missing_and_polars_nan_is_refused() -> None:
    import pandas as pd
    import polars as pl

    values = [1.0, math.nan, 3.0]
    r = ek.Design(pd.DataFrame({"y": values})).mean("y")
    assert r["y"].estimate == 2 and r.missing == {"y": {"no_answer": 1}}
    with pytest.raises(ek.errors.DataError, match=r"column 'y': row 2 holds NaN.*make it missing"):
        ek.Design(pl.DataFrame({"y": values})).mean("y")


def test_by_is_where_repeated(design: ek.Design) -> None:
    by = design.mean("y", by="region")
    for region in ("N", "S"):
        one = design.mean("y", where=f"region == '{region}'")
        assert by[region].estimate == one["y"].estimate
        assert by[region].se == pytest.approx(one["y"].se, rel=1e-12)
        assert by[region].df == one["y"].df


def test_where_takes_expressions_conditions_and_masks(design: ek.Design) -> None:
    want = design.where("sex == 1 and y >= 2").mean("y")["y"].estimate
    assert design.where((ek.col("sex") == 1) & (ek.col("y") >= 2)).mean("y")["y"].estimate == want
    assert design.where([False, False, True, False, True, False]).mean("y")["y"].estimate == want


def test_multi_select_base_is_respondents(design: ek.Design) -> None:
    r = design.freq("aud")
    assert r.keys["level"] == ["a1", "a2"]
    assert r.n == [6, 6] and r.count == [3, 3]
    assert r.estimate == pytest.approx([50 / 70, 30 / 70])
    table = design.crosstab("aud", "sex")
    assert table.column_share.n == [3, 3, 3, 3]
    assert table.column_share[("a1", "2")].estimate == pytest.approx(20 / 35)


def test_missing_policies() -> None:
    d = ek.Design({"y": [1.0, None, 3.0], "c": ["a", None, "b"]})
    assert d.mean("y")["y"].n == 2
    gone = d.mean("y", missing="propagate")
    assert (
        math.isnan(gone["y"].estimate)
        and gone["y"].status == "x"
        and "missing values in y (1 rows)" in gone["y"].reason
    )
    with pytest.raises(ek.errors.DataError, match="'y' is missing in 1 rows"):
        d.mean("y", missing="error")
    assert d.freq("c", missing="category").keys["level"] == ["a", "b", "(no answer)"]


def test_a_missing_value_propagates_no_further_than_its_variable_and_domain() -> None:
    data = {
        "g": ["a", "a", "b", "b"],
        "y": [1.0, None, 3.0, 5.0],
        "x": [2.0, 4.0, 6.0, 8.0],
        "c": ["u", "v", "u", None],
    }
    d = ek.Design(data)
    r = d.mean(["y", "x"], by="g", missing="propagate")
    assert [math.isnan(v) for v in r.estimate] == [True, False, False, False]
    assert list(r.estimate[1:]) == [3.0, 4.0, 7.0] and list(r.status) == ["x", "ok", "ok", "ok"]
    assert "y (1 rows)" in r.reason[0]
    assert np.isnan(r.vcov[0]).all() and not np.isnan(r.vcov[1:, 1:]).any()
    shares = d.mean("c", by="g", missing="propagate")
    assert list(shares.estimate[:2]) == [0.5, 0.5] and all(map(math.isnan, shares.estimate[2:]))
    both = d.ratio(["y", "x"], "x", missing="propagate")
    assert math.isnan(both.estimate[0]) and both.estimate[1] == 1.0
    assert d.quantile(["y", "x"], 0.5, missing="propagate").estimate[1] == 4.0
    pairs = d.covariance(["y", "x"], missing="propagate")  # y-y, y-x, x-x
    assert [math.isnan(v) for v in pairs.estimate] == [True, True, False]
    assert d.mean("x", where="x > 2", missing="propagate").estimate == d.mean("x", where="x > 2").estimate


def test_any_name_of_a_column_can_stand_in_a_condition() -> None:
    d = ek.Design({"a b": [1.0, 2.0, 3.0], "in": ["p", "q", "p"], "2nd": [1, 1, 0], "y": [1.0, 2.0, 6.0]})
    assert d.mean("y", where=(ek.col("a b") > 1) & ~ek.col("in").is_in(["q"])).estimate == [6.0]
    assert d.mean("y", where="`2nd` == 1").estimate == [1.5]
    assert d.mean("y", where=ek.col("a b").is_answered()).estimate == [3.0]
    with pytest.raises(ek.errors.DataError, match="backtick"):
        ek.col("a`b") > 1  # noqa: B015


def test_a_lonely_stratum_outside_the_domain_is_no_obstacle() -> None:
    data = {"h": ["a", "a", "b", "b", "c"], "y": [1.0, 2.0, 5.0, 3.0, 9.0], "in": [1, 1, 1, 1, 0], "m": [1, 2, 1, 2, 1]}
    d = ek.Design(data, strata="h")
    with pytest.raises(ek.errors.DesignError, match=r"1 stratum has one sampled cluster at stage 1 \('c'\)"):
        d.mean("y")
    without = ek.Design({k: v[:4] for k, v in data.items()}, strata="h")
    assert d.mean("y", where=ek.col("in") == 1).se == without.mean("y").se
    weighted = d.poststratify({"m": {"1": 3.0, "2": 2.0}})
    with pytest.raises(ek.errors.DesignError, match="one sampled cluster"):  # its residual is not zero
        weighted.mean("y", where=ek.col("in") == 1)


def test_contrast_uses_the_covariance(design: ek.Design) -> None:
    r = design.mean("y", by="region")
    c = r.contrast("N - S")
    v = r.vcov
    assert c.estimate[0] == pytest.approx(r["N"].estimate - r["S"].estimate)
    assert c.se[0] == pytest.approx(math.sqrt(v[0, 0] + v[1, 1] - 2 * v[0, 1]))


def test_rake_shares_and_counts(design: ek.Design) -> None:
    raked = design.rake({"region": {"N": 0.5, "S": 0.5}, "sex": {1: 0.4, 2: 0.6}})
    assert raked.freq("region").estimate == pytest.approx([0.5, 0.5])
    assert raked.freq("sex").estimate == pytest.approx([0.4, 0.6])
    assert raked.weights.sum() == pytest.approx(70)
    assert "rake(region, sex)" in raked.history[-1]
    counts = design.rake({"region": {"N": 500, "S": 500}, "sex": {1: 0.4, 2: 0.6}})
    assert counts.weights.sum() == pytest.approx(1000)


def test_joint_margin(design: ek.Design) -> None:
    targets = {("N", 1): 1, ("N", 2): 2, ("S", 1): 3, ("S", 2): 4}
    d = design.poststratify({("region", "sex"): targets})
    assert d.total("y", where="region == 'S' and sex == 2")["y"].n_weighted == pytest.approx(4)


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ({"region": {"N": 0.5, "S": 0.4}}, "shares sum to 0.9, expected 1"),
        ({"region": {"N": 0.5, "S": 0.3, "W": 0.2}}, "'W' has a target but is absent from the sample"),
        ({"region": {"N": 1.0}}, "'S' occurs in the data but has no target"),
        ({"regio": {"N": 1.0}}, "no column is named 'regio'; did you mean 'region'"),
        ({"region": {"N": -1, "S": 2}}, "the target of 'N' is -1"),
        ({}, "none given"),
    ],
)
def test_margins_that_cannot_be_met_say_why(design: ek.Design, margins: dict, message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        design.rake(margins)


def test_raking_that_cannot_succeed_names_the_margin() -> None:
    d = ek.Design({"a": ["x", "x", "y"], "b": ["p", "q", "q"]})  # the cell (y, p) is empty
    with pytest.raises(ek.errors.ConvergenceError, match=r"margin 'a' stays off by 0\.4"):
        d.rake({"a": {"x": 0.1, "y": 0.9}, "b": {"p": 0.5, "q": 0.5}})
    with pytest.raises(ek.errors.ConvergenceError, match="did not settle in 2 rounds"):
        ek.Design(DATA).rake({"region": {"N": 0.2, "S": 0.8}, "sex": {1: 0.3, 2: 0.7}}, max_rounds=2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ek.Design(DATA, weights="wt"), "no column is named 'wt'; did you mean 'w'"),
        (lambda: ek.Design(DATA, weights="region"), "'region' holds categories, expected numbers"),
        (lambda: ek.Design(DATA, lonely="ignore"), "lonely='ignore', expected one of 'fail'"),
        (lambda: ek.Design({"y": []}), "no rows"),
        (lambda: ek.Design({"y": [1.0], "w": [-1.0]}, weights="w"), "row 1 has the weight -1"),
        (lambda: ek.Design({"y": [1.0], "w": [0.0]}, weights="w"), "every weight is zero"),
        (lambda: ek.Design(DATA).mean("hours"), "no column is named 'hours'"),
        (lambda: ek.Design(DATA).mean("y", level=95), "level=95, expected a number between 0 and 1"),
        (lambda: ek.Design(DATA).mean("y", missing="drop"), "missing='drop'"),
        (lambda: ek.Design(DATA).mean("y", where="region == "), "expected"),
        (lambda: ek.Design(DATA).crosstab("sex", "sex"), "expected different variables"),
        (lambda: ek.Design(DATA).freq("sex", ci="exact"), "exact"),
        (lambda: ek.Design({"y": [1.0, 2.0], "s": ["a", "b"]}, strata="s").mean("y"), "one sampled cluster"),
    ],
)
def test_errors_name_the_argument_and_the_repair(call, message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        call()


def test_an_empty_domain_has_a_reason(design: ek.Design) -> None:
    r = design.mean("y", where="y > 100")
    assert math.isnan(r["y"].estimate) and r["y"].status == "x" and r["y"].reason


def test_self_selected_has_intervals_only_with_a_model() -> None:
    bare = ek.Design(DATA, kind="self_selected").mean("y")
    assert math.isnan(bare["y"].ci_low) and any("chose to take part" in n for n in bare.notes)
    model = ek.Design(DATA, kind="self_selected", model="Taking part does not depend on the answers.").mean("y")
    assert not math.isnan(model["y"].ci_low)


def test_designs_are_immutable_and_print(design: ek.Design) -> None:
    with pytest.raises(AttributeError):
        design.kind = "census"  # type: ignore[misc]
    assert "2 strata" in repr(design) and "<table>" in design._repr_html_()
    assert "<script" not in ek.Design({"<script>": ["<b>", "x"]}).freq("<script>")._repr_html_()


def test_cut_and_conditions_as_columns(design: ek.Design) -> None:
    d = design.with_columns(y3=ek.cut("y", [2, 5]), top=ek.col("y").is_in([6, 9]))
    assert d.freq("y3").keys["level"] == ["under 2", "2 to under 5", "5 and over"]
    assert d.mean("top")["top"].estimate == pytest.approx(25 / 70)


def test_weights_are_exported_in_the_input_library() -> None:
    import polars as pl

    frame = ek.Design(pl.DataFrame(DATA), weights="w").poststratify({"sex": {1: 1, 2: 3}}).to_frame(weights="pw")
    assert isinstance(frame, pl.DataFrame) and frame["pw"].sum() == pytest.approx(4)
    assert frame.columns == [*DATA, "pw"]


def test_nchs_intervals_come_with_the_verdict_of_nchs() -> None:
    few = ek.Design({"q": ["a", "b"] * 10}).freq("q", ci="nchs")
    assert list(few.status) == ["u", "u"]
    assert few["a"].reason == "small_base; small_effective_base"
    many = ek.Design({"q": ["a", "b"] * 100}).freq("q", ci="nchs")
    assert list(many.status) == ["ok", "ok"]
    assert list(ek.Design({"q": ["a"] * 60}).freq("q", ci="nchs").reason) == ["review"]
    assert list(ek.Design({"q": ["a", "b"] * 10}).freq("q", ci="beta").status) == ["ok", "ok"]


def test_infinite_degrees_of_freedom_give_normal_intervals() -> None:
    r = ek.Design({"y": [1.0, 2.0, 4.0, 8.0]}).mean("y", df=math.inf)["y"]
    assert r.ci_high == pytest.approx(r.estimate + 1.959963984540054 * r.se, rel=1e-12)


def test_the_average_for_a_lonely_stratum_is_over_the_strata_of_the_domain() -> None:
    data = {"y": [1.0, 2.0, 4.0, 8.0, 5.0], "s": ["a", "a", "b", "b", "c"], "g": ["u", "u", "u", "u", "v"]}
    d = ek.Design(data, strata="s", lonely="average")
    ab = 2 * (2 * 0.5**2) + 2 * (2 * 2.0**2)  # n/(n-1) times the squared deviations in a and b
    assert d.total("y")["y"].se == pytest.approx(math.sqrt(ab * 3 / 2))
    assert d.where("g == 'u'").total("y")["y"].se == pytest.approx(math.sqrt(ab))  # c has nobody in u
    by = d.total("y", by="g")
    assert by["u"].se == pytest.approx(math.sqrt(ab))
    assert math.isnan(by["v"].se)  # c alone: nothing to average


def test_a_stratum_that_a_domain_leaves_with_one_cluster() -> None:
    data = {"y": [1.0, 2.0, 4.0, 8.0], "s": ["a", "a", "b", "b"], "g": ["u", "v", "u", "u"]}

    def se(lonely: str, in_domains: bool) -> float:
        d = ek.Design(data, strata="s", lonely=lonely, lonely_in_domains=in_domains)
        by, where = d.total("y", by="g")["u"].se, d.where("g == 'u'").total("y")["y"].se
        assert by == pytest.approx(where, rel=1e-12)
        return by

    b = 2 * (2.0**2 + 2.0**2)  # n/(n-1) times the squared deviations of 4 and 8
    assert se("remove", False) == pytest.approx(math.sqrt(b + 2 * (0.5**2 + 0.5**2)))
    assert se("remove", True) == se("remove", False) == se("fail", True)
    assert se("adjust", True) == pytest.approx(math.sqrt(b + 2 * 1.0**2))
    assert se("average", True) == pytest.approx(math.sqrt(2 * b))


def test_weighting_comes_before_the_subpopulation(design: ek.Design) -> None:
    margins = {"sex": {1: 0.5, 2: 0.5}}
    for method in ("rake", "poststratify"):
        with pytest.raises(ek.errors.DesignError, match=f"{method}: the design is a subpopulation"):
            getattr(design.where("region == 'N'"), method)(margins)
    assert design.rake(margins).where("region == 'N'").mean("y")["y"].n == 3


def test_threads_by_argument_or_environment(monkeypatch) -> None:
    data = {"y": [1.0, 2.0, 4.0, 8.0], "w": [1.0, 2.0, 1.0, 2.0]}
    one = ek.Design(data, weights="w", threads=1)
    assert one.where("y > 1").threads == 1
    assert one.mean("y").to_dict() == ek.Design(data, weights="w", threads=3).mean("y").to_dict()
    with pytest.raises(DesignError, match="threads=0, expected a whole number of at least 1"):
        ek.Design(data, weights="w", threads=0)
    monkeypatch.setenv("ENKAT_THREADS", "many")
    with pytest.raises(DesignError, match="ENKAT_THREADS is 'many', expected a whole number"):
        ek.Design(data, weights="w").mean("y")
    assert one.mean("y").estimate[0] == pytest.approx(25 / 6)
