"""`versus` times a work of enkat and of its peers by turns in one run, and prints the ratios of the medians.

R runs in a process of its own, before the works that it is compared with.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib import metadata

import pytest
from workloads import ROUNDS

ROWS = int(os.environ.get("ENKAT_BENCH_ROWS", "1000000"))
PEERS = ("svy", "rimpy", "leafblower", "weightipy", "pandera", "pointblank", "polars", "duckdb", "pandas")
lines: list[tuple[str, str, float, float | None]] = []
absent: set[str] = set()
Work = Callable[[int], object]


@pytest.fixture(scope="session")
def rows() -> int:
    return ROWS


def clock(work: Work, k: int) -> float:
    start = time.perf_counter()
    work(k)
    return time.perf_counter() - start


@pytest.fixture
def versus(benchmark) -> Callable[..., None]:
    """versus(name, ours, {peer: work}): each work gets the number of the round, 0 being the warm-up.

    `whole` is the same work from a bare frame, the design included; `elsewhere` holds seconds of another process.
    """

    def run(
        name: str,
        ours: Work,
        peers: dict[str, Work],
        whole: Work | None = None,
        elsewhere: dict[str, float] | None = None,
    ) -> None:
        times: dict[str, list[float]] = {peer: [] for peer in peers}
        number = iter(range(1, ROUNDS + 1))
        ours(0)
        for work in peers.values():
            work(0)

        def before() -> tuple[tuple[int], dict]:
            k = next(number)
            for peer, work in peers.items():
                times[peer].append(clock(work, k))
            return (k,), {}

        benchmark.pedantic(ours, setup=before, rounds=ROUNDS)
        own = benchmark.stats.stats.median
        lines.append((name, "enkat", own, None))
        medians = {peer: statistics.median(values) for peer, values in times.items()} | (elsewhere or {})
        for peer, middle in medians.items():
            benchmark.extra_info[peer] = middle
            lines.append((name, peer, middle, middle / own))
        if whole:
            middle = statistics.median(clock(whole, k) for k in range(1, ROUNDS + 1))
            lines.append((name, "from a frame", middle, None))

    return run


def peer(module: str):
    """A peer's module, or a skip of its part that is reported at the end."""
    try:
        return __import__(module)
    except ImportError:
        absent.add(module)
        return None


def pytest_terminal_summary(terminalreporter) -> None:
    if not lines:
        return
    found = []
    for name in ("enkat", *PEERS):
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            absent.add(name)
    write = terminalreporter.write_line
    write("")
    write(f"{ROWS} rows; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    write(", ".join(found))
    write(f"{'work':44s} {'who':12s} {'median ms':>10s} {'times enkat':>12s}")
    for name, who, seconds, ratio in lines:
        write(f"{name:44s} {who:12s} {seconds * 1e3:10.2f} {'' if ratio is None else f'{ratio:.1f}':>12s}")
    for name in sorted(absent):
        write(f"not installed, hence not measured: {name}")
