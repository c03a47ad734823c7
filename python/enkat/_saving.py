"""Results as versioned JSON and back. The format is in docs/developer/saved_files.md."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import importlib.util
import json
import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from enkat import _core
from enkat._core import __version__
from enkat.errors import DataError, MissingFileError, SurveyError

__all__ = ["Saved", "decoded", "dumped", "encoded", "parsed", "read_text", "result_of", "write_bytes", "write_text"]

RESULT_FORMAT = "enkat result"
RESULT_VERSION = 1
MAX_BYTES = 4 << 30
MAX_DEPTH = 40
MODULES = (
    "results",
    "tables",
    "weighting",
    "imputation",
    "inference",
    "layered_tests",
    "models",
    "kaplan_meier",
    "likelihood_models",
    "outcome",
    "plan",
    "regression_tables",
    "textbook",
)
"""Where result types live; the modules that are there are looked through."""
PARTS = ("enkat.banner", "enkat.regression_tables", "enkat.weighting_steps")
"""Modules whose dataclasses are parts of results and designs."""
LAZY = {"covariance": "vcov"}
"""Fields that hold a function, and the property that gives what it computes: a file holds the latter."""


class Saved:
    """A result that can be saved: `ek.load` reads what `save` wrote, and the two are equal."""

    __slots__ = ()

    def to_json(self, *, covariance: bool = True) -> str:
        """The result as versioned JSON.

        Parameters
        ----------
        covariance : bool
            Keep the full covariance of the estimates, k x k numbers for k rows; without it a loaded result has
            standard errors but neither `vcov` nor contrasts.

        Returns
        -------
        str
        """
        value = encoded(self, covariance=covariance)
        return dumped({"format": RESULT_FORMAT, "version": RESULT_VERSION, "enkat": __version__, "result": value})

    def save(self, path: str | os.PathLike[str], *, covariance: bool = True) -> None:
        """Write the result as versioned JSON, which `enkat.load` reads; arguments as `to_json`."""
        write_text(path, self.to_json(covariance=covariance))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Saved) or type(self) is not type(other):
            return NotImplemented
        return bool(encoded(self) == encoded(other))

    def __hash__(self) -> int:
        return hash(type(self).__name__)


# -- values ----------------------------------------------------------------------------------------------------------


def encoded(value: Any, *, covariance: bool = True) -> Any:
    """A value as JSON knows it. What JSON lacks is an object with one key that begins with "$"."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$number": repr(value)}
    if isinstance(value, (_core.Numbers, _core.Categories)):
        from enkat._saved_columns import variable_document

        return {"$variable": variable_document(value), "rows": value.size}
    if dataclasses.is_dataclass(value):
        return _fields_of(cast("Any", value), covariance)
    if isinstance(value, Mapping):
        if all(isinstance(k, str) and not k.startswith("$") for k in value):
            return {k: encoded(v, covariance=covariance) for k, v in value.items()}
        return {"$map": [[encoded(k), encoded(v, covariance=covariance)] for k, v in value.items()]}
    if isinstance(value, tuple):
        return {"$tuple": [encoded(v, covariance=covariance) for v in value]}
    if hasattr(value, "tolist"):  # of numpy
        return _array_document(value) if value.ndim else encoded(value.tolist())
    if isinstance(value, Sequence):
        return [encoded(v, covariance=covariance) for v in value]
    raise SurveyError(f"save: found {type(value).__name__}, which a saved result cannot hold")


def _array_document(array: Any) -> dict[str, Any]:
    kind = str(array.dtype)
    named = {} if kind == "float64" else {"dtype": kind}
    return {"$array": list(array.shape), "values": encoded(array.ravel().tolist()), **named}


def _fields_of(value: Any, covariance: bool) -> dict[str, Any]:
    name = type(value).__name__
    cls = _type_named(name)
    if type(value) is not cls:
        raise SurveyError(f"save: found {name}, which is no type of saved results")
    out: dict[str, Any] = {"$type": name}
    for field in dataclasses.fields(cls):
        if _live(field):
            continue
        held = getattr(value, field.name)
        if field.name in LAZY and callable(held):
            kept = covariance or field.name != "covariance"
            held = getattr(value, LAZY[field.name]) if kept else None
        out[field.name] = encoded(held, covariance=covariance)
    return out


def _live(field: dataclasses.Field[Any]) -> bool:
    """Whether a field is a cache or a link to the design, which a file does not keep."""
    return field.name.startswith("_") or bool(field.metadata.get("live"))


def decoded(value: Any, depth: int = 0) -> Any:
    """The value that `encoded` wrote."""
    if depth > MAX_DEPTH:
        raise DataError("the file is nested too deep for a saved result")
    if isinstance(value, list):
        return [decoded(v, depth + 1) for v in value]
    if not isinstance(value, dict):
        return value
    if "$type" in value:
        return _typed(value, depth)
    for tag, make in DECODERS.items():
        if tag in value:
            return make(value, depth + 1)
    return {k: decoded(v, depth + 1) for k, v in value.items()}


def _number(value: dict[str, Any], depth: int) -> float:
    if value["$number"] not in ("nan", "inf", "-inf"):
        raise DataError(f"$number: found {value['$number']!r:.40}, expected 'nan', 'inf' or '-inf'")
    return float(value["$number"])


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise DataError(f"{what}: found {value!r:.40}, expected a list")
    return value


def _tuple(value: dict[str, Any], depth: int) -> tuple[Any, ...]:
    return tuple(decoded(v, depth) for v in _list(value["$tuple"], "$tuple"))


def _map(value: dict[str, Any], depth: int) -> dict[Any, Any]:
    pairs = _list(value["$map"], "$map")
    if not all(isinstance(p, list) and len(p) == 2 for p in pairs):
        raise DataError("$map: expected a list of pairs")
    try:
        return {decoded(k, depth): decoded(v, depth) for k, v in pairs}
    except TypeError:
        raise DataError("$map: a key is a list or an object, expected a text, a number or a tuple") from None


def _array(value: dict[str, Any], depth: int) -> Any:
    import numpy as np

    shape = _list(value["$array"], "$array")
    values = decoded(_list(value.get("values"), "values"), depth)
    whole = all(isinstance(s, int) and not isinstance(s, bool) and s >= 0 for s in shape)
    if not whole or math.prod(shape) != len(values):
        raise DataError(f"$array: found {len(values)} values for the shape {shape!r:.40}")
    if not all(isinstance(v, (int, float, bool)) for v in values):
        raise DataError("$array: expected numbers")
    kind = value.get("dtype", "float64" if not values or isinstance(values[0], float) else "int64")
    if kind not in ("float64", "int64", "int32", "uint8", "bool"):
        raise DataError(f"dtype: found {kind!r:.40}, expected a kind of number")
    try:
        array = np.array(values).astype(kind).reshape(shape)
    except OverflowError:
        raise DataError("$array: found a whole number that is too large") from None
    array.flags.writeable = False
    return array


def _variable(value: dict[str, Any], depth: int) -> Any:
    from enkat._saved_columns import variable_of

    document, rows = value["$variable"], value.get("rows")
    if not isinstance(document, dict) or not isinstance(rows, int):
        raise DataError("$variable: expected the numbers or categories of a column")
    return variable_of("$variable", document, rows)


DECODERS: dict[str, Callable[[dict[str, Any], int], Any]] = {
    "$number": _number,
    "$tuple": _tuple,
    "$map": _map,
    "$array": _array,
    "$variable": _variable,
}


def _types() -> dict[str, type]:
    """The result types by name: the classes derived from `Saved` that the package has, and no others."""
    for module in MODULES:
        importlib.import_module(f"enkat.{module}")
    out: dict[str, type] = {}
    todo: list[type] = list(Saved.__subclasses__())
    while todo:
        cls = todo.pop()
        todo += cls.__subclasses__()
        if getattr(sys.modules.get(cls.__module__), cls.__name__, None) is cls and dataclasses.is_dataclass(cls):
            out[cls.__name__] = cls
    for module in PARTS:
        if importlib.util.find_spec(module) is not None:
            classes = [c for c in vars(importlib.import_module(module)).values() if isinstance(c, type)]
            out |= {c.__name__: c for c in classes if c.__module__ == module and dataclasses.is_dataclass(c)}
    return out


_KNOWN: dict[str, type] = {}


def _type_named(name: object) -> type | None:
    """The result type of a name, looked up once."""
    if name not in _KNOWN:
        _KNOWN.update(_types())
    return _KNOWN.get(name) if isinstance(name, str) else None


def _typed(value: dict[str, Any], depth: int) -> Any:
    name = value["$type"]
    cls = _type_named(name) if isinstance(name, str) else None
    if cls is None:
        raise DataError(f"$type: found {name!r:.40}, which this version does not know; upgrade enkat")
    known = {f.name: f for f in dataclasses.fields(cls) if not _live(f)}
    if unknown := sorted(set(value) - set(known) - {"$type"}):
        raise DataError(f"{name}: found {unknown[0]!r:.40}, which this version does not know; upgrade enkat")
    given = {k: decoded(v, depth + 1) for k, v in value.items() if k != "$type"}
    if "covariance" in given:
        _check_estimates(name, given, given["covariance"])
    for lazy in LAZY:
        if given.get(lazy) is not None:
            given[lazy] = functools.partial(_same, given[lazy])
    try:
        return cls(**given)
    except TypeError as e:
        raise DataError(f"{name}: {e}; the file is damaged, or was changed by hand") from None


def _same(value: Any) -> Any:
    return value


def _check_estimates(name: str, given: Mapping[str, Any], matrix: Any) -> None:
    """Every column of `Estimates` is a list of one length, and the covariance fits."""
    rows = len(_list(given.get("estimate"), f"{name}: estimate"))
    keys = given.get("keys")
    if not isinstance(keys, dict):
        raise DataError(f"{name}: keys: expected an object of lists")
    for key, values in keys.items():
        if not isinstance(values, (list, tuple)) or len(values) != rows:
            raise DataError(f"{name}: key {key!r:.40} has not one value for each of {rows} rows")
    for column in ("estimate", "se", "ci_low", "ci_high", "df", "deff", "n", "n_weighted", "n_effective"):
        values = given.get(column, ())
        if not isinstance(values, (list, tuple)) or len(values) not in (0, rows):
            raise DataError(f"{name}: {column} has not one value for each of {rows} rows")
        if not all(v is None or (isinstance(v, (int, float)) and not isinstance(v, bool)) for v in values):
            raise DataError(f"{name}: {column}: expected numbers")
    if matrix is not None and getattr(matrix, "shape", None) != (rows, rows):
        raise DataError(f"{name}: covariance: expected {rows} x {rows} numbers")


def result_of(document: Mapping[str, Any]) -> Any:
    """The result of a parsed file."""
    check_version(document, RESULT_VERSION)
    result = decoded(document.get("result"))
    if not isinstance(result, Saved):
        raise DataError("result: expected a saved result; the file is damaged, or was changed by hand")
    return result


# -- files -----------------------------------------------------------------------------------------------------------


def check_version(document: Mapping[str, Any], known: int) -> None:
    """Refuse a file of another version of the format."""
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise DataError(f"version: found {version!r:.40}, expected a whole number")
    if version > known:
        by = document.get("enkat")
        raise DataError(
            f"version: the file is of version {version} of the format (written by enkat {by!s:.20}), this enkat "
            f"{__version__} reads versions up to {known}; upgrade enkat"
        )


def dumped(document: Mapping[str, Any]) -> str:
    """JSON on one line; numbers come back as they were."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def parsed(text: str, name: str) -> dict[str, Any]:
    """The JSON object of a text."""

    def refuse(constant: str) -> None:
        raise DataError(f"{name}: found {constant}, which is not JSON")

    try:
        document = json.loads(text, parse_constant=refuse)
    except SurveyError:
        raise
    except (ValueError, RecursionError) as e:
        raise DataError(
            f"{name}: found text that is not JSON ({str(e)[:100]}), expected a file that enkat saved"
        ) from None
    if not isinstance(document, dict):
        raise DataError(f"{name}: found no JSON object, expected a file that enkat saved")
    return document


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a file as a whole: what was there stays until the new one is complete."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise DataError(
            f"save: the text {e.object[max(0, e.start - 20) : e.end]!r:.60} holds half of a character (a lone "
            "surrogate), expected valid text; correct it in the data"
        ) from None
    write_bytes(path, data)


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file as a whole; see `write_text`."""
    target = Path(path)
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(data)
        os.replace(part, target)
    except FileNotFoundError:
        raise MissingFileError(f"{target}: the folder {target.parent} is not there; make it first") from None


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a saved file."""
    source = Path(path)
    try:
        size = source.stat().st_size
        if source.is_dir():
            raise DataError(f"{source}: found a folder, expected a file that enkat saved")
        if size > MAX_BYTES:
            raise DataError(f"{source}: found {size} bytes, expected at most {MAX_BYTES}")
        return source.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise MissingFileError(f"{source}: found no such file, expected one that enkat saved") from None
    except UnicodeDecodeError:
        raise DataError(f"{source}: found bytes that are not UTF-8, expected a file that enkat saved") from None
