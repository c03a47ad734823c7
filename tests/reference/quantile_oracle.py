"""Quantiles and second moments in plain NumPy: slow, obvious, sharing nothing with the engine.

The engine is compared with these on random designs (tests/property); the engine and R in tests/golden.
"""

from __future__ import annotations

import numpy as np
import survey_oracle as oracle

BACK = {"hf4": 0, "hf5": 1 / 2, "hf6": 0, "hf7": 1, "hf8": 1 / 3, "hf9": 3 / 8}
WHOLE = {"hf6": 1, "hf7": -1, "hf8": 1 / 3, "hf9": 1 / 4}


def quantile(y: np.ndarray, w: np.ndarray, p: float, rule: str) -> float:
    """The quantile at share p of rows of positive weight, from the sorted rows."""
    y, w = y[w != 0], w[w != 0]
    order = np.argsort(y, kind="stable")
    y, w = y[order], w[order]
    s = np.cumsum(w)
    target = p * (s[-1] + WHOLE.get(rule, 0) * w[-1])
    if rule in BACK:
        return _linear(y, s - BACK[rule] * w, target, rule)
    equal = np.isclose(s, target, rtol=1e-12, atol=0)
    k = int(np.argmax((s >= target) | equal))
    if k + 1 == len(y):
        return float(y[k])
    if equal[k]:
        return float((y[k] + y[k + 1]) / 2) if rule in ("school", "hf2") else float(y[k])
    return float(y[1]) if k == 0 else float(y[k])  # R's convention where the first row alone exceeds the target


def _linear(y: np.ndarray, at: np.ndarray, target: float, rule: str) -> float:
    if rule == "hf4" and len(y) > 1 and target < at[0]:  # R goes on along the first line
        return float(y[0] + (y[1] - y[0]) * (target - at[0]) / (at[1] - at[0]))
    return float(np.interp(target, at, y))


def share_below(y: np.ndarray, at: float, sample: oracle.Sample, domain: np.ndarray) -> tuple[float, np.ndarray]:
    """Share at or below a value and its influence values."""
    return oracle.mean((y <= at).astype(float), sample, domain)


def covariance(x: np.ndarray, y: np.ndarray, sample: oracle.Sample, domain: np.ndarray) -> tuple[float, np.ndarray]:
    """n/(n-1) times the weighted mean of products of deviations; influence as if the means were known."""
    w = np.where(domain, sample.weights, 0.0)
    n = np.count_nonzero(w)
    products = (x - (w * x).sum() / w.sum()) * (y - (w * y).sum() / w.sum())
    estimate, z = oracle.mean(products, sample, domain)
    return n / (n - 1) * estimate, n / (n - 1) * z


def correlation(x: np.ndarray, y: np.ndarray, sample: oracle.Sample, domain: np.ndarray) -> tuple[float, np.ndarray]:
    """s_xy / sqrt(s_xx s_yy) with its first-order expansion."""
    (xy, z_xy), (xx, z_xx), (yy, z_yy) = (covariance(a, b, sample, domain) for a, b in ((x, y), (x, x), (y, y)))
    r = xy / np.sqrt(xx * yy)
    return float(r), z_xy / np.sqrt(xx * yy) - r / 2 * (z_xx / xx + z_yy / yy)
