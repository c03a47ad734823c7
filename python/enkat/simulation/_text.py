"""Texts for simulated answers: sentences of plain words, and texts that match a pattern."""

from __future__ import annotations

import random
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from typing import Any

WORDS = [
    *("the", "mentor", "met", "pupils", "every", "week", "and", "new", "teachers", "found", "it", "helpful", "because"),
    *("someone", "listened", "to", "them", "while", "others", "would", "like", "more", "time", "for", "planning", "in"),
    *("small", "groups", "with", "support", "from", "parents", "school", "leaders", "and", "a", "clear", "timetable"),
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def sentence(rng: random.Random, least: int, most: int) -> str:
    """A text of `least` to `most` characters that begins and ends with a letter."""
    target = rng.randint(least, min(most, max(least, 30) + 40))
    text = rng.choice(WORDS)
    while len(text) < target:
        text += " " + rng.choice(WORDS)
    text = text[: max(least, min(len(text), most))]
    return text if not text.endswith(" ") else text[:-1] + "a"


def matching(rng: random.Random, pattern: str) -> str:
    """A text that the pattern matches as a whole."""
    return _branch(rng, sre_parser.parse(pattern))


def _branch(rng: random.Random, items: Any) -> str:
    return "".join(_item(rng, op, value) for op, value in items)


def _item(rng: random.Random, op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.ANY:
        return rng.choice(LETTERS)
    if op is sre.NOT_LITERAL:
        return next(c for c in LETTERS if ord(c) != value)
    if op is sre.IN:
        return rng.choice(_members(value))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        times = rng.randint(least, min(int(most), least + 3))
        return "".join(_branch(rng, inner) for _ in range(times))
    if op is sre.SUBPATTERN:
        return _branch(rng, value[-1])
    if op is sre.BRANCH:
        return _branch(rng, rng.choice(value[1]))
    return ""  # anchors


def _members(items: Any) -> str:
    pool = [chr(c) for c in range(32, 127)]
    found = [c for c in pool if any(_in(c, op, value) for op, value in items if op is not sre.NEGATE)]
    if items[0][0] is sre.NEGATE:
        found = [c for c in pool if c not in found]
    literals = [chr(value) for op, value in items if op is sre.LITERAL]
    return "".join(found or literals or ["a"])


def _in(c: str, op: Any, value: Any) -> bool:
    if op is sre.LITERAL:
        return bool(ord(c) == value)
    if op is sre.RANGE:
        return bool(value[0] <= ord(c) <= value[1])
    kinds = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w",
             sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_NOT_WORD: r"\W"}  # fmt: skip
    return bool(re.match(kinds[value], c, re.ASCII))
