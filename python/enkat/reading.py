"""Reading responses: any of seven export layouts, a plain table, or a dataframe, into one typed table."""

from __future__ import annotations

import datetime
import html
import importlib
import importlib.util
import os
import warnings
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from enkat import _core
from enkat._frames import ArrowStream, Frame, make_frame, read_frame, require
from enkat._progress import Progress, bar_of, shown
from enkat.errors import DataError, SurveyWarning

if TYPE_CHECKING:
    from enkat.survey import Survey

__all__ = ["Layout", "Responses", "read"]

Layout = Literal["eusurvey", "eusurvey_xml", "limesurvey", "qualtrics", "google_forms", "kobo", "plain"]
"""The names of the layouts that `read` knows."""

MAX_CSV_BYTES = 4 << 30
_EPOCH = datetime.date(1970, 1, 1)


@dataclass(frozen=True, slots=True, repr=False)
class Responses:
    """The answers of all respondents: codes instead of labels, and the reason wherever an answer is missing."""

    core: _core.Responses
    """The engine's table."""
    survey: Survey
    """The survey whose definition the answers were read with."""

    @property
    def layout(self) -> str:
        """The layout that the file was read in."""
        layout: str = self.core.layout
        return layout

    @property
    def rows(self) -> int:
        """The number of respondents."""
        rows: int = self.core.rows
        return rows

    @property
    def columns(self) -> list[str]:
        """The names of the columns: question ids, `question.row` for matrices, `question.other` for free texts."""
        return list(self.core.names)

    @property
    def notes(self) -> list[str]:
        """What the file had beside the answers, or lacked, in sentences."""
        return list(self.core.notes)

    def __len__(self) -> int:
        return self.rows

    def column(self, name: str) -> _core.Column:
        """One typed column of the engine.

        Raises
        ------
        DataError
            There is no such column.
        """
        column = self.core.column(name) if isinstance(name, str) else None
        if column is None:
            raise DataError(f"column {name!r} is not in the responses, expected one of {', '.join(self.columns)}")
        return column

    def values(self, name: str) -> list[Any]:
        """The answers of one column as Python values.

        Returns
        -------
        list
            Option codes, numbers, texts or dates; a list of codes for multiple choices and rankings (first first);
            None where the answer is missing, for whatever reason.
        """
        column = self.column(name)
        if column.kind != "date":
            values: list[Any] = column.values()
            return values
        return [None if days is None else _EPOCH + datetime.timedelta(days=days) for days in column.values()]

    def missing(self, name: str) -> list[str]:
        """Why each answer of a column is absent.

        Returns
        -------
        list of str
            `none` where it is present; else `not_shown`, `no_answer`, `refused`, `no_opinion`, `breakoff` or `invalid`.
        """
        column = self.column(name)
        return [column.kind_at(row) for row in range(self.rows)]

    def to_dict(self) -> dict[str, list[Any]]:
        """All columns by name, as `values` gives them, after the recorded `response_id` and `respondent_ref`."""
        meta = self.core.meta
        recorded = {
            name: [text or None for text in meta[name]] for name in ("response_id", "respondent_ref") if name in meta
        }
        return {**recorded, **{name: self.values(name) for name in self.columns}}

    def frame(self, *, library: Literal["polars", "pandas", "pyarrow"] | None = None) -> Any:
        """All columns as a dataframe; multiple choices and rankings are columns of lists of codes.

        Parameters
        ----------
        library : {"polars", "pandas", "pyarrow"}, optional
            By default the first one that is installed.
        """
        return make_frame(self.to_dict(), library=library)

    def to_labelled(self, path: str | os.PathLike[str], *, language: str | None = None) -> list[str]:
        """Write an SPSS (`.sav`) or Stata (`.dta`) file with labels and user-missing kinds (extra `[spss]`).

        Parameters
        ----------
        path : path
            Its ending decides the format.
        language : str, optional
            Of the labels; default: the survey's.

        Returns
        -------
        list of str
            What the format cannot hold, in sentences. Everything else reads back with `survey.read(path)`.
        """
        from enkat.interchange._write_labelled import write_labelled

        return write_labelled(self, Path(path), language=language)

    def pseudonymized(self, key: bytes | str, *, columns: Sequence[str] = ()) -> Responses:
        """The responses with keyed-hash pseudonyms in place of `response_id` and `respondent_ref`.

        Parameters
        ----------
        key : bytes or str
            A secret of at least 16 bytes; the same key gives the same pseudonyms in every file.
        columns : sequence of str
            Text columns to replace as well, `q_email` for example.

        Returns
        -------
        Responses
            Everything else is unchanged; duplicates stay duplicates.

        Raises
        ------
        DataError
            The key is too short, or a column holds no texts.
        """
        from enkat.privacy import pseudonyms

        meta = self.core.meta
        texts = {name: meta[name] for name in ("response_id", "respondent_ref") if name in meta}
        for name in columns:
            if self.column(name).kind != "text":
                raise DataError(f"columns: found {name!r}, a column of {self.column(name).kind}, expected texts")
            texts[name] = self.values(name)
        return Responses(
            self.core.with_texts({name: [p or "" for p in pseudonyms(values, key)] for name, values in texts.items()}),
            self.survey,
        )

    def __repr__(self) -> str:
        notes = "".join(f"\n  note: {note}" for note in self.notes)
        return f"<Responses: {self.rows} respondents, {len(self.columns)} columns, layout {self.layout}>{notes}"

    def _repr_html_(self) -> str:
        shown = {name: self.values(name)[:5] for name in self.columns[:12]}
        head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_cell_text(values[row]))}</td>" for values in shown.values()) + "</tr>"
            for row in range(min(self.rows, 5))
        )
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        return (
            f"<p>{self.rows} respondents, {len(self.columns)} columns, layout {html.escape(self.layout)}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            + (f"<ul>{notes}</ul>" if notes else "")
        )


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def read(
    survey: Survey, source: object, *, layout: Layout | None = None, progress: Progress | bool | None = None
) -> Responses:
    """Read responses from a file or a dataframe.

    Parameters
    ----------
    survey : Survey
        The questionnaire that was asked.
    source : path or dataframe
        An export of EUSurvey (XLSX, that sheet saved as CSV, XML), LimeSurvey, Qualtrics, Google Forms or
        KoboToolbox; a CSV, Parquet, SPSS (.sav) or Stata (.dta) file with question ids as headings; or a dataframe
        with question ids as columns (polars, pandas, pyarrow, duckdb, anything with `__arrow_c_stream__`, a dict of
        columns).
    layout : str, optional
        One of `eusurvey`, `eusurvey_xml`, `limesurvey`, `qualtrics`, `google_forms`, `kobo`, `plain`. By default it is
        recognised from the content, never from the file's name.
    progress : callable or bool, optional
        ``tqdm.tqdm``, or what is called as it is, for steps over two seconds; True takes tqdm where it is installed.

    Returns
    -------
    Responses
        The typed table. Cells that could not be understood are missing with the kind `invalid`; what is wrong with them
        is in the report of `survey.validate(responses)`.

    Raises
    ------
    DataError
        The source is empty, damaged or in no known layout, or lacks required questions; the message names it.
    MissingExtraError
        XLSX without python-calamine, Parquet without pyarrow.
    """
    if layout is not None and layout not in get_args(Layout):
        raise DataError(f"layout {layout!r} is unknown, expected one of {', '.join(get_args(Layout))}")
    bar = bar_of(progress)
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        try:
            core = _read_file(survey, path, layout, bar)
            core.source = path.name
        except DataError as e:
            raise DataError(f"{path.name}: {e}") from None
    else:
        cells = _cells_of_frame(source)
        try:
            core = _read_cells(cells, survey, layout or "plain", bar)
        except DataError as e:
            if layout is not None or "does not have layout" not in str(e):
                raise
            known = ", ".join(map(repr, survey.questions.ids[:5]))
            raise DataError(
                f"no column of the dataframe is named like a question, expected question ids as {known}; rename the "
                "columns, or give layout= where the dataframe is an export read unchanged"
            ) from None
    for note in core.notes:
        if "not UTF-8" in note:
            warnings.warn(note, SurveyWarning, stacklevel=3)
    _apply_zone(core)
    return Responses(core, survey)


def _apply_zone(core: _core.Responses) -> None:
    """Times whose zone the file names elsewhere get their offset; without a named zone they are in the window's."""
    if not core.timezone:
        return
    try:
        zone = zoneinfo.ZoneInfo(core.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        warnings.warn(
            f"the file's times are in the zone {core.timezone!r}, which is not known here: they are read as if "
            "they were in the zone of the definition's window (on Windows: pip install tzdata)",
            SurveyWarning,
            stacklevel=4,
        )
        return

    def offset(local_seconds: int) -> int:
        local = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=local_seconds)
        found = local.replace(tzinfo=zone).utcoffset()
        return 0 if found is None else int(found.total_seconds())

    core.set_zone(offset)


def _read_cells(cells: _core.CellTable, survey: Survey, layout: str, bar: Progress | None) -> _core.Responses:
    with shown(bar, "reading answers") as step:
        return _core.read_responses(cells, survey.core, layout, step)


def _read_file(survey: Survey, path: Path, layout: Layout | None, bar: Progress | None) -> _core.Responses:
    start = _first_bytes(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and not start.startswith(b"<stata_dta>"):
        if layout not in (None, "eusurvey_xml"):
            raise DataError(f"the file is XML and cannot have layout {layout!r}; leave layout out")
        from enkat._eusurvey_xml import read_eusurvey_xml

        return _core.read_eusurvey_xml(*read_eusurvey_xml(path), survey.core)
    if layout == "eusurvey_xml":
        raise DataError("the file is no XML, which layout 'eusurvey_xml' needs; leave layout out to have it recognised")
    from enkat.interchange._read_labelled import cells_of_labelled, kind_of_file

    if kind := kind_of_file(start):
        return _read_cells(cells_of_labelled(path, kind, survey), survey, layout or "plain", bar)
    return _read_cells(_cells_of_file(path, start, bar), survey, layout or "", bar)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError:
        raise DataError(f"there is no such file in {path.parent.absolute()}; check the path") from None
    except OSError as e:
        raise DataError(f"the file cannot be opened ({e.strerror})") from None


def _cells_of_file(path: Path, start: bytes, bar: Progress | None) -> _core.CellTable:
    if start.startswith(b"PK"):
        from enkat._excel import read_xlsx

        return read_xlsx(path)
    if start.startswith(b"PAR1"):
        return _cells_of_frame(_read_parquet(path))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError("the file is an old or encrypted Excel workbook; save it as XLSX without a password")
    if start.startswith(b"\x1f\x8b"):
        raise DataError("the file is compressed with gzip; unpack it first")
    with shown(bar, "reading the file", "B") as step:
        return _core.read_csv(path, MAX_CSV_BYTES, step)


def _read_parquet(path: Path) -> Any:
    parquet = require("pyarrow.parquet", "reading Parquet", install="'enkat[parquet]'")
    try:
        return parquet.read_table(path)
    except (OSError, ValueError) as e:
        raise DataError(f"the Parquet file is damaged ({e}); write it again") from None


def _cells_of_frame(source: object) -> _core.CellTable:
    frame = read_frame(source)
    return _core.cells_from_columns(list(frame.names), [_column_of_frame(frame, name) for name in frame.names])


def _column_of_frame(frame: Frame, name: str) -> Any:
    """The column as Arrow buffers that stay where they are, or as a list where it holds more than texts and numbers."""
    values = frame.data[name]
    if frame.library is not None and not isinstance(frame.data, Mapping) and _has_buffers(values):
        column = _core.ArrowColumn(_stream(frame, values).__arrow_c_stream__(None), name)
        if _core.is_readable(column):
            return column
    return _plain_list(values)


def _has_buffers(series: Any) -> bool:
    """Whether a narwhals Series holds what the engine reads in place; pandas without pyarrow has no buffers to give."""
    dtype = series.dtype
    plain = (
        dtype.is_integer() or dtype.is_float() or type(dtype).__name__ in ("String", "Boolean", "Categorical", "Enum")
    )
    return plain and (not series.implementation.is_pandas() or importlib.util.find_spec("pyarrow") is not None)


def _stream(frame: Frame, series: Any) -> ArrowStream:
    native: Any = series.to_native()
    if frame.library == "polars":
        stream: ArrowStream = native
        return stream
    pa = importlib.import_module("pyarrow")
    array = pa.Array.from_pandas(native) if frame.library == "pandas" else native
    chunked: ArrowStream = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    return chunked


def _plain_list(column: Any) -> list[Any]:
    for method in ("to_list", "tolist", "to_pylist"):
        if hasattr(column, method):
            values: list[Any] = getattr(column, method)()
            return values
    return list(column)
