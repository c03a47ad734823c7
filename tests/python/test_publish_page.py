"""The structure of the pages: self-contained, accessible, escaped, in the language they say."""

from __future__ import annotations

import itertools
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from enkat import _core
from enkat.publish._page import chooser_page, report_page
from publish_fixture import definition, publication, raw_tables, table
from publish_html import Node, parse

LANGUAGES = ("en", "sv")


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest) -> str:
    return report_page(publication(), request.param)


@pytest.fixture(scope="module")
def tree(page: str) -> Node:
    return parse(page)


def test_there_is_no_script_and_no_reference_to_anything_outside(page: str, tree: Node) -> None:
    assert not tree.all("script", "link", "iframe", "img", "object", "embed", "base")
    for node in tree.walk():
        assert not any(name.startswith("on") for name in node.attrs)
        for name in ("src", "href", "xlink:href", "action"):
            assert not re.match(r"(?i)\s*(https?:|//|data:|javascript:)", node.attrs.get(name, ""))
    assert "@import" not in page and "url(" not in page and "http" not in page


def test_ids_are_unique_and_every_reference_has_its_target(tree: Node) -> None:
    ids = [n.attrs["id"] for n in tree.walk() if "id" in n.attrs]
    assert len(ids) == len(set(ids))
    for node in tree.walk():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(node.attrs.get(name, "").split()) <= set(ids)
        if node.attrs.get("href", "").startswith("#"):
            assert node.attrs["href"][1:] in ids


def test_headings_go_down_one_level_at_a_time_from_a_single_h1(tree: Node) -> None:
    levels = [int(n.tag[1]) for n in tree.walk() if re.fullmatch("h[1-6]", n.tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_landmarks_skip_link_and_languages(tree: Node) -> None:
    assert [len(tree.all(t)) for t in ("main", "header", "footer")] == [1, 1, 1]
    skip = tree.all("a")[0]
    assert skip.attrs["href"] == f"#{tree.all('main')[0].attrs['id']}"
    language = tree.all("html")[0].attrs["lang"]
    others = [a.attrs["href"] for a in tree.all("a") if a.attrs.get("lang") and a.attrs["href"].startswith("../")]
    assert others == [f"../{x}/index.html" for x in LANGUAGES if x != language]


def test_every_question_has_a_heading_a_base_a_sentence_and_a_table_or_a_count(tree: Node) -> None:
    sections = [n for n in tree.all("section") if "question" in n.attrs.get("class", "").split()]
    assert [s.attrs["id"] for s in sections] == [f"q-{q['id']}" for q in definition()["questions"]]
    for number, section in enumerate(sections, 1):
        assert section.all("h2")[0].text.startswith(f"{number} – ")
        classes = [p.attrs.get("class") for p in section.all("p")]
        assert "base" in classes and "sentence" in classes
        assert section.all("table") or section.attrs["id"] == "q-q_comment"


def test_tables_have_captions_and_scoped_heads_in_named_scrollable_regions(tree: Node) -> None:
    regions = [n for n in tree.all("section") if n.attrs.get("class") == "scroll"]
    assert len(regions) == len(tree.all("table")) > 10
    for region in regions:
        assert region.attrs["tabindex"] == "0"
        caption = region.all("caption")[0]
        assert region.attrs["aria-labelledby"] == caption.attrs["id"] and caption.text
        assert all(th.attrs.get("scope") in ("col", "row", "rowgroup") for th in region.all("th"))
        columns = len(region.all("thead")[0].all("th"))
        rows = [tr for body in region.all("tbody") for tr in body.all("tr")]
        assert all(len(tr.all("th", "td")) in (1, columns) for tr in rows)


def test_charts_are_well_formed_named_and_hold_their_text_as_text(page: str) -> None:
    charts = re.findall(r"<svg.*?</svg>", page, flags=re.S)
    assert len(charts) >= 8
    for chart in charts:
        root = ElementTree.fromstring(chart)
        assert root.get("viewBox") and root.get("role") == "img"
        title, desc = root[0], root[1]
        assert [title.tag, desc.tag] == ["title", "desc"] and title.text and desc.text
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert not [e for e in root.iter() if e.tag in ("style", "script", "image", "use", "foreignObject")]
        assert [e for e in root.iter() if e.tag in ("text", "tspan") and (e.text or "").strip()]


def test_bars_start_at_zero_and_are_as_long_as_their_value_says(page: str) -> None:
    chart = ElementTree.fromstring(re.findall(r'<svg[^>]*aria-labelledby="q-q_audiences.*?</svg>', page, flags=re.S)[0])
    bars = list(chart.iter("rect"))
    assert all(float(b.get("x", "1")) == 0 for b in bars)
    assert float(bars[0].get("width", "0")) == pytest.approx(340 * 47 / 60, abs=0.01)  # 47 per cent, axis to 60


def test_answers_are_sorted_by_value_with_other_none_and_hidden_ones_last(tree: Node) -> None:
    section = next(n for n in tree.walk() if n.attrs.get("id") == "q-q_audiences")
    counts = [tr.all("td")[0].text for tr in section.all("tbody")[0].all("tr")]
    assert counts == ["81", "71", "62", "50", "49", "40", "28", "30", "[c]"]


def test_the_method_box_is_complete_and_says_what_self_selection_means(page: str, tree: Node) -> None:
    method = next(n for n in tree.all("section") if n.attrs.get("class") == "method")
    items = {dt.text for dt in method.all("dt")}
    assert len(items) == 23 and all(dd.text.strip() for dd in method.all("dd"))
    english = tree.all("html")[0].attrs["lang"] == "en"
    said = "the figures describe them only" if english else "siffrorna beskriver endast dem"
    model = "taking part does not depend on the answers" if english else "beror deltagandet inte på svaren"
    assert said in method.text and model in method.text
    assert "±" not in page  # no margin of error


def test_every_mark_on_the_page_is_explained(tree: Node) -> None:
    method = next(n for n in tree.all("section") if n.attrs.get("class") == "method")
    used = {m for td in tree.all("td") for m in re.findall(r"\[(\w+)\]", td.text)}
    assert used == {"c", "u"}
    assert all(f"[{mark}] " in method.text for mark in used)


def test_the_weighted_column_is_called_illustrative(tree: Node) -> None:
    section = next(n for n in tree.walk() if n.attrs.get("id") == "q-q_role")
    assert any("illustrati" in th.text for th in section.all("th"))
    assert "illustrativ" in section.all("p")[-2].text


def test_texts_are_escaped_wherever_they_appear() -> None:
    survey = definition()
    evil = '<script>alert("x")</script>&amp;'
    survey["questions"][0]["options"][0]["label"]["en"] = evil
    survey["questions"][0]["text"]["en"] = evil
    survey["title"]["en"] = evil
    page = report_page(publication(survey=survey), "en")
    assert "<script" not in page
    assert "&lt;script&gt;" in page and "&amp;amp;" in page
    assert not parse(page).all("script")


def test_a_text_in_another_language_says_so() -> None:
    survey = definition()
    del survey["questions"][0]["options"][2]["label"]["sv"]  # Teacher, the most frequent answer
    del survey["questions"][3]["text"]["sv"]
    tree = parse(report_page(publication(survey=survey), "sv"))
    foreign = [n for n in tree.walk() if n.attrs.get("lang") == "en" and n.tag in ("span", "tspan", "a")]
    assert {n.text for n in foreign if n.tag == "tspan"} == {"Teacher"}
    sentence = next(p for p in tree.all("p") if p.attrs.get("class") == "sentence")
    assert [s.text for s in sentence.all("span")] == ["Teacher"]
    heading = next(n for n in tree.all("h2") if n.attrs.get("id") == "q-q_audiences-heading")
    assert heading.all("span")[0].attrs["lang"] == "en"


def test_pages_are_small(page: str) -> None:
    assert len(page.encode()) < 150_000


def test_without_a_model_there_are_no_intervals() -> None:
    survey = definition()
    del survey["sample"]["model"]
    page = report_page(publication(survey=survey, precision=False), "en")
    assert "Interval (95%)" not in page and "No intervals are given" in page


def test_a_question_with_too_few_answers_has_words_instead_of_figures() -> None:
    tables = raw_tables() | {"q_plan": [table("q_plan", "nominal", {"within_year": 8, "considering": 7, "no": 6})]}
    tree = parse(report_page(publication(tables=tables), "en"))
    section = next(n for n in tree.walk() if n.attrs.get("id") == "q-q_plan")
    assert "fewer than 30" in section.text and not section.all("svg")
    assert {td.text for td in section.all("td")} == {"[u]"}


def test_the_internal_profile_carries_a_watermark() -> None:
    page = report_page(publication(policy=_core.publication_policy("internal")), "en")
    assert "For internal use only" in page
    assert "For internal use only" not in report_page(publication(), "en")


def test_the_chooser_names_every_language_in_its_own_words() -> None:
    tree = parse(chooser_page(publication()))
    links = {li.attrs["lang"]: li.all("a")[0] for li in tree.all("li")}
    assert set(links) == set(LANGUAGES)
    assert links["sv"].attrs["href"] == "sv/index.html" and "Enkät om" in links["sv"].text


def test_a_five_megabyte_label_does_not_hang_the_chart() -> None:
    survey: dict[str, Any] = definition()
    survey["questions"][0]["options"][0]["label"]["en"] = "word " * 1_000_000
    page = report_page(publication(survey=survey), "en")
    assert parse(page).all("svg")
