"""A book is read in the languages of its survey: words, numbers and notes."""

from __future__ import annotations

import string
from typing import Any

import enkat as ek
from enkat._display.words import LANGUAGES, WORDS, sentence

LABELS = {
    "sv": {"i1": {"": "Kul?", "1": "Nej", "2": "Ja"}, "i2": {"": "Lätt?", "1": "Nej", "2": "Ja"}, "g": {"": "Grupp"}},
    "de": {"i1": {"": "Lustig?"}},
}
DATA = {
    "i1": [1, 2, 2, 1, 2, 2] * 40,
    "i2": [2, 2, 1, 1, 2, 1] * 39 + [None] * 6,
    "r1": [1, 2, 1] * 80,
    "r2": [2, 1, 2] * 80,
    "g": ["a", "b", "b"] * 80,
    "w": [1.0, 2.0] * 120,
}


def design(**changes: Any) -> ek.Design:
    return ek.Design(DATA, weights="w", labels=LABELS, **changes)


def test_every_language_has_every_word_with_the_same_values() -> None:
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for language in LANGUAGES:
        assert {k: values(v) for k, v in WORDS[language].items()} == {k: values(v) for k, v in WORDS["en"].items()}


def test_words_notes_and_numbers_are_those_of_the_language() -> None:
    book = design().banner([ek.BannerRow("i1", mean=True)], "g", compare_total=True)
    page = book.to_html(language="sv")
    for text in (
        "Totalt",
        "Bas: svarande",
        "Effektiv bas",
        "Medelvärde",
        "1,6",
        "frihetsgrader",
        "de svarande",
        "högre än",
    ):
        assert text in page, text
    assert "higher" not in page and "respondents" not in page and 'lang="en"' not in page
    assert "higher than" in book.to_html(language="en")
    assert book.to_text() == book.to_text(language="sv") == repr(book)  # the first language of the labels
    assert "percentages of the respondents in the column" in book.notes


def test_a_language_without_words_is_served_in_english_and_says_so() -> None:
    page = design().banner("i1", "g").to_html(language="de")
    assert "Lustig?" in page and "Base: respondents" in page
    assert '<section class="enkat-banner" lang="de">' in page and '<ul lang="en">' in page


def test_summaries_of_a_grid_stand_side_by_side_without_a_banner() -> None:
    grid = ek.Grid(["i1", "i2"], label="Frågor", mean=True, shares=True)
    text = design().banner([grid]).to_text()
    head = text.splitlines()[1].split()
    assert text.splitlines()[0] == "Frågor" and head == ["Nej", "Ja", "Medelvärde", "Bas"]
    kul = next(line.split() for line in text.splitlines() if line.startswith("Kul?"))
    assert kul == ["Kul?", "33", "67", "1,67", "240"]
    assert next(line for line in text.splitlines() if line.startswith("Lätt?")).split()[-1] == "234"
    assert "Frågor – Ja" in design().banner([grid], "g").to_text()


def test_ranking_without_a_banner_has_a_line_per_item() -> None:
    text = design().banner([ek.Ranking(["r1", "r2"])]).to_text(language="en")
    assert "First place, per cent" in text and "Ranked by" in text
    assert next(line for line in text.splitlines() if line.startswith("r1 ")).split() == ["r1", "67", "1.33", "240"]


def test_the_model_of_a_sample_is_said_in_the_language() -> None:
    d = design(kind="self_selected", model={"en": "as good as random", "sv": "som slumpen"})
    book = d.banner("i1", "g")
    assert "intervals assume: as good as random" in book.notes
    assert "som slumpen" in book.to_html(language="sv") and "valde själva" in book.to_html(language="sv")


def test_a_saved_book_is_still_read_in_every_language(tmp_path: Any) -> None:
    book = design().banner([ek.BannerRow("i1", mean=True)], "g")
    book.save(tmp_path / "book.json")
    back = ek.load(tmp_path / "book.json")
    assert back == book and back.to_html(language="sv") == book.to_html(language="sv")


def test_a_value_that_only_looks_like_a_key_is_kept() -> None:
    assert sentence("en", ("model", {"model": "@home"})) == "intervals assume: @home"
