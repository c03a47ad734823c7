"""The command line: exit status, streams, JSON; mistakes end in one sentence, never in a traceback."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from enkat.cli import FINDINGS, MISUSE, OK, cell, main

ROOT = Path(__file__).parents[2]
DATA = ROOT / "notebooks" / "data"
DEFINITION, EXPORT = str(DATA / "mentoring.survey.json"), str(DATA / "mentoring-eusurvey.xlsx")
sys.path.insert(0, str(ROOT / "tools"))

from example.answers import valid_records  # noqa: E402
from example.draw import Draw  # noqa: E402
from example.eusurvey import write_xml  # noqa: E402

COMMANDS = ["validate", "weight", "tabulate", "publish"]


@pytest.fixture
def clean_export(tmp_path: Path) -> str:
    """Responses without any finding."""
    path = tmp_path / "clean.xml"
    write_xml(json.loads(Path(DEFINITION).read_text(encoding="utf-8")), valid_records(Draw(1)), path)
    return str(path)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """Exit status, stdout, stderr."""
    try:
        status = main(args)
    except SystemExit as end:
        status = int(end.code or 0)
    streams = capsys.readouterr()
    return status, streams.out, streams.err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_that_parses(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == OK
    example = out.partition("example:")[2].split()
    assert example[:2] == ["enkat", command]
    from enkat.cli import make_parser

    assert make_parser().parse_args(example[1:]).command == command


def test_validate_tells_of_errors(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "validate", DEFINITION, EXPORT)
    assert status == FINDINGS
    assert "window.late" in out
    assert "reading" in err and "findings" in err


def test_validate_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "validate", DEFINITION, EXPORT, "--json", "--quiet")
    key = json.loads((DATA / "mentoring-key.json").read_text(encoding="utf-8"))["files"]["mentoring-eusurvey.xlsx"]
    found = {(f["row"], f["question"], f["rule"], f["severity"]) for f in json.loads(out)["findings"]}
    assert {(d["row"], d["question"], d["rule"], d["severity"]) for d in key["defects"]} <= found
    assert (status, err) == (FINDINGS, "")


def test_validate_of_clean_responses_is_quiet_about_it(capsys: pytest.CaptureFixture[str], clean_export: str) -> None:
    status, out, _ = run(capsys, "validate", DEFINITION, clean_export, "--json")
    assert status == OK
    assert json.loads(out)["findings"] == []


def test_validate_writes_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "findings.html"
    run(capsys, "validate", DEFINITION, EXPORT, "--html", str(page))
    assert "window.late" in page.read_text(encoding="utf-8")


def test_weight_meets_the_margins(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "weighted.csv"
    status, text, _ = run(capsys, "weight", DEFINITION, EXPORT, "--out", str(out), "--weights", "w")
    rows = read_csv(out)
    teachers = sum(float(r["w"]) for r in rows if r["q_role"] == "teacher")
    assert status == OK and "rake" in text
    assert len(rows) == 173
    assert teachers / sum(float(r["w"]) for r in rows) == pytest.approx(0.75, abs=1e-6)


def test_weight_takes_other_margins(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    margins, out = tmp_path / "margins.json", tmp_path / "weighted.csv"
    shares = {"head_teacher": 0.25, "student_teacher": 0.25, "teacher": 0.25, "teacher_educator": 0.25}
    margins.write_text(json.dumps({"q_role": shares}))
    status, _, _ = run(capsys, "weight", DEFINITION, EXPORT, "--out", str(out), "--margins", str(margins))
    rows = read_csv(out)
    weights = [float(r["weight"]) for r in rows if r["q_role"] == "student_teacher"]
    assert status == OK
    assert sum(weights) / sum(float(r["weight"]) for r in rows) == pytest.approx(0.25, abs=1e-6)


def test_tabulate_reproduces_the_published_figures(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "tabulate", DEFINITION, EXPORT, "--rows", "q_audiences", "--json")
    table = json.loads(out)
    shares = dict(zip(table["level"], table["estimate"], strict=True))
    assert status == OK
    assert {c: round(100 * shares[c]) for c in ("all_pupils", "sen_pupils", "all_teachers")} == {
        "all_pupils": 47,
        "sen_pupils": 41,
        "all_teachers": 29,
    }


def test_tabulate_prints_a_banner_book(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = ["--rows", "q_audiences", "q_plan", "--banner", "q_role", "q_level>q_role"]
    status, out, _ = run(capsys, "tabulate", DEFINITION, EXPORT, *options, "--language", "sv")
    assert status == 0 and "Vilken är din roll?" in out and "Bas: svarande" in out
    page = tmp_path / "book.html"
    status, out, _ = run(capsys, "tabulate", DEFINITION, EXPORT, *options, "--html", str(page))
    assert status == 0 and not out and 'class="enkat-banner"' in page.read_text(encoding="utf-8")
    status, out, _ = run(capsys, "tabulate", DEFINITION, EXPORT, *options, "--json", "--letters")
    found = json.loads(out)
    assert set(found["question"]) == {"q_audiences", "q_plan"} and any(found["letters"])


def test_tabulate_several_questions_without_a_banner(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "tabulate", DEFINITION, EXPORT, "--rows", "q_audiences", "q_plan")
    assert status == 0 and out.count("Base: respondents") == 2


def test_tabulate_prints_a_weighted_crosstab(capsys: pytest.CaptureFixture[str]) -> None:
    where = "q_level in ['primary','lower_secondary']"
    options = ["--rows", "q_audiences", "--columns", "q_role", "--rake", "--where", where]
    status, out, err = run(capsys, "tabulate", DEFINITION, EXPORT, *options)
    assert status == OK
    assert "all_pupils" in out or "All pupils" in out
    assert "raking" in err


def test_publish_writes_pages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = ["--out", str(tmp_path / "out"), "--languages", "en", "sv", "--json"]
    status, out, _ = run(capsys, "publish", DEFINITION, EXPORT, *options)
    pages = [Path(p) for p in json.loads(out)["pages"]]
    assert status == OK
    assert [p.is_file() for p in pages] == [True, True]


def test_strict_stops_at_errors(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, _ = run(capsys, "publish", DEFINITION, EXPORT, "--out", str(tmp_path / "out"), "--strict")
    assert status == FINDINGS
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "named"),
    [
        ([], "command"),
        (["frobnicate"], "frobnicate"),
        (["validate", DEFINITION], "responses"),
        (["validate", "nowhere.json", EXPORT], "nowhere.json"),
        (["validate", DEFINITION, "nowhere.xlsx"], "nowhere.xlsx"),
        (["validate", EXPORT, EXPORT], "mentoring-eusurvey.xlsx"),
        (["validate", DEFINITION, EXPORT, "--layout", "papyrus"], "papyrus"),
        (["tabulate", DEFINITION, EXPORT, "--rows", "q_rolle"], "q_rolle"),
        (["tabulate", DEFINITION, EXPORT, "--rows", "q_role", "--banner", "q_levl"], "did you mean 'q_level'"),
        (["tabulate", DEFINITION, EXPORT, "--rows", "q_role", "--banner", "q_level", "--columns", "q_plan"], "exclude"),
        (["tabulate", DEFINITION, EXPORT, "--rows", "q_role", "q_plan", "--columns", "q_level"], "expected one"),
        (["tabulate", DEFINITION, EXPORT, "--rows", "q_role", "--where", "q_role =="], "where"),
        (["publish", DEFINITION, EXPORT, "--out", "unused-folder", "--languages", "xx"], "xx"),
    ],
)
def test_misuse_names_the_thing(capsys: pytest.CaptureFixture[str], args: list[str], named: str) -> None:
    status, out, err = run(capsys, *args)
    assert status == MISUSE
    assert named in err
    assert "Traceback" not in err and out == ""


def test_a_broken_margins_file_is_misuse(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    margins = tmp_path / "margins.json"
    margins.write_text('{"q_role": ')
    options = ["--out", str(tmp_path / "w.csv"), "--margins", str(margins)]
    status, _, err = run(capsys, "weight", DEFINITION, EXPORT, *options)
    assert status == MISUSE
    assert "margins.json" in err


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("- fine", "- fine"), (["a", "b"], "a;b"), (2.5, 2.5), (None, None)],
)
def test_cells_run_in_no_spreadsheet(value: object, written: object) -> None:
    assert cell(value) == written
