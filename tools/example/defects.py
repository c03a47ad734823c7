"""Dirty records: each has one defect for which the default policy removes it, and most have a second one as well.

So the 173 valid records are what remains, whatever else the removed ones hold.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime

from example.answers import COUNTRIES, LEVELS, Record, answers, identifier, moment
from example.draw import Draw

Finding = dict[str, object]
WARNINGS = {"audience.ineligible", "meta.language", "text.formula", "quality.straightline", "other.text_without_option"}
INFOS = {"other.option_without_text"}


def finding(rule: str, question: str | None, what: str, also: list[tuple[str, str]] | None = None) -> Finding:
    """One entry of the key, without its row."""
    severity = "warning" if rule in WARNINGS else "info" if rule in INFOS else "error"
    entry: Finding = {"question": question, "rule": rule, "severity": severity, "what": what}
    if also:
        entry["also"] = [{"rule": r, "question": q} for r, q in also]
    return entry


# ---- second defects: each changes a record that has a programme and says what validation must find -------------------
def set_answer(question: str, value: object, rule: str, what: str) -> Callable[[Record], list[Finding]]:
    """A defect that is one wrong answer."""

    def spoil(record: Record) -> list[Finding]:
        record.answers[question] = value
        return [finding(rule, question.partition(".")[0], what)]

    return spoil


def drop_answer(question: str) -> Callable[[Record], list[Finding]]:
    """A required answer left out."""

    def spoil(record: Record) -> list[Finding]:
        record.answers.pop(question, None)
        return [finding("required.missing", question, "no answer to a required question that was shown")]

    return spoil


def straightline(record: Record) -> list[Finding]:
    """The same answer in all five rows."""
    record.answers["q_benefits"] = dict.fromkeys(record.answers["q_benefits"], "5")  # type: ignore[call-overload]
    return [finding("quality.straightline", "q_benefits", "all five rows answered 5")]


def matrix_row_missing(record: Record) -> list[Finding]:
    """One required row of the matrix left empty."""
    del record.answers["q_benefits"]["motivation"]  # type: ignore[attr-defined]
    return [finding("required.missing", "q_benefits", "the row motivation of a required matrix is empty")]


def exclusive(record: Record) -> list[Finding]:
    """'None' chosen together with groups."""
    record.answers["q_audiences"] = ["all_pupils", "new_teachers", "none"]
    shown = [q for q in ("q_since", "q_hours", "q_benefits", "q_training") if q in record.answers]
    also = [("routing.answered_when_hidden", q) for q in shown] + [("required.missing", "q_plan")]
    return [finding("choice.exclusive", "q_audiences", "'none' is chosen together with two groups", also)]


def hours_without_programme(record: Record) -> list[Finding]:
    """Hours given although 'none' hides the question."""
    for question in ("q_since", "q_benefits", "q_training", "q_audiences.other"):
        record.answers.pop(question, None)
    record.answers |= {"q_audiences": ["none"], "q_plan": "no", "q_hours": 6}
    return [finding("routing.answered_when_hidden", "q_hours", "hours are given although 'none' was chosen")]


def other_without_text(record: Record) -> list[Finding]:
    """'Other' chosen and not specified."""
    record.answers["q_audiences"] = ["sen_pupils", "other"]
    record.answers.pop("q_audiences.other", None)
    return [finding("other.option_without_text", "q_audiences", "'other' is chosen and its text is empty")]


def text_without_other(record: Record) -> list[Finding]:
    """'Other' specified and not chosen."""
    record.answers["q_audiences"] = ["sen_pupils"]
    record.answers["q_audiences.other"] = "Gifted pupils"
    return [finding("other.text_without_option", "q_audiences", "the text for 'other' is filled but not the option")]


def unknown_language(record: Record) -> list[Finding]:
    """A language the definition does not have."""
    record.language = "FR"
    return [finding("meta.language", None, "FR is not a language of the definition")]


LONG = " ".join(
    f"In week {week} we met {week % 4 + 1} times and wrote down what each of us had learnt." for week in range(1, 18)
)
SECOND: list[Callable[[Record], list[Finding]]] = [
    set_answer("q_hours", 200, "number.range", "200 is above the maximum of 80"),
    set_answer("q_hours", -4, "number.range", "-4 is below the minimum of 0"),
    set_answer("q_hours", "about ten", "number.type", "'about ten' is not a number"),
    set_answer("q_hours", 2.25, "number.decimals", "2.25 has two decimals, one is allowed"),
    set_answer("q_recommend", 11, "number.range", "11 is above the maximum of 10"),
    set_answer("q_recommend", 7.5, "number.step", "7.5 is no whole step"),
    set_answer("q_since", "2024-09-01", "date.range", "2024-09-01 is after the maximum 2023-02-28"),
    set_answer("q_since", "2021-02-30", "date.invalid", "2021-02-30 is not a calendar date"),
    set_answer("q_comment", '=HYPERLINK("http://example.invalid","Open")', "text.formula", "text begins with ="),
    set_answer("q_comment", "@SUM(1+1)", "text.formula", "text begins with @"),
    set_answer("q_comment", LONG, "text.length", f"{len(LONG)} characters, above the maximum of 1000"),
    set_answer("q_country", "UK", "option.unknown", "'UK' is not an option of the question"),
    set_answer("q_training", "Sometimes", "option.unknown", "'Sometimes' is not an option of the question"),
    set_answer("q_plan", "no", "routing.answered_when_hidden", "answered although 'none' was not chosen"),
    set_answer("q_obstacles", ["training", "time", "training"], "ranking.duplicate_item", "training is ranked twice"),
    drop_answer("q_recommend"),
    drop_answer("q_hours"),
    straightline,
    matrix_row_missing,
    exclusive,
    hours_without_programme,
    other_without_text,
    text_without_other,
    unknown_language,
]


# ---- first defects: each is a reason to remove the record ------------------------------------------------------------
def early(draw: Draw, record: Record) -> list[Finding]:
    """A test entry left in from before the opening."""
    record.created = moment(draw, datetime(2023, 1, 3, 7), 6)
    return [finding("window.early", None, f"submitted {record.created:%Y-%m-%d}, before the opening on 2023-01-10")]


def late(draw: Draw, record: Record) -> list[Finding]:
    """An answer after the extended deadline."""
    record.created = moment(draw, datetime(2023, 3, 1, 7), 4)
    return [finding("window.late", None, f"submitted {record.created:%Y-%m-%d}, after the end on 2023-02-28")]


def ineligible(draw: Draw, record: Record) -> list[Finding]:
    """Someone the survey is not for."""
    who = draw.one(["Parent", "Pupil", "School psychologist", "Librarian"])
    record.answers |= {"q_role": "other", "q_role.other": who}
    return [finding("audience.ineligible", "q_role", f"role other ({who}) is outside the eligible audience")]


def margin_missing(question: str) -> Callable[[Draw, Record], list[Finding]]:
    """No answer to a question that the weighting needs."""
    return lambda draw, record: drop_answer(question)(record)


def margin_unknown(question: str, value: str) -> Callable[[Draw, Record], list[Finding]]:
    """An answer that is no option of a question that the weighting needs."""
    spoil = set_answer(question, value, "option.unknown", f"'{value}' is not an option of the question")
    return lambda draw, record: spoil(record)


FIRST: list[tuple[int, Callable[[Draw, Record], list[Finding]]]] = [
    (6, early),
    (8, late),
    (8, ineligible),
    (3, margin_missing("q_role")),
    (3, margin_unknown("q_role", "Deputy director")),
    (3, margin_missing("q_level")),
    (3, margin_unknown("q_level", "tertiary")),
]
DUPLICATES = 6


def dirty_records(draw: Draw) -> list[tuple[Record, list[Finding]]]:
    """Records with a reason to be removed; each second defect occurs once, the other records have only the first."""
    first = [spoil for count, spoil in FIRST for _ in range(count)]
    second = draw.shuffled([*SECOND, *[None] * (len(first) - len(SECOND))])
    found = []
    for number, (spoil, extra) in enumerate(zip(first, second, strict=True)):
        given = answers(draw, "teacher", draw.weighted(COUNTRIES), draw.weighted(LEVELS), ["all_pupils", "sen_pupils"])
        record = Record(identifier(f"dirty-{number}"), moment(draw), "EN", given)
        found.append((record, spoil(draw, record) + (extra(record) if extra else [])))
    return found


def duplicates(draw: Draw, records: list[Record]) -> list[tuple[Record, Record]]:
    """(copy, original): the same identifier and answers exported twice."""
    originals = sorted(draw.sample(dict.fromkeys(range(len(records)), 1.0), DUPLICATES))
    return [(copy.deepcopy(records[i]), records[i]) for i in originals]
