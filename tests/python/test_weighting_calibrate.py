"""design.calibrate: its targets, its errors and what it says about itself."""

from __future__ import annotations

import math

import enkat as ek
import numpy as np
import pytest

ROWS = 60
DATA = {
    "w": [10.0 + (i % 3) for i in range(ROWS)],
    "kind": [("a", "b", "c")[i % 3] for i in range(ROWS)],
    "side": [("left", "right")[(i // 3) % 2] for i in range(ROWS)],
    "x": [float(1 + (7 * i) % 11) for i in range(ROWS)],
    "y": [float((5 * i) % 17) for i in range(ROWS)],
    "gap": [None if i == 4 else float(i) for i in range(ROWS)],
    "zero": [0.0] * ROWS,
}
KINDS = {"a": 230, "b": 210, "c": 260}


@pytest.fixture
def design() -> ek.Design:
    return ek.Design(DATA, weights="w")


def total(d: ek.Design, column: str) -> float:
    return float((d.weights * np.array(DATA[column])).sum())


@pytest.mark.parametrize("method", ["linear", "raking", "sinh", "logit"])
def test_every_method_meets_categories_and_numbers(design: ek.Design, method: str) -> None:
    bounds = (0.3, 3) if method == "logit" else None
    d = design.calibrate({"kind": KINDS, "x": 4300}, method=method, bounds=bounds)
    assert total(d, "x") == pytest.approx(4300, rel=1e-10)
    r = d.total("kind")
    assert [r[k].estimate for k in KINDS] == pytest.approx(list(KINDS.values()), rel=1e-10)
    assert [r[k].se for k in KINDS] == pytest.approx([0, 0, 0], abs=1e-6)
    assert d.history[-1].startswith(f"calibrate(kind, x, {method})")


def test_the_ways_to_write_targets_agree(design: ek.Design) -> None:
    a = design.calibrate({"kind": KINDS, "x": 4300})
    b = design.calibrate({"(constant)": 700, ("kind", "b"): 210, ("kind", "c"): 260, "x": 4300})
    c = design.calibrate({"kind": {k: v / 700 for k, v in KINDS.items()}, "x": 4300}, total=700)
    e = design.calibrate({"(constant)": 700, "kind": {k: v / 700 for k, v in KINDS.items()}, "x": 4300})
    for other in (b, c, e):
        assert other.weights == pytest.approx(a.weights, rel=1e-10)
    assert "follow from the others" in e.history[-1]
    joint = {(k, s): 100.0 + i for i, (k, s) in enumerate((k, s) for k in KINDS for s in ("left", "right"))}
    cells = design.calibrate({("kind", "side"): joint})
    assert cells.weights == pytest.approx(design.poststratify({("kind", "side"): joint}).weights, rel=1e-12)


def test_calibrating_twice_is_calibrating_once(design: ek.Design) -> None:
    once = design.calibrate({"kind": KINDS, "x": 4300}, method="raking")
    assert once.calibrate({"kind": KINDS, "x": 4300}, method="raking").weights == pytest.approx(once.weights, rel=1e-9)


def test_raking_on_categories_is_raking(design: ek.Design) -> None:
    margins = {"kind": KINDS, "side": {"left": 340, "right": 360}}
    a, b = design.calibrate(margins, method="raking"), design.rake(margins, tolerance=1e-14)
    assert a.weights == pytest.approx(b.weights, rel=1e-9)


def test_bounds_are_kept(design: ek.Design) -> None:
    d = design.calibrate({"kind": KINDS, "x": 4300}, bounds=(0.8, 1.25))
    g = d.weights / design.weights
    assert g.min() >= 0.8 - 1e-12 and g.max() <= 1.25 + 1e-12
    assert total(d, "x") == pytest.approx(4300)


def test_narrow_bounds_say_which_would_do(design: ek.Design) -> None:
    with pytest.raises(ek.errors.ConvergenceError, match=r"the smallest that would do are \(0\.\d+, 1\.\d+\)") as error:
        design.calibrate({"kind": {"a": 300, "b": 200, "c": 200}}, bounds=(0.9, 1.1))
    low, high = (float(x) for x in str(error.value).split("are (")[1].split(")")[0].split(", "))
    assert design.calibrate({"kind": {"a": 300, "b": 200, "c": 200}}, bounds=(low, high)).weighted
    assert high == pytest.approx(300 / 200, abs=2e-3)


def test_a_mean_outside_the_sample_is_named(design: ek.Design) -> None:
    with pytest.raises(ek.errors.ConvergenceError, match="mean of 'x' of 20, but the sample has values from 1 to 11"):
        design.calibrate({"(constant)": 700, "x": 14000}, method="raking")


def test_negative_weights_are_kept_and_flagged(design: ek.Design) -> None:
    d = design.calibrate({"(constant)": 700, "x": 7000})
    count = int((d.weights < 0).sum())
    assert count > 0
    assert f"{count} rows have a negative weight" in d.history[-1]
    assert f"{count} rows have negative weights" in d.mean("y").notes
    assert d.weighting_report().negative == count


def test_groups_are_calibrated_by_themselves(design: ek.Design) -> None:
    targets = {"left": {"kind": KINDS, "x": 4300}, "right": {"kind": dict.fromkeys(KINDS, 100), "x": 1800}}
    d = design.calibrate(targets, by="side")
    left, right = d.where("side == 'left'"), d.where("side == 'right'")
    assert left.total("x")["x"].estimate == pytest.approx(4300)
    assert right.total("x")["x"].estimate == pytest.approx(1800)
    assert right.total("x")["x"].se == pytest.approx(0, abs=1e-6)
    half = {k: [v for v, s in zip(vs, DATA["side"], strict=True) if s == "left"] for k, vs in DATA.items()}
    alone = ek.Design(half, weights="w")
    assert d.weights[[s == "left" for s in DATA["side"]]] == pytest.approx(
        alone.calibrate(targets["left"]).weights, rel=1e-10
    )


def test_replicates_are_calibrated_too(design: ek.Design) -> None:
    d = design.to_replicates("JK1").calibrate({"kind": KINDS, "x": 4300})
    assert d.total("x")["x"].se == pytest.approx(0, abs=1e-6)
    assert d.mean("y")["y"].se > 0


@pytest.mark.parametrize(
    ("targets", "more", "message"),
    [
        ({}, {}, "targets: none given"),
        ({"nope": 3}, {}, "nope"),
        ({"kind": {"a": 0.5, "b": 0.5, "c": 0.5}}, {}, "the shares sum to 1.5, expected 1"),
        ({"kind": {"a": 230, "b": 210}}, {}, "'c' occurs in the data but has no target"),
        ({"kind": {**KINDS, "d": 5}}, {}, "'d' has a target but is absent from the sample"),
        ({("kind", "d"): 5}, {}, "'d' of 'kind' is absent from the sample"),
        ({"x": "many"}, {}, "'x' has 'many'"),
        ({"gap": 100}, {}, "'gap' is missing in 1 rows .the first is row 5."),
        ({"x": 4300}, {"method": "cubic"}, "method='cubic'"),
        ({"x": 4300}, {"method": "logit"}, "logit distance needs both"),
        ({"x": 4300}, {"bounds": (1.2, 2)}, "lower bound under 1"),
        ({"x": 4300}, {"bounds": 3}, "expected two numbers"),
        ({"x": 4300}, {"variance": "zero"}, "expected a number over 0"),
        ({"x": 4300}, {"aggregate_stage": 3}, "aggregate_stage"),
        ({"x": 4300}, {"tolerance": -1}, "tolerance"),
        ({"kind": KINDS, "(constant)": 800}, {}, "collinear"),
        ({"left": {"x": 4300}}, {"by": "side"}, "'right' has no targets"),
    ],
)
def test_broken_calls(design: ek.Design, targets: dict, more: dict, message: str) -> None:
    with pytest.raises(ek.errors.SurveyError, match=message):
        design.calibrate(targets, **more)


def test_a_subpopulation_is_refused(design: ek.Design) -> None:
    with pytest.raises(ek.errors.DesignError, match="weight first"):
        design.where("x > 3").calibrate({"x": 4300})


def test_the_report(design: ek.Design) -> None:
    d = design.calibrate({"kind": KINDS, "x": 4300}, method="raking").trim(upper=20)
    r = d.weighting_report()
    assert list(r.margins["variable"]) == ["kind", "kind", "kind", "x"]
    assert r.margins["target"] == [230.0, 210.0, 260.0, 4300.0]
    assert r.margins["before"][0] == pytest.approx(200)
    assert r.kish_after.n_effective == pytest.approx(d.kish().n_effective)
    assert r.quantiles[1.0] == d.weights.max()
    assert sum(r.histogram[2]) == ROWS
    gaps = r.steps[0].history
    assert len(gaps) >= 2 and gaps[-1] < 1e-10 < gaps[0]
    assert "Margin" in repr(r) and "trim" in repr(r)
    page = r._repr_html_()
    assert "<svg" in page and "<script" not in page and "Effective sample size" in page
    assert r.to_dict()["margins"]["level"] == ["a", "b", "c", ""]
    assert len(r.to_polars()) == 4
    assert "standard errors take trimmed weights as they are" in d.mean("y").notes


def test_names_in_the_report_are_escaped() -> None:
    d = ek.Design({"k": ["<b>", "c"], "w": [1.0, 2.0]}, weights="w").poststratify({"k": {"<b>": 2, "c": 3}})
    page = d.weighting_report()._repr_html_()
    assert "<b>" not in page and "&lt;b&gt;" in page


def test_plots(design: ek.Design) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    r = design.rake({"kind": KINDS}).weighting_report()
    assert len(r.plot_weights().patches) == len(r.histogram[2])
    assert [t.get_text() for t in r.plot_balance().get_yticklabels()] == ["kind a", "kind b", "kind c"]


def test_a_design_without_weighting_has_a_report(design: ek.Design) -> None:
    r = design.weighting_report()
    assert len(r) == 0 and r.steps == () and math.isclose(r.kish_before.sum, r.kish_after.sum)
