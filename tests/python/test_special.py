"""Unequal probabilities and two phases: against the formulas in plain NumPy, and what is refused."""

from __future__ import annotations

import enkat as ek
import numpy as np
import pytest
from enkat.errors import DataError, DesignError

Y = np.array([4.0, 7.0, 2.0, 9.0, 5.0])
P = np.array([0.3, 0.5, 0.2, 0.7, 0.4])
DATA = {"y": Y.tolist(), "p": P.tolist()}


def joint_of(method: str) -> np.ndarray:
    n = len(P)
    pi, pj = P[:, None], P[None, :]
    if method == "overton":
        out = (n - 1) * pi * pj / (n - (pi + pj) / 2)
    else:
        out = (n - 1) * pi * pj / (n - pi - pj + P.sum() / n)
    np.fill_diagonal(out, P)
    return out


@pytest.mark.parametrize("method", ["overton", "hartley-rao"])
@pytest.mark.parametrize("variance", ["HT", "YG"])
def test_pairs_equal_the_double_sum(method: str, variance: str) -> None:
    joint = joint_of(method)
    e = Y / P
    d = 1 - np.outer(P, P) / joint
    v = e @ d @ e if variance == "HT" else -0.5 * (d * (e[:, None] - e[None, :]) ** 2).sum()
    got = ek.Design(DATA, fpc="p", pps=ek.PPS(method, variance=variance)).total("y")
    if v < 0:
        assert np.isnan(got.se[0])
        assert "negative" in got.reason[0]
        return
    assert got.se[0] == pytest.approx(np.sqrt(v), rel=1e-12)
    given = ek.Design(DATA, fpc="p", pps=ek.PPS("joint", variance=variance, joint=joint)).total("y")
    assert given.se[0] == pytest.approx(np.sqrt(v), rel=1e-12)


def test_equal_probabilities_are_simple_random_sampling() -> None:
    data = {"y": Y.tolist(), "p": [0.25] * 5}
    plain = ek.Design(data, fpc="p").mean("y").se[0]
    assert ek.Design(data, fpc="p", pps="brewer").mean("y").se[0] == pytest.approx(plain, rel=1e-12)


def test_two_phases_with_everything_in_the_second_are_one() -> None:
    data = {"y": Y.tolist(), "all": [1] * 5, "N": [50] * 5}
    one = ek.Design(data, fpc="N").mean("y").se[0]
    for method in ("full", "approx"):
        two = ek.Design(data, fpc="N", two_phase=ek.TwoPhase(subset="all", method=method)).mean("y").se[0]
        assert two == pytest.approx(one, rel=1e-12)


def test_full_equals_the_double_sum() -> None:
    rng = np.random.default_rng(3)
    n, N = 40, 400
    strata = np.arange(n) % 3
    inside = (np.arange(n) % 2 == 0) | (strata == 1)
    y = rng.normal(size=n)
    p = np.array([inside[strata == k].mean() for k in strata])
    e = (y * N / n / p)[inside]
    k, ps = strata[inside], p[inside]
    m = np.array([(k == j).sum() for j in k])
    big = m / ps
    joint = np.where(k[:, None] == k, (m * (m - 1) / big / (big - 1))[:, None], np.outer(ps, ps))
    np.fill_diagonal(joint, ps)
    f = n / N
    first = np.full(joint.shape, -(1 - f) / (n - 1))
    np.fill_diagonal(first, 1 - f)
    ratio = np.outer(ps, ps) / joint
    want = e @ (first * ratio + 1 - ratio) @ e
    data = {"y": y.tolist(), "in": inside.astype(int).tolist(), "k": [str(v) for v in strata], "N": [N] * n}
    got = ek.Design(data, fpc="N", two_phase=ek.TwoPhase(subset="in", strata="k")).total("y").se[0]
    assert got == pytest.approx(np.sqrt(want), rel=1e-11)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: ek.PPS("sampford"), "brewer"),
        (lambda: ek.PPS("brewer", variance="SYG"), "'YG'"),
        (lambda: ek.PPS("joint"), "joint"),
        (lambda: ek.Design(DATA, pps="brewer"), "inclusion probabilities"),
        (lambda: ek.Design({"p": [0.5, 1.5]}, fpc="p", pps="brewer"), "row 2"),
        (lambda: ek.Design(DATA, fpc="p", pps=ek.PPS("joint", joint=[[1.0, 0.2], [0.2, 1.0]])), "5 units"),
        (lambda: ek.Design(DATA, fpc="p", pps=ek.PPS("joint", joint=[[1.0], [1.0, 2.0]])), "row 1"),
        (lambda: ek.Design(DATA, two_phase=ek.TwoPhase(subset="y")), "0 and 1"),
        (
            lambda: ek.Design({"i": [1, 1, 0], "s": ["a", "a", "b"]}, two_phase=ek.TwoPhase(subset="i", strata="s")),
            "stratum 'b'",
        ),
        (lambda: ek.Design({"i": [1, 1], "c": [1, 1]}, clusters="c", two_phase=ek.TwoPhase(subset="i")), "clusters"),
        (lambda: ek.TwoPhase(subset="i", method="exact"), "'full'"),
    ],
)
def test_refusals(call, match: str) -> None:
    with pytest.raises((DesignError, DataError), match=match):
        call()
