"""The tables of each type of question, column by column, from a design's estimators."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from enkat import _core
from enkat.publish._answers import Answers
from enkat.publish._estimates import (
    Question,
    Side,
    add_base,
    add_mean,
    add_nets,
    add_shares,
    add_value,
    empty_table,
    shares_of,
    with_column,
)
from enkat.publish._number_tables import date_table, number_table

__all__ = ["question_tables"]

NPS = {"promoters": ("9", "10"), "passives": ("7", "8"), "detractors": ("0", "1", "2", "3", "4", "5", "6")}


def question_tables(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """The tables of a question, empty where its answers are not in the data or cannot be tabulated.

    `least` is the smallest group of respondents that classes of numbers and years are made of.
    """
    make: dict[str, Callable[[Question, Sequence[Side], Answers, int], list[_core.Table]]] = {
        "single": _single, "multi": _multi, "matrix": _matrix, "ranking": _ranking, "rating": _rating,
        "number": number_table, "calculated": number_table, "date": date_table,
        "text": _text, "email": _text, "file": _text,
    }  # fmt: skip
    function = make.get(question["type"])
    return function(question, sides, answers, least) if function else []


def _codes(question: Question) -> list[str]:
    """The answers that count, in the order of the questionnaire: not those that stand for a kind of missing."""
    return [o["code"] for o in question["options"] if not o.get("missing")]


def _is_ordered(question: Question) -> bool:
    scale = question.get("scale") or {}
    valued = all("value" in o for o in question["options"] if not o.get("missing"))
    return bool(scale.get("ordered")) or scale.get("kind") in ("likert", "frequency", "numeric") or valued


def _scale_table(question: Question, name: str, sides: Sequence[Side]) -> _core.Table:
    """Answers of one list; an ordered one with its nets, and with its mean where the answers carry values."""
    codes, ordered = _codes(question), _is_ordered(question)
    values = {o["code"]: float(o["value"]) for o in question["options"] if "value" in o and not o.get("missing")}
    table = empty_table(question, "ordinal" if ordered else "nominal", name)
    for side in sides:
        shares = shares_of(side, name)
        add_base(table, side, shares)
        add_shares(table, side, shares, codes)
        if ordered:
            add_nets(table, side, shares, codes)
        if len(values) == len(codes) and shares.n:
            add_mean(table, side, side.design.mean(name))
    _add_apart(table, question, sides[0], name)
    return table


def _add_apart(table: _core.Table, question: Question, side: Side, name: str) -> None:
    """Answers that stand for a kind of missing, as counts outside the base; only where their kind is theirs alone."""
    kinds = [o.get("missing") for o in question["options"]]
    counts = side.design._missing_kinds(name) or {}
    if any(h.startswith("where(") for h in side.design.history):
        return
    for option in question["options"]:
        kind = option.get("missing")
        if kind in ("no_opinion", "refused") and kinds.count(kind) == 1:
            count = counts.get(kind, 0)
            table.add_value(option["code"], side.column, "count", "apart", float(count), count=count, n=count)


def _single(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    return [_scale_table(question, question["id"], sides)] if answers.has(question["id"]) else []


def _multi_table(question: Question, name: str, sides: Sequence[Side]) -> _core.Table:
    table = empty_table(question, "multi", name)
    for side in sides:
        shares = shares_of(side, name)
        add_base(table, side, shares)
        add_shares(table, side, shares, _codes(question))
    return table


def _multi(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    return [_multi_table(question, question["id"], sides)] if answers.has(question["id"]) else []


def _matrix(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    names = [f"{question['id']}.{row['code']}" for row in question["rows"]]
    make = _multi_table if question.get("multiple_per_row") else _scale_table
    return [make(question, name, sides) for name in names if answers.has(name)]


def _ranking(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    name = question["id"]
    if not answers.has(name) or answers.values(name) is None:
        return []
    table = empty_table(question, "ranking")
    codes = _codes(question)
    for side in sides:
        shares = shares_of(side, name)  # of a ranking: its first places
        add_base(table, side, shares)
        add_shares(table, side, shares, codes)
        for code in codes if shares.n else ():
            rank = f"{name}.rank.{code}"
            ranks = answers.ranks(name, code) or []
            if any(r is not None for r in ranks):
                design = side.design.with_columns(**{rank: ranks})
                add_mean(table, side, design.mean(rank), row=code, measure="mean_rank")
    return [table]


def _rating(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    name = question["id"]
    if not answers.has(name):
        return []
    if question.get("style") == "nps" and (question["min"], question["max"]) == (0, 10):
        return [_nps_table(question, sides)]
    if question["max"] - question["min"] > 10 or question.get("step", 1) != 1:
        return number_table(question, sides, answers, least)
    codes = [str(k) for k in range(int(question["min"]), int(question["max"]) + 1)]
    table = empty_table(question, "ordinal")
    for side in sides:
        shares = shares_of(side, name)
        add_base(table, side, shares)
        add_shares(table, side, shares, codes)
        if shares.n:
            add_mean(table, side, side.design.mean(name))
    return [table]


def _nps_table(question: Question, sides: Sequence[Side]) -> _core.Table:
    """Promoters 9-10, passives 7-8, detractors 0-6; score = promoters minus detractors, in points."""
    table = empty_table(question, "groups")
    for side in sides:
        shares = shares_of(side, question["id"])
        add_base(table, side, shares)
        add_shares(table, side, shares, [], names=NPS)
        if not shares.n:
            continue
        r = shares.estimates
        sign = {**dict.fromkeys(NPS["promoters"], 1.0), **dict.fromkeys(NPS["detractors"], -1.0)}
        weights = {r.names[i]: sign[code] for code, i in shares.rows.items() if code in sign}
        if weights:
            add_value(table, side, r.contrast(weights), shares.n, row="", measure="nps", scale=100.0)
        add_mean(table, side, side.design.mean(question["id"]))
    return table


def _text(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """Only how many wrote something; a text is never published."""
    name = question["id"]
    given = answers.given(name) if answers.has(name) else None
    if given is None:
        return []
    column = f"{name}.given"
    count = shares_of(with_column(sides[0], column, given), column).count("yes")
    table = _core.Table(name, "text", True)
    table.add_base("total", count)
    table.add_value("", "total", "count", "apart", float(count), count=count, n=count)
    return [table]
