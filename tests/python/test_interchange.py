"""SPSS and Stata in and out, XLSForm in, and `enkat convert`."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import enkat as ek
import openpyxl
import polars as pl
import pyreadstat
import pytest
from enkat.cli import main
from enkat.errors import DataError, DefinitionError
from enkat.interchange._xpath import Refused, translated

FORMATS = Path(__file__).parents[1] / "data" / "formats"


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


# ---- SPSS and Stata -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["sav", "dta"])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_round_trip_loses_nothing_it_does_not_name(
    survey: ek.Survey, ending: str, language: str, tmp_path: Path
) -> None:
    responses = survey.validate(survey.simulate(60, seed=5).responses).apply().accepted
    path = tmp_path / f"answers.{ending}"
    lost = responses.to_labelled(path, language=language)
    assert any("texts and dates" in text and "q_since" in text for text in lost)
    back = survey.read(path)
    assert back.layout == "plain" and back.rows == 60
    for name in responses.columns:
        assert back.values(name) == responses.values(name), name
        if name not in ("q_since", "q_comment") and not name.endswith(".other"):
            answered = [k in ("none", "refused", "no_opinion") for k in responses.missing(name)]
            assert [k in ("none", "refused", "no_opinion") for k in back.missing(name)] == answered, name
            kinds = [k for k in responses.missing(name) if k in ("refused", "no_opinion")]
            assert [k for k in back.missing(name) if k in ("refused", "no_opinion")] == kinds, name
    for name in ("response_id", "respondent_ref", "duration_seconds", "language", "judged_at"):
        assert back.core.meta[name] == responses.core.meta[name], name
    assert survey.validate(back).to_dict()["findings"] == []


def test_labels_and_missing_kinds_are_spss_own(survey: ek.Survey, tmp_path: Path) -> None:
    path = tmp_path / "x.sav"
    accepted = survey.validate(survey.simulate(80, seed=2).responses).apply().accepted
    accepted.to_labelled(path, language="sv")
    _, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
    assert meta.variable_value_labels["q_role"][3.0] == "Lärare"
    assert meta.column_names_to_labels["q_benefits_wellbeing"].endswith("- Välbefinnande")
    assert meta.missing_ranges["q_plan"] == [{"lo": -91.0, "hi": -91.0}]
    assert meta.variable_value_labels["q_plan"][-91.0] == "not shown"
    assert meta.missing_ranges["q_hours"][0]["hi"] < -999_000  # -91 may be an answer


def test_a_draft_takes_over_labels_and_missing_values(tmp_path: Path) -> None:
    path = tmp_path / "panel.sav"
    frame = pl.DataFrame({"SEX": [1.0, 2.0, 9.0], "inc": [10.5, None, -1.0], "when": [datetime.date(2020, 1, 1)] * 3,
                          "txt": ["a", "b", "c"]})  # fmt: skip
    pyreadstat.write_sav(frame, str(path), column_labels={"SEX": "Sex of respondent"}, file_label="Panel 2020",
                         variable_value_labels={"SEX": {1.0: "woman", 2.0: "man", 9.0: "not stated"}},
                         missing_ranges={"SEX": [9.0], "inc": [-1.0]})  # fmt: skip
    draft = ek.Survey.infer(path, language="en")
    assert {q.id: q.type for q in draft.questions} == {"sex": "single", "inc": "number", "when": "date", "txt": "text"}
    assert draft.text("sex") == "Sex of respondent" and draft.text("sex.2") == "man" and draft.title() == "Panel 2020"
    assert draft.questions["sex"].option("9").missing == "item_nonresponse"  # type: ignore[union-attr]
    back = draft.read(path)
    assert back.values("sex") == ["1", "2", None] and back.values("inc") == [10.5, None, None]
    assert back.values("when")[0] == datetime.date(2020, 1, 1)


def test_damaged_files_and_other_endings_are_refused(survey: ek.Survey, tmp_path: Path) -> None:
    (tmp_path / "bad.sav").write_bytes(b"$FL2" + bytes(500))
    with pytest.raises(DataError, match=r"bad\.sav"):
        survey.read(tmp_path / "bad.sav")
    with pytest.raises(DataError, match=r"ends in \.sav or \.dta"):
        survey.simulate(2).responses.to_labelled(tmp_path / "x.por")
    with pytest.raises(DefinitionError, match="SPSS or Stata"):
        ek.Survey.infer(tmp_path / "none.sav")


# ---- XLSForm --------------------------------------------------------------------------------------------------------
def workbook(path: Path, survey_rows: list[list[Any]], choices: list[list[Any]] | None = None) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in survey_rows:
        book["survey"].append(row)
    sheet = book.create_sheet("choices")
    for row in choices or [["list_name", "name", "label::English (en)", "label::Swedish (sv)"]]:
        sheet.append(row)
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language"])
    settings.append(["School form", "school", "3", "English (en)"])
    book.save(path)
    return path


HEAD = ["type", "name", "label::English (en)", "label::Swedish (sv)", "required", "relevant", "constraint",
        "constraint_message::English (en)", "calculation", "hint::English (en)", "parameters"]  # fmt: skip
ROWS = [
    HEAD,
    ["start", "start"],
    ["begin_group", "about", "About", "Om dig"],
    ["select_one role", "role", "Role?", "Roll?", "yes", None, None, None, None, "One only"],
    ["integer", "hours", "Hours?", "Timmar?", "yes", "${role} = 'teacher'", ". >= 0 and . <= 80"],
    ["end_group"],
    ["select_multiple aud or_other", "aud", "For whom?", "För vilka?"],
    ["text", "why", "Why?", "Varför?", None, "selected(${aud}, 'all') and ${hours} > 4", "string-length(.) <= 100"],
    ["decimal", "share", "Share", "Andel", None, "count-selected(${aud}) >= 2 or ${why} != ''",
     ". <= 1 and . <= ${hours}", "At most the hours"],
    ["calculate", "twice", None, None, None, None, None, None, "${hours} * 2 + 1"],
    ["range", "nps", "Recommend?", "Rekommendera?", None, None, None, None, None, None, "start=0 end=10 step=1"],
    ["rank aud", "order", "Order", "Ordning"],
    ["note", "bye", "Thanks", "Tack"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Swedish (sv)"],
    ["role", "teacher", "Teacher", "Lärare"],
    ["role", "head", "Head", "Rektor"],
    ["aud", "all", "All", "Alla"],
    ["aud", "new", "New", "Nya"],
]


def test_an_xlsform_is_a_definition(tmp_path: Path) -> None:
    form = ek.Survey.load(workbook(tmp_path / "form.xlsx", ROWS, CHOICES))
    q = form.questions
    assert form.id == "school" and form.version == "3" and form.languages == ("en", "sv")
    assert all("no translation" in text for text in form.warnings)
    assert [x.type for x in q] == [
        "single", "number", "multi", "text", "number", "calculated", "rating", "ranking", "note",
    ]  # fmt: skip
    assert form.text("role.teacher", "sv") == "Lärare" and q["role"].required and q["role"].section == "about"
    assert (q["hours"].min, q["hours"].max, q["hours"].decimals) == (0, 80, 0)
    assert q["hours"].show_if == "role == 'teacher'" and q["why"].max_length == 100
    assert q["why"].show_if == "selected(aud, 'all') and hours > 4"
    assert q["share"].show_if == "count(aud) >= 2 or answered(why)" and q["share"].max == 1
    assert q["twice"].formula == "hours * 2 + 1" and q["aud"].option("other").other_text  # type: ignore[union-attr]
    check = form.to_dict()["checks"][0]
    assert check["assert"] == "share <= hours" and check["message"] == {"en": "At most the hours"}
    simulated = form.simulate(60, seed=1, defects=10)
    assert len(form.validate(simulated.responses)) == 10


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (["geopoint", "place", "Where?"], "'geopoint'"),
        (["begin_repeat", "child", "Child"], "'begin_repeat'"),
        (["begin repeat", "child", "Child"], "'begin_repeat'"),
        (["text", "a", "A", "A", None, "position(..) > 1"], r"position\(\)"),
        (["text", "a", "A", "A", None, "${nobody} = 1"], "nobody"),
        (["select_one none", "a", "A", "A"], "'none'"),
        (["end_group"], "without begin_group"),
        (["text", "a", "A", "A", None, None, ". mod 2 = 0"], "'mod'"),
    ],
)
def test_what_has_no_place_is_refused_by_name(row: list[Any], named: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=rf"survey, row 2: found .*{named}|survey, row 2: .*{named}"):
        ek.Survey.load(workbook(tmp_path / "form.xlsx", [HEAD, row], CHOICES))


def test_a_workbook_that_is_no_form_says_so() -> None:
    with pytest.raises(DefinitionError, match="expected an XLSForm"):
        ek.Survey.load(FORMATS / "eusurvey-content.xlsx")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("${a}='x' or not(${b} > 3)", "a == 'x' or not (b > 3)"),
        ("${a} != ''", "answered(a)"),
        ("string-length(${c}) > 3 and ${d} >= today()", "len(c) > 3 and d >= today()"),
        ('${a} = "it\'s"', "a == 'it''s'"),
        ("-1 * (${b} div 2) < 3", "- 1 * (b / 2) < 3"),
    ],
)
def test_conditions_are_translated(source: str, expected: str) -> None:
    assert translated(source, {x: x for x in "abcd"}) == expected


@pytest.mark.parametrize("source", ["if(${a}, 1, 2)", "${a} | ${b}", "../x", "instance('x')/root"])
def test_other_conditions_are_refused(source: str) -> None:
    with pytest.raises(Refused):
        translated(source, {x: x for x in "abcd"})


# ---- the command ----------------------------------------------------------------------------------------------------
def test_convert_writes_definitions_and_responses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    definition, export = str(FORMATS / "mentoring.survey.json"), str(FORMATS / "limesurvey-results.csv")
    for ending in ("csv", "sav", "dta", "parquet"):
        out = str(tmp_path / f"answers.{ending}")
        assert main(["convert", export, out, "--definition", definition, "--json", "--quiet"]) == 0
        assert json.loads(capsys.readouterr().out)["lost"] and Path(out).stat().st_size > 500
    form = workbook(tmp_path / "form.xlsx", ROWS, CHOICES)
    assert main(["convert", str(form), str(tmp_path / "form.json"), "--quiet"]) == 0
    assert ek.Survey.load(tmp_path / "form.json").id == "school" and "all kept" in capsys.readouterr().out
    assert main(["convert", str(tmp_path / "answers.sav"), str(tmp_path / "draft.json"), "--quiet"]) == 0
    assert ek.Survey.load(tmp_path / "draft.json").questions["q_role"].type == "single"
    assert main(["convert", export, str(tmp_path / "x.csv"), "--quiet"]) == 2
    assert "--definition" in capsys.readouterr().err
    assert main(["convert", export, str(tmp_path / "x.pdf"), "--quiet", "--definition", definition]) == 2
