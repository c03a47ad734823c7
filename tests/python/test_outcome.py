"""Outcome rates of samples and of open links. The formulas: tests/cpp/validation/test_outcome_rates.cpp."""

from __future__ import annotations

from pathlib import Path

import enkat as ek
import polars as pl
import pytest
from enkat.errors import DataError

FORMATS = Path(__file__).parents[1] / "data" / "formats"
COUNTS = {"I": 4, "P": 1, "R": 2, "NC": 1, "O": 1, "UH": 2, "UO": 1, "NE": 3}


def test_counts_letters_names_and_numbers_mean_the_same() -> None:
    rates = ek.outcome_rates(COUNTS)
    letters = [name for name, n in COUNTS.items() for _ in range(n)]
    names = dict(zip(COUNTS, ("complete", "partial", "breakoff", "noncontact", "other", "unknown_household",
                              "unknown", "ineligible"), strict=True))  # fmt: skip
    numbers = dict(zip(COUNTS, ("1.1", "1.2", "2.12", "2.25", "2.3", "3.1", "3.9", "4.2"), strict=True))
    for values in (letters, [names[x] for x in letters], [numbers[x] for x in letters]):
        assert ek.outcome_rates(pl.DataFrame({"disposition": values})) == rates
    assert rates["RR1"] == 4 / 12 and rates["RR6"] == 5 / 9 and rates.e == 9 / 12
    assert rates["RR3"] == pytest.approx(4 / (9 + 0.75 * 3))


def test_weights_are_summed() -> None:
    frame = pl.DataFrame({"d": ["I", "R", "UO"], "w": [2.0, 1.0, 4.0]})
    rates = ek.outcome_rates(frame, disposition="d", weights="w", e=0.25)
    assert rates["RR1"] == 2 / 7 and rates["RR3"] == 2 / 4 and rates.stated


def test_results_are_shown() -> None:
    rates = ek.outcome_rates(COUNTS)
    assert "RR1" in repr(rates) and "33.3 %" in repr(rates) and 'scope="row"' in rates._repr_html_()
    assert rates.frame(library="polars").height == 16 and rates.to_dict()["cases"]["NE"] == 3
    assert ek.outcome_rates({})["RR1"] is None and "not computable" in repr(ek.outcome_rates({}))


def test_mistakes_are_named() -> None:
    with pytest.raises(DataError, match="found 'maybe'"):
        ek.outcome_rates({"maybe": 1})
    with pytest.raises(DataError, match="not in the sample"):
        ek.outcome_rates(pl.DataFrame({"x": ["I"]}))
    with pytest.raises(DataError, match="0 or more"):
        ek.outcome_rates({"I": -1})
    with pytest.raises(DataError, match="share from 0 to 1"):
        ek.outcome_rates(COUNTS, e=2)
    with pytest.raises(DataError, match="one of RR1"):
        ek.outcome_rates(COUNTS)["RR9"]


def test_an_open_link_has_no_response_rate() -> None:
    survey = ek.Survey.load(FORMATS / "mentoring.survey.json")
    responses = survey.read(FORMATS / "limesurvey-results.csv")
    rates = ek.participation_rates(survey.validate(responses, quality={"completion": (0.9, 0.5)}), visits=42)
    found = rates.to_dict()
    assert found["started"] == 21 and found["participation"] == 0.5 and found["response_rate"] is None
    assert found["complete"] + found["partial"] + found["breakoff"] == 21 and found["partial"] >= 1
    assert "no sample" in repr(rates) and "no sample" in rates._repr_html_()
    with pytest.raises(DataError, match="no measures"):
        ek.participation_rates(survey.validate(responses))
    with pytest.raises(DataError, match="at least the 21"):
        ek.participation_rates(survey.validate(responses, quality={}), visits=3)
