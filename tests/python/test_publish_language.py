"""Catalogues and locales: the same keys everywhere, numbers as each language writes them."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from enkat.errors import SurveyError
from enkat.publish._catalogue import load_catalogue
from enkat.publish._locale import available_languages, load_locale


def fields(message: object) -> set[str]:
    texts = message.values() if isinstance(message, dict) else [message]
    return {name for text in texts for _, name, _, _ in Formatter().parse(str(text)) if name}


def test_english_and_swedish_are_there() -> None:
    assert {"en", "sv"} <= set(available_languages())


@pytest.mark.parametrize("language", available_languages())
def test_every_catalogue_has_the_same_keys_placeholders_and_plural_forms(language: str) -> None:
    english, other = load_catalogue("en").messages, load_catalogue(language).messages
    assert set(other) == set(english)
    for key, message in other.items():
        assert fields(message) == fields(english[key]), key
        assert isinstance(message, dict) == isinstance(english[key], dict), key
        for text in message.values() if isinstance(message, dict) else [message]:
            assert text.strip() == text and text, key


def test_a_missing_key_fails() -> None:
    with pytest.raises(SurveyError, match=r"'sv' has no key 'no\.such\.key'"):
        load_catalogue("sv")("no.such.key")


def test_a_language_without_texts_is_named() -> None:
    with pytest.raises(SurveyError, match="'fr' yet, expected some of en, sv"):
        load_locale("fr")


def test_numbers_as_each_language_writes_them() -> None:
    en, sv = load_locale("en"), load_locale("sv")
    assert [en.number(x) for x in ("1234567.5", "999", "-3.0", 1000)] == ["1,234,567.5", "999", "-3.0", "1,000"]
    assert [sv.number(x) for x in ("1234567.5", "-3.0")] == ["1\u00a0234\u00a0567,5", "\u22123,0"]
    assert (en.percentage("47"), sv.percentage("47")) == ("47%", "47\u00a0%")
    assert sv.day("2023-02-28T23:59:59") == "28 februari 2023"
    assert en.join(["A", "B", "C"]) == "A, B and C" and sv.join(["A", "B"], alternative=True) == "A eller B"
    assert (en.quote("A"), sv.quote("A")) == ("“A”", "”A”")


def test_plural_forms() -> None:
    t = load_catalogue("en")
    assert t("base.line", n=1).endswith("1 respondent who answered")
    assert t("base.line", n=21).endswith("21 respondents who answered")


def test_every_rule_of_validation_has_words() -> None:
    words = load_catalogue("sv")
    rules = re.findall(r"`([a-z_]+\.[a-z_]+)`", RULES)
    assert len(rules) == 40
    assert all(f"rule.{rule}" in words for rule in rules)


RULES = """
`required.missing` `option.unknown` `choice.exclusive` `choice.count` `number.type` `number.range` `number.decimals`
`number.step` `date.invalid` `date.range` `text.length` `text.pattern` `ranking.duplicate_item`
`ranking.duplicate_position` `ranking.gap` `ranking.count` `routing.answered_when_hidden` `layout.split_mismatch`
`file.encoding` `unique.repeated` `window.early` `window.late` `unit.duplicate_id` `meta.duration` `file.ragged_row`
`other.text_without_option` `quality.straightline` `quality.attention` `quality.open_text` `text.formula` `text.control`
`audience.ineligible` `unit.duplicate_respondent` `unit.duplicate_answers` `quality.speeding` `quality.bot`
`meta.language` `meta.version` `other.option_without_text` `unit.breakoff`
"""
