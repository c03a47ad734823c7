"""Loading a survey definition, asking it, previewing it; every message names the place and the repair."""

from __future__ import annotations

import copy
import html.parser
import json
import pickle
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from enkat.errors import DefinitionError, MissingFileError

PATH = Path(__file__).parents[1] / "data" / "formats" / "mentoring.survey.json"


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(PATH)


@pytest.fixture
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return loaded


def minimal(**more: Any) -> dict[str, Any]:
    return {
        "format": "survey-definition",
        "format_version": "0.1",
        "id": "x",
        "version": "1",
        "default_language": "en",
        "languages": ["en"],
        "title": {"en": "T"},
        "questions": [{"id": "q", "type": "number", "text": {"en": "How many?"}}],
        **more,
    }


@pytest.mark.parametrize(
    "as_source", [str, Path, lambda p: p.read_text("utf-8"), lambda p: json.loads(p.read_text("utf-8"))]
)
def test_a_path_a_text_and_a_dict_load_the_same(as_source: Any, survey: ek.Survey) -> None:
    assert ek.Survey.load(as_source(PATH)).to_dict() == survey.to_dict()


def test_a_byte_order_mark_is_tolerated_and_other_encodings_are_named(tmp_path: Path) -> None:
    text = PATH.read_text(encoding="utf-8")
    file = tmp_path / "s.json"
    file.write_text(text, encoding="utf-8-sig")
    assert ek.Survey.load(file).id == "mentoring-2023"
    assert ek.Survey.load("\ufeff" + text).id == "mentoring-2023"
    file.write_text(text, encoding="utf-16")
    with pytest.raises(DefinitionError, match="found the encoding UTF-16, expected UTF-8"):
        ek.Survey.load(file)
    file.write_bytes(text.encode("latin-1", "replace"))
    with pytest.raises(DefinitionError, match=r"found the byte 0xE4 in line 13, which is not UTF-8"):
        ek.Survey.load(file)


def test_sources_that_are_no_definition(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"nowhere\.json: found no such file \(looked in "):
        ek.Survey.load("nowhere.json")
    with pytest.raises(FileNotFoundError):
        ek.Survey.load("nul\0byte")
    with pytest.raises(DefinitionError, match="found a folder"):
        ek.Survey.load(tmp_path)
    with pytest.raises(DefinitionError, match="found int, expected a path, JSON text or a dict"):
        ek.Survey.load(5)  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="found a dict that is not JSON"):
        ek.Survey.load(minimal(title={"en": b"T"}))
    (tmp_path / "empty.json").touch()
    with pytest.raises(DefinitionError, match="the document: found text that is not JSON"):
        ek.Survey.load(tmp_path / "empty.json")


def test_a_dict_with_nan_or_a_cycle_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"^/questions/0/min: found text that is not JSON"):
        ek.Survey.load(minimal(questions=[{"id": "q", "type": "number", "text": {"en": "?"}, "min": float("nan")}]))
    loop: dict[str, Any] = {}
    loop["title"] = loop
    with pytest.raises(DefinitionError, match="not JSON"):
        ek.Survey.load(loop)
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(DefinitionError, match="not JSON"):
        ek.Survey.load({"title": deep})


def test_the_source_is_not_changed(data: dict[str, Any]) -> None:
    before = copy.deepcopy(data)
    survey = ek.Survey.load(data)
    survey.to_dict()["title"]["en"] = "changed"
    assert data == before
    assert survey.title() == "Survey on mentoring programmes at school"


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            ("questions", 0, "options", 1, "code"),
            "a b",
            r'^/questions/0/options/1/code: found "a b", expected a code of',
        ),
        (
            ("questions", 4, "show_if"),
            "answered(q_hours)",
            r'^/questions/4/show_if: found "q_hours", which is asked later',
        ),
        (
            ("population", "margins", 0, "targets", "teacher"),
            0.5,
            r"^/population/margins/0/targets: found shares that sum to 0\.75",
        ),
        (("window", "closes"), "2022-01-01T00:00:00", r"^/window/opens: found "),
        (("questions", 5, "min"), 81, r"^/questions/5/min: found 81, expected at most max, 80"),
    ],
)
def test_errors_begin_with_the_json_pointer(
    data: dict[str, Any], place: tuple[Any, ...], value: Any, message: str
) -> None:
    target: Any = data
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    with pytest.raises(DefinitionError, match=message):
        ek.Survey.load(data)


@pytest.mark.parametrize("name", ["Europe/Brusels", "", "../../etc/passwd", "Europe", "a" * 5000, "nul\0"])
def test_an_unknown_time_zone_is_a_warning(data: dict[str, Any], name: str) -> None:
    data["window"]["timezone"] = name
    (warning,) = ek.Survey.load(data).warnings
    assert warning.startswith(f"/window/timezone: found {name[:80]!r}, expected the IANA name of a time zone: ")


def test_a_routing_cycle_is_named(data: dict[str, Any]) -> None:
    data["questions"][3]["show_if"] = "answered(q_hours)"
    with pytest.raises(
        DefinitionError, match=r'/questions/3/show_if: found "q_hours", which itself depends on .* \(a cycle: '
    ):
        ek.Survey.load(data)


def test_questions_are_a_sequence_with_names(survey: ek.Survey) -> None:
    questions = survey.questions
    assert len(questions) == 12
    assert questions[0] is questions["q_role"]
    assert [q.id for q in questions] == list(questions.ids)
    assert "q_role" in questions
    assert "q_nothing" not in questions
    assert len(questions[2:4]) == 2
    with pytest.raises(DefinitionError, match=r"found the question 'q_rol', expected 'q_role'"):
        questions["q_rol"]
    with pytest.raises(IndexError):
        questions[12]
    assert "q_benefits   matrix" in repr(questions)


def test_a_question_is_frozen_and_typed(survey: ek.Survey) -> None:
    hours = survey.questions["q_hours"]
    assert (hours.type, hours.min, hours.max, hours.decimals, hours.required) == ("number", 0, 80, 1, True)
    assert "min=0" in repr(hours)
    benefits = survey.questions["q_benefits"]
    assert benefits.codes == ("1", "2", "3", "4", "5", "dk")
    assert benefits.option("dk").missing == "no_opinion"  # type: ignore[union-attr]
    assert benefits.option("6") is None
    assert benefits.scale is not None
    assert benefits.scale.kind == "likert"
    assert benefits.rows[0].label["sv"] == "Välbefinnande"
    with pytest.raises(AttributeError):
        hours.min = 1  # type: ignore[misc]


def test_text_finds_questions_options_rows_sections_and_checks(survey: ek.Survey) -> None:
    assert survey.text("q_role") == "What is your role?"
    assert survey.text("q_role", "sv") == "Vilken är din roll?"
    assert survey.text("q_role.teacher", "sv") == "Lärare"
    assert survey.text("q_benefits.wellbeing") == "Well-being"
    assert survey.text("q_benefits.5") == "Strongly agree"
    assert survey.text("s_about", "sv") == "Om dig"
    assert survey.text("c_hours_role").startswith("A student teacher reports")
    assert survey.title("sv") == "Enkät om mentorsprogram i skolan"
    with pytest.raises(DefinitionError, match=r"id: found 'q_role\.teachr', expected .*'q_role\.teacher'"):
        survey.text("q_role.teachr")
    with pytest.raises(DefinitionError, match=r"id: found 'q_roll', expected .*'q_role'"):
        survey.text("q_roll")
    with pytest.raises(DefinitionError, match=r"language: found 'fr', expected one of 'en', 'sv'"):
        survey.text("q_role", "fr")


def test_a_missing_translation_is_a_warning_and_the_default_language_stands_in(data: dict[str, Any]) -> None:
    del data["questions"][0]["options"][2]["label"]["sv"]
    survey = ek.Survey.load(data)
    assert survey.warnings == ('/questions/0/options/2/label: no translation to "sv"; the default language stands in',)
    assert survey.text("q_role.teacher", "sv") == "Teacher"
    assert '<span lang="en">Teacher</span>' in survey.to_html("sv")
    assert "1 warnings" in repr(survey)


def test_margins_are_in_the_form_of_rake(survey: ek.Survey, data: dict[str, Any]) -> None:
    margins = survey.margins()
    assert list(margins) == ["q_role", "q_level"]
    assert sum(margins["q_level"].values()) == pytest.approx(1)
    targets = {"teacher|vet": 30, "teacher|higher": 10}
    data["population"]["margins"] = [{"question": "q_role", "by": ["q_level"], "unit": "count", "targets": targets}]
    joint = ek.Survey.load(data).margins()
    assert joint == {("q_role", "q_level"): {("teacher", "vet"): 30, ("teacher", "higher"): 10}}
    assert ek.Survey.load(minimal()).margins() == {}


def test_saving_and_pickling_keep_everything(survey: ek.Survey, tmp_path: Path) -> None:
    survey.save(tmp_path / "saved.json")
    assert ek.Survey.load(tmp_path / "saved.json").to_dict() == survey.to_dict()
    assert pickle.loads(pickle.dumps(survey)).to_dict() == survey.to_dict()


class Checker(html.parser.HTMLParser):
    """Every element that is opened is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_preview_is_readable_html(survey: ek.Survey) -> None:
    page = survey._repr_html_()
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    assert {"article", "h2", "h3", "ol", "li", "details"} <= checker.seen
    for text in (
        "Mentoring at your school",
        "Shown only if “None” is not chosen in question 4 and question 4 is answered.",
        "Shown only if “None” is chosen in question 4.",
        "A number, 0 to 80, at most 1 decimal, hours per month.",
        "Choose any number, 1 to 8 choices.",
        "Rank, 1 to 5 items.",
        "None (excludes the others)",
        "No opinion (counts as no opinion)",
        "Expected: the answer to question 6 is at most 40 or question 6 is not answered, where",
        "respondents chose to take part",
    ):
        assert text in page, text
    assert 'lang="sv"' in survey.to_html("sv")


def test_every_text_of_the_preview_is_escaped(data: dict[str, Any]) -> None:
    evil = "<script>alert('x')</script>&"
    text = json.dumps(data)
    for old in (
        "Survey on mentoring programmes at school",
        "What is your role?",
        "Teacher",
        "None",
        "hours per month",
        "About you",
    ):
        text = text.replace(json.dumps(old), json.dumps(evil))
    page = ek.Survey.load(text).to_html()
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;") >= 6
    Checker().feed(page)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            "q_role != 'other' or q_hours > 2 and q_hours < 4",
            "the answer to question 1 is not “Other” or (the answer to question 6 is above 2 "
            "and the answer to question 6 is below 4)",
        ),
        ("not (answered(q_role) or answered(q_level))", "not (question 1 is answered or question 3 is answered)"),
        (
            "q_level in ['vet','higher']",
            "the answer to question 3 is “Vocational education and training” or “Higher education”",
        ),
        ("q_benefits.wellbeing >= 4", "the answer to “Well-being” in question 7 is at least “Agree”"),
        ("count(q_audiences) == 2", "the number of answers to question 4 is 2"),
        ("rank(q_obstacles,'time') <= 2", "the place of “Lack of time” in question 10 is at most 2"),
        (
            "q_since < today() and submitted() > '2023-01-10'",
            "the answer to question 5 is below today and the day of submission is above 2023-01-10",
        ),
        (
            "q_hours * 2 + -1 == q_recommend",
            "the answer to question 11 is the answer to question 6 times 2 plus minus 1",
        ),
    ],
)
def test_routing_in_words(survey: ek.Survey, condition: str, words: str) -> None:
    from enkat._display.routing_words import Words

    assert Words(survey, "en").condition(condition) == words


def test_ten_thousand_questions_load_and_preview_quickly() -> None:
    questions = [{"id": f"q{i}", "type": "number", "text": {"en": f"Number {i}?"}} for i in range(10_000)]
    for i in range(1, 10_000):
        questions[i]["show_if"] = f"q{i - 1} > 0"
    survey = ek.Survey.load(minimal(questions=questions))
    assert "and 9700 more questions" in survey.to_html()
    assert "... and 9800 more" in repr(survey)
