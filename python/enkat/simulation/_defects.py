"""Defects of one answer: each gives a value that breaks exactly its own rule, or None where the question cannot.

They are planted while a record is drawn, so that everything asked later is routed by the spoiled record.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

from enkat.questions import Question
from enkat.simulation import _draw
from enkat.simulation._text import sentence

Spoil = Callable[[Question, random.Random], Any]


class Raw(str):
    """Cell text that reading cannot turn into a value."""

    __slots__ = ()


def option_unknown(q: Question, rng: random.Random) -> Any:
    return Raw("not-an-option") if q.type == "single" else None


def choice_exclusive(q: Question, rng: random.Random) -> Any:
    alone = [o.code for o in _draw.substantive(q) if o.exclusive]
    others = [o.code for o in _draw.substantive(q) if not o.exclusive and not o.other_text]
    if q.type != "multi" or not alone or not others or (q.min_choices or 1) > 1:
        return None
    return [rng.choice(others), rng.choice(alone)]


def choice_count(q: Question, rng: random.Random) -> Any:
    codes = [o.code for o in _draw.substantive(q) if not o.exclusive and not o.other_text]
    if q.type != "multi":
        return None
    if q.max_choices is not None and len(codes) > q.max_choices:
        return rng.sample(codes, q.max_choices + 1)
    return [rng.choice(codes)] if codes and (q.min_choices or 0) > 1 else None


def number_type(q: Question, rng: random.Random) -> Any:
    return Raw("about ten") if q.type in ("number", "rating") else None


def number_range(q: Question, rng: random.Random) -> Any:
    if q.type not in ("number", "rating"):
        return None
    low, step, n = _draw.grid(q)
    if q.max is not None:
        return round(low + step * (n + rng.randrange(3)), 10)
    return round(low - step * (1 + rng.randrange(3)), 10) if q.min is not None else None


def number_decimals(q: Question, rng: random.Random) -> Any:
    if q.type not in ("number", "rating") or q.decimals is None or q.step or q.decimals > 6:
        return None
    low, step, n = _draw.grid(q)
    return round(low + step * (rng.randrange(n - 1) + 0.5), 10) if n > 1 else None


def number_step(q: Question, rng: random.Random) -> Any:
    if q.type not in ("number", "rating") or not q.step or q.decimals is not None:
        return None
    low, step, n = _draw.grid(q)
    return round(low + step * (rng.randrange(n - 1) + 0.5), 10) if n > 1 else None


def date_invalid(q: Question, rng: random.Random) -> Any:
    return Raw("2021-02-30") if q.type == "date" else None


def date_range(q: Question, rng: random.Random) -> Any:
    if q.type != "date" or q.step:
        return None
    day = datetime.timedelta(days=1 + rng.randrange(300))
    if isinstance(q.max, str):
        return datetime.date.fromisoformat(q.max) + day
    return datetime.date.fromisoformat(q.min) - day if isinstance(q.min, str) else None


def text_length(q: Question, rng: random.Random) -> Any:
    if q.type != "text" or q.pattern:
        return None
    if q.max_length is not None:
        return sentence(rng, q.max_length + 1, q.max_length + 20)
    return "a" if (q.min_length or 0) > 1 else None


def text_pattern(q: Question, rng: random.Random) -> Any:
    if q.type == "email":
        return f"nobody{rng.randrange(10**9)} at example"
    if q.type != "text" or not q.pattern:
        return None
    least, most = q.min_length or 1, q.max_length or 200
    tries = (f"no match {rng.randrange(10**6)}", "0", "zz zz zz zz", "word " * 12, "12345678901234567890")
    return next((t.strip() for t in tries if least <= len(t.strip()) <= most and not _draw.fits(q, t.strip())), None)


def ranking_duplicate_item(q: Question, rng: random.Random) -> Any:
    if q.type != "ranking" or len(q.options) < 2:
        return None
    item = rng.choice(q.options).code
    return Raw(f"{item};{item}")


def ranking_gap(q: Question, rng: random.Random) -> Any:
    if q.type != "ranking" or len(q.options) < 2:
        return None
    first, second = rng.sample([o.code for o in q.options], 2)
    return Raw(f"{first};;{second}")


def places_shared(q: Question, rng: random.Random) -> Any:
    if q.type != "ranking" or len(q.options) < 2:
        return None
    order = rng.sample([o.code for o in q.options], len(q.options))
    at = rng.randrange(len(order) - 1)
    return {code: at + 1 if place == at + 1 else place + 1 for place, code in enumerate(order)}


def places_free(q: Question, rng: random.Random) -> Any:
    if q.type != "ranking":
        return None
    order = rng.sample([o.code for o in q.options], rng.randint(1, len(q.options)))
    free = rng.randrange(len(order))
    return {code: place + 1 + (place >= free) for place, code in enumerate(order)}


def bytes_of_latin1(q: Question, rng: random.Random) -> Any:
    """Two bytes of Latin-1, as surrogates, among letters."""
    return Raw(f"{sentence(rng, 5, 12)} l\udce4rarna f\udcf6rst") if q.type == "text" else None


def ranking_count(q: Question, rng: random.Random) -> Any:
    items = [o.code for o in q.options]
    if q.type != "ranking":
        return None
    if q.max_ranked is not None and len(items) > q.max_ranked:
        return rng.sample(items, q.max_ranked + 1)
    return [rng.choice(items)] if (q.min_ranked or 0) > 1 else None


def text_formula(q: Question, rng: random.Random) -> Any:
    found = "=SUM(A1) and " + sentence(rng, 5, 20)
    return found if _plain_text(q, found) else None


def text_control(q: Question, rng: random.Random) -> Any:
    found = sentence(rng, 5, 12) + "\x07" + sentence(rng, 5, 12)
    return found if _plain_text(q, found) else None


def open_text(q: Question, rng: random.Random) -> Any:
    return "asdfasdf" if _plain_text(q, "asdfasdf") else None


def _plain_text(q: Question, found: str) -> bool:
    return q.type == "text" and not q.pattern and (q.min_length or 0) <= len(found) <= (q.max_length or 200)


ANSWERS: dict[str, Spoil] = {
    "option.unknown": option_unknown,
    "choice.exclusive": choice_exclusive,
    "choice.count": choice_count,
    "number.type": number_type,
    "number.range": number_range,
    "number.decimals": number_decimals,
    "number.step": number_step,
    "date.invalid": date_invalid,
    "date.range": date_range,
    "text.length": text_length,
    "text.pattern": text_pattern,
    "ranking.duplicate_item": ranking_duplicate_item,
    "ranking.gap": ranking_gap,
    "ranking.count": ranking_count,
    "text.formula": text_formula,
    "text.control": text_control,
}
"""Rules about the value of one answer. Those that need the definition around it are in `_records`."""

IN_FILES: dict[str, Spoil] = {
    **{rule: spoil for rule, spoil in ANSWERS.items() if rule != "ranking.duplicate_item"},
    "ranking.duplicate_position": places_shared,
    "ranking.gap": places_free,
    "file.encoding": bytes_of_latin1,
}
"""The same for a file, where a ranking is a place per item and cells are bytes."""
