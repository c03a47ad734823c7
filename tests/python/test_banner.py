"""`design.banner`: what can be asked for, what comes back, how it looks, and what is refused."""

from __future__ import annotations

import html.parser
import math
from typing import Any

import enkat as ek
import numpy as np
import pytest
from enkat.banner import Banner

ROWS = 400


def data(seed: int = 2) -> dict[str, Any]:
    r = np.random.default_rng(seed)
    sex = r.choice(["m", "f"], ROWS)
    return {
        "w": r.uniform(0.5, 2, ROWS).tolist(),
        "sex": sex.tolist(),
        "age": r.choice(["18-29", "30-59", "60+"], ROWS).tolist(),
        "q": [None if x < 0.05 else int(v) for x, v in zip(r.random(ROWS), r.integers(1, 6, ROWS), strict=True)],
        "likes": np.where((r.random(ROWS) < 0.3) | ((sex == "f") & (r.random(ROWS) < 0.6)), "yes", "no").tolist(),
        "hours": r.gamma(2, 5, ROWS).tolist(),
        "score": r.integers(0, 11, ROWS).tolist(),
        "i1": r.integers(1, 6, ROWS).tolist(),
        "i2": r.integers(1, 6, ROWS).tolist(),
        "a1": r.integers(0, 2, ROWS).tolist(),
        "a2": r.integers(0, 2, ROWS).tolist(),
        "r1": [1 if i % 3 else 2 for i in range(ROWS)],
        "r2": [2 if i % 3 else 1 for i in range(ROWS)],
    }


LABELS = {
    "en": {"q": {"": "How <good>?", "5": "Very & good"}, "sex": {"": "Sex", "m": "Men", "f": "Women"}},
    "sv": {"q": {"": "Hur bra?", "5": "Mycket bra"}, "sex": {"": "Kön", "m": "Män", "f": "Kvinnor"}},
}


def design(**changes: Any) -> ek.Design:
    return ek.Design(data(), weights="w", sets={"a": ["a1", "a2"]}, labels=LABELS, **changes)


# -- what it holds -----------------------------------------------------------------------------------------------------


def test_figures_are_those_of_the_estimators() -> None:
    d = design()
    book = d.banner([ek.BannerRow("q", mean=True, top=2), "hours"], ["sex", "age"])
    assert len(book) == 2
    assert [h.name for h in book.heads] == ["Total", "f", "m", "18-29", "30-59", "60+"]
    share = d.crosstab("q", "sex").column_share["3", "f"]
    cell = book["q"].cell("3", "f")
    for key in ("estimate", "se", "ci_low", "ci_high", "df", "count", "n", "n_weighted", "n_effective"):
        assert cell[key] == pytest.approx(getattr(share, key), rel=1e-10), key
    mean = d.mean("hours", by="age")["60+"]
    cell = book["hours"].cell("mean", "60+")
    for key in ("estimate", "se", "ci_low", "ci_high", "df", "n"):
        assert cell[key] == pytest.approx(getattr(mean, key), rel=1e-10), key
    total = d.mean("q")["q"]
    assert book["q"].cell("mean")["estimate"] == pytest.approx(total.estimate)
    assert book["q"].cell("mean")["se"] == pytest.approx(total.se)


def test_where_is_the_book_of_the_subpopulation() -> None:
    d = design()
    asked = d.banner("likes", "sex", where="age == '60+'")
    assert asked.to_dict() == d.where("age == '60+'").banner("likes", "sex").to_dict()


def test_a_question_over_the_total_alone() -> None:
    book = design().banner("likes")
    assert [h.name for h in book.heads] == ["Total"]
    assert not book.comparisons().get("line")
    assert book["likes"].cell("yes")["estimate"] + book["likes"].cell("no")["estimate"] == pytest.approx(1)


def test_percentages_of_lines_of_the_total_and_of_answers() -> None:
    d = design()
    table = d.crosstab("likes", "sex")
    for percent in ("row", "total"):
        book = d.banner("likes", "sex", percent=percent)
        want = getattr(table, f"{percent}_share")["yes", "f"]
        assert book["likes"].cell("yes", "f")["estimate"] == pytest.approx(want.estimate)
        assert book["likes"].cell("yes", "f")["se"] == pytest.approx(want.se)
        assert not any(book["likes"].figures["letters"])
    answers = d.banner("a", "sex", basis="answers")["a"]
    assert answers.cell("a1", "f")["estimate"] + answers.cell("a2", "f")["estimate"] == pytest.approx(1)
    respondents = d.banner("a", "sex")["a"]
    assert abs(respondents.cell("a1", "f")["estimate"] + respondents.cell("a2", "f")["estimate"] - 1) > 0.001


def test_nets_and_boxes() -> None:
    scale = ek.BannerRow("q", nets={"low or high": [1, 5]}, top=[1, 2], bottom=1)
    book = design().banner([scale, ek.BannerRow("a", nets={"any": ["a1", "a2"]})])
    q, a = book["q"], book["a"]

    def share(*levels: str) -> float:
        return sum(q.cell(level)["estimate"] for level in levels)

    assert q.cell("low or high")["estimate"] == pytest.approx(share("1", "5"))
    assert q.cell("top 2")["estimate"] == pytest.approx(share("4", "5"))
    assert q.cell("top 1")["estimate"] == pytest.approx(share("5"))
    assert q.cell("bottom 1")["estimate"] == pytest.approx(share("1"))
    most = max(a.cell("a1")["estimate"], a.cell("a2")["estimate"])
    assert most < a.cell("any")["estimate"] < a.cell("a1")["estimate"] + a.cell("a2")["estimate"]
    assert [line.role for line in q.lines] == ["answer"] * 5 + ["net"] * 4


def test_values_of_text_categories_make_means_and_boxes() -> None:
    row = ek.BannerRow("age", values={"18-29": 25, "30-59": 45, "60+": 70}, mean=True, top=1)
    table = design().banner(row)["age"]
    shares = {k: table.cell(k)["estimate"] for k in ("18-29", "30-59", "60+")}
    want = 25 * shares["18-29"] + 45 * shares["30-59"] + 70 * shares["60+"]
    assert table.cell("mean")["estimate"] == pytest.approx(want)
    assert table.cell("top 1")["estimate"] == shares["60+"]


def test_many_numbers_are_shown_by_their_mean_few_as_answers() -> None:
    book = design().banner(["hours", "q"])
    assert [line.name for line in book["hours"].lines] == ["mean", "sd"]
    assert [line.name for line in book["q"].lines] == ["1", "2", "3", "4", "5"]


def test_medians_are_quantiles_of_the_columns() -> None:
    d = design()
    book = d.banner(ek.BannerRow("hours", median=True), [ek.BannerColumns("sex", nets={"all": ["f", "m"]}), "a"])
    table = book["hours"]
    assert [line.name for line in table.lines] == ["mean", "sd", "median"]
    for column, where in (("Total", None), ("f", "sex == 'f'"), ("all", None), ("a1", "a1 == 1")):
        want, got = d.quantile("hours", 0.5, where=where)[0], table.cell("median", column)
        assert (got["estimate"], got["se"], got["ci_low"]) == (want.estimate, want.se, want.ci_low)
    assert "Median" in repr(book)


def test_sorting_keeps_fixed_answers_last_and_nets_at_the_end() -> None:
    row = ek.BannerRow("q", sort="descending", fixed=[3], nets={"middle": [2, 3, 4]})
    table = design().banner(row)["q"]
    names = [line.name for line in table.lines]
    assert names[-2:] == ["3", "middle"]
    sizes = [table.cell(name)["estimate"] for name in names[:4]]
    assert sizes == sorted(sizes, reverse=True)


def test_a_definition_says_what_stays_last_and_what_its_scales_are() -> None:
    survey = ek.Survey.load("notebooks/data/mentoring.survey.json")
    accepted = survey.validate(survey.read("notebooks/data/mentoring-eusurvey.xlsx")).apply(policy="default").accepted
    book = accepted.design().banner(
        [
            ek.BannerRow("q_audiences", sort="ascending"),
            "q_benefits.wellbeing",
            ek.Grid("q_benefits", top=2, mean=True),
            ek.Ranking("q_obstacles"),
        ],
        "q_role",
    )
    assert {line.name for line in book["q_audiences"].lines[-2:]} == {"none", "other"}  # exclusive; takes a text
    wellbeing = book["q_benefits.wellbeing"]
    assert [line.name for line in wellbeing.lines][-2:] == ["mean", "sd"]
    grid = book["q_benefits: mean"]
    assert grid.lines[0].name == "q_benefits.wellbeing"
    assert grid.cell("q_benefits.wellbeing")["estimate"] == wellbeing.cell("mean")["estimate"]
    assert book["q_benefits: top 2"].lines[0].measure == "percent"
    ranking = book["q_obstacles"]
    first = accepted.design().freq("q_obstacles")["time"]
    assert ranking.cell("time")["estimate"] == pytest.approx(first.estimate)
    assert 1 <= ranking.cell("time: mean rank")["estimate"] <= 5
    assert "respondents chose to take part" in " ".join(book.notes)
    assert not any(book["q_audiences"].figures["letters"])
    assert "Head teacher" in book._repr_html_() or "head teacher" in book._repr_html_()
    assert 'lang="sv"' in book.to_html(language="sv")


def test_a_grid_of_columns_and_a_ranking_of_columns() -> None:
    d = design()
    book = d.banner([ek.Grid(["i1", "i2"], label="Items", shares=True), ek.Ranking(["r1", "r2"], label="Order")], "sex")
    names = [t.name for t in book]
    assert names == [f"Items: {k}" for k in (1, 2, 3, 4, 5)] + ["Order"]
    order = book["Order"]
    assert order.cell("r1")["estimate"] + order.cell("r2")["estimate"] == pytest.approx(1)
    assert order.cell("r1: mean rank", "f")["estimate"] == pytest.approx(d.mean("r1", by="sex")["f"].estimate)


def test_nesting_over_categories_and_options() -> None:
    d = design()
    book = d.banner("likes", [("sex", "age"), ("sex", "a")])
    nested = d.where("sex == 'f' and age == '60+'").freq("likes")["yes"]
    assert book["likes"].cell("yes", "f / 60+")["estimate"] == pytest.approx(nested.estimate)
    assert book["likes"].cell("yes", "f / 60+")["se"] == pytest.approx(nested.se)
    chosen = d.where("sex == 'm' and a2 == 1").freq("likes")["yes"]
    assert book["likes"].cell("yes", "m / a2")["estimate"] == pytest.approx(chosen.estimate)
    assert book["likes"].cell("yes", "m / a2")["se"] == pytest.approx(chosen.se)


def test_a_missing_answer_is_in_no_base_and_a_missing_group_is_in_the_total() -> None:
    d = design()
    answered = sum(v is not None for v in data()["q"])
    book = d.banner("likes", "q")
    assert book["likes"].bases["n"][0] == ROWS
    assert sum(book["likes"].bases["n"][1:]) == answered
    assert d.banner("q", "sex")["q"].bases["n"][0] == answered


def test_small_bases_show_no_figures() -> None:
    book = design().banner("likes", "age", min_base=140)
    hidden = [h.name for h, gone in zip(book.heads, book["likes"].bases["hidden"], strict=True) if gone]
    assert hidden
    cell = book["likes"].cell("yes", hidden[0])
    assert math.isnan(cell["estimate"]) and math.isnan(cell["se"]) and cell["letters"] == ""
    frame = book.to_dict()
    at = frame["column"].index(hidden[0])
    assert (frame["status"][at], frame["reason"][at]) == ("x", "fewer than 140 respondents")


@pytest.mark.parametrize("adjust", ["bh", "holm", "bonferroni"])
def test_p_values_are_adjusted_within_line_and_banner(adjust: str) -> None:
    book = design().banner(["likes"], ["age", "sex"], adjust=adjust)
    tests = book.comparisons()
    keys = zip(tests["line"], tests["banner"], strict=True)
    mine = [i for i, key in enumerate(keys) if key == ("yes", "age")]
    assert len(mine) == 3
    want = ek.adjust_p([tests["p"][i] for i in mine], method=adjust)
    assert [tests["p_adjusted"][i] for i in mine] == pytest.approx(list(want))


def test_letters_mark_the_higher_column() -> None:
    book = design().banner("likes", "sex")
    assert book["likes"].cell("yes", "f")["letters"] == "B"
    assert book["likes"].cell("yes", "f")["text"] == "higher than B"
    assert book["likes"].cell("no", "m")["letters"] == "A"
    assert book["likes"].cell("yes", "m")["letters"] == ""


def test_a_self_selected_sample_has_letters_only_when_asked() -> None:
    d = design(kind="self_selected")
    assert not any(d.banner("likes", "sex")["likes"].figures["letters"])
    assert any(d.banner("likes", "sex", letters=True)["likes"].figures["letters"])
    assert all(math.isnan(v) for v in d.banner("likes", "sex")["likes"].figures["ci_low"])


def test_replicate_weights_are_used_without_being_asked() -> None:
    d = design().to_replicates("JK1")
    share = d.proportion("likes", by="sex")["f", "yes"]
    assert d.banner("likes", "sex")["likes"].cell("yes", "f")["se"] == pytest.approx(share.se)


# -- how it looks ------------------------------------------------------------------------------------------------------


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scopes: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.open.append(tag)
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def book() -> Banner:
    return design().banner([ek.BannerRow("q", mean=True), "likes"], ["sex", ("sex", "age")], compare_total=True)


def test_html_is_well_formed_labelled_and_escaped() -> None:
    page = book()._repr_html_()
    tags = _Tags()
    tags.feed(page)
    assert not tags.open
    assert set(tags.scopes) == {"col", "colgroup", "row"}
    assert "How &lt;good&gt;?" in page and "Very &amp; good" in page and "<good>" not in page
    assert "Women" in page and "Base: respondents" in page and "Effective base" in page
    assert "higher than B" in page
    assert "Kvinnor" in book().to_html(language="sv")


def test_text_has_the_same_figures() -> None:
    text = repr(book())
    assert "How <good>?" in text and "Women (A)" in text and "Standard error" in text
    assert "a letter names a column of the same banner" in text


def test_frame_has_one_row_per_figure() -> None:
    b = book()
    columns = b.to_dict()
    assert len(columns["estimate"]) == sum(len(t.lines) for t in b) * len(b.heads)
    assert columns["question"][0] == "q" and "measure" in columns and "letters" in columns
    named = b.columns(language="sv")
    assert named["question"][0] == "Hur bra?" and "Kvinnor" in named["column"]


def test_a_book_is_saved_and_comes_back_equal(tmp_path: Any) -> None:
    b = book()
    b.save(tmp_path / "book.json")
    again = ek.load(tmp_path / "book.json")
    assert again == b
    assert again._repr_html_() == b._repr_html_()
    assert again.comparisons() == b.comparisons()
    assert again["likes"].cell("yes", ("sex", "f"))["letters"] == b["likes"].cell("yes", ("sex", "f"))["letters"]


# -- what is refused ---------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[Any, str]] = {
    "unknown row": (lambda d: d.banner("none"), "none"),
    "unknown column": (lambda d: d.banner("q", "none"), "none"),
    "nothing": (lambda d: d.banner([]), "rows: no question given"),
    "tuple of banners": (lambda d: d.banner("q", ("sex", "age")), "nests the columns"),
    "twice the same": (lambda d: d.banner("q", [("sex", "sex")]), "nests a column in itself"),
    "unknown category": (lambda d: d.banner(ek.BannerRow("q", nets={"n": [9]})), "nets: 'n'"),
    "net as text": (lambda d: d.banner(ek.BannerRow("q", nets={"n": "12"})), "expected a list of categories"),
    "unknown fixed": (lambda d: d.banner(ek.BannerRow("q", fixed=["x"])), "fixed"),
    "mean of words": (lambda d: d.banner(ek.BannerRow("likes", mean=True)), "its categories are no numbers"),
    "box of all": (lambda d: d.banner(ek.BannerRow("q", top=5)), "has 5 points"),
    "box of none": (lambda d: d.banner(ek.BannerRow("q", top=0)), "whole number of at least 1"),
    "score out of range": (lambda d: d.banner(ek.BannerRow("score", nps=True, values={"0": 20})), "from 0 to 10"),
    "sort": (lambda d: d.banner(ek.BannerRow("q", sort="up")), "sort='up'"),
    "percent": (lambda d: d.banner("q", percent="rows"), "percent='rows'"),
    "basis": (lambda d: d.banner("q", basis="x"), "basis='x'"),
    "method": (lambda d: d.banner("q", method="z"), "method='z'"),
    "adjust": (lambda d: d.banner("q", adjust="x"), "adjust='x'"),
    "levels": (lambda d: d.banner("q", levels=(0.01, 0.05)), "the weaker first"),
    "min_base": (lambda d: d.banner("q", min_base=-1), "min_base=-1"),
    "level": (lambda d: d.banner("q", level=95), "level=95"),
    "nested nets": (lambda d: d.banner("q", ek.BannerColumns(("sex", "age"), nets={"n": ["m"]})), "has no nets"),
    "ranking": (lambda d: d.banner(ek.Ranking("q")), "no ranking"),
    "grid": (lambda d: d.banner(ek.Grid("none")), "no matrix question"),
    "row": (lambda d: d.banner([3]), "expected column names"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_off_is_named(case: str) -> None:
    call, words = REFUSED[case]
    with pytest.raises(ek.errors.SurveyError, match=words.replace("(", r"\(")):
        call(design())


def test_a_cell_that_is_not_there_is_named() -> None:
    b = book()
    with pytest.raises(ek.errors.SurveyError, match="none"):
        b["none"]
    with pytest.raises(ek.errors.SurveyError, match="none"):
        b["q"].cell("none")
    with pytest.raises(ek.errors.SurveyError, match="none"):
        b["q"].cell("1", "none")
