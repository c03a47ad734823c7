"""One record: every question in order, asked where routing says so, with at most one planted defect."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from typing import Any

from enkat.questions import Question
from enkat.simulation import _draw
from enkat.simulation._defects import ANSWERS, IN_FILES, Raw, open_text
from enkat.simulation._expression import Reason, Rule, compiled

UNANSWERED = 0.06
"""Share of optional questions left empty."""
WARNINGS = ("text.formula", "text.control")


@dataclass(slots=True)
class Record:
    """The answers as conditions read them, and what the file shows instead where that differs."""

    answers: dict[str, Any]
    others: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    flipped: dict[str, str] = field(default_factory=dict)
    """The option whose own column says otherwise, by question."""
    given: tuple[str, Any] | None = None
    """An answer of an earlier record, to be repeated: question and value."""
    planted: tuple[str | None, str] | None = None
    faulty: str | None = None
    stopped: int | None = None
    """Place of the last question before the respondent stopped."""

    def answered(self) -> int:
        return sum(v is not None for v in self.answers.values() if not isinstance(v, datetime.datetime))


class Plan:
    """A definition made ready for drawing: compiled conditions, and which questions can carry which defect."""

    def __init__(self, survey: Any, today: datetime.date, *, in_file: bool = False) -> None:
        self.data: dict[str, Any] = survey.to_dict()
        self.questions: list[Question] = [q for q in survey.questions if q.type != "note"]
        self.place = {q.id: i for i, q in enumerate(self.questions)}
        self.today = today
        self.in_file = in_file
        self.spoils = IN_FILES if in_file else ANSWERS
        sections = {s["id"]: s.get("show_if") for s in self.data.get("sections", ())}
        self.conditions: dict[str, list[Rule]] = {}
        self.reads: set[str] = set()
        for q in self.questions:
            sources = [s for s in (sections.get(q.section), q.show_if) if s]
            self.conditions[q.id] = [self._compile(s) for s in sources]
        self.formulas = {q.id: self._compile(q.formula) for q in self.questions if q.formula}
        self.checks = [self._check(c) for c in self.data.get("checks", ())]
        quality = self.data.get("quality", {})
        self.attention = {a["question"]: tuple(a["expected"]) for a in quality.get("attention", ())}
        self.open_text = set(quality.get("open_text", ()))
        self.straightline = {s["question"]: s.get("min_rows", 3) for s in quality.get("straightline", ())}
        audience = self.data.get("audience")
        self.audience = (audience["question"], tuple(audience["eligible"])) if audience else None

    def _compile(self, source: str) -> Rule:
        rule, names = compiled(source)
        self.reads |= names
        return rule

    def _check(self, check: dict[str, Any]) -> tuple[str, Rule | None, Rule, frozenset[str]]:
        rule, names = compiled(check["assert"])
        when, more = compiled(check["when"]) if "when" in check else (None, frozenset[str]())
        self.reads |= names | more
        return f"check.{check['id']}", when, rule, names | more

    # ---- drawing ------------------------------------------------------------------------------------------------
    def draw(
        self, rng: random.Random, rule: str | None, submitted: datetime.date, given: tuple[str, Any] | None = None
    ) -> Record | None:
        """A record that breaks `rule` alone (None: no rule); None where this draw has no place for the defect."""
        target = None if rule is None else self._target(rule, rng, given)
        if rule is not None and target is None and not rule.startswith(("check.", "unit.breakoff")):
            return None
        record = Record({"today()": self.today, "submitted()": submitted}, given=given)
        stop = rng.randint(1, min(9, len(self.questions))) if rule == "unit.breakoff" else None
        for i, q in enumerate(self.questions):
            if stop is not None and record.stopped is None and self._count(record) >= stop:
                record.stopped = self._last(record)
            if record.stopped is not None:
                record.answers[q.id] = None
            elif q.type == "calculated":
                record.answers[q.id] = self.formulas[q.id](record.answers) if self._asked(q, record) else None
            else:
                self._answer(q, record, rng, rule if target is not None and target.id == q.id else None)
            del i
        if rule == "unit.breakoff":
            record.stopped = self._last(record) if record.stopped is None else record.stopped
            record.planted = (None, rule)
        return record if self._passes(record, rule) else None

    def _asked(self, q: Question, record: Record) -> bool:
        return all(condition(record.answers) for condition in self.conditions[q.id])

    def _count(self, record: Record) -> int:
        return sum(record.answers.get(q.id) is not None for q in self.questions)

    def _last(self, record: Record) -> int:
        found = [
            i for i, q in enumerate(self.questions) if record.answers.get(q.id) is not None and q.type != "calculated"
        ]
        return found[-1] if found else -1

    def _answer(self, q: Question, record: Record, rng: random.Random, rule: str | None) -> None:
        asked = self._asked(q, record)
        if rule == "routing.answered_when_hidden":
            record.answers[q.id] = None
            if not asked and q.type in ("single", "number", "rating", "date", "text", "multi"):
                record.shown[q.id] = self._good(q, rng)
                self._plant(record, q, rule)
            return
        if not asked or (rule is None and not q.required and rng.random() < UNANSWERED):
            record.answers[q.id] = None
            return
        value = self._good(q, rng) if rule is None else self._spoiled(q, rng, rule, record)
        if isinstance(value, Raw) or (q.type == "ranking" and isinstance(value, dict)):
            record.shown[q.id], value = value, None
        record.answers[q.id] = value
        if value is not None and q.id not in record.others and rule != "other.option_without_text":
            self._other_text(q, record, rng)

    def _good(self, q: Question, rng: random.Random) -> Any:
        codes = self.audience[1] if self.audience and self.audience[0] == q.id else self.attention.get(q.id)
        if codes is not None and q.type == "multi":
            return [c for c in q.codes if c in codes] if q.id in self.attention else [rng.choice(codes)]
        if codes is not None and q.type == "single":
            return rng.choice(codes)
        value = _draw.answer(q, rng)
        least = self.straightline.get(q.id)
        while least is not None and _alike(value, least) and len(_draw.substantive(q)) > 1:
            value = _draw.answer(q, rng)
        return value

    def _other_text(self, q: Question, record: Record, rng: random.Random) -> None:
        if q.type == "matrix":
            return
        value = record.answers[q.id]
        chosen = value if isinstance(value, list) else [value]
        if any(o.other_text and o.code in chosen for o in q.options):
            record.others[q.id] = f"something else {rng.randrange(10**6)}"

    # ---- defects ------------------------------------------------------------------------------------------------
    def _target(self, rule: str, rng: random.Random, given: tuple[str, Any] | None) -> Question | None:
        found = [q for q in self.carriers(rule) if given is None or q.id == given[0]]
        return rng.choice(found) if found else None

    def carriers(self, rule: str) -> list[Question]:
        """The questions that can carry a defect."""
        asked = [q for q in self.questions if q.type not in ("calculated", "file")]
        if rule == "required.missing":
            return [q for q in asked if q.required]
        if rule == "routing.answered_when_hidden":
            return [q for q in asked if self.conditions[q.id]]
        if rule == "audience.ineligible":
            return [q for q in asked if self.audience and q.id == self.audience[0] and self._ineligible(q)]
        if rule == "quality.attention":
            return [q for q in asked if q.id in self.attention and q.type == "single" and self._wrong(q)]
        if rule == "quality.straightline":
            return [q for q in asked if q.id in self.straightline and len(q.rows) >= self.straightline[q.id]]
        if rule == "quality.open_text":
            return [q for q in asked if q.id in self.open_text and open_text(q, random.Random(0)) is not None]
        if rule in ("other.text_without_option", "other.option_without_text"):
            return [q for q in asked if q.type in ("single", "multi") and self._with_text(q)]
        if rule == "unique.repeated":
            return [q for q in asked if q.unique]
        if rule == "layout.split_mismatch":
            return [q for q in asked if q.type == "multi" and self.in_file]
        spoil = self.spoils.get(rule)
        plain = [q for q in asked if q.id not in self.attention and (self.audience or ("",))[0] != q.id]
        return [q for q in plain if spoil is not None and spoil(q, random.Random(0)) is not None]

    def _ineligible(self, q: Question) -> list[str]:
        known = self.audience[1] if self.audience else ()
        return [o.code for o in _draw.substantive(q) if o.code not in known] if q.type == "single" else []

    def _wrong(self, q: Question) -> list[str]:
        return [o.code for o in _draw.substantive(q) if o.code not in self.attention[q.id]]

    def _with_text(self, q: Question) -> list[str]:
        codes = [o.code for o in _draw.substantive(q) if o.other_text]
        eligible = self.audience[1] if self.audience and self.audience[0] == q.id else None
        return [c for c in codes if eligible is None or c in eligible] if q.id not in self.attention else []

    def _spoiled(self, q: Question, rng: random.Random, rule: str, record: Record) -> Any:
        value = self._wrong_value(q, rng, rule, record)
        if value is not None or rule == "required.missing":
            self._plant(record, q, rule)
        return value

    def _wrong_value(self, q: Question, rng: random.Random, rule: str, record: Record) -> Any:
        if rule == "required.missing":
            return None
        if rule == "audience.ineligible":
            return rng.choice(self._ineligible(q))
        if rule == "quality.attention":
            return rng.choice(self._wrong(q))
        if rule == "quality.straightline":
            code = rng.choice(_draw.substantive(q)).code
            return {row.code: [code] if q.multiple_per_row else code for row in q.rows}
        if rule == "quality.open_text":
            return open_text(q, rng)
        if rule == "other.option_without_text":
            code = self._with_text(q)[0]
            if q.type == "single":
                return code
            others = [o.code for o in _draw.substantive(q) if not o.exclusive and not o.other_text]
            return [*rng.sample(others, max(0, min(len(others), (q.min_choices or 1) - 1))), code]
        if rule == "other.text_without_option":
            value = self._good(q, rng)
            if any(code in value for code in self._with_text(q)) or isinstance(value, Reason):
                return None
            record.others[q.id] = f"something else {rng.randrange(10**6)}"
            return value
        if rule == "unique.repeated":
            return record.given[1] if record.given else None
        if rule == "layout.split_mismatch":
            record.flipped[q.id] = rng.choice(q.codes)
            return self._good(q, rng)
        return self.spoils[rule](q, rng)

    def _plant(self, record: Record, q: Question, rule: str) -> None:
        record.planted = (q.id, rule)
        warns = rule in WARNINGS or rule.startswith(("quality.", "other.", "audience.", "routing."))
        record.faulty = None if warns else q.id

    # ---- acceptance ---------------------------------------------------------------------------------------------
    def _passes(self, record: Record, rule: str | None) -> bool:
        failed = [name for name, when, passed, names in self.checks if self._fails(record, when, passed, names)]
        if rule is not None and rule.startswith("check."):
            record.planted = (None, rule)
            return failed == [rule]
        return not failed and (rule is None or record.planted is not None)

    def _fails(self, record: Record, when: Rule | None, passed: Rule, names: frozenset[str]) -> bool:
        if record.faulty in names:
            return False
        if record.stopped is not None and max((self.place.get(n, -1) for n in names), default=-1) > record.stopped:
            return False
        if when is not None and not when(record.answers):
            return False
        found = passed(record.answers)
        return found is not None and not found


def _alike(value: dict[str, Any], least: int) -> bool:
    """Whether a matrix is straight-lined: "no opinion" does not count."""
    found = [str(v) for v in value.values() if not isinstance(v, Reason)]
    return len(found) >= least and len(set(found)) == 1
