"""Designs as versioned JSON, and `load` for all that enkat saves. The format is in docs/developer/saved_files.md."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._saved_columns import source_document, source_of, variable_document, variable_of
from enkat._saving import (
    RESULT_FORMAT,
    check_version,
    decoded,
    dumped,
    encoded,
    parsed,
    read_text,
    result_of,
    write_text,
)
from enkat.columns import Columns
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["designs_equal", "load", "save_design"]

DESIGN_FORMAT = "enkat design"
DESIGN_VERSION = 1


def load(source: str | os.PathLike[str]) -> Any:
    """Read what `Design.save` or the `save` of a result wrote.

    Parameters
    ----------
    source : path or str
        The path of a file, or its JSON text (it begins with ``{``).

    Returns
    -------
    Design, Estimates, Crosstab, Kish, ...
        Equal to what was saved. Files of every earlier version of enkat are read.

    Raises
    ------
    DataError
        The file is of a newer version, of another kind, or damaged.
    MissingFileError
        There is no such file.

    Examples
    --------
    >>> import enkat as ek
    >>> r = ek.Design({"y": [1.0, 2.0, 4.0]}).mean("y")
    >>> ek.load(r.to_json()) == r
    True
    """
    text, name = _text(source)
    document = parsed(text, name)
    kind = document.get("format")
    if kind == RESULT_FORMAT:
        return result_of(document)
    if kind == DESIGN_FORMAT:
        return _design_of(document)
    hint = "; a survey's definition is read by ek.Survey.load" if "questions" in document else ""
    raise DataError(f"{name}: found the format {kind!r:.40}, expected a design or a result that enkat saved{hint}")


def _text(source: Any) -> tuple[str, str]:
    if isinstance(source, str) and source.lstrip().startswith("{"):
        return source, "the text"
    if not isinstance(source, (str, os.PathLike)):
        raise DataError(f"source: found {type(source).__name__}, expected a path or JSON text")
    return read_text(source), str(source)


def _document(design: Design) -> dict[str, Any]:
    """All of a design but its engine's part."""
    derived = [{"name": n, **variable_document(v)} for n, v in design._columns.derived.items()]
    return {
        "kind": design.kind,
        "model": encoded(design.model),
        "labels": encoded(design.labels),
        "history": list(design.history),
        "code": [str(call) for call in design._calls],
        "survey": None if design.survey is None else design.survey.to_dict(),
        "steps": encoded(getattr(design, "_steps", ())),
        "data": source_document(design._columns.source),
        "derived": derived,
    }


def save_design(design: Design, path: str | os.PathLike[str]) -> None:
    """See `Design.save`."""
    head = {"format": DESIGN_FORMAT, "version": DESIGN_VERSION, "enkat": _core.__version__}
    text = dumped({**head, **_document(design)})
    write_text(path, f'{text[:-1]},"engine":{_core.save_design(design._core)}}}\n')


def designs_equal(a: Design, b: Design) -> bool:
    """Whether two designs hold the same, however they came about."""
    if a.n != b.n or a.kind != b.kind or _core.save_design(a._core) != _core.save_design(b._core):
        return False
    left, right = _document(a), _document(b)
    for document in (left, right):
        del document["code"], document["history"]
    return left == right


def _texts(document: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = document.get(key)
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise DataError(f"{key}: expected a list of texts; the file is damaged, or was changed by hand")
    return tuple(values)


def _labels(value: Any) -> dict[str, dict[str, dict[str, str]]]:
    def fits(part: Any, depth: int) -> bool:
        if depth == 0:
            return isinstance(part, str)
        return isinstance(part, dict) and all(fits(v, depth - 1) for v in part.values())

    labels = decoded(value)
    if not fits(labels, 3):
        raise DataError("labels: expected {language: {variable: {code: text}}}")
    out: dict[str, dict[str, dict[str, str]]] = labels
    return out


def _steps(document: Mapping[str, Any]) -> tuple[Any, ...]:
    """What `weighting_report` tells of the weight adjustments."""
    steps = decoded(document.get("steps", {"$tuple": []}))
    if not isinstance(steps, tuple) or not all(type(s).__name__ == "WeightingStep" for s in steps):
        raise DataError("steps: expected weighting steps; the file is damaged, or was changed by hand")
    return steps


def _design_of(document: Mapping[str, Any]) -> Design:
    from enkat.design import KINDS, Design
    from enkat.survey import Survey

    check_version(document, DESIGN_VERSION)
    source = source_of(document.get("data"))
    definition = document.get("survey")
    survey = None if definition is None else Survey.load(definition)
    core = _core.load_design(json.dumps(document.get("engine")))
    kind, model, derived = document.get("kind"), decoded(document.get("model")), document.get("derived")
    if core.rows != source.rows:
        raise DataError(f"rows: the data have {source.rows} and the design {core.rows}, expected as many")
    if kind not in KINDS:
        raise DataError(f"kind: found {kind!r:.40}, expected one of {', '.join(map(repr, KINDS))}")
    if not (model is None or isinstance(model, (str, dict))):
        raise DataError(f"model: found {model!r:.40}, expected a text, or a text for each language")
    listed: list[Any] = derived if isinstance(derived, list) else [None]
    if not all(isinstance(d, dict) and isinstance(d.get("name"), str) for d in listed):
        raise DataError("derived: expected a list of named columns")
    made = {d["name"]: variable_of(d["name"], d, source.rows) for d in listed}
    new: Design = object.__new__(Design)
    defaults = {f.name: f.default for f in dataclasses.fields(Design) if f.default is not dataclasses.MISSING}
    values: dict[str, Any] = {
        **defaults,
        "_core": core,
        "_columns": Columns(source, made),
        "kind": kind,
        "model": model,
        "labels": _labels(document.get("labels")),
        "history": _texts(document, "history"),
        "survey": survey,
        "report": None,
        "_calls": _texts(document, "code"),
    }
    if "_steps" in defaults:
        values["_steps"] = _steps(document)
    for name, value in values.items():
        object.__setattr__(new, name, value)
    return new
