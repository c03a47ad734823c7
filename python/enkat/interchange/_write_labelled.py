"""Responses as an SPSS or Stata file: numbers with value labels, kinds of missing as user-missing values."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat._frames import require
from enkat.errors import DataError
from enkat.interchange._names import variable_names

if TYPE_CHECKING:
    from enkat.questions import Question
    from enkat.reading import Responses

__all__ = ["KINDS", "write_labelled"]

KINDS = {"not_shown": -91, "refused": -93, "no_opinion": -94, "breakoff": -95, "invalid": -96}
"""`no_answer` is the package's own missing value."""
FAR = -999_900
"""Added for numbers, where -91 may be an answer."""
LETTERS = {"not_shown": "a", "refused": "b", "no_opinion": "c", "breakoff": "d", "invalid": "e"}
RECORDED = ("response_id", "respondent_ref", "language", "version")


@dataclass(slots=True)
class _File:
    columns: dict[str, list[Any]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[Any, str]] = field(default_factory=dict)
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def write_labelled(responses: Responses, path: Path, *, language: str | None = None) -> list[str]:
    """Writes `.sav` or `.dta` and gives, in sentences, what the format cannot hold.

    Raises
    ------
    DataError
        The path ends otherwise.
    MissingExtraError
        pyreadstat, or pandas for Stata, is not installed.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("sav", "dta"):
        raise DataError(f"path: found {path.name!r}, expected a name that ends in .sav or .dta")
    pyreadstat = require("pyreadstat", f"writing .{kind}", install="'enkat[spss]'")
    file = _file(responses, kind, language)
    title = responses.survey.title(language)
    if kind == "sav":
        ranges: dict[str, Any] = {
            v: [{"lo": min(k.values()), "hi": max(k.values())}] for v, k in file.kinds.items() if k
        }
        pyreadstat.write_sav(
            _frame(file.columns), str(path), file_label=title[:60], column_labels=_texts(file.labels, 250),
            variable_value_labels=file.values, missing_ranges=ranges,
            note=[f"enkat survey {responses.survey.id} version {responses.survey.version}"[:80]],
        )  # fmt: skip
        return file.notes
    columns, letters = _stata(file)
    pyreadstat.write_dta(
        columns, str(path), file_label=title[:80], column_labels=_texts(file.labels, 80),
        variable_value_labels=file.values, missing_user_values=letters,
    )  # fmt: skip
    return [*file.notes, "Stata keeps 80 characters of a question's text"]


def _file(responses: Responses, kind: str, language: str | None) -> _File:
    file, survey = _File(), responses.survey
    meta = responses.core.meta
    for name in RECORDED:
        if name in meta:
            file.columns[name] = list(meta[name])
    if "duration_seconds" in meta:
        file.columns["duration_seconds"] = list(meta["duration_seconds"])
    if "judged_at" in meta:
        file.columns["submitted_at"] = [_moment(m) for m in meta["judged_at"]]
    names, known = variable_names(survey, kind), set(responses.columns)
    plain: list[str] = []
    for q in survey.questions:
        for heading, name in names.items():
            question, _, rest = heading.partition("/")
            if question.split(".")[0] != q.id or question not in known:
                continue
            file.labels[name] = _label(survey, q, heading, language)
            if heading.endswith(".other") or q.type in ("text", "email", "file", "time"):
                file.columns[name] = [v or "" for v in responses.values(question)]
                plain.append(q.id)
            elif q.type == "date":
                file.columns[name] = responses.values(question)
                plain.append(q.id)
            else:
                _coded(file, responses, q, question, rest, name, language)
    if plain:
        file.notes.append(
            "why an answer is missing is not kept for texts and dates: " + ", ".join(dict.fromkeys(plain))
        )
    if any(q.type == "multi" for q in survey.questions):
        file.notes.append("multiple-response sets are written as one variable per option, without the set itself")
    return file


def _coded(
    file: _File, responses: Responses, q: Question, column: str, part: str, name: str, language: str | None
) -> None:
    """Numbers: places of options, 0 and 1, ranks, or the number itself; kinds of missing as codes."""
    number = q.type in ("number", "rating")
    shift = FAR if number else 0
    codes = {kind: code + shift for kind, code in KINDS.items()}
    place = {o.code: i + 1 for i, o in enumerate(q.options)}
    value: Callable[[Any], float]
    labels: dict[Any, str] = {}
    if part and q.type == "ranking":
        value = lambda v: float(v.index(part) + 1) if part in v else float("nan")  # noqa: E731
    elif part:
        value = lambda v: float(part in v)  # noqa: E731
        labels = {0: "0", 1: "1"}
    elif number:
        value = float
    else:
        value = lambda v: float(place[v])  # noqa: E731
        labels = {place[o.code]: _text(o.label, responses, language) for o in q.options if o.missing is None}
    kinds = responses.missing(column)
    found = [None if v is None else value(v) for v in responses.values(column)]
    cells = [codes.get(k) if v is None else None if v != v else v for v, k in zip(found, kinds, strict=True)]
    used = {kind: codes[kind] for kind in KINDS if kind in kinds}
    stands = {"refused": "refused", "no_opinion": "no_opinion", "not_applicable": "not_shown"}
    own = {stands[o.missing]: _text(o.label, responses, language) for o in q.options if o.missing in stands}
    labels |= {code: own.get(kind, kind.replace("_", " ")) for kind, code in used.items()}
    file.columns[name], file.kinds[name] = cells, used
    if labels:
        file.values[name] = labels


def _stata(file: _File) -> tuple[Any, dict[str, list[str]]]:
    """Stata's own letters for kinds of missing, .a to .e."""
    pandas = require("pandas", "writing .dta", install="'enkat[spss]'")
    letters: dict[str, list[str]] = {}
    columns: dict[str, Any] = {}
    for name, cells in file.columns.items():
        by_code = {code: LETTERS[kind] for kind, code in file.kinds.get(name, {}).items()}
        columns[name] = pandas.Series([by_code.get(c, c) for c in cells], dtype=object if by_code else None)
        if by_code:
            letters[name] = sorted(by_code.values())
        if name in file.values:
            file.values[name] = {by_code.get(k, k): v for k, v in file.values[name].items()}
    return pandas.DataFrame(columns), letters


def _frame(columns: dict[str, list[Any]]) -> Any:
    from enkat._frames import make_frame

    texts = tuple(n for n, v in columns.items() if any(isinstance(x, str) for x in v))
    numbers = {n: [float(x) if isinstance(x, int) else x for x in v] for n, v in columns.items()}
    try:
        return make_frame(numbers, library="polars", texts=texts)
    except ImportError:
        return make_frame(numbers, library="pandas", texts=texts)


def _texts(labels: dict[str, str], most: int) -> dict[str, str | None]:
    return {name: text[:most] for name, text in labels.items()}


def _text(texts: Any, responses: Responses, language: str | None) -> str:
    survey = responses.survey
    return str(texts.get(language or survey.default_language, texts[survey.default_language]))[:120]


def _label(survey: Any, q: Question, heading: str, language: str | None) -> str:
    text: str = survey.text(q.id, language)
    rest = heading[len(q.id) + 1 :]
    for part in rest.replace("/", " ").split() if rest and not heading.endswith(".other") else ():
        text += f" - {survey.text(f'{q.id}.{part}', language)}"
    return " ".join(text.split())


def _moment(moment: Any) -> str:
    if moment is None:
        return ""
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=moment["local_seconds"])).isoformat(sep=" ")
