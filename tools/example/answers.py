"""173 valid records whose counts are fixed in advance and whose other answers are drawn."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from example.draw import Draw

N = 173
# The published figures of the real survey are 47, 41, 36, 16 and 29 % of 173; these counts round to them.
AUDIENCES = {
    "all_pupils": 81,
    "sen_pupils": 71,
    "disadvantaged_pupils": 45,
    "early_leaving_pupils": 38,
    "all_teachers": 50,
    "new_teachers": 62,
    "support_teachers": 28,
    "other": 9,
}
NONE = 24  # schools without any programme
ROLES = {"teacher": 118, "head_teacher": 24, "teacher_educator": 18, "student_teacher": 13}
LEVELS = {"ecec": 15, "primary": 49, "lower_secondary": 46, "upper_secondary": 38, "vet": 17, "higher": 8}
COUNTRIES = {
    **{"IT": 34, "TR": 30, "RO": 24, "ES": 20, "EL": 9, "PT": 8, "HR": 8, "PL": 7, "BG": 6, "FR": 5},
    **{"LT": 4, "SE": 4, "FI": 3, "DE": 3, "BE": 2, "SI": 2, "HU": 2, "IE": 1, "EE": 1},
}
# How much likelier a role is to report a programme; 1 where nothing is said.
LEANING = {
    ("head_teacher", "new_teachers"): 2.2,
    ("head_teacher", "all_teachers"): 1.8,
    ("teacher_educator", "new_teachers"): 1.9,
    ("student_teacher", "support_teachers"): 1.6,
    ("teacher", "all_pupils"): 1.2,
}
OTHER_GROUPS = ["Newly arrived families", "Gifted pupils", "Pupils with a migrant background", "School assistants"]
HOURS = {
    "head_teacher": [0, 1, 2, 3, 4, 6],
    "student_teacher": [0, 2, 4, 6, 8, 12],
    "teacher": [0, 1, 2, 2.5, 4, 6, 8, 10],
    "teacher_educator": [2, 4, 6, 8, 10, 16.5],
}
AGREEMENT = {
    "wellbeing": {"5": 40, "4": 36, "3": 13, "2": 3, "1": 2, "dk": 6},
    "outcomes": {"5": 26, "4": 40, "3": 20, "2": 6, "1": 2, "dk": 6},
    "motivation": {"5": 34, "4": 40, "3": 16, "2": 4, "1": 1, "dk": 5},
    "retention": {"5": 18, "4": 30, "3": 26, "2": 11, "1": 4, "dk": 11},
    "collaboration": {"5": 33, "4": 38, "3": 17, "2": 5, "1": 2, "dk": 5},
}
OBSTACLES = {"time": 45, "funding": 20, "training": 18, "recruitment": 10, "leadership": 7}
RECOMMEND = {10: 30, 9: 24, 8: 22, 7: 10, 6: 5, 5: 4, 4: 2, 3: 1, 2: 1, 1: 0.5, 0: 0.5}
COMMENTS = [
    "More time in the timetable would help.",
    "We pair every new colleague with an experienced one.",
    "Peer mentoring works; formal reporting does not.",
    "Older pupils mentor the younger ones every second week.",
    "Mentors need training before they start, not after.",
    "- a good idea, but there are too few mentors",
    "It began as a pilot and is now part of the school plan.",
    'Two suggestions:\n1. shared hours for mentors\n2. "shadowing" days',
    "Det fungerar bra, men tiden räcker inte.",
    "Mentoring kept two of our new teachers in the profession.",
]


@dataclass
class Record:
    """One respondent: when, in which language, and an answer per question (absent: not answered)."""

    id: str
    created: datetime
    language: str
    answers: dict[str, object] = field(default_factory=dict)


def deal(draw: Draw, counts: dict[str, int]) -> list[str]:
    """Every code as often as its count says, in a random order."""
    return draw.shuffled(code for code, count in counts.items() for _ in range(count))


def audiences(draw: Draw, roles: list[str]) -> list[list[str]]:
    """The chosen groups of every respondent: totals exact, everyone with a programme chooses at least one."""
    offering = sorted(draw.sample(dict.fromkeys(range(N), 1.0), N - NONE))
    chosen: dict[int, set[str]] = {i: set() for i in offering}
    for code, count in AUDIENCES.items():
        for i in draw.sample({i: LEANING.get((roles[i], code), 1.0) for i in offering}, count):
            chosen[i].add(code)
    for i in (i for i in offering if not chosen[i]):  # moves one choice here from someone who has several
        giver = draw.one([j for j in offering if len(chosen[j]) > 2])
        code = draw.one(sorted(chosen[giver]))
        chosen[giver].remove(code)
        chosen[i].add(code)
    return [[c for c in AUDIENCES if c in chosen[i]] if i in chosen else ["none"] for i in range(N)]


def programme_answers(draw: Draw, role: str) -> dict[str, object]:
    """The questions asked only where there is a programme."""
    given: dict[str, object] = {}
    if draw.unit() < 0.82:
        given["q_since"] = f"{2004 + int(19 * draw.unit() ** 0.6)}-{draw.one(['01', '08', '09', '09'])}-01"
    given["q_hours"] = draw.one(HOURS[role])
    rows = {row: draw.weighted(weights) for row, weights in AGREEMENT.items()}
    if len(set(rows.values())) == 1:  # five equal answers would be reported as straightlining
        rows["retention"] = "3" if rows["wellbeing"] != "3" else "4"
    given["q_benefits"] = rows
    if draw.unit() < 0.95:
        given["q_training"] = draw.weighted({"yes": 30, "some": 38, "no": 28, "pnts": 4})
    return given


def answers(draw: Draw, role: str, country: str, level: str, groups: list[str]) -> dict[str, object]:
    """A complete, valid set of answers that follows the routing."""
    given: dict[str, object] = {"q_role": role, "q_country": country, "q_level": level, "q_audiences": groups}
    if "other" in groups:
        given["q_audiences.other"] = draw.one(OTHER_GROUPS)
    if groups == ["none"]:
        given["q_plan"] = draw.weighted({"within_year": 25, "considering": 50, "no": 25})
    else:
        given |= programme_answers(draw, role)
    if draw.unit() < 0.93:
        given["q_obstacles"] = draw.sample(OBSTACLES, 5 if draw.unit() < 0.8 else 1 + draw.below(4))
    given["q_recommend"] = draw.weighted(RECOMMEND)
    if draw.unit() < 0.35:
        given["q_comment"] = draw.one(COMMENTS)
    return given


def identifier(name: str) -> str:
    """A stable identifier made from a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.invalid/enkat/mentoring-2023/{name}"))


def moment(draw: Draw, first: datetime = datetime(2023, 1, 10, 7), days: int = 49) -> datetime:
    """A time of day between 7 and 22 on one of the days; the first weeks are busier."""
    day = int(days * draw.unit() ** 1.3)
    return first + timedelta(days=day, minutes=draw.below(15 * 60), seconds=draw.below(60))


def valid_records(draw: Draw) -> list[Record]:
    """The 173 records, in order of creation."""
    roles, levels, countries = deal(draw, ROLES), deal(draw, LEVELS), deal(draw, COUNTRIES)
    groups = audiences(draw, roles)
    records = []
    for i in range(N):
        language = "SV" if countries[i] in {"SE", "FI"} and draw.unit() < 0.7 else "EN"
        given = answers(draw, roles[i], countries[i], levels[i], groups[i])
        records.append(Record(identifier(f"valid-{i}"), moment(draw), language, given))
    return sorted(records, key=lambda r: r.created)
