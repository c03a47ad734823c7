"""One answer to one question, within its limits."""

from __future__ import annotations

import datetime
import math
import random
import re
from collections.abc import Callable
from typing import Any

from enkat.errors import DataError
from enkat.questions import Option, Question
from enkat.simulation._expression import Reason
from enkat.simulation._text import matching, sentence

STATEMENT = 0.03
"""Share of answers that choose an option for "no opinion" or a refusal, where there is one."""
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2022, 12, 31)


def answer(q: Question, rng: random.Random, codes: tuple[str, ...] | None = None) -> Any:
    """An answer that breaks no limit of the question; `codes` restricts the options."""
    return DRAW[q.type](q, rng) if codes is None else rng.choice(codes)


def substantive(q: Question) -> list[Option]:
    """The options that hold a value."""
    return [o for o in q.options if o.missing is None]


def _statement(q: Question, rng: random.Random) -> Reason | None:
    found = [o.code for o in q.options if o.missing is not None]
    return Reason(rng.choice(found)) if found and (rng.random() < STATEMENT or not substantive(q)) else None


def single(q: Question, rng: random.Random) -> Any:
    return _statement(q, rng) or rng.choice(substantive(q)).code


def multi(q: Question, rng: random.Random) -> list[str]:
    alone = [o.code for o in substantive(q) if o.exclusive]
    ordinary = [o.code for o in substantive(q) if not o.exclusive]
    if alone and (rng.random() < 0.15 or not ordinary):
        return [rng.choice(alone)]
    least = max(1, q.min_choices or 1)
    most = max(least, min(len(ordinary), q.max_choices or len(ordinary)))
    chosen = set(rng.sample(ordinary, rng.randint(least, most)))
    return [code for code in q.codes if code in chosen]


def matrix(q: Question, rng: random.Random) -> dict[str, Any]:
    draw = multi if q.multiple_per_row else single
    return {row.code: draw(q, rng) for row in q.rows}


def ranking(q: Question, rng: random.Random) -> list[str]:
    items = [o.code for o in q.options]
    least = max(1, q.min_ranked or 1)
    return rng.sample(items, rng.randint(least, max(least, min(len(items), q.max_ranked or len(items)))))


def grid(q: Question) -> tuple[float, float, int]:
    """First value, step and number of values of a number."""
    low = float(q.min) if isinstance(q.min, (int, float)) else 0.0
    high = float(q.max) if isinstance(q.max, (int, float)) else max(low, 0.0) + 100
    step = q.step or (10.0 ** -(q.decimals if q.decimals is not None else 1))
    if q.min is None:  # steps are counted from 0
        low = min(0.0, math.floor(high / step) * step)
    elif not q.step:
        low = math.ceil(low / step - 1e-9) * step
    return low, step, math.floor((high - low) / step + 1e-9) + 1


def number(q: Question, rng: random.Random) -> float:
    low, step, n = grid(q)
    return round(low + step * rng.randrange(max(1, n)), 10)


def date(q: Question, rng: random.Random) -> datetime.date:
    low = datetime.date.fromisoformat(q.min) if isinstance(q.min, str) else None
    high = datetime.date.fromisoformat(q.max) if isinstance(q.max, str) else None
    first = low or min(EARLIEST, high or EARLIEST)
    last = high or max(LATEST, first)
    step = int(q.step or 1)
    if q.step and low is None:  # steps are counted from 1970
        first += datetime.timedelta(days=-(first.toordinal() - datetime.date(1970, 1, 1).toordinal()) % step)
    return first + datetime.timedelta(days=step * rng.randint(0, max(0, (last - first).days // step)))


def time(q: Question, rng: random.Random) -> str:
    def seconds(value: Any, otherwise: int) -> int:
        parts = [int(p) for p in value.split(":")] if isinstance(value, str) else None
        return sum(p * 60 ** (2 - i) for i, p in enumerate(parts)) if parts else otherwise

    step = int(q.step or 60)
    first = seconds(q.min, 0)
    at = first + step * rng.randint(0, (seconds(q.max, 86399) - first) // step)
    return f"{at // 3600:02}:{at // 60 % 60:02}" + (f":{at % 60:02}" if at % 60 else "")


def text(q: Question, rng: random.Random) -> str:
    least, most = max(1, q.min_length or 1), q.max_length or 200
    if not q.pattern:
        return sentence(rng, least, max(least, most))
    for _ in range(50):
        found = matching(rng, q.pattern)
        if least <= len(found) <= most and found == found.strip() and fits(q, found) and not starts_formula(found):
            return found
    raise DataError(f"question {q.id!r}: found no text that matches {q.pattern!r}; simulate() cannot answer it")


def fits(q: Question, found: str) -> bool:
    """Whether a text matches the question's pattern: searched for where it has an anchor, else as a whole."""
    pattern = q.pattern or ""
    anchored = re.search(r"(?<!\\)[\^$]", re.sub(r"\[[^\]]*\]", "", pattern)) is not None
    return (re.search(pattern, found) if anchored else re.fullmatch(pattern, found)) is not None


def starts_formula(found: str) -> bool:
    """Whether a spreadsheet would run it."""
    return found[:1] in "=+@\t\r"


def upload(q: Question, rng: random.Random) -> str:
    return f"upload-{rng.randrange(10**9)}.pdf"


def email(q: Question, rng: random.Random) -> str:
    return f"person{rng.randrange(10**9)}@example.org"


DRAW: dict[str, Callable[[Question, random.Random], Any]] = {
    "single": single, "multi": multi, "matrix": matrix, "ranking": ranking, "number": number, "rating": number,
    "date": date, "time": time, "text": text, "email": email, "file": upload,
}  # fmt: skip
