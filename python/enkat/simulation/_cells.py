"""Records as the cells of a plain table: question ids as headings, codes as cells."""

from __future__ import annotations

import datetime
from typing import Any

from enkat.questions import Question
from enkat.simulation._records import Record


def headings(q: Question) -> list[str]:
    """The columns of a question."""
    if q.type in ("note", "calculated"):
        return []
    if q.type == "matrix":
        return [f"{q.id}.{row.code}" for row in q.rows]
    return [q.id, f"{q.id}.other"] if any(o.other_text for o in q.options) else [q.id]


def cells(q: Question, record: Record) -> list[str]:
    """The cells of a question in a record, in the order of its headings."""
    if q.type in ("note", "calculated"):
        return []
    value = record.shown.get(q.id, record.answers.get(q.id))
    if q.type == "matrix":
        return [text((value or {}).get(row.code)) for row in q.rows]
    own = [text(value)]
    return [*own, record.others.get(q.id, "")] if any(o.other_text for o in q.options) else own


def text(value: Any) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
