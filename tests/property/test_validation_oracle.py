"""Validation on random tables: routing, presence and ranges by an oracle in plain Python; what must always hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import enkat as ek
from enkat import _core
from hypothesis import given, settings
from hypothesis import strategies as st

Row = dict[str, str]
Key = tuple[int, str | None, str]


def option(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": {"en": code}, **more}


DEFINITION: dict[str, Any] = {
    "format": "survey-definition",
    "format_version": "0.1",
    "id": "random",
    "version": "1",
    "default_language": "en",
    "languages": ["en"],
    "title": {"en": "Random"},
    "window": {"timezone": "Europe/Stockholm", "opens": "2023-01-10T00:00:00", "closes": "2023-02-28T23:59:59"},
    "audience": {"question": "a", "eligible": ["yes"], "on_ineligible": "exclude"},
    "unit": {"id_field": "response_id", "duplicate_keys": [["respondent_ref"]]},
    "timing": {"min_duration_seconds": 60, "speeding": {"method": "fraction_of_median", "value": 0.5}},
    "sections": [{"id": "s", "title": {"en": "S"}, "show_if": "b > 5 or selected(m,'x')"}],
    "questions": [
        {"id": "a", "type": "single", "required": True,
         "options": [option("yes"), option("no"), option("na", missing="not_applicable")]},
        {"id": "b", "type": "number", "required": True, "show_if": "a == 'yes'", "min": 0, "max": 10, "step": 0.5},
        {"id": "m", "type": "multi", "required": True, "min_choices": 2, "max_choices": 2,
         "options": [option("x"), option("y"), option("z"), option("none", exclusive=True)]},
        {"id": "c", "type": "single", "section": "s", "required": True, "options": [option("p"), option("q")]},
        {"id": "d", "type": "text", "section": "s", "show_if": "c == 'p'", "max_length": 3},
        {"id": "e", "type": "number", "required": True, "show_if": "not answered(d) and selected(a,'na')"},
        {"id": "g", "type": "matrix", "options": [option("1"), option("2"), option("dk", missing="no_opinion")],
         "rows": [option("r1"), option("r2"), option("r3")]},
        {"id": "k", "type": "ranking", "options": [option("i"), option("j"), option("h")], "min_ranked": 2},
        {"id": "t", "type": "date", "min": "2020-01-01"},
        {"id": "w", "type": "time", "max": "17:00"},
        {"id": "u", "type": "email", "unique": True},
        {"id": "sum", "type": "calculated", "formula": "b * 2 + e"},
    ],
    "checks": [{"id": "big", "severity": "error", "assert": "sum < 30"}],
    "quality": {"straightline": [{"question": "g", "min_rows": 2}], "open_text": ["d"],
                "attention": [{"question": "c", "expected": ["p"]}]},
    "population": {"margins": [{"question": "c", "unit": "share", "targets": {"p": 0.5, "q": 0.5}}]},
}  # fmt: skip
for question in DEFINITION["questions"]:
    question["text"] = {"en": question["id"]}
SURVEY = ek.Survey.load(DEFINITION)


def rows_of(**cells: list[str]) -> st.SearchStrategy[list[Row]]:
    return st.lists(
        st.fixed_dictionaries({name: st.sampled_from(values) for name, values in cells.items()}), max_size=12
    )


SMALL = rows_of(
    a=["yes", "no", "na", "", "what"],
    b=["", "0", "5.5", "7", "10", "11", "-1", "2.25", "word"],
    m=["", "x;y", "y;z", "none", "x;none", "x", "x;y;z"],
    c=["", "p", "q", "r"],
    d=["", "ok", "toolong"],
    e=["", "1", "9"],
)
ANYTHING = ["", "x", "yes", "no", "p", "q", "1", "2", "dk", "0.1", "1e400", "-", "=1", "åäö", "x;y", "none;x",
            "2023-02-30", "2021-01-01", "12:30", "25:00", "a@b.se", "i;j", "i;i", "k", "\x07", "\ufeff", "a\nb",
            "𝔘", "__x"]  # fmt: skip


def table(rows: list[Row], **meta: list[Any]) -> dict[str, list[Any]]:
    names = list(rows[0]) if rows else ["a", "b", "c", "e"]
    return {**meta, **{name: [row[name] for row in rows] for name in names}}


def validated(data: dict[str, list[Any]], survey: ek.Survey = SURVEY) -> Any:
    full = {"a": [], "b": [], "m": [], "c": [], "e": []} | data
    rows = max(map(len, full.values()), default=0)
    return survey.validate(survey.read({name: values or [None] * rows for name, values in full.items()}))


def oracle(row: Row) -> set[tuple[str | None, str]]:
    """The first six questions of one row, as their rules are written in the user guide; no faulty answer routes."""
    found: set[tuple[str | None, str]] = set()
    faulty: set[str] = set()

    def judge(name: str, shown: bool | None, wrong: Callable[[str], list[str]], required: bool) -> str:
        """Reports on one answer and gives it back as later conditions see it."""
        answer = row[name]
        if shown is False:
            if answer:
                found.add((name, "routing.answered_when_hidden"))
            return ""
        rules = wrong(answer) if answer else ["required.missing"] if required and shown else []
        for rule in rules:
            found.add((name, rule))
            faulty.add(name)
        return answer

    def when(reads: set[str], value: Callable[[], bool]) -> bool | None:
        return None if reads & faulty else value()

    def both(left: bool | None, right: bool | None) -> bool | None:
        return None if left is None or right is None else left and right

    a = judge("a", True, lambda v: [] if v in ("yes", "no", "na") else ["option.unknown"], True)
    b = judge("b", when({"a"}, lambda: a == "yes"), number_rules, True)
    m = judge("m", True, multi_rules, True)
    in_s = when({"b", "m"}, lambda: (b != "" and float(b) > 5) or "x" in m.split(";"))
    c = judge("c", in_s, lambda v: [] if v in "pq" else ["option.unknown"], True)
    d = judge("d", both(in_s, when({"c"}, lambda: c == "p")), lambda v: ["text.length"] if len(v) > 3 else [], False)
    judge("e", when({"a", "d"}, lambda: d == "" and a == "na"), lambda v: [], True)
    return found


def number_rules(text: str) -> list[str]:
    try:
        value = float(text)
    except ValueError:
        return ["number.type"]
    return ["number.range"] * (not 0 <= value <= 10) + ["number.step"] * (value % 0.5 != 0)


def multi_rules(text: str) -> list[str]:
    chosen = text.split(";")
    if "none" in chosen:
        return ["choice.exclusive"] if len(chosen) > 1 else []
    return [] if len(chosen) == 2 else ["choice.count"]


@settings(max_examples=150, deadline=None)
@given(SMALL)
def test_routing_presence_and_ranges_agree_with_the_oracle(rows: list[Row]) -> None:
    rows = [row for row in rows if any(row.values())]  # a row without any cell is no respondent
    if not rows:
        return
    names = {"a", "b", "m", "c", "d", "e"}
    rules = {"required.missing", "option.unknown", "choice.exclusive", "choice.count", "number.type", "number.range",
             "number.step", "text.length", "routing.answered_when_hidden"}  # fmt: skip
    found = {
        (f["row"], f["question"], f["rule"])
        for f in validated(table(rows)).to_dict()["findings"]
        if f["question"] in names and f["rule"] in rules
    }
    assert found == {(i + 1, *key) for i, row in enumerate(rows) for key in oracle(row)}


@st.composite
def anything(draw: st.DrawFn) -> dict[str, list[Any]]:
    rows = draw(st.integers(1, 8))
    cell = st.sampled_from(ANYTHING) | st.text(max_size=6)

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=rows, max_size=rows))

    data = {name: column(cell) for name in ("a", "b", "m", "c", "d", "e", "g.r1", "g.r2", "g.r3", "k", "t", "w", "u")}
    moments = st.sampled_from(["", "2023-01-09", "2023-02-01T10:00:00Z", "2023-02-28 23:59:59", "2024-01-01", "soon"])
    meta: dict[str, list[Any]] = {
        "response_id": column(st.sampled_from(["", "1", "2", "3", "Anonymous"])),
        "respondent_ref": column(st.sampled_from(["", "r", "s"])),
        "submitted_at": column(moments),
        "started_at": column(moments),
        "duration_seconds": column(st.sampled_from(["", "-1", "0", "50", "100", "1000", "x"])),
        "language": column(st.sampled_from(["", "en", "EN-gb", "sv"])),
        "version": column(st.sampled_from(["", "1", "2"])),
        "bot_score": column(st.sampled_from(["", "0.1", "0.9"])),
        "submitted": column(st.sampled_from(["0", "1"])),
    }
    return meta | data


@settings(max_examples=100, deadline=None)
@given(anything())
def test_any_table_gives_a_report_and_an_account(data: dict[str, list[Any]]) -> None:
    report = validated(data)
    content = report.to_dict(language="sv")
    known = {name: (severity, of_question) for name, severity, of_question in _core.rules()}
    keys: list[Key] = []
    for f in content["findings"]:
        severity, of_question = known.get(f["rule"], ("error", False))
        assert f["severity"] == severity and (f["question"] is not None) == of_question
        assert 1 <= f["row"] <= content["rows"] and f["message"] and "{" not in f["rule"]
        keys.append((f["row"], f["question"], f["rule"]))
    assert len(set(keys)) == len(keys)
    assert [k[0] for k in keys] == sorted(k[0] for k in keys)

    checked = report.apply()
    counts = checked.account.counts()
    assert counts["read"] == counts["accepted"] + counts["rejected"] + counts["left_out"] == content["rows"]
    assert len(checked.accepted) == counts["accepted"] and len(checked.rejected) == counts["rejected"]
    again = SURVEY.validate(checked.accepted).to_dict()["findings"]
    # errors without a question reject nothing; what is unique among the accepted may have been a repetition before
    harmless = {"required.missing", "meta.duration", "check.big"}
    assert {f["rule"] for f in again if f["severity"] == "error"} <= harmless


@settings(max_examples=60, deadline=None)
@given(anything(), st.randoms(use_true_random=False))
def test_findings_about_single_records_follow_their_record(data: dict[str, list[Any]], rng: Any) -> None:
    """Reordering records reorders what is found in each, but for rules that compare records."""
    rows = len(data["a"])
    order = list(range(rows))
    rng.shuffle(order)
    shuffled = {name: [values[i] for i in order] for name, values in data.items()}

    def local(report: Any, place: Callable[[int], int]) -> set[Key]:
        comparing = ("unit.duplicate", "unique.", "quality.speeding", "number.step")
        return {
            (place(f["row"] - 1), f["question"], f["rule"])
            for f in report.to_dict()["findings"]
            if not f["rule"].startswith(comparing)
        }

    first, second = validated(data), validated(shuffled)
    if len(first.responses) != rows:  # blank rows are no respondents
        return
    assert local(first, lambda i: i) == local(second, lambda i: order[i])
