"""The data and the cases of a reference set: DIR/cases/*.json, DIR/data/*.csv, DIR/data/datasets.json."""

from __future__ import annotations

import csv
import functools
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def load_cases(directory: Path) -> list[dict[str, Any]]:
    """Every case of every file in order, with the file and folder it comes from under "file", "directory"."""
    cases = []
    for path in sorted((directory / "cases").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            cases.append({**case, "file": path.stem, "directory": directory})
    return cases


def pending() -> dict[str, str]:
    """The cases that are not built yet: id to reason, from pending.txt ("id  reason" per line)."""
    lines = (HERE / "pending.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    return {words[0]: words[1] if len(words) > 1 else "not built yet" for words in named}


@functools.cache
def datasets(directory: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((directory / "data" / "datasets.json").read_text(encoding="utf-8"))
    return described


@functools.cache
def columns(directory: Path, file: str) -> dict[str, list[Any]]:
    """The columns of a file: numbers (whole ones as int), texts, None where missing."""
    with (directory / "data" / file).open(encoding="utf-8", newline="") as f:
        head, *rows = list(csv.reader(f))
    out: dict[str, list[Any]] = {}
    for j, name in enumerate(head):
        texts = [row[j] for row in rows]
        out[name] = _numbers(texts) if column_type(directory, file, name) == "numeric" else [t or None for t in texts]
    return out


def column_type(directory: Path, file: str, name: str) -> str:
    described = datasets(directory)[file]["columns"].get(name, {"type": "numeric"})
    return str(described["type"])


def levels(directory: Path, file: str, case: dict[str, Any]) -> dict[str, list[str]]:
    """The ordered levels of every categorical column."""
    described = datasets(directory)[file]["columns"]
    found = {name: list(c["levels"]) for name, c in described.items() if c["type"] == "categorical"}
    return {**found, **case.get("levels", {})}


def _numbers(texts: list[str]) -> list[Any]:
    values = [float(t) if t else None for t in texts]
    if all(v is None or v.is_integer() for v in values):
        return [None if v is None else int(v) for v in values]
    return values


def frame(directory: Path, file: str, ordered: dict[str, list[str]], library: str) -> Any:
    """The data set as a frame: level order kept by a polars Enum or a pandas Categorical."""
    data = columns(directory, file)
    if library == "pandas":
        import pandas as pd

        return pd.DataFrame(
            {n: pd.Categorical(v, categories=ordered[n]) if n in ordered else v for n, v in data.items()}
        )
    import polars as pl

    return pl.DataFrame(
        [pl.Series(n, v, dtype=pl.Enum(ordered[n]) if n in ordered else None, strict=False) for n, v in data.items()]
    )
