"""A dataframe read in place gives what its values, taken one by one as Python objects, give."""

from __future__ import annotations

from typing import Any

import enkat as ek
import pytest

pl = pytest.importorskip("polars")

CODES = [0, 1, None, 4, 9, 2]


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    options = [{"code": str(k), "label": {"en": f"Grade {k}"}} for k in range(5)]
    options.append({"code": "8", "label": {"en": "No opinion"}, "missing": "no_opinion"})
    questions = [
        {"id": "grade", "type": "single", "text": {"en": "grade"}, "options": options},
        {"id": "hours", "type": "number", "text": {"en": "hours"}, "min": 0, "max": 80},
        {"id": "comment", "type": "text", "text": {"en": "comment"}},
    ]
    return ek.Survey.load(
        {
            "format": "survey-definition",
            "format_version": "0.1",
            "id": "frames",
            "version": "1",
            "default_language": "en",
            "languages": ["en"],
            "title": {"en": "Frames"},
            "questions": questions,
        }
    )


def outcome(survey: ek.Survey, source: object) -> Any:
    responses = survey.read(source)
    findings = survey.validate(responses).columns()
    return (
        {name: responses.values(name) for name in responses.columns},
        {name: responses.missing(name) for name in responses.columns},
        [findings[name] for name in ("row", "question", "rule", "value")],
    )


def texts(values: list[Any]) -> list[str | None]:
    return [None if v is None else str(v) for v in values]


NUMBERS = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64")


@pytest.mark.parametrize("dtype", [*NUMBERS, "String", "Categorical", "Enum"])
@pytest.mark.parametrize("codes", [CODES, [8, *CODES], [0, 1, 2, 3, 4], [4, 3, 70]])
def test_code_lists_of_every_type(survey: ek.Survey, dtype: str, codes: list[int | None]) -> None:
    values = codes if dtype in NUMBERS else texts(codes)
    kind = pl.Enum(sorted({v for v in texts(codes) if v is not None})) if dtype == "Enum" else getattr(pl, dtype)
    frame = pl.DataFrame({"grade": pl.Series(values).cast(kind)})
    assert outcome(survey, frame) == outcome(survey, {"grade": codes})


def test_numbers(survey: ek.Survey) -> None:
    values = [0.5, None, float("nan"), float("inf"), 79.25, 81.0]
    frame = pl.DataFrame({"hours": values, "grade": [0] * 6})
    assert outcome(survey, frame) == outcome(survey, {"hours": values, "grade": [0] * 6})
    whole = [0, 3, None, 80, 81, 2**40]
    assert outcome(survey, pl.DataFrame({"hours": whole})) == outcome(survey, {"hours": whole})


def test_texts_bools_and_what_has_no_buffers(survey: ek.Survey) -> None:
    comment = ["short", "", None, "=SUM(A1)", "a text that is longer than twelve bytes é", "-"]
    assert outcome(survey, pl.DataFrame({"comment": comment})) == outcome(survey, {"comment": comment})
    grade = [True, False, None]
    assert outcome(survey, pl.DataFrame({"grade": grade})) == outcome(survey, {"grade": grade})
    decimals = pl.Series(["1.5", "90.0"]).cast(pl.Decimal(10, 2))
    assert outcome(survey, pl.DataFrame({"hours": decimals}))[2][2] == ["number.range"]


def test_chunks(survey: ek.Survey) -> None:
    parts = [pl.DataFrame({"grade": [k % 5, 9, None], "comment": [f"row {k}", "", None]}) for k in range(40)]
    whole = pl.concat(parts, rechunk=True)
    assert outcome(survey, pl.concat(parts, rechunk=False)) == outcome(survey, whole)
    assert outcome(survey, whole) == outcome(survey, whole.to_dict(as_series=False))


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
def test_other_libraries(survey: ek.Survey, library: str) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip(library)
    frame = pl.DataFrame({"grade": CODES, "comment": ["x", None, "", "y", "z", "é"]})
    other = frame.to_pandas() if library == "pandas" else frame.to_arrow()
    assert outcome(survey, other) == outcome(survey, frame)


def test_blank_rows_of_a_frame_are_left_out(survey: ek.Survey) -> None:
    frame = pl.DataFrame({"grade": [1, None, 2], "comment": ["x", None, ""]})
    read = survey.read(frame)
    assert read.values("grade") == ["1", "2"]
    assert any("1 blank row(s) between respondents" in note for note in read.notes)
    assert not any("blank row" in note for note in survey.read(frame[:2]).notes)  # at the end they are no record


def test_many_rows_are_read_by_several_threads(survey: ek.Survey) -> None:
    grade = [k % 5 if k % 1001 else 9 for k in range(50_000)]
    frame = pl.DataFrame({"grade": grade, "hours": [float(k % 90) for k in range(50_000)]})
    findings = survey.validate(survey.read(frame)).columns()
    unknown = [row for row, rule in zip(findings["row"], findings["rule"], strict=True) if rule == "option.unknown"]
    assert unknown == [k + 1 for k in range(0, 50_000, 1001)]
    assert findings["rule"].count("number.range") == sum(k % 90 > 80 for k in range(50_000))


def test_texts_that_equal_ids_are_no_export(survey: ek.Survey, tmp_path: Any) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("grade,hours,comment\n3,2.5,x\n", encoding="utf-8")
    responses = survey.read(path)
    assert responses.layout == "plain"
    assert responses.values("grade") == ["3"]
