"""NIST's certified univariate statistics: NumAcc1 to 4, whose digits a careless sum of squares loses, and Michelso.

Certified: https://www.itl.nist.gov/div898/strd/univ/homepage.html (exact by construction). The numbers themselves are
not exact in binary, so doubles know the standard deviation of NumAcc4 only to 8 digits; against exact arithmetic on the
doubles the engine must do better.
"""

from __future__ import annotations

import math
from fractions import Fraction

import enkat as ek
import pytest

MICHELSON = [
    850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960, 960, 940,
    960, 940, 880, 800, 850, 880, 900, 840, 830, 790, 810, 880, 880, 830, 800, 790, 760, 800, 880, 880, 880, 860, 720,
    720, 620, 860, 970, 950, 880, 910, 850, 870, 840, 840, 850, 840, 840, 840, 890, 810, 810, 820, 800, 770, 760, 740,
    750, 760, 910, 920, 890, 860, 880, 720, 840, 850, 850, 780, 890, 840, 780, 810, 760, 810, 790, 810, 820, 850, 870,
    870, 810, 740, 810, 940, 950, 800, 810, 870,
]  # fmt: skip

DATA = {
    "NumAcc1": ([10000001.0, 10000003.0, 10000002.0], 10000002.0, 1.0, 1e-15),
    "NumAcc2": ([1.2, *([1.1, 1.3] * 500)], 1.2, 0.1, 1e-14),
    "NumAcc3": ([1000000.2, *([1000000.1, 1000000.3] * 500)], 1000000.2, 0.1, 1e-9),
    "NumAcc4": ([10000000.2, *([10000000.1, 10000000.3] * 500)], 10000000.2, 0.1, 1e-8),
    # Michelson's speed of light in 1879, in 1000 km/s: also R's data set `morley`, from 299 on in thousandths
    "Michelso": ([(299000 + v) / 1000 for v in MICHELSON], 299.8524, 0.0790105478190518, 1e-11),
}


def standard_deviation(r: ek.Estimates) -> float:
    """From the standard error of a simple random sample with replacement: se = s / sqrt(n)."""
    return r.se[0] * math.sqrt(r.n[0])


def exact(values: list[float]) -> tuple[float, float]:
    """Mean and standard deviation of the doubles themselves, rounded once."""
    numbers = [Fraction(v) for v in values]
    mean = sum(numbers) / len(numbers)
    return float(mean), math.sqrt(float(sum((x - mean) ** 2 for x in numbers) / (len(numbers) - 1)))


@pytest.mark.parametrize("name", DATA)
def test_certified_values(name):
    values, mean, sd, tolerance = DATA[name]
    r = ek.Design({"y": values}).mean("y")
    assert r.estimate[0] == pytest.approx(mean, rel=1e-15)
    assert standard_deviation(r) == pytest.approx(sd, rel=tolerance)


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("order", ["as given", "sorted", "reversed"])
def test_against_exact_arithmetic(name, order):
    values = {"as given": list, "sorted": sorted, "reversed": lambda v: list(reversed(v))}[order](DATA[name][0])
    mean, sd = exact(values)
    r = ek.Design({"y": values}).mean("y")
    assert r.estimate[0] == pytest.approx(mean, rel=1e-15)
    assert standard_deviation(r) == pytest.approx(sd, rel=1e-12)


@pytest.mark.parametrize("name", DATA)
def test_clusters_and_weights_lose_no_digits(name):
    """Every row its own cluster, every weight 3: the same standard error by the other route through the engine."""
    values = DATA[name][0]
    _, sd = exact(values)
    n = len(values)
    r = ek.Design({"y": values, "w": [3.0] * n, "u": list(range(n))}, weights="w", clusters="u").mean("y")
    assert standard_deviation(r) == pytest.approx(sd, rel=1e-11)
    t = ek.Design({"y": values, "w": [3.0] * n}, weights="w").total("y")
    assert t.estimate[0] == pytest.approx(3 * math.fsum(values), rel=1e-15)
    # the w y of a total is itself rounded in the 8th digit of its deviation from the mean
    assert t.se[0] == pytest.approx(3 * math.sqrt(n) * sd, rel=1e-8)
