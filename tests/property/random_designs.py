"""Random small samples: strata, one or two stages of clusters, population sizes, weights, answers with gaps."""

from __future__ import annotations

from dataclasses import dataclass

import enkat as ek
import numpy as np
import polars as pl
import survey_oracle as oracle
from hypothesis import strategies as st


@dataclass
class Drawn:
    """A random sample twice: as the engine's design and as the oracle's."""

    data: dict[str, np.ndarray]
    arguments: dict[str, object]
    sample: oracle.Sample

    @property
    def design(self) -> ek.Design:
        return ek.Design(self.frame(), **self.arguments)

    def frame(self, order: np.ndarray | None = None) -> pl.DataFrame:
        rows = np.arange(self.sample.rows) if order is None else order
        frame = pl.DataFrame({name: pl.Series(v[rows].tolist()) for name, v in self.data.items()})
        return frame.with_columns(pl.col("y", "m1", "m2", "m3").fill_nan(None))

    @property
    def y(self) -> np.ndarray:
        return self.data["y"]


def draw(seed: int, *, strata: bool, clustered: bool, two_stages: bool, fpc: bool, missing: float) -> Drawn:
    """A sample from a seed; every stratum has at least two units at every stage."""
    rng = np.random.default_rng(seed)
    h, u, s = [], [], []
    for stratum in range(int(rng.integers(2, 5)) if strata else 1):
        for unit in range(int(rng.integers(2, 5))):
            for second in range(int(rng.integers(2, 4))):
                rows = int(rng.integers(1, 4)) if clustered else 1
                h += [stratum] * rows
                u += [10 * stratum + unit] * rows
                s += [100 * (10 * stratum + unit) + second] * rows
    n = len(h)
    data = {
        "w": rng.uniform(0.5, 20, n) * (rng.random(n) > 0.05),
        "h": np.array([f"h{x}" for x in h]),
        "u": np.array(u),
        "s": np.array(s),
        "y": np.where(rng.random(n) < missing, np.nan, np.round(rng.normal(1970, 15, n), 1)),
        "x": rng.uniform(1, 9, n),
        "g": rng.choice(["a", "b", "c"], n),
        "k": rng.choice(["p", "q"], n, p=[0.7, 0.3]),
        **_multi_select(rng, n),
    }
    arguments: dict[str, object] = {"weights": "w", "sets": {"m": ["m1", "m2", "m3"]}}
    sample = oracle.Sample(data["w"])
    if strata:
        arguments["strata"], sample.strata = "h", data["h"]
    names = ["u", "s"][: 2 if two_stages else 1] if clustered else []
    if names:
        arguments["clusters"], sample.clusters = names, [data[c] for c in names]
    if fpc:
        arguments["fpc"] = _population_sizes(rng, data, sample, names)
    return Drawn(data, arguments, sample)


def _multi_select(rng, n: int) -> dict[str, np.ndarray]:
    """Three 0/1 columns of one question; the same rows are unanswered in all."""
    answered = rng.random(n) < 0.8
    chosen = {f"m{j}": (rng.random(n) < 0.4).astype(float) for j in (1, 2, 3)}
    return {name: np.where(answered, c, np.nan) for name, c in chosen.items()}


def _population_sizes(rng, data: dict, sample: oracle.Sample, names: list[str]) -> list[str]:
    """Columns n1, n2 with the population number of units of each stage, at least as many as sampled."""
    outer = sample.strata_labels()
    columns = []
    for stage, units in enumerate(sample.stages()):
        column = f"n{stage + 1}"
        size = {}
        for o in sorted(set(outer.tolist())):
            size[o] = len(set(units[outer == o].tolist())) + int(rng.integers(0, 6))
        data[column] = np.array([float(size[o]) for o in outer])
        sample.fpc.append(data[column])
        columns.append(column)
        outer = units
    return columns


@st.composite
def designs(draw_from, *, missing: float = 0.0) -> Drawn:
    """Any shape of design."""
    clustered = draw_from(st.booleans())
    return draw(
        draw_from(st.integers(0, 2**32 - 1)),
        strata=draw_from(st.booleans()),
        clustered=clustered,
        two_stages=clustered and draw_from(st.booleans()),
        fpc=draw_from(st.booleans()),
        missing=missing,
    )


def assert_close(got, want, tolerance: float = 1e-12) -> None:
    """Relative to the size of what was expected."""
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    assert got.shape == want.shape
    scale = np.maximum(np.abs(want), 1e-3 * np.max(np.abs(want), initial=1e-300))
    assert (np.abs(got - want) <= tolerance * scale).all(), f"{got} {want}"


def assert_covariance(got, want, tolerance: float = 1e-10, noise: float = 0.0) -> None:
    """Relative to sqrt(v_ii v_jj), as the engine promises; `noise` is a standard error that counts as nothing."""
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    sd = np.sqrt(np.maximum(np.diag(want), 0))
    allowed = tolerance * np.outer(sd, sd) + noise * (sd[:, None] + sd[None, :] + noise)
    assert (np.abs(got - want) <= allowed).all(), f"{got} {want}"


def rounding(estimates) -> float:
    """The standard error that rounding alone may give where the exact one is 0."""
    return 1e-13 * max(1.0, float(np.max(np.abs(estimates))))
