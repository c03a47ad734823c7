"""Random definitions: every type of question with random limits, routing, checks, keys and speeding rules."""

from __future__ import annotations

import random
from typing import Any

import enkat as ek


def option(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": {"en": f"Label {code}"}, **more}


def options(rng: random.Random, *, special: bool = True) -> list[dict[str, Any]]:
    out = [option(f"o{k}") for k in range(rng.randint(2, 6))]
    if special and rng.random() < 0.4:
        out.append(option("other", other_text=True))
    if special and rng.random() < 0.3:
        out.append(option("dk", missing=rng.choice(["refused", "no_opinion"])))
    return out


def single(rng: random.Random) -> dict[str, Any]:
    return {"options": options(rng)}


def multi(rng: random.Random) -> dict[str, Any]:
    out: dict[str, Any] = {"options": [o for o in options(rng) if "missing" not in o]}
    most = len(out["options"])
    if rng.random() < 0.4:
        out["options"].append(option("none", exclusive=True))
    if rng.random() < 0.5:
        out["max_choices"] = rng.randint(1, most)
    if rng.random() < 0.3:
        out["min_choices"] = rng.randint(1, out.get("max_choices", most))
    return out


def matrix(rng: random.Random) -> dict[str, Any]:
    rows = [option(f"r{k}") for k in range(rng.randint(1, 5))]
    many = {"multiple_per_row": True} if rng.random() < 0.3 else {}
    return {"rows": rows, "options": options(rng, special=not many and rng.random() < 0.5), **many}


def ranking(rng: random.Random) -> dict[str, Any]:
    items = options(rng, special=False)
    least = rng.randint(1, len(items))
    bounds = {"min_ranked": least} if rng.random() < 0.5 else {}
    if rng.random() < 0.5:
        bounds["max_ranked"] = rng.randint(least, len(items))
    return {"options": items, **bounds}


def number(rng: random.Random) -> dict[str, Any]:
    low = rng.randint(-5, 5)
    out: dict[str, Any] = {"min": low, "max": low + rng.randint(1, 40)}
    if rng.random() < 0.3:
        out["step"] = rng.choice([0.5, 1, 2])
    elif rng.random() < 0.5:
        out["decimals"] = rng.randint(0, 2)
    for bound in ("min", "max"):
        if rng.random() < 0.2:
            del out[bound]
    return out


def rating(rng: random.Random) -> dict[str, Any]:
    return {"min": 1, "max": rng.randint(3, 10)}


def date(rng: random.Random) -> dict[str, Any]:
    out = {"min": "2019-02-27", "max": rng.choice(["2019-03-05", "2021-12-31"])}
    return {key: value for key, value in out.items() if rng.random() < 0.7}


def time(rng: random.Random) -> dict[str, Any]:
    return {"min": "08:00", "max": "18:30"} if rng.random() < 0.5 else {}


def text(rng: random.Random) -> dict[str, Any]:
    if rng.random() < 0.3:
        return {"pattern": rng.choice([r"[a-z]{3}-\d{2}", r"^\d{4}$", r"(yes|no) ?[A-F]+"])}
    return {"min_length": rng.randint(1, 25), "max_length": rng.randint(60, 200)} if rng.random() < 0.5 else {}


def nothing(rng: random.Random) -> dict[str, Any]:
    return {}


KINDS = {"single": single, "multi": multi, "matrix": matrix, "ranking": ranking, "number": number, "rating": rating,
         "date": date, "time": time, "text": text, "email": nothing}  # fmt: skip


def condition(rng: random.Random, earlier: list[dict[str, Any]], depth: int = 0) -> str:
    """A condition over questions asked earlier."""
    if depth < 2 and rng.random() < 0.35:
        parts = [condition(rng, earlier, depth + 1) for _ in range(2)]
        return rng.choice(["({} and {})", "({} or {})", "not ({} and not {})"]).format(*parts)
    q = rng.choice(earlier)
    name, kind, order = q["id"], q["type"], rng.choice(["<", "<=", ">", ">=", "!="])
    code = rng.choice(q["options"])["code"] if "options" in q else ""
    choices = {
        "single": [f"{name} == '{code}'", f"selected({name},'{code}')", f"{name} in ['{code}', 'o0']"],
        "multi": [f"selected({name},'{code}')", f"count({name}) {order} 1"],
        "matrix": [f"answered({name})"],
        "ranking": [f"rank({name},'{code}') {order} 2", f"count({name}) {order} 1"],
        "number": [f"{name} {order} 3", f"{name} * 2 - 1 {order} 7"],
        "rating": [f"{name} {order} 3"],
        "date": [f"{name} {order} '2019-03-01'"],
        "text": [f"len({name}) {order} 30"],
    }
    return rng.choice([*choices.get(kind, []), f"answered({name})"])


def question(rng: random.Random, place: int, earlier: list[dict[str, Any]]) -> dict[str, Any]:
    kind = rng.choice(list(KINDS))
    out: dict[str, Any] = {"id": f"q{place}", "type": kind, "text": {"en": f"Question {place}"}, **KINDS[kind](rng)}
    if rng.random() < 0.6:
        out["required"] = True
    if earlier and rng.random() < 0.4:
        out["show_if"] = condition(rng, earlier)
    return out


def fieldwork(rng: random.Random) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if rng.random() < 0.7:
        out["unit"] = {"id_field": "response_id", "duplicate_keys": [["respondent_ref"]]}
    if rng.random() < 0.6:
        out["window"] = {"opens": "2023-01-10T00:00:00", "closes": "2023-02-28T23:59:59", "timezone": "Europe/Brussels"}
    if rng.random() < 0.6:
        method, value = rng.choice([("absolute_seconds", 90), ("fraction_of_median", 0.4), ("sd_below_median", 2)])
        out["timing"] = {"min_duration_seconds": 60, "speeding": {"method": method, "value": value}}
    return out


def random_survey(seed: int) -> ek.Survey:
    """A definition of three to fourteen questions."""
    rng = random.Random(seed)
    head = {"format": "survey-definition", "format_version": "0.1", "id": "random", "version": "1",
            "default_language": "en", "languages": ["en"], "title": {"en": "Random"}}  # fmt: skip
    questions: list[dict[str, Any]] = []
    for place in range(rng.randint(3, 14)):
        questions.append(question(rng, place, questions))
    if rng.random() < 0.3:
        texts = [q for q in questions if q["type"] in ("text", "number", "email") and "pattern" not in q]
        for q in texts[:1]:
            q["unique"] = True
    checks = [
        {"id": f"c{k}", "severity": rng.choice(["error", "warning", "info"]), "assert": condition(rng, questions)}
        for k in range(rng.randint(0, 2))
    ]
    if checks and rng.random() < 0.5:
        checks[0]["when"] = condition(rng, questions)
    return ek.Survey.load({**head, **fieldwork(rng), "questions": questions, **({"checks": checks} if checks else {})})
