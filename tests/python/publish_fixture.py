"""A hand-made publication of the mentoring survey: invented counts of 173 respondents, no estimator involved."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from enkat import _core
from enkat.publish._model import Account, Finding, Publication, PublishedQuestion

DEFINITION = Path(__file__).parents[1] / "data" / "formats" / "mentoring.survey.json"
ROLE = {"head_teacher": 28, "student_teacher": 12, "teacher": 118, "teacher_educator": 15}
LEVEL = {"ecec": 2, "primary": 50, "lower_secondary": 49, "upper_secondary": 48, "vet": 18, "higher": 6}
AUDIENCES = {
    "all_pupils": 81,
    "sen_pupils": 71,
    "disadvantaged_pupils": 49,
    "early_leaving_pupils": 40,
    "all_teachers": 50,
    "new_teachers": 62,
    "support_teachers": 28,
    "none": 30,
    "other": 4,
}
SINCE = {"years:1995..2009": 25, "years:2010..2014": 30, "years:2015..2019": 50, "years:2020..2022": 21}
BENEFITS = {
    "wellbeing": ([2, 9, 18, 61, 47], 6),
    "outcomes": ([8, 14, 30, 52, 30], 9),
    "motivation": ([6, 10, 20, 66, 38], 3),
    "retention": ([1, 2, 41, 50, 40], 9),
    "collaboration": ([0, 12, 26, 60, 43], 2),
}
POLICY = _core.publication_policy("eu-open", 5, 0)


def share(count: int, base: int) -> _core.ShareEstimate:
    p = count / base if base else 0.0
    se = math.sqrt(p * (1 - p) / base) if base else 0.0
    return _core.ShareEstimate(p=p, se=se, df=max(base - 1, 0), count=count, n=base, n_weighted=base, n_effective=base)


def table(
    question: str,
    shape: str,
    counts: dict[str, int],
    base: int | None = None,
    *,
    weighted: bool = False,
    sensitive: bool = False,
) -> _core.Table:
    n = sum(counts.values()) if base is None else base
    out = _core.Table(question, shape, sensitive)
    out.add_base("total", n, n_effective=n)
    for row, count in counts.items():
        out.add_share(row, "total", "answer", [], share(count, n), True)
    if weighted:
        out.add_base("weighted", n, n_weighted=n, n_effective=0.8 * n, deff_kish=1.25)
        for row, count in counts.items():
            out.add_share(row, "weighted", "answer", [], share(count, n), True)
    return out


def value(out: _core.Table, measure: str, estimate: float, n: int, *, row: str = "", role: str = "summary") -> None:
    out.add_value(
        row, "total", measure, role, estimate, se=0.2, ci_low=estimate - 0.4, ci_high=estimate + 0.4, count=n, n=n
    )


def likert(question: str, counts: list[int], no_opinion: int) -> _core.Table:
    codes = [str(k) for k in range(1, 6)]
    n = sum(counts)
    out = table(question, "ordinal", dict(zip(codes, counts, strict=True)))
    for name, parts in (("net.positive", codes[3:]), ("net.negative", codes[:2])):
        total = sum(counts[codes.index(p)] for p in parts)
        out.add_share(name, "total", "net", parts, share(total, n), True)
    value(out, "mean", sum(k * c for k, c in enumerate(counts, 1)) / n, n)
    out.add_value("dk", "total", "count", "apart", float(no_opinion), count=no_opinion, n=n)
    return out


def raw_tables() -> dict[str, list[_core.Table]]:
    country = {
        "IT": 41,
        "TR": 38,
        "RO": 30,
        "ES": 27,
        "EL": 9,
        "PL": 8,
        "PT": 6,
        "HR": 3,
        "FR": 5,
        "SE": 2,
        "BG": 1,
        "DE": 3,
    }
    hours = table("q_hours", "classes", {"class:0..5": 48, "class:5..10": 52, "class:10..20": 27, "last:20..80": 16})
    value(hours, "mean", 9.2345, 143)
    value(hours, "sd", 7.117, 143)
    obstacles = table(
        "q_obstacles", "ranking", {"time": 62, "funding": 38, "training": 30, "recruitment": 21, "leadership": 10}
    )
    for item, rank in {"time": 2.1, "funding": 2.6, "training": 2.9, "recruitment": 3.4, "leadership": 4.0}.items():
        value(obstacles, "mean_rank", rank, 161, row=item)
    nps = table("q_recommend", "groups", {"promoters": 91, "passives": 50, "detractors": 32})
    value(nps, "nps", 100 * (91 - 32) / 173, 173)
    value(nps, "mean", 8.1, 173)
    comment = _core.Table("q_comment", "text", True)
    comment.add_base("total", 57)
    comment.add_value("", "total", "count", "apart", 57.0, count=57, n=57)
    codes = [o["code"] for o in question("q_country")["options"]]
    return {
        "q_role": [table("q_role", "nominal", ROLE, weighted=True)],
        "q_country": [table("q_country", "nominal", {c: country.get(c, 0) for c in codes}, weighted=True)],
        "q_level": [table("q_level", "nominal", LEVEL, weighted=True)],
        "q_audiences": [table("q_audiences", "multi", AUDIENCES, 173, weighted=True)],
        "q_since": [table("q_since", "classes", SINCE)],
        "q_hours": [hours],
        "q_benefits": [likert(f"q_benefits.{row}", counts, dk) for row, (counts, dk) in BENEFITS.items()],
        "q_training": [table("q_training", "nominal", {"yes": 60, "some": 44, "no": 33})],
        "q_plan": [table("q_plan", "nominal", {"within_year": 9, "considering": 14, "no": 7})],
        "q_obstacles": [obstacles],
        "q_recommend": [nps],
        "q_comment": [comment],
    }


def definition() -> dict[str, Any]:
    out: dict[str, Any] = json.loads(DEFINITION.read_text(encoding="utf-8"))
    return out


def question(question_id: str) -> dict[str, Any]:
    out: dict[str, Any] = next(q for q in definition()["questions"] if q["id"] == question_id)
    return out


def publication(
    *,
    tables: dict[str, list[_core.Table]] | None = None,
    survey: dict[str, Any] | None = None,
    policy: Any = POLICY,
    **changes: Any,
) -> Publication:
    survey = survey or definition()
    raw = tables or raw_tables()
    questions = tuple(
        PublishedQuestion(definition=q, tables=tuple(_core.protect(x, policy) for x in raw[q["id"]]), nonresponse="3")
        for q in survey["questions"]
        if q["id"] in raw
    )
    values: dict[str, Any] = {
        "definition": survey, "policy": policy, "questions": questions, "n": 173, "languages": ("en", "sv"),
        "date": "2023-02-28", "precision": True, "weighting": "beside", "margins": ("q_role", "q_level"),
        "n_effective": "173", "deff_kish": "1.25", "n_effective_weighted": "138",
        "account": Account(read=201, accepted=173, rejected=24, left_out=4, blanked=9),
        "findings": (
            Finding(rule="window.late", severity="error", count=6),
            Finding(rule="check.c_hours_role", severity="warning", count=2),
        ),
    }  # fmt: skip
    return Publication(**(values | changes))
