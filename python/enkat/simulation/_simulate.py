"""simulate(): the records, the defects planted in them, and the table read back."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import make_frame
from enkat.errors import DataError
from enkat.simulation._cells import cells, headings
from enkat.simulation._defects import ANSWERS
from enkat.simulation._meta import META, Fieldwork, Meta
from enkat.simulation._records import Plan, Record

if TYPE_CHECKING:
    from enkat.reading import Responses
    from enkat.survey import Survey

__all__ = ["Simulated", "plantable", "simulate"]

TRIES = 400
COPIES = ("unit.duplicate_id", "unit.duplicate_respondent", "unit.duplicate_answers")
ENOUGH = 10
"""So many answers make equal records a finding."""
IN_QUESTIONS = ("required.missing", "routing.answered_when_hidden", "audience.ineligible", "quality.attention",
                "quality.straightline", "quality.open_text", "other.text_without_option",
                "other.option_without_text")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Simulated:
    """Simulated responses with the key of their planted defects."""

    responses: Responses
    """The table, as `survey.read` gives it."""
    cells: dict[str, list[str]]
    """The same as a plain table of texts, for a file."""
    key: tuple[dict[str, Any], ...]
    """One entry per defect: `row` (from 1), `question` or None, `rule`, `severity`; sorted by row."""
    seed: int

    def frame(self, *, library: Any = None) -> Any:
        """The cells as a dataframe."""
        return make_frame(self.cells, library=library, texts=tuple(self.cells))

    def __repr__(self) -> str:
        return f"<Simulated: {self.responses.rows} respondents, {len(self.key)} planted defects, seed {self.seed}>"


def plantable(survey: Survey) -> tuple[str, ...]:
    """The rules whose defects this survey has a place for."""
    plan, fieldwork = Plan(survey, datetime.date.today()), Fieldwork(survey.to_dict())
    return tuple(_plantable(plan, fieldwork))


def simulate(survey: Survey, n: int, *, seed: int = 1, defects: int | Mapping[str, int] | bool = 0) -> Simulated:
    """Make responses that obey the definition, routing included; see `Survey.simulate`."""
    if not isinstance(n, int) or n < 0:
        raise DataError(f"n: found {n!r}, expected a number of respondents, 0 or more")
    plan, fieldwork = Plan(survey, datetime.date.today()), Fieldwork(survey.to_dict())
    wanted = _wanted(defects, _plantable(plan, fieldwork))
    if 4 * len(wanted) > n:
        raise DataError(f"defects: found {len(wanted)} for {n} records, expected at most one in four records")
    maker = _Maker(plan, fieldwork, seed)
    rows = maker.make(n, wanted, strict=isinstance(defects, Mapping))
    names = rows[0] if rows else maker.empty()
    table = {name: [row[name] for row in rows] for name in names}
    responses = survey.read(table, layout="plain")
    severity = {name: s for name, s, _ in _core.rules()}
    severity |= {f"check.{c['id']}": c["severity"] for c in plan.data.get("checks", ())}
    key = tuple(
        {"row": row + 1, "question": question, "rule": rule, "severity": severity[rule]}
        for row, (question, rule) in sorted(maker.planted.items())
    )
    return Simulated(responses=responses, cells=table, key=key, seed=seed)


def _plantable(plan: Plan, fieldwork: Fieldwork) -> list[str]:
    found = [rule for rule in (*IN_QUESTIONS, *ANSWERS) if plan.carriers(rule)]
    moved = any("submitted" in str(q.show_if) for q in plan.questions) or "submitted()" in str(plan.data)
    found += [rule for rule in META if fieldwork.spoil(rule, fieldwork.draw(0, random.Random(0)), random.Random(0))
              and not (moved and rule.startswith("window."))]  # fmt: skip
    unique = any(q.unique for q in plan.questions)
    own = [q.id for q in plan.questions]
    keyed = any(name in own for key in fieldwork.keys for name in key)
    if fieldwork.id_field not in own and not moved:
        found += ["unit.duplicate_id"] if fieldwork.unique and not unique else []
        asked = [q for q in plan.questions if q.type not in ("calculated",)]
        found += ["unit.duplicate_answers"] if not (unique or keyed) and len(asked) >= ENOUGH else []
        by_person = ["respondent_ref"] in fieldwork.keys and fieldwork.id_field != "respondent_ref"
        found += ["unit.duplicate_respondent"] if by_person else []
    found += ["unit.breakoff"]
    found += [name for name, *_ in plan.checks]
    return [rule for rule in found if not (rule == "quality.speeding" and fieldwork.fast is None)]


def _wanted(defects: int | Mapping[str, int] | bool, known: list[str]) -> list[str]:
    if isinstance(defects, Mapping):
        for rule, count in defects.items():
            if rule not in known:
                raise DataError(
                    f"defects: found {rule!r}, expected rules this survey has a place for: {', '.join(known)}"
                )
            if not isinstance(count, int) or count < 0:
                raise DataError(f"defects: found {count!r} for {rule}, expected a number of records")
        return [rule for rule, count in defects.items() for _ in range(count)]
    if not isinstance(defects, int) or defects < 0:
        raise DataError(f"defects: found {defects!r}, expected a number, True, or a dict from rule to number")
    if defects is True:
        return known
    return [known[i % len(known)] for i in range(defects)] if known else []


Row = tuple[int, Record, dict[str, str], Meta]


class _Maker:
    """Draws records one after another; every record has its own random numbers from (seed, row, try)."""

    def __init__(self, plan: Plan, fieldwork: Fieldwork, seed: int) -> None:
        self.plan, self.fieldwork, self.seed = plan, fieldwork, seed
        self.equal: set[tuple[str, ...]] = set()
        self.taken: set[tuple[str, ...]] = set()
        self.clean: list[Row] = []
        self.strict = True
        self.impossible: set[str | None] = set()
        self.planted: dict[int, tuple[str | None, str]] = {}
        own = {q.id for q in plan.questions}
        keys = [*fieldwork.keys, [fieldwork.id_field], *([q.id] for q in plan.questions if q.unique)]
        self.unique = [key for key in keys if all(name in own for name in key)]
        self.names = {name: name for name in fieldwork.draw(0, random.Random(0)) if name not in own}
        if fieldwork.id_field not in own:
            self.names["response_id"] = fieldwork.id_field

    def make(self, n: int, wanted: list[str], *, strict: bool) -> list[dict[str, str]]:
        """The rows of the table; not strict: a defect without place is left out."""
        self.strict = strict
        rng = random.Random(f"{self.seed}")
        copies = [rule for rule in wanted if rule in COPIES]
        others = [rule for rule in wanted if rule not in COPIES]
        rng.shuffle(others)
        places = sorted(rng.sample(range(n), len(wanted)))  # copies come late, so that there is something to copy
        rules = dict(zip(places, others + copies, strict=True))
        return [self._row(row, rules.get(row)) for row in range(n)]

    def empty(self) -> list[str]:
        """The headings of a table without rows."""
        return [*self.names.values(), *(name for q in self.plan.questions for name in headings(q))]

    def _row(self, row: int, rule: str | None) -> dict[str, str]:
        for attempt in range(TRIES if rule not in self.impossible else 0):
            rng = random.Random(f"{self.seed}/{row}/{attempt}")
            made = self._try(row, rule, rng)
            if made is not None:
                _, record, table, meta = made
                if rule is None:
                    self.clean.append(made)
                elif record.planted is not None:
                    self.planted[row] = record.planted
                return {**{self.names[k]: v for k, v in meta.items() if k in self.names}, **table}
        if rule is not None and not self.strict:
            self.impossible.add(rule)
            return self._row(row, None)
        what = "a record without defect" if rule is None else f"a record whose only defect is {rule}"
        raise DataError(
            f"seed {self.seed}: found no place for {what} in {TRIES} tries (record {row + 1}); its questions leave too "
            "few different answers, or its checks too few that pass; ask for fewer records, or give defects by rule"
        )

    def _try(self, row: int, rule: str | None, rng: random.Random) -> Row | None:
        meta = self.fieldwork.draw(row, rng)
        if rule in COPIES and not self.clean:
            return None
        if rule in ("unit.duplicate_id", "unit.duplicate_answers"):
            return self._copied(row, rule, meta, rng)
        if rule in META and not self.fieldwork.spoil(rule, meta, rng):
            return None
        drawn = None if rule in (*META, *COPIES) else rule
        record = self.plan.draw(rng, drawn, datetime.date.fromisoformat(meta["submitted_at"][:10]))
        if record is None:
            return None
        if rule in META or rule in COPIES:
            record.planted = (None, str(rule))
        if rule == "unit.duplicate_respondent":
            meta["respondent_ref"] = rng.choice(self.clean)[3]["respondent_ref"]
        if rule == "unit.breakoff":
            meta["submitted"] = "0"
        table = {
            name: cell for q in self.plan.questions for name, cell in zip(headings(q), cells(q, record), strict=True)
        }
        return (row, record, table, meta) if self._is_new(record, table) else None

    def _copied(self, row: int, rule: str, meta: Meta, rng: random.Random) -> Row | None:
        _, record, table, source = rng.choice(self.clean)
        if rule == "unit.duplicate_answers" and not self._many(record):
            return None
        meta = {**meta, **source} if rule == "unit.duplicate_id" else meta
        copy = Record(record.answers, record.others, record.shown, (None, rule))
        return row, copy, table, meta

    def _many(self, record: Record) -> bool:
        asked = [q for q in self.plan.questions if q.type != "calculated"]
        return sum(q.id in record.shown or record.answers.get(q.id) is not None for q in asked) >= ENOUGH

    def _is_new(self, record: Record, table: dict[str, str]) -> bool:
        """Whether the record repeats no other one, nor a value that must be unique; it is remembered."""
        keys = [(str(i), *(table[name] for name in key)) for i, key in enumerate(self.unique)]
        keys = [key for key in keys if all(key[1:])]
        equal = tuple(table.values())
        if any(key in self.taken for key in keys) or (self._many(record) and equal in self.equal):
            return False
        self.taken.update(keys)
        self.equal.add(equal)
        return True
