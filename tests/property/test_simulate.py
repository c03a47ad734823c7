"""simulate() and validate() are each other's oracle: whatever the seed, the findings are the key."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from enkat import _core
from enkat.errors import DataError
from enkat.simulation import plantable
from hypothesis import given, settings
from hypothesis import strategies as st
from random_surveys import random_survey
from test_validation_oracle import SURVEY as ROUTED
from test_validation_oracle import option

MENTORING = ek.Survey.load(Path(__file__).parents[1] / "data" / "formats" / "mentoring.survey.json")
LIMITS: dict[str, Any] = {
    "format": "survey-definition", "format_version": "0.1", "id": "limits", "version": "2", "default_language": "en",
    "languages": ["en"], "title": {"en": "Limits"}, "unit": {"id_field": "response_id"},
    "timing": {"min_duration_seconds": 90, "speeding": {"method": "absolute_seconds", "value": 120}},
    "sections": [{"id": "late", "title": {"en": "L"}, "show_if": "n >= 4 and not selected(one,'c')"}],
    "questions": [
        {"id": "one", "type": "single", "required": True,
         "options": [option("a"), option("b"), option("c"), option("none", missing="refused")]},
        {"id": "n", "type": "number", "min": -3, "max": 9.5, "decimals": 2},
        {"id": "steps", "type": "rating", "min": 1, "max": 7, "step": 0.5},
        {"id": "some", "type": "multi", "section": "late", "min_choices": 2, "max_choices": 3, "required": True,
         "options": [option("x"), option("y"), option("z"), option("w", other_text=True), option("v")]},
        {"id": "day", "type": "date", "section": "late", "min": "2020-02-28", "max": "2020-03-02"},
        {"id": "clock", "type": "time", "min": "08:00", "max": "17:30", "step": 900},
        {"id": "zip", "type": "text", "pattern": "\\d{3} ?\\d{2}", "show_if": "day < '2020-03-01'", "required": True},
        {"id": "order", "type": "ranking", "options": [option("p"), option("q"), option("r")], "min_ranked": 2,
         "max_ranked": 2},
        {"id": "twice", "type": "calculated", "formula": "n * 2 - steps"},
        {"id": "why", "type": "text", "min_length": 20, "max_length": 60, "show_if": "twice > 3 or count(some) == 3"},
        {"id": "grid", "type": "matrix", "multiple_per_row": True, "rows": [option("r1"), option("r2")],
         "options": [option("m"), option("n")], "required": True},
        {"id": "last", "type": "single", "show_if": "rank(order,'p') == 1 and grid.r1 in ['m'] or len(why) > 30",
         "options": [option("1"), option("2")]},
    ],
    "checks": [{"id": "fits", "severity": "error", "when": "answered(n)", "assert": "n <= 9 or one in ['a', 'b']"},
               {"id": "soft", "severity": "info", "assert": "not (selected(some,'x') and selected(some,'y'))"}],
    "quality": {"open_text": ["why"]},
}  # fmt: skip
LIMITS["questions"][-1]["show_if"] = "rank(order,'p') == 1 or len(why) > 30"
for question in LIMITS["questions"]:
    question["text"] = {"en": question["id"]}
SURVEYS = {"mentoring": MENTORING, "routed": ROUTED, "limits": ek.Survey.load(LIMITS)}

Key = set[tuple[Any, ...]]


def found_and_planted(survey: ek.Survey, simulated: Any) -> tuple[Key, Key]:
    fields = ("row", "question", "rule", "severity")
    findings = survey.validate(simulated.responses).to_dict()["findings"]
    return tuple({tuple(f[name] for name in fields) for f in part} for part in (findings, simulated.key))  # type: ignore[return-value]


@pytest.mark.parametrize("form", ["table", "file"])
@pytest.mark.parametrize("name", SURVEYS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**63), n=st.integers(0, 120), data=st.data())
def test_validation_finds_exactly_what_was_planted(
    name: str, form: Any, seed: int, n: int, data: st.DataObject
) -> None:
    survey = SURVEYS[name]
    simulated = survey.simulate(n, seed=seed, defects=data.draw(st.integers(0, n // 4)), form=form)
    assert simulated.responses.rows == n
    found, planted = found_and_planted(survey, simulated)
    assert found == planted


@pytest.mark.parametrize("form", ["table", "file"])
@pytest.mark.parametrize("name", SURVEYS)
def test_every_rule_that_can_be_planted_is_found(name: str, form: Any) -> None:
    survey = SURVEYS[name]
    rules = plantable(survey, form)
    simulated = survey.simulate(40 * len(rules), seed=3, defects=8 * len(rules), form=form)
    found, planted = found_and_planted(survey, simulated)
    assert found == planted
    without_place = {"check.big"}  # in this survey it can never fail
    assert {rule for _, _, rule, _ in planted} == set(rules) - without_place


def test_every_rule_of_the_closed_list_can_be_planted() -> None:
    found = {rule for survey in SURVEYS.values() for form in ("table", "file") for rule in plantable(survey, form)}  # type: ignore[arg-type]
    missing = {name for name, _, _ in _core.rules()} - found
    assert missing == {"check"}  # its rules are check.<id>


@pytest.mark.parametrize("form", ["table", "file"])
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_definition_gets_its_own_key_back(form: Any, seed: int) -> None:
    survey = random_survey(seed)
    rules = plantable(survey, form)
    try:
        simulated = survey.simulate(4 * len(rules) + 8, seed=seed, defects=len(rules), form=form)
    except DataError as problem:  # a unique answer among few values, or a check that hardly any answers pass
        assert "found no place for a record without defect" in str(problem)
        return
    found, planted = found_and_planted(survey, simulated)
    assert found == planted


def test_a_saved_file_reads_back_with_its_defects(tmp_path: Path) -> None:
    simulated = MENTORING.simulate(200, seed=5, defects=True, form="file")
    simulated.save(tmp_path / "responses.csv")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # single damaged cells are findings, not a file in another encoding
        responses = MENTORING.read(tmp_path / "responses.csv")
    again = MENTORING.validate(responses).to_dict()["findings"]
    assert [(f["row"], f["rule"]) for f in again] == [(d["row"], d["rule"]) for d in simulated.key]
    assert {"file.encoding", "file.ragged_row", "layout.split_mismatch"} <= {d["rule"] for d in simulated.key}


def test_the_same_seed_gives_the_same_records() -> None:
    first, again, other = (MENTORING.simulate(50, seed=s, defects=5) for s in (4, 4, 5))
    assert first.cells == again.cells and first.key == again.key
    assert first.cells != other.cells
    longer = MENTORING.simulate(60, seed=4)
    assert MENTORING.simulate(50, seed=4).cells["q_role"] == longer.cells["q_role"][:50]


def test_a_dict_asks_for_rules_and_is_kept_exactly() -> None:
    simulated = MENTORING.simulate(60, seed=1, defects={"window.late": 2, "unit.duplicate_id": 3})
    assert sorted(d["rule"] for d in simulated.key) == ["unit.duplicate_id"] * 3 + ["window.late"] * 2
    assert simulated.frame(library="polars").height == 60


def test_what_cannot_be_simulated_is_said() -> None:
    with pytest.raises(DataError, match="one in four"):
        MENTORING.simulate(10, defects=5)
    with pytest.raises(DataError, match="has a place for"):
        MENTORING.simulate(10, defects={"file.ragged_row": 1})
    with pytest.raises(DataError, match="expected 'table' or 'file'"):
        MENTORING.simulate(10, form="csv")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="found -1"):
        MENTORING.simulate(-1)
    with pytest.raises(DataError, match="found no place"):
        ROUTED.simulate(40, defects={"check.big": 1})


def test_conditions_about_the_day() -> None:
    data = {**LIMITS, "checks": [{"id": "day", "severity": "error", "assert": "submitted() >= day and today() > day"}]}
    survey = ek.Survey.load(data)
    found, planted = found_and_planted(survey, survey.simulate(80, seed=2, defects=10))
    assert found == planted and datetime.date.today() > datetime.date(2020, 3, 2)
