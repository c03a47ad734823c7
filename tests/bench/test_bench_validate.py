"""Validation beside pandera and pointblank; reading beside a bare `polars.read_csv`; all rules on mentoring records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import enkat as ek
import mentoring_records
import numpy as np
import polars as pl
import pytest
from conftest import peer
from workloads import frame

ITEMS = [f"q{k}" for k in range(1, 21)]
WRONG = 1001


def single(name: str, codes: int, **more: Any) -> dict[str, Any]:
    options = [{"code": str(k), "label": {"en": f"Category {k}"}} for k in range(codes)]
    return {"id": name, "type": "single", "text": {"en": f"Question {name}"}, "options": options, **more}


def survey(questions: list[dict[str, Any]]) -> ek.Survey:
    head = {"format": "survey-definition", "format_version": "0.1", "id": "bench", "version": "1"}
    texts = {"default_language": "en", "languages": ["en"], "title": {"en": "Benchmark"}}
    return ek.Survey.load({**head, **texts, "questions": questions})


@pytest.fixture(scope="module")
def answers(rows: int) -> tuple[pl.DataFrame, set[int]]:
    """Twenty items, hours from 0 to 200, and edu asked only where yes is 1; 1001 rows with one thing wrong each."""
    data = frame(rows, items=20)
    wrong = np.random.default_rng(3).choice(rows, WRONG, replace=False)
    places = np.array_split(wrong, 22)
    columns = {name: data[name].to_numpy().copy() for name in (*ITEMS, "hours", "yes")}
    for name, place in zip(ITEMS, places[:20], strict=True):
        columns[name][place] = 9
    columns["hours"][places[20]] = 900
    columns["yes"][places[21]] = 0
    asked = columns["yes"] == 1
    asked[places[21]] = True
    edu = data.select(pl.when(pl.Series(asked)).then("edu"))["edu"]
    return pl.DataFrame({**columns, "edu": edu}), {int(row) for row in wrong}


def pandera_peer(data: pl.DataFrame) -> dict[str, Any]:
    if not peer("pandera"):
        return {}
    import pandera.polars as pa

    columns = {name: pa.Column(pl.Int32, pa.Check.isin(range(5))) for name in ITEMS}
    columns["hours"] = pa.Column(pl.Float64, pa.Check.in_range(0, 200))
    columns["yes"] = pa.Column(pl.Int32)
    columns["edu"] = pa.Column(pl.Int32, nullable=True)
    routed = pa.Check(lambda d: d.lazyframe.select((pl.col("yes") == 1) | pl.col("edu").is_null()))
    schema = pa.DataFrameSchema(columns, checks=[routed])

    def validate(_: int) -> Any:
        try:
            return schema.validate(data, lazy=True)
        except pa.errors.SchemaErrors as problem:
            return problem.failure_cases

    assert len(validate(0)) == WRONG
    return {"pandera": validate}


def pointblank_peer(data: pl.DataFrame) -> dict[str, Any]:
    pb = peer("pointblank")
    if not pb:
        return {}

    def validate(_: int) -> Any:
        check = pb.Validate(data)
        for name in ITEMS:
            check = check.col_vals_in_set(name, list(range(5)))
        check = check.col_vals_between("hours", 0, 200)
        routed = (pl.col("yes") == 1) | pl.col("edu").is_null()
        return check.col_vals_expr(routed).interrogate()

    assert sum(validate(0).n_failed().values()) == WRONG
    return {"pointblank": validate}


def test_validate(versus, answers: tuple[pl.DataFrame, set[int]]) -> None:
    data, wrong = answers
    questions = [single("yes", 2, required=True), *(single(name, 5, required=True) for name in ITEMS)]
    hours = {"id": "hours", "type": "number", "text": {"en": "Hours"}, "min": 0, "max": 200}
    definition = survey([*questions, hours, single("edu", 5, show_if="yes == 1")])

    def ours(_: int) -> Any:
        return definition.validate(definition.read(data)).columns()

    found = ours(0)
    assert {row - 1 for row in found["row"]} == wrong
    assert len(found["row"]) == WRONG
    versus("validate 20 code lists, a range, a route", ours, {**pandera_peer(data), **pointblank_peer(data)})


def test_read_and_validate_csv(versus, rows: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = frame(rows, items=20)
    path: Path = tmp_path_factory.mktemp("csv") / "survey.csv"
    data.write_csv(path)
    codes = {"sex": 2, "age": 6, "region": 27, "edu": 5, "level": 4, "yes": 2, **dict.fromkeys(ITEMS, 5)}
    numbers = [name for name in data.columns if name not in codes]
    assert len(data.columns) == 32
    definition = survey(
        [single(name, n, required=True) for name, n in codes.items()]
        + [{"id": name, "type": "number", "text": {"en": f"Number {name}"}, "required": True} for name in numbers]
    )
    responses = definition.read(path)
    assert len(definition.validate(responses).columns()["row"]) == 0
    assert responses.values("region")[:100] == [str(v) for v in data["region"][:100]]
    assert responses.values("w")[-100:] == data["w"][-100:].to_list()
    versus(
        f"read and validate a CSV of {path.stat().st_size // 10**6} MB, 32 columns",
        lambda _: definition.validate(definition.read(path)),
        {"polars": lambda _: pl.read_csv(path)},
    )


def test_all_rules_on_mentoring_records(versus, rows: int) -> None:
    definition = ek.Survey.load("notebooks/data/mentoring.survey.json")
    responses = definition.read(mentoring_records.frame(rows))
    rules = ek.QualityRules(
        completion=(0.8, 0.5),
        max_item_nonresponse=0.5,
        max_longstring=4,
        min_variability=0.1,
        min_even_odd=-0.5,
        min_text_entropy=2.0,
        max_text_copies=3,
        near_duplicate_share=0.9,
    )
    report = definition.validate(responses, quality=rules)
    counts = {rule: n for _, rule, n in report.summary().rules}
    assert counts["quality.straightline"] == counts["quality.longstring"]
    assert counts["check.c_hours_role"] > 0
    versus("mentoring records, every rule on", lambda _: definition.validate(responses, quality=rules), {})
