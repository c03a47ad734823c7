"""The design of a survey's accepted responses: kinds of answers, conditions, labels, published figures."""

from __future__ import annotations

from pathlib import Path

import enkat as ek
import pytest

DATA = Path(__file__).parents[2] / "notebooks" / "data"


@pytest.fixture(scope="module")
def design() -> ek.Design:
    survey = ek.Survey.load(DATA / "mentoring.survey.json")
    return survey.validate(survey.read(DATA / "mentoring-eusurvey.xml")).apply().accepted.design()


def test_kind_and_model_come_from_the_definition(design: ek.Design) -> None:
    assert design.kind == "self_selected" and "mentoring-2023" in design.history[0]
    assert any("taking part does not depend" in note for note in design.mean("q_hours").notes)


def test_the_published_figures(design: ek.Design) -> None:
    r = design.freq("q_audiences")
    shares = {level: round(100 * r[level].estimate) for level in r.keys["level"]}
    assert (shares["all_pupils"], shares["sen_pupils"], shares["new_teachers"]) == (47, 41, 36)
    assert (shares["support_teachers"], shares["all_teachers"]) == (16, 29)
    assert r.n == [173] * 9


@pytest.mark.parametrize(
    ("condition", "same"),
    [
        ("q_since >= '2015-01-01'", "answered(q_since) and not q_since < '2015-01-01'"),
        ("rank(q_obstacles, 'time') == 1", "rank(q_obstacles, 'time') < 2"),
        ("q_benefits.wellbeing >= 4", "q_benefits.wellbeing in ['4', '5']"),
        ("len(q_comment) > 0", "answered(q_comment)"),
        ("selected(q_audiences, 'none')", "answered(q_plan)"),
    ],
)
def test_conditions_on_every_kind_of_answer(design: ek.Design, condition: str, same: str) -> None:
    n = design.where(condition).freq("q_role").n[0]
    assert 0 < n < 173 and n == design.where(same).freq("q_role").n[0]


def test_options_with_values_are_numbers_to_mean_and_categories_to_freq(design: ek.Design) -> None:
    mean = design.mean("q_benefits.wellbeing")["q_benefits.wellbeing"]
    freq = design.freq("q_benefits.wellbeing")
    assert mean.estimate == pytest.approx(
        sum(int(v) * e for v, e in zip(freq.keys["level"], freq.estimate, strict=True))
    )
    assert set(design.mean("q_benefits.wellbeing").missing["q_benefits.wellbeing"]) == {"not_shown", "no_opinion"}


def test_labels_follow_the_language(design: ek.Design) -> None:
    frame = design.freq("q_role").frame(language="sv")
    assert "Lärare" in frame["level"].to_list()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda d: d.mean("q_since"), "holds dates.*with_columns"),
        (lambda d: d.freq("q_comment"), "free texts"),
        (lambda d: d.mean("q_hour"), "did you mean 'q_hours'"),
        (lambda d: d.ratio("q_role", "q_hours"), "carry no numeric value"),
    ],
)
def test_what_an_answer_cannot_be_is_said(design: ek.Design, call, message: str) -> None:
    with pytest.raises(ek.errors.DataError, match=message):
        call(design)
