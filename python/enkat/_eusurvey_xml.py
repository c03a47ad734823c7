"""EUSurvey's XML export to cells: one pass, no DOCTYPE, no entities, bounded depth."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.parsers import expat

from enkat import _core
from enkat.errors import DataError

__all__ = ["read_eusurvey_xml"]

MAX_BYTES = 2 << 30
MAX_DEPTH = 64
_META = ("id", "create", "last", "lang", "user", "invitation")
_QUESTIONS = ("Question", "MatrixQuestion")


def read_eusurvey_xml(path: Path) -> tuple[_core.CellTable, _core.CellTable]:
    """The questionnaire's elements and the answers, as `_core.read_eusurvey_xml` takes them.

    Raises
    ------
    DataError
        The XML is not well-formed (the message says where), declares a DOCTYPE, or is no EUSurvey export.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise DataError(f"the file has {size} bytes, the limit is {MAX_BYTES}; export it in parts")
    handler = _Handler()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = handler.doctype
    parser.EntityDeclHandler = handler.doctype
    parser.ExternalEntityRefHandler = handler.external
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    with path.open("rb") as file:
        try:
            parser.ParseFile(file)
        except expat.ExpatError as e:
            raise DataError(
                f"the XML is damaged or cut off in line {e.lineno}, column {e.offset + 1} "
                f"({expat.ErrorString(e.code)}); export it again"
            ) from None
        except (LookupError, ValueError) as e:
            if isinstance(e, DataError):
                raise
            raise DataError(f"the XML cannot be decoded ({e}); export it again as UTF-8") from None
    return handler.tables()


class _Handler:
    def __init__(self) -> None:
        self._open: list[str] = []
        self._text: list[str] = []
        self._attributes: dict[str, str] = {}
        self._language = ""
        self._elements: list[tuple[str, ...]] = []
        self._columns: dict[str, int] = {}
        self._sets: list[tuple[dict[str, str], dict[str, list[str]]]] = []

    def doctype(self, *_: Any) -> None:
        raise DataError(
            "the XML declares a DOCTYPE or entities, which survey exports do not and which can do harm; remove them"
        )

    def external(self, *_: Any) -> int:
        self.doctype()
        return 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open and tag != "Results":
            raise DataError(f"the XML begins with <{tag}>, expected <Results> as EUSurvey writes it")
        self._open.append(tag)
        if len(self._open) > MAX_DEPTH:
            raise DataError(f"the XML nests deeper than {MAX_DEPTH} elements; export it again from EUSurvey")
        self._text.clear()
        self._attributes = attributes
        if tag == "Elements":
            self._language = attributes.get("lang", "")
        elif tag == "AnswerSet":
            self._sets.append((attributes, {}))

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, tag: str) -> None:
        self._open.pop()
        parent = self._open[-1] if self._open else ""
        if parent == "Elements":
            self._element(tag, "".join(self._text))
        elif parent == "AnswerSet" and tag == "Answer":
            self._answer("".join(self._text))
        self._text.clear()

    def _element(self, tag: str, text: str) -> None:
        a = self._attributes
        key = a.get("id", "")
        if not key:
            return
        self._elements.append((self._language, tag, a.get("type", ""), key, text, a.get("dependentElements", "")))
        if tag in _QUESTIONS:
            self._columns.setdefault(key, len(self._columns))

    def _answer(self, text: str) -> None:
        question, option = self._attributes.get("qid", ""), self._attributes.get("aid")
        self._columns.setdefault(question, len(self._columns))
        self._sets[-1][1].setdefault(question, []).append(option if option else text)

    def tables(self) -> tuple[_core.CellTable, _core.CellTable]:
        if not self._elements:
            raise DataError(
                "the XML has no questionnaire (Results/Survey/Elements); export it from EUSurvey with its questionnaire"
            )
        headings: list[Any] = [*_META, *self._columns]
        rows = [headings]
        for attributes, answers in self._sets:
            meta = [attributes.get(name) or None for name in _META]
            rows.append(meta + [";".join(answers[q]) if q in answers else None for q in self._columns])
        return _core.cells_from_rows(self._elements), _core.cells_from_rows(rows)
