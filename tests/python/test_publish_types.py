"""Every type of question is published, whatever the survey calls its things; small and large samples; awkward words."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from publish_html import parse


def options(n: int, *, values: bool = False) -> list[dict[str, Any]]:
    return [
        {"code": f"o{k}", "label": {"en": f"Option {k} <b>"}} | ({"value": k} if values else {})
        for k in range(1, n + 1)
    ]


ROWS = [{"code": "a", "label": {"en": "A"}}, {"code": "b", "label": {"en": "B"}}]
LIKERT = {"kind": "likert", "ordered": True}
QUESTIONS: dict[str, dict[str, Any]] = {
    "method": {"type": "single", "options": [*options(3), {"code": "r", "label": {"en": "No"}, "missing": "refused"}]},
    "valued": {"type": "single", "options": options(5, values=True)},
    "many": {"type": "single", "sensitive": True, "options": options(40)},
    "several": {"type": "multi", "options": options(15)},
    "stars": {"type": "rating", "min": 1, "max": 5, "step": 1},
    "slider": {"type": "rating", "min": 0, "max": 100, "step": 1},
    "amount": {"type": "number"},
    "born": {"type": "number", "min": 1930, "max": 2010, "decimals": 0},
    "degrees": {"type": "number", "min": -50, "max": 50},
    "plain": {"type": "matrix", "rows": ROWS, "options": options(3)},
    "three": {"type": "matrix", "rows": ROWS, "scale": LIKERT, "options": options(3, values=True)},
    "seven": {"type": "matrix", "rows": ROWS, "scale": LIKERT, "options": options(7, values=True)},
    "eleven": {"type": "matrix", "rows": ROWS[:1], "scale": LIKERT, "options": options(11, values=True)},
    "boxes": {"type": "matrix", "rows": ROWS, "multiple_per_row": True, "options": options(3)},
    "order": {"type": "ranking", "options": options(3)},
    "words": {"type": "text"},
    "mail": {"type": "email"},
    "day": {"type": "date"},
    "hour": {"type": "time"},
    "hint": {"type": "note"},
    "twice": {"type": "calculated", "formula": "amount * 2"},
}
DEFINITION = {
    "format": "survey-definition",
    "format_version": "0.1",
    "id": "=survey",
    "version": "1",
    "default_language": "en",
    "languages": ["en"],
    "title": {"en": "Every type <script>alert(1)</script>"},
    "questions": [{"id": name, "text": {"en": f"{name}?"}, **q} for name, q in QUESTIONS.items()],
}


def answers(n: int) -> dict[str, list[Any]]:
    r = random.Random(1)

    def one(k: int) -> str:
        return f"o{r.randint(1, k)}"

    def some(k: int) -> str:
        return "; ".join(sorted({one(k), one(k)}))

    matrices = [("plain", 3, "ab"), ("three", 3, "ab"), ("seven", 7, "ab"), ("eleven", 11, "a")]
    return {
        "method": [r.choice([one(3), "r", None]) for _ in range(n)],
        "valued": [one(5) for _ in range(n)],
        "many": [one(40) for _ in range(n)],
        "several": [some(15) for _ in range(n)],
        "stars": [r.randint(1, 5) for _ in range(n)],
        "slider": [r.randint(0, 100) for _ in range(n)],
        "amount": [round(r.lognormvariate(5, 2), 2) for _ in range(n)],
        "born": [r.randint(1940, 2005) for _ in range(n)],
        "degrees": [round(r.uniform(-40, 40), 1) for _ in range(n)],
        **{f"{name}.{row}": [one(k) for _ in range(n)] for name, k, rows in matrices for row in rows},
        **{f"boxes.{row}": [some(3) for _ in range(n)] for row in "ab"},
        "order": ["; ".join(r.sample(["o1", "o2", "o3"], 3)) for _ in range(n)],
        "words": [r.choice(["hello there", None]) for _ in range(n)],
        "mail": [r.choice(["someone@example.org", None]) for _ in range(n)],
        "day": [f"20{r.randint(10, 22)}-0{r.randint(1, 9)}-11" for _ in range(n)],
    }


def published(n: int, folder: Path, **changes: Any) -> tuple[str, list[dict[str, Any]]]:
    pl = pytest.importorskip("polars")
    survey = ek.Survey.load(DEFINITION)
    checked = survey.validate(survey.read(pl.DataFrame(answers(n)))).apply()
    assert checked.accepted.rows == n
    checked.accepted.design().publish(folder, date="2024-05-01", **changes)
    data = json.loads((folder / "data" / "results.json").read_text(encoding="utf-8"))
    return (folder / "en" / "index.html").read_text(encoding="utf-8"), data["questions"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[dict[str, Any]], Path]:
    folder = tmp_path_factory.mktemp("types")
    return (*published(400, folder), folder)


def test_every_type_that_has_answers_is_there(report: tuple[str, list[dict[str, Any]], Path]) -> None:
    page, questions, _ = report
    names = [q["question"] for q in questions]
    assert names == [name for name in QUESTIONS if name not in ("hour", "hint")]
    measures = {q["question"]: {c["measure"] for t in q["tables"] for c in t["cells"]} for q in questions}
    assert measures["amount"] == {"percent", "mean", "sd"}
    assert measures["valued"] == {"percent", "mean"}
    assert measures["order"] == {"percent", "mean_rank"}
    assert measures["words"] == measures["mail"] == {"count"}
    ids = [n.attrs["id"] for n in parse(page).walk() if "id" in n.attrs]
    assert len(ids) == len(set(ids))  # a question called "method" beside the method section


def test_years_are_written_as_years_and_amounts_as_amounts(report: tuple[str, list[dict[str, Any]], Path]) -> None:
    page = report[0]
    assert "1950 to under 1960" in page and "1,000 to under 2,000" in page


def test_nothing_in_the_files_runs(report: tuple[str, list[dict[str, Any]], Path]) -> None:
    page, _, folder = report
    assert "<script" not in page and "<b>" not in page
    text = (folder / "data" / "results.csv").read_text(encoding="utf-8")
    assert {row[0] for row in list(csv.reader(text.splitlines()))[1:]} == {"'=survey"}
    assert not re.search(r"hello there|someone@", page + text)


@pytest.mark.parametrize("n", [2, 4, 33, 1200])
@pytest.mark.parametrize("profile", ["eu-open", "official", "internal"])
def test_any_number_of_respondents(n: int, profile: str, tmp_path: Path) -> None:
    page, questions = published(n, tmp_path, profile=profile)
    assert parse(page).all("h1") and len(questions) == 19
    least = 1 if profile == "internal" else 5
    for cell in (c for q in questions for t in q["tables"] for c in t["cells"]):
        assert cell["count"] is None or cell["count"] == 0 or cell["count"] >= least
        assert cell["estimate"] is None or cell["count"] == 0 or n >= least
