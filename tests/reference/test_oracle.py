"""The NumPy formulas against R's numbers, so that the engine may be compared with the formulas."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import survey_oracle as oracle

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = {
    case["id"]: case
    for path in (GOLDEN / "cases").glob("*.json")
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
}


def read(case: dict) -> dict[str, list[str]]:
    with (GOLDEN / "data" / case["data"]).open(encoding="utf-8", newline="") as f:
        head, *rows = csv.reader(f)
    return {name: [row[j] for row in rows] for j, name in enumerate(head)}


def numbers(data: dict, name: str) -> np.ndarray:
    return np.array([float(v) if v else np.nan for v in data[name]])


def sample_of(case: dict, data: dict) -> oracle.Sample:
    d = case["design"]
    strata = np.array(data[d["strata"][0]]) if d["strata"] else None
    clusters = [np.array(data[c]) for c in d["ids"]]
    if d.get("nest"):
        clusters[0] = np.array([f"{h}/{u}" for h, u in zip(strata, clusters[0], strict=True)])
    sample = oracle.Sample(np.ones(len(data["pw"] if "pw" in data else next(iter(data.values())))), strata, clusters)
    sample.fpc = [numbers(data, f) for f in d["fpc"]]
    sample.weights = numbers(data, d["weights"]) if d.get("weights") else oracle.inverse_fractions(sample)
    return sample


def check(got, want, tolerance=1e-9):
    assert np.asarray(got) == pytest.approx(np.asarray(want), rel=tolerance, abs=1e-12)


@pytest.mark.parametrize(
    "name", ["srs-mean", "strat-mean", "clus1-mean", "clus2-mean", "mu284-mean", "mu284-total", "fpc-two-stratum"]
)
def test_means_and_totals_of_one_variable(name):
    case = CASES[name]
    data = read(case)
    sample = sample_of(case, data)
    method = oracle.mean if case["estimate"]["op"] == "mean" else oracle.total
    everyone = np.ones(sample.rows, dtype=bool)
    estimate, z = method(numbers(data, case["estimate"]["vars"][0]), sample, everyone)
    check(estimate, case["expect"]["estimate"][0])
    check(np.sqrt(oracle.covariance(z, sample)[0, 0]), case["expect"]["se"][0])
    assert oracle.degrees_of_freedom(sample, everyone) == case["expect"]["design_df"]


def test_covariance_of_several():
    case = CASES["strat-deff-replace"]
    data = read(case)
    sample = sample_of(case, data)
    everyone = np.ones(sample.rows, dtype=bool)
    z = np.column_stack([oracle.mean(numbers(data, v), sample, everyone)[1] for v in case["estimate"]["vars"]])
    check(oracle.covariance(z, sample), case["expect"]["variance"])


def test_domain_and_missing_values():
    case = CASES["by-narm"]
    data = read(case)
    sample = sample_of(case, data)
    y = numbers(data, "enroll")
    for k, group in enumerate(case["expect"]["groups"]):
        domain = (np.array(data["stype"]) == group["stype"]) & ~np.isnan(y)
        estimate, z = oracle.mean(np.nan_to_num(y), sample, domain)
        check(estimate, case["expect"]["estimate"][k][0])
        check(np.sqrt(oracle.covariance(z, sample)[0, 0]), case["expect"]["se"][k][0])


def test_ratio():
    case = CASES["ratio-clus1"]
    data = read(case)
    sample = sample_of(case, data)
    everyone = np.ones(sample.rows, dtype=bool)
    estimate, z = oracle.ratio(numbers(data, "api.stu"), numbers(data, "enroll"), sample, everyone)
    check(estimate, case["expect"]["estimate"][0][0])
    check(np.sqrt(oracle.covariance(z, sample)[0, 0]), case["expect"]["se"][0][0])


def test_poststratified():
    case = CASES["poststrat-t"]
    data = read(case)
    sample = sample_of(case, data)
    classes = np.array(data["stype"])
    targets = {row["stype"]: row["total"] for row in case["adjust"][0]["totals"]}
    old = sample.weights
    sample.weights = oracle.poststratify(old, classes, targets)
    estimate, z = oracle.total(numbers(data, "enroll"), sample, np.ones(sample.rows, dtype=bool))
    z = oracle.poststratified_residuals(z, old, sample.weights, classes)
    check(estimate, case["expect"]["estimate"][0])
    check(np.sqrt(oracle.covariance(z, sample)[0, 0]), case["expect"]["se"][0])


@pytest.mark.parametrize("name", ["rake-m", "rake3"])
def test_raked(name):
    case = CASES[name]
    data = read(case)
    sample = sample_of(case, data)
    margins = [
        (np.array(data[m["by"][0]]), {row[m["by"][0]]: row["total"] for row in m["totals"]})
        for m in case["adjust"][0]["margins"]
    ]
    sample.weights, steps = oracle.rake(sample.weights, margins, 200)
    variable = case["estimate"]["vars"][0]
    estimate, z = oracle.mean(numbers(data, variable), sample, np.ones(sample.rows, dtype=bool))
    z = oracle.raked_residuals(z, steps, margins)
    check(estimate, case["expect"]["estimate"][0], case["tolerance"])
    check(np.sqrt(oracle.covariance(z, sample)[0, 0]), case["expect"]["se"][0], 10 * case["tolerance"])
