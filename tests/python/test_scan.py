"""`ek.scan`: what it reads, what it says while it reads, and what it refuses."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Any, ClassVar

import enkat as ek
import numpy as np
import pytest
from enkat import _scan_files

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    r = np.random.default_rng(5)
    for k in range(3):
        part = {
            "w": r.lognormal(0, 0.5, 200),
            "h": r.choice(["n", "s"], 200),
            "c": r.integers(0, 8, 200),
            "y": r.normal(20, 4, 200),
            "a": r.integers(1, 4, 200),
            "b": r.choice(["x", "y"], 200),
        }
        part["c"] = np.where(part["h"] == "n", part["c"], part["c"] + 100)
        pq.write_table(pa.table(part), tmp_path / f"part{k}.parquet")
    return tmp_path


DESIGN: dict[str, Any] = {"weights": "w", "strata": "h", "clusters": "c"}


class Bar:
    """What tqdm is to a pass."""

    made: ClassVar[list[Bar]] = []

    def __init__(self, *, total: int, desc: str, unit: str, unit_scale: bool) -> None:
        self.total, self.desc, self.unit, self.unit_scale = total, desc, unit, unit_scale
        self.rows, self.closed = 0, False
        Bar.made.append(self)

    def update(self, n: int) -> None:
        self.rows += n

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("form", ["pattern", "folder", "list", "path", "dataset"])
def test_files_are_named_in_several_ways(folder: Path, form: str) -> None:
    import pyarrow.dataset as ds

    files = sorted(folder.glob("*.parquet"))
    given = {
        "pattern": str(folder / "*.parquet"),
        "folder": str(folder),
        "list": files,
        "path": folder,
        "dataset": ds.dataset([str(f) for f in files]),
    }[form]
    scanned = ek.scan(given, **DESIGN)
    assert scanned.n == 600
    assert scanned.mean("y")["y"].n == 600
    assert scanned.columns == ["w", "h", "c", "y", "a", "b"]


def test_progress_is_shown_from_two_seconds_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Bar.made.clear()
    scanned = ek.scan(folder, progress=Bar, chunk_rows=100, **DESIGN)
    scanned.mean("y")
    assert Bar.made == []  # quick passes are silent
    monkeypatch.setattr(_scan_files, "PATIENCE", 0.0)
    scanned.mean("y")
    (bar,) = Bar.made
    assert (bar.total, bar.rows, bar.desc, bar.closed) == (600, 600, "mean", True)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_pass_leaves_the_scan_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_scan_files, "PATIENCE", 0.0)

    class Interrupting(Bar):
        def update(self, n: int) -> None:
            signal.raise_signal(signal.SIGINT)

    assert threading.current_thread() is threading.main_thread()
    interrupted = ek.scan(folder, progress=Interrupting, chunk_rows=100, **DESIGN)
    with pytest.raises(KeyboardInterrupt):
        interrupted.mean("y")
    assert Bar.made[-1].closed
    monkeypatch.setattr(_scan_files, "PATIENCE", 60.0)
    assert interrupted.mean("y")["y"].n == 600
    assert interrupted.degrees_of_freedom == 14


def test_only_the_columns_needed_are_read(folder: Path) -> None:
    scanned = ek.scan(folder, **DESIGN)
    assert scanned._needed(["y", *scanned._sample.columns]) == ["y", "c", "h", "w"]
    scanned.mean("y")
    assert scanned._needed(["y", *scanned._sample.columns]) == ["y", "c", "w"]  # strata of clusters are known now
    old = scanned.with_columns(old=ek.col("y") > 22).where("a == 2 and old == 1")
    assert set(old._needed(["b", *old._sample.columns])) == {"a", "b", "c", "w", "y"}


@pytest.mark.parametrize("name", ["glm", "banner", "calibrate", "trim", "t_test", "save", "to_frame", "cdf", "gof"])
def test_what_needs_the_rows_says_how_to_get_them(folder: Path, name: str) -> None:
    scanned = ek.scan(folder, **DESIGN)
    with pytest.raises(ek.errors.DesignError, match=rf"{name}: needs all rows in memory.*collect"):
        getattr(scanned, name)("y")
    with pytest.raises(AttributeError):
        scanned.no_such_method  # noqa: B018


def test_collect_gives_the_same_design_in_memory(folder: Path) -> None:
    scanned = ek.scan(folder, **DESIGN).with_columns(z=ek.cut("y", [18, 22])).where("b == 'x'")
    design = scanned.collect(["z", "b"])
    assert set(design.columns) == {"b", "c", "h", "w", "y", "z"}
    assert np.allclose(design.freq("z").se, scanned.freq("z").se, rtol=1e-12)
    raked = ek.scan(folder, **DESIGN).rake({"a": {1: 0.2, 2: 0.5, 3: 0.3}, "b": {"x": 0.4, "y": 0.6}})
    there, here = raked.collect().mean("y"), raked.mean("y")
    assert np.allclose([*there.estimate, *there.se], [*here.estimate, *here.se], rtol=1e-11)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": "ww"}, "no column is named 'ww'"),
        ({"weights": "b"}, "holds categories, expected numbers"),
        ({"lonely": "no"}, "expected one of 'fail'"),
        ({"clusters": "c", "psu": "c"}, "same argument"),
        ({"chunk_rows": 0}, "chunk_rows=0"),
        ({"progress": "yes"}, "progress='yes'"),
        ({"sets": {"m": []}}, "has no columns"),
        ({"sets": {"m": ["q"]}}, "no column is named 'q'"),
        ({"sets": {"a": ["b"]}}, "is also a column"),
    ],
)
def test_arguments_are_checked_before_anything_is_read(folder: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        ek.scan(folder, **arguments)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.mean("q"), "no column is named 'q'"),
        (lambda s: s.mean("y", by="y2"), "no column is named 'y2'"),
        (lambda s: s.mean("y", level=2), "level=2"),
        (lambda s: s.ratio("y", "b"), "expected numbers"),
        (lambda s: s.quantile("y", 1.5), "between 0 and 1"),
        (lambda s: s.quantile("y", 0.5, ci="score"), "collect"),
        (lambda s: s.quantile("y", rule="best"), "rule='best'"),
        (lambda s: s.crosstab("a", "a"), "expected different variables"),
        (lambda s: s.chisq("a", "a"), "expected two variables"),
        (lambda s: s.where([True]), "expected an expression"),
        (lambda s: s.with_columns(z=[1]), "expected a condition or a cut"),
        (lambda s: s.mean("y", by="a", where="a > 9"), "no row of non-zero weight"),
        (lambda s: s.where("a > 1").rake({"b": {"x": 1}}), "weight first"),
        (lambda s: s.rake({"b": {"x": 0.5, "q": 0.5}}), "'q' has a target but is absent"),
        (lambda s: s.rake({"b": {"x": 0.5, "y": 0.6}}), "sum to 1.1"),
    ],
)
def test_questions_are_refused_as_in_memory(folder: Path, ask: Any, message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        ask(ek.scan(folder, **DESIGN))


def test_bad_data_name_the_row_over_all_files(folder: Path) -> None:
    bad = pa.table({"w": [1.0, -1.0], "h": ["n", "n"], "c": [1, 1], "y": [1.0, 2.0], "a": [1, 1], "b": ["x", "x"]})
    pq.write_table(bad, folder / "part9.parquet")
    with pytest.raises(ek.errors.DesignError, match="row 602 has the weight -1"):
        ek.scan(folder, **DESIGN).mean("y")


def test_no_file_and_no_rows(tmp_path: Path) -> None:
    with pytest.raises(ek.errors.MissingFileError, match="no file is found"):
        ek.scan(tmp_path / "*.parquet")
    pq.write_table(pa.table({"y": pa.array([], pa.float64())}), tmp_path / "empty.parquet")
    with pytest.raises(ek.errors.DesignError, match="no rows"):
        ek.scan(tmp_path).mean("y")


def test_a_scan_says_what_it_is(folder: Path) -> None:
    assert "clusters=['c']" in repr(ek.scan(folder, **DESIGN))
    assert ek.scan(folder).mean("y").notes == ("unweighted",)
