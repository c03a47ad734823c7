"""Answers written in a layout read back as the same answers, whatever they are."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import enkat as ek
import layout_writers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORMATS = Path(__file__).parents[1] / "data" / "formats"
DEFINITION: dict[str, Any] = json.loads((FORMATS / "mentoring.survey.json").read_text(encoding="utf-8"))
SURVEY = ek.Survey.load(FORMATS / "mentoring.survey.json")
QUESTIONS = {q["id"]: q for q in DEFINITION["questions"]}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)
LINES = st.sampled_from(["{}", 'He said "{}"', "a;b,c\t{}", "first line\nthen {}", "={}", "- {}", "'{}"])
TEXTS = st.builds(lambda pattern, word: pattern.format(word), LINES, WORDS)


def codes(question: str) -> list[str]:
    return [o["code"] for o in QUESTIONS[question]["options"]]


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, Any]]:
    out = []
    for i in range(draw(st.integers(1, 4))):
        out.append({"response_id": f"r{i}", **draw(st.fixed_dictionaries(ANSWERS))})
        for name in ("q_role", "q_audiences"):
            chosen = out[-1][name] or []
            other = "other" in chosen if isinstance(chosen, list) else chosen == "other"
            out[-1][f"{name}.other"] = "x" + draw(WORDS).replace(";", "") if other else None
    return out


def some(question: str) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(codes(question))


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "q_role": some("q_role"),
    "q_country": some("q_country"),
    "q_level": some("q_level"),
    "q_audiences": st.none()
    | st.lists(st.sampled_from(codes("q_audiences")), min_size=1, unique=True).map(
        lambda chosen: sorted(chosen, key=codes("q_audiences").index)
    ),
    "q_since": st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)),
    "q_hours": st.none() | st.integers(0, 800).map(lambda n: n / 10),
    **{f"q_benefits.{row['code']}": some("q_benefits") for row in QUESTIONS["q_benefits"]["rows"]},
    "q_training": some("q_training"),
    "q_plan": some("q_plan"),
    "q_obstacles": st.none()
    | st.permutations(codes("q_obstacles")).flatmap(lambda order: st.integers(1, 5).map(lambda n: list(order[:n]))),
    "q_recommend": st.none() | st.integers(0, 10),
    "q_comment": st.none() | TEXTS,
}
KINDS = {"dk": "no_opinion", "pnts": "refused"}


def expected_value(value: Any) -> Any:
    return None if not isinstance(value, list) and value in KINDS else value


def check(layout: str, text: str, written: list[dict[str, Any]], path: Path) -> None:
    path.write_bytes(text.encode("utf-8"))
    read = SURVEY.read(path)
    assert (read.layout, read.rows, read.core.problems) == (layout, len(written), [])
    for name in written[0]:
        if name == "response_id":
            continue
        values = [record[name] for record in written]
        assert read.values(name) == [expected_value(v) for v in values], name
        kinds = [KINDS.get(v) if isinstance(v, str) else None for v in values]
        for value, kind, found in zip(values, kinds, read.missing(name), strict=True):
            absent = ("no_answer", "not_shown") if layout == "limesurvey" else ("no_answer",)
            assert found == (kind or "none") if value is not None else found in absent, name


COMMON = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@COMMON
@given(records(), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_plain(tmp_path: Path, written: list[dict[str, Any]], delimiter: str, end: str) -> None:
    check("plain", layout_writers.plain(DEFINITION, written, delimiter=delimiter, end=end), written, tmp_path / "a.csv")


@COMMON
@given(records(), st.sampled_from(["", "group/", "outer/inner/"]))
def test_kobo(tmp_path: Path, written: list[dict[str, Any]], group: str) -> None:
    check("kobo", layout_writers.kobo(DEFINITION, written, group=group), written, tmp_path / "a.csv")


@COMMON
@given(records(), st.sampled_from(["en", "sv"]))
def test_eusurvey(tmp_path: Path, written: list[dict[str, Any]], language: str) -> None:
    headings = [
        "Numero d'invito",
        "ID contributo",
        "Nome utente",
        "Data di creazione",
        "Ultimo aggiornamento",
        "Lingue",
    ]
    text = layout_writers.eusurvey(DEFINITION, written, language=language, headings=headings)
    check("eusurvey", text, written, tmp_path / "a.csv")


@COMMON
@given(records(), st.sampled_from(["en", "sv"]))
def test_google_forms(tmp_path: Path, written: list[dict[str, Any]], language: str) -> None:
    text = layout_writers.google_forms(DEFINITION, written, language=language)
    check("google_forms", text, written, tmp_path / "a.csv")


@COMMON
@given(records())
def test_qualtrics(tmp_path: Path, written: list[dict[str, Any]]) -> None:
    check("qualtrics", layout_writers.qualtrics(DEFINITION, written), written, tmp_path / "a.csv")


@COMMON
@given(records(), st.sampled_from([",", ";"]))
def test_limesurvey(tmp_path: Path, written: list[dict[str, Any]], delimiter: str) -> None:
    check(
        "limesurvey", layout_writers.limesurvey(DEFINITION, written, delimiter=delimiter), written, tmp_path / "a.csv"
    )


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
@COMMON
@given(records())
def test_frames(library: str, written: list[dict[str, Any]]) -> None:
    """A frame of the answers reads back as the same answers."""
    from enkat._frames import make_frame

    frame = make_frame({name: [record[name] for record in written] for name in written[0]}, library=library)
    read = SURVEY.read(frame)
    assert read.core.problems == []
    for name in written[0]:
        if name != "response_id":
            assert read.values(name) == [expected_value(record[name]) for record in written], name
