"""Tests of tables and groups in plain NumPy: slow, obvious, sharing nothing with the engine.

Each takes codes or numbers by row and a `survey_oracle.Sample`, and uses every row.
"""

from __future__ import annotations

import numpy as np
import survey_oracle as oracle


def indicators(codes: np.ndarray, sample: oracle.Sample) -> np.ndarray:
    """0/1 columns of the levels that have a row of non-zero weight."""
    levels = sorted(set(codes[sample.weights != 0].tolist()))
    return np.column_stack([(codes == level).astype(float) for level in levels])


def cells(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """0/1 columns of all pairs, row-major."""
    return np.column_stack([x * y for x in a.T for y in b.T])


def rao_scott(row: np.ndarray, column: np.ndarray, sample: oracle.Sample) -> dict[str, float]:
    """X^2 of the table scaled to all rows and the traces of Delta, from a model matrix with treatment coding."""
    a, b = indicators(row, sample), indicators(column, sample)
    r, c = a.shape[1], b.shape[1]
    one = cells(a, b)
    w = sample.weights
    p = w @ one / w.sum()
    v = oracle.covariance(w[:, None] * (one - p) / w.sum(), sample)
    table, n = p.reshape(r, c), sample.rows
    independent = np.outer(table.sum(axis=1), table.sum(axis=0))
    x2 = n * ((table - independent) ** 2 / independent).sum()
    i, j = np.divmod(np.arange(r * c), c)
    main = np.column_stack([np.ones(r * c)] + [i == k for k in range(1, r)] + [j == k for k in range(1, c)]).astype(
        float
    )
    both = np.column_stack([(i == k) & (j == m) for k in range(1, r) for m in range(1, c)]).astype(float)
    contrasts = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.diag([1 / x if x > 0 else 0.0 for x in p])
    delta = np.linalg.solve(contrasts.T @ inverse @ contrasts / n, contrasts.T @ inverse @ v @ inverse @ contrasts)
    trace = np.trace(delta)
    return {"f": x2 / trace, "d0": trace**2 / np.trace(delta @ delta), "x2": x2}


def wald(row: np.ndarray, column: np.ndarray, sample: oracle.Sample) -> float:
    """y' W^-1 y / k, y the departures of the counts from independence, each linearised by hand."""
    a, b = indicators(row, sample), indicators(column, sample)
    w = sample.weights
    total, rows, columns = w.sum(), w @ a, w @ b
    y, z = [], []
    for i in range(a.shape[1] - 1):
        for j in range(b.shape[1] - 1):
            y.append(w @ (a[:, i] * b[:, j]) - rows[i] * columns[j] / total)
            z.append(
                a[:, i] * b[:, j] - (a[:, i] * columns[j] + rows[i] * b[:, j]) / total + rows[i] * columns[j] / total**2
            )
    v = oracle.covariance(w[:, None] * np.column_stack(z), sample)
    return float(np.array(y) @ np.linalg.solve(v, np.array(y)) / len(y))


def two_sample_t(y: np.ndarray, group: np.ndarray, sample: oracle.Sample) -> tuple[float, float]:
    """The slope of the weighted regression on the second group and its linearised standard error."""
    w = sample.weights
    x = np.column_stack([np.ones(len(y)), group])
    bread = np.linalg.inv(x.T @ (w[:, None] * x))
    beta = bread @ (x.T @ (w * y))
    influence = (w * (y - x @ beta))[:, None] * x @ bread
    return float(beta[1]), float(np.sqrt(oracle.covariance(influence, sample)[1, 1]))


def ranks(y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Cumulated weight in order of y less half the own, ties averaged, over the sum."""
    order = np.argsort(y, kind="stable")
    out = np.empty(len(y))
    out[order] = np.cumsum(w[order]) - w[order] / 2
    for value in set(y.tolist()):
        out[y == value] = out[y == value].mean()
    return out / w.sum()


def kappa(first: np.ndarray, second: np.ndarray, sample: oracle.Sample) -> tuple[float, float]:
    """Cohen's kappa and its standard error, from influence values of row i alone."""
    w, total = sample.weights, sample.weights.sum()
    levels = sorted(set(first.tolist()) | set(second.tolist()))
    a = [w @ (first == level) / total for level in levels]
    b = [w @ (second == level) / total for level in levels]
    agree = (first == second).astype(float)
    po, pe = w @ agree / total, float(np.dot(a, b))
    chance = sum((first == level) * b[k] + (second == level) * a[k] for k, level in enumerate(levels))
    z = (agree - po) / (1 - pe) - (1 - po) / (1 - pe) ** 2 * (chance - 2 * pe)
    return (po - pe) / (1 - pe), float(np.sqrt(oracle.covariance(w * z / total, sample)[0, 0]))
