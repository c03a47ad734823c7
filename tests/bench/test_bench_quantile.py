"""Quantiles at a million rows: three with Woodruff intervals, checked against sorted rows."""

from __future__ import annotations

import enkat as ek
import numpy as np
import pytest
from workloads import frame

N = 1_000_000
PROBS = [0.25, 0.5, 0.75]


@pytest.mark.benchmark(group="three quantiles with Woodruff intervals, 2000 clusters")
def test_quantiles(benchmark) -> None:
    data = frame(N)
    design = ek.Design(data, weights="w", strata="stratum", clusters="psu")
    design.mean("hours")
    result = benchmark(lambda: design.quantile("hours", PROBS))
    y, w = data["hours"].to_numpy(), data["w"].to_numpy()
    order = np.argsort(y, kind="stable")
    share = np.cumsum(w[order]) / w.sum()
    assert list(result.estimate) == [y[order][np.searchsorted(share, p)] for p in PROBS]
    assert all(a < b < c for a, b, c in zip(result.ci_low, result.estimate, result.ci_high, strict=True))
