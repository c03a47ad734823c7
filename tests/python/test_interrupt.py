"""Ctrl-C ends a computation of the engine and leaves the design usable."""

from __future__ import annotations

import _thread
import threading

import enkat as ek
import numpy as np
import pytest


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_a_long_computation() -> None:
    r = np.random.default_rng(1)
    n = 60_000
    data = {
        "y": r.normal(size=n).tolist(),
        "x": r.normal(size=n).tolist(),
        "w": r.uniform(1, 2, n).tolist(),
        "psu": r.integers(0, 400, n).tolist(),
    }
    design = ek.Design(data, weights="w", clusters="psu").to_replicates("bootstrap", count=500)
    interrupt = threading.Timer(0.3, _thread.interrupt_main)
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in range(1000):
            design.quantile(["y", "x"], [0.1, 0.25, 0.5, 0.75, 0.9])
    interrupt.join()
    assert np.isfinite(design.mean("y").se[0])
