"""The workload of docs/benchmarks.md on a declared design; every work checks its answer, peers take turns with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import enkat as ek
import numpy as np
import polars as pl
import pytest
from conftest import absent, clock, peer
from workloads import MARGINS, frame, targets, with_copies

DESIGN: dict[str, Any] = {"weights": "w", "strata": "stratum", "clusters": "psu"}


@pytest.fixture(scope="module")
def data(rows: int) -> pl.DataFrame:
    return with_copies(frame(rows), ["age", "edu", "hours", "region", "dom1000", "yes", "x1"])


@pytest.fixture(scope="module")
def design(data: pl.DataFrame) -> ek.Design:
    return ek.Design(data, **DESIGN)


@pytest.fixture(scope="module")
def sample(data: pl.DataFrame) -> Any:
    svy = peer("svy")
    return svy and svy.Sample(data, svy.Design(wgt="w", stratum="stratum", psu="psu"))


@pytest.fixture(scope="module")
def in_r(data: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """Seconds of R survey by work, measured before the others take turns; without R none."""
    if shutil.which("Rscript") is None:
        absent.add("R survey")
        return {}
    path = tmp_path_factory.mktemp("r") / "data.csv"
    data.select("w", "stratum", "psu", "age", "edu", "hours", "yes", "x1", "sex").write_csv(path)
    ran = subprocess.run(["Rscript", Path(__file__).with_name("peer.R"), path], capture_output=True, text=True)
    if ran.returncode:
        absent.add("R survey")
        return {}
    return {name: {"R survey": float(seconds)} for name, seconds in map(str.split, ran.stdout.splitlines())}


def with_svy(sample: Any, work: Any) -> dict[str, Any]:
    return {"svy": work} if sample is not None else {}


def group_by(data: pl.DataFrame, *names: str) -> pl.DataFrame:
    return data.group_by(*names).agg(pl.len(), pl.col("w").sum())


def table(design: ek.Design, k: int) -> Any:
    """Counts, all shares, standard errors, intervals and the Rao-Scott test."""
    crosstab = design.crosstab(f"age_{k}", f"edu_{k}")
    crosstab.to_dict()
    return crosstab, crosstab.chisq()


def test_crosstab(versus, data: pl.DataFrame, design: ek.Design, sample: Any, in_r: dict[str, Any]) -> None:
    want = group_by(data, "age", "edu").sort("age", "edu")["w"]
    assert np.allclose(list(table(design, 0)[0].count.estimate), want, rtol=1e-12)
    versus(
        "cross-tab 6 x 5, all shares, 2000 clusters",
        lambda k: table(design, k),
        {
            **with_svy(sample, lambda k: sample.categorical.tabulate(f"age_{k}", f"edu_{k}")),
            "polars": lambda k: group_by(data, "psu", f"age_{k}", f"edu_{k}"),
        },
        lambda k: table(ek.Design(data, **DESIGN), k),
        in_r.get("crosstab"),
    )


def test_crosstab_of_single_rows(versus, data: pl.DataFrame) -> None:
    design = ek.Design(data, weights="w", strata="stratum")
    svy = peer("svy")
    sample = svy and svy.Sample(data, svy.Design(wgt="w", stratum="stratum"))
    versus(
        "the same, every row its own cluster",
        lambda k: table(design, k),
        with_svy(sample, lambda k: sample.categorical.tabulate(f"age_{k}", f"edu_{k}")),
        lambda k: table(ek.Design(data, weights="w", strata="stratum"), k),
    )


def test_mean(versus, data: pl.DataFrame, design: ek.Design, sample: Any, in_r: dict[str, Any]) -> None:
    want = (data["hours"] * data["w"]).sum() / data["w"].sum()
    assert np.isclose(design.mean("hours")["hours"].estimate, want, rtol=1e-12)
    versus(
        "mean with its standard error",
        lambda k: design.mean(f"hours_{k}"),
        with_svy(sample, lambda k: sample.estimation.mean(f"hours_{k}")),
        lambda k: ek.Design(data, **DESIGN).mean(f"hours_{k}"),
        in_r.get("mean"),
    )


@pytest.mark.parametrize(("domain", "cells"), [("age", 6), ("region", 27), ("dom1000", 1000)])
def test_mean_in_domains(
    versus, data: pl.DataFrame, design: ek.Design, sample: Any, in_r: dict[str, Any], domain: str, cells: int
) -> None:
    means = data.group_by(domain).agg((pl.col("hours") * pl.col("w")).sum() / pl.col("w").sum()).sort(domain)
    assert np.allclose(list(design.mean("hours", by=domain).estimate), means["hours"], rtol=1e-10)
    full = cells == 6

    def ours(d: ek.Design, k: int) -> Any:
        found = d.mean(f"hours_{k}", by=f"{domain}_{k}")
        return found.vcov if full else found

    def theirs(k: int) -> Any:  # of 1000 domains once: half a minute
        return sample.estimation.mean(f"hours_{k}", by=f"{domain}_{k}")

    versus(
        f"mean in {cells} domains" + (", full covariance" if full else ""),
        lambda k: ours(design, k),
        with_svy(sample, theirs) if cells < 1000 else {},
        lambda k: ours(ek.Design(data, **DESIGN), k),
        in_r.get("domains") if full else {"svy": clock(theirs, 0)} if sample is not None and cells == 1000 else None,
    )


def test_quantiles(versus, data: pl.DataFrame, design: ek.Design, sample: Any, in_r: dict[str, Any]) -> None:
    order = data.select("hours", "w").sort("hours")
    share = order["w"].cum_sum() / order["w"].sum()
    probabilities = [0.25, 0.5, 0.75]
    found = design.quantile("hours", probabilities)
    assert list(found.estimate) == [order["hours"][int((share >= p).arg_max())] for p in probabilities]
    assert all(a < b < c for a, b, c in zip(found.ci_low, found.estimate, found.ci_high, strict=True))
    versus(
        "three quantiles with Woodruff intervals",
        lambda k: design.quantile(f"hours_{k}", probabilities),
        with_svy(sample, lambda k: sample.estimation.quantile(f"hours_{k}", p=probabilities)),
        lambda k: ek.Design(data, **DESIGN).quantile(f"hours_{k}", probabilities),
        in_r.get("quantiles"),
    )


def test_logistic_regression(versus, data: pl.DataFrame, design: ek.Design, sample: Any, in_r: dict[str, Any]) -> None:
    pytest.importorskip("formulaic")
    svy = peer("svy")

    def fit(d: ek.Design, k: int) -> Any:
        return d.glm(f"yes_{k} ~ x1_{k} + C(age_{k}) + C(sex)", family="binomial")

    def theirs(k: int) -> Any:
        terms = [f"x1_{k}", svy.Cat(f"age_{k}"), svy.Cat("sex")]
        return sample.glm.fit(f"yes_{k}", x=terms, family="binomial")

    found = dict(zip(fit(design, 0).keys["term"], fit(design, 0).estimate, strict=True))
    assert abs(found["x1_0"] - 0.5) < 0.05
    versus(
        "logistic regression, 8 coefficients",
        lambda k: fit(design, k),
        with_svy(sample, theirs),
        lambda k: fit(ek.Design(data, **DESIGN), k),
        in_r.get("logistic"),
    )


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
    if leafblower := peer("leafblower"):
        texts = data.select(pl.col(list(shares)).cast(pl.String)).to_pandas()
        named = {n: {str(c): s for c, s in t.items()} for n, t in shares.items()}
        start = data["w"].to_numpy()
        peers["leafblower"] = lambda k: leafblower.harvest(
            texts, named, max_weight=1e6, start_weights=start, convergence={"absolute": 1e-10}
        )
    if svy := peer("svy"):
        weighted = svy.Sample(data.select("w", *shares), svy.Design(wgt="w"))
        peers["svy"] = lambda k: weighted.weighting.rake(shares=shares, tol=1e-10, wgt_name=f"raked_{k}")
    versus("rake five margins, frame to weights", ours, peers)


def test_replicate_columns(versus, rows: int) -> None:
    data = with_copies(frame(max(rows * 3 // 10, 1000), replicates=80), ["hours", "region"])
    given: dict[str, Any] = {"weights": "w", "replicates": ek.Replicates("rw*", kind="BRR"), "degf": 50}
    design = ek.Design(data, **given)
    svy = peer("svy")
    peers: dict[str, Any] = {}
    if svy:
        weights = svy.BrrWgts(prefix="rw", n_reps=80)
        sample = svy.Sample(data, svy.Design(wgt="w", rep_wgts=weights))
        peers["svy"] = lambda k: sample.estimation.mean(f"hours_{k}", by=f"region_{k}", method="replication")
    versus(
        "mean in 27 domains, 80 replicate columns",
        lambda k: design.mean(f"hours_{k}", by=f"region_{k}"),
        peers,
        lambda k: ek.Design(data, **given).mean(f"hours_{k}", by=f"region_{k}"),
    )


def test_made_replicates(versus, rows: int) -> None:
    data = with_copies(frame(max(rows * 3 // 10, 1000)), ["hours", "region"])
    made = ek.Design(data, **DESIGN).to_replicates("bootstrap", count=80)
    svy = peer("svy")
    peers: dict[str, Any] = {}
    if svy:
        declared = svy.Sample(data, svy.Design(wgt="w", stratum="stratum", psu="psu"))
        sample = declared.weighting.create_bs_wgts(80, rstate=1)
        peers["svy"] = lambda k: sample.estimation.mean(f"hours_{k}", by=f"region_{k}", method="replication")
    versus("the same, replicates made by the library", lambda k: made.mean(f"hours_{k}", by=f"region_{k}"), peers)


def test_raked_replicates(versus, rows: int) -> None:
    data = with_copies(frame(max(rows // 10, 1000)), list(MARGINS))

    def shares(k: int) -> dict[str, Any]:
        return {f"{name}_{k}": want for name, want in targets().items()}

    made = ek.Design(data, **DESIGN).to_replicates("bootstrap", count=100)
    raked = made.rake(shares(0))
    for name, want in shares(0).items():
        found = raked.proportion(name)
        assert np.allclose(found.estimate, list(want.values()), atol=1e-8)
        assert max(found.se) < 1e-8  # the margin holds in every replicate
    svy = peer("svy")
    peers: dict[str, Any] = {}
    if svy:
        declared = svy.Sample(data, svy.Design(wgt="w", stratum="stratum", psu="psu"))
        sample = declared.weighting.create_bs_wgts(100, rstate=1)
        peers["svy"] = lambda k: sample.weighting.rake(shares=shares(k), tol=1e-10, wgt_name=f"raked_{k}")
    versus("100 replicates raked again", lambda k: made.rake(shares(k)), peers)
