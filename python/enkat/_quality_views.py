"""Findings from three sides, and the quality score of every record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.validation import Report

PENALTIES = {"error": 0.2, "warning": 0.1, "info": 0.02}


def by_rule(report: Report) -> dict[str, list[Any]]:
    """One line per rule: severity, findings, records concerned and their share of all."""
    found = report.columns()
    records: dict[tuple[str, str], set[int]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for key in zip(found["severity"], found["rule"], found["row"], strict=True):
        records.setdefault(key[:2], set()).add(key[2])
        counts[key[:2]] += 1
    rank = {"error": 0, "warning": 1, "info": 2}
    order = sorted(counts, key=lambda k: (rank[k[0]], -counts[k], k[1]))
    return {
        "rule": [rule for _, rule in order],
        "severity": [severity for severity, _ in order],
        "findings": [counts[k] for k in order],
        "records": [len(records[k]) for k in order],
        "share": [_share(len(records[k]), report.core.rows) for k in order],
    }


def by_question(report: Report) -> dict[str, list[Any]]:
    """One line per question in the order of the questionnaire, and one (None) for whole records."""
    found = report.columns()
    counts = Counter(zip(found["question"], found["severity"], strict=True))
    records: dict[Any, set[int]] = {}
    for question, row in zip(found["question"], found["row"], strict=True):
        records.setdefault(question, set()).add(row)
    questions: list[str | None] = [*report.survey.questions.ids, None]
    return {
        "question": questions,
        **{name + "s": [counts[q, name] for q in questions] for name in ("error", "warning", "info")},
        "records": [len(records.get(q, ())) for q in questions],
        "share": [_share(len(records.get(q, ())), report.core.rows) for q in questions],
    }


def by_respondent(report: Report, penalties: Mapping[str, float] | None) -> dict[str, list[Any]]:
    """One line per record: findings by severity, the rules, and the score."""
    rows = report.core.rows
    found = report.columns()
    of = {name: [0] * rows for name in ("error", "warning", "info")}
    rules: list[list[str]] = [[] for _ in range(rows)]
    for row, severity, rule in zip(found["row"], found["severity"], found["rule"], strict=True):
        of[severity][row - 1] += 1
        rules[row - 1].append(rule)
    ids = report.responses.core.meta.get("response_id", [""] * rows)
    out: dict[str, list[Any]] = {
        "row": list(range(1, rows + 1)),
        "response_id": [text or None for text in ids],
        **{name + "s": counts for name, counts in of.items()},
        "rules": [", ".join(names) for names in rules],
        "score": scores(report, penalties),
    }
    return out | measures(report)


def scores(report: Report, penalties: Mapping[str, float] | None) -> list[float]:
    """100 times the product of (1 - penalty) over a record's findings."""
    stated = dict(PENALTIES if penalties is None else penalties)
    known = {name for name, _, _ in (*_core.rules(), *_core.rules_on_request())}
    for name, value in stated.items():
        if name not in PENALTIES and name not in known and not name.startswith("check."):
            raise DataError(f"penalties: found {name!r}, expected error, warning, info or the name of a rule")
        if not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise DataError(f"penalties: found {value!r} for {name}, expected a share from 0 to 1")
    severities = [float(stated.get(name, PENALTIES[name])) for name in ("error", "warning", "info")]
    by_rule = {name: float(value) for name, value in stated.items() if name not in PENALTIES}
    return [round(score, 6) for score in _core.scores(report.core, report.survey.core, by_rule, severities)]


def measures(report: Report) -> dict[str, list[Any]]:
    """The measures of every record; empty when validation was not asked for them."""
    found: dict[str, list[Any]] = _core.measures(report.core, report.survey.core)
    return found if found["asked"] or not report.core.rows else {}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
