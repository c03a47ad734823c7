"""Tables of regressions: words, figures, drawings, and the published page and files."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import enkat as ek
import pytest
from enkat.errors import DesignError, SurveyError
from publish_fixture import definition
from publish_html import parse

EXPORT = Path(__file__).parents[2] / "notebooks" / "data" / "mentoring-eusurvey.xlsx"
LABELS = {
    "en": {"g": {"": "Group", "b": "Team <B>"}},
    "sv": {"g": {"": "Grupp", "b": "B-lag"}, "x": {"": "Ålder"}},
}
DATA = {
    "y": [1.0, 3.0, 2.0, 5.0, 4.0, 3.0, 2.0, 4.0, 3.5],
    "z": [0, 1, 0, 1, 1, 0, 1, 0, 0],
    "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 2.0, 1.0, 3.0],
    "g": list("aabbabccc"),
    "k": [1, 2, 3, 1, 2, 3, 1, 2, 3],
}
DESIGN = ek.Design(DATA, labels=LABELS)


def test_coefficients_are_those_of_the_models():
    models = [DESIGN.glm("y ~ x"), DESIGN.glm("y ~ x * g + C(k)")]
    table = ek.regression_table(models, names=["small", "large"])
    rows = table.to_dict()["coefficients"]
    for name, model in zip(("small", "large"), models, strict=True):
        at = [i for i, m in enumerate(rows["model"]) if m == name]
        assert [rows["term"][i] for i in at] == list(model.keys["term"])
        for field in ("estimate", "se", "ci_low", "ci_high", "t", "p_value"):
            assert [rows[field][i] for i in at] == list(getattr(model, field))
        assert {rows["n"][i] for i in at} == {9}
        assert {rows["df_residual"][i] for i in at} == {model.df_residual}
    assert table.frame().height == len(rows["term"])
    test = next(t for t in table.to_dict()["tests"] if t["model"] == "large" and t["terms"] == ["x:g"])
    assert test["f"] == models[1].wald_test("x:g").statistic


def test_words_are_those_of_the_language():
    table = ek.regression_table(DESIGN.glm("y ~ x * g + C(k)"))
    words = table.columns(language="sv")["label"]
    assert words == [
        "(Intercept)", "Ålder", "Grupp: B-lag", "Grupp: c", "k: 2", "k: 3", "Ålder × Grupp: B-lag", "Ålder × Grupp: c",
    ]  # fmt: skip
    english = table.html(language="en")
    assert "Group: Team &lt;B&gt;" in english and "<B>" not in english
    assert "Konstant" in table.html(language="sv")
    assert "Ålder × Grupp" in table.html(language="sv")
    assert [c.rows for c in table.coefficients[0]] == [None, None, 3, 3, 3, 3, 3, 3]


def test_exponentiated():
    model = DESIGN.glm("z ~ x", family="binomial")
    table = ek.regression_table(model, exponentiate=True)
    ratio = model.odds_ratios()
    columns = table.columns()
    assert columns["term"] == ["x"]
    for field in ("estimate", "se", "ci_low", "ci_high"):
        assert columns[field] == pytest.approx(list(getattr(ratio, field)))
    assert "Odds ratio" in repr(table)


def test_other_models():
    multinomial = ek.regression_table(DESIGN.multinomial("g ~ x"))
    assert multinomial.columns()["response"] == ["b", "b", "c", "c"]
    assert 'scope="rowgroup"' in multinomial._repr_html_()
    assert "1|2" in repr(ek.regression_table(DESIGN.ordinal("k ~ x")))
    assert ek.regression_table(DESIGN.cox("Surv(x, z) ~ y"), exponentiate=True).columns()["term"] == ["y"]


def test_drawing_is_accessible_and_shows_the_intervals():
    table = ek.regression_table([DESIGN.glm("y ~ x"), DESIGN.glm("y ~ x + g")], names=["A & B", "C"])
    svg = table.svg(language="sv")
    root = ElementTree.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    assert root.attrib["role"] == "img"
    assert len(root.findall(f"{space}circle")) == 4
    assert "Grupp: B-lag" in "".join(root.itertext())
    assert svg._repr_svg_() == svg
    low, high = (table.values(0, 1)[name] for name in ("ci_low", "ci_high"))
    drawn = re.search(r"M([\d.]+) [\d.]+H([\d.]+)", svg)
    zero = float(re.search(r'x1="([\d.]+)" x2="\1" y1="0" y2="[\d.]+" stroke="#595959"', svg)[1])
    ends = [float(x) - zero for x in drawn.groups()]
    assert ends[0] / ends[1] == pytest.approx(low / high, abs=0.01)


def test_saved_and_read_again():
    table = ek.regression_table(DESIGN.glm("y ~ x + g"), title={"en": "A model"})
    again = ek.load(table.to_json())
    assert again == table
    assert again._repr_html_() == table._repr_html_()


def test_errors():
    model = DESIGN.glm("y ~ x")
    with pytest.raises(DesignError, match="models: expected fitted models"):
        ek.regression_table([])
    with pytest.raises(DesignError, match="expected 2 different names"):
        ek.regression_table([model, model], names=["a", "a"])


# -- published --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def design() -> Any:
    survey = ek.Survey.load(definition())
    return survey.validate(survey.read(EXPORT)).apply(policy="default").accepted.design()


def published(design: Any, out: Path, **more: Any) -> tuple[dict[str, Any], list[dict[str, str]], str, str]:
    design.publish(out, languages=["en", "sv"], **more)
    data = json.loads((out / "data" / "models.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO((out / "data" / "models.csv").read_text(encoding="utf-8"))))
    pages = [(out / language / "index.html").read_text(encoding="utf-8") for language in ("en", "sv")]
    return data, rows, *pages


def test_models_are_published_with_the_survey(design: Any, tmp_path: Path) -> None:
    model = design.glm("q_recommend ~ q_hours + q_role")
    data, rows, english, swedish = published(
        design, tmp_path, models=ek.regression_table(model, title={"en": "Who recommends", "sv": "Vem rekommenderar"})
    )
    tree = parse(swedish)
    ids = [n.attrs["id"] for n in tree.walk() if "id" in n.attrs]
    assert len(ids) == len(set(ids))
    assert "Vem rekommenderar" in swedish and "Who recommends" in english
    assert "Regressionsmodeller" in swedish
    found = {c["term"]: c for c in data["coefficients"]}
    assert set(found) == set(model.keys["term"])
    shown = [c for c in data["coefficients"] if c["status"] == "ok"]
    assert shown
    for c in shown:
        i = list(model.keys["term"]).index(c["term"])
        assert c["estimate"] == pytest.approx(model.estimate[i], abs=0.006)
        text = f"{abs(c['estimate']):g}"
        assert text in english and text.replace(".", ",") in swedish
        assert c["ci_low"] == pytest.approx(model.ci_low[i], abs=0.006)
    assert len(rows) == len(data["coefficients"])
    assert not math.isnan(float(rows[0]["estimate"]))


def test_small_groups_are_hidden(design: Any, tmp_path: Path) -> None:
    model = design.glm("q_recommend ~ q_level")  # higher education has few respondents
    table = ek.regression_table(model)
    few = [c.term for c in table.coefficients[0] if c.rows is not None and c.rows < 5]
    data, _, english, _ = published(design, tmp_path, models=[model])
    hidden = [c["term"] for c in data["coefficients"] if c["status"] == "c"]
    assert hidden == few
    assert all(c["estimate"] is None for c in data["coefficients"] if c["status"] == "c")
    assert ("coefficient of a group with fewer than 5" in english) == bool(few)


def test_models_of_few_respondents_are_not_shown(design: Any, tmp_path: Path) -> None:
    few = design.where("q_role == 'head_teacher'")
    assert few.n and few.mean("q_recommend").n[0] < 30
    data, _, english, _ = published(design, tmp_path, models=few.glm("q_recommend ~ q_hours"))
    assert all(c["estimate"] is None and c["n"] is None for c in data["coefficients"])
    assert "Not shown: fewer than 30 respondents." in english


def test_without_a_model_coefficients_stand_alone(tmp_path: Path) -> None:
    """Respondents chose to take part, and nothing is assumed: no interval, no test."""
    survey = definition()
    del survey["sample"]["model"]
    loaded = ek.Survey.load(survey)
    again = loaded.validate(loaded.read(EXPORT)).apply(policy="default").accepted.design()
    data, _, english, _ = published(again, tmp_path, models=again.glm("q_recommend ~ q_hours"))
    assert all(c["ci_low"] is None and c["p_value"] is None for c in data["coefficients"])
    section = english[english.index('id="models"') :].partition('class="annex"')[0]
    assert "95% interval" not in section and "p value" not in section and "Wald" not in section


def test_no_model_no_files(design: Any, tmp_path: Path) -> None:
    design.publish(tmp_path, languages=["en"])
    assert not (tmp_path / "data" / "models.json").exists()
    with pytest.raises(SurveyError, match=r"models: found str, expected ek\.regression_table"):
        design.publish(tmp_path, models=["x"])
