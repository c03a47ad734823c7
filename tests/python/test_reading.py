"""Reading the seven sample exports, dataframes, and files that are not what they seem."""

from __future__ import annotations

import builtins
import datetime
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import enkat as ek
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from enkat._excel import read_xlsx
from enkat._zip_check import ZipLimits
from enkat.errors import DataError, MissingExtraError, SurveyWarning

FORMATS = Path(__file__).parents[1] / "data" / "formats"
SURVEY = ek.Survey.load(FORMATS / "mentoring.survey.json")
XLSX, XML = FORMATS / "eusurvey-content.xlsx", FORMATS / "eusurvey-results.xml"
FILES = {
    XLSX.name: "eusurvey",
    "eusurvey-content-saved-as.csv": "eusurvey",
    XML.name: "eusurvey_xml",
    "limesurvey-results.csv": "limesurvey",
    "qualtrics-numeric.csv": "qualtrics",
    "google-forms.csv": "google_forms",
    "kobo-both.csv": "kobo",
}
CELL_RULES = {
    "option.unknown", "number.type", "date.invalid", "ranking.duplicate_item", "ranking.duplicate_position",
    "ranking.gap", "layout.split_mismatch", "file.encoding", "file.ragged_row",
}  # fmt: skip


@pytest.mark.parametrize(("name", "layout"), FILES.items())
def test_every_sample_is_recognised_and_its_cell_defects_are_found(name: str, layout: str) -> None:
    key = json.loads((FORMATS / "key.json").read_text(encoding="utf-8"))["files"][name]
    responses = SURVEY.read(FORMATS / name)
    assert responses.layout == layout
    assert len(responses) == key["data_rows"]
    assert responses.notes == []
    found = sorted((p.row + 1, p.question, p.rule) for p in responses.core.problems)
    assert found == sorted((d["row"], d["question"], d["rule"]) for d in key["defects"] if d["rule"] in CELL_RULES)


@pytest.mark.parametrize("name", FILES)
def test_every_sample_gives_the_same_columns(name: str) -> None:
    first = SURVEY.read(XLSX)
    responses = SURVEY.read(FORMATS / name)
    assert responses.columns == first.columns
    assert [responses.column(c).kind for c in first.columns] == [first.column(c).kind for c in first.columns]
    assert all(responses.column(c).rows == responses.rows for c in responses.columns)


def test_xlsx_values() -> None:
    r = SURVEY.read(XLSX)
    assert r.values("q_role")[:2] == ["teacher", "head_teacher"]
    assert r.values("q_audiences")[0] == ["all_pupils", "sen_pupils", "new_teachers"]
    assert r.values("q_audiences")[3] == ["all_teachers", "none"]
    assert r.values("q_since")[0] == datetime.date(2019, 8, 1)
    assert r.values("q_hours")[:4] == [6.0, 0.0, 3.0, 1.0]
    assert r.values("q_benefits.motivation")[0] == "5"
    assert r.values("q_obstacles")[0] == ["time", "recruitment", "leadership", "training", "funding"]
    assert r.values("q_role.other")[10] == "Parent"
    assert r.missing("q_level")[16] == "invalid"
    assert r.core.meta["response_id"][0] == "8a3f4221-ba96-5883-8b08-44602805788e"
    assert r.core.meta["response_id"][20] == r.core.meta["response_id"][1]
    assert r.core.meta["language"][:2] == ["en", "sv"]
    created = r.core.meta["judged_at"][0]
    assert datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=created["local_seconds"]) == datetime.datetime(
        2023, 1, 11, 7, 55
    )
    assert not created["date_only"]


def test_xml_values() -> None:
    r = SURVEY.read(XML)
    assert r.values("q_role")[:3] == ["teacher_educator", "teacher", "teacher"]
    assert r.values("q_audiences")[9] == ["disadvantaged_pupils", "all_teachers"]
    assert r.values("q_audiences.other")[9] == "School librarians"
    assert r.values("q_hours")[16] == -4.0
    assert r.values("q_since")[2] == datetime.date(2021, 8, 1)
    assert r.missing("q_benefits.outcomes")[3] == "no_opinion"
    assert r.values("q_obstacles")[1] == ["leadership", "funding", "training", "recruitment", "time"]
    assert r.missing("q_obstacles")[17] == "invalid"
    assert r.core.meta["response_id"][0] == "34419e81-b396-5a38-ab74-f069b0af3978"


def test_xml_joins_by_id_when_the_wording_has_changed(tmp_path: Path) -> None:
    text = XML.read_text(encoding="utf-8")
    changed = text.replace(">What is your role?<", ">Your role?<").replace(">Vilken är din roll?<", ">Din roll?<")
    changed = changed.replace(">Teacher educator<", ">Trainer of teachers<").replace(">Lärarutbildare<", ">Utbildare<")
    path = tmp_path / "changed.xml"
    path.write_text(changed, encoding="utf-8")
    r = SURVEY.read(path)
    assert r.values("q_role") == SURVEY.read(XML).values("q_role")
    assert len(r.notes) == 1 and "q_role" in r.notes[0] and "Your role?" in r.notes[0]


def test_columns_are_read_in_place() -> None:
    r = SURVEY.read(XLSX)
    role = r.column("q_role")
    assert role.levels == ["head_teacher", "student_teacher", "teacher", "teacher_educator", "other"]
    codes = np.asarray(role.codes())
    assert codes.dtype == np.uint8 and codes[:2].tolist() == [2, 0]
    assert np.asarray(r.column("q_hours").numbers())[:3].tolist() == [6.0, 0.0, 3.0]
    assert np.asarray(r.column("q_since").days())[0] == (datetime.date(2019, 8, 1) - datetime.date(1970, 1, 1)).days
    assert bin(np.asarray(r.column("q_audiences").words())[0]) == "0b100011"
    assert memoryview(r.column("q_obstacles").order())[0] == 0
    assert np.asarray(r.column("q_training").missing()).shape == (21,)
    assert r.column("q_training").levels == ["yes", "some", "no"]  # "prefer not to say" is a kind of missing
    with pytest.raises(TypeError, match=r"q_role is of kind category"):
        role.numbers()
    with pytest.raises(IndexError, match=r"which has 21 rows"):
        role.value(21)


def test_kinds_of_missing_in_limesurvey() -> None:
    r = SURVEY.read(FORMATS / "limesurvey-results.csv")
    assert r.missing("q_recommend")[8] == "no_answer"
    assert r.missing("q_recommend")[0] == "not_shown"
    assert r.core.meta["submitted"][:2] == [0, 1]
    assert r.core.meta["judged_at"][0] is None
    assert r.core.meta["duration_seconds"][7] == 41.0


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_frame_and_back(library: Any) -> None:
    r = SURVEY.read(XLSX)
    again = SURVEY.read(r.frame(library=library))
    assert again.layout == "plain"
    for name in r.columns:
        assert again.values(name) == r.values(name), name


def typed_rows() -> dict[str, list[Any]]:
    """Three respondents with the required questions, as different libraries would hold them."""
    return {
        "response_id": ["a", "b", "c"],
        "q_role": ["teacher", "other", "__refused"],
        "q_role.other": [None, "Parent", None],
        "q_country": ["SE", "IT", None],
        "q_level": ["vet", "ecec", "Primary education"],
        "q_audiences": ["all_pupils;new_teachers", "none", None],
        "q_hours": [2.5, None, 200.0],
        **{
            f"q_benefits.{row}": [5, 1, None]
            for row in ("wellbeing", "outcomes", "motivation", "retention", "collaboration")
        },
        "q_plan": [None, "no", "perhaps"],
        "q_recommend": [10, 0, 3],
    }


def check_typed_rows(r: Any) -> None:
    assert r.values("q_role") == ["teacher", "other", None]
    assert r.missing("q_role")[2] == "refused"
    assert r.values("q_role.other") == [None, "Parent", None]
    assert r.values("q_level") == ["vet", "ecec", "primary"]
    assert r.values("q_audiences") == [["all_pupils", "new_teachers"], ["none"], None]
    assert r.values("q_hours") == [2.5, None, 200.0]
    assert r.values("q_benefits.retention") == ["5", "1", None]
    assert r.missing("q_since") == ["not_shown"] * 3  # the source has no such column
    assert [(p.row, p.question, p.rule, p.value) for p in r.core.problems] == [
        (2, "q_plan", "option.unknown", "perhaps")
    ]
    assert r.core.meta["response_id"] == ["a", "b", "c"]
    assert len(r.notes) == 1 and "q_since" in r.notes[0]


def nullable(data: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(data).astype({"q_recommend": "Int64", "q_role": "category"}).convert_dtypes()


@pytest.mark.parametrize(
    "make", [dict, pl.DataFrame, lambda d: pl.DataFrame(d).lazy(), pd.DataFrame, nullable, pa.table], ids=str
)
def test_any_dataframe(make: Callable[[dict[str, list[Any]]], Any]) -> None:
    check_typed_rows(SURVEY.read(make(typed_rows())))


def test_a_stream_of_arrow_batches() -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            return pa.table(typed_rows()).__arrow_c_stream__(requested_schema)

    check_typed_rows(SURVEY.read(Stream()))


def test_parquet_and_plain_csv(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pa.table(typed_rows()), tmp_path / "a.data")
    check_typed_rows(SURVEY.read(tmp_path / "a.data"))
    pd.DataFrame(typed_rows()).to_csv(tmp_path / "a.csv", index=False)  # codes as 5.0: the column has gaps
    check_typed_rows(SURVEY.read(str(tmp_path / "a.csv")))
    pl.DataFrame(typed_rows()).write_csv(tmp_path / "a.tsv", separator="\t", include_bom=True)
    check_typed_rows(SURVEY.read(tmp_path / "a.tsv"))


def test_other_encodings(tmp_path: Path) -> None:
    text = (FORMATS / "google-forms.csv").read_text(encoding="utf-8")
    expected = SURVEY.read(FORMATS / "google-forms.csv").to_dict()
    for encoding in ("utf-8-sig", "utf-16"):
        (tmp_path / "a.csv").write_text(text, encoding=encoding)
        assert SURVEY.read(tmp_path / "a.csv").to_dict() == expected
    (tmp_path / "a.csv").write_text(text, encoding="cp1252")
    with pytest.warns(SurveyWarning, match=r"Windows-1252"):
        assert SURVEY.read(tmp_path / "a.csv").to_dict() == expected
    (tmp_path / "a.csv").write_text(text, encoding="utf-16-le")
    with pytest.raises(DataError, match=r"a\.csv: .*UTF-8"):
        SURVEY.read(tmp_path / "a.csv")


def test_a_ragged_row_is_one_finding(tmp_path: Path) -> None:
    lines = (FORMATS / "qualtrics-numeric.csv").read_text(encoding="utf-8").split("\n")
    lines[4] = lines[4].replace("R_988caf192b2c513", "R,988")  # one cell too many
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    problems = SURVEY.read(tmp_path / "a.csv").core.problems
    assert [(p.row, p.question, p.rule) for p in problems if p.row == 0] == []
    lines[3] = lines[3] + ","
    lines[3] = lines[3].replace("R_988caf192b2c513", "R,988")
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    r = SURVEY.read(tmp_path / "a.csv")
    assert [(p.row, p.question, p.rule) for p in r.core.problems if p.row == 0] == [(0, "", "file.ragged_row")]
    assert {r.missing(c)[0] for c in r.columns} == {"invalid"}


def test_qualtrics_previews_are_no_respondents(tmp_path: Path) -> None:
    text = (FORMATS / "qualtrics-numeric.csv").read_text(encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text(text.replace("2023-01-11 03:29:00,0,100", "2023-01-11 03:29:00,1,100"), encoding="utf-8")
    r = SURVEY.read(path)
    assert len(r) == 20
    assert r.core.meta["response_id"][1] == "R_efcdabb6168f5b1"
    assert len(r.notes) == 1 and "record 2" in r.notes[0]


def plain_csv(**columns: str) -> str:
    """A plain CSV of one respondent who answered what is required, with some cells replaced or added."""
    cells = {
        "q_role": "teacher", "q_country": "SE", "q_level": "vet", "q_audiences": "none", "q_hours": "", "q_plan": "no",
        **{f"q_benefits.{r}": "" for r in ("wellbeing", "outcomes", "motivation", "retention", "collaboration")},
        "q_recommend": "5",
    } | columns  # fmt: skip
    return (
        ",".join(f'"{c}"' for c in cells)
        + "\n"
        + ",".join('"' + v.replace('"', '""') + '"' for v in cells.values())
        + "\n"
    )


def read_text(tmp_path: Path, text: str | bytes, **options: Any) -> Any:
    path = tmp_path / "file.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return SURVEY.read(path, **options)


@pytest.mark.parametrize(
    ("cells", "column", "value", "rule"),
    [
        ({"q_hours": "2,5"}, "q_hours", 2.5, None),
        ({"q_hours": "1,234"}, "q_hours", None, "number.type"),
        ({"q_hours": "nan"}, "q_hours", None, "number.type"),
        ({"q_hours": "1e999"}, "q_hours", None, "number.type"),
        ({"q_since": "2021-02-30"}, "q_since", None, "date.invalid"),
        ({"q_since": "31.12.2020"}, "q_since", datetime.date(2020, 12, 31), None),
        ({"q_since": "01/02/2020"}, "q_since", None, "date.invalid"),
        ({"q_audiences": "none, dogs|cats"}, "q_audiences", ["none"], "option.unknown"),
        ({"q_audiences": "dogs"}, "q_audiences", None, "option.unknown"),
        ({"q_obstacles": "time;funding;time"}, "q_obstacles", None, "ranking.duplicate_item"),
        ({"q_obstacles/time": "1", "q_obstacles/funding": "3"}, "q_obstacles", None, "ranking.gap"),
        ({"q_obstacles/time": "2", "q_obstacles/funding": "1"}, "q_obstacles", ["funding", "time"], None),
        ({"q_obstacles/time": "1", "q_obstacles/funding": "1"}, "q_obstacles", None, "ranking.duplicate_position"),
        ({"q_obstacles/time": "first"}, "q_obstacles", None, "number.type"),
        ({"q_audiences/none": "1"}, "q_audiences", ["none"], None),
        ({"q_audiences/none": "0"}, "q_audiences", ["none"], "layout.split_mismatch"),
        ({"q_audiences/all_pupils": "1"}, "q_audiences", ["none"], "layout.split_mismatch"),
        ({"q_audiences": "", "q_audiences/none": "1"}, "q_audiences", ["none"], "layout.split_mismatch"),
        ({"q_audiences": "", "q_audiences/none": "0"}, "q_audiences", None, None),
        ({"q_comment": "<script>alert(1)</script>"}, "q_comment", "<script>alert(1)</script>", None),
        ({"q_comment": " \u00a0 "}, "q_comment", None, None),
        ({"q_plan": "__not_shown"}, "q_plan", None, None),
    ],
)
def test_single_cells(tmp_path: Path, cells: dict[str, str], column: str, value: Any, rule: str | None) -> None:
    r = read_text(tmp_path, plain_csv(**cells))
    assert r.values(column) == [value]
    assert [(p.question, p.rule) for p in r.core.problems] == ([] if rule is None else [(column, rule)])


def test_a_matrix_is_one_problem_that_names_its_rows(tmp_path: Path) -> None:
    r = read_text(tmp_path, plain_csv(**{"q_benefits.wellbeing": "7", "q_benefits.retention": "8"}))
    (problem,) = r.core.problems
    assert (problem.question, problem.rule, problem.value) == ("q_benefits", "option.unknown", "7; 8")
    assert "row wellbeing" in problem.detail and "row retention" in problem.detail


def test_five_megabytes_of_answer_and_ten_thousand_columns(tmp_path: Path) -> None:
    answer = "Mentoring; 'matters', \"they\" say.\n" * 150_000
    r = read_text(tmp_path, plain_csv(q_comment=answer, q_audiences="x;" * 2_500_000))
    assert r.values("q_comment") == [answer]
    assert len(r.core.problems[0].value) < 200
    r = read_text(tmp_path, plain_csv(**{f"extra_{i}": "1" for i in range(10_000)}))
    assert r.values("q_role") == ["teacher"]
    assert any("10000 column(s)" in note and "extra_0" in note for note in r.notes)


def test_header_only(tmp_path: Path) -> None:
    r = read_text(tmp_path, plain_csv().split("\n")[0])
    assert len(r) == 0 and r.columns[0] == "q_role" and r.values("q_role") == []
    assert any("no respondents" in note for note in r.notes)
    assert "no respondents" in repr(r) and "no respondents" in r._repr_html_()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "the file is empty"),
        (b"a,b\n1,2\n", "'a', 'b', which are neither ids nor texts"),
        (b"q_role,q_country\nteacher,SE\n", r"6 required question.*q_level, q_audiences"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLSX without a password"),
        (b"\x1f\x8b\x08" + b"\0" * 30, "unpack it"),
        (b"PAR1garbage", "Parquet file is damaged"),
        (b"PK\x03\x04garbage", "damaged or cut off"),
        (b"<html><body>Please log in</body></html>", "begins with <html>"),
        (b"<Results><Survey>", r"damaged or cut off in line 1, column 18"),
        (b"<Results/>", "no questionnaire"),
        (b'<!DOCTYPE r [<!ENTITY a "aaaa">]><Results>&a;</Results>', "DOCTYPE"),
        (b'<?xml version="1.0" encoding="klingon"?><Results/>', "XML"),
        (b"<Results>" + b"<a>" * 100, "nests deeper"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message) as error:
        read_text(tmp_path, content)
    assert str(error.value).startswith("file.csv: ")


def test_a_layout_can_be_forced_and_must_fit(tmp_path: Path) -> None:
    assert SURVEY.read(FORMATS / "kobo-both.csv", layout="kobo").layout == "kobo"
    with pytest.raises(DataError, match=r"does not have layout 'kobo'.*'Timestamp'"):
        SURVEY.read(FORMATS / "google-forms.csv", layout="kobo")
    with pytest.raises(DataError, match=r"is XML and cannot have layout 'kobo'"):
        SURVEY.read(XML, layout="kobo")
    with pytest.raises(DataError, match=r"no XML"):
        SURVEY.read(XLSX, layout="eusurvey_xml")
    with pytest.raises(DataError, match=r"expected one of eusurvey"):
        SURVEY.read(XLSX, layout="excel")
    with pytest.raises(DataError, match=r"no such file"):
        SURVEY.read(tmp_path / "nowhere.csv")
    with pytest.raises(DataError, match=r"expected a dataframe"):
        SURVEY.read(42)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("path", [XLSX, XML], ids=lambda p: p.suffix)
def test_a_file_cut_off_anywhere_is_an_error_that_names_it(tmp_path: Path, path: Path, share: float) -> None:
    data = path.read_bytes()
    cut = tmp_path / f"cut{path.suffix}"
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DataError, match=rf"cut{path.suffix}: .*(damaged|cut off)"):
        SURVEY.read(cut)


def forged(tmp_path: Path, change: Callable[[zipfile.ZipFile], None]) -> Path:
    path = tmp_path / "forged.xlsx"
    shutil.copy(XLSX, path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return path


def test_workbooks_made_to_exhaust_memory(tmp_path: Path) -> None:
    bomb = forged(tmp_path, lambda z: z.writestr("xl/media/a.xml", b"\0" * (8 << 20)))
    with pytest.raises(DataError, match=r"compressed more than 500 times"):
        SURVEY.read(bomb)
    far = forged(tmp_path, lambda z: z.writestr("xl/worksheets/s.xml", '<row><c s="1" r="XFD1048576"/></row>'))
    with pytest.raises(DataError, match=r"row 1048576 and column 16384"):
        SURVEY.read(far)
    for limits, message in [
        (ZipLimits(members=5), "9 parts"),
        (ZipLimits(member_bytes=1000), "declares 10140 bytes"),
        (ZipLimits(total_bytes=20_000), "unpacked"),
        (ZipLimits(file_bytes=1000), "the limit is 1000"),
    ]:
        with pytest.raises(DataError, match=message):
            read_xlsx(XLSX, limits=limits)


def test_a_workbook_that_declares_less_than_it_holds(tmp_path: Path) -> None:
    data = bytearray(XLSX.read_bytes())
    entry = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path = tmp_path / "forged.xlsx"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"declares 100 bytes and has 26376"):
        SURVEY.read(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("results.csv", "a,b\n")
    with pytest.raises(DataError, match=r"no XLSX workbook"):
        SURVEY.read(tmp_path / "a.zip")


def test_a_missing_extra_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("python_calamine"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=r"pip install 'enkat\[excel\]'"):
        SURVEY.read(XLSX)


def test_what_a_notebook_shows() -> None:
    r = SURVEY.read({**typed_rows(), "q_role.other": [None, "<script>alert(1)</script>", None]})
    html = r._repr_html_()
    assert "&lt;script&gt;" in html and "<script>" not in html
    assert "<li>4 question(s) have no column" in html
    assert repr(r).startswith("<Responses: 3 respondents, 17 columns, layout plain>\n  note: 4 question(s)")
    with pytest.raises(DataError, match=r"'q_rolle' is not in the responses"):
        r.values("q_rolle")


def test_times_in_the_zone_that_the_file_names(tmp_path: Path) -> None:
    text = (FORMATS / "qualtrics-numeric.csv").read_text(encoding="utf-8")
    first = SURVEY.read(FORMATS / "qualtrics-numeric.csv").core.meta["judged_at"][0]
    assert first["utc_offset_seconds"] == 3600
    path = tmp_path / "a.csv"
    path.write_text(text.replace("Europe/Brussels", "America/New_York"), encoding="utf-8")
    moved = SURVEY.read(path).core.meta["judged_at"][0]
    assert moved == {**first, "utc_offset_seconds": -5 * 3600}
    path.write_text(text.replace("Europe/Brussels", "Mars/Olympus"), encoding="utf-8")
    with pytest.warns(SurveyWarning, match=r"'Mars/Olympus'"):
        assert SURVEY.read(path).core.meta["judged_at"][0]["utc_offset_seconds"] is None


SMALL = {
    "format": "survey-definition", "format_version": "0.1", "id": "small", "version": "1", "default_language": "en",
    "languages": ["en"], "title": {"en": "Small"},
    "questions": [
        {"id": "q_grid", "type": "matrix", "multiple_per_row": True, "text": {"en": "Which?"},
         "rows": [{"code": "am", "label": {"en": "Morning"}}, {"code": "pm", "label": {"en": "Afternoon"}}],
         "options": [{"code": "tea", "label": {"en": "Tea; hot"}}, {"code": "milk", "label": {"en": "Milk"}}]},
        {"id": "q_a", "type": "number", "text": {"en": "A"}},
        {"id": "q_b", "type": "number", "text": {"en": "B"}},
        {"id": "q_sum", "type": "calculated", "text": {"en": "Sum"}, "formula": "q_a + 2 * q_b"},
        {"id": "q_at", "type": "time", "text": {"en": "When?"}},
        {"id": "q_mail", "type": "email", "text": {"en": "Mail?"}},
        {"id": "q_thanks", "type": "note", "text": {"en": "Thank you"}},
    ],
}  # fmt: skip


def test_calculated_questions_times_and_matrices_with_several_answers() -> None:
    survey = ek.Survey.load(SMALL)
    r = survey.read(
        {"q_grid.am": ["tea;milk", None], "q_grid.pm": ["Tea; hot", "beer"], "q_a": [1, 2], "q_b": [10, None],
         "q_at": ["9:05", "25:00"], "q_mail": ["a@b.example", None]}
    )  # fmt: skip
    assert r.columns == ["q_grid.am", "q_grid.pm", "q_a", "q_b", "q_sum", "q_at", "q_mail"]
    assert r.values("q_grid.am") == [["tea", "milk"], None]
    assert r.values("q_grid.pm") == [["tea"], None]
    assert r.values("q_sum") == [21.0, None]
    assert r.values("q_at") == ["09:05", None]
    assert [(p.row, p.question, p.rule) for p in r.core.problems] == [
        (1, "q_at", "date.invalid"),
        (1, "q_grid", "option.unknown"),
    ]
    split = survey.read({"q_grid.am/tea": [1, 0], "q_grid.am/milk": [True, False], "q_a": [1, 1], "q_b": [1, 1]})
    assert split.values("q_grid.am") == [["tea", "milk"], []]
    assert split.values("q_sum") == [3.0, 3.0]


@pytest.mark.parametrize("text", ["q_ro\0le,q_level\nteacher,primary\n", "a\0b,c\nx,y\n"])
def test_a_heading_with_a_nul_does_not_cut_the_message(tmp_path: Path, text: str) -> None:
    (tmp_path / "nul.csv").write_text(text)
    survey = ek.Survey.load(FORMATS / "mentoring.survey.json")
    with pytest.raises(DataError, match="belong together") as caught:
        survey.read(tmp_path / "nul.csv")
    assert "\0" not in str(caught.value)
