"""One set of numbers: page, charts, sentences, JSON and CSV agree, and hidden ones are in none of them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from enkat.publish import write
from enkat.publish._data import results_csv, results_json
from enkat.publish._page import report_page
from publish_fixture import AUDIENCES, BENEFITS, LEVEL, likert, publication, raw_tables, table
from publish_html import Node, parse


def cells() -> list[dict[str, Any]]:
    data = json.loads(results_json(publication()))
    return [c for q in data["questions"] for t in q["tables"] for c in t["cells"]]


def section(page: Node, question: str) -> Node:
    return next(n for n in page.walk() if n.attrs.get("id") == f"q-{question}")


def numbers(text: str, language: str) -> set[float]:
    """The numbers printed in a text, as values."""
    if language == "sv":
        text = text.replace("\u00a0", " ").replace("\u2212", "-").replace(",", ".")
    return {float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text)}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_page_prints_every_published_share_count_and_limit(language: str) -> None:
    page = parse(report_page(publication(), language))
    for cell in cells():
        question = cell["question"].partition(".")[0]
        if cell["estimate"] is None or cell["measure"] != "percent":
            continue
        printed = set().union(*(numbers(td.text, language) for td in section(page, question).all("td")))
        wanted = [cell["estimate"]] + (
            [cell["count"], cell["ci_low"], cell["ci_high"]] if cell["column"] == "total" else []
        )
        assert set(wanted) <= printed, cell


@pytest.mark.parametrize("language", ["en", "sv"])
def test_sentences_and_charts_hold_no_number_that_is_not_in_the_table(language: str) -> None:
    page = parse(report_page(publication(), language))
    for question in json.loads(results_json(publication()))["questions"]:
        here = section(page, question["question"])
        published = {c[k] for t in question["tables"] for c in t["cells"] for k in ("estimate", "ci_low", "ci_high")}
        in_words = set().union(
            *(numbers(p.text, language) for p in here.all("p") if p.attrs.get("class") == "sentence")
        )
        labels = {float(x) for td in here.all("th") for x in re.findall(r"\d+", td.text)}
        assert in_words <= {*published, *labels, 57.0}, question["question"]
        bars = [t for svg in here.all("svg") for t in svg.all("text") if t.attrs.get("font-weight") == "bold"]
        assert set().union(*(numbers(t.text, language) for t in bars)) <= published


def test_csv_and_json_hold_the_same_records() -> None:
    rows = list(csv.DictReader(io.StringIO(results_csv(publication()))))
    records = cells()
    assert len(rows) == len(records) > 100
    names = {"value": "estimate", "lower": "ci_low", "upper": "ci_high", "se": "se", "count": "count", "base": "base"}
    for row, record in zip(rows, records, strict=True):
        assert [row["question"], row["row"], row["column"]] == [record["question"], record["row"], record["column"]]
        for there, here in names.items():
            assert (None if row[there] == "" else float(row[there])) == record[here]
        assert row["obs_status"].split() == record["status"]
        assert (row["conf_status"] == "C") == ("c" in record["status"])


def test_hidden_cells_hold_no_number() -> None:
    hidden = [c for c in cells() if "c" in c["status"]]
    assert len(hidden) > 10
    for cell in hidden:
        assert all(
            cell[k] is None for k in ("estimate", "se", "ci_low", "ci_high", "count", "n", "n_weighted", "n_effective")
        )


def other_data() -> dict[str, Any]:
    """Other answers with the same published numbers: only hidden ones differ."""
    benefits = dict(BENEFITS)
    benefits["wellbeing"] = ([4, 7, 18, 61, 47], 6)
    benefits["motivation"] = ([6, 10, 20, 66, 38], 1)  # no opinion: 3 before, both hidden
    return raw_tables() | {
        "q_level": [table("q_level", "nominal", LEVEL | {"ecec": 3, "higher": 5}, weighted=True)],
        "q_audiences": [table("q_audiences", "multi", AUDIENCES | {"other": 1}, 173, weighted=True)],
        "q_benefits": [likert(f"q_benefits.{row}", counts, dk) for row, (counts, dk) in benefits.items()],
    }


def test_what_is_hidden_leaves_no_trace_in_any_file(tmp_path: Path) -> None:
    write(publication(), tmp_path / "a")
    write(publication(tables=other_data()), tmp_path / "b")
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file())
    assert [str(f) for f in files] == [
        "data/results.csv",
        "data/results.json",
        "en/index.html",
        "index.html",
        "sv/index.html",
    ]
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_shares_of_one_answer_questions_add_up_to_100_within_rounding() -> None:
    for question in json.loads(results_json(publication()))["questions"]:
        for one in question["tables"]:
            shares = [
                c["estimate"]
                for c in one["cells"]
                if c["role"] == "answer" and c["column"] == "total" and c["measure"] == "percent"
            ]
            if one["shape"] in ("multi", "text", "number") or None in shares:
                continue
            assert abs(sum(shares) - 100) <= 0.5 * len(shares)


def test_intervals_hold_their_share_and_bases_their_counts() -> None:
    for cell in cells():
        if cell["measure"] != "percent" or cell["estimate"] is None:
            continue
        assert cell["ci_low"] <= cell["estimate"] <= cell["ci_high"]
        assert 0 <= cell["count"] <= cell["n"] <= 173


def test_majority_is_said_only_above_one_half() -> None:
    for question in publication().questions:
        for rule, told in question.facts:
            if rule == "single.majority":
                assert float(told[0]["estimate"]) > 50 and float(told[0]["ci_low"]) > 50


SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


@pytest.mark.parametrize("name", ["results.csv", "results.json", "report.en.html", "report.sv.html"])
def test_the_files_are_as_kept(name: str, request: pytest.FixtureRequest) -> None:
    """After a wanted change run this with ENKAT_UPDATE_SNAPSHOTS=1 in the environment, and read the diff."""
    import os

    made = {
        "results.csv": lambda: results_csv(publication()),
        "results.json": lambda: results_json(publication()),
        "report.en.html": lambda: report_page(publication(), "en"),
        "report.sv.html": lambda: report_page(publication(), "sv"),
    }[name]()
    path = SNAPSHOTS / name
    if os.environ.get("ENKAT_UPDATE_SNAPSHOTS"):
        path.write_bytes(made.encode())
    assert made.encode() == path.read_bytes()
