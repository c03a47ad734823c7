"""The workload of docs/benchmarks.md on a declared design; every work checks its answer, peers take turns with it."""

from __future__ import annotations

from typing import Any

import enkat as ek
import numpy as np
import polars as pl
import pytest
from conftest import peer
from workloads import frame, targets, with_copies


@pytest.fixture(scope="module")
def data(rows: int) -> pl.DataFrame:
    return with_copies(frame(rows), ["age", "edu", "hours", "region", "dom1000", "yes", "x1"])


@pytest.fixture(scope="module")
def design(data: pl.DataFrame) -> ek.Design:
    return ek.Design(data, weights="w", strata="stratum", clusters="psu")


@pytest.fixture(scope="module")
def sample(data: pl.DataFrame) -> Any:
    svy = peer("svy")
    return svy and svy.Sample(data, svy.Design(wgt="w", stratum="stratum", psu="psu"))


def with_svy(sample: Any, work: Any) -> dict[str, Any]:
    return {"svy": work} if sample is not None else {}


def group_by(data: pl.DataFrame, *names: str) -> pl.DataFrame:
    return data.group_by(*names).agg(pl.len(), pl.col("w").sum())


def table(design: ek.Design, k: int) -> Any:
    crosstab = design.crosstab(f"age_{k}", f"edu_{k}")
    crosstab.to_dict()
    return crosstab


def test_crosstab(versus, data: pl.DataFrame, design: ek.Design, sample: Any) -> None:
    want = group_by(data, "age", "edu").sort("age", "edu")["w"]
    assert np.allclose(list(table(design, 0).count.estimate), want, rtol=1e-12)
    versus(
        "cross-tab 6 x 5, all shares, 2000 clusters",
        lambda k: (lambda t: (t, t.chisq()))(table(design, k)),
        {
            **with_svy(sample, lambda k: sample.categorical.tabulate(f"age_{k}", f"edu_{k}")),
            "polars": lambda k: group_by(data, "psu", f"age_{k}", f"edu_{k}"),
        },
    )


def test_crosstab_of_single_rows(versus, data: pl.DataFrame) -> None:
    design = ek.Design(data, weights="w", strata="stratum")
    svy = peer("svy")
    sample = svy and svy.Sample(data, svy.Design(wgt="w", stratum="stratum"))
    versus(
        "the same, every row its own cluster",
        lambda k: (lambda t: (t, t.chisq()))(table(design, k)),
        with_svy(sample, lambda k: sample.categorical.tabulate(f"age_{k}", f"edu_{k}")),
    )


def test_mean(versus, data: pl.DataFrame, design: ek.Design, sample: Any) -> None:
    want = (data["hours"] * data["w"]).sum() / data["w"].sum()
    assert np.isclose(design.mean("hours")["hours"].estimate, want, rtol=1e-12)
    versus(
        "mean with its standard error",
        lambda k: design.mean(f"hours_{k}"),
        with_svy(sample, lambda k: sample.estimation.mean(f"hours_{k}")),
    )


@pytest.mark.parametrize(("domain", "cells"), [("age", 6), ("region", 27), ("dom1000", 1000)])
def test_mean_in_domains(versus, data: pl.DataFrame, design: ek.Design, sample: Any, domain: str, cells: int) -> None:
    means = data.group_by(domain).agg((pl.col("hours") * pl.col("w")).sum() / pl.col("w").sum()).sort(domain)
    assert np.allclose(list(design.mean("hours", by=domain).estimate), means["hours"], rtol=1e-10)
    full = cells == 6
    versus(
        f"mean in {cells} domains" + (", full covariance" if full else ""),
        lambda k: (lambda r: r.vcov if full else r)(design.mean(f"hours_{k}", by=f"{domain}_{k}")),
        with_svy(sample, lambda k: sample.estimation.mean(f"hours_{k}", by=f"{domain}_{k}")) if cells < 1000 else {},
    )


def test_quantiles(versus, data: pl.DataFrame, design: ek.Design, sample: Any) -> None:
    order = data.select("hours", "w").sort("hours")
    share = order["w"].cum_sum() / order["w"].sum()
    want = order["hours"][int((share >= 0.5).arg_max())]
    assert design.quantile("hours", 0.5).estimate[0] == want
    versus(
        "three quantiles with Woodruff intervals",
        lambda k: design.quantile(f"hours_{k}", [0.25, 0.5, 0.75]),
        with_svy(sample, lambda k: sample.estimation.quantile(f"hours_{k}", [0.25, 0.5, 0.75])),
    )


def test_logistic_regression(versus, design: ek.Design) -> None:
    pytest.importorskip("formulaic")

    def fit(k: int) -> Any:
        return design.glm(f"yes_{k} ~ x1_{k} + C(age_{k}) + sex", family="binomial")

    found = dict(zip(fit(0).keys["term"], fit(0).estimate, strict=True))
    assert abs(found["x1_0"] - 0.5) < 0.05
    versus("logistic regression, 8 coefficients", fit, {})


def test_rake(versus, data: pl.DataFrame) -> None:
    shares = targets()

    def ours(k: int) -> Any:
        return ek.Design(data, weights="w").rake(shares).weights

    weights = pl.Series("g", ours(0))
    for name, want in shares.items():
        got = data.select(name).with_columns(weights).group_by(name).agg(pl.col("g").sum()).sort(name)["g"]
        assert np.allclose(got / got.sum(), list(want.values()), atol=1e-8)
    peers: dict[str, Any] = {}
    plain = data.select(list(shares))
    if rimpy := peer("rimpy"):
        peers["rimpy"] = lambda k: rimpy.rake(plain, shares, convergence_threshold=1e-10)
    if weightipy := peer("weightipy"):
        pandas = plain.to_pandas()
        percent = {n: {c: 100 * s for c, s in t.items()} for n, t in shares.items()}
        scheme = weightipy.scheme_from_dict(percent)
        peers["weightipy"] = lambda k: weightipy.weight_dataframe(pandas, scheme)
    versus("rake five margins, frame to weights", ours, peers)


def test_replicate_columns(versus, rows: int) -> None:
    data = with_copies(frame(max(rows * 3 // 10, 1000), replicates=80), ["hours", "region"])
    design = ek.Design(data, weights="w", replicates=ek.Replicates("rw*", kind="BRR"), degf=50)
    svy = peer("svy")
    peers: dict[str, Any] = {}
    if svy:
        weights = svy.BrrWgts(prefix="rw", n_reps=80)
        sample = svy.Sample(data, svy.Design(wgt="w", rep_wgts=weights))
        peers["svy"] = lambda k: sample.estimation.mean(f"hours_{k}", by=f"region_{k}", method="replication")
    versus("mean in 27 domains, 80 replicate columns", lambda k: design.mean(f"hours_{k}", by=f"region_{k}"), peers)


def test_made_replicates(versus, rows: int) -> None:
    data = with_copies(frame(max(rows * 3 // 10, 1000)), ["hours", "region"])
    design = ek.Design(data, weights="w", strata="stratum", clusters="psu", degf=50)
    made = design.to_replicates("bootstrap", count=80)
    versus("the same, replicates made by the library", lambda k: made.mean(f"hours_{k}", by=f"region_{k}"), {})
