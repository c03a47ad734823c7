"""A first draft of a definition from a table, for a person to edit."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enkat._frames import read_frame
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.survey import Survey

__all__ = ["draft"]

FEW = 12
"""A column with at most so many different values is a choice; texts and codes alike."""
META = ("response_id", "respondent_ref", "submitted_at", "started_at", "duration_seconds", "language", "version",
        "bot_score", "submitted")  # fmt: skip
MISSING = (-1, -2, -7, -8, -9, -97, -98, -99, 97, 98, 99, 997, 998, 999, 9997, 9998, 9999)
"""Numbers that often stand for no answer; taken for it only where they lie far outside the others."""
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
GROUP = re.compile(r"^(.+?)(?:\.|/|\[)([^\].\/\[]+)\]?$")


def draft(frame: object, *, id: str, title: str, language: str) -> Survey:
    """Drafts a definition; see `Survey.infer`."""
    from enkat.survey import Survey

    table = read_frame(frame)
    if not table.names:
        raise DataError("frame: found no columns, expected a table of answers")
    columns = {name: [_value(v) for v in _list(table.data[name])] for name in table.names if name not in META}
    ids = _Ids()
    missing = Missing()
    questions = [_question(ids, name, parts, columns, language, missing) for name, parts in _groups(columns)]
    if not questions:
        raise DataError(f"frame: found only recorded columns ({', '.join(table.names)}), expected answers as well")
    data: dict[str, Any] = {
        "format": "survey-definition", "format_version": "0.1", "id": id, "version": "1",
        "default_language": language, "languages": [language], "title": {language: title},
        "questions": [q for q in questions if q],
    }  # fmt: skip
    if "response_id" in table.names:
        data["unit"] = {"id_field": "response_id"}
    if codes := sorted(missing.codes - missing.values):
        data["missing"] = [{"code": f"{code:g}", "kind": "item_nonresponse"} for code in codes]
    return Survey.load(data)


def _list(column: Any) -> list[Any]:
    for method in ("to_list", "tolist", "to_pylist"):
        if hasattr(column, method):
            return list(getattr(column, method)())
    return list(column)


def _value(value: Any) -> Any:
    """A cell without blanks; None for what is empty."""
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else value


@dataclass
class Missing:
    """Numbers taken for missing codes, and those that are values somewhere: a code holds for the whole survey."""

    codes: set[float] = field(default_factory=set)
    values: set[float] = field(default_factory=set)


class _Ids:
    """Ids that the format allows, each once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def new(self, name: str, *, code: bool = False) -> str:
        text = re.sub(r"\W+", "_", name if code else name.lower(), flags=re.ASCII).strip("_")
        if not code and not re.match(r"[a-z]", text):
            text = f"q_{text}".rstrip("_")
        base = (text or "x")[:60]
        found, n = base, 1
        while found in self.taken:
            n += 1
            found = f"{base}_{n}"
        self.taken.add(found)
        return found


def _groups(columns: dict[str, list[Any]]) -> list[tuple[str, list[str]]]:
    """Columns that belong to one question: `q.a`, `q/a` or `q[a]` with one set of values in common."""
    parts: dict[str, list[str]] = {}
    for name in columns:
        match = GROUP.match(name)
        parts.setdefault(match.group(1) if match else name, []).append(name)
    out: list[tuple[str, list[str]]] = []
    for name, members in parts.items():
        together = len(members) > 1 and name not in members and _alike([columns[m] for m in members])
        out += [(name, members)] if together else [(member, [member]) for member in members]
    return out


def _alike(columns: Sequence[list[Any]]) -> bool:
    values = {v for column in columns for v in column if v is not None and not isinstance(v, list)}
    return 0 < len(values) <= FEW and not any(isinstance(v, list) for column in columns for v in column)


def _question(
    ids: _Ids, name: str, members: list[str], columns: dict[str, list[Any]], language: str, missing: Missing
) -> dict[str, Any]:
    values = [v for member in members for v in columns[member] if v is not None]
    q: dict[str, Any] = {"id": ids.new(name), "text": {language: name}}
    if all(v is not None for member in members for v in columns[member]) and values:
        q["required"] = True
    if len(members) > 1:
        rows = [GROUP.sub(r"\2", member) for member in members]
        if {str(v).lower() for v in values} <= {"0", "1", "0.0", "1.0", "true", "false"}:
            q.pop("required", None)
            return {**q, "type": "multi", "options": _options(rows, language)}
        return {
            **q,
            "type": "matrix",
            "rows": _options(rows, language),
            "options": _options(_ordered(values), language),
        }
    return {**q, **_single_column(values, language, missing)}


def _single_column(values: list[Any], language: str, missing: Missing) -> dict[str, Any]:
    if any(isinstance(v, list) for v in values):
        return {"type": "multi", "options": _options(_ordered([c for v in values for c in v]), language)}
    texts = [str(v) for v in values]
    pieces = [p.strip() for t in texts for p in t.split(";")]
    if any(";" in t for t in texts) and len(set(pieces)) <= 3 * FEW and "" not in pieces:
        return {"type": "multi", "options": _options(_ordered(pieces), language)}
    numbers = [_number(v) for v in values]
    if values and None not in numbers:
        return _numeric([n for n in numbers if n is not None], language, missing)
    if texts and all(_is_date(t) for t in texts):
        return {"type": "date"}
    if texts and all(EMAIL.fullmatch(t) for t in texts):
        return {"type": "email"}
    different = Counter(texts)
    if texts and len(different) <= FEW and (len(texts) >= 2 * len(different) or len(texts) < 5):
        return {"type": "single", "options": _options(_ordered(texts), language)}
    return {"type": "text"}


def _numeric(numbers: list[float], language: str, missing: Missing) -> dict[str, Any]:
    own = sorted(set(numbers))
    codes = [n for n in own if n in MISSING and _far(n, [m for m in own if m not in MISSING])]
    kept = [n for n in own if n not in codes]
    missing.values.update(kept)
    whole = all(n == int(n) for n in kept)
    if whole and len(kept) <= FEW and len(numbers) >= 2 * len(kept) and kept[0] >= 0 and kept[-1] <= 20:
        options = [{"code": f"{n:g}", "label": {language: f"{n:g}"}, "value": n} for n in kept]
        stand = [
            {"code": f"{n:g}", "label": {language: f"{n:g}"}, "missing": "item_nonresponse"} for n in codes if n > 0
        ]
        return {"type": "single", "options": options + stand}
    missing.codes.update(n for n in codes if n > 0)
    low = {"min": 0} if any(n < 0 for n in codes) else {}  # a code cannot begin with a minus: let it be found
    return {"type": "number", **low, **({"decimals": 0} if whole else {})}


def _far(code: float, others: list[float]) -> bool:
    """Whether the code lies outside the other values by more than their whole range, or below 0 where none does."""
    if len(others) < 2:
        return False
    return (code < 0 <= min(others)) or code > max(others) + (max(others) - min(others))


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return float(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e300 else None


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _ordered(values: Sequence[Any]) -> list[str]:
    """Different values: numbers by size, else in the order of appearance."""
    texts = list(dict.fromkeys(f"{v:g}" if isinstance(v, float) else str(v) for v in values))
    return sorted(texts, key=float) if all(_number(t) is not None for t in texts) else texts


def _options(labels: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Options whose code is the value where the format allows it; the label is always the value."""
    ids, out = _Ids(), []
    allowed = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
    for label in labels:
        code = label if allowed.fullmatch(label) and label not in ids.taken else ids.new(label, code=True)
        ids.taken.add(code)
        out.append({"code": code, "label": {language: label}})
    return out
