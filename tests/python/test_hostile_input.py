"""Input made to exhaust or mislead: each kind is refused or bounded, quickly, with a message, and nothing is lost."""

from __future__ import annotations

import copy
import json
import shutil
import time
import zipfile
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from enkat.errors import DataError, DefinitionError

FORMATS = Path(__file__).parents[1] / "data" / "formats"
DEFINITION = json.loads((FORMATS / "mentoring.survey.json").read_text(encoding="utf-8"))
SURVEY = ek.Survey.load(FORMATS / "mentoring.survey.json")


@pytest.fixture(autouse=True)
def bounded() -> Any:
    start = time.process_time()
    yield
    assert time.process_time() - start < 20


def text_survey(**question: Any) -> ek.Survey:
    definition = {k: v for k, v in DEFINITION.items() if k in ("format", "format_version", "id", "version")}
    asked = {"id": "q", "type": "text", "text": {"en": "Your code?"}, **question}
    more = {"default_language": "en", "languages": ["en"], "title": {"en": "Codes"}, "questions": [asked]}
    return ek.Survey.load({**definition, **more})


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    shutil.copy(FORMATS / "eusurvey-content.xlsx", path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (64 << 20))
    with pytest.raises(DataError, match=r"bomb.xlsx: .*compressed more than 500 times"):
        SURVEY.read(path)


def test_a_zip_header_that_claims_two_gigabytes(tmp_path: Path) -> None:
    data = bytearray((FORMATS / "eusurvey-content.xlsx").read_bytes())
    entry = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = (2 << 30).to_bytes(4, "little")
    path = tmp_path / "claims.xlsx"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"claims.xlsx: .*declares 2147483648 bytes"):
        SURVEY.read(path)


@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0'?>\n<!-- a comment -->\n"])
def test_an_xml_entity_bomb(tmp_path: Path, declaration: str) -> None:
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 12))
    path = tmp_path / "laughs.xml"
    path.write_text(f'{declaration}<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]><Results>&l11;</Results>', encoding="utf-8")
    with pytest.raises(DataError, match=r"laughs.xml: .*DOCTYPE"):
        SURVEY.read(path)


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{k}" for k in range(100_000)) + "\n" + ",".join("1" * 100_000) + "\n")
    with pytest.raises(DataError, match=r"wide.csv: record 1 has more than 50000 cells; is ',' really the delimiter"):
        SURVEY.read(path)
    pl = pytest.importorskip("polars")
    wide = pl.DataFrame({"q_role": ["teacher"], **{f"c{k}": [k] for k in range(100_000)}})
    with pytest.raises(DataError, match=r"no column for \d+ required question"):
        SURVEY.read(wide)


def test_bytes_that_are_no_utf8_are_findings_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bytes.csv"
    path.write_bytes("q,note\nå,1\n".encode() + b"\xff\xfe\x80,2\ncaf\xe9,3\n" + "ö,4\n".encode())
    survey = text_survey()
    responses = survey.read(path)
    assert len(responses) == 4
    assert responses.values("q")[::3] == ["å", "ö"] and responses.values("q")[2] == "café"
    found = survey.validate(responses).columns()
    assert [(r, n) for r, n in zip(found["row"], found["rule"], strict=True) if n == "file.encoding"] == [
        (2, "file.encoding"),
        (3, "file.encoding"),
    ]


def test_nuls_inside_cells_are_kept_and_found(tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes(b"q\nbefore\0behind\nplain\n")
    survey = text_survey()
    responses = survey.read(path)
    assert responses.values("q") == ["before\0behind", "plain"]
    report = survey.validate(responses)
    assert report.columns()["rule"] == ["text.control"]
    assert "\0" not in json.dumps(report.to_dict(), ensure_ascii=False)


def test_circular_routing_is_named() -> None:
    definition = copy.deepcopy(DEFINITION)
    questions = {q["id"]: q for q in definition["questions"]}
    questions["q_hours"]["show_if"] = "answered(q_since)"
    questions["q_since"]["show_if"] = "answered(q_hours)"
    with pytest.raises(DefinitionError, match=r"show_if: found .*a cycle: "):
        ek.Survey.load(definition)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+b", "(a*)*c", "([a-z]+)*[0-9]", "(a?){64}a{64}"])
def test_a_pattern_that_backtracks_catastrophically(pattern: str) -> None:
    try:
        survey = text_survey(pattern=pattern)
    except DefinitionError as refused:
        assert "pattern" in str(refused)
        return
    texts = ["a" * 20_000 + "!"] * 20
    assert survey.validate(survey.read({"q": texts})).columns()["rule"].count("text.pattern") == len(texts)


def test_a_quote_that_is_never_closed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text("q\n" + "fine\n" * 3 + '"cut off\n' + "x\n" * 50_000)
    responses = text_survey().read(path)
    assert len(responses) == 4
    assert any("record 5 is never closed" in note for note in responses.notes)
