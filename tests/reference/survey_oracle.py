"""The formulas of survey estimation in plain NumPy: slow, obvious, sharing nothing with the engine.

The engine is compared with these on random designs (tests/property); these are compared with R (test_oracle.py).
An influence value z_i already contains the weight: the variance of a statistic is that of the total of its z.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Sample:
    """A sampling design over n rows; one array per stage."""

    weights: np.ndarray
    strata: np.ndarray | None = None
    clusters: list[np.ndarray] = field(default_factory=list)
    fpc: list[np.ndarray] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.weights)

    def strata_labels(self) -> np.ndarray:
        return self.strata if self.strata is not None else np.zeros(self.rows, dtype=int)

    def stages(self) -> list[np.ndarray]:
        """The unit of every row at each stage; rows themselves when no clusters are given."""
        return self.clusters or [np.arange(self.rows)]


def inverse_fractions(sample: Sample) -> np.ndarray:
    """Weights from the population sizes: the product over stages of units in the population by units sampled."""
    weights = np.ones(sample.rows)
    outer = [(h,) for h in sample.strata_labels()]
    for units, size in zip(sample.stages(), sample.fpc, strict=False):
        sampled = {o: len({u for u, p in zip(units, outer, strict=True) if p == o}) for o in set(outer)}
        weights *= np.array([n / sampled[o] for n, o in zip(size, outer, strict=True)])
        outer = [(*o, u) for o, u in zip(outer, units, strict=True)]
    return weights


def covariance(z: np.ndarray, sample: Sample) -> np.ndarray:
    """Covariance of the totals of the columns of z: stratified, several stages, linearized."""
    z = z.reshape(sample.rows, -1)
    return _stage(z, sample, np.arange(sample.rows), 0)


def _stage(z: np.ndarray, sample: Sample, rows: np.ndarray, stage: int) -> np.ndarray:
    """v = sum_h (1 - f_h) n_h / (n_h - 1) sum_i (t_hi - tbar_h)(t_hi - tbar_h)' + f_h * (the next stage inside i)."""
    out = np.zeros((z.shape[1], z.shape[1]))
    units = sample.stages()[stage]
    strata = sample.strata_labels() if stage == 0 else np.zeros(sample.rows, dtype=int)
    for h in set(strata[rows].tolist()):
        inside = [i for i in rows if strata[i] == h]
        members: dict[object, list[int]] = {}
        for i in inside:
            members.setdefault(units[i], []).append(i)
        totals = np.array([z[m].sum(axis=0) for m in members.values()])
        n = len(totals)
        fraction = sampling_fraction(sample, stage, inside, n)
        if fraction < 1:
            deviations = totals - totals.mean(axis=0)
            out += (1 - fraction) * n / (n - 1) * deviations.T @ deviations
        if fraction > 0 and stage + 1 < len(sample.stages()):
            for m in members.values():
                out += fraction * _stage(z, sample, np.array(m), stage + 1)
    return out


def sampling_fraction(sample: Sample, stage: int, rows: list[int], n: int) -> float:
    """n / N; 0 without population sizes, which means units drawn with replacement."""
    if stage >= len(sample.fpc):
        return 0.0
    size = sample.fpc[stage]
    return float(size[rows[0]]) if size.max() <= 1 else n / float(size[rows[0]])


def degrees_of_freedom(sample: Sample, domain: np.ndarray) -> int:
    """First-stage units minus strata, of rows of the domain with a weight other than 0."""
    used = [i for i in range(sample.rows) if domain[i] and sample.weights[i] != 0]
    units = {(sample.strata_labels()[i], sample.stages()[0][i]) for i in used}
    return len(units) - len({h for h, _ in units})


# -- influence values: each returns (estimate, z) ---------------------------------------------------------------------


def total(y: np.ndarray, sample: Sample, domain: np.ndarray) -> tuple[float, np.ndarray]:
    """Y = sum w y over the domain; z = w y."""
    z = np.where(domain, sample.weights * y, 0.0)
    return float(z.sum()), z


def ratio(y: np.ndarray, x: np.ndarray, sample: Sample, domain: np.ndarray) -> tuple[float, np.ndarray]:
    """R = Y / X; z = w (y - R x) / X."""
    w = np.where(domain, sample.weights, 0.0)
    estimate = (w * y).sum() / (w * x).sum()
    return float(estimate), w * (y - estimate * x) / (w * x).sum()


def mean(y: np.ndarray, sample: Sample, domain: np.ndarray) -> tuple[float, np.ndarray]:
    """The ratio to the number of rows; the mean of an indicator is a share."""
    return ratio(y, np.ones(len(y)), sample, domain)


# -- weighting --------------------------------------------------------------------------------------------------------


def poststratify(weights: np.ndarray, classes: np.ndarray, targets: dict) -> np.ndarray:
    """w = d N_c / (sum of d in class c)."""
    out = weights.astype(float).copy()
    for c, target in targets.items():
        rows = classes == c
        out[rows] *= target / weights[rows].sum()
    return out


def poststratified_residuals(z: np.ndarray, old: np.ndarray, new: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """z minus, times the new weight, the class mean of z / (new weight) weighted by the old weights."""
    out = z.astype(float).copy()
    for c in set(classes.tolist()):
        rows = (classes == c) & (new != 0)
        mean_value = (old[rows] * z[rows] / new[rows]).sum() / old[rows].sum()
        out[rows] -= new[rows] * mean_value
    return out


def rake(
    weights: np.ndarray, margins: list[tuple[np.ndarray, dict]], rounds: int
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Post-stratify to each margin in turn; also the weights after each margin's step of the last round."""
    steps: list[np.ndarray] = []
    for _ in range(rounds):
        steps = []
        for classes, targets in margins:
            weights = poststratify(weights, classes, targets)
            steps.append(weights)
    return weights, steps


def raked_residuals(z: np.ndarray, steps: list[np.ndarray], margins: list[tuple[np.ndarray, dict]]) -> np.ndarray:
    """Ten rounds of: z - weight * plain class mean of z / weight, each margin with the weights after its own step."""
    out = z.astype(float).copy()
    for _ in range(10):
        for w, (classes, _) in zip(steps, margins, strict=True):
            for c in set(classes.tolist()):
                rows = classes == c
                out[rows] -= w[rows] * np.mean(out[rows] / w[rows])
    return out


def calibrate(old: np.ndarray, x: np.ndarray, totals: np.ndarray, f, slope) -> np.ndarray:
    """g_i = F(x_i'b) with sum of old g x = totals: Deville and Särndal (1992), equations 2.4 and 2.5, by Newton."""
    b = np.zeros(x.shape[1])
    for _ in range(100):
        u = x @ b
        missing = totals - (old * f(u)) @ x
        jacobian = (x * (old * slope(u))[:, None]).T @ x
        b = b + np.linalg.solve(jacobian, missing)
    return f(x @ b)


def calibrated_residuals(z: np.ndarray, old: np.ndarray, g: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The residual of z / (g sqrt(old)) on x sqrt(old), times g sqrt(old)."""
    out = np.zeros(len(z))
    rows = (old != 0) & (g != 0)
    root = np.sqrt(old[rows])
    scaled = x[rows] * root[:, None]
    value = z[rows] / (g[rows] * root)
    b = np.linalg.lstsq(scaled, value, rcond=None)[0]
    out[rows] = (value - scaled @ b) * g[rows] * root
    return out
