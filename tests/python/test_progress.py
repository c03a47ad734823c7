"""Reading and validating show progress from two seconds on, and end within a second when interrupted."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

import enkat as ek
import pytest
from enkat import _progress

DATA = Path(__file__).parents[1] / "data" / "formats"
SURVEY = ek.Survey.load(DATA / "mentoring.survey.json")


class Bar:
    """What tqdm does, counted."""

    made: ClassVar[list[Bar]] = []

    def __init__(self, *, total: int, desc: str, unit: str, unit_scale: bool) -> None:
        self.total, self.desc, self.unit, self.done, self.closed = total, desc, unit, 0, False
        Bar.made.append(self)

    def update(self, n: int) -> None:
        assert n > 0
        assert threading.current_thread() is threading.main_thread()
        self.done += n

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def _no_bars() -> None:
    Bar.made.clear()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("progress") / "answers.csv"
    table = SURVEY.simulate(500, seed=3).csv().split(b"\n", 1)
    path.write_bytes(table[0] + b"\n" + table[1] * 80)
    return path


def test_every_step_has_a_bar_that_ends_at_its_total(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_progress, "PATIENCE", 0.0)
    responses = SURVEY.read(file, progress=Bar)
    SURVEY.validate(responses, progress=Bar)
    assert [(b.desc, b.total, b.done) for b in Bar.made] == [
        ("reading the file", file.stat().st_size - 3, file.stat().st_size - 3),  # without the byte order mark
        ("reading answers", 40_000, 40_000),
        ("validating", 40_000, 40_000),
    ]
    assert all(b.closed for b in Bar.made)


def test_quick_work_is_silent(file: Path) -> None:
    SURVEY.validate(SURVEY.read(DATA / "kobo-both.csv", progress=Bar), progress=Bar)
    assert Bar.made == []


def test_findings_do_not_depend_on_being_watched(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_progress, "PATIENCE", 0.0)
    watched = SURVEY.validate(SURVEY.read(file, progress=Bar), progress=Bar)
    alone = SURVEY.validate(SURVEY.read(file))
    assert watched.summary() == alone.summary()


@pytest.mark.parametrize("step", ["reading the file", "reading answers", "validating"])
def test_a_failing_bar_and_an_interrupt_end_the_work(step: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_progress, "PATIENCE", 0.0)

    class Interrupting(Bar):
        def update(self, n: int) -> None:
            if self.desc == step:
                signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        SURVEY.validate(SURVEY.read(file, progress=Interrupting), progress=Interrupting)
    assert Bar.made[-1].desc == step
    assert Bar.made[-1].closed

    class Failing(Bar):
        def update(self, n: int) -> None:
            raise RuntimeError(self.desc)

    with pytest.raises(RuntimeError, match="reading the file"):
        SURVEY.read(file, progress=Failing)
    assert SURVEY.validate(SURVEY.read(file)).core.rows == 40_000


@pytest.mark.parametrize("work", ["read", "validate"])
def test_ctrl_c_ends_the_engine_within_a_second(work: str, file: Path) -> None:
    responses = SURVEY.read(file)
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    timer = threading.Timer(0.2, press)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in range(10_000):
            SURVEY.read(file) if work == "read" else SURVEY.validate(responses, quality={"near_duplicate_share": 0.9})
    assert time.monotonic() - pressed[0] < 1.0
    timer.join()


def test_what_makes_no_bars_is_refused() -> None:
    with pytest.raises(ek.errors.DataError, match="progress='yes'"):
        SURVEY.read(DATA / "kobo-both.csv", progress="yes")  # type: ignore[arg-type]


def test_true_takes_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    class Module:
        tqdm = Bar

    def require(name: str, purpose: str, *, install: str) -> Any:
        assert (name, install) == ("tqdm.auto", "tqdm")
        return Module

    monkeypatch.setattr(_progress, "require", require)
    assert _progress.bar_of(True) is Bar
    assert _progress.bar_of(False) is None
