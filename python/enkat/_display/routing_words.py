"""A condition in words: `not selected(q_audiences,'none')` becomes “None” is not chosen in question 4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core

if TYPE_CHECKING:
    from enkat.survey import Survey

COMPARISONS = {
    "==": ("is", "is not"),
    "!=": ("is not", "is"),
    "<": ("is below", "is not below"),
    "<=": ("is at most", "is above"),
    ">": ("is above", "is at most"),
    ">=": ("is at least", "is below"),
}
ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a node of the expression says, and what it says when it is negated."""

    text: str
    negated: str = ""
    joins: str = ""
    """ "and" or "or" when the phrase is made of parts that need brackets inside another."""
    question: str | None = None
    """The question whose answer it is, so that codes beside it become labels."""
    items: tuple[Phrase, ...] = ()


class Words:
    """Puts the expressions of one survey in words, with labels in one language."""

    def __init__(self, survey: Survey, language: str) -> None:
        self._survey = survey
        self._language = language
        self._numbers = {q.id: i for i, q in enumerate(survey.questions, 1)}

    def condition(self, source: str) -> str:
        """The expression in words, without a capital and without a stop."""
        phrases: list[Phrase] = []
        for operator, value, children in _core.parse_expression(source):
            phrases.append(self._phrase(operator, value, [phrases[c] for c in children]))
        return phrases[-1].text

    def _phrase(self, operator: str, value: Any, parts: list[Phrase]) -> Phrase:
        if operator in ("number", "string", "name", "row", "list", "today", "submitted"):
            return self._leaf(operator, value, parts)
        if operator in ("and", "or"):
            return _joined(operator, parts[0], parts[1])
        if operator == "not":
            return Phrase(parts[0].negated or f"not ({parts[0].text})", parts[0].text)
        if operator in COMPARISONS:
            return self._comparison(operator, parts)
        if operator == "in":
            items = " or ".join(self._code(parts[0], i) for i in parts[1].items) or "nothing"
            return Phrase(f"{parts[0].text} is {items}", f"{parts[0].text} is not {items}")
        if operator == "negate":
            return Phrase(f"minus {parts[0].text}")
        if operator in ARITHMETIC:
            return Phrase(f"{parts[0].text} {ARITHMETIC[operator]} {parts[1].text}")
        return self._call(operator, parts)

    def _leaf(self, operator: str, value: Any, parts: list[Phrase]) -> Phrase:
        if operator == "name":
            return Phrase(f"the answer to question {self._number(value)}", question=value)
        if operator == "row":
            question, row = value
            label = self._label(question, row)
            return Phrase(f"the answer to “{label}” in question {self._number(question)}", question=question)
        if operator == "list":
            return Phrase("", items=tuple(parts))
        words = {"today": "today", "submitted": "the day of submission"}
        return Phrase(words.get(operator) or (f"{value:.15g}" if operator == "number" else str(value)))

    def _comparison(self, operator: str, parts: list[Phrase]) -> Phrase:
        left, right = parts
        if right.question and not left.question and operator in ("==", "!="):
            left, right = right, left
        yes, no = COMPARISONS[operator]
        value = self._code(left, right)
        return Phrase(f"{left.text} {yes} {value}", f"{left.text} {no} {value}")

    def _call(self, operator: str, parts: list[Phrase]) -> Phrase:
        asked = parts[0].text.removeprefix("the answer to ")
        if operator == "answered":
            return Phrase(f"{asked} is answered", f"{asked} is not answered")
        if operator == "selected":
            label = self._code(parts[0], parts[1])
            return Phrase(f"{label} is chosen in {asked}", f"{label} is not chosen in {asked}")
        if operator == "rank":
            return Phrase(f"the place of {self._code(parts[0], parts[1])} in {asked}")
        if operator == "count":
            return Phrase(f"the number of answers to {asked}")
        return Phrase(f"the number of characters in {parts[0].text}")

    def _code(self, beside: Phrase, value: Phrase) -> str:
        """A code as the label of the question beside it; other values as they are."""
        question = self._survey.questions[beside.question] if beside.question else None
        option = question.option(value.text) if question and not value.question else None
        return f"“{self._text(option.label)}”" if option else value.text

    def _label(self, question: str, row: str) -> str:
        return next(self._text(r.label) for r in self._survey.questions[question].rows if r.code == row)

    def _text(self, texts: Any) -> str:
        return str(texts.get(self._language, texts[self._survey.default_language]))

    def _number(self, question: str) -> int:
        return self._numbers[question]


def _joined(word: str, left: Phrase, right: Phrase) -> Phrase:
    other = "or" if word == "and" else "and"
    sides = [f"({p.text})" if p.joins == other else p.text for p in (left, right)]
    text = f" {word} ".join(sides)
    return Phrase(text, f"not ({text})", joins=word)
