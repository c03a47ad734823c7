"""Progress of long work: a bar as tqdm makes them, from two seconds on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from enkat._frames import require
from enkat.errors import DataError

__all__ = ["Progress", "bar_of", "shown"]

Progress = Callable[..., Any]
"""tqdm, or what is called as it is: ``progress(total=, desc=, unit=, unit_scale=)`` with `update(n)` and `close()`."""

PATIENCE = 2.0
"""Seconds that a step may take before a bar is shown."""


def bar_of(progress: Progress | bool | None) -> Progress | None:
    """What makes bars: the argument itself, tqdm for True, nothing for None and False."""
    if progress is True:
        tqdm: Progress = require("tqdm.auto", "progress=True", install="tqdm").tqdm
        return tqdm
    if progress is None or progress is False:
        return None
    if not callable(progress):
        raise DataError(f"progress={progress!r}, expected tqdm, a function called as tqdm is, True or None")
    return progress


class _Step:
    """One step of the work; the engine calls it with what is done and how much there is."""

    def __init__(self, make: Progress, purpose: str, unit: str) -> None:
        self.make, self.purpose, self.unit = make, purpose, unit
        self.begin = time.monotonic()
        self.bar: Any = None
        self.done = 0

    def __call__(self, done: int, total: int) -> None:
        if self.bar is None:
            if time.monotonic() - self.begin < PATIENCE:
                return
            self.bar = self.make(total=total, desc=self.purpose, unit=self.unit, unit_scale=True)
        if done > self.done:
            self.bar.update(done - self.done)
            self.done = done


@contextmanager
def shown(make: Progress | None, purpose: str, unit: str = " rows") -> Iterator[_Step | None]:
    """The callback for one step, closed at its end; None where no progress is wanted."""
    step = None if make is None else _Step(make, purpose, unit)
    try:
        yield step
    finally:
        if step is not None and step.bar is not None:
            step.bar.close()
