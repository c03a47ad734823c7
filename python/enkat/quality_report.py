"""What the quality report shows, as numbers: findings over time and by question, missing answers, completion."""

from __future__ import annotations

import datetime
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat import _core

if TYPE_CHECKING:
    from enkat.validation import Report

__all__ = ["QualityReport", "quality_report"]

KINDS = ("none", "not_shown", "no_answer", "refused", "no_opinion", "breakoff", "invalid")
BINS = 16
DAYS = 62
"""More days than this are shown by month."""


@dataclass(frozen=True, slots=True, repr=False)
class QualityReport:
    """The quality of one file, for the people who work on it: figures with their tables. Not for publication."""

    report: Report
    days: tuple[tuple[str, int, int, int], ...]
    """(day or month, records, findings, records with an error)"""
    questions: tuple[tuple[str, int, int, int], ...]
    """(question, errors, warnings, infos); "" stands for whole records."""
    missing: tuple[tuple[str, dict[str, int]], ...]
    """(column, records by kind of missing; `none` is answered)"""
    funnel: tuple[tuple[str, int], ...]
    """(question, records that answered it or a later one)"""
    timing: tuple[tuple[float, float, int], ...]
    """(from, below, records) in seconds; the last class also holds everything above."""
    median_seconds: float | None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "summary": self.report.summary().to_dict(),
            "days": [dict(zip(("day", "records", "findings", "with_errors"), d, strict=True)) for d in self.days],
            "questions": [
                dict(zip(("question", "errors", "warnings", "infos"), q, strict=True)) for q in self.questions
            ],
            "missing": [{"column": column, **counts} for column, counts in self.missing],
            "funnel": [{"question": q, "records": n} for q, n in self.funnel],
            "timing": [{"from": a, "below": b, "records": n} for a, b, n in self.timing],
            "median_seconds": self.median_seconds,
        }

    def to_html(self, path: str | Path | None = None, *, language: str | None = None) -> str:
        """A self-contained accessible page: no script, no request, a table beside every figure.

        Parameters
        ----------
        path : path, optional
            Where to write it, in UTF-8.
        language : str, optional
            Swedish for `sv`, English for every other; texts of the survey where it has them. Default: the survey's.
        """
        from enkat._display.quality_html import page

        html = page(self, language or self.report.survey.default_language)
        if path is not None:
            Path(path).write_text(html, encoding="utf-8")
        return html

    def _repr_html_(self) -> str:
        from enkat._display.quality_html import fragment

        return fragment(self, self.report.survey.default_language)

    def __repr__(self) -> str:
        reached = self.funnel[-1][1] if self.funnel else 0
        middle = "" if self.median_seconds is None else f"; median time {self.median_seconds:g} s"
        head = f"<QualityReport: {self.report.core.rows} records, {reached} reached the last question{middle}>"
        return f"{head}\n{self.report.summary()}"


def quality_report(report: Report) -> QualityReport:
    """Counts everything once; see `Report.quality`."""
    found = report.columns()
    meta = report.responses.core.meta
    seconds = [s for s in meta.get("duration_seconds", ()) if s is not None and s >= 0]
    return QualityReport(
        report=report,
        days=tuple(_days(report, found)),
        questions=tuple(_questions(report, found)),
        missing=tuple(_missing(report)),
        funnel=tuple(_funnel(report)),
        timing=tuple(_timing(seconds)),
        median_seconds=statistics.median(seconds) if seconds else None,
    )


def _days(report: Report, found: dict[str, list[Any]]) -> list[tuple[str, int, int, int]]:
    moments = report.responses.core.meta.get("judged_at", ())
    days = [None if m is None else _day(m) for m in moments]
    if not any(days):
        return []
    if len(set(days)) > DAYS:
        days = [None if d is None else d[:7] for d in days]
    records = Counter(d for d in days if d)
    findings = Counter(days[row - 1] for row in found["row"])
    faulty = {row for row, severity in zip(found["row"], found["severity"], strict=True) if severity == "error"}
    errors = Counter(days[row - 1] for row in faulty)
    return [(day, records[day], findings[day], errors[day]) for day in sorted(records)]


def _day(moment: Any) -> str:
    """The day on the clock of the file."""
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=moment["local_seconds"] // 86400)).isoformat()


def _questions(report: Report, found: dict[str, list[Any]]) -> list[tuple[str, int, int, int]]:
    counts = Counter(zip(found["question"], found["severity"], strict=True))
    out: list[tuple[str, int, int, int]] = []
    for question in (*report.survey.questions.ids, None):
        e, w, i = (counts[question, severity] for severity in ("error", "warning", "info"))
        if e or w or i:
            out.append((question or "", e, w, i))
    return out


def _missing(report: Report) -> list[tuple[str, dict[str, int]]]:
    asked = [c for c in report.responses.columns if not c.endswith(".other")]
    return [(column, _core.missing_counts(report.responses.column(column))) for column in asked]


def _funnel(report: Report) -> list[tuple[str, int]]:
    measured = report.measures or _core.measures(_measured(report), report.survey.core)
    order = {q: i for i, q in enumerate(report.survey.questions.ids)}
    reached = Counter(order[q] for q in measured["last"] if q is not None)
    known = {c.split(".")[0] for c in report.responses.columns}
    out, n = [], 0
    for i in range(len(order) - 1, -1, -1):
        n += reached[i]
        if report.survey.questions.ids[i] in known:
            out.append((report.survey.questions.ids[i], n))
    return out[::-1]


def _measured(report: Report) -> Any:
    from enkat.validation import validate

    return validate(report.survey, report.responses, quality={}).core


def _timing(seconds: list[float]) -> list[tuple[float, float, int]]:
    """Classes of equal width up to the 95th percentile; the last holds the rest."""
    if not seconds:
        return []
    ordered = sorted(seconds)
    top = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    width = max(1.0, _round_up(top / (BINS - 1)))
    counts = Counter(min(BINS - 1, int(s // width)) for s in seconds)
    return [(i * width, (i + 1) * width, counts[i]) for i in range(max(counts) + 1)]


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 15, 30, 60, 120, 300, 600 ... seconds."""
    steps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600]
    return float(next((s for s in steps if s >= value), -(-value // 3600) * 3600))
