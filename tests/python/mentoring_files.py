"""Valid mentoring responses by chance, and writers of the seven layouts, for tests that plant defects.

A record is neutral: codes of the definition, dates and numbers as text. A `Raw` value is written as it is.
"""

from __future__ import annotations

import copy
import csv
import datetime
import io
import json
import random
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

FORMATS = Path(__file__).parents[1] / "data" / "formats"
DEFINITION: dict[str, Any] = json.loads((FORMATS / "mentoring.survey.json").read_text(encoding="utf-8"))
QUESTIONS: dict[str, dict[str, Any]] = {q["id"]: q for q in DEFINITION["questions"]}
ROUTED = ("since", "hours", "benefits", "training")
BENEFITS = [r["code"] for r in QUESTIONS["q_benefits"]["rows"]]
ITEMS = [o["code"] for o in QUESTIONS["q_obstacles"]["options"]]
COMMENTS = (
    "",
    "- bra idé, men tiden räcker inte",
    'Two lines.\nAlso "quoted"; and, separated.',
    "Vi ses; på måndag",
    "ok",
)


class Raw(str):
    """A cell exactly as it stands in the file."""


def options(question: str) -> list[str]:
    """The option codes of q_<question>."""
    return [o["code"] for o in QUESTIONS[f"q_{question}"]["options"]]


def label(question: str, code: str) -> str:
    """The English label of an option."""
    if isinstance(code, Raw):
        return str(code)
    return next(o["label"]["en"] for o in QUESTIONS[f"q_{question}"]["options"] if o["code"] == code)


@dataclass
class Record:
    """One respondent."""

    id: str
    ref: str
    submitted: datetime.datetime
    duration: int
    start: datetime.datetime | None = None
    language: str = "en"
    version: str = "vMentor2023a"
    bot: str = "0.9"
    finished: bool = True
    role: str = "teacher"
    role_other: str = ""
    country: str = "SE"
    level: str = "primary"
    audiences: list[str] = field(default_factory=list)
    audiences_other: str = ""
    since: str = ""
    hours: str = ""
    benefits: list[str] = field(default_factory=lambda: [""] * 5)
    training: str = ""
    plan: str = ""
    obstacles: list[str] = field(default_factory=list)
    places: list[str] | None = None
    """The places of the items where they are not those of `obstacles`."""
    recommend: str = ""
    comment: str = ""
    parts: list[str] | None = None
    """The chosen options as Kobo's split columns have them, where they are not those of `audiences`."""

    @property
    def started(self) -> datetime.datetime:
        return self.start or self.submitted - datetime.timedelta(seconds=self.duration)

    def routed_in(self) -> bool:
        return bool(self.audiences) and "none" not in self.audiences


def valid_record(rng: random.Random, number: int) -> Record:
    """A record without any defect."""
    none = rng.random() < 0.3
    day = datetime.datetime(2023, 1, 10, 8, 0) + datetime.timedelta(minutes=rng.randrange(49 * 24 * 60))
    r = Record(
        id=str(uuid.UUID(int=rng.getrandbits(128))),
        ref=f"invitee-{1000 + number}",
        submitted=day,
        duration=rng.randrange(400, 900),
        language=rng.choice(["en", "sv"]),
        role=rng.choice(options("role")[:4]),
        country=rng.choice(options("country")[:-1]),
        level=rng.choice(options("level")),
        plan=rng.choice(options("plan")) if none else "",
        audiences=["none"] if none else sorted(rng.sample(options("audiences")[:7], rng.randrange(1, 5))),
        obstacles=rng.sample(ITEMS, 5),
        recommend=str(rng.randrange(11)),
        comment=rng.choice(COMMENTS),
    )
    r.audiences.sort(key=options("audiences").index)
    if not none:
        r.since = f"{rng.randrange(1980, 2023)}-{rng.randrange(1, 13):02}-01"
        r.hours = rng.choice(["0", "2.5", "4", "12", "80"]) if r.role != "student_teacher" else "3"
        r.training = rng.choice(options("training"))
        r.benefits = [rng.choice(["1", "2", "3", "4", "5", "dk"]) for _ in BENEFITS]
        r.benefits[0], r.benefits[1] = "2", "4"  # no straight line
    return r


def places(r: Record) -> list[str]:
    """The place of every item."""
    if r.places is not None:
        return r.places
    return [str(r.obstacles.index(item) + 1) if item in r.obstacles else "" for item in ITEMS]


def write(layout: str, records: list[Record], path: Path, *, ragged: dict[int, int] | None = None) -> None:
    """Writes a file; `ragged` gives rows (from 0) that lose (or, negative, gain) cells at the end."""
    if layout == "eusurvey_xml":
        _write_xml(records, path)
    elif layout == "eusurvey":
        _write_xlsx([_eusurvey(r) for r in records], path)
    else:
        head, delimiter, quoting, row_of = CSV[layout]
        rows = [row_of(r) for r in records]
        for row, cells in (ragged or {}).items():
            rows[row] = rows[row][:-cells] if cells > 0 else rows[row] + [Raw("x")] * -cells
        _write_csv(head(), rows, path, delimiter, quoting)


# ---- CSV -----------------------------------------------------------------------------------------------------------
UNQUOTED = Raw("")
"""LimeSurvey: the question was not shown."""


def _lines(file: str, count: int) -> bytes:
    """The first lines of a sample, as bytes: its headings (none of them spans lines)."""
    return b"".join((FORMATS / file).read_bytes().splitlines(keepends=True)[:count])


def _write_csv(head: bytes, rows: list[list[Any]], path: Path, delimiter: str, quoting: str) -> None:
    end = "\r\n" if head.endswith(b"\r\n") else "\n"
    out = [head]
    for row in rows:
        cells = []
        for cell in row:
            text = str(cell).replace('"', '""')
            needed = any(c in text for c in f'{delimiter}"\r\n')
            plain = cell is UNQUOTED or (quoting == "minimal" and not needed)
            cells.append(text if plain else f'"{text}"')
        out.append((delimiter.join(cells) + end).encode("utf-8", "surrogateescape"))
    path.write_bytes(b"".join(out))


def _code(question: str, code: str, form: str) -> str:
    """One option as a layout writes it: its label, A1 (LimeSurvey) or its position (Qualtrics)."""
    if isinstance(code, Raw) or not code:
        return str(code)
    if form == "label":
        return label(question, code)
    if form == "code":
        return code
    position = options(question).index(code) + 1
    return f"A{position}" if form == "A" else str(position)


def _eusurvey(r: Record) -> list[Any]:
    def one(question: str, code: str) -> str:
        return _code(question, code, "label")

    return [
        one("role", r.role), r.role_other, one("country", r.country), one("level", r.level),
        "; ".join(one("audiences", a) for a in r.audiences), r.audiences_other, r.since, r.hours,
        *(one("benefits", b) for b in r.benefits), one("training", r.training), one("plan", r.plan),
        "; ".join(one("obstacles", o) for o in r.obstacles), r.recommend, r.comment,
        "", r.id, r.ref, r.submitted, r.submitted, r.language.upper(),
    ]  # fmt: skip


def _eusurvey_csv(r: Record) -> list[Any]:
    row = _eusurvey(r)
    row[7] = row[7].replace(".", ",")
    row[21] = row[22] = f"{r.submitted:%Y-%m-%d}"
    return row


def _limesurvey(r: Record) -> list[Any]:
    def one(question: str, code: str) -> str:
        return code if question == "country" else _code(question, code, "A")

    def routed(value: Any, shown: bool) -> Any:
        return UNQUOTED if not shown and not value else value

    chosen = r.routed_in()
    other = r.role == "other"
    hours = r.hours if isinstance(r.hours, Raw) or not r.hours else f"{float(r.hours):.10f}"
    since = r.since if isinstance(r.since, Raw) or not r.since else f"{r.since} 00:00:00"
    done = f"{r.submitted:%Y-%m-%d %H:%M:%S}"
    ranks = [*r.obstacles, "", "", "", "", ""][:5]
    row = [
        r.id, done if r.finished else UNQUOTED, "3", r.language, "1007919", r.ref, f"{r.started:%Y-%m-%d %H:%M:%S}",
        done, "-oth-" if other else one("role", r.role), r.role_other, one("country", r.country),
        one("level", r.level), *("Y" if a in r.audiences else "" for a in options("audiences")[:8]),
        r.audiences_other, routed(since, chosen), routed(hours, chosen),
        *(routed(one("benefits", b), chosen) for b in r.benefits), routed(one("training", r.training), chosen),
        routed(one("plan", r.plan), "none" in r.audiences), *(one("obstacles", o) for o in ranks), r.recommend,
        r.comment, str(r.duration),
    ]  # fmt: skip
    return row


def _qualtrics(r: Record) -> list[Any]:
    def one(question: str, code: str) -> str:
        return _code(question, code, "position")

    score = int(r.recommend) if r.recommend.isdigit() else -1
    group = "" if score < 0 else "1" if score < 7 else "2" if score < 9 else "3"
    return [
        f"{r.started:%Y-%m-%d %H:%M:%S}", f"{r.submitted:%Y-%m-%d %H:%M:%S}", "0", "100" if r.finished else "60",
        str(r.duration), "1" if r.finished else "0", f"{r.submitted:%Y-%m-%d %H:%M:%S}", f"R_{r.id[-15:]}", r.ref,
        "anonymous", r.language.upper(), r.bot, one("role", r.role), r.role_other, one("country", r.country),
        one("level", r.level), ",".join(one("audiences", a) for a in r.audiences), r.audiences_other, r.since, r.hours,
        *(one("benefits", b) for b in r.benefits), one("training", r.training), one("plan", r.plan), *places(r),
        group, r.recommend, r.comment,
    ]  # fmt: skip


def _google(r: Record) -> list[Any]:
    def one(question: str, code: str) -> str:
        return _code(question, code, "label")

    hour = r.submitted.hour % 12 or 12
    at = f"{r.submitted:%Y/%m/%d} {hour}:{r.submitted:%M:%S %p} GMT+1"
    audiences = [r.audiences_other if a == "other" else one("audiences", a) for a in r.audiences]
    return [
        at, r.role_other if r.role == "other" else one("role", r.role), one("country", r.country),
        one("level", r.level), ";".join(audiences), r.since, r.hours, *(one("benefits", b) for b in r.benefits),
        one("training", r.training), one("plan", r.plan), *places(r), r.recommend, r.comment,
    ]  # fmt: skip


def _kobo(r: Record) -> list[Any]:
    parts = r.audiences if r.parts is None else r.parts
    return [
        f"{r.started:%Y-%m-%dT%H:%M:%S}.000+01:00", f"{r.submitted:%Y-%m-%dT%H:%M:%S}.000+01:00", r.role, r.role_other,
        r.country, r.level, " ".join(r.audiences),
        *("" if not r.audiences else str(int(a in parts)) for a in options("audiences")), r.audiences_other, r.since,
        r.hours, *r.benefits, r.training, r.plan, " ".join(r.obstacles), r.recommend, r.comment, "300001", r.id,
        f"{r.submitted - datetime.timedelta(hours=1):%Y-%m-%dT%H:%M:%S}", "", "", "submitted_via_web", "", r.version,
        "", "1",
    ]  # fmt: skip


CSV: dict[str, Any] = {
    "eusurvey_csv": (lambda: _lines("eusurvey-content-saved-as.csv", 4), ";", "minimal", _eusurvey_csv),
    "limesurvey": (lambda: _lines("limesurvey-results.csv", 1), ";", "all", _limesurvey),
    "qualtrics": (lambda: _lines("qualtrics-numeric.csv", 3), ",", "minimal", _qualtrics),
    "google_forms": (lambda: _lines("google-forms.csv", 1), ",", "all", _google),
    "kobo": (lambda: _lines("kobo-both.csv", 1), ";", "all", _kobo),
}
LAYOUTS = ("eusurvey", "eusurvey_xml", *CSV)


# ---- XLSX and XML --------------------------------------------------------------------------------------------------
def _write_xlsx(rows: list[list[Any]], path: Path) -> None:
    import openpyxl

    head = next(
        csv.reader(
            io.StringIO(_lines("eusurvey-content-saved-as.csv", 4).decode("utf-8").splitlines()[3]), delimiter=";"
        )
    )
    head[18:] = ["Invitation number", "Contribution ID", "User name", "Creation date", "Last update", "Languages"]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Content"
    for line in (["Alias", "Mentoring2023"], ["Export Date", datetime.datetime(2023, 3, 3, 10, 0)], [], head):
        sheet.append(line)
    for row in rows:
        sheet.append([None if cell == "" else _cell(cell, i) for i, cell in enumerate(row)])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
    book.save(path)


def _cell(cell: Any, column: int) -> Any:
    if isinstance(cell, Raw):
        return str(cell)
    if isinstance(cell, datetime.datetime):
        return cell
    if column in (7, 16):
        return float(cell)
    return datetime.datetime.fromisoformat(cell) if column == 6 else cell


def _write_xml(records: list[Record], path: Path) -> None:
    root = ElementTree.parse(FORMATS / "eusurvey-results.xml").getroot()
    elements = root.find("Survey/Elements")
    answers = root.find("Answers")
    assert elements is not None and answers is not None
    ids = _xml_ids(elements)
    answers.clear()
    for n, r in enumerate(records):
        stamp = f"{r.submitted:%Y-%m-%d_%H-%M-%S}"
        attributes = {
            "id": r.id,
            "create": stamp,
            "last": stamp,
            "list": str(90001 + n),
            "lang": r.language.upper(),
            "user": r.ref,
            "invitation": "",
        }
        one = ElementTree.SubElement(answers, "AnswerSet", attributes)
        for question, option, text in _xml_answers(r):
            answer = ElementTree.SubElement(one, "Answer", {"qid": ids[question]})
            if option is not None:
                answer.set("aid", str(option) if isinstance(option, Raw) else ids[f"{question.split('.')[0]}={option}"])
            elif question == "obstacles":
                answer.text = "; ".join(ids.get(f"obstacles={i}", i) for i in text.split())
            else:
                answer.text = text
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _xml_answers(r: Record) -> list[tuple[str, str | None, str]]:
    out: list[tuple[str, str | None, str]] = []
    for question in ("role", "country", "level", "training", "plan"):
        if getattr(r, question):
            out.append((question, getattr(r, question), ""))
    out += [("audiences", a, "") for a in r.audiences]
    out += [(f"benefits.{row}", b, "") for row, b in zip(BENEFITS, r.benefits, strict=True) if b]
    texts = {"role_other": r.role_other, "audiences_other": r.audiences_other, "since": r.since, "hours": r.hours}
    texts |= {"obstacles": " ".join(r.obstacles), "recommend": r.recommend, "comment": r.comment}
    return out + [(question, None, text) for question, text in texts.items() if text]


def _xml_ids(elements: ElementTree.Element) -> dict[str, str]:
    """UUIDs by question, by question=option, by benefits.row: from the order of the questionnaire."""
    order = iter(("role", "role_other", "country", "level", "audiences", "audiences_other", "since", "hours",
                  "training", "plan", "obstacles", "recommend", "comment"))  # fmt: skip
    rows, scale = iter(BENEFITS), iter(options("benefits"))
    out: dict[str, str] = {}
    question, codes = "", iter(())
    for element in elements:
        id = element.get("id", "")
        if element.tag == "Question":
            question = next(order)
            out[question] = id
            codes = iter(
                options(question) if f"q_{question}" in QUESTIONS and "options" in QUESTIONS[f"q_{question}"] else ()
            )
        elif element.tag in ("Answer", "RankingItem"):
            owner = "role" if question == "role_other" else question
            out[f"{owner}={next(codes)}"] = id
        elif element.tag == "MatrixQuestion":
            out[f"benefits.{next(rows)}"] = id
        elif element.tag == "MatrixAnswer":
            out[f"benefits={next(scale)}"] = id
    return out


def copy_of(record: Record) -> Record:
    """An independent copy."""
    return copy.deepcopy(record)
