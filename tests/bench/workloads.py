"""The workload of the benchmarks: one synthetic survey of n rows with a fixed seed, 50 strata of 40 clusters."""

from __future__ import annotations

import numpy as np
import polars as pl

MARGINS = {"sex": 2, "age": 6, "region": 27, "edu": 5, "level": 4}


def frame(n: int, seed: int = 1, strata: int = 50, psu_per: int = 40) -> pl.DataFrame:
    """n respondents with five questions for margins, a design and two outcomes."""
    r = np.random.default_rng(seed)
    share = r.gamma(2, 1, 27)
    data = {
        "sex": r.choice(2, n, p=[0.42, 0.58]),
        "age": r.choice(6, n, p=[0.1, 0.15, 0.2, 0.25, 0.2, 0.1]),
        "region": r.choice(27, n, p=share / share.sum()),
        "edu": r.choice(5, n, p=[0.05, 0.2, 0.4, 0.25, 0.1]),
        "level": r.choice(4, n, p=[0.1, 0.4, 0.3, 0.2]),
        "stratum": r.integers(0, strata, n),
    }
    data["psu"] = data["stratum"] * psu_per + r.integers(0, psu_per, n)
    codes = [pl.Series(name, values.astype(np.int32)) for name, values in data.items()]
    numbers = [
        pl.Series("w", r.lognormal(0, 0.5, n)),
        pl.Series("hours", r.gamma(2, 5, n) + data["sex"]),
    ]
    return pl.DataFrame([*codes, *numbers])


def targets(seed: int = 7) -> dict[str, dict[int, float]]:
    """Shares for every margin."""
    r = np.random.default_rng(seed)
    return {name: dict(enumerate(r.dirichlet(np.full(k, 20.0)))) for name, k in MARGINS.items()}
