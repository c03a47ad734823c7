"""Bad input gives one sentence that names the thing and the repair; never an engine's error or a wrong number."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

import enkat as ek
import numpy as np
import pytest
from enkat.cli import main
from enkat.errors import DataError, DesignError, SurveyError

FORMATS = Path(__file__).parents[1] / "data" / "formats"
DATA = {"y": [1.0, 3.0, 2.0, 6.0], "w": [1.0, 1.0, 2.0, 2.0], "g": ["a", "b", "a", "b"], "none": [None] * 4}


def design(**more: Any) -> ek.Design:
    return ek.Design({**DATA, **more}, weights="w")


ESTIMATORS = {
    "mean": lambda d, **k: d.mean("y", **k),
    "total": lambda d, **k: d.total("y", **k),
    "ratio": lambda d, **k: d.ratio("y", "y", **k),
    "proportion": lambda d, **k: d.proportion("g", **k),
    "freq": lambda d, **k: d.freq("g", **k),
    "crosstab": lambda d, **k: d.crosstab("g", "y", **k),
}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_groups_that_have_no_row(name: str) -> None:
    estimate = ESTIMATORS[name]
    with pytest.raises(DataError, match=r"by: no row .* has a value in 'none'"):
        estimate(design(), by="none")
    with pytest.raises(DataError, match=r"by: no row .* 'h'"):
        estimate(design(h=["x", "x", "y", "y"]), by="h", where="y > 100")


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": 5}, "by: found 5"),
        ({"by": "gg"}, "no column is named 'gg'; did you mean 'g'"),
        ({"by": ["none", "none"]}, "by: 'none' is named twice"),
        ({"level": "x"}, "level='x'"),
        ({"level": 95}, "level=95"),
        ({"ci": 1}, "ci=1"),
        ({"ci": "foo"}, 'ci: found "foo"'),
        ({"missing": "drop"}, "missing='drop'"),
        ({"where": {"g": "a"}}, "where: found values other than true and false"),
        ({"where": "yy > 1"}, "no column is named 'yy'"),
    ],
)
def test_arguments_of_estimators(name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(SurveyError, match=message):
        ESTIMATORS[name](design(), **arguments)


def test_names_that_are_no_names() -> None:
    with pytest.raises(DesignError, match="variables: found 3"):
        design().mean(3)  # type: ignore[arg-type]
    with pytest.raises(DesignError, match="row: found"):
        design().crosstab(["g"], "y")  # type: ignore[arg-type]
    with pytest.raises(DesignError, match="by: 'g' is already a side"):
        design().crosstab("g", "y", by="g")
    with pytest.raises(DataError, match="'none' has no value in any row"):
        design().crosstab("g", "none")
    with pytest.raises(DesignError, match="by: 'level' is a column of every result"):
        design(level=["a", "b", "a", "b"]).mean("y", by="level")
    with pytest.raises(DesignError, match="df=nan"):
        design().mean("y", df=math.nan)
    with pytest.raises(DesignError, match="level=95"):
        design().mean("y", by="g").contrast("a - b", level=95)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": 3}, "weights: found 3"),
        ({"weights": "ww"}, "no column is named 'ww'"),
        ({"strata": 3}, "strata: found 3"),
        ({"degf": "x"}, "degf='x'"),
        ({"degf": -1}, "degf=-1"),
        ({"nest": "x"}, "nest='x'"),
        ({"sets": ["y"]}, "sets: found"),
        ({"sets": {"q": []}}, "sets: 'q' has no columns"),
        ({"sets": {"y": ["y"]}}, "sets: 'y' is also a column"),
        ({"sets": {"q": ["yy"]}}, "sets: 'q': no column is named 'yy'"),
        ({"labels": ["a"]}, "labels: found"),
    ],
)
def test_arguments_of_a_design(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(SurveyError, match=message):
        ek.Design(DATA, **arguments)


@pytest.mark.parametrize(
    "weights", [[1.0, math.nan, 1.0, 1.0], [None, 1.0, 1.0, 1.0], [-1.0, 1.0, 1.0, 1.0], [0.0] * 4]
)
def test_weights(weights: list[Any]) -> None:
    with pytest.raises(DesignError, match=r"weights: .*expected"):
        ek.Design({**DATA, "w": weights}, weights="w").kish()


@pytest.mark.parametrize(
    ("margins", "more", "message"),
    [
        ("g", {}, "margins: found 'g'"),
        ({"g": [0.5, 0.5]}, {}, "margin 'g': found"),
        ({"g": {"a": "x", "b": 0.5}}, {}, "the target of 'a' is 'x'"),
        ({3: {"a": 1.0}}, {}, "margins: found 3"),
        ({"g": {"a": 0.5, "c": 0.5}}, {}, "'c' has a target but is absent"),
        ({"g": {"a": 0.5, "b": 0.5}}, {"total": "x"}, "total='x'"),
        ({"g": {"a": 0.5, "b": 0.5}}, {"max_rounds": 0}, "max_rounds=0"),
        ({"g": {"a": 0.5, "b": 0.5}}, {"tolerance": -1}, "tolerance=-1"),
    ],
)
def test_margins(margins: Any, more: dict[str, Any], message: str) -> None:
    with pytest.raises(DesignError, match=message):
        design().rake(margins, **more)


def test_targets_of_numpy_are_numbers() -> None:
    raked = design().rake({"g": {"a": np.int64(10), "b": np.float32(30)}})
    assert raked.weights.sum() == pytest.approx(40)


def test_a_condition_has_no_single_truth_value() -> None:
    y = ek.col("y")
    with pytest.raises(DataError, match=r"write \(a\) & \(b\)"):
        design().where(y > 1 and y < 3)
    with pytest.raises(DataError, match="beside &"):
        (y > 1) & "g == 'a'"  # type: ignore[operator]
    for value in (None, math.nan, math.inf):
        with pytest.raises(DataError, match="expected a number or a text"):
            _ = y == value
    with pytest.raises(DataError, match=r"is_in\('ab'\)"):
        ek.col("g").is_in("ab")
    assert design().where(y.is_in(np.array([1, 2]))).mean("y")["y"].estimate == pytest.approx(5 / 3)


def test_a_missing_truth_value_is_outside() -> None:
    assert design().where([True, None, True, False]).mean("y")["y"].n == 2


@pytest.mark.parametrize("value", [1, "abcd", None, [1], [1, "b", 2, 3]])
def test_new_columns(value: Any) -> None:
    with pytest.raises(DataError, match="column 'a'"):
        design().with_columns(a=value)


@pytest.mark.parametrize(("bounds", "labels"), [("ab", None), (3, None), ([math.nan], None), ([1], 3), ([1, 2], "aab")])
def test_classes(bounds: Any, labels: Any) -> None:
    with pytest.raises(DataError, match="expected"):
        ek.cut("y", bounds, labels=labels)


def test_large_whole_numbers_stay_what_they_are() -> None:
    ids = [1234567, 1234568, 1234567, 9007199254740992]
    assert ek.Design({"id": ids}).freq("id").to_dict()["level"] == sorted(set(ids))
    assert ek.Design({"id": np.array(ids)}).freq("id").to_dict()["level"] == sorted(set(ids))
    for values in ([2**62, 2**62 + 1], np.array([2**62, 2**62 + 1])):
        with pytest.raises(DataError, match="'id' holds whole numbers that are too large"):
            ek.Design({"id": values}).freq("id")
    polars = pytest.importorskip("polars")
    levels = ek.Design(polars.DataFrame({"id": [2**62, 2**62 + 1]})).freq("id").frame()["level"].to_list()
    assert levels == [2**62, 2**62 + 1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"a": 1}, "column 'a': found 1"),
        ({"a": "abc"}, "column 'a': found 'abc'"),
        ({"a": np.ones((2, 2))}, "column 'a': found 2 dimensions"),
        ({"a": [1], "b": [1, 2]}, "column 'b' has 2 rows"),
        ({}, "the data have no rows"),
        ({"a": []}, "the data have no rows"),
        ("file.csv", "found builtins.str, expected a dataframe"),
    ],
)
def test_data_that_are_no_dataframe(data: Any, message: str) -> None:
    with pytest.raises(SurveyError, match=message):
        ek.Design(data)


def test_frames_of_libraries() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    with pytest.raises(DataError, match="'a'"):
        ek.Design(pandas.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(DataError, match="cannot be used as a dataframe"):
        ek.Design(polars.DataFrame({"a": [1]}).lazy().select("zz"))
    with pytest.raises(DataError, match="'a' holds whole numbers that are too large"):
        ek.Design(pandas.DataFrame({"a": [2**64, 2**65]})).freq("a")
    lazy = polars.DataFrame({"y": [1.0, 3.0], "g": ["a", None]}).lazy()
    assert ek.Design(lazy).mean("y", by="g").to_dict()["g"] == ["a"]


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


@pytest.fixture(scope="module")
def answered(survey: ek.Survey) -> ek.Design:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return survey.validate(survey.read(FORMATS / "eusurvey-content.xlsx")).apply().accepted.design()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"out": None}, "out: found None"),
        ({"languages": "en"}, "languages: found the text 'en'"),
        ({"languages": []}, "languages: found none"),
        ({"languages": ["xx"]}, "no report texts for 'xx'"),
        ({"status": "done"}, "status: found 'done'"),
        ({"date": 3}, "date: found 3"),
        ({"date": "31/12/2023"}, "date: found '31/12/2023'"),
        ({"profile": "open"}, "profile: no publication profile is called 'open'"),
    ],
)
def test_arguments_of_publish(answered: ek.Design, tmp_path: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(SurveyError, match=message):
        answered.publish(**{"out": tmp_path, **arguments})
    assert not list(tmp_path.iterdir())


@pytest.mark.filterwarnings("ignore::enkat.errors.SurveyWarning")
def test_a_folder_that_cannot_be_written(answered: ek.Design, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SurveyError, match=r"out: cannot write to .*choose another"):
        answered.publish(tmp_path / "file")


def test_names_and_languages_of_a_survey(survey: ek.Survey, answered: ek.Design) -> None:
    with pytest.raises(DataError, match="'q_since' holds dates"):
        answered.freq("q_since")
    with pytest.raises(SurveyError, match="id: found 3"):
        survey.text(3)  # type: ignore[arg-type]
    with pytest.raises(SurveyError, match="language: found 3"):
        survey.title(3)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"no column of the dataframe is named like a question.*'q_role'"):
        survey.read({f"c{k}": ["1"] for k in range(10_000)})


def test_misuse_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(FORMATS / "mentoring.survey.json"), str(FORMATS / "eusurvey-content.xlsx"), "--quiet"]
    margins = tmp_path / "margins.json"
    for content in (b"", b"[1]", b"\xff", b'{"q_role": 3}', b'{"q_rle": {"a": 1}}', b'{"q_role": {"a": "x"}}'):
        margins.write_bytes(content)
        assert main(["weight", *files, "--out", str(tmp_path / "w.csv"), "--margins", str(margins)]) == 2
        assert "margin" in (said := capsys.readouterr().err) or "q_rle" in said
    assert main(["weight", *files, "--out", str(tmp_path / "w.csv"), "--margins", str(tmp_path / "none.json")]) == 2
    assert "none.json: No such file" in capsys.readouterr().err
    assert not (tmp_path / "w.csv").exists()


def test_stages_may_share_a_column() -> None:
    data = {**DATA, "f": [8.0] * 4, "c": [1, 1, 2, 2], "p": [1, 2, 3, 4]}
    both = ek.Design(data, clusters=["c", "p"], fpc=["f", "f"], strata=["f", "f"])
    assert both.mean("y")["y"].estimate == 3


def test_tables_too_large_to_compute_are_refused_at_once() -> None:
    data = {"a": [f"a{i}" for i in range(20000)], "b": [f"b{i}" for i in range(20000)]}
    with pytest.raises(ek.errors.DataError, match="400000000 levels in 1 domains, whose totals need more than 1 GiB"):
        ek.Design(data).crosstab("a", "b")
    ids = {"id": [str(i) for i in range(20000)]}
    with pytest.raises(ek.errors.DataError, match="20001 levels in 1 domains, whose totals need more than 1 GiB"):
        ek.Design(ids).freq("id")
