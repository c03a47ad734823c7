"""SPSS and Stata files: as answers to a survey, and as a first draft of its definition."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import require
from enkat.errors import DataError
from enkat.interchange._names import variable_names

if TYPE_CHECKING:
    from enkat.survey import Survey

__all__ = ["cells_of_labelled", "draft_from_labelled", "kind_of_file"]

STARTS = ((b"$FL2", "sav"), (b"$FL3", "sav"), (b"<stata_dta>", "dta"))
OLD_STATA = (b"\x71", b"\x72", b"\x73")


def kind_of_file(source: bytes | Path) -> str | None:
    """sav, dta, or None for another file; by its first bytes, never by its name."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return kind_of_file(file.read(16))
    start = source
    for begin, kind in STARTS:
        if start.startswith(begin):
            return kind
    old = start[:1] in OLD_STATA and start[1:2] in (b"\x01", b"\x02") and start[2:3] == b"\x01"
    return "dta" if old else None


def _read(path: Path, kind: str) -> tuple[dict[str, list[Any]], Any]:
    pyreadstat = require("pyreadstat", f"reading .{kind}", install="'enkat[spss]'")
    read = pyreadstat.read_sav if kind == "sav" else pyreadstat.read_dta
    try:
        columns, meta = read(str(path), user_missing=True, output_format="dict")
    except (ValueError, OSError, pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as problem:
        raise DataError(f"the file cannot be read ({problem}); save it again in its own program") from None
    return {name: [_value(v) for v in values] for name, values in columns.items()}, meta


def _value(value: Any) -> Any:
    if value is None or (isinstance(value, float) and value != value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, str):
        return value.rstrip() or None
    return None if isinstance(value, float) and value != value else value


def cells_of_labelled(path: Path, kind: str, survey: Survey) -> _core.CellTable:
    """The answers as cells of a plain table: labels where a value has one, else the value."""
    columns, meta = _read(path, kind)
    heading_of = {name.lower(): heading for heading, name in variable_names(survey, kind).items()}
    names, cells = [], []
    for name, values in columns.items():
        heading = heading_of.get(name.lower(), name)
        labels = meta.variable_value_labels.get(name, {})
        absent = _is_missing(meta, name)
        question = re.split(r"[./]", heading)[0]
        known = survey.questions[question] if question in survey.questions.ids else None
        codes = known.codes if known is not None and "/" not in heading and not heading.endswith(".other") else ()
        own = {label for o in known.options for label in o.label.values()} if known is not None else set()
        names.append(heading)
        cells.append([_cell(v, labels, codes, own, absent) for v in values])
    return _core.cells_from_columns(names, cells)


def _cell(value: Any, labels: dict[Any, str], codes: tuple[str, ...], own: set[str], absent: Any) -> str | None:
    if value is None:
        return None
    label = labels.get(value)
    if absent(value):  # a missing value stays an answer where its label is that of an option: "prefer not to say"
        return label if label in own else None
    text = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    if not codes or label is None:
        return text
    return text if text in codes and label not in own else label


def _is_missing(meta: Any, name: str) -> Any:
    ranges = meta.missing_ranges.get(name, [])
    tagged = meta.missing_user_values.get(name, [])

    def absent(value: Any) -> bool:
        if isinstance(value, str):
            return value in tagged
        return any(r["lo"] <= value <= r["hi"] for r in ranges if not isinstance(r["lo"], str))

    return absent


# ---- a draft --------------------------------------------------------------------------------------------------------
def draft_from_labelled(path: Path, kind: str, *, id: str, language: str) -> dict[str, Any]:
    """A definition from variable labels, value labels, missing values and multiple-response sets."""
    columns, meta = _read(path, kind)
    in_sets = {v: name for name, s in meta.mr_sets.items() for v in s["variable_list"]} if kind == "sav" else {}
    questions, done = [], set[str]()
    for name, values in columns.items():
        group = in_sets.get(name)
        if group is None:
            questions.append(_question(name, values, meta, language))
        elif group not in done:
            done.add(group)
            questions.append(_set(group, meta, language))
    title = meta.file_label or path.stem
    return {
        "format": "survey-definition", "format_version": "0.1", "id": id, "version": "1",
        "default_language": language, "languages": [language], "title": {language: title}, "questions": questions,
    }  # fmt: skip


def _id(name: str) -> str:
    text = re.sub(r"\W", "_", name.lower(), flags=re.ASCII).strip("_")
    return (text if re.match(r"[a-z]", text) else f"q_{text}")[:64]


def _set(name: str, meta: Any, language: str) -> dict[str, Any]:
    found = meta.mr_sets[name]
    labels = meta.column_names_to_labels
    options = [{"code": _code(v), "label": {language: labels.get(v) or v}} for v in found["variable_list"]]
    return {
        "id": _id(name.lstrip("$")),
        "type": "multi",
        "text": {language: found["label"] or name},
        "options": options,
    }


def _question(name: str, values: list[Any], meta: Any, language: str) -> dict[str, Any]:
    q: dict[str, Any] = {"id": _id(name), "text": {language: meta.column_names_to_labels.get(name) or name}}
    labels, absent = meta.variable_value_labels.get(name, {}), _is_missing(meta, name)
    present = [v for v in values if v is not None and not absent(v)]
    if labels and all(v in labels for v in present):
        options = []
        for value, label in labels.items():
            option: dict[str, Any] = {"code": _code(value), "label": {language: label}}
            if absent(value):
                option["missing"] = "item_nonresponse"
            elif isinstance(value, (int, float)):
                option["value"] = float(value)
            options.append(option)
        if any("missing" not in o for o in options):
            return {**q, "type": "single", "options": options}
    stored = str(meta.original_variable_types.get(name, "")).upper()
    if any(part in stored for part in ("DATE", "%TD")) and "TIME" not in stored:
        return {**q, "type": "date"}
    texts = any(isinstance(v, str) for v in present) or meta.readstat_variable_types.get(name) == "string"
    return {**q, "type": "text" if texts else "number"}


def _code(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    text = re.sub(r"[^A-Za-z0-9_.-]", "_", text.replace("-", "m") if text.startswith("-") else text)
    return text[:64] if re.match(r"[A-Za-z0-9_]", text) else f"_{text}"[:64]
