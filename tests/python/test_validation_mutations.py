"""Plants every kind of defect in every layout that can show it, and expects exactly that finding."""

from __future__ import annotations

import copy
import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from mentoring_files import DEFINITION, LAYOUTS, ROUTED, Raw, Record, copy_of, options, valid_record, write

Key = tuple[int, str | None, str, str]
SURVEY = ek.Survey.load(DEFINITION)
ROWS = 24


@dataclass(frozen=True)
class Defect:
    """How to spoil one record; `plant` says whether it could."""

    rule: str
    question: str | None
    severity: str
    plant: Callable[[Record], bool]
    layouts: tuple[str, ...] = LAYOUTS
    changed: Callable[[dict[str, Any]], None] | None = None
    """What the definition needs to make this a defect."""

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.question or 'record'}"


def sets(**values: Any) -> Callable[[Record], bool]:
    """Sets fields of any record."""

    def plant(r: Record) -> bool:
        for name, value in values.items():
            setattr(r, name, copy.deepcopy(value))
        return True

    return plant


def where(condition: Callable[[Record], bool], plant: Callable[[Record], bool]) -> Callable[[Record], bool]:
    """Only records that fit."""
    return lambda r: condition(r) and plant(r)


def asked(r: Record) -> bool:
    return r.routed_in()


def not_asked(r: Record) -> bool:
    return r.audiences == ["none"]


def clear_routed(r: Record) -> None:
    r.since, r.hours, r.training, r.plan, r.benefits = "", "", "", "", [""] * 5


def no_audiences(r: Record) -> bool:
    r.audiences = []
    clear_routed(r)
    return True


def empty_row(r: Record) -> bool:
    r.benefits[3] = ""
    return asked(r)


def strange_row(r: Record) -> bool:
    r.benefits[2] = Raw("99")
    return asked(r)


def also_none(r: Record) -> bool:
    r.audiences.append("none")
    return True


def unknown_audience(r: Record) -> bool:
    r.audiences.append(Raw("77"))
    return asked(r)


def straight(r: Record) -> bool:
    r.benefits = ["4"] * 5
    return asked(r)


def break_off(r: Record) -> bool:
    r.finished = False
    r.training, r.plan, r.obstacles, r.recommend, r.comment = "", "", [], "", ""
    return asked(r)


def opened_only(r: Record) -> bool:
    r.finished = False
    r.role, r.country, r.level, r.obstacles, r.recommend, r.comment = "", "", "", [], "", ""
    return no_audiences(r)


def other_without_text(r: Record) -> bool:
    r.audiences.append("other")
    return asked(r)


def split_differs(r: Record) -> bool:
    r.parts = [*r.audiences, "other"]
    return asked(r)


def five_hours(r: Record) -> bool:
    r.role, r.hours = "student_teacher", "50"
    return asked(r)


def bad_bytes(r: Record) -> bool:
    r.comment = Raw(b"L\xe4rarna beh\xf6ver tid".decode("utf-8", "surrogateescape"))
    return True


def without(*left_out: str) -> tuple[str, ...]:
    return tuple(layout for layout in LAYOUTS if layout not in left_out)


def limits(question: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    def change(definition: dict[str, Any]) -> None:
        next(q for q in definition["questions"] if q["id"] == question).update(values)

    return change


def quality(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda definition: definition["quality"].update(values)


CSV_ONLY = without("eusurvey", "eusurvey_xml")
TIMED = ("limesurvey", "qualtrics", "kobo")
PLACES = ("qualtrics", "google_forms")
WORDS = "Mentoring matters. " * 60

DEFECTS = [
    Defect("required.missing", "q_role", "error", sets(role="")),
    Defect("required.missing", "q_recommend", "error", sets(recommend="")),
    Defect("required.missing", "q_benefits", "error", empty_row),
    Defect("required.missing", "q_benefits", "error", where(asked, sets(benefits=[""] * 5))),
    Defect("required.missing", "q_plan", "error", where(not_asked, sets(plan=""))),
    Defect("required.missing", "q_hours", "error", where(asked, sets(hours=""))),
    Defect("required.missing", "q_audiences", "error", no_audiences),
    Defect("option.unknown", "q_level", "error", sets(level=Raw("99"))),
    Defect("option.unknown", "q_country", "error", sets(country=Raw("UK"))),
    Defect("option.unknown", "q_benefits", "error", strange_row),
    Defect("option.unknown", "q_audiences", "error", unknown_audience, without("limesurvey", "google_forms")),
    Defect("option.unknown", "q_training", "error", where(asked, sets(training=Raw("98")))),
    Defect("option.unknown", "q_obstacles", "error", sets(obstacles=["time", Raw("97"), "funding"]), without(*PLACES)),
    Defect("choice.exclusive", "q_audiences", "error", where(asked, also_none)),
    Defect("choice.count", "q_audiences", "error",
           where(asked, sets(audiences=options("audiences")[:5])),
           changed=limits("q_audiences", max_choices=4)),
    Defect("number.type", "q_hours", "error", where(asked, sets(hours=Raw("about ten")))),
    Defect("number.range", "q_hours", "error", where(asked, sets(hours="200"))),
    Defect("number.range", "q_hours", "error", where(asked, sets(hours="-4"))),
    Defect("number.range", "q_recommend", "error", sets(recommend="11")),
    Defect("number.decimals", "q_hours", "error", where(asked, sets(hours="2.25"))),
    Defect("number.step", "q_recommend", "error", sets(recommend="7.5"), without("eusurvey_csv")),
    Defect("date.invalid", "q_since", "error", where(asked, sets(since=Raw("2021-02-30")))),
    Defect("date.range", "q_since", "error", where(asked, sets(since="2024-09-01"))),
    Defect("date.range", "q_since", "error", where(asked, sets(since="1979-12-31"))),
    Defect("text.length", "q_comment", "error", sets(comment=WORDS)),
    Defect("text.length", "q_comment", "error", sets(comment="x"), changed=limits("q_comment", min_length=2)),
    Defect("text.pattern", "q_comment", "error", sets(comment="no #1"), changed=limits("q_comment", pattern="^[^#]*$")),
    Defect("ranking.duplicate_item", "q_obstacles", "error",
           sets(obstacles=["time", "funding", "time"]), without(*PLACES)),
    Defect("ranking.duplicate_position", "q_obstacles", "error", sets(places=["1", "1", "3", "4", "5"]), PLACES),
    Defect("ranking.gap", "q_obstacles", "error", sets(places=["1", "2", "", "", "4"]), PLACES),
    Defect("ranking.gap", "q_obstacles", "error", sets(obstacles=["time", "", "funding"]), ("limesurvey",)),
    Defect("ranking.count", "q_obstacles", "error",
           sets(obstacles=["time"]), changed=limits("q_obstacles", min_ranked=2)),
    Defect("routing.answered_when_hidden", "q_hours", "error", where(not_asked, sets(hours="6"))),
    Defect("routing.answered_when_hidden", "q_since", "error", where(not_asked, sets(since="2014-09-01"))),
    Defect("routing.answered_when_hidden", "q_training", "error", where(not_asked, sets(training="pnts"))),
    Defect("routing.answered_when_hidden", "q_benefits", "error",
           where(not_asked, sets(benefits=["", "", "5", "", ""]))),
    Defect("routing.answered_when_hidden", "q_plan", "error", where(asked, sets(plan="no"))),
    Defect("layout.split_mismatch", "q_audiences", "error", split_differs, ("kobo",)),
    Defect("file.encoding", "q_comment", "error", bad_bytes, CSV_ONLY),
    Defect("unique.repeated", "q_comment", "error", sets(comment="the same"), changed=limits("q_comment", unique=True)),
    Defect("window.early", None, "error", sets(submitted=datetime.datetime(2023, 1, 9, 23, 59))),
    Defect("window.late", None, "error", sets(submitted=datetime.datetime(2023, 3, 1, 0, 0))),
    Defect("unit.duplicate_id", None, "error", sets(), without("google_forms")),
    Defect("meta.duration", None, "error", sets(start=datetime.datetime(2023, 3, 1, 12, 0)), TIMED),
    Defect("file.ragged_row", None, "error", sets(), CSV_ONLY),
    Defect("other.text_without_option", "q_audiences", "warning", sets(audiences_other="Librarians"),
           without("google_forms", "limesurvey")),
    Defect("other.text_without_option", "q_role", "warning", sets(role_other="Parent"), without("google_forms")),
    Defect("other.option_without_text", "q_audiences", "info", other_without_text,
           without("google_forms", "limesurvey")),
    Defect("quality.straightline", "q_benefits", "warning", straight),
    Defect("quality.attention", "q_country", "warning", sets(country="XX"),
           changed=quality(attention=[{"question": "q_country", "expected": options("country")[:-1]}])),
    Defect("quality.open_text", "q_comment", "warning", sets(comment="asdf asdf")),
    Defect("text.formula", "q_comment", "warning", sets(comment="=SUM(A1:A9)")),
    Defect("text.formula", "q_comment", "warning", sets(comment="@SUM(1+1)*cmd|' /C calc'!A0")),
    Defect("text.formula", "q_comment", "warning", sets(comment="+46 8 123 45")),
    Defect("text.control", "q_comment", "warning", sets(comment="form\x07feed"), CSV_ONLY),
    Defect("audience.ineligible", "q_role", "warning", sets(role="other", role_other="Parent")),
    Defect("unit.duplicate_respondent", None, "warning", sets(),
           ("limesurvey", "qualtrics", "eusurvey", "eusurvey_xml", "eusurvey_csv")),
    Defect("unit.duplicate_answers", None, "warning", sets()),
    Defect("quality.speeding", None, "warning", sets(duration=41), TIMED),
    Defect("quality.bot", None, "warning", sets(bot="0.1"), ("qualtrics",)),
    Defect("meta.language", None, "warning", sets(language="de"), without("google_forms", "kobo")),
    Defect("meta.version", None, "warning", sets(version="vMentor2022x"), ("kobo",)),
    Defect("unit.breakoff", None, "info", break_off, ("limesurvey", "qualtrics")),
    Defect("unit.breakoff", None, "info", opened_only, ("limesurvey", "qualtrics")),
    Defect("check.c_hours_role", None, "warning", five_hours),
]  # fmt: skip
CASES = [
    pytest.param(defect, layout, id=f"{layout}-{i}-{defect.id}")
    for i, defect in enumerate(DEFECTS)
    for layout in defect.layouts
]


def survey_for(defect: Defect) -> ek.Survey:
    if defect.changed is None:
        return SURVEY
    definition = copy.deepcopy(DEFINITION)
    defect.changed(definition)
    return ek.Survey.load(definition)


def records_of(seed: int, rows: int = ROWS) -> list[Record]:
    rng = random.Random(seed)
    records = [valid_record(rng, i) for i in range(rows)]
    for i, r in enumerate(records):
        r.comment = f"{i}: {r.comment}"  # no two records are alike
    return records


def plant(defect: Defect, records: list[Record], row: int, ragged: dict[int, int]) -> list[Key] | None:
    """Spoils one record, or adds one that repeats it; the findings to expect, or None where it does not fit."""
    original = copy_of(records[row])
    if not defect.plant(records[row]):
        records[row] = original
        return None
    at = row
    if defect.rule.startswith("unit.duplicate"):
        twin = repeated(defect.rule, original)
        if defect.rule == "unit.duplicate_answers" and not asked(twin):
            return None
        records.append(twin)
        at = len(records) - 1
    if defect.rule == "unique.repeated":
        records.append(copy_of(original))
        records[-1].id, records[-1].ref, records[-1].comment = "x" * 15, "twin", "the same"
        records[-1].obstacles.reverse()
        at = len(records) - 1
    if defect.rule == "file.ragged_row":
        ragged[row] = 2 if row % 2 else -1
    return [(at + 1, defect.question, defect.rule, defect.severity)]


def repeated(rule: str, original: Record) -> Record:
    twin = copy_of(original)
    if rule != "unit.duplicate_id":
        twin.id = original.id[::-1]
    if rule == "unit.duplicate_answers":
        twin.ref = f"{original.ref}-b"
    if rule == "unit.duplicate_respondent":
        twin.submitted += datetime.timedelta(minutes=7)
        twin.comment += " Changed."
    return twin


def found(survey: ek.Survey, path: Path, layout: str) -> set[Key]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ek.errors.SurveyWarning)
        responses = survey.read(path)
    assert responses.layout == layout.removesuffix("_csv")
    findings = survey.validate(responses).to_dict()["findings"]
    keys = {(f["row"], f["question"], f["rule"], f["severity"]) for f in findings}
    assert len(keys) == len(findings)
    return keys


def file_of(layout: str, folder: Path) -> Path:
    return folder / ("f" + {"eusurvey": ".xlsx", "eusurvey_xml": ".xml"}.get(layout, ".csv"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_valid_files_have_no_findings(layout: str, tmp_path: Path) -> None:
    for seed in range(3):
        path = file_of(layout, tmp_path)
        write(layout, records_of(seed, 60), path)
        assert found(SURVEY, path, layout) == set()


@pytest.mark.parametrize(("defect", "layout"), CASES)
def test_one_defect_is_one_finding(defect: Defect, layout: str, tmp_path: Path) -> None:
    records, ragged = records_of(7), dict[int, int]()
    keys = next(k for row in range(3, ROWS) if (k := plant(defect, records, row, ragged)) is not None)
    path = file_of(layout, tmp_path)
    write(layout, records, path, ragged=ragged) if ragged else write(layout, records, path)
    assert found(survey_for(defect), path, layout) == set(keys)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(6))
def test_many_defects_are_as_many_findings(layout: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    records, ragged, wanted = records_of(seed + 100, 60), dict[int, int](), set[Key]()
    pool = [d for d in DEFECTS if layout in d.layouts and d.changed is None]
    for row in rng.sample(range(60), 20):
        wanted.update(plant(rng.choice(pool), records, row, ragged) or ())
    path = file_of(layout, tmp_path)
    write(layout, records, path, ragged=ragged) if ragged else write(layout, records, path)
    assert found(SURVEY, path, layout) == wanted


def test_every_rule_is_planted_somewhere() -> None:
    from enkat import _core

    planted = {d.rule.split(".c_")[0] for d in DEFECTS}
    assert planted == {name for name, _, _ in _core.rules()}
    for name, severity, of_question in _core.rules():
        for d in DEFECTS:
            if d.rule == name:
                assert (d.severity, d.question is not None) == (severity, of_question)
    assert all(f"q_{name}" in {q["id"] for q in DEFINITION["questions"]} for name in ROUTED)
