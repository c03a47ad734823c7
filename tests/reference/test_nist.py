"""NIST's certified univariate statistics: NumAcc1 to 4, whose digits a careless sum of squares loses, and the data sets
Michelso, Mavro, Lew and Lottery.

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

# Filter transmittance, from 2 on in ten-thousandths
MAVRO = [
    18, 17, 18, 19, 18, 17, 15, 14, 15, 15, 17, 18, 18, 19, 19, 21, 20, 16, 14, 13, 13, 15, 15, 16, 15, 14, 13, 14, 15,
    14, 15, 16, 15, 16, 19, 20, 20, 21, 22, 23, 24, 25, 27, 26, 26, 26, 27, 26, 25, 24,
]  # fmt: skip

# Deflections of a beam
LEW = [
    -213, -564, -35, -15, 141, 115, -420, -360, 203, -338, -431, 194, -220, -513, 154, -125, -559, 92, -21, -579, -52,
    99, -543, -175, 162, -457, -346, 204, -300, -474, 164, -107, -572, -8, 83, -541, -224, 180, -420, -374, 201, -236,
    -531, 83, 27, -564, -112, 131, -507, -254, 199, -311, -495, 143, -46, -579, -90, 136, -472, -338, 202, -287, -477,
    169, -124, -568, 17, 48, -568, -135, 162, -430, -422, 172, -74, -577, -13, 92, -534, -243, 194, -355, -465, 156,
    -81, -578, -64, 139, -449, -384, 193, -198, -538, 110, -44, -577, -6, 66, -552, -164, 161, -460, -344, 205, -281,
    -504, 134, -28, -576, -118, 156, -437, -381, 200, -220, -540, 83, 11, -568, -160, 172, -414, -408, 188, -125, -572,
    -32, 139, -492, -321, 205, -262, -504, 142, -83, -574, 0, 48, -571, -106, 137, -501, -266, 190, -391, -406, 194,
    -186, -553, 83, -13, -577, -49, 103, -515, -280, 201, 300, -506, 131, -45, -578, -80, 138, -462, -361, 201, -211,
    -554, 32, 74, -533, -235, 187, -372, -442, 182, -147, -566, 25, 68, -535, -244, 194, -351, -463, 174, -125, -570,
    15, 72, -550, -190, 172, -424, -385, 198, -218, -536, 96,
]  # fmt: skip

# Three-digit lottery numbers
LOTTERY = [
    162, 671, 933, 414, 788, 730, 817, 33, 536, 875, 670, 236, 473, 167, 877, 980, 316, 950, 456, 92, 517, 557, 956,
    954, 104, 178, 794, 278, 147, 773, 437, 435, 502, 610, 582, 780, 689, 562, 964, 791, 28, 97, 848, 281, 858, 538,
    660, 972, 671, 613, 867, 448, 738, 966, 139, 636, 847, 659, 754, 243, 122, 455, 195, 968, 793, 59, 730, 361, 574,
    522, 97, 762, 431, 158, 429, 414, 22, 629, 788, 999, 187, 215, 810, 782, 47, 34, 108, 986, 25, 644, 829, 630, 315,
    567, 919, 331, 207, 412, 242, 607, 668, 944, 749, 168, 864, 442, 533, 805, 372, 63, 458, 777, 416, 340, 436, 140,
    919, 350, 510, 572, 905, 900, 85, 389, 473, 758, 444, 169, 625, 692, 140, 897, 672, 288, 312, 860, 724, 226, 884,
    508, 976, 741, 476, 417, 831, 15, 318, 432, 241, 114, 799, 955, 833, 358, 935, 146, 630, 830, 440, 642, 356, 373,
    271, 715, 367, 393, 190, 669, 8, 861, 108, 795, 269, 590, 326, 866, 64, 523, 862, 840, 219, 382, 998, 4, 628, 305,
    747, 247, 34, 747, 729, 645, 856, 974, 24, 568, 24, 694, 608, 480, 410, 729, 947, 293, 53, 930, 223, 203, 677, 227,
    62, 455, 387, 318, 562, 242, 428, 968,
]  # fmt: skip


DATA = {
    "NumAcc1": ([10000001.0, 10000003.0, 10000002.0], 10000002.0, 1.0, 1e-15),
    "NumAcc2": ([1.2, *([1.1, 1.3] * 500)], 1.2, 0.1, 1e-14),
    "NumAcc3": ([1000000.2, *([1000000.1, 1000000.3] * 500)], 1000000.2, 0.1, 1e-9),
    "NumAcc4": ([10000000.2, *([10000000.1, 10000000.3] * 500)], 10000000.2, 0.1, 1e-8),
    # Michelson's speed of light in 1879, in 1000 km/s: also R's data set `morley`, from 299 on in thousandths
    "Michelso": ([(299000 + v) / 1000 for v in MICHELSON], 299.8524, 0.0790105478190518, 1e-11),
    "Mavro": ([(20000 + v) / 10000 for v in MAVRO], 2.001856, 0.000429123454003053, 1e-11),
    "Lew": ([float(v) for v in LEW], -177.435, 277.332168044316, 1e-14),
    "Lottery": ([float(v) for v in LOTTERY], 518.958715596330, 291.699727470969, 3e-15),
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
