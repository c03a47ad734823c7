"""EUSurvey's two export layouts: the XLSX sheet `Content` and the XML `Results`."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from example.answers import Record

Definition = dict[str, Any]
ALIAS = "SyntheticMentoring2023"
EXPORTED = datetime(2023, 3, 6, 10, 0)
OTHER_XLSX = {"q_role": "If other, please specify your role", "q_audiences": "If other, please specify the group"}
OTHER_XML = {"en": "If other, please specify", "sv": "Om annan, ange vilken"}
TYPES = {
    "single": "Single Choice",
    "multi": "Multiple Choice",
    "date": "Date",
    "ranking": "Ranking",
    "text": "Free Text",
}


def labels(question: dict[str, Any], language: str = "en") -> dict[str, str]:
    """Code to label of a question's options."""
    return {o["code"]: o["label"][language] for o in question.get("options", [])}


def has_other(question: dict[str, Any]) -> bool:
    """Whether a free-text question for 'other' follows."""
    return any(o.get("other_text") for o in question.get("options", []))


# ---- XLSX -----------------------------------------------------------------------------------------------------------
def headings(definition: Definition) -> list[str]:
    """The heading of every column: question texts, matrix rows apart, then EUSurvey's own six."""
    found = []
    for q in definition["questions"]:
        text = q["text"]["en"]
        found += [f"{text}: {row['label']['en']}" for row in q["rows"]] if q["type"] == "matrix" else [text]
        found += [OTHER_XLSX[q["id"]]] if has_other(q) else []
    return [*found, "Invitation number", "Contribution ID", "User name", "Creation date", "Last update", "Languages"]


def cells(definition: Definition, record: Record) -> list[object]:
    """One row of the sheet: labels in the survey's original language, numbers and dates as such."""
    row: list[object] = []
    for q in definition["questions"]:
        answer: Any = record.answers.get(q["id"])
        label = labels(q)
        if q["type"] == "matrix":
            given = answer or {}
            row += [label.get(given.get(r["code"])) for r in q["rows"]]
        elif q["type"] in {"multi", "ranking"}:
            row.append("; ".join(label.get(code, code) for code in answer) if answer else None)
        elif q["type"] == "date":
            row.append(as_date(answer))
        else:
            row.append(label.get(answer, answer) if q["type"] == "single" else answer)
        if has_other(q):
            row.append(record.answers.get(f"{q['id']}.other"))
    return [*row, None, record.id, None, record.created, record.created, record.language]


def as_date(text: str | None) -> datetime | str | None:
    """A date cell, or the text itself where it is no calendar date."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return text


def write_xlsx(definition: Definition, records: list[Record], path: Path) -> None:
    """Writes the sheet; its properties say that the data are synthetic."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    book.set_properties(
        {"title": "Synthetic example data", "comments": "Made up; no real respondents.", "created": EXPORTED}
    )
    sheet = book.add_worksheet("Content")
    day, minute = book.add_format({"num_format": 14}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_row(0, 0, ["Alias", ALIAS])
    sheet.write(1, 0, "Export Date")
    sheet.write_datetime(1, 1, EXPORTED, minute)
    sheet.write_row(3, 0, headings(definition))
    for r, record in enumerate(records, start=4):
        for c, value in enumerate(cells(definition, record)):
            if isinstance(value, datetime):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, str):
                sheet.write_string(r, c, value)  # never as a formula
            elif value is not None:
                sheet.write(r, c, value)
    book.close()


# ---- XML -----------------------------------------------------------------------------------------------------------
def uid(*parts: str) -> str:
    """The identifier of a question, an option or a row."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "https://example.invalid/enkat/mentoring-2023/" + "/".join(parts)))


def element(tag: str, text: str = "", **attributes: str) -> str:
    """One element with its text."""
    return f"<{tag}{''.join(f' {k}={quoteattr(v)}' for k, v in attributes.items())}>{escape(text)}</{tag}>"


def question_elements(q: dict[str, Any], language: str) -> list[str]:
    """What the questionnaire part says of one question."""
    text, label = q["text"][language], labels(q, language)
    if q["type"] == "matrix":
        rows = {r["code"]: r["label"][language] for r in q["rows"]}
        return [
            element("MatrixTitle", text, id=uid(q["id"]), type="Matrix"),
            *(
                element("MatrixQuestion", t, id=uid(q["id"], r), type="Single Choice Matrix Question")
                for r, t in rows.items()
            ),
            *(element("MatrixAnswer", t, id=uid(q["id"], "option", c), type="Matrix Answer") for c, t in label.items()),
            *(element("MatrixCell", qid=uid(q["id"], r), aid=uid(q["id"], "option", c)) for r in rows for c in label),
        ]
    tag, kind = ("RankingItem", "Ranking Item") if q["type"] == "ranking" else ("Answer", "Choice Answer")
    found = [element("Question", text, id=uid(q["id"]), type=TYPES.get(q["type"], "Number"))]
    found += [element(tag, t, id=uid(q["id"], "option", c), type=kind) for c, t in label.items()]
    if has_other(q):
        found.append(element("Question", OTHER_XML[language], id=uid(q["id"], "other"), type="Free Text"))
    return found


def questionnaire(definition: Definition, language: str) -> str:
    """The questionnaire in one language."""
    parts, section = [], None
    titles = {s["id"]: s["title"][language] for s in definition["sections"]}
    for q in definition["questions"]:
        if q["section"] != section:
            section = q["section"]
            parts.append(element("Section", titles[section], id=uid(section), type="Section"))
        parts += question_elements(q, language)
    return f'<Elements lang="{language.upper()}">{"".join(parts)}</Elements>'


def answer_elements(q: dict[str, Any], record: Record) -> list[str]:
    """The answers of one respondent to one question."""
    answer: Any = record.answers.get(q["id"])
    known = labels(q)
    option = {c: uid(q["id"], "option", c) for c in known}
    found: list[str] = []
    if answer is not None:
        if q["type"] == "matrix":
            found = [element("Answer", qid=uid(q["id"], r), aid=option[c]) for r, c in answer.items()]
        elif q["type"] in {"single", "multi"}:
            chosen = [answer] if q["type"] == "single" else answer
            found = [element("Answer", qid=uid(q["id"]), aid=option.get(c, c)) for c in chosen]
        elif q["type"] == "ranking":
            found = [element("Answer", "; ".join(option[c] for c in answer), qid=uid(q["id"]))]
        else:
            found = [element("Answer", str(answer), qid=uid(q["id"]))]
    other = record.answers.get(f"{q['id']}.other")
    return found + ([element("Answer", str(other), qid=uid(q["id"], "other"))] if other else [])


def answer_set(definition: Definition, record: Record, number: int) -> str:
    """One respondent."""
    answers = "".join("".join(answer_elements(q, record)) for q in definition["questions"])
    when = f"{record.created:%Y-%m-%d_%H-%M-%S}"
    return (
        f'<AnswerSet id="{record.id}" create="{when}" last="{when}" list="{90000 + number}" lang="{record.language}" '
        f'user="" invitation="">{answers}</AnswerSet>'
    )


def write_xml(definition: Definition, records: list[Record], path: Path) -> None:
    """Writes the whole document; the survey's alias says that the data are synthetic."""
    languages = "".join(questionnaire(definition, language) for language in definition["languages"])
    answers = "".join(answer_set(definition, record, n) for n, record in enumerate(records, start=1))
    survey = f'<Survey id="41299" uid="{uid("survey")}" alias="{ALIAS}">{languages}</Survey>'
    text = f'<Results create="{EXPORTED:%Y-%m-%d_%H-%M-%S}">{survey}<Answers>{answers}</Answers></Results>'
    path.write_bytes(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode())
