"""Any dataframe in, the same library out: the only module that imports narwhals.

In: `read_frame` takes polars, pandas, pyarrow, a duckdb relation, anything else that narwhals knows, an object with
`__arrow_c_stream__`, or a dict of columns, and never changes it. `Frame.column` hands one column to the engine as an
Arrow stream, or, where the library cannot make one (pandas without pyarrow, a dict), as numpy arrays.
Out: `make_frame` builds a frame in a named library, or in the first one that is installed.
"""

from __future__ import annotations

import difflib
import importlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from enkat.errors import DataError, MissingExtraError, SurveyError

if TYPE_CHECKING:
    import narwhals as nw
    import numpy as np
    import numpy.typing as npt

__all__ = ["ArrowStream", "Frame", "PlainColumn", "make_frame", "read_frame", "require", "write_csv", "write_parquet"]

Library = Literal["polars", "pandas", "pyarrow"]
EXACT = 2**53
"""The largest whole number up to which a float holds every one."""
LIBRARIES: tuple[Library, ...] = ("polars", "pandas", "pyarrow")


class ArrowStream(Protocol):
    """An object that exports its data by the Arrow PyCapsule protocol."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainColumn:
    """A column as numpy arrays. Numbers have `values` and `valid`; everything else has `codes` and `levels`."""

    values: npt.NDArray[np.float64] | None = None
    """Numbers; a missing one holds 0."""
    valid: npt.NDArray[np.uint8] | None = None
    """1 where `values` holds a number, 0 where it is missing."""
    codes: npt.NDArray[np.int32] | None = None
    """Index into `levels`, -1 where missing."""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A dataframe as the rest of the package sees it: names, a number of rows, one column at a time."""

    data: Any
    """A narwhals DataFrame, or a dict of columns."""
    names: tuple[str, ...]
    rows: int
    library: str | None
    """polars, pandas or pyarrow: the library that results are given back in; None: the first installed."""

    def column(self, name: str) -> ArrowStream | PlainColumn:
        """The data of one column.

        Raises
        ------
        DataError
            The frame has no such column, or its values are of no single type.
        """
        if name not in self.names:
            raise DataError(unknown_column(name, self.names))
        if isinstance(self.data, Mapping):
            return _plain(name, self.data[name])
        series = self.data[name]
        if self.library == "polars":
            return _polars_column(series)
        if self.library == "pandas":
            return _pandas_column(name, series.to_native())
        return _arrow_column(name, series.to_arrow())

    def taken(self, rows: npt.NDArray[np.int64], more: Mapping[str, npt.NDArray[Any]]) -> Any:
        """A new frame of the input's own library: some rows in a given order, with more columns."""
        if isinstance(self.data, Mapping):
            picked: dict[str, Any] = {}
            for name, values in self.data.items():
                whole = hasattr(values, "dtype")
                picked[name] = values[rows] if whole else [values[i] for i in rows.tolist()]
            return make_frame(picked | dict(more), library=None)
        import narwhals as nw

        backend = self.data.implementation
        added = [nw.new_series(name, values, backend=backend) for name, values in more.items()]
        frame = self.data[rows.tolist() if self.library == "pyarrow" else rows]
        if self.library == "pandas":
            frame = nw.from_native(frame.to_native().reset_index(drop=True), eager_only=True)
        return frame.with_columns(*added).to_native()

    def with_column(self, name: str, values: Sequence[float]) -> Any:
        """A new frame of the input's own library with one column of numbers added, or replaced."""
        if isinstance(self.data, Mapping):
            try:
                return make_frame({**self.data, name: values}, library=None)
            except (TypeError, ValueError, OverflowError) as e:
                raise DataError(f"the data fit no dataframe ({str(e).splitlines()[0]}); give one type") from None
        import narwhals as nw

        backend = self.data.implementation
        return self.data.with_columns(nw.new_series(name, list(values), nw.Float64, backend=backend)).to_native()


def unknown_column(name: str, names: Iterable[str], *, what: str = "column") -> str:
    """The message about a name that is not there: the nearest names, or the first ones."""
    known = list(names)
    if not isinstance(name, str):
        return f"found {name!r}, expected the name of a {what}, as text"
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return f"no {what} is named {name!r}; did you mean {', '.join(map(repr, near))}?"
    some = ", ".join(map(repr, known[:10])) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
    return f"no {what} is named {name!r}, expected one of {some or '(there is none)'}"


def require(module: str, purpose: str, *, install: str | None = None) -> Any:
    """Import an optional library, or raise one sentence with the pip command."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtraError(f"{purpose} needs {module}: pip install {install or module}") from None


def read_frame(data: object) -> Frame:
    """Look at a dataframe without copying or changing it.

    Raises
    ------
    DataError
        It is no dataframe, or its column names are not distinct texts.
    """
    if isinstance(data, Frame):
        return data
    if isinstance(data, Mapping):
        return _dict_frame(data)
    frame = _eager(data)
    names = _checked_names(frame.columns)
    library = str(frame.implementation.value)
    return Frame(frame, names, len(frame), library if library in LIBRARIES else None)


def _eager(data: object) -> nw.DataFrame[Any]:
    import narwhals as nw

    try:
        frame: Any = nw.from_native(data, pass_through=True)
        if isinstance(frame, nw.DataFrame):
            _checked_names(frame.columns)
            return frame
        if isinstance(frame, nw.LazyFrame) and (frame.implementation.is_polars() or not _is_stream(data)):
            return frame.collect()
        if _is_stream(data):
            stream: Any = data
            return nw.from_arrow(stream, backend=_first_installed("an Arrow stream", among=("polars", "pyarrow")))
    except SurveyError:
        raise
    except Exception as e:  # whatever the library of the data says: two columns of one name, a lazy plan that fails
        said = " ".join(str(e).split())[:200]
        raise DataError(f"the data cannot be used as a dataframe ({said}); correct the dataframe") from None
    raise DataError(
        f"found {type(data).__module__}.{type(data).__name__}, expected a dataframe (polars, pandas, pyarrow, duckdb, "
        "an object with __arrow_c_stream__) or a dict of columns"
    )


def _is_stream(data: object) -> bool:
    return hasattr(data, "__arrow_c_stream__")


def _checked_names(names: Iterable[object]) -> tuple[str, ...]:
    out: list[str] = []
    seen: set[str] = set()
    for name in names:
        if not isinstance(name, str):
            raise DataError(f"found the column name {name!r}, expected text: rename it, frame.rename(columns=str)")
        if not _is_whole(name):
            raise DataError(f"the column name {name!r:.60} holds half of a character (a lone surrogate): rename it")
        if name in seen:
            raise DataError(f"found two columns named {name!r}, expected distinct names: rename one")
        seen.add(name)
        out.append(name)
    return tuple(out)


def _dict_frame(data: Mapping[Any, Any]) -> Frame:
    names = _checked_names(data)
    for name in names:
        if isinstance(data[name], (str, bytes)) or not hasattr(data[name], "__len__"):
            raise DataError(f"column {name!r}: found {data[name]!r:.60}, expected a list or an array of values")
        if getattr(data[name], "ndim", 1) != 1:
            raise DataError(f"column {name!r}: found {data[name].ndim} dimensions, expected one value per row")
    lengths = {name: len(data[name]) for name in names}
    rows = next(iter(lengths.values()), 0)
    for name, length in lengths.items():
        if length != rows:
            raise DataError(f"column {name!r} has {length} rows, expected {rows} as in {names[0]!r}")
    return Frame(dict(data), names, rows, None)


def _polars_column(series: nw.Series[Any]) -> ArrowStream:
    """A polars Series; decimals become numbers, and dates and times their ISO text."""
    import narwhals as nw

    if series.dtype.is_decimal():
        series = series.cast(nw.Float64)
    elif series.dtype.is_temporal():
        series = series.cast(nw.String)
    stream: ArrowStream = series.to_native()
    return stream


def _pandas_column(name: str, series: Any) -> ArrowStream | PlainColumn:
    if hasattr(series, "cat") and not all(isinstance(c, str) for c in series.cat.categories):
        series = series.cat.rename_categories([str(c) for c in series.cat.categories])
    try:
        pa = importlib.import_module("pyarrow")
    except ImportError:
        return _plain(name, series)
    try:
        return _arrow_column(name, pa.Array.from_pandas(series))
    except OverflowError:
        raise DataError(_too_large(name)) from None
    except (pa.ArrowInvalid, pa.ArrowTypeError) as e:
        raise DataError(
            f"column {name!r} mixes types ({e}); expected one type: convert it, for example with .astype(str)"
        ) from None


def _arrow_column(name: str, array: Any) -> ArrowStream:
    """A pyarrow array as a chunked one; the values of a dictionary, dates and times become text, decimals numbers."""
    pa = importlib.import_module("pyarrow")
    column = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    if pa.types.is_dictionary(column.type) and not _is_text(pa, column.type.value_type):
        column = column.cast(pa.dictionary(column.type.index_type, pa.string()))
    elif pa.types.is_decimal(column.type):
        column = column.cast(pa.float64())
    elif pa.types.is_temporal(column.type) and not pa.types.is_duration(column.type):
        column = column.cast(pa.string())
    stream: ArrowStream = column
    return stream


def _is_text(pa: Any, arrow_type: Any) -> bool:
    types = pa.types
    views = getattr(types, "is_string_view", None)
    return bool(types.is_string(arrow_type) or types.is_large_string(arrow_type) or (views and views(arrow_type)))


def _too_large(name: str) -> str:
    return f"column {name!r} holds whole numbers that are too large to be kept exactly; make them text, .astype(str)"


def _plain(name: str, values: Any) -> PlainColumn:
    """A pandas Series (without pyarrow), an array or a list as numpy arrays."""
    import numpy as np

    if hasattr(values, "cat"):
        codes = np.asarray(values.cat.codes, dtype=np.int32)
        return PlainColumn(codes=codes, levels=tuple(map(str, values.cat.categories)))
    if getattr(getattr(values, "dtype", None), "kind", "O") in "biuf":
        numbers = np.asarray(values, dtype=np.float64, copy=True)
        valid = ~np.isnan(numbers)
        numbers[~valid] = 0.0
        if values.dtype.kind in "iu" and (np.abs(numbers) > EXACT).any():
            raise DataError(_too_large(name))
        return PlainColumn(values=numbers, valid=valid.astype(np.uint8))
    items = values.tolist() if hasattr(values, "tolist") else list(values)
    present = [v for v in items if not _is_missing(v)]
    if all(isinstance(v, (int, float, np.number, np.bool_)) for v in present):
        if any(isinstance(v, int) and abs(v) > EXACT for v in present):
            raise DataError(_too_large(name))
        mixed = np.array([0.0 if _is_missing(v) else float(v) for v in items], dtype=np.float64)
        return PlainColumn(values=mixed, valid=np.array([not _is_missing(v) for v in items], dtype=np.uint8))
    if any(isinstance(v, (int, float)) for v in present) and any(isinstance(v, str) for v in present):
        raise DataError(f"column {name!r} mixes numbers and texts, expected one type: convert it with .astype(str)")
    return _plain_texts(name, items)


def _is_whole(text: str) -> bool:
    """Whether a text can be written as UTF-8: it holds no lone surrogate."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def _plain_texts(name: str, items: list[Any]) -> PlainColumn:
    import numpy as np

    index: dict[str, int] = {}
    codes = [-1 if _is_missing(v) else index.setdefault(str(v), len(index)) for v in items]
    for text, code in index.items():
        if not text.isascii() and not _is_whole(text):
            raise DataError(
                f"column {name!r}: row {codes.index(code) + 1} holds half of a character (a lone surrogate), found "
                f"{text!r:.60}, expected valid text; read the file again in its own encoding"
            )
    return PlainColumn(codes=np.array(codes, dtype=np.int32), levels=tuple(index))


def _is_missing(value: Any) -> bool:
    return value is None or value != value or type(value).__name__ in ("NAType", "NaTType")


def _first_installed(purpose: str, *, among: Sequence[Library] = LIBRARIES) -> Library:
    for library in among:
        try:
            importlib.import_module(library)
        except ImportError:
            continue
        return library
    raise MissingExtraError(f"{purpose} needs a dataframe library: pip install {among[0]}")


def make_frame(columns: Mapping[str, Sequence[Any]], *, library: str | None = None, texts: Collection[str] = ()) -> Any:
    """Build a frame from plain columns; NaN and None are missing.

    Parameters
    ----------
    columns : dict of str to sequence
        Texts, whole numbers or numbers, of one length.
    library : {"polars", "pandas", "pyarrow"}, optional
        By default the first one that is installed.
    texts : collection of str
        Columns that hold text even where every value is missing, or there are no rows.

    Raises
    ------
    MissingExtraError
        The library, or any library, is not installed.
    """
    name = library or _first_installed("a frame (to_dict() works without one)")
    module = require(name, f"a frame of {name}")
    plain = {key: _plain_list(values) for key, values in columns.items()}
    kinds = {key: "text" if key in texts else _kind(values) for key, values in plain.items()}
    if name == "polars":
        return module.DataFrame([module.Series(k, v, dtype=_polars_type(module, kinds[k])) for k, v in plain.items()])
    if name == "pandas":
        return module.DataFrame({k: module.Series(v, dtype=_pandas_type(v, kinds[k])) for k, v in plain.items()})
    return module.table({k: module.array(v, type=_arrow_type(module, kinds[k])) for k, v in plain.items()})


def _plain_list(values: Sequence[Any]) -> list[Any]:
    items = values.tolist() if hasattr(values, "tolist") else list(values)
    return [None if isinstance(v, float) and math.isnan(v) else v for v in items]


def _kind(values: list[Any]) -> str:
    kinds = {type(v) for v in values if v is not None}
    if kinds <= {int} and kinds:
        return "whole"
    return "text" if str in kinds else "number" if kinds <= {int, float} else "other"


def _polars_type(pl: Any, kind: str) -> Any:
    return {"whole": pl.Int64, "number": pl.Float64, "text": pl.String}.get(kind)


def _pandas_type(values: list[Any], kind: str) -> Any:
    if kind == "whole":
        return "float64" if None in values else "int64"
    return {"number": "float64", "text": "object" if not any(isinstance(v, str) for v in values) else None}.get(kind)


def _arrow_type(pa: Any, kind: str) -> Any:
    return {"whole": pa.int64(), "number": pa.float64(), "text": pa.string()}.get(kind)


def write_csv(frame: Any, path: str) -> None:
    """Write a frame of any library as UTF-8 CSV with a header; a missing value is an empty cell."""
    _eager(frame).write_csv(path)


def write_parquet(frame: Any, path: str) -> None:
    """Write a frame of any library as Parquet (polars by itself, the others through pyarrow)."""
    data = _eager(frame)
    if not data.implementation.is_polars():
        require("pyarrow", "writing Parquet", install="'enkat[parquet]'")
    data.write_parquet(path)
