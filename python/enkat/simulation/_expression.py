"""The expression language, one record at a time: a second reading of its grammar, independent of the engine's.

Simulation is an oracle of validation only if it does not ask the engine what is routed where. A missing value is None;
`and` and `or` are Kleene's.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

Record = Mapping[str, Any]
Rule = Callable[[Record], Any]

TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|'((?:[^']|'')*)'|([A-Za-z_]\w*)|(==|!=|<=|>=|[-+*/()<>\[\],.]))"
)
ROW = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
CALLS = ("selected", "answered", "count", "rank", "len", "today", "submitted")
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compiled(source: str) -> tuple[Rule, frozenset[str]]:
    """The expression as a function of a record, and the questions that it reads."""
    parser = _Parser(source)
    rule = parser.either()
    return rule, frozenset(parser.names)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source, self.at, self.names = source, 0, set[str]()
        self.token: tuple[str, str] = ("", "")
        self.step()

    def step(self) -> tuple[str, str]:
        taken = self.token
        match = TOKEN.match(self.source, self.at)
        if match is None:
            self.token = ("end", "")
            return taken
        self.at = match.end()
        kinds = ("number", "string", "name", "sign")
        kind = next(k for k, text in zip(kinds, match.groups(), strict=True) if text is not None)
        text = next(text for text in match.groups() if text is not None)
        self.token = (kind, text.replace("''", "'") if kind == "string" else text)
        return taken

    def take(self, *texts: str) -> str | None:
        kind, text = self.token
        return self.step()[1] if kind in ("name", "sign") and text in texts else None

    def either(self) -> Rule:
        left = self.both()
        while self.take("or"):
            left = _or(left, self.both())
        return left

    def both(self) -> Rule:
        left = self.negation()
        while self.take("and"):
            left = _and(left, self.negation())
        return left

    def negation(self) -> Rule:
        if not self.take("not"):
            return self.comparison()
        inner = self.negation()
        return lambda r: None if (v := inner(r)) is None else not v

    def comparison(self) -> Rule:
        left = self.sum()
        sign = self.take(*COMPARE, "in")
        if sign is None:
            return left
        right = self.sum()
        if sign == "in":
            return lambda r: None if (v := left(r)) is None else any(_compare(operator.eq, v, x) for x in right(r))
        return lambda r: _compare(COMPARE[sign], left(r), right(r))

    def sum(self) -> Rule:
        left = self.term()
        while sign := self.take("+", "-"):
            left = _arithmetic(sign, left, self.term())
        return left

    def term(self) -> Rule:
        left = self.factor()
        while sign := self.take("*", "/"):
            left = _arithmetic(sign, left, self.factor())
        return left

    def factor(self) -> Rule:
        if self.take("-"):
            inner = self.factor()
            return lambda r: None if (v := inner(r)) is None else -v
        if self.take("("):
            inner = self.either()
            self.take(")")
            return inner
        if self.take("["):
            items: list[Rule] = []
            while not self.take("]"):
                items.append(self.either())
                self.take(",")
            return lambda r: [item(r) for item in items]
        kind, text = self.step()
        if kind == "number":
            number = float(text)
            return lambda r: number
        if kind == "string":
            return lambda r: text
        return self.call(text) if text in CALLS and self.token == ("sign", "(") else self.name(text)

    def name(self, question: str) -> Rule:
        self.names.add(question)
        if self.token != ("sign", "."):
            return lambda r: _plain(r.get(question))
        match = ROW.match(self.source, self.at)
        row = match.group() if match else ""
        self.at += len(row)
        self.step()
        return lambda r: _plain((r.get(question) or {}).get(row))

    def call(self, function: str) -> Rule:
        self.step()
        question, row = "", ""
        if self.token[0] == "name":
            question = self.step()[1]
            self.names.add(question)
            if self.token == ("sign", "."):
                match = ROW.match(self.source, self.at)
                row = match.group() if match else ""
                self.at += len(row)
                self.step()
        code = self.step()[1] if self.take(",") else ""
        self.take(")")

        def answer(r: Record) -> Any:
            value = r.get(question)
            return (value or {}).get(row) if row else value

        return _call(function, answer, code)


class Reason(str):
    """A chosen option that stands for a kind of missing: an answer without value."""

    __slots__ = ()


def _plain(value: Any) -> Any:
    return None if isinstance(value, Reason) else value


def _call(function: str, answer: Rule, code: str) -> Rule:
    if function == "today":
        return lambda r: r["today()"]
    if function == "submitted":
        return lambda r: r["submitted()"]
    if function == "answered":
        return lambda r: _given(answer(r))
    if function == "selected":
        return lambda r: None if (v := answer(r)) is None else code in v if isinstance(v, list) else v == code
    if function == "count":
        return lambda r: None if (v := answer(r)) is None else float(len(v))
    if function == "rank":
        return lambda r: float(v.index(code) + 1) if (v := answer(r)) and code in v else None
    return lambda r: None if (v := _plain(answer(r))) is None else float(len(v))


def _given(value: Any) -> bool:
    if isinstance(value, dict):
        return any(v not in (None, []) for v in value.values())
    return value is not None


def _or(left: Rule, right: Rule) -> Rule:
    def rule(r: Record) -> Any:
        a, b = left(r), right(r)
        return True if a or b else None if a is None or b is None else False

    return rule


def _and(left: Rule, right: Rule) -> Rule:
    def rule(r: Record) -> Any:
        a, b = left(r), right(r)
        if (a is not None and not a) or (b is not None and not b):
            return False
        return None if a is None or b is None else True

    return rule


def _compare(sign: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if isinstance(a, datetime.date) or isinstance(b, datetime.date):
        a, b = (datetime.date.fromisoformat(v) if isinstance(v, str) else v for v in (a, b))
    elif isinstance(a, str) != isinstance(b, str):
        a, b = float(a), float(b)
    return sign(a, b)


def _arithmetic(sign: str, left: Rule, right: Rule) -> Rule:
    def rule(r: Record) -> Any:
        a, b = left(r), right(r)
        if a is None or b is None:
            return None
        if isinstance(a, datetime.date) or isinstance(b, datetime.date):
            return _days(sign, a, b)
        a, b = float(a), float(b)
        if sign == "/":
            return a / b if b else None
        return a + b if sign == "+" else a - b if sign == "-" else a * b

    return rule


def _days(sign: str, a: Any, b: Any) -> Any:
    if isinstance(a, datetime.date) and isinstance(b, datetime.date):
        return float((a - b).days)
    day, n = (a, b) if isinstance(a, datetime.date) else (b, a)
    return day + datetime.timedelta(days=n if sign == "+" else -n)
