"""Records as the cells of a plain table: question ids as headings, codes as cells.

A table has one column for the choices of a question and for a ranking. A file has a column per option beside the column
of all choices, as survey tools write them, and a column per item with its place.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from enkat.questions import Question
from enkat.simulation._records import Record

Form = Literal["table", "file"]


def headings(q: Question, form: Form) -> list[str]:
    """The columns of a question."""
    if q.type in ("note", "calculated"):
        return []
    if q.type == "matrix":
        return [f"{q.id}.{row.code}" for row in q.rows]
    parts = [f"{q.id}/{o.code}" for o in q.options]
    if q.type == "ranking" and form == "file":
        return parts
    split = parts if q.type == "multi" and form == "file" else []
    return [q.id, *split, *([f"{q.id}.other"] if any(o.other_text for o in q.options) else [])]


def cells(q: Question, record: Record, form: Form) -> list[str]:
    """The cells of a question in a record, in the order of its headings."""
    if q.type in ("note", "calculated"):
        return []
    value = record.shown.get(q.id, record.answers.get(q.id))
    if q.type == "matrix":
        return [text((value or {}).get(row.code)) for row in q.rows]
    if q.type == "ranking" and form == "file":
        places = value if isinstance(value, dict) else {code: i + 1 for i, code in enumerate(value or ())}
        return [text(places.get(o.code)) for o in q.options]
    split = _split(q, value, record.flipped.get(q.id)) if q.type == "multi" and form == "file" else []
    return [text(value), *split, *([record.others.get(q.id, "")] if any(o.other_text for o in q.options) else [])]


def _split(q: Question, value: Any, flipped: str | None) -> list[str]:
    """One cell per option: 1 or 0, or empty where nothing was answered."""
    if value is None:
        return [""] * len(q.options)
    chosen = value if isinstance(value, list) else [str(value)]
    return [str(int((o.code in chosen) != (o.code == flipped))) for o in q.options]


def csv_bytes(table: Mapping[str, Sequence[str]], ragged: Mapping[int, int]) -> bytes:
    """The cells as a CSV file: UTF-8 with a mark, all cells quoted; `ragged` rows have cells more or fewer.

    Surrogates stand for bytes that are no UTF-8, and are written as these.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(table)
    for row, values in enumerate(zip(*table.values(), strict=True)):
        more = ragged.get(row, 0)
        writer.writerow([*values, *["one more"] * more] if more >= 0 else values[:more])
    return out.getvalue().encode("utf-8-sig", "surrogateescape")


def text(value: Any) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
