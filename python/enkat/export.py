"""Weighted files: the data of a design with their weights as CSV or Parquet, and the labels of codes with them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import name_of
from enkat._frames import make_frame, require
from enkat._saving import write_bytes, write_text
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.design import Design

__all__ = ["export"]

LABELS_KEY = b"enkat.labels"


def export(
    design: Design, path: str | os.PathLike[str], *, weights: str, labels: bool, replicates: str | None
) -> list[Path]:
    """See `Design.export`."""
    target = Path(path)
    columns = _columns(design, name_of(weights, "weights"), replicates)
    texts = json.dumps(design.labels, ensure_ascii=False) if labels and design.labels else None
    if target.suffix.lower() == ".csv":
        return _csv(target, columns, texts)
    if target.suffix.lower() == ".parquet":
        return _parquet(target, columns, texts)
    raise DesignError(f"path: found the name {target.name!r}, expected one that ends in .csv or .parquet")


# -- what is written -------------------------------------------------------------------------------------------------


def _columns(design: Design, weights: str, replicates: str | None) -> dict[str, list[Any]]:
    source = design._columns.source
    options = {n for n in source.names if n not in getattr(source, "sets", {}) and source.kind(n) == "options"}
    out: dict[str, list[Any]] = {}
    frame = source.frame()
    for name in frame.names:
        if name in options:
            out |= _indicators(name, design._columns.factor(name))
        else:
            out[name] = _plain(frame.data[name])
    out |= {name: _values(variable) for name, variable in design._columns.derived.items()}
    core, domain = design._core, design._core.domain
    out[weights] = (core.weights * domain if len(domain) else core.weights).tolist()
    return out | _replicates(core, domain, replicates)


def _plain(values: Any) -> list[Any]:
    """Cells as Python values; an order of items is one text."""
    items = values.to_list() if hasattr(values, "to_list") else list(values)
    items = [v.item() if hasattr(v, "item") else v for v in items]
    return [None if v is None or v != v else "; ".join(map(str, v)) if isinstance(v, list) else v for v in items]


def _values(variable: Any) -> list[Any]:
    if isinstance(variable, _core.Numbers):
        valid = variable.valid.tolist() or [1] * variable.size
        return [v if ok else None for v, ok in zip(variable.values.tolist(), valid, strict=True)]
    levels = [*variable.levels, None]
    return [levels[code] for code in variable.codes.tolist()]


def _indicators(name: str, options: Any) -> dict[str, list[Any]]:
    """A multi-select question as one column of 0 and 1 for each option, empty where it was not answered.

    The names have "_", since "question.other" is the free text of an option.
    """
    out = {}
    for k, option in enumerate(options.options):
        chosen = options.chosen(k).tolist()
        answered = options.answered.tolist() or [1] * len(chosen)
        out[f"{name}_{option}"] = [int(c) if a else None for c, a in zip(chosen, answered, strict=True)]
    return out


def _replicates(core: Any, domain: Any, prefix: str | None) -> dict[str, list[Any]]:
    about = core.describe()["replicates"]
    if prefix is None:
        return {}
    if about is None:
        raise DesignError(
            f"replicates={prefix!r}: the design has no replicate weights; make them with to_replicates(), or leave "
            "replicates out"
        )
    given = (core.with_replicate(r).weights for r in range(about["count"]))
    return {
        f"{name_of(prefix, 'replicates')}{r + 1}": (w * domain if len(domain) else w).tolist()
        for r, w in enumerate(given)
    }


# -- files -----------------------------------------------------------------------------------------------------------


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = str(value)
    plain = text and text == text.strip() and not any(c in text for c in ',"\r\n')
    return text if plain else '"' + text.replace('"', '""') + '"'


def _csv(target: Path, columns: Mapping[str, Sequence[Any]], texts: str | None) -> list[Path]:
    lines = [",".join(map(_cell, columns))]
    lines += [",".join(map(_cell, row)) for row in zip(*columns.values(), strict=True)]
    write_text(target, "\n".join(lines) + "\n")
    if texts is None:
        return [target]
    beside = target.with_suffix(".labels.json")
    write_text(beside, texts + "\n")
    return [target, beside]


def _parquet(target: Path, columns: Mapping[str, Sequence[Any]], texts: str | None) -> list[Path]:
    pa = require("pyarrow", "writing Parquet", install="'enkat[parquet]'")
    pq = require("pyarrow.parquet", "writing Parquet", install="'enkat[parquet]'")
    table = make_frame(columns, library="pyarrow")
    if texts is not None:
        table = table.replace_schema_metadata({LABELS_KEY: texts.encode()})
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer)
    write_bytes(target, buffer.getvalue().to_pybytes())
    return [target]
