"""Bad input gives one sentence that names the thing and the repair; never an engine's error or a wrong number."""

from __future__ import annotations

import math
from typing import Any

import enkat as ek
import numpy as np
import pytest
from enkat.errors import DataError, DesignError, SurveyError

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
