"""The quality report: its numbers, and that its page is accessible and keeps open answers to itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import enkat as ek
import pytest
from enkat.quality_report import QualityReport

FORMATS = Path(__file__).parents[1] / "data" / "formats"
FILES = [
    "eusurvey-content.xlsx",
    "limesurvey-results.csv",
    "qualtrics-numeric.csv",
    "kobo-both.csv",
    "google-forms.csv",
]


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


def quality(survey: ek.Survey, file: str) -> QualityReport:
    return survey.validate(survey.read(FORMATS / file)).quality()


@pytest.mark.parametrize("file", FILES)
def test_every_part_adds_up(survey: ek.Survey, file: str) -> None:
    found = quality(survey, file)
    rows, report = found.report.core.rows, found.report
    assert sum(e + w + i for _, e, w, i in found.questions) == len(report)
    assert sum(records for _, records, _, _ in found.days) <= rows
    assert all(sum(counts.values()) == rows for _, counts in found.missing)
    reached = [n for _, n in found.funnel]
    assert reached == sorted(reached, reverse=True) and reached[0] <= rows
    durations = [d for d in report.responses.core.meta.get("duration_seconds", ()) if d is not None and d >= 0]
    assert sum(n for _, _, n in found.timing) == len(durations)
    assert (found.median_seconds is None) == (not durations)
    assert str(found.to_dict()["funnel"][0]["records"]) in repr(found) or rows


def test_partial_records_thin_the_funnel(survey: ek.Survey) -> None:
    funnel = dict(quality(survey, "limesurvey-results.csv").funnel)
    assert funnel["q_role"] == 21 and funnel["q_recommend"] == 20  # row 1 stopped after q_benefits


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_page_is_accessible_and_asks_for_nothing(survey: ek.Survey, language: str, tmp_path: Path) -> None:
    path = tmp_path / "quality.html"
    html = quality(survey, "limesurvey-results.csv").to_html(path, language=language)
    assert path.read_text(encoding="utf-8") == html
    tags = Page(html).tags
    names = [tag for tag, _ in tags]
    assert "script" not in names and not re.search(r"(src|href)=", html) and "http" not in html.split("<body>")[1]
    assert next(a for tag, a in tags if tag == "html")["lang"] == language
    figures = [a for tag, a in tags if tag == "svg" and a.get("role") == "img"]
    assert len(figures) == 5 and all(a["aria-label"] for a in figures)
    assert names.count("table") == len(figures) + 1 == names.count("caption")
    assert names.count("h1") == 1 and names.count("h2") == 5
    assert all("scope" in a for tag, a in tags if tag == "th")


def test_open_answers_and_identifiers_stay_away(survey: ek.Survey) -> None:
    found = quality(survey, "limesurvey-results.csv")
    page = found.to_html() + found._repr_html_()
    for name in ("q_comment", "q_audiences.other"):
        for text in found.report.responses.values(name):
            assert text is None or text not in page


def test_texts_are_escaped() -> None:
    data = {
        "format": "survey-definition", "format_version": "0.1", "id": "x", "version": "1", "default_language": "en",
        "languages": ["en"], "title": {"en": "<script>alert(1)</script>"},
        "questions": [{"id": "q", "type": "number", "max": 1, "text": {"en": "<b>"}}],
    }  # fmt: skip
    survey = ek.Survey.load(data)
    page = survey.validate(survey.read({"q": ["1", "5"]})).quality().to_html()
    assert "<script>" not in page and "&lt;script&gt;" in page
    empty = survey.validate(survey.read({"q": []})).quality()
    assert "no durations" in empty.to_html() and empty.to_dict()["days"] == []


def test_many_days_are_shown_by_month(survey: ek.Survey) -> None:
    cells = survey.simulate(400, seed=1).cells
    cells["submitted_at"] = [f"20{10 + i % 20}-0{1 + i % 9}-11 10:00:00" for i in range(400)]
    days = survey.validate(survey.read(cells)).quality().days
    assert len(days) == 180 and days[0][0] == "2010-01" and sum(d[1] for d in days) == 400
