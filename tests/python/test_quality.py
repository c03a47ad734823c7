"""Rules on request, views of findings, scores, and policies as data. What the rules measure: tests/cpp/validation."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from enkat import _core
from enkat.errors import DataError, DefinitionError
from enkat.validation import Report

FORMATS = Path(__file__).parents[1] / "data" / "formats"
NOW = datetime.datetime(2023, 3, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


@pytest.fixture(scope="module")
def report(survey: ek.Survey) -> Report:
    return survey.validate(survey.read(FORMATS / "limesurvey-results.csv"), quality={"max_longstring": 4})


def test_rules_on_request_add_to_the_findings_and_change_no_other(survey: ek.Survey, report: Report) -> None:
    plain = survey.validate(report.responses).to_dict()["findings"]
    found = report.to_dict()["findings"]
    added = [f for f in found if f not in plain]
    assert [f for f in found if f in plain] == plain
    assert [(f["row"], f["rule"], f["value"]) for f in added] == [(8, "quality.longstring", "5")]


def test_every_record_is_measured(report: Report) -> None:
    measured = report.measures
    assert set(measured) == {"asked", "answered", "last", "completion", "longstring", "variability", "even_odd"}
    assert {len(values) for values in measured.values()} == {21}
    assert measured["last"][0] == "q_benefits" and measured["completion"][0] != "complete"
    assert measured["variability"][7] == 0 and set(measured["even_odd"]) == {None}  # one scale has no consistency
    assert all(a <= b for a, b in zip(measured["answered"], measured["asked"], strict=True))


def test_views_count_the_same_findings(report: Report) -> None:
    total = len(report)
    rules = report.by_rule(library="polars").to_dict(as_series=False)
    questions = report.by_question(library="polars").to_dict(as_series=False)
    people = report.by_respondent(library="polars").to_dict(as_series=False)
    assert sum(rules["findings"]) == total and rules["severity"][0] == "error"
    assert sum(map(sum, (questions["errors"], questions["warnings"], questions["infos"]))) == total
    assert sum(map(sum, (people["errors"], people["warnings"], people["infos"]))) == total
    assert questions["question"] == [*report.survey.questions.ids, None]
    assert people["row"] == list(range(1, 22)) and people["longstring"][7] == 5


def test_the_score_is_the_documented_product(report: Report) -> None:
    penalty = {"error": 0.2, "warning": 0.1, "info": 0.02}
    expected = [100.0] * 21
    for finding in report.to_dict()["findings"]:
        expected[finding["row"] - 1] *= 1 - penalty[finding["severity"]]
    assert report.scores() == pytest.approx(expected, abs=1e-6)
    strict = report.scores(penalties={"quality.straightline": 1.0})
    assert strict[7] == 0 and strict[0] == report.scores()[0]
    with pytest.raises(DataError, match="penalties"):
        report.scores(penalties={"quality.none": 0.1})
    with pytest.raises(DataError, match="from 0 to 1"):
        report.scores(penalties={"error": 2})


def test_bounds_are_data(tmp_path: Path) -> None:
    rules = ek.QualityRules(completion=(0.9, 0.5), max_text_copies=2)
    rules.save(tmp_path / "quality.json")
    assert ek.QualityRules.load(tmp_path / "quality.json") == rules
    with pytest.raises(DataError, match="expected some of"):
        ek.QualityRules.load({"max_longstrings": 3})
    with pytest.raises(DataError, match="whole number"):
        ek.QualityRules(max_longstring=2.5).core()  # type: ignore[arg-type]
    with pytest.raises(DataError, match="share from 0 to 1"):
        ek.Survey.load(FORMATS / "mentoring.survey.json").validate(
            ek.Survey.load(FORMATS / "mentoring.survey.json").read(FORMATS / "limesurvey-results.csv"),
            quality={"max_item_nonresponse": 3},
        )


def policy(**more: Any) -> dict[str, Any]:
    return {"format": "enkat-policy", "format_version": "0.1", "id": "own", **more}


def test_policies_are_data_beside_the_definition(report: Report, tmp_path: Path) -> None:
    lenient = policy(rules={"window.*": "accept", "quality.*": "reject"}, questions={"q_hours": {"*": "flag"}})
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(lenient), encoding="utf-8")
    checked = report.apply(path, at=NOW)
    decided = {(d["row"], d["rule"]): d for d in checked.account.to_dict()["decisions"]}
    assert decided[2, "window.late"]["action"] == "accept" and decided[2, "window.late"]["fate"] == "accepted"
    assert decided[8, "quality.longstring"]["fate"] == "rejected"
    hours = decided[11, "number.range"]
    assert hours["action"] == "flag" and hours["before"] == hours["after"] == "200"
    assert hours["decided_by"] == "own: q_hours *" and hours["when"] == "2023-03-01T12:00:00+00:00"
    assert decided[21, "unit.duplicate_id"]["decided_by"] == "default"
    assert checked.account.policy == "own"
    again = report.apply(lenient, at=NOW)
    assert again.account.to_dict() == checked.account.to_dict()
    assert again.accepted.to_dict() == checked.accepted.to_dict()


def test_flags_are_apart_from_removal(report: Report) -> None:
    checked = report.apply("flag")
    assert len(checked.accepted) == 21 and checked.account.blanked == 0
    assert {d["action"] for d in checked.account.to_dict()["decisions"]} == {"flag"}


def test_the_default_policy_says_what_it_blanked(report: Report) -> None:
    decided = {(d["row"], d["rule"]): d for d in report.apply().account.to_dict()["decisions"]}
    assert decided[11, "number.range"]["before"] == "200" and decided[11, "number.range"]["after"] is None


def test_what_is_no_policy_is_refused(report: Report) -> None:
    with pytest.raises(DataError, match="expected 'default', 'flag', a dict or the path"):
        report.apply("strictest")
    with pytest.raises(DefinitionError, match=r"/rules/number\.rang"):
        report.apply(policy(rules={"number.rang": "flag"}))
    with pytest.raises(DefinitionError, match="q_zzz"):
        report.apply(policy(questions={"q_zzz": {"*": "flag"}}))


def test_every_rule_has_a_repair_in_both_languages() -> None:
    for name, _, _ in (*_core.rules(), *_core.rules_on_request()):
        english, swedish = (_core.suggested_repair(name, language) for language in ("en", "sv"))
        assert english and swedish and english != swedish


def test_the_policy_reaches_the_method_box(survey: ek.Survey, tmp_path: Path) -> None:
    report = survey.validate(survey.simulate(300, seed=1, defects={"window.late": 4, "number.range": 3}).responses)
    checked = report.apply(policy(rules={"window.*": "accept"}), at=NOW)
    checked.accepted.design().publish(tmp_path, languages=["en", "sv"], date=datetime.date(2023, 3, 15))
    page = (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    assert "Decided by the policy own." in page and "answer blanked 3; accepted 4" in page
    assert "Beslutat enligt policyn own." in (tmp_path / "sv" / "index.html").read_text(encoding="utf-8")
    report.apply().accepted.design().publish(tmp_path / "d", languages=["en"], date=datetime.date(2023, 3, 15))
    page = (tmp_path / "d" / "en" / "index.html").read_text(encoding="utf-8")
    assert "Decided by the policy default." in page and "record rejected 4; answer blanked 3" in page
