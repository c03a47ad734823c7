"""`enkat convert`: one file into another, and what the other cannot hold."""

from __future__ import annotations

from pathlib import Path

from enkat._frames import require
from enkat.errors import DataError
from enkat.survey import Survey

__all__ = ["convert"]

RESPONSES = (".csv", ".sav", ".dta", ".parquet")


def convert(
    source: str | Path,
    out: str | Path,
    *,
    definition: str | None = None,
    layout: str | None = None,
    language: str | None = None,
) -> list[str]:
    """Writes a definition (`.json`) or responses (`.csv`, `.sav`, `.dta`, `.parquet`).

    Returns
    -------
    list of str
        What was not kept, in sentences.

    Raises
    ------
    DataError
        The endings do not say what to do, or responses come without their definition.
    """
    target = Path(out)
    kind = target.suffix.lower()
    if kind == ".json":
        return _definition(Path(source), target, language)
    if kind not in RESPONSES:
        raise DataError(f"out: found {target.name!r}, expected a name that ends in .json, {', '.join(RESPONSES)}")
    if definition is None:
        raise DataError("--definition: found none, expected the survey's definition to read responses with")
    survey = Survey.load(definition)
    responses = survey.read(source, layout=layout)  # type: ignore[arg-type]
    if kind in (".sav", ".dta"):
        return [*responses.notes, *responses.to_labelled(target, language=language)]
    return [*responses.notes, *_plain(survey, responses, target)]


def _definition(source: Path, target: Path, language: str | None) -> list[str]:
    from enkat.interchange._read_labelled import kind_of_file

    if kind_of_file(source):
        Survey.infer(source, id=source.stem, language=language or "en").save(target)
        return [
            "the draft knows no routing and no limits: the file has none",
            "answers: convert them with --definition",
        ]
    Survey.load(source).save(target)
    return []


def _plain(survey: Survey, responses: object, target: Path) -> list[str]:
    from enkat.cli import write_csv

    columns = responses.to_dict()  # type: ignore[attr-defined]
    lost = ["why an answer is missing is not kept: an empty cell says only that it is"]
    if target.suffix.lower() == ".csv":
        write_csv(columns, str(target))
        return [*lost, "a text that a spreadsheet would run as a formula has an apostrophe in front"]
    pyarrow = require("pyarrow", "writing Parquet", install="'enkat[parquet]'")
    parquet = require("pyarrow.parquet", "writing Parquet", install="'enkat[parquet]'")
    parquet.write_table(pyarrow.table(columns), target)
    return lost
