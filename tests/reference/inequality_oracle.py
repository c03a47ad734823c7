"""Measures of inequality and standardised means in plain NumPy, with influence values by finite differences.

Nothing here is derived: an influence value is what the statistic gains per unit of a row's weight.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def gini(y: np.ndarray, w: np.ndarray) -> float:
    """Half the mean absolute difference over the mean."""
    differences = np.abs(y[:, None] - y[None, :])
    return float((w[:, None] * w[None, :] * differences).sum() / (2 * w.sum() * (w * y).sum()))


def poorest(y: np.ndarray, w: np.ndarray, share: float) -> float:
    """Total of exactly the poorest share of the weight."""
    order = np.argsort(y, kind="stable")
    y, w = y[order], w[order]
    taken = np.clip(share * w.sum() - (np.cumsum(w) - w), 0, w)
    return float((taken * y).sum())


def quintile_share(y: np.ndarray, w: np.ndarray, share: float = 0.2) -> float:
    """Total of the richest over that of the poorest, smooth definition."""
    return float(((w * y).sum() - poorest(y, w, 1 - share)) / poorest(y, w, share))


def median(y: np.ndarray, w: np.ndarray) -> float:
    """The first value whose cumulated weight reaches half."""
    order = np.argsort(y, kind="stable")
    return float(y[order][np.argmax(np.cumsum(w[order]) >= w.sum() / 2 * (1 - 1e-12))])


def quintile_share_eurostat(y: np.ndarray, w: np.ndarray) -> float:
    """Total over the 80 % quantile over total at or below the 20 % quantile."""
    order = np.argsort(y, kind="stable")
    cumulated = np.cumsum(w[order])
    low, high = (y[order][np.argmax(cumulated >= p * w.sum() * (1 - 1e-12))] for p in (0.2, 0.8))
    return float((w * y)[y > high].sum() / (w * y)[y <= low].sum())


def poverty(y: np.ndarray, w: np.ndarray, domain: np.ndarray, threshold: float) -> float:
    """Share of the domain below a threshold."""
    return float((w * (y < threshold))[domain].sum() / w[domain].sum())


def standardized(y: np.ndarray, w: np.ndarray, classes: np.ndarray, standard: dict) -> float:
    """Class means averaged with the standard's shares."""
    total = sum(standard.values())
    return float(sum(n / total * (w * y)[classes == a].sum() / w[classes == a].sum() for a, n in standard.items() if n))


def influence(statistic: Callable[[np.ndarray], float], w: np.ndarray) -> np.ndarray:
    """The derivative of a statistic in every weight, by central differences."""
    out = np.zeros(len(w))
    for i in np.flatnonzero(w):
        step = 1e-6 * w[i]
        up, down = w.copy(), w.copy()
        up[i] += step
        down[i] -= step
        out[i] = (statistic(up) - statistic(down)) / (2 * step)
    return out
