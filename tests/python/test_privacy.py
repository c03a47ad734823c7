"""Personal data in open answers, pseudonyms, and that open answers leave in no output unless asked for."""

from __future__ import annotations

from html import escape
from pathlib import Path

import enkat as ek
import pytest
from enkat.errors import DataError
from enkat.privacy import places

FORMATS = Path(__file__).parents[1] / "data" / "formats"
KEY = b"0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to anna.b@example.org please", ["email"]),
        ("call +46 70-123 45 67 or 08-123 456 78", ["telephone", "telephone"]),
        ("card 4111 1111 1111 1111 or 4111-1111-1111-1111", ["payment_card", "payment_card"]),
        ("order 4111 1111 1111 1112", []),
        ("in 2013 2014 2015, or 2013-2014-2015", []),
        ("account SE35 5000 0000 0549 1000 0003", ["iban"]),
        ("card 4111 1111 1111 1111 or 4111-1111-1111-1111", ["payment_card", "payment_card"]),
        ("order 4111 1111 1111 1112", []),
        ("in 2013 2014 2015, or 2013-2014-2015", []),
        ("account SE35 5000 0000 0549 1000 0004", []),
        ("born 811218-9876, as stated", ["personal_number"]),
        ("see https://example.org/anna and www.example.org", ["link", "link"]),
        ("from 192.168.0.12 and 999.1.1.1", ["ip_address"]),
        ("follow @anna_teaches", ["handle"]),
        ("My name is Anna Berg and I teach", ["name"]),
        ("Our mentor was Karin Lund from Lund", ["name"]),
        ("jag heter Åsa", ["name"]),
        ("We started on 2021-09-01 with 120 pupils in 2022/2023.", []),
        ("The programme helps. New teachers like it. 5 000 hours, 12.5 %", []),
        ("", []),
    ],
)
def test_what_may_be_personal_is_found_by_its_form(text: str, kinds: list[str]) -> None:
    found = places(text)
    assert [kind for kind, _, _ in found] == kinds
    assert all(at >= 0 and at + n <= len(text) for _, at, n in found)


@pytest.fixture(scope="module")
def survey() -> ek.Survey:
    return ek.Survey.load(FORMATS / "mentoring.survey.json")


def test_places_are_named_but_not_repeated(survey: ek.Survey) -> None:
    cells = survey.simulate(5, seed=1).cells
    cells["q_comment"] = ["", "mail anna@example.org", "ok", "", "my name is Anna Berg"]
    report = survey.validate(survey.read(cells))
    found = report.personal_data()
    comments = [(r, k) for r, c, k in zip(found.row, found.column, found.kind, strict=True) if c == "q_comment"]
    assert comments == [(2, "email"), (5, "name")]
    assert found.counts()["respondent_ref", "identifier"] == 5 and found.sensitive == ("q_comment",)
    shown = repr(found) + found._repr_html_() + str(found.to_dict())
    assert "anna" not in shown.lower() and found.frame(library="polars").height == len(found)


def test_pseudonyms_keep_equality_and_need_the_key(survey: ek.Survey) -> None:
    responses = survey.read(FORMATS / "qualtrics-numeric.csv")
    hidden = responses.pseudonymized(KEY)
    before, after = responses.core.meta, hidden.core.meta
    for name in ("response_id", "respondent_ref"):
        assert len(set(before[name])) == len(set(after[name])) and not set(filter(None, before[name])) & set(
            after[name]
        )
    plain = survey.validate(responses).to_dict()["findings"]
    assert [(f["row"], f["rule"]) for f in survey.validate(hidden).to_dict()["findings"]] == [
        (f["row"], f["rule"]) for f in plain
    ]
    assert hidden.to_dict()["q_role"] == responses.to_dict()["q_role"]
    other = responses.pseudonymized(b"another key of 32 bytes and more")
    assert other.core.meta["response_id"] != after["response_id"]
    texts = responses.pseudonymized(KEY, columns=["q_comment"]).values("q_comment")
    assert [t is None for t in texts] == [t is None for t in responses.values("q_comment")]
    with pytest.raises(DataError, match="16 bytes"):
        responses.pseudonymized(b"short")
    with pytest.raises(DataError, match="expected texts"):
        responses.pseudonymized(KEY, columns=["q_role"])


def test_open_answers_leave_in_no_page_unless_asked_for(survey: ek.Survey) -> None:
    report = survey.validate(survey.read(FORMATS / "limesurvey-results.csv"))
    texts = [f["value"] for f in report.to_dict()["findings"] if f["question"] == "q_comment"]
    assert texts and all(texts)
    for page in (report.to_html(), report._repr_html_()):
        assert "text.formula" in page and not any(text.lstrip("=@") in page for text in texts)
    assert all(escape(text) in report.to_html(open_answers=True) for text in texts)
