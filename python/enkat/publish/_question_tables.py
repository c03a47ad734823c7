"""The tables of each type of question, column by column, from a design's estimators."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from enkat import _core
from enkat.publish._answers import Answers
from enkat.publish._classes import class_bounds, merged_classes, year_classes
from enkat.publish._estimates import Shares, Side, add_base, add_mean, add_nets, add_shares, add_value, shares_of

__all__ = ["question_tables"]

Question = Mapping[str, Any]
NPS = {"promoters": ("9", "10"), "passives": ("7", "8"), "detractors": ("0", "1", "2", "3", "4", "5", "6")}


def question_tables(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """The tables of a question, empty where its answers are not in the data or cannot be tabulated.

    `least` is the smallest group of respondents that classes of numbers and years are made of.
    """
    make: dict[str, Callable[[Question, Sequence[Side], Answers, int], list[_core.Table]]] = {
        "single": _single, "multi": _multi, "matrix": _matrix, "ranking": _ranking, "rating": _rating,
        "number": _number, "calculated": _number, "date": _date, "text": _text, "email": _text, "file": _text,
    }  # fmt: skip
    function = make.get(question["type"])
    return function(question, sides, answers, least) if function else []


def _codes(question: Question) -> list[str]:
    """The answers that count, in the order of the questionnaire: not those that stand for a kind of missing."""
    return [o["code"] for o in question["options"] if not o.get("missing")]


def _table(question: Question, shape: str, name: str | None = None) -> _core.Table:
    return _core.Table(name or question["id"], shape, bool(question.get("sensitive")))


def _is_ordered(question: Question) -> bool:
    scale = question.get("scale") or {}
    valued = all("value" in o for o in question["options"] if not o.get("missing"))
    return bool(scale.get("ordered")) or scale.get("kind") in ("likert", "frequency", "numeric") or valued


def _scale_table(question: Question, name: str, sides: Sequence[Side]) -> _core.Table:
    """Answers of one list; an ordered one with its nets, and with its mean where the answers carry values."""
    codes, ordered = _codes(question), _is_ordered(question)
    values = {o["code"]: float(o["value"]) for o in question["options"] if "value" in o and not o.get("missing")}
    table = _table(question, "ordinal" if ordered else "nominal", name)
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
    table = _table(question, "multi", name)
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
    table = _table(question, "ranking")
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
        return _number(question, sides, answers, least)
    codes = [str(k) for k in range(int(question["min"]), int(question["max"]) + 1)]
    table = _table(question, "ordinal")
    for side in sides:
        shares = shares_of(side, name)
        add_base(table, side, shares)
        add_shares(table, side, shares, codes)
        if shares.n:
            add_mean(table, side, side.design.mean(name))
    return [table]


def _nps_table(question: Question, sides: Sequence[Side]) -> _core.Table:
    """Promoters 9-10, passives 7-8, detractors 0-6; score = promoters minus detractors, in points."""
    table = _table(question, "groups")
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


def _number(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """Mean, standard deviation, and classes with at least `least` respondents each."""
    name = question["id"]
    if not answers.has(name):
        return []
    bounds, labels = _number_classes(question, sides[0], least)
    table = _table(question, "classes" if bounds else "number")
    for side in sides:
        mean = side.design.mean(name)
        shares = Shares(mean, {})  # without classes the base is that of the mean
        if bounds:
            column = f"{name}.class"
            shares = shares_of(_with(side, column, _cut(name, bounds, labels)), column)
        add_base(table, side, shares)
        if bounds:
            add_shares(table, side, shares, labels)
        if shares.n:
            add_mean(table, side, mean)
            _add_sd(table, side, name, shares)
    return [table]


def _with(side: Side, column: str, values: Any) -> Side:
    """The side with one more column: values per row, or a `cut`."""
    return replace(side, design=side.design.with_columns(**{column: values}))


def _cut(name: str, bounds: Sequence[float], labels: Sequence[str]) -> Any:
    from enkat.expressions import cut

    return cut(name, bounds, labels=labels)


def _number_classes(question: Question, side: Side, least: int) -> tuple[list[float], list[str]]:
    low, high = question.get("min"), question.get("max")
    known = isinstance(low, (int, float)) and isinstance(high, (int, float))
    ends = (float(low), float(high)) if known else _bulk(question["id"], side, least)  # type: ignore[arg-type]
    bounds = class_bounds(*ends, even=question["type"] == "rating")
    if not bounds:
        return [], ["class:.."]
    fine = [str(i) for i in range(len(bounds) + 1)]
    column = f"{question['id']}.fine"
    shares = shares_of(_with(side, column, _cut(question["id"], bounds, fine)), column)
    bounds = merged_classes([shares.count(f) for f in fine], bounds, least)
    return bounds, _class_names(bounds, low if known else None, high if known else None)


def _bulk(name: str, side: Side, least: int) -> tuple[float, float]:
    """Where most numbers lie when the questionnaire has no limits; `least` respondents are left out at each end."""
    numbers = side.design._columns.numbers(name)
    present = numbers.values if not len(numbers.valid) else numbers.values[numbers.valid == 1]
    values = sorted(present.tolist())
    if len(values) <= 2 * least:
        return 0.0, 0.0
    low, high = values[least], values[-least - 1]
    return (0.0 if 0 <= low < high / 10 else low), high


def _class_names(bounds: Sequence[float], low: float | None, high: float | None) -> list[str]:
    """The rows "class:0..5", ..., "last:50..80"; open ends where the questionnaire has no limits."""
    words = ["" if low is None else f"{low:g}", *(f"{b:g}" for b in bounds), "" if high is None else f"{high:g}"]
    names = [f"class:{a}..{b}" for a, b in pairwise(words)]
    return [*names[:-1], names[-1].replace("class:", "last:", 1)]


def _add_sd(table: _core.Table, side: Side, name: str, shares: Shares) -> None:
    """sqrt(n/(n-1) sum w (y - ybar)^2 / sum w), n the respondents with an answer."""
    if shares.n < 2:
        return
    numbers = side.design._columns.numbers(name)
    mean = float(side.design.mean(name).estimate[0])
    squares = [
        (float(y) - mean) ** 2 if ok else None
        for y, ok in zip(
            numbers.values, numbers.valid if len(numbers.valid) else [1] * len(numbers.values), strict=True
        )
    ]
    column = f"{name}.square"
    r = side.design.with_columns(**{column: squares}).mean(column)
    sd = math.sqrt(float(r.estimate[0]) * shares.n / (shares.n - 1))
    table.add_value("", side.column, "sd", "summary", sd, count=shares.n, n=shares.n)


def _date(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """Answers by year, neighbouring years together where they are few."""
    name = question["id"]
    years = answers.years(name) if answers.has(name) else None
    if years is None:
        return []
    plain = f"{name}.year"
    first = shares_of(_with(sides[0], plain, [None if y is None else str(y) for y in years]), plain)
    runs = year_classes({int(code): first.count(code) for code in first.rows if first.count(code)}, least)
    names = {year: f"years:{a}..{b}" for a, b in runs for year in range(a, b + 1)}
    column = f"{name}.years"
    table = _table(question, "classes")
    for side in sides:
        shares = shares_of(_with(side, column, [None if y is None else names.get(y) for y in years]), column)
        add_base(table, side, shares)
        add_shares(table, side, shares, [f"years:{a}..{b}" for a, b in runs])
    return [table]


def _text(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """Only how many wrote something; a text is never published."""
    name = question["id"]
    given = answers.given(name) if answers.has(name) else None
    if given is None:
        return []
    column = f"{name}.given"
    count = shares_of(_with(sides[0], column, given), column).count("yes")
    table = _core.Table(name, "text", True)
    table.add_base("total", count)
    table.add_value("", "total", "count", "apart", float(count), count=count, n=count)
    return [table]
