"""Survival curves: the API and its errors; numbers are compared with R in tests/golden."""

from __future__ import annotations

import enkat as ek
import pytest
from enkat.errors import DataError, DesignError

DATA = {
    "t": [5, 3, 3, 8, 2, 9, 4, 4, 6, 3],
    "e": [1, 1, 1, 0, 1, 1, 0, 1, 1, 0],
    "w": [1.0, 2.0, 1.0, 3.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0],
    "g": list("aabbababab"),
    "enter": [0.0, 1, 2, 1, 0, 3, 2, 1, 1, 0],
}
DESIGN = ek.Design(DATA, weights="w")


def test_points_of_a_curve():
    k = DESIGN.kaplan_meier("Surv(t, e) ~ 1")
    assert k.keys["time"] == [2, 3, 4, 5, 6, 9]
    assert k.at_risk == [16, 15, 10, 7, 6, 2]
    assert k.events == [1, 3, 1, 1, 1, 2]
    assert list(k.n) == [10, 9, 6, 4, 3, 1]
    assert k.estimate == pytest.approx([15 / 16, 0.75, 0.675, 0.675 * 6 / 7, 0.675 * 5 / 7, 0])
    assert k.se[-1] != k.se[-1] and "no standard error" in k.reason[-1]
    assert k.frame()["at_risk"].to_list() == k.at_risk
    assert ek.load(k.to_json()) == k


def test_times_asked_for_lie_on_the_curve():
    k, at = DESIGN.kaplan_meier("Surv(t, e) ~ g"), DESIGN.kaplan_meier("Surv(t, e) ~ g", times=[4, 1])
    assert at.keys == {"group": ["a", "a", "b", "b"], "time": [1, 4, 1, 4]}
    assert at["a", 1].estimate == 1 and at["a", 1].se == 0
    last = max(t for g, t in zip(k.keys["group"], k.keys["time"], strict=True) if g == "a" and t <= 4)
    assert at["a", 4].estimate == k["a", last].estimate
    assert at.contrast("'a:4' - 'b:4'").estimate[0] == pytest.approx(at["a", 4].estimate - at["b", 4].estimate)


def test_intervals_by_their_scale():
    plain, log, twice = (DESIGN.kaplan_meier("Surv(t, e) ~ 1", times=[4], ci=ci) for ci in ("plain", "log", "log-log"))
    assert plain[0].estimate - plain[0].ci_low == pytest.approx(plain.interval()[1][0] - plain[0].estimate)
    assert 0 < twice[0].ci_low < twice[0].estimate < twice[0].ci_high < 1
    assert log[0].ci_low > 0


def test_quantiles():
    k = DESIGN.kaplan_meier("Surv(t, e) ~ 1", ci="log-log")
    m = k.quantile(0.25)
    assert m.estimate == [3]
    assert m.ci_low[0] <= 3
    never = DESIGN.where("t > 6").kaplan_meier("Surv(t, e) ~ 1", times=[7]).quantile()
    assert never.status == ["x"]


def test_entry_times():
    late = DESIGN.kaplan_meier("Surv(enter, t, e) ~ 1")
    assert late["2"].estimate == pytest.approx(1 - 1 / 11)  # five rows had entered before 2, with weight 11
    none = ek.Design({**DATA, "enter": [-1.0] * 10}, weights="w").kaplan_meier("Surv(enter, t, e) ~ 1")
    assert none.estimate == DESIGN.kaplan_meier("Surv(t, e) ~ 1").estimate


def test_a_domain_keeps_the_design():
    k = DESIGN.kaplan_meier("Surv(t, e) ~ g", times=[4])
    b = DESIGN.kaplan_meier("Surv(t, e) ~ 1", times=[4], where="g == 'b'")
    assert (b[0].estimate, b[0].se) == pytest.approx((k["b"].estimate, k["b"].se))


def test_errors():
    with pytest.raises(DesignError, match="expected Surv\\(time, event\\)"):
        DESIGN.kaplan_meier("t ~ 1")
    with pytest.raises(DesignError, match="several terms"):
        DESIGN.kaplan_meier("Surv(t, e) ~ g + w")
    with pytest.raises(DesignError, match="estimator='km'"):
        DESIGN.kaplan_meier("Surv(t, e) ~ 1", estimator="km")
    with pytest.raises(DesignError, match="ci='logit'"):
        DESIGN.kaplan_meier("Surv(t, e) ~ 1", ci="logit")
    with pytest.raises(DataError, match="in row 4, expected 1 for an event"):
        ek.Design({"t": [1, 2, 3, 4], "e": [0, 1, 1, 3]}).kaplan_meier("Surv(t, e) ~ 1")
    with pytest.raises(DataError, match="row 2 enters at"):
        ek.Design({"s": [0, 2], "t": [1, 2], "e": [0, 1]}).kaplan_meier("Surv(s, t, e) ~ 1")
    with pytest.raises(DataError, match="no row has an event"):
        ek.Design({"t": [1, 2], "e": [0, 0]}).kaplan_meier("Surv(t, e) ~ 1")
    with pytest.raises(DesignError, match=r"p=1\.5"):
        DESIGN.kaplan_meier("Surv(t, e) ~ 1").quantile(1.5)
