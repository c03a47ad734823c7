"""The design of a survey's responses comes back with its questionnaire, its answers and why some are absent."""

from __future__ import annotations

from pathlib import Path

import enkat as ek
import pytest
from enkat.errors import SurveyError

FORMATS = Path(__file__).parents[1] / "data" / "formats"


@pytest.fixture(scope="module")
def saved() -> ek.Design:
    survey = ek.Survey.load(FORMATS / "mentoring.survey.json")
    checked = survey.validate(survey.read(FORMATS / "limesurvey-results.csv")).apply()
    return checked.accepted.design().where("q_role in ['teacher', 'head_teacher']")


@pytest.fixture(scope="module")
def back(saved: ek.Design, tmp_path_factory: pytest.TempPathFactory) -> ek.Design:
    path = tmp_path_factory.mktemp("saved") / "d.json"
    saved.save(path)
    return ek.load(path)


def test_it_is_equal(saved: ek.Design, back: ek.Design) -> None:
    assert back == saved and back.survey.to_dict() == saved.survey.to_dict()
    assert back.columns == saved.columns and back.code() == saved.code()


def test_every_column_gives_the_same_table(saved: ek.Design, back: ek.Design) -> None:
    asked = 0
    for name in saved.columns:
        try:
            want = saved.freq(name)
        except SurveyError:
            with pytest.raises(SurveyError):
                back.freq(name)
            continue
        assert back.freq(name) == want and back.freq(name).missing == want.missing
        asked += 1
    assert asked > 10


def test_conditions_and_answers_are_the_same(saved: ek.Design, back: ek.Design) -> None:
    for condition in ("q_role == 'teacher'", "answered(q_level)", "q_audiences has 'all_pupils'"):
        try:
            want = saved.where(condition)
        except SurveyError:
            continue
        assert back.where(condition) == want
    for name in saved._columns.source.responses.columns:
        assert back._columns.source.responses.values(name) == saved._columns.source.responses.values(name)
        assert back._columns.source.responses.missing(name) == saved._columns.source.responses.missing(name)


def test_it_is_saved_again_as_it_was(back: ek.Design, tmp_path: Path) -> None:
    back.save(tmp_path / "again.json")
    assert ek.load(tmp_path / "again.json") == back
