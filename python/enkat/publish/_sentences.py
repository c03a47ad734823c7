"""Facts in words. A sentence holds no number that is not a cell of its table."""

from __future__ import annotations

from enkat.publish._catalogue import Catalogue
from enkat.publish._labels import Labels, is_class
from enkat.publish._model import Cell, Publication, PublishedQuestion

__all__ = ["sentences", "value_text"]


def value_text(cell: Cell, t: Catalogue) -> str:
    """The estimate of a cell as printed: a percentage with its sign, a mean, or the mark that stands for it."""
    marks = [c for c in cell["status"] if c != "ok"]
    suffix = "".join(f" [{c}]" for c in marks)
    if cell["estimate"] is None or "low" in marks:
        return suffix.strip() or "[x]"
    percent = cell["measure"] == "percent"
    return (t.locale.percentage if percent else t.locale.number)(cell["estimate"]) + suffix


def sentences(publication: Publication, question: PublishedQuestion, t: Catalogue) -> list[str]:
    """The sentences of a question, one per fact, in the language of the catalogue."""
    labels = Labels(publication, question, t)
    return [_sentence(question, rule, cells, labels, publication) for rule, cells in question.facts]


def _label(question: PublishedQuestion, cell: Cell, labels: Labels) -> str:
    text = labels.answer(cell["row"]).marked
    return text if is_class(cell["row"]) else labels.t.locale.quote(text)


def _sentence(
    question: PublishedQuestion, rule: str, cells: list[Cell], labels: Labels, publication: Publication
) -> str:
    t = labels.t
    values = [value_text(c, t) for c in cells]
    key = f"fact.{rule}"
    if rule.startswith("none."):
        return t(key, threshold=t.locale.number(publication.policy.show_from))
    if rule == "text.answers":
        return t(key, n=cells[0]["estimate"])
    if rule == "multi.most_often":
        items = [t("fact.item", label=_label(question, c, labels), value=v) for c, v in zip(cells, values, strict=True)]
        return t(key, list=t.locale.join(items))
    if rule == "number.mean":
        unit = labels.unit.marked
        return t(f"{key}_unit", value=values[0], unit=unit) if unit else t(key, value=values[0])
    if rule == "ordinal.poles":
        return t(key, positive=labels.net(cells[0]["parts"]), value=values[0],
                 negative=labels.net(cells[1]["parts"]), value2=values[1])  # fmt: skip
    if rule == "nps.score":
        return t(key, value=values[0], value2=values[1], value3=values[2])
    if rule == "matrix.highest_lowest":
        items = [t.locale.quote(labels.item(c["question"]).marked) for c in cells]
        return t(
            key,
            positive=labels.net(cells[0]["parts"]),
            label=items[0],
            value=values[0],
            label2=items[1],
            value2=values[1],
        )
    if rule == "matrix.rows":
        return t(key)
    return _about_answers(question, rule, cells, values, labels)


def _about_answers(question: PublishedQuestion, rule: str, cells: list[Cell], values: list[str], labels: Labels) -> str:
    """The rules about the largest answers of one question: single.*, ranking.*."""
    words: dict[str, str] = {"label": _label(question, cells[0], labels), "value": values[0]}
    if len(cells) > 1:
        words |= {"label2": _label(question, cells[1], labels), "value2": values[1]}
    key = rule.replace("single.", "class.") if is_class(cells[0]["row"]) else rule
    return labels.t(f"fact.{key}", **words)
