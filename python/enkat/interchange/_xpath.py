"""Conditions of XLSForm (a subset of XPath) in the language of definitions; anything else is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

__all__ = ["Refused", "translated"]

TOKEN = re.compile(
    r"\s*(?:\$\{([^}]*)\}|(\d+\.?\d*|\.\d+)|'([^']*)'|\"([^\"]*)\"|([A-Za-z][\w-]*)(?=\s*\()|(and|or|div|mod)\b"
    r"|(!=|<=|>=|[=<>+*(),.-]))"
)
SAME = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "+": "+", "-": "-", "*": "*", "div": "/",
        "and": "and", "or": "or", "(": "(", ")": ")", ",": ","}  # fmt: skip
CALLS = {"selected": "selected", "count-selected": "count", "string-length": "len", "not": "not", "today": "today"}


class Refused(Exception):
    """What cannot be said in a definition."""


def translated(source: str, ids: Mapping[str, str], *, own: str | None = None) -> str:
    """The condition with the names of `ids`; `.` stands for the question `own`."""
    out: list[str] = []
    at = 0
    while source[at:].strip():
        match = TOKEN.match(source, at)
        if match is None:
            raise Refused(f"{source[at:].strip()[:30]!r} in {source!r}")
        at = match.end()
        out.append(_token(match, source, ids, own))
    return _answered(" ".join(out))


def _token(match: re.Match[str], source: str, ids: Mapping[str, str], own: str | None) -> str:
    name, number, single, double, call, word, sign = match.groups()
    if name is not None:
        if name.strip() not in ids:
            raise Refused(f"${{{name}}}, which is no question, in {source!r}")
        return ids[name.strip()]
    if number is not None:
        return number
    if single is not None or double is not None:
        text = single if single is not None else double
        return "'" + text.replace("'", "''") + "'"
    if call is not None:
        if call not in CALLS:
            raise Refused(f"the function {call}() in {source!r}")
        return CALLS[call]
    if sign == ".":
        if own is None:
            raise Refused(f"'.' outside a constraint in {source!r}")
        return own
    text = word or sign
    if text not in SAME:
        raise Refused(f"{text!r} in {source!r}")
    return SAME[text]


def _answered(text: str) -> str:
    """A comparison with the empty string asks whether there is an answer."""
    rules: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        (r"\b([a-z]\w*) != ''", lambda m: f"answered({m[1]})"),
        (r"\b([a-z]\w*) == ''", lambda m: f"not answered({m[1]})"),
    )
    for pattern, replace in rules:
        text = re.sub(pattern, replace, text)
    return re.sub(r"\s+([),])", r"\1", re.sub(r"(\(|\bselected|\bcount|\blen|\btoday) (?=\(|\S)", r"\1", text))
