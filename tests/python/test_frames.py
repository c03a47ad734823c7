"""Every dataframe library gives the same columns, and gets its own kind of frame back."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from enkat import _frames
from enkat.errors import DataError, MissingExtraError

LEVELS = ["low", "high"]
DATA = {"y": [1.5, None, -2.0], "k": ["b", "a", None], "c": ["high", None, "low"]}


class OnlyStream:
    """An object that is nothing but an Arrow stream."""

    def __init__(self) -> None:
        self.table = polars_frame()

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.__arrow_c_stream__(requested_schema)


def polars_frame():
    return pl.DataFrame(DATA, schema_overrides={"c": pl.Enum(LEVELS)})


def pandas_frame():
    return pd.DataFrame({**DATA, "c": pd.Categorical(DATA["c"], categories=LEVELS)})


def duckdb_frame():
    connection = pytest.importorskip("duckdb").connect()
    connection.register("answers", polars_frame().to_arrow())
    return connection.sql("select y, k, c from answers")


FRAMES = {
    "polars": polars_frame,
    "polars_lazy": lambda: polars_frame().lazy(),
    "pandas": pandas_frame,
    "pyarrow": lambda: polars_frame().to_arrow(),
    "duckdb": duckdb_frame,
    "stream": OnlyStream,
    "dict": lambda: DATA,
}


@pytest.fixture
def without(monkeypatch):
    """Makes a library look as if it were not installed."""

    def hide(*modules: str) -> None:
        for module in modules:
            monkeypatch.setitem(sys.modules, module, None)

    return hide


def values(column):
    """The values of what `Frame.column` gives, whatever it is."""
    if isinstance(column, _frames.PlainColumn):
        if column.values is not None:
            return [v if ok else None for v, ok in zip(column.values.tolist(), column.valid.tolist(), strict=True)]
        return [None if c < 0 else column.levels[c] for c in column.codes.tolist()]
    return pa.chunked_array(column).to_pylist()


@pytest.mark.parametrize("kind", FRAMES)
def test_every_library_gives_the_same_columns(kind):
    frame = _frames.read_frame(FRAMES[kind]())
    assert frame.names == ("y", "k", "c")
    assert frame.rows == 3
    assert {name: values(frame.column(name)) for name in frame.names} == DATA


@pytest.mark.parametrize(
    ("kind", "library"), [("polars", pl.DataFrame), ("pandas", pd.DataFrame), ("pyarrow", pa.Table)]
)
def test_results_come_back_in_the_library_of_the_input(kind, library):
    read = _frames.read_frame(FRAMES[kind]())
    assert isinstance(_frames.make_frame({"a": [1]}, library=read.library), library)
    weighted = read.with_column("w", [1.0, 2.0, 3.0])
    assert isinstance(weighted, library)
    assert values(_frames.read_frame(weighted).column("w")) == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("kind", FRAMES)
def test_the_input_is_not_changed(kind):
    frame = FRAMES[kind]()
    read = _frames.read_frame(frame)
    read.with_column("y", [0.0, 0.0, 0.0])
    assert values(_frames.read_frame(frame).column("y")) == DATA["y"]


def test_order_of_categories_is_kept():
    for frame in (polars_frame(), pandas_frame()):
        column = pa.chunked_array(_frames.read_frame(frame).column("c"))
        assert column.chunk(0).dictionary.to_pylist() == LEVELS


def test_categories_that_are_numbers_or_intervals_become_text():
    cut = pd.DataFrame({"i": pd.Categorical([2, 1, 2]), "b": pd.cut(pd.Series([1, 5, 9]), [0, 4, 10])})
    read = _frames.read_frame(cut)
    assert values(read.column("i")) == ["2", "1", "2"]
    assert values(read.column("b")) == ["(0, 4]", "(4, 10]", "(4, 10]"]
    arrow = pa.table({"i": pa.array([2, 1]).dictionary_encode()})
    assert values(_frames.read_frame(arrow).column("i")) == ["2", "1"]


def test_pandas_without_pyarrow(without):
    frame = pandas_frame()
    frame["flag"] = [True, False, True]
    frame["count"] = [3, 2, 1]
    without("pyarrow")
    read = _frames.read_frame(frame)
    assert isinstance(read.column("y"), _frames.PlainColumn)
    assert {name: values(read.column(name)) for name in DATA} == DATA
    assert read.column("c").levels == ("low", "high")
    assert values(read.column("flag")) == [1.0, 0.0, 1.0]
    assert values(read.column("count")) == [3.0, 2.0, 1.0]


def test_nan_of_pandas_is_missing_but_nan_of_polars_stays():
    assert values(_frames.read_frame(pd.DataFrame({"y": [1.0, np.nan]})).column("y")) == [1.0, None]
    kept = values(_frames.read_frame(pl.DataFrame({"y": [1.0, np.nan]})).column("y"))
    assert kept[1] is not None and np.isnan(kept[1])


def test_first_installed_library_is_used(without):
    assert isinstance(_frames.make_frame({"a": [1]}), pl.DataFrame)
    without("polars")
    assert isinstance(_frames.make_frame({"a": [1]}), pd.DataFrame)
    without("pandas")
    assert isinstance(_frames.make_frame({"a": [1]}), pa.Table)
    without("pyarrow")
    with pytest.raises(MissingExtraError, match="pip install polars"):
        _frames.make_frame({"a": [1]})


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_frames_made_have_types(library):
    made = _frames.make_frame(
        {"t": ["x", None], "n": [1, 2], "f": [float("nan"), float("nan")], "g": [0.5, None]}, library=library
    )
    read = _frames.read_frame(made)
    assert [values(read.column(n)) for n in read.names] == [["x", None], [1, 2], [None, None], [0.5, None]]
    assert pa.chunked_array(read.column("f")).type == pa.float64()


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ([1, 2], "found builtins.list, expected a dataframe"),
        (pd.DataFrame({1: [1]}), "found the column name 1, expected text"),
        ({"a": [1], "b": [1, 2]}, "column 'b' has 2 rows, expected 1 as in 'a'"),
    ],
)
def test_what_is_no_frame_is_refused(frame, message):
    with pytest.raises(DataError, match=message):
        _frames.read_frame(frame)


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(Exception, match="'a'"):
        _frames.read_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]))


@pytest.mark.parametrize("kind", ["pandas", "dict"])
def test_mixed_types_are_refused_by_name(kind):
    data = {"m": ["x", 1, None]}
    frame = pd.DataFrame(data) if kind == "pandas" else data
    with pytest.raises(DataError, match=r"column 'm' mixes .*astype"):
        _frames.read_frame(frame).column("m")


def test_an_unknown_column_names_the_nearest():
    read = _frames.read_frame({"stratum": [1], "weight": [1]})
    with pytest.raises(DataError, match="no column is named 'wieght'; did you mean 'weight'"):
        read.column("wieght")
    with pytest.raises(DataError, match="expected one of 'stratum', 'weight'"):
        read.column("q")


@pytest.mark.parametrize("kind", ["polars", "pandas", "pyarrow"])
def test_decimals_become_numbers_and_dates_their_iso_text(kind):
    frame = pl.DataFrame({"d": [dt.date(2023, 2, 28), None], "m": [Decimal("1.50"), None]})
    if kind != "polars":
        frame = frame.to_arrow() if kind == "pyarrow" else frame.to_arrow().to_pandas()
    read = _frames.read_frame(frame)
    assert values(read.column("d")) == ["2023-02-28", None]
    assert values(read.column("m")) == [1.5, None]


@pytest.mark.parametrize("kind", ["polars", "pandas", "pyarrow"])
def test_frames_are_written(kind, tmp_path):
    frame = FRAMES[kind]()
    _frames.write_csv(frame, str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").replace('"', "").splitlines() == [
        "y,k,c",
        "1.5,b,high",
        ",a,",
        "-2.0,,low" if kind != "pyarrow" else "-2,,low",
    ]
    _frames.write_parquet(frame, str(tmp_path / "a.parquet"))
    assert pl.read_parquet(tmp_path / "a.parquet")["y"].to_list() == DATA["y"]


def test_parquet_of_pandas_needs_pyarrow(without, tmp_path):
    frame = pandas_frame()
    without("pyarrow")
    with pytest.raises(MissingExtraError, match=r"pip install 'enkat\[parquet\]'"):
        _frames.write_parquet(frame, str(tmp_path / "a.parquet"))
