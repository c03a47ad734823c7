"""A million mentoring records without the slow care of simulate(): for timing only."""

from __future__ import annotations

import numpy as np
import polars as pl

NONE = 7


def frame(n: int, seed: int = 1) -> pl.DataFrame:
    """n records as a plain table; about one in a hundred has something wrong."""
    from enkat import Survey

    survey = Survey.load("notebooks/data/mentoring.survey.json")
    r = np.random.default_rng(seed)

    def codes(question: str) -> np.ndarray:
        return np.array([o.code for o in survey.questions[question].options if o.missing is None], dtype=object)

    def choice(question: str) -> np.ndarray:
        known = codes(question)
        return known[r.integers(0, len(known) - (question == "q_role"), n)]

    nothing = r.random(n) < 0.2
    groups = codes("q_audiences")[:NONE]
    chosen = r.random((n, NONE)) < 0.3
    chosen[np.arange(n), r.integers(0, NONE, n)] = True
    sets = [";".join(groups[row]) for row in chosen]
    day = np.datetime64("1990-01-01") + r.integers(0, 12000, n)
    asked = lambda values: np.where(nothing, "", values)  # noqa: E731
    ranks = np.argsort(r.random((n, 5)), axis=1)
    items = codes("q_obstacles")
    start = np.datetime64("2023-01-11T08:00:00") + r.integers(0, 45 * 86400, n)
    seconds = r.integers(200, 900, n)
    columns = {
        "response_id": np.char.add("R", np.arange(n).astype(str)),
        "submitted_at": np.char.replace(np.datetime_as_string(start), "T", " "),
        "duration_seconds": seconds.astype(str),
        "language": np.where(r.random(n) < 0.5, "en", "sv"),
        "q_role": choice("q_role"),
        "q_country": choice("q_country"),
        "q_level": choice("q_level"),
        "q_audiences": np.where(nothing, "none", sets),
        "q_since": asked(np.datetime_as_string(day)),
        "q_hours": asked((r.integers(0, 810, n) / 10).astype(str)),
        **{
            f"q_benefits.{row.code}": asked(r.integers(1, 6, n).astype(str))
            for row in survey.questions["q_benefits"].rows
        },
        "q_training": asked(choice("q_training")),
        "q_plan": np.where(nothing, choice("q_plan"), ""),
        "q_obstacles": [";".join(items[row]) for row in ranks],
        "q_recommend": r.integers(0, 11, n).astype(str),
        "q_comment": np.where(
            r.random(n) < 0.3, np.char.add("mentoring helps pupils and teachers, case ", np.arange(n).astype(str)), ""
        ),
    }
    return pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})
