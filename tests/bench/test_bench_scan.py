"""Cross-tab with standard errors over Parquet files that are streamed, beside duckdb's bare group-by of the same files.

ENKAT_BENCH_SCAN_FILES says how many files of a million rows (10 by default; 100 for the table of docs/benchmarks.md).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import enkat as ek
import numpy as np
import pytest
from conftest import peer
from workloads import frame

FILES = int(os.environ.get("ENKAT_BENCH_SCAN_FILES", "10"))
COLUMNS = ["stratum", "psu", "age", "edu", "w"]
ALONE = """
import resource, sys
import enkat as ek
table = ek.scan(sys.argv[1], weights="w", strata="stratum", clusters="psu").crosstab("age", "edu")
table.chisq()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> str:
    pq = pytest.importorskip("pyarrow.parquet")
    folder = Path(os.environ.get("ENKAT_BENCH_SCAN_FOLDER") or tmp_path_factory.mktemp("scan"))
    for s in range(FILES):
        if not (folder / f"part{s:03d}.parquet").exists():
            part = frame(10**6, seed=s, items=1).select(COLUMNS)
            pq.write_table(part.to_arrow(), folder / f"part{s:03d}.parquet")
    return str(folder / "*.parquet")


def ours(files: str) -> ek.tables.Crosstab:
    table = ek.scan(files, weights="w", strata="stratum", clusters="psu").crosstab("age", "edu")
    table.chisq()
    return table


def test_crosstab_of_files(versus, files: str) -> None:
    duckdb = peer("duckdb")
    if duckdb:
        want = duckdb.sql(f"select age, edu, sum(w) from '{files}' group by all order by age, edu").fetchall()
        assert np.allclose(list(ours(files).count.estimate), [w for _, _, w in want], rtol=1e-10)

    def group_by(names: str) -> None:
        duckdb.sql(f"select {names}, count(*), sum(w) from '{files}' group by all").fetchall()

    peers = {"duckdb": lambda k: group_by("psu, age, edu"), "duckdb by cell": lambda k: group_by("age, edu")}
    versus(
        f"cross-tab of {FILES} million rows in files, design included", lambda k: ours(files), peers if duckdb else {}
    )


def test_memory_stays_flat(files: str) -> None:
    """Of a process of its own: the libraries, a few chunks and the totals."""
    run = subprocess.run([sys.executable, "-c", ALONE, files], capture_output=True, text=True, check=True)
    peak = int(run.stdout)
    print(f"peak memory of the cross-tab of {FILES} million rows: {peak} MB")
    assert peak < 1000
