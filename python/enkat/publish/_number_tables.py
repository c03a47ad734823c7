"""The tables of numbers and dates: mean, standard deviation, and classes of which none is small."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from enkat import _core
from enkat.publish._answers import Answers
from enkat.publish._classes import class_bounds, merged_classes, year_classes
from enkat.publish._estimates import (
    Question,
    Shares,
    Side,
    add_base,
    add_mean,
    add_shares,
    empty_table,
    shares_of,
    with_column,
)

__all__ = ["date_table", "number_table"]


def number_table(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """Mean, standard deviation, and classes with at least `least` respondents each."""
    name = question["id"]
    if not answers.has(name):
        return []
    bounds, labels = _number_classes(question, sides[0], least)
    table = empty_table(question, "classes" if bounds else "number")
    for side in sides:
        mean = side.design.mean(name)
        shares = Shares(mean, {})  # without classes the base is that of the mean
        if bounds:
            column = f"{name}.class"
            shares = shares_of(with_column(side, column, _cut(name, bounds, labels)), column)
        add_base(table, side, shares)
        if bounds:
            add_shares(table, side, shares, labels)
        if shares.n:
            add_mean(table, side, mean)
            _add_sd(table, side, name, shares)
    return [table]


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
    shares = shares_of(with_column(side, column, _cut(question["id"], bounds, fine)), column)
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


def date_table(question: Question, sides: Sequence[Side], answers: Answers, least: int) -> list[_core.Table]:
    """Answers by year, neighbouring years together where they are few."""
    name = question["id"]
    years = answers.years(name) if answers.has(name) else None
    if years is None:
        return []
    plain = f"{name}.year"
    first = shares_of(with_column(sides[0], plain, [None if y is None else str(y) for y in years]), plain)
    runs = year_classes({int(code): first.count(code) for code in first.rows if first.count(code)}, least)
    names = {year: f"years:{a}..{b}" for a, b in runs for year in range(a, b + 1)}
    column = f"{name}.years"
    table = empty_table(question, "classes")
    for side in sides:
        shares = shares_of(with_column(side, column, [None if y is None else names.get(y) for y in years]), column)
        add_base(table, side, shares)
        add_shares(table, side, shares, [f"years:{a}..{b}" for a, b in runs])
    return [table]
