"""The questionnaire as it was asked, for the annex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enkat.publish._catalogue import Catalogue
from enkat.publish._model import Localized, Publication

__all__ = ["AskedQuestion", "questionnaire"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    text: Localized
    help: Localized
    kind: str
    remarks: tuple[str, ...]
    condition: str
    rows: tuple[Localized, ...]
    options: tuple[Localized, ...]


def questionnaire(publication: Publication, t: Catalogue) -> list[AskedQuestion]:
    """Every question with its kind, limits, routing, rows and options."""
    return [_asked(publication, q, t) for q in publication.definition["questions"]]


def _asked(publication: Publication, question: Mapping[str, Any], t: Catalogue) -> AskedQuestion:
    def words(texts: Mapping[str, str] | None) -> Localized:
        return publication.texts(texts, t.locale.language)

    return AskedQuestion(
        text=words(question["text"]),
        help=words(question.get("help")),
        kind=t(f"type.{question['type']}"),
        remarks=_remarks(question, t),
        condition=str(question.get("show_if", "")),
        rows=tuple(words(r["label"]) for r in question.get("rows", ())),
        options=tuple(words(o["label"]) for o in question.get("options", ())),
    )


def _remarks(question: Mapping[str, Any], t: Catalogue) -> tuple[str, ...]:
    out = [t("questionnaire.required")] if question.get("required") else []
    if "min" in question and "max" in question:
        is_number = question["type"] in ("number", "rating")
        low, high = (_limit(question[key], is_number, t) for key in ("min", "max"))
        out.append(t("questionnaire.limits", low=low, high=high))
    return tuple(out)


def _limit(value: float | str, is_number: bool, t: Catalogue) -> str:
    if is_number:
        return t.locale.number(f"{value:g}")
    return t.locale.day(str(value)) if str(value)[:4].isdigit() and "-" in str(value) else str(value)
