"""Significance between columns against the formulas of PUBLISHING.md section 5, written out in NumPy."""

from __future__ import annotations

import math
from typing import Any

import enkat as ek
import numpy as np
import pytest
import survey_oracle as oracle


def data(n: int = 900, seed: int = 5) -> dict[str, np.ndarray]:
    r = np.random.default_rng(seed)
    stratum = np.arange(n) % 4
    cluster = stratum * 100 + r.integers(0, 9, n)
    effect = (cluster % 7) / 20
    return {
        "w": r.lognormal(0, 0.5, n),
        "h": stratum,
        "u": cluster,
        "answer": (r.random(n) < 0.35 + effect).astype(int),
        "scale": np.clip(np.round(3 + r.normal(0, 1.2, n) + 3 * effect), 1, 5).astype(int),
        "hours": np.where(r.random(n) < 0.1, np.nan, r.gamma(2, 5, n) + 20 * effect),
        "role": r.choice(["a", "b", "c", "d"], n, p=[0.4, 0.3, 0.2, 0.1]),
        "m1": (r.random(n) < 0.5).astype(int),
        "m2": (r.random(n) < 0.4).astype(int),
        "m3": (r.random(n) < 0.3).astype(int),
    }


def design(d: dict[str, np.ndarray]) -> ek.Design:
    given = {k: [None if isinstance(x, float) and math.isnan(x) else x for x in v.tolist()] for k, v in d.items()}
    return ek.Design(given, weights="w", strata="h", clusters="u", sets={"m": ["m1", "m2", "m3"]})


def difference(d: dict[str, np.ndarray], y: np.ndarray, one: np.ndarray, two: np.ndarray) -> tuple[float, float]:
    """p1 - p2 and its standard error: u_i = w_i [i in 1] (y_i - p1)/W1 - w_i [i in 2] (y_i - p2)/W2."""
    w = np.where(np.isnan(y), 0, d["w"])
    y = np.nan_to_num(y)
    mean = [(w * y)[c].sum() / w[c].sum() for c in (one, two)]
    u = w * one * (y - mean[0]) / w[one].sum() - w * two * (y - mean[1]) / w[two].sum()
    sample = oracle.Sample(d["w"], d["h"], [d["u"]])
    return mean[0] - mean[1], math.sqrt(oracle.covariance(u, sample)[0, 0])


def _of(book: Any, question: str, line: str, first: str, second: str) -> dict[str, float]:
    c = book.comparisons()
    wanted = (question, line, first, second)
    at = [
        i for i, key in enumerate(zip(c["question"], c["line"], c["first"], c["second"], strict=True)) if key == wanted
    ]
    assert len(at) == 1, wanted
    return {k: v[at[0]] for k, v in c.items()}


def agrees(got: dict[str, float], want: tuple[float, float]) -> None:
    assert got["difference"] == pytest.approx(want[0], rel=1e-10)
    assert got["se"] == pytest.approx(want[1], rel=1e-9)
    assert got["t"] == pytest.approx(want[0] / want[1], rel=1e-9)


def test_disjoint_columns() -> None:
    d = data()
    book = design(d).banner(["answer", ek.BannerRow("scale", top=2, mean=True), "hours"], "role")
    for first, second in (("a", "b"), ("a", "c"), ("b", "d")):
        one, two = d["role"] == first, d["role"] == second
        agrees(_of(book, "answer", "1", first, second), difference(d, d["answer"] * 1.0, one, two))
        agrees(_of(book, "scale", "top 2", first, second), difference(d, (d["scale"] >= 4) * 1.0, one, two))
        agrees(_of(book, "scale", "mean", first, second), difference(d, d["scale"] * 1.0, one, two))
        agrees(_of(book, "hours", "mean", first, second), difference(d, d["hours"], one, two))


def test_columns_that_overlap_and_parts_of_a_whole() -> None:
    d = data()
    columns = ek.BannerColumns("role", nets={"ab": ["a", "b"], "bc": ["b", "c"]})
    book = design(d).banner(["answer", "hours"], columns, compare_total=True)
    role = {"a": ["a"], "ab": ["a", "b"], "bc": ["b", "c"], "Total": ["a", "b", "c", "d"]}
    for question, line, y in (("answer", "1", d["answer"] * 1.0), ("hours", "mean", d["hours"])):
        for first, second in (("a", "ab"), ("ab", "bc"), ("a", "Total"), ("bc", "Total")):
            one, two = np.isin(d["role"], role[first]), np.isin(d["role"], role[second])
            agrees(_of(book, question, line, first, second), difference(d, y, one, two))


def test_columns_of_a_multi_select_question_and_its_nets() -> None:
    d = data()
    book = design(d).banner(["answer", "hours"], ek.BannerColumns("m", nets={"1 or 2": ["m1", "m2"]}))
    chose = {k: d[k] == 1 for k in ("m1", "m2", "m3")} | {"1 or 2": (d["m1"] == 1) | (d["m2"] == 1)}
    for question, line, y in (("answer", "1", d["answer"] * 1.0), ("hours", "mean", d["hours"])):
        for first, second in (("m1", "m2"), ("m2", "m3"), ("m3", "1 or 2")):
            agrees(_of(book, question, line, first, second), difference(d, y, chose[first], chose[second]))


def test_rows_of_a_multi_select_question_and_their_nets() -> None:
    d = data()
    book = design(d).banner(ek.BannerRow("m", nets={"any": ["m1", "m3"]}), ["role", ("role", "m")])
    any_of = ((d["m1"] == 1) | (d["m3"] == 1)) * 1.0
    one, two = d["role"] == "a", d["role"] == "b"
    agrees(_of(book, "m", "any", "a", "b"), difference(d, any_of, one, two))
    agrees(_of(book, "m", "m2", "a", "b"), difference(d, d["m2"] * 1.0, one, two))
    one, two = (d["role"] == "a") & (d["m1"] == 1), (d["role"] == "b") & (d["m3"] == 1)
    agrees(_of(book, "m", "m2", "a / m1", "b / m3"), difference(d, d["m2"] * 1.0, one, two))


def test_waves_of_a_panel_use_the_covariance_of_the_same_respondents() -> None:
    """The rows of both waves stacked, respondents as clusters."""
    r = np.random.default_rng(8)
    people, keep = 400, 0.8
    first = r.random(people) < 0.5
    second = np.where(r.random(people) < keep, first, r.random(people) < 0.6)
    w = r.uniform(0.5, 2, people)
    stacked = {
        "yes": [int(v) for v in np.concatenate([first, second])],
        "wave": [1] * people + [2] * people,
        "who": [*range(people), *range(people)],
        "w": np.concatenate([w, w]).tolist(),
    }
    book = ek.Design(stacked, weights="w", clusters="who").banner("yes", "wave")
    got = _of(book, "yes", "1", "1", "2")
    u = w * ((first - np.average(first, weights=w)) - (second - np.average(second, weights=w))) / w.sum()
    assert got["se"] == pytest.approx(math.sqrt(people / (people - 1) * ((u - u.mean()) ** 2).sum()), rel=1e-10)
    apart = ek.Design(stacked, weights="w").banner("yes", "wave")
    assert got["se"] < 0.8 * _of(apart, "yes", "1", "1", "2")["se"]
    assert got["df"] == people - 1


def test_without_a_design_the_variance_is_that_of_independent_respondents() -> None:
    d = data()
    book = ek.Design({k: d[k].tolist() for k in ("answer", "role", "w")}, weights="w").banner("answer", "role")
    y, w = d["answer"], d["w"]
    one, two = d["role"] == "a", d["role"] == "b"
    p = [np.average(y[c], weights=w[c]) for c in (one, two)]
    u = w * one * (y - p[0]) / w[one].sum() - w * two * (y - p[1]) / w[two].sum()
    n = len(u)
    want = math.sqrt(n / (n - 1) * ((u - u.mean()) ** 2).sum())
    assert _of(book, "answer", "1", "a", "b")["se"] == pytest.approx(want, rel=1e-10)


def test_net_promoter_score_and_its_standard_error() -> None:
    r = np.random.default_rng(4)
    score, w = r.integers(0, 11, 500), r.uniform(0.5, 2, 500)
    role = r.choice(["a", "b"], 500)
    book = ek.Design({"q": score, "w": w, "role": role}, weights="w").banner(ek.BannerRow("q", nps=True), "role")
    y = 100.0 * (score >= 9) - 100.0 * (score <= 6)
    got = book["q"].cell("nps", "a")
    one = role == "a"
    assert got["estimate"] == pytest.approx(np.average(y[one], weights=w[one]))
    u = w * one * (y - got["estimate"]) / w[one].sum()
    assert got["se"] == pytest.approx(math.sqrt(500 / 499 * ((u - u.mean()) ** 2).sum()))


def test_bases_and_standard_deviation() -> None:
    d = data()
    book = design(d).banner("hours", "role")
    one = (d["role"] == "b") & ~np.isnan(d["hours"])
    w, y = d["w"][one], d["hours"][one]
    got = book["hours"].cell("sd", "b")
    mean = np.average(y, weights=w)
    want = math.sqrt(np.average((y - mean) ** 2, weights=w) * one.sum() / (one.sum() - 1))
    assert got["estimate"] == pytest.approx(want, rel=1e-12)
    assert got["n"] == one.sum()
    assert got["n_weighted"] == pytest.approx(w.sum())
    assert got["n_effective"] == pytest.approx(w.sum() ** 2 / (w**2).sum())


@pytest.mark.parametrize("pooled", [True, False])
def test_the_formulas_of_dimensions(pooled: bool) -> None:
    d = data()
    method = "dimensions" if pooled else "dimensions_unpooled"
    columns = ek.BannerColumns("m", nets={"1 or 2": ["m1", "m2"]})
    book = design(d).banner(["answer", "hours"], columns, method=method, adjust="none", compare_total=True)
    chose = {k: d[k] == 1 for k in ("m1", "m2", "m3")} | {"Total": np.ones(len(d["w"]), dtype=bool)}
    for first, second in (("m1", "m2"), ("m3", "Total")):
        one, two, both = chose[first], chose[second], chose[first] & chose[second]
        w, y = d["w"], d["answer"]
        e = [w[c].sum() ** 2 / (w[c] ** 2).sum() for c in (one, two, both)]
        p = [np.average(y[c], weights=w[c]) for c in (one, two)]
        mean = ((w * y)[one].sum() + (w * y)[two].sum()) / (w[one].sum() + w[two].sum())
        var = (
            mean * (1 - mean) * (1 / e[0] + 1 / e[1] - 2 * e[2] / (e[0] * e[1]))
            if pooled
            else p[0] * (1 - p[0]) / e[0] + p[1] * (1 - p[1]) / e[1]
        )
        got = _of(book, "answer", "1", first, second)
        assert got["t"] == pytest.approx((p[0] - p[1]) / math.sqrt(var), rel=1e-9)
        assert got["df"] == pytest.approx(e[0] + e[1] - e[2] - 2)
    one, two = (chose[k] & ~np.isnan(d["hours"]) for k in ("m1", "m3"))
    a, n = [], []
    for c in (one, two):
        w, y = d["w"][c], d["hours"][c]
        s2 = np.average((y - np.average(y, weights=w)) ** 2, weights=w) * c.sum() / (c.sum() - 1)
        a.append(s2 / (w.sum() ** 2 / (w**2).sum()))
        n.append(c.sum())
    got = _of(book, "hours", "mean", "m1", "m3")
    assert got["t"] == pytest.approx(got["difference"] / math.sqrt(a[0] + a[1]), rel=1e-9)
    assert got["df"] == pytest.approx((a[0] + a[1]) ** 2 / (a[0] ** 2 / (n[0] - 1) + a[1] ** 2 / (n[1] - 1)), rel=1e-9)
