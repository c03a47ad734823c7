"""XLSForm questionnaires as definitions. The supported subset is stated in docs/user_guide/interchange.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from enkat.errors import DefinitionError
from enkat.interchange._xpath import Refused, translated

__all__ = ["load_xlsform"]

Row = dict[str, str]
RECORDED = (
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "simserial",
    "subscriberid",
    "audit",
    "email",
)
PLAIN = {"text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number", "date": "date",
         "time": "time", "note": "note", "calculate": "calculated", "image": "file", "audio": "file", "video": "file",
         "file": "file", "range": "rating"}  # fmt: skip
CHOICES = {"select_one": "single", "select_multiple": "multi", "rank": "ranking"}
KNOWN = {"type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
         "appearance", "parameters", "default", "read_only", "required_message", "note", "guidance_hint"}  # fmt: skip
BOUND = re.compile(r"^\s*\.\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*$")
LENGTH = re.compile(r"^\s*string-length\(\s*\.\s*\)\s*(<=|>=|<|>)\s*(\d+)\s*$")
SPACED = re.compile(r"^(begin|end)\s+(group|repeat)\b")
REGEX = re.compile(r"^\s*regex\(\s*\.\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*$")


@dataclass(slots=True)
class _Form:
    default: str
    languages: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    groups: list[tuple[str, str | None]] = field(default_factory=list)


def load_xlsform(path: Path) -> dict[str, Any]:
    """The definition of an XLSForm workbook, as `Survey.load` takes it.

    Raises
    ------
    DefinitionError
        Something in the form has no place in a definition; every such thing is named with its sheet and row.
    """
    from enkat._excel import read_sheets

    sheets = {name.lower().strip(): _rows(rows) for name, rows in read_sheets(path).items()}
    for name in ("survey", "choices"):
        if name == "survey" and name not in sheets:
            raise DefinitionError(
                f"{path.name}: found the sheets {', '.join(sheets)}, expected an XLSForm with `survey`"
            )
    settings = next(iter(sheets.get("settings", [])), {})
    form = _Form(_tag(settings.get("default_language", "en")) or "en")
    lists = _choices(form, sheets.get("choices", []))
    for number, row in enumerate(sheets["survey"], start=2):
        _survey_row(form, row, number, lists)
    if form.groups:
        form.problems.append("survey: a group is not ended")
    if form.problems:
        shown = "\n".join(form.problems[:20])
        raise DefinitionError(f"{path.name}: the form has what a definition cannot hold\n{shown}")
    return _definition(form, settings, path.stem)


def _rows(rows: list[list[Any]]) -> list[Row]:
    """Rows as dicts by lower-case heading; empty cells are left out."""
    if not rows:
        return []
    heads = [str(h or "").strip() for h in rows[0]]
    heads = [head if "::" in head else head.lower() for head in heads]
    cells = [[(h, _text(c)) for h, c in zip(heads, row, strict=False) if h and c is not None] for row in rows[1:]]
    return [{head: text for head, text in row if text} for row in cells]


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _tag(language: str) -> str | None:
    """`Swedish (sv)` is sv, and so is `sv`."""
    found = re.search(r"\(([A-Za-z-]{2,11})\)\s*$", language) or re.fullmatch(
        r"\s*([a-z]{2,3}(?:-[A-Za-z]+)?)\s*", language
    )
    return found.group(1) if found else None


def _texts(form: _Form, row: Row, column: str, otherwise: str = "") -> dict[str, str]:
    out: dict[str, str] = {}
    for heading, value in row.items():
        name, _, language = heading.partition("::")
        if name.strip().lower() != column:
            continue
        tag = _tag(language) if language else form.default
        if tag is None:
            form.problems.append(
                f"heading {heading!r}: found a language without tag, expected `{column}::Swedish (sv)`"
            )
            continue
        out[tag] = value
        if tag not in form.languages:
            form.languages.append(tag)
    return out or ({form.default: otherwise} if otherwise else {})


def _choices(form: _Form, rows: list[Row]) -> dict[str, list[dict[str, Any]]]:
    lists: dict[str, list[dict[str, Any]]] = {}
    for number, row in enumerate(rows, start=2):
        name = row.get("list_name") or row.get("list name")
        if not name or "name" not in row:
            if row:
                form.problems.append(f"choices, row {number}: found no list_name or no name")
            continue
        lists.setdefault(name, []).append({"code": row["name"], "label": _texts(form, row, "label", row["name"])})
    return lists


def _survey_row(form: _Form, row: Row, number: int, lists: dict[str, list[dict[str, Any]]]) -> None:
    where = f"survey, row {number}"
    kind, _, rest = SPACED.sub(r"\1_\2", row.get("type", "")).partition(" ")
    if not kind or kind in RECORDED:
        return
    for heading in row:
        if heading.partition("::")[0].strip().lower() not in KNOWN:
            form.problems.append(f"{where}: found a value in the column {heading!r}")
    try:
        if kind == "begin_group":
            _begin(form, row)
        elif kind == "end_group":
            form.groups.pop()
        elif kind in PLAIN or kind in CHOICES:
            _question(form, row, kind, rest, lists)
        else:
            raise Refused(f"the type {kind!r}")
    except Refused as problem:
        form.problems.append(f"{where}: found {problem}")
    except IndexError:
        form.problems.append(f"{where}: found end_group without begin_group")


def _id(form: _Form, name: str) -> str:
    id = re.sub(r"\W", "_", name.lower(), flags=re.ASCII)
    id = id if re.match(r"[a-z]", id) else f"q{id}"
    if not name or id in form.ids.values() or len(id) > 64:
        raise Refused(f"the name {name!r}, which is empty, too long or taken")
    form.ids[name] = id
    return id


def _begin(form: _Form, row: Row) -> None:
    """A group is a section; one inside another takes over the condition of the outer one."""
    id = _id(form, row.get("name", ""))
    outer = form.groups[-1][1] if form.groups else None
    own = translated(row["relevant"], form.ids) if "relevant" in row else None
    condition = f"({outer}) and ({own})" if outer and own else own or outer
    section: dict[str, Any] = {"id": id, "title": _texts(form, row, "label", row.get("name", ""))}
    if condition:
        section["show_if"] = condition
    form.sections.append(section)
    form.groups.append((id, condition))


def _question(form: _Form, row: Row, kind: str, rest: str, lists: dict[str, list[dict[str, Any]]]) -> None:
    name = row.get("name", "")
    text = _texts(form, row, "label", name)
    q: dict[str, Any] = {"id": _id(form, name), "type": PLAIN.get(kind) or CHOICES[kind], "text": text}
    if hint := _texts(form, row, "hint"):
        q["help"] = hint
    if form.groups:
        q["section"] = form.groups[-1][0]
    if row.get("required", "").lower() in ("yes", "true", "true()", "1"):
        q["required"] = True
    if "relevant" in row:
        q["show_if"] = translated(row["relevant"], {n: i for n, i in form.ids.items() if n != name})
    if kind in CHOICES:
        q["options"] = _options(rest, lists)
    if kind in ("integer", "int"):
        q["decimals"] = 0
    if kind == "range":
        q |= _range(row.get("parameters", ""))
    if kind == "calculate":
        q["formula"] = translated(row.get("calculation", ""), form.ids)
    elif "calculation" in row:
        raise Refused("a calculation beside a question that is asked")
    if "constraint" in row:
        _constraint(form, q, row)
    form.questions.append(q)


def _options(rest: str, lists: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    name, _, other = rest.strip().partition(" ")
    if name not in lists:
        raise Refused(f"the list {name!r}, which is not among the choices")
    options = [dict(option) for option in lists[name]]
    if other.strip() == "or_other":
        options.append({"code": "other", "label": dict.fromkeys(options[0]["label"], "Other"), "other_text": True})
    elif other.strip():
        raise Refused(f"{other.strip()!r} behind the list")
    return options


def _range(parameters: str) -> dict[str, Any]:
    found = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", parameters))
    out = {"min": float(found.get("start", 0)), "max": float(found.get("end", 10)), "step": float(found.get("step", 1))}
    return {key: int(v) if v.is_integer() else v for key, v in out.items()}


def _constraint(form: _Form, q: dict[str, Any], row: Row) -> None:
    """Bounds become limits; every other condition becomes a check."""
    left = []
    for part in re.split(r"\s+and\s+", row["constraint"]) if " or " not in row["constraint"] else [row["constraint"]]:
        if not _limit(q, part):
            left.append(part)
    if not left:
        return
    condition = translated(" and ".join(left), form.ids, own=q["id"])
    check: dict[str, Any] = {"id": f"c_{q['id']}"[:64], "severity": "error", "assert": condition}
    if message := _texts(form, row, "constraint_message"):
        check["message"] = message
    form.checks.append(check)


def _limit(q: dict[str, Any], part: str) -> bool:
    part = part.strip()
    if (bound := BOUND.match(part)) and q["type"] == "number" and (q.get("decimals") == 0 or "=" in bound[1]):
        value = float(bound[2]) + {"<": -1, ">": 1}.get(bound[1], 0)
        q["max" if "<" in bound[1] else "min"] = int(value) if value.is_integer() else value
        return True
    if (bound := LENGTH.match(part)) and q["type"] == "text":
        value = int(bound[2]) + {"<": -1, ">": 1}.get(bound[1], 0)
        q["max_length" if "<" in bound[1] else "min_length"] = value
        return True
    if (found := REGEX.match(part)) and q["type"] == "text":
        q["pattern"] = found[1] if found[1] is not None else found[2]
        return True
    return False


def _definition(form: _Form, settings: Row, stem: str) -> dict[str, Any]:
    default = form.default if form.default in form.languages or not form.languages else form.languages[0]
    everywhere = [*form.questions, *form.sections, *(o for q in form.questions for o in q.get("options", ()))]
    for thing in everywhere:  # every text has the default language
        for key in ("text", "title", "label"):
            if key in thing:
                thing[key].setdefault(default, next(iter(thing[key].values())))
    title = settings.get("form_title", stem)
    out: dict[str, Any] = {
        "format": "survey-definition", "format_version": "0.1", "id": settings.get("form_id", stem),
        "version": settings.get("version", "1"), "default_language": default,
        "languages": [default, *(tag for tag in form.languages if tag != default)], "title": {default: title},
    }  # fmt: skip
    for key, values in (("sections", form.sections), ("questions", form.questions), ("checks", form.checks)):
        if values:
            out[key] = values
    return out
