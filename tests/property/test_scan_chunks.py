"""A scan of files gives what the same rows in memory give, however they are cut into files, groups and chunks."""

from __future__ import annotations

import itertools
import math
import tempfile
from pathlib import Path
from typing import Any

import enkat as ek
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

DESIGNS: list[dict[str, Any]] = [
    {"weights": "w", "strata": "h", "clusters": "c"},
    {"weights": "w", "strata": "h", "clusters": "c", "fpc": "f"},
    {"weights": "w", "strata": "h", "clusters": "k", "nest": True},
    {"weights": "w", "strata": "h", "clusters": "c", "lonely": "average", "lonely_in_domains": True},
    {"weights": "w", "strata": ["h", "s2"], "clusters": ["c", "c2"], "fpc": ["f", "f2"]},
    {"weights": "w", "strata": "h"},
    {"clusters": "c"},
    {},
]


JOINT = {(d, m): 100.0 + 20 * k + 40 * m for k, d in enumerate(["north", "south", "east"]) for m in (0, 1)}
JOINT = {key: 800 * target / sum(JOINT.values()) for key, target in JOINT.items()}


def survey(seed: int, rows: int) -> Any:
    """Rows in no order: levels, strata and clusters turn up anywhere; values and weights may be missing or zero."""
    r = np.random.default_rng(seed)
    h = r.integers(0, 4, rows)
    k = r.integers(0, 3, rows)
    text = np.array(["north", "south", "east", "Älvsborg"], dtype=object)
    gaps = r.random(rows) < 0.1
    y = r.normal(50, 10, rows).round(2)
    return pa.table(
        {
            "w": np.where(r.random(rows) < 0.05, 0.0, r.lognormal(0, 0.5, rows)),
            "h": text[h],
            "c": pa.array(h * 10 + k),
            "k": pa.array(k.astype(np.int8)),
            "f": pa.array(h * 2.0 + 9),
            "s2": pa.array(np.zeros(rows, dtype=np.int64)),
            "c2": pa.array(h * 100 + k * 10 + r.integers(0, 4, rows)),
            "f2": pa.array(np.full(rows, 12.0)),
            "y": pa.array(y, mask=gaps),
            "x": pa.array(r.gamma(2, 5, rows)),
            "a": pa.array(r.integers(1, 5, rows).astype(np.int16), mask=r.random(rows) < 0.1),
            "b": pa.array(text[r.integers(0, 3, rows)], mask=r.random(rows) < 0.05),
            "d": pa.array(text[r.integers(0, 3, rows)]).dictionary_encode(),
            "t": pa.array(r.random(rows) < 0.5),
            "m1": pa.array(r.integers(0, 2, rows)),
            "m2": pa.array(r.integers(0, 2, rows)),
        }
    )


def same(a: Any, b: Any, where: str = "") -> None:
    """Equal to 1e-9: rounding of variances, which moments make from differences; most numbers are far closer."""
    if isinstance(a, dict):
        assert a.keys() == b.keys(), where
        for key in a:
            same(a[key], b[key], f"{where}/{key}")
    elif isinstance(a, (list, tuple)):
        assert len(a) == len(b), where
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            same(x, y, f"{where}/{i}")
    elif isinstance(a, float) and isinstance(b, float):
        assert (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9), (where, a, b)
    else:
        assert a == b, (where, a, b)


def write(table: Any, folder: Path, cuts: list[int], group: int) -> str:
    """The rows as files cut at these places."""
    edges = sorted({0, table.num_rows, *(c % table.num_rows for c in cuts)})
    for k, (start, end) in enumerate(itertools.pairwise(edges)):
        pq.write_table(table.slice(start, end - start), folder / f"part{k:03d}.parquet", row_group_size=group)
    return str(folder / "*.parquet")


def raked(design: Any) -> Any:
    """The weights of a design raked to two margins, one of them joint."""
    return design.rake({"t": {"false": 300.0, "true": 500.0}, ("d", "m2"): JOINT})


def outcomes(design: Any) -> dict[str, Any]:
    """Everything a scan estimates, as plain numbers; an error of the analyst's is an outcome too."""
    asked = {
        "mean": lambda: design.mean(["x", "y"], deff=True).to_dict(),
        "domains": lambda: design.mean(["y", "b"], by=["a", "d"]).to_dict(),
        "total": lambda: design.total(["y", "x"], by="b", where="x > 5 and a != 2").to_dict(),
        "ratio": lambda: design.ratio(["y", "x"], "x", by="t").to_dict(),
        "freq": lambda: design.freq("a", missing="category").to_dict(),
        "set": lambda: design.proportion("m", by="b").to_dict(),
        "crosstab": lambda: design.crosstab("a", "b", "t", by="d").to_dict(),
        "options": lambda: design.crosstab("m", "b").to_dict(),
        "cut": lambda: design.with_columns(z=ek.cut("x", [4, 9])).crosstab("z", "d").to_dict(),
        "chisq": lambda: design.crosstab("a", "b").chisq().to_dict(),
        "quantile": lambda: design.quantile(["y", "x"], [0.1, 0.5, 0.77], by="d").to_dict(),
        "median": lambda: design.quantile("y", 0.5, rule="school", ci="xlogit", where="x > 3").to_dict(),
        "ties": lambda: design.quantile("a", [0.2, 0.5], rule="hf7", by="t").to_dict(),
        "raked": lambda: raked(design).mean(["x", "y"], by="b", deff=True).to_dict(),
        "raked table": lambda: raked(design).crosstab("a", "d").to_dict(),
        "raked chisq": lambda: raked(design).where("x > 4").chisq("a", "d").to_dict(),
        "raked median": lambda: raked(design).quantile("x", 0.5).to_dict(),
        "raked vcov": lambda: raked(design).total("x", by="t").vcov.tolist(),
        "raked again": lambda: raked(design).poststratify({"m1": {0: 0.4, 1: 0.6}}).ratio("x", "w").to_dict(),
        "layers": lambda: design.crosstab("b", "t", by="d").chisq().to_dict(),
        "where": lambda: design.where("a >= 2").chisq("b", "t", statistic="chisq").to_dict(),
        "vcov": lambda: design.mean("x", by="a").vcov.tolist(),
        "df": lambda: design.where("t == 'true'").degrees_of_freedom,
    }
    out: dict[str, Any] = {}
    for name, work in asked.items():
        try:
            out[name] = work()
        except ek.errors.SurveyError as e:
            out[name] = type(e).__name__
    return out


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    seed=st.integers(0, 10**6),
    rows=st.integers(60, 400),
    cuts=st.lists(st.integers(0, 10**6), max_size=3),
    group=st.integers(5, 300),
    chunk=st.integers(1, 500),
    arguments=st.sampled_from(DESIGNS),
)
def test_any_chunks_give_what_memory_gives(
    seed: int, rows: int, cuts: list[int], group: int, chunk: int, arguments: dict[str, Any]
) -> None:
    table = survey(seed, rows)
    more: dict[str, Any] = {"sets": {"m": ["m1", "m2"]}, "lonely": "adjust"} | arguments
    with tempfile.TemporaryDirectory() as folder:
        paths = write(table, Path(folder), cuts, group)
        same(outcomes(ek.scan(paths, chunk_rows=chunk, **more)), outcomes(ek.Design(table, **more)))
