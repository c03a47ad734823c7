"""The workload of the benchmarks: one synthetic survey of n rows with a fixed seed, 50 strata of 40 clusters."""

from __future__ import annotations

import numpy as np
import polars as pl

MARGINS = {"sex": 2, "age": 6, "region": 27, "edu": 5, "level": 4}
ROUNDS = 7


def frame(
    n: int, *, seed: int = 1, strata: int = 50, psu_per: int = 40, items: int = 0, replicates: int = 0
) -> pl.DataFrame:
    """n respondents: questions for margins, a design, a gamma amount, a yes/no that depends on x1 and sex."""
    strata, psu_per = 50, 40
    r = np.random.default_rng(seed)
    share = r.gamma(2, 1, 27)
    data = {
        "sex": r.choice(2, n, p=[0.42, 0.58]),
        "age": r.choice(6, n, p=[0.1, 0.15, 0.2, 0.25, 0.2, 0.1]),
        "region": r.choice(27, n, p=share / share.sum()),
        "edu": r.choice(5, n, p=[0.05, 0.2, 0.4, 0.25, 0.1]),
        "level": r.choice(4, n, p=[0.1, 0.4, 0.3, 0.2]),
        "stratum": r.integers(0, strata, n),
        "dom1000": r.integers(0, 1000, n),
    }
    data["psu"] = data["stratum"] * psu_per + r.integers(0, psu_per, n)
    x1 = r.normal(size=n)
    data["yes"] = r.random(n) < 1 / (1 + np.exp(0.3 - 0.5 * x1 - 0.3 * data["sex"]))
    for k in range(items):
        data[f"q{k + 1}"] = r.choice(5, n, p=r.dirichlet(np.full(5, 2.0)))
    codes = [pl.Series(name, values.astype(np.int32)) for name, values in data.items()]
    weights = r.lognormal(0, 0.5, n)
    numbers = [pl.Series("w", weights), pl.Series("hours", r.gamma(2, 5, n) + data["sex"]), pl.Series("x1", x1)]
    for k in range(replicates):
        numbers.append(pl.Series(f"rw{k + 1}", weights * r.choice([0.5, 1.5], strata * psu_per)[data["psu"]]))
    return pl.DataFrame([*codes, *numbers])


def with_copies(data: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The same frame with every named column under a new name for each round: nothing asked for before is cached."""
    copies = [pl.col(name).alias(f"{name}_{k}") for name in names for k in range(ROUNDS + 1)]
    return data.with_columns(copies)


def targets(seed: int = 7) -> dict[str, dict[int, float]]:
    """Population shares of the five margins."""
    r = np.random.default_rng(seed)
    return {k: dict(enumerate(map(float, r.dirichlet(np.full(m, 20.0))))) for k, m in MARGINS.items()}
