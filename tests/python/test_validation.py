"""Reports, policy and account from Python. What each rule finds: tests/cpp and test_validation_mutations.py."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from enkat.checked import Checked
from enkat.errors import DataError
from enkat.validation import Report

FORMATS = Path(__file__).parents[1] / "data" / "formats"
KEY: dict[str, Any] = json.loads((FORMATS / "key.json").read_text(encoding="utf-8"))["files"]


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


@pytest.fixture(scope="module")
def report(survey: ek.Survey) -> Report:
    return survey.validate(survey.read(FORMATS / "eusurvey-content.xlsx"))


@pytest.fixture(scope="module")
def checked(report: Report) -> Checked:
    return report.apply(policy="default")


def small(**question: Any) -> ek.Survey:
    text = {"en": "Q?"}
    return ek.Survey.load(
        {
            "format": "survey-definition",
            "format_version": "0.1",
            "id": "small",
            "version": "1",
            "default_language": "en",
            "languages": ["en"],
            "title": {"en": "<Small & neat>"},
            "window": {"timezone": "Europe/Stockholm", "opens": "2023-03-26T00:00:00", "closes": "2023-10-29T02:30:00"},
            "questions": [{"id": "q", "type": "text", "text": text, **question}],
        }
    )


@pytest.mark.parametrize("file", KEY)
def test_samples_have_exactly_the_planted_defects(survey: ek.Survey, file: str) -> None:
    findings = survey.validate(survey.read(FORMATS / file)).to_dict()["findings"]
    planted = KEY[file]["defects"]
    wanted = {(d["row"], d["question"], d["rule"], d["severity"]) for d in planted}
    implied = {(d["row"], a["question"], a["rule"]) for d in planted for a in d.get("also", [])}
    found = {(f["row"], f["question"], f["rule"], f["severity"]) for f in findings}
    assert {f for f in found if f[:3] not in implied} == wanted
    assert len(found) == len(findings)
    for finding in findings:
        assert finding["message"]


def test_findings_are_plain_values_and_the_same_as_a_frame(report: Report) -> None:
    content = report.to_dict()
    assert json.loads(json.dumps(content)) == content
    first = content["findings"][0]
    assert list(first) == [
        "row", "question", "rule", "severity", "value", "message", "response_id", "expected", "detail",
        "file", "repair",
    ]  # fmt: skip
    assert first["row"] == 4 and first["question"] == "q_audiences" and first["response_id"]
    assert first["file"] == "eusurvey-content.xlsx" and first["repair"].startswith("Blank the answer")
    for library, records in (
        ("polars", lambda f: f.to_dicts()),
        ("pandas", lambda f: f.astype(object).where(f.notna(), None).to_dict("records")),
        ("pyarrow", lambda f: f.to_pylist()),
    ):
        assert records(report.frame(library=library)) == content["findings"]
    assert report.findings["rule"].to_list() == [f["rule"] for f in content["findings"]]


def test_an_empty_report_has_typed_columns(survey: ek.Survey) -> None:
    import polars as pl

    clean = small()
    report = clean.validate(clean.read({"q": ["fine"]}))
    assert not report and len(report) == 0
    assert report.findings.filter(pl.col("rule") == "x").height == 0
    assert "Nothing was found" in str(report.summary())
    assert report.apply().account.frame().height == 0


def test_messages_follow_the_language(report: Report) -> None:
    by_rule = {f["rule"]: f["message"] for f in report.to_dict(language="sv")["findings"]}
    assert by_rule["number.range"].startswith("200 är över maximivärdet 80; ”Hur många timmar")
    assert {f["message"] for f in report.to_dict(language="de")["findings"]} == {
        f["message"] for f in report.to_dict()["findings"]
    }


def test_summary_counts(report: Report) -> None:
    summary = report.summary()
    assert (summary.read, summary.with_findings) == (21, 9)
    assert (summary.errors, summary.warnings, summary.infos) == (7, 2, 0)
    assert summary.to_dict()["rules"][0] == {"severity": "error", "rule": "required.missing", "count": 1}
    assert "number.range" in str(summary)
    assert "<table>" in summary._repr_html_()


def test_policy_accounts_for_every_record(checked: Checked) -> None:
    account = checked.account
    assert account.counts() == {"read": 21, "accepted": 17, "rejected": 3, "left_out": 1, "blanked": 3}
    assert len(checked.accepted) + len(checked.rejected) + len(checked.left_out) == 21
    assert checked.fates[16] == checked.fates[17] == checked.fates[20] == "rejected"  # level, late, repeated
    assert checked.fates[10] == "left_out"  # a parent
    decisions = {(d["row"], d["rule"]): (d["action"], d["before"]) for d in account.to_dict()["decisions"]}
    assert decisions[7, "number.range"] == ("blank", "200")
    assert decisions[9, "required.missing"] == ("flag", None)
    assert decisions[11, "audience.ineligible"][0] == "leave_out"
    assert decisions[14, "text.formula"][0] == "flag"
    assert decisions[18, "window.late"][0] == "reject"
    assert account.frame()["action"].to_list() == account.decisions["action"]
    assert "17 accepted, 3 rejected, 1 left out; 3 answers blanked" in str(checked.summary())


def test_accepted_answers_are_blank_where_they_were_faulty(checked: Checked) -> None:
    accepted = checked.accepted
    hours = accepted.missing("q_hours")
    assert hours.count("invalid") == 2  # 200 hours, and hours although nobody asked
    assert accepted.values("q_hours")[hours.index("invalid")] is None
    assert accepted.missing("q_audiences").count("invalid") == 1
    assert accepted.missing("q_recommend").count("no_answer") == 1
    assert any(text and text.startswith("=HYPERLINK") for text in accepted.values("q_comment"))


def test_accepted_records_have_no_error_left(checked: Checked) -> None:
    again = checked.report.survey.validate(checked.accepted)
    assert {f["rule"] for f in again.to_dict()["findings"]} == {"required.missing", "text.formula"}


def test_other_policies_are_refused(report: Report) -> None:
    with pytest.raises(DataError, match="policy: found 'strict', expected 'default'"):
        report.apply(policy="strict")  # type: ignore[arg-type]


def test_responses_of_another_survey_are_refused(survey: ek.Survey) -> None:
    other = small()
    with pytest.raises(DataError, match="found answers read for survey 'small', expected 'mentoring-2023'"):
        survey.validate(other.read({"q": ["x"]}))
    with pytest.raises(DataError, match="found dict"):
        survey.validate({"q": ["x"]})  # type: ignore[arg-type]


def test_the_window_knows_summer_time() -> None:
    survey = small()
    data = {
        # Stockholm: +01:00 until 26 March 2023 02:00, then +02:00; 29 October 02:30 comes twice
        "submitted_at": [
            "2023-03-25T23:00:00Z", "2023-03-25T22:59:59Z", "2023-10-29T01:30:00Z", "2023-10-29T01:30:01Z",
        ],
        "q": ["a", "b", "c", "d"],
    }  # fmt: skip
    findings = survey.validate(survey.read(data)).to_dict()["findings"]
    assert [(f["row"], f["rule"]) for f in findings] == [(2, "window.early"), (4, "window.late")]


def test_an_unknown_time_zone_is_named_only_where_it_matters() -> None:
    definition = small().to_dict()
    definition["window"]["timezone"] = "Europe/Atlantis"
    survey = ek.Survey.load(definition)
    local = survey.validate(survey.read({"q": ["a"], "submitted_at": ["2023-01-01 12:00:00"]}))
    assert [f["rule"] for f in local.to_dict()["findings"]] == ["window.early"]
    zoned = survey.read({"q": ["a"], "submitted_at": ["2023-05-01T12:00:00Z"]})
    with pytest.raises(DataError, match=r"found 'Europe/Atlantis', which .* pip install tzdata"):
        survey.validate(zoned)


class Page(HTMLParser):
    """Tags with their attributes, and the text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_stands_on_its_own_and_escapes(tmp_path: Path) -> None:
    survey = small(pattern="[a-z]+")
    report = survey.validate(survey.read({"q": ["<script>alert(1)</script>", "ok", "=1+1"]}))
    file = tmp_path / "report.html"
    html = report.to_html(file, language="sv", open_answers=True)
    assert file.read_text(encoding="utf-8") == html
    assert "<script" not in html and "&lt;script&gt;alert(1)" in html and "&lt;Small &amp; neat&gt;" in html
    page = Page(html)
    names = [tag for tag, _ in page.tags]
    assert names.count("h1") == names.count("main") == names.count("title") == 1
    assert names.count("caption") == names.count("table") == 2
    assert dict(page.tags)["html"]["lang"] == "sv"
    assert all("src" not in attributes and "href" not in attributes for _, attributes in page.tags)
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    assert "<script" not in report._repr_html_()


def test_a_long_answer_is_shortened_in_findings() -> None:
    survey = small(max_length=10)
    report = survey.validate(survey.read({"q": ["å" * 5_000_000]}))
    (finding,) = report.to_dict()["findings"]
    assert finding["rule"] == "text.length" and len(finding["value"]) < 200
    assert finding["message"].startswith("5000000 characters, at most 10 allowed")
