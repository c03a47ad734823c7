"""Replicate weights: given, made, redone under adjustments, and what is refused."""

from __future__ import annotations

import enkat as ek
import numpy as np
import pytest
from enkat.errors import DataError, DesignError

DATA = {
    "y": [1.0, 4.0, 2.0, 7.0, 3.0, 9.0],
    "g": ["a", "a", "b", "b", "a", "b"],
    "s": ["1", "1", "2", "2", "3", "3"],
    "w": [1.0, 2.0, 1.0, 3.0, 2.0, 1.0],
}


def replicated() -> dict:
    d = ek.Design(DATA, weights="w", strata="s").to_replicates("JKn")
    columns = {f"rw{r + 1}": d._core.with_replicate(r).weights.tolist() for r in range(6)}
    return {**DATA, **columns}


def test_given_and_made_agree() -> None:
    made = ek.Design(DATA, weights="w", strata="s").to_replicates("JKn")
    given = ek.Design(replicated(), weights="w", replicates=ek.Replicates("rw*", kind="JKn", rscales=[0.5] * 6))
    for r in (made, given):
        assert r.degrees_of_freedom == made.degrees_of_freedom
    a, b = made.mean("y"), given.mean("y")
    assert a["y"].se == pytest.approx(b["y"].se, rel=1e-13)


def test_multipliers_and_full_weights_agree() -> None:
    data = replicated()
    for k in range(6):
        data[f"m{k}"] = [a / b for a, b in zip(data[f"rw{k + 1}"], DATA["w"], strict=True)]
    full = ek.Design(data, weights="w", replicates=ek.Replicates("rw*", kind="BRR"))
    times = ek.Design(data, weights="w", replicates=ek.Replicates("m*", kind="BRR", combined=False))
    assert full.total("y")["y"].se == pytest.approx(times.total("y")["y"].se, rel=1e-13)


def test_adjustments_are_redone_in_every_replicate() -> None:
    d = ek.Design(DATA, weights="w", strata="s").to_replicates("JKn").rake({"g": {"a": 6, "b": 4}})
    for r in range(6):
        w = d._core.with_replicate(r).weights
        g = np.array(DATA["g"])
        assert w[g == "a"].sum() == pytest.approx(6)
        assert w[g == "b"].sum() == pytest.approx(4)
    assert d.total("g")["a"].se == pytest.approx(0, abs=1e-8)


def test_own_statistic_equals_the_engines() -> None:
    d = ek.Design(DATA, weights="w", strata="s").to_replicates("JKn", mse=True)
    own = d.replicate(lambda one: one.mean("y"))
    assert own.se[0] == pytest.approx(d.mean("y")["y"].se, rel=1e-12)
    with pytest.raises(DesignError, match="to_replicates"):
        ek.Design(DATA).replicate(lambda one: 1)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: ek.Replicates("rw*", kind="half"), "kind='half'"),
        (lambda: ek.Replicates("rw*", kind="fay", rho=1.0), "rho=1.0"),
        (lambda: ek.Replicates("rw*", kind="JKn"), "rscales"),
        (lambda: ek.Design(DATA, weights="w", replicates=ek.Replicates("rw*", kind="BRR")), "rw"),
        (lambda: ek.Design(replicated(), replicates=ek.Replicates("rw*", kind="BRR")), "weights="),
        (lambda: ek.Design(DATA, strata="s").to_replicates("JK1"), "JKn"),
        (lambda: ek.Design(DATA, strata="g").to_replicates("BRR"), "pseudo-strata"),
        (lambda: ek.Replicates.preset("TIMES"), "PISA"),
    ],
)
def test_refusals_say_what_to_do(call, match: str) -> None:
    with pytest.raises((DesignError, DataError), match=match):
        call()


def test_a_domain_that_a_replicate_empties_has_a_reason() -> None:
    data = {"y": [1.0, 2.0, 3.0], "g": ["a", "b", "b"]}
    r = ek.Design(data).to_replicates("JK1").mean("y", by="g")
    assert np.isnan(r.se[0])
    assert "replicate" in r.reason[0]


def test_combined_imputations_need_the_same_rows() -> None:
    d = ek.Design({"a": [1.0, 2.0], "b": [1.0, 3.0]})
    with pytest.raises(DesignError, match="at least two"):
        ek.combine([d.mean("a")])
    with pytest.raises(DesignError, match="same statistics"):
        ek.combine([d.mean("a"), d.mean(["a", "b"])])
