"""simulate(): the records, the defects planted in them, and the table read back."""

from __future__ import annotations

import datetime
import random
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import make_frame
from enkat.errors import DataError, SurveyWarning
from enkat.simulation._cells import Form, cells, csv_bytes, headings, text
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
                "other.option_without_text", "layout.split_mismatch")  # fmt: skip
RAGGED = "file.ragged_row"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Simulated:
    """Simulated responses with the key of their planted defects."""

    responses: Responses
    """The table, as `survey.read` gives it."""
    cells: dict[str, list[str]]
    """The same as a plain table of texts."""
    key: tuple[dict[str, Any], ...]
    """One entry per defect: `row` (from 1), `question` or None, `rule`, `severity`; sorted by row."""
    seed: int
    ragged: dict[int, int] = field(default_factory=dict)
    """Rows, from 0, that have so many cells too many (or too few) in the file."""

    def csv(self) -> bytes:
        """The records as a CSV file."""
        return csv_bytes(self.cells, self.ragged)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the records as a CSV file that `survey.read` reads."""
        Path(path).write_bytes(self.csv())

    def frame(self, *, library: Any = None) -> Any:
        """The cells as a dataframe."""
        return make_frame(self.cells, library=library, texts=tuple(self.cells))

    def __repr__(self) -> str:
        return f"<Simulated: {self.responses.rows} respondents, {len(self.key)} planted defects, seed {self.seed}>"


def plantable(survey: Survey, form: Form = "table") -> tuple[str, ...]:
    """The rules whose defects this survey has a place for."""
    plan, fieldwork = _prepared(survey, form)
    return tuple(_plantable(plan, fieldwork))


def _prepared(survey: Survey, form: Form) -> tuple[Plan, Fieldwork]:
    if form not in ("table", "file"):
        raise DataError(f"form: found {form!r}, expected 'table' or 'file'")
    return Plan(survey, datetime.date.today(), in_file=form == "file"), Fieldwork(survey.to_dict())


def simulate(
    survey: Survey,
    n: int,
    *,
    seed: int = 1,
    defects: int | Mapping[str, int] | bool = 0,
    form: Form = "table",
) -> Simulated:
    """Make responses that obey the definition, routing included; see `Survey.simulate`."""
    if not isinstance(n, int) or n < 0:
        raise DataError(f"n: found {n!r}, expected a number of respondents, 0 or more")
    plan, fieldwork = _prepared(survey, form)
    wanted = _wanted(defects, _plantable(plan, fieldwork))
    if 4 * len(wanted) > n:
        raise DataError(f"defects: found {len(wanted)} for {n} records, expected at most one in four records")
    maker = _Maker(plan, fieldwork, seed)
    rows = maker.make(n, wanted, strict=isinstance(defects, Mapping))
    names = rows[0] if rows else maker.empty()
    table = {name: [row[name] for row in rows] for name in names}
    responses = _read(survey, table, maker.ragged) if form == "file" else survey.read(table, layout="plain")
    severity = {name: s for name, s, _ in _core.rules()}
    severity |= {f"check.{c['id']}": c["severity"] for c in plan.data.get("checks", ())}
    key = tuple(
        {"row": row + 1, "question": question, "rule": rule, "severity": severity[rule]}
        for row, (question, rule) in sorted(maker.planted.items())
    )
    return Simulated(responses=responses, cells=table, key=key, seed=seed, ragged=maker.ragged)


def _read(survey: Survey, table: dict[str, list[str]], ragged: dict[int, int]) -> Responses:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", SurveyWarning)  # the planted bytes that are no UTF-8
        path = Path(folder) / "simulated.csv"
        path.write_bytes(csv_bytes(table, ragged))
        return survey.read(path, layout="plain")


def _plantable(plan: Plan, fieldwork: Fieldwork) -> list[str]:
    found = [rule for rule in (*IN_QUESTIONS, *plan.spoils) if plan.carriers(rule)]
    found += [RAGGED] if plan.in_file else []
    found += ["unique.repeated"] if _unique(plan, fieldwork) else []
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


def _unique(plan: Plan, fieldwork: Fieldwork) -> list[str]:
    """The questions whose answer may repeat an earlier one without another finding."""
    known = {fieldwork.id_field, *(name for key in fieldwork.keys for name in key)}
    return [q.id for q in plan.carriers("unique.repeated") if q.id not in known]


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
        self.ragged: dict[int, int] = {}
        self.form: Form = "file" if plan.in_file else "table"
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
        copies = [rule for rule in wanted if rule in (*COPIES, "unique.repeated")]
        others = [rule for rule in wanted if rule not in copies]
        rng.shuffle(others)
        places = sorted(rng.sample(range(n), len(wanted)))  # copies come late, so that there is something to copy
        rules = dict(zip(places, others + copies, strict=True))
        return [self._row(row, rules.get(row)) for row in range(n)]

    def empty(self) -> list[str]:
        """The headings of a table without rows."""
        return [*self.names.values(), *(name for q in self.plan.questions for name in headings(q, self.form))]

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
                if rule == RAGGED:
                    self.ragged[row] = rng.choice((-1, 1)) if len(table) > 1 else 1
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
        if rule in (*COPIES, "unique.repeated") and not self.clean:
            return None
        if rule in ("unit.duplicate_id", "unit.duplicate_answers"):
            return self._copied(row, rule, meta, rng)
        if rule in META and not self.fieldwork.spoil(rule, meta, rng):
            return None
        whole = rule in (*META, *COPIES, RAGGED)
        given = self._earlier(rng) if rule == "unique.repeated" else None
        if rule == "unique.repeated" and given is None:
            return None
        submitted = datetime.date.fromisoformat(meta["submitted_at"][:10])
        record = self.plan.draw(rng, None if whole else rule, submitted, given)
        if record is None:
            return None
        if whole:
            record.planted = (None, str(rule))
        if rule == "unit.duplicate_respondent":
            meta["respondent_ref"] = rng.choice(self.clean)[3]["respondent_ref"]
        if rule == "unit.breakoff":
            meta["submitted"] = "0"
        table = {
            name: cell
            for q in self.plan.questions
            for name, cell in zip(headings(q, self.form), cells(q, record, self.form), strict=True)
        }
        return (row, record, table, meta) if self._is_new(record, table) else None

    def _earlier(self, rng: random.Random) -> tuple[str, Any] | None:
        """An answer of an earlier record that must be unique."""
        _, record, _, _ = rng.choice(self.clean)
        found = [id for id in _unique(self.plan, self.fieldwork) if record.answers.get(id) is not None]
        return (id := rng.choice(found), record.answers[id]) if found else None

    def _copied(self, row: int, rule: str, meta: Meta, rng: random.Random) -> Row | None:
        _, record, table, source = rng.choice(self.clean)
        if rule == "unit.duplicate_answers" and not self._many(record):
            return None
        meta = {**meta, **source} if rule == "unit.duplicate_id" else meta
        copy = Record(record.answers, record.others, record.shown, planted=(None, rule))
        return row, copy, table, meta

    def _many(self, record: Record) -> bool:
        asked = [q for q in self.plan.questions if q.type != "calculated"]
        return sum(q.id in record.shown or record.answers.get(q.id) is not None for q in asked) >= ENOUGH

    def _is_new(self, record: Record, table: dict[str, str]) -> bool:
        """Whether the record repeats no other one, nor a value that must be unique; it is remembered."""
        repeated = [record.given[0]] if record.given else None
        keys = [
            (str(i), *(table.get(name) or text(record.answers.get(name)) for name in key))
            for i, key in enumerate(self.unique)
            if key != repeated
        ]
        keys = [key for key in keys if all(key[1:])]
        equal = tuple(table.values())
        if any(key in self.taken for key in keys) or (self._many(record) and equal in self.equal):
            return False
        self.taken.update(keys)
        self.equal.add(equal)
        return True
