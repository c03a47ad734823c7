"""From a design to files: figures counted by hand, weighted and unweighted columns, errors that name the repair."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import enkat as ek
import pytest
from enkat.errors import DisclosureError, SurveyError, SurveyWarning
from enkat.publish import publish
from publish_fixture import definition
from publish_html import parse

EXPORT = Path(__file__).parents[2] / "notebooks" / "data" / "mentoring-eusurvey.xlsx"


@pytest.fixture(scope="module")
def checked() -> Any:
    survey = ek.Survey.load(definition())
    return survey.validate(survey.read(EXPORT)).apply(policy="default")


@pytest.fixture(scope="module")
def out(checked: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    index = checked.accepted.design().publish(folder, languages=["en", "sv"], contact="surveys@example.org")
    assert index == folder / "index.html"
    return folder


@pytest.fixture(scope="module")
def cells(out: Path) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    data = json.loads((out / "data" / "results.json").read_text(encoding="utf-8"))
    found = [c for q in data["questions"] for t in q["tables"] for c in t["cells"]]
    return {(c["question"], c["row"], c["column"], c["measure"]): c for c in found}


def test_the_folder_holds_one_page_per_language_and_the_data(out: Path) -> None:
    files = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert files == ["data/results.csv", "data/results.json", "en/index.html", "index.html", "sv/index.html"]


def test_two_builds_are_equal_byte_for_byte(checked: Any, out: Path, tmp_path: Path) -> None:
    checked.accepted.design().publish(tmp_path, languages=["en", "sv"], contact="surveys@example.org")
    for path in out.rglob("*.*"):
        assert (tmp_path / path.relative_to(out)).read_bytes() == path.read_bytes()


def test_the_published_figures_of_the_real_survey(cells: dict[Any, Any]) -> None:
    expected = {"all_pupils": 47, "sen_pupils": 41, "new_teachers": 36, "support_teachers": 16, "all_teachers": 29}
    for option, percent in expected.items():
        cell = cells["q_audiences", option, "total", "percent"]
        assert (cell["estimate"], cell["n"]) == (percent, 173)


def test_counts_and_shares_are_those_of_the_answers(checked: Any, cells: dict[Any, Any]) -> None:
    for question in ("q_role", "q_country", "q_level", "q_training", "q_benefits.outcomes"):
        answers = Counter(a for a in checked.accepted.values(question) if a is not None)
        base = sum(answers.values())
        for (name, row, column, measure), cell in cells.items():
            if (name, column, measure, cell["role"]) != (question, "total", "percent", "answer") or cell[
                "count"
            ] is None:
                continue
            assert (cell["count"], cell["n"]) == (answers[row], base)
            assert abs(cell["estimate"] - 100 * answers[row] / base) <= 0.5


def test_small_counts_are_nowhere(checked: Any, cells: dict[Any, Any]) -> None:
    small = {code for code, n in Counter(checked.accepted.values("q_country")).items() if 0 < n < 5}
    assert len(small) >= 2
    for code in small:
        cell = cells["q_country", code, "total", "percent"]
        assert cell["status"] == ["c"] and cell["count"] is cell["estimate"] is None


def test_mean_hours_first_places_ranks_and_score(checked: Any, cells: dict[Any, Any]) -> None:
    hours = [h for h in checked.accepted.values("q_hours") if h is not None]
    assert cells["q_hours", "", "total", "mean"]["estimate"] == pytest.approx(sum(hours) / len(hours), abs=0.05)
    order = [r for r in checked.accepted.values("q_obstacles") if r]
    first = Counter(r[0] for r in order)
    for item, n in first.items():
        cell = cells["q_obstacles", item, "total", "percent"]
        assert cell["count"] in (n, None) and cell["n"] in (len(order), None)
    time = [r.index("time") + 1 for r in order if "time" in r]
    assert cells["q_obstacles", "time", "total", "mean_rank"]["estimate"] == pytest.approx(
        sum(time) / len(time), abs=0.05
    )
    scores = [s for s in checked.accepted.values("q_recommend") if s is not None]
    nps = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    assert cells["q_recommend", "", "total", "nps"]["estimate"] == pytest.approx(nps, abs=0.5)


def test_classes_of_hours_hold_everybody_once_and_none_is_small(checked: Any, cells: dict[Any, Any]) -> None:
    classes = [c for (q, row, col, _), c in cells.items() if q == "q_hours" and row and col == "total"]
    assert sum(c["count"] for c in classes) == sum(h is not None for h in checked.accepted.values("q_hours"))
    assert min(c["count"] for c in classes) >= 5


def test_raked_shares_of_the_margins_meet_their_targets(cells: dict[Any, Any]) -> None:
    targets = definition()["population"]["margins"][0]["targets"]
    shown = {code: cells["q_role", code, "weighted", "percent"]["estimate"] for code in targets}
    assert sum(v is not None for v in shown.values()) >= 2
    assert all(v is None or abs(v - 100 * targets[code]) <= 0.5 for code, v in shown.items())


def test_nonresponse_counts_only_those_whom_routing_showed_the_question(checked: Any, out: Path) -> None:
    kinds = checked.accepted.missing("q_hours")
    none = [a is not None and "none" in a for a in checked.accepted.values("q_audiences")]
    assert all(kind == "none" or skipped for kind, skipped in zip(kinds, none, strict=True)) and any(none)
    page = parse((out / "en" / "index.html").read_text(encoding="utf-8"))
    base = {n: next(p.text for p in page.walk() if p.attrs.get("id") == n) for n in ("q-q_hours", "q-q_since")}
    assert "gave no answer" not in base["q-q_hours"] and "gave no answer" in base["q-q_since"]


def test_no_text_of_a_respondent_is_published(checked: Any, out: Path) -> None:
    texts = [t for t in checked.accepted.values("q_comment") if t]
    assert len(texts) > 10
    page = (out / "en" / "index.html").read_text(encoding="utf-8")
    assert not [t for t in texts if len(t) > 12 and t in page]
    assert f"{len(texts)} respondents wrote an answer" in page


def test_the_account_and_the_findings_are_told(checked: Any, out: Path) -> None:
    page = parse((out / "en" / "index.html").read_text(encoding="utf-8"))
    tables = {t.all("caption")[0].text: t for t in page.all("table")}
    told = [int(td.text) for td in tables["What happened to the records"].all("td")]
    account = checked.account
    assert told == [account.read, account.accepted, account.rejected, account.left_out, account.blanked]
    found = sum(int(tr.all("td")[1].text) for tr in tables["What the validation found"].all("tbody")[0].all("tr"))
    assert found == len(checked.report.to_dict()["findings"])
    method = page.text if isinstance(page.text, str) else ""
    assert "Decided by the policy default." in method and "record rejected " in method


def test_a_raked_design_publishes_the_same_pages(checked: Any, out: Path, tmp_path: Path) -> None:
    design = checked.accepted.design()
    design.rake(design.survey.margins()).publish(tmp_path, languages=["en"], contact="surveys@example.org")
    assert (tmp_path / "data" / "results.csv").read_bytes() == (out / "data" / "results.csv").read_bytes()


def test_margins_that_cannot_be_met_leave_the_weighted_column_out_with_a_warning(checked: Any, tmp_path: Path) -> None:
    survey = definition()
    survey["population"]["margins"][0]["targets"] = {"teacher": 0.9, "other": 0.1}
    changed = ek.Survey.load(survey)
    design = changed.validate(changed.read(EXPORT)).apply().accepted.design()
    with pytest.warns(SurveyWarning, match="no weighted column"):
        design.publish(tmp_path, languages=["en"])
    rows = csv.DictReader(io.StringIO((tmp_path / "data" / "results.csv").read_text(encoding="utf-8")))
    assert {r["column"] for r in rows} == {"total"}


def probability_design() -> ek.Design:
    survey = definition()
    survey["sample"] = {"kind": "probability", "mode": "web"}
    del survey["population"]
    data = {
        "q_role": ["teacher"] * 60 + ["head_teacher"] * 40,
        "q_hours": [float(i % 20) for i in range(100)],
        "w": [1.0] * 60 + [2.0] * 40,
    }
    return ek.Design(data, weights="w", survey=ek.Survey.load(survey))


def test_a_weighted_probability_sample_shows_weighted_figures_and_a_margin_of_error(tmp_path: Path) -> None:
    publish(probability_design(), tmp_path, languages=["en"])
    data = json.loads((tmp_path / "data" / "results.json").read_text(encoding="utf-8"))
    assert [q["question"] for q in data["questions"]] == ["q_role", "q_hours"]
    role = data["questions"][0]["tables"][0]
    assert [c["column"] for c in role["cells"]] == ["total"] * len(role["cells"])
    assert (role["bases"][0]["n"], role["bases"][0]["n_weighted"], role["bases"][0]["n_effective"]) == (100, 140, 89)
    teacher = next(c for c in role["cells"] if c["row"] == "teacher")
    assert (teacher["count"], teacher["estimate"]) == (60, 43)  # 60 of 140
    page = (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    assert "weighted base 140" in page and "±10." in page
    assert "respondents chose to take part" not in page.lower()


def test_what_cannot_be_published_says_why(tmp_path: Path) -> None:
    design = probability_design()
    with pytest.raises(SurveyError, match="without a survey"):
        publish(ek.Design({"x": [1.0, 2.0]}), tmp_path)
    with pytest.raises(SurveyError, match="'fr' yet, expected some of en, sv"):
        publish(design, tmp_path, languages=["fr"])
    with pytest.raises(SurveyError, match=r"found '28\.2\.2023', expected an ISO date"):
        publish(design, tmp_path, languages=["en"], date="28.2.2023")
    with pytest.raises(DisclosureError, match="expected eu-open, official or internal"):
        publish(design, tmp_path, languages=["en"], profile="safe-haven")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
