"""Variable names for statistical packages, and back: `q_benefits.wellbeing` becomes `q_benefits_wellbeing`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enkat.survey import Survey

__all__ = ["headings", "variable_names"]

LONGEST = {"sav": 64, "dta": 28}


def headings(survey: Survey) -> Iterator[str]:
    """Every heading of a plain table of the survey, one choice or place per column."""
    for q in survey.questions:
        if q.type in ("note", "calculated"):
            continue
        if q.type == "matrix":
            for row in q.rows:
                if q.multiple_per_row:
                    yield from (f"{q.id}.{row.code}/{o.code}" for o in q.options)
                else:
                    yield f"{q.id}.{row.code}"
        elif q.type in ("multi", "ranking"):
            yield from (f"{q.id}/{o.code}" for o in q.options)
        else:
            yield q.id
        if q.type != "matrix" and any(o.other_text for o in q.options):
            yield f"{q.id}.other"


def variable_names(survey: Survey, kind: str) -> dict[str, str]:
    """Heading to variable: letters, digits and "_", as long as the package allows, each once."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for heading in headings(survey):
        base = re.sub(r"\W", "_", heading, flags=re.ASCII)[: LONGEST[kind]]
        if heading.endswith(".other"):
            base = re.sub(r"\W", "_", heading[:-6], flags=re.ASCII)[: LONGEST[kind] - 5] + "_text"
        name, n = base, 1
        while name.lower() in taken:
            n += 1
            name = f"{base[: LONGEST[kind] - len(str(n)) - 1]}_{n}"
        taken.add(name.lower())
        out[heading] = name
    return out
