"""How cost grows: with rows, cells, clusters, domains, replicates and threads; and the peak memory of a work.

python tests/bench/curves.py            prints Markdown tables, as docs/benchmarks.md holds them

Every figure is the median of seven calls on columns not asked for before; ENKAT_BENCH_ROWS rows unless the curve is one
of rows (10^4 to ten times as many). Where a number of threads is not named, all cores.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from typing import Any

import enkat as ek
import numpy as np
import polars as pl
from workloads import ROUNDS, frame, targets, with_copies

ROWS = int(os.environ.get("ENKAT_BENCH_ROWS", "1000000"))
Work = Callable[[int], object]


def milliseconds(work: Work) -> float:
    work(0)
    times = []
    for k in range(1, ROUNDS + 1):
        start = time.perf_counter()
        work(k)
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def table(title: str, first: str, columns: Iterable[str], rows: Iterable[tuple[Any, list[float]]]) -> None:
    """A Markdown table of milliseconds."""
    columns = list(columns)
    print(f"\n**{title}** (ms)\n\n| {first} | {' | '.join(columns)} |\n|---{'|--:' * len(columns)}|")
    for label, values in rows:
        print(f"| {label} | {' | '.join(f'{v:.3g}' for v in values)} |", flush=True)


def works(data: pl.DataFrame, threads: int | None = None) -> dict[str, Work]:
    """The works of the curves on a declared design."""
    design = ek.Design(data, weights="w", strata="stratum", clusters="psu", threads=threads)
    shares = targets()
    return {
        "mean": lambda k: design.mean(f"hours_{k}"),
        "cross-tab": lambda k: design.crosstab(f"age_{k}", f"edu_{k}"),
        "27 domains": lambda k: design.mean(f"hours_{k}", by=f"region_{k}"),
        "three quantiles": lambda k: design.quantile(f"hours_{k}", [0.25, 0.5, 0.75]),
        "rake, five margins": lambda k: design.rake(shares),
    }


def prepared(rows: int, **more: Any) -> pl.DataFrame:
    return with_copies(frame(rows, **more), ["age", "edu", "hours", "region"])


def with_codes(data: pl.DataFrame, name: str, levels: int, seed: int = 3) -> pl.DataFrame:
    """A column of codes for every round."""
    r = np.random.default_rng(seed)
    codes = [pl.Series(f"{name}_{k}", r.integers(0, levels, data.height).astype(np.int32)) for k in range(ROUNDS + 1)]
    return data.with_columns(codes)


def by_rows() -> None:
    sizes = [n for n in (10**4, 10**5, 10**6, 10**7) if n <= 10 * ROWS]
    names = list(works(prepared(1000)))
    table("Rows", "rows", names, ((f"{n:,}", [milliseconds(w) for w in works(prepared(n)).values()]) for n in sizes))


def by_cells() -> None:
    data = prepared(ROWS)

    def cost(levels: int) -> list[float]:
        own = with_codes(with_codes(data, "r", levels), "c", levels, 4)
        local = ek.Design(own, weights="w", strata="stratum", clusters="psu")
        return [milliseconds(lambda k: local.crosstab(f"r_{k}", f"c_{k}"))]

    table("Cells of a cross-tab", "cells", ["cross-tab"], ((f"{m} x {m}", cost(m)) for m in (2, 5, 10, 20, 30)))


def by_clusters() -> None:
    data = prepared(ROWS)
    r = np.random.default_rng(5)

    def cost(clusters: int) -> list[float]:
        own = data.with_columns(pl.Series("psu", r.integers(0, clusters, data.height).astype(np.int32)))
        design = ek.Design(own, weights="w", clusters="psu")
        return [
            milliseconds(lambda k: design.mean(f"hours_{k}")),
            milliseconds(lambda k: design.crosstab(f"age_{k}", f"edu_{k}")),
        ]

    sizes = [c for c in (100, 1000, 10_000, 100_000) if c < ROWS]
    table("Clusters", "clusters", ["mean", "cross-tab"], ((f"{c:,}", cost(c)) for c in sizes))


def by_domains() -> None:
    data = prepared(ROWS)

    def cost(domains: int) -> list[float]:
        design = ek.Design(with_codes(data, "d", domains), weights="w", strata="stratum", clusters="psu")
        return [milliseconds(lambda k: design.mean(f"hours_{k}", by=f"d_{k}"))]

    table("Domains of a mean", "domains", ["mean"], ((f"{d:,}", cost(d)) for d in (10, 100, 1000, 5000)))


def by_replicates() -> None:
    data = prepared(max(ROWS * 3 // 10, 1000))
    design = ek.Design(data, weights="w", strata="stratum", clusters="psu")

    def cost(count: int) -> list[float]:
        made = design.to_replicates("bootstrap", count=count)
        return [milliseconds(lambda k: made.mean(f"hours_{k}", by=f"region_{k}"))]

    sizes = (20, 80, 200, 500)
    table(f"Replicates, {data.height:,} rows", "replicates", ["27 domains"], ((c, cost(c)) for c in sizes))


def by_threads() -> None:
    data = prepared(ROWS)
    counts = sorted({1, 2, os.cpu_count() or 1})
    names = list(works(data.head(1000)))
    table("Threads", "threads", names, ((t, [milliseconds(w) for w in works(data, t).values()]) for t in counts))


def resident(field: str) -> int:
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field))


def growth(name: str, answer: Any) -> None:
    data = frame(ROWS)
    data = data.with_columns(pl.col(c).alias(f"{c}_0") for c in ("age", "edu", "hours", "region"))
    before = resident("VmRSS")
    works(data)[name](0)
    answer.put(resident("VmHWM") - before)


def memory() -> None:
    if not os.path.exists("/proc/self/status"):
        print("\npeak memory is read from /proc, which this system does not have: not measured")
        return
    context = get_context("spawn")
    print("\n**Peak memory** of a work from a bare frame, design included, beyond the frame (MB)\n")
    print("| work | MB |\n|---|--:|")
    for name in works(frame(1000)):
        answer = context.Queue()
        process = context.Process(target=growth, args=(name, answer))
        process.start()
        print(f"| {name} | {answer.get() / 1024:.0f} |", flush=True)
        process.join()


if __name__ == "__main__":
    by_rows()
    by_cells()
    by_clusters()
    by_domains()
    by_replicates()
    by_threads()
    memory()
