"""Writes the same answers in every layout, as the survey tools do: the other direction of reading, for tests.

A record is a dict from question id (matrix rows as `question.row`, free texts as `question.other`) to a code, a list of
codes, a number, a date or a text; None is no answer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

Record = dict[str, Any]
Definition = dict[str, Any]


def _labels(parts: Iterable[dict[str, Any]], language: str) -> dict[str, str]:
    return {p["code"]: p["label"][language] for p in parts}


def _csv(rows: list[list[str]], delimiter: str, *, quote_all: bool = True, end: str = "\n") -> str:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _simple(question: Definition, value: Any) -> str:
    if value is None:
        return ""
    if question["type"] in ("number", "rating"):
        return _number(value)
    return str(value.isoformat()) if question["type"] == "date" else str(value)


def _other(question: Definition) -> bool:
    return any(o.get("other_text") for o in question.get("options", ()))


def plain(definition: Definition, records: list[Record], *, delimiter: str = ",", end: str = "\n") -> str:
    """Question ids as headings, option codes in the cells, several separated by `;`."""
    names = list(records[0])
    types = {q["id"]: q for q in definition["questions"]}
    rows = [names]
    for record in records:
        cells = []
        for name in names:
            value = record[name]
            cells.append(
                ";".join(value) if isinstance(value, list) else _simple(types.get(name, {"type": "text"}), value)
            )
        rows.append(cells)
    return _csv(rows, delimiter, quote_all=False, end=end)


def kobo(definition: Definition, records: list[Record], *, group: str = "") -> str:
    """XML names, select-many as one column and split, blanks between codes."""
    headings: list[str] = []
    columns: list[Callable[[Record], str]] = []

    def add(heading: str, cell: Callable[[Record], str]) -> None:
        headings.append(heading)
        columns.append(cell)

    for q in definition["questions"]:
        name = q["id"]
        if q["type"] == "matrix":
            for row in q["rows"]:
                add(f"{group}{name}/{row['code']}", lambda r, k=f"{name}.{row['code']}": r[k] or "")
            continue
        if q["type"] in ("multi", "ranking"):
            add(group + name, lambda r, k=name: " ".join(r[k] or []))
        else:
            add(group + name, lambda r, k=name, q=q: _simple(q, r[k]))
        if q["type"] == "multi":
            for o in q["options"]:
                add(
                    f"{group}{name}/{o['code']}",
                    lambda r, k=name, c=o["code"]: "" if r[k] is None else str(int(c in r[k])),
                )
        if _other(q):
            add(f"{group}{name}_other", lambda r, k=f"{name}.other": r[k] or "")
    add("_uuid", lambda r: r["response_id"])
    return _csv([headings, *[[cell(r) for cell in columns] for r in records]], ";")


def eusurvey(definition: Definition, records: list[Record], *, language: str = "en", headings: list[str]) -> str:
    """Question texts as headings, labels joined by `; `, decimal comma, the six last columns under any headings."""
    head: list[str] = []
    columns: list[Callable[[Record], str]] = []
    for q in definition["questions"]:
        name, labels = q["id"], _labels(q.get("options", ()), language)
        if q["type"] == "matrix":
            for row in q["rows"]:
                head.append(f"{q['text'][language]}: {row['label'][language]}")
                columns.append(lambda r, k=f"{name}.{row['code']}", t=labels: t.get(r[k], ""))
            continue
        head.append(q["text"][language])
        if q["type"] in ("multi", "ranking"):
            columns.append(lambda r, k=name, t=labels: "; ".join(t[c] for c in r[k] or []))
        elif q["type"] == "single":
            columns.append(lambda r, k=name, t=labels: t.get(r[k], ""))
        else:
            columns.append(lambda r, k=name, q=q: _simple(q, r[k]).replace(".", "," if q["type"] == "number" else "."))
        if _other(q):
            head.append("If other, which?")
            columns.append(lambda r, k=f"{name}.other": r[k] or "")
    rows = [["Alias", "X"], ["Export Date", "2023-03-03 10:00"], [""]]
    rows = [row + [""] * (len(head) + 6 - len(row)) for row in rows] + [head + headings]
    for r in records:
        rows.append([cell(r) for cell in columns] + ["", r["response_id"], "", "2023-01-11", "2023-01-11", "SV"])
    return "\ufeff" + _csv(rows, ";", quote_all=False, end="\r\n")


def google_forms(definition: Definition, records: list[Record], *, language: str = "en") -> str:
    """Question texts as headings, grids in brackets, the text of "other" in place of its label."""
    head = ["Timestamp"]
    columns: list[Callable[[Record], str]] = []
    for q in definition["questions"]:
        name, text, labels = q["id"], q["text"][language], _labels(q.get("options", ()), language)
        if q["type"] == "matrix":
            for row in q["rows"]:
                head.append(f"{text} [{row['label'][language]}]")
                columns.append(lambda r, k=f"{name}.{row['code']}", t=labels: t.get(r[k], ""))
        elif q["type"] == "ranking":
            for o in q["options"]:
                head.append(f"{text} [{o['label'][language]}]")
                columns.append(lambda r, k=name, c=o["code"]: str(r[k].index(c) + 1) if r[k] and c in r[k] else "")
        else:
            head.append(text)
            columns.append(lambda r, k=name, q=q, t=labels: ";".join(_google_cell(q, r, k, t)))
    rows = [head, *[["2023/01/11 9:05:00 AM GMT+1", *[cell(r) for cell in columns]] for r in records]]
    return _csv(rows, ",")


def _google_cell(question: Definition, record: Record, name: str, labels: dict[str, str]) -> list[str]:
    value = record[name]
    if question["type"] not in ("single", "multi"):
        return [_simple(question, value)]
    codes = value if isinstance(value, list) else [] if value is None else [value]
    in_place = record.get(f"{name}.other")
    return [in_place if c == "other" and in_place else labels[c] for c in codes]


def qualtrics(definition: Definition, records: list[Record]) -> str:
    """Numeric values: 1-based positions of options; Qk is the k-th question."""
    head = ["Status", "Finished", "ResponseId", "EndDate"]
    columns: list[Callable[[Record], str]] = [lambda r: "0", lambda r: "1", lambda r: r["response_id"], lambda r: ""]
    for number, q in enumerate(definition["questions"], start=1):
        name, codes = q["id"], {o["code"]: str(i) for i, o in enumerate(q.get("options", ()), start=1)}
        if q["type"] == "matrix":
            for i, row in enumerate(q["rows"], start=1):
                head.append(f"Q{number}_{i}")
                columns.append(lambda r, k=f"{name}.{row['code']}", t=codes: t.get(r[k], ""))
        elif q["type"] == "ranking":
            for i, o in enumerate(q["options"], start=1):
                head.append(f"Q{number}_{i}")
                columns.append(lambda r, k=name, c=o["code"]: str(r[k].index(c) + 1) if r[k] and c in r[k] else "")
        else:
            head.append(f"Q{number}")
            if q["type"] == "multi":
                columns.append(lambda r, k=name, t=codes: ",".join(t[c] for c in r[k] or []))
            else:
                columns.append(lambda r, k=name, q=q, t=codes: t.get(r[k], "") if t else _simple(q, r[k]))
            if _other(q):
                head.append(f"Q{number}_{len(codes)}_TEXT")
                columns.append(lambda r, k=f"{name}.other": r[k] or "")
    imports = [f'{{"ImportId":"{h}"}}' for h in head]
    return _csv([head, head, imports, *[[cell(r) for cell in columns] for r in records]], ",", quote_all=False)


def limesurvey(definition: Definition, records: list[Record], *, delimiter: str = ";") -> str:
    """Question and answer codes; a question nobody answered in a record is an unquoted empty field: not shown."""
    head = ["id", "submitdate"]
    columns: list[Callable[[Record], str | None]] = [lambda r: r["response_id"], lambda r: "2023-01-11 09:05:00"]
    for q in definition["questions"]:
        name, code = q["id"], q["id"].removeprefix("q_")
        substantive = [o for o in q.get("options", ()) if not o.get("other_text")]
        codes = {o["code"]: f"A{i}" for i, o in enumerate(substantive, start=1)} | {"other": "-oth-"}
        if q["type"] == "matrix":
            for i, row in enumerate(q["rows"], start=1):
                head.append(f"{code}[SQ{i:03}]")
                columns.append(lambda r, k=f"{name}.{row['code']}", t=codes: t.get(r[k]))
        elif q["type"] == "multi":
            for i, o in enumerate(substantive, start=1):
                head.append(f"{code}[SQ{i:03}]")
                columns.append(lambda r, k=name, c=o["code"]: None if r[k] is None else "Y" if c in r[k] else "")
            head.append(f"{code}[other]")
            columns.append(lambda r, k=name: None if r[k] is None else r[f"{k}.other"] or "")
        elif q["type"] == "ranking":
            for i in range(len(q["options"])):
                head.append(f"{code}[{i + 1}]")
                columns.append(
                    lambda r, k=name, i=i, t=codes: None if r[k] is None else t[r[k][i]] if i < len(r[k]) else ""
                )
        elif q["type"] == "single":
            head.append(code)
            columns.append(lambda r, k=name, t=codes: t.get(r[k]))
            if _other(q):
                head.append(f"{code}[other]")
                columns.append(lambda r, k=name: None if r[k] is None else r[f"{k}.other"] or "")
        else:
            head.append(code)
            columns.append(lambda r, k=name, q=q: None if r[k] is None else _simple(q, r[k]))
    quoted = [delimiter.join(_lime_field(h) for h in head)]
    quoted += [delimiter.join(_lime_field(cell(r)) for cell in columns) for r in records]
    return "\ufeff" + "\r\n".join(quoted) + "\r\n\r\n"


def _lime_field(value: str | None) -> str:
    return "" if value is None else '"' + value.replace('"', '""') + '"'
