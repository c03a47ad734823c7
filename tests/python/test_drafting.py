"""Drafts from tables, differences of definitions, codebooks."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import enkat as ek
import polars as pl
import pytest
from enkat.errors import DataError

FORMATS = Path(__file__).parents[1] / "data" / "formats"
NEW = {"en": "N", "sv": "N"}


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


# ---- infer ----------------------------------------------------------------------------------------------------------
def test_a_draft_knows_types_groups_and_missing_codes() -> None:
    n = 12
    frame = pl.DataFrame(
        {
            "response_id": [f"r{i}" for i in range(n)],
            "Sex": ["woman", "man"] * 6,
            "Age group": [1, 2, 3, 9] * 3,
            "income": [1200.5, 900, 3000, 1500, 999999, 2000, 1000, 1100, 1200, 1300, 1400, 1600],
            "children": [0, 1, 2, 99, 3, 1, 0, 25, 26, 27, 28, 31],
            "start": ["2020-01-01"] * n,
            "mail": [f"p{i}@example.org" for i in range(n)],
            "comment": [f"text number {i} of a person" for i in range(n)],
            "aud": ["a;b", "a", "b;c", None] * 3,
            "use[mon]": [1, 0, 0, 1] * 3,
            "use[tue]": [0, 0, 1, 1] * 3,
            "agree.one": ["1", "2", "3", "2"] * 3,
            "agree.two": ["3", "2", "1", None] * 3,
        },
        strict=False,
    )
    draft = ek.Survey.infer(frame, language="sv")
    types = {q.id: q.type for q in draft.questions}
    assert types == {
        "sex": "single", "age_group": "single", "income": "number", "children": "number", "start": "date",
        "mail": "email", "comment": "text", "aud": "multi", "use": "multi", "agree": "matrix",
    }  # fmt: skip
    assert draft.questions["use"].codes == ("mon", "tue") and draft.questions["agree"].codes == ("1", "2", "3")
    assert draft.questions["sex"].required and not draft.questions["aud"].required
    assert draft.to_dict()["missing"] == [{"code": "99", "kind": "item_nonresponse"}]
    assert draft.default_language == "sv" and draft.text("age_group") == "Age group"


def test_a_draft_of_simulated_answers_reads_them_back(survey: ek.Survey) -> None:
    cells = survey.simulate(200, seed=3).cells
    draft = ek.Survey.infer({name: [v or None for v in values] for name, values in cells.items()})
    for q in survey.questions:
        if q.type in ("single", "multi", "matrix", "number", "date", "text") and q.id != "q_country":
            assert draft.questions[q.id].type == q.type, q.id
    read = draft.read({name: values for name, values in cells.items() if "." not in name or "benefits" in name})
    assert read.values("q_role") == survey.read(cells).values("q_role")


def test_nothing_to_draft_is_said() -> None:
    with pytest.raises(DataError, match="recorded columns"):
        ek.Survey.infer({"response_id": ["a"]})


# ---- diff -----------------------------------------------------------------------------------------------------------
def changed(survey: ek.Survey, change: Any) -> Any:
    data = copy.deepcopy(survey.to_dict())
    change(data, {q["id"]: q for q in data["questions"]})
    return survey.diff(ek.Survey.load(data))


def test_the_same_definition_has_no_difference(survey: ek.Survey) -> None:
    diff = survey.diff(survey)
    assert not diff and diff.carries_over and repr(diff) == "No difference."


@pytest.mark.parametrize(
    ("change", "where", "carries"),
    [
        (lambda d, q: q["q_hours"].update(max=40), "q_hours", False),
        (lambda d, q: q["q_hours"].update(max=90), "q_hours", True),
        (lambda d, q: q["q_comment"].update(required=True), "q_comment", False),
        (lambda d, q: q["q_recommend"].pop("required"), "q_recommend", True),
        (lambda d, q: q["q_role"]["options"].pop(1), "q_role.student_teacher", False),
        (lambda d, q: q["q_training"]["options"].append({"code": "new", "label": NEW}), "q_training.new", True),
        (lambda d, q: q["q_plan"]["text"].update(en="Other words?"), "q_plan", True),
        (lambda d, q: q["q_plan"].pop("show_if"), "q_plan", False),
        (lambda d, q: (d["questions"].pop(), d.pop("quality")), "q_comment", False),
        (lambda d, q: d["questions"].append({"id": "q_new", "type": "text", "text": NEW}), "q_new", True),
        (lambda d, q: d.update(version="2"), "version", True),
        (lambda d, q: d["checks"].pop(), "c_hours_role", True),
        (lambda d, q: q["q_benefits"]["rows"].reverse(), None, True),
    ],
)  # fmt: skip
def test_changes_are_named_with_what_becomes_of_old_answers(
    survey: ek.Survey, change: Any, where: str | None, carries: bool
) -> None:
    def without_margin(d: Any, q: Any) -> None:
        change(d, q)
        if where == "q_role.student_teacher":
            d["population"]["margins"].pop(0)
            d["audience"]["eligible"].remove("student_teacher")
            d["checks"].clear()

    diff = changed(survey, without_margin)
    assert diff.carries_over == carries
    if where is not None:
        found = next(c for c in diff.changes if c.where == where)
        assert found.carries == carries and where in repr(diff) and where in diff._repr_html_()
        assert diff.frame(library="polars").height == len(diff) == len(diff.to_dict()["changes"])


# ---- codebook -------------------------------------------------------------------------------------------------------
def test_a_codebook_counts_with_labels_and_shows_no_open_answer(survey: ek.Survey) -> None:
    responses = survey.read(FORMATS / "limesurvey-results.csv")
    book = survey.codebook(responses, language="sv")
    lines = [line for line in book.lines if line["question"] == "q_role"]
    answers = [v for v in responses.values("q_role") if v is not None]
    teacher = next(line for line in lines if line["code"] == "teacher")
    assert teacher["label"] == "Lärare" and teacher["n"] == answers.count("teacher")
    assert teacher["share"] == answers.count("teacher") / len(answers)
    everything = repr(book) + book.to_html() + str(book.to_dict())
    for comment in responses.values("q_comment"):
        assert comment is None or comment not in everything
    assert any(line["row"] == "wellbeing" and line["code"] == "5" for line in book.lines)
    assert book.frame(library="polars").height == len(book.lines)
    with pytest.raises(DataError, match="expected responses"):
        survey.codebook({"q_role": []})  # type: ignore[arg-type]
