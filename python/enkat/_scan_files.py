"""Files too large for memory as chunks of a few columns: the only module that reads with pyarrow's datasets."""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from enkat import _core
from enkat._frames import Frame, require, unknown_column
from enkat._progress import Progress, bar_of
from enkat.columns import Columns, FrameSource
from enkat.errors import DataError, DesignError, MissingFileError

__all__ = ["Files", "Progress", "open_files"]

PATIENCE = 2.0
"""Seconds that a pass may take in silence."""
AT_ONCE = 1 << 18
"""Rows that pyarrow decodes at a time; chunks are made of these."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one data set, and how they are to be read."""

    dataset: Any
    sets: Mapping[str, Sequence[str]]
    chunk_rows: int
    progress: Progress | None
    _sample: list[Columns] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return list(self.dataset.schema.names)

    def empty(self) -> Columns:
        """The columns without rows: what they are called and what they hold."""
        if not self._sample:
            self._sample.append(self._columns([], self.names))
        return self._sample[0]

    def _columns(self, batches: Sequence[Any], names: Sequence[str]) -> Columns:
        pa = require("pyarrow", "reading Parquet files", install="'enkat[parquet]'")
        fields = [self.dataset.schema.field(name) for name in names]
        table = pa.Table.from_batches(batches, schema=pa.schema(fields))
        sets = {name: members for name, members in self.sets.items() if set(members) <= set(names)}
        return Columns(FrameSource(Frame(_Table(table), tuple(names), table.num_rows, "pyarrow"), sets))

    def sources(self, name: str) -> list[str]:
        """The columns of the files behind a name: itself, or the members of a set."""
        if name in self.sets:
            return list(self.sets[name])
        if name not in self.names:
            raise DataError(unknown_column(name, [*self.names, *self.sets]))
        return [name]

    def chunks(self, names: Sequence[str], purpose: str) -> Iterator[Columns]:
        """The rows of the named columns, in the order of the files; progress is shown from two seconds on."""
        wanted = list(dict.fromkeys(s for name in names for s in self.sources(name))) or self.names[:1]
        size = min(AT_ONCE, self.chunk_rows)
        # a few batches ahead keep the decoder busy; more would only pass through more memory
        scanner = self.dataset.scanner(columns=wanted, batch_size=size, batch_readahead=4, fragment_readahead=2)
        with closing(_Bar(self, purpose)) as bar:
            held: list[Any] = []
            rows = 0
            for batch in scanner.to_batches():
                if held and rows + batch.num_rows > self.chunk_rows:  # a chunk of one batch is not copied
                    yield self._columns(held, wanted)
                    bar.update(rows)
                    held, rows = [], 0
                if batch.num_rows:
                    held.append(batch)
                    rows += batch.num_rows
            if held:
                yield self._columns(held, wanted)
                bar.update(rows)


@dataclass(frozen=True, slots=True)
class _Table:
    """A pyarrow table as `Frame` reads one: by name, each column as it lies."""

    table: Any

    def __getitem__(self, name: str) -> _Column:
        return _Column(self.table.column(name))


@dataclass(frozen=True, slots=True)
class _Column:
    column: Any

    def to_arrow(self) -> Any:
        return self.column


class _Bar:
    """The progress of one pass, made when the pass has taken two seconds."""

    def __init__(self, files: Files, purpose: str) -> None:
        self.files, self.purpose = files, purpose
        self.begin = time.monotonic()
        self.bar: Any = None
        self.rows = 0

    def update(self, rows: int) -> None:
        self.rows += rows
        if self.files.progress is None:
            return
        if self.bar is None:
            if time.monotonic() - self.begin < PATIENCE:
                return
            total = self.files.dataset.count_rows()
            self.bar = self.files.progress(total=total, desc=self.purpose, unit=" rows", unit_scale=True)
            rows = self.rows
        self.bar.update(rows)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def open_files(
    paths: Any, *, sets: Mapping[str, Sequence[str]], chunk_rows: int, progress: Progress | bool | None
) -> Files:
    """A pattern, a folder, a list of files or a pyarrow dataset as `Files`."""
    dataset = require("pyarrow.dataset", "ek.scan", install="'enkat[parquet]'")
    bar = bar_of(progress)
    data = paths if isinstance(paths, dataset.Dataset) else dataset.dataset(_files(paths), format="parquet")
    files = Files(data, sets, chunk_rows, bar)
    for name, members in sets.items():
        if name in files.names:
            raise DesignError(f"sets: {name!r} is also a column of the data; give the set another name")
        if not members:
            raise DesignError(f"sets: {name!r} has no columns, expected the 0/1 columns of its options")
        for member in members:
            if member not in files.names:
                raise DataError(f"sets: {name!r}: {unknown_column(member, files.names)}")
    return files


def _files(paths: Any) -> list[str]:
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    out: list[str] = []
    for one in given:
        path = os.fspath(one)
        if os.path.isdir(path):
            path = os.path.join(path, "**", "*.parquet")
        found = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else [path]
        if not found or not os.path.isfile(found[0]):
            raise MissingFileError(f"paths: no file is found at {path!r}, expected Parquet files")
        out += found
    if not out:
        raise MissingFileError("paths: none given, expected a pattern or a list of Parquet files")
    return out


def level_order(columns: Columns, name: str) -> str:
    """How the levels of a column are ordered when it is read at once: "seen", "text" or "number"."""
    if name in columns.derived:
        return "number" if isinstance(columns.derived[name], _core.Numbers) else "seen"
    if columns.source.kind(name) == "options":
        return "seen"
    form: str = columns.source._import(name).format  # type: ignore[attr-defined]
    if form in ("dictionary", "b"):
        return "seen"
    return "text" if form in ("u", "U", "vu") else "number"
