"""A survey: the questionnaire with its fieldwork, routing, checks and margins, loaded from its definition."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat.errors import DefinitionError, MissingFileError
from enkat.questions import Questions, make_question, near

if TYPE_CHECKING:
    from enkat._definition_diff import SurveyDiff
    from enkat._progress import Progress
    from enkat.codebook import Codebook
    from enkat.quality import QualityRules
    from enkat.reading import Layout, Responses
    from enkat.simulation import Simulated
    from enkat.validation import ValidationReport

__all__ = ["Survey"]

MAX_BYTES = 32 << 20
BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class Survey:
    """A checked survey definition. Make one with `Survey.load`.

    Attributes
    ----------
    id, version : str
        The definition's own.
    languages : tuple of str
        Language tags; `default_language` is one of them.
    questions : Questions
        The questions in the order in which they are asked; `survey.questions["q_role"]` finds one by its id.
    warnings : tuple of str
        What is no error, a missing translation for example: "JSON pointer: message".

    Examples
    --------
    >>> import enkat as ek
    >>> survey = ek.Survey.load("notebooks/data/mentoring.survey.json")
    >>> survey.text("q_role", "sv")
    'Vilken är din roll?'
    >>> survey.text("q_role.teacher")
    'Teacher'
    >>> survey.margins()["q_role"]["teacher"]
    0.75
    """

    __slots__ = ("_data", "core", "default_language", "id", "languages", "questions", "version", "warnings")

    def __init__(self, core: _core.Definition) -> None:
        self.core = core
        self._data: dict[str, Any] = json.loads(core.save())
        self.id: str = self._data["id"]
        self.version: str = self._data["version"]
        self.languages: tuple[str, ...] = tuple(self._data["languages"])
        self.default_language: str = self._data["default_language"]
        self.questions = Questions([make_question(q) for q in self._data["questions"]], self.default_language)
        self.warnings: tuple[str, ...] = (*core.warnings, *_timezone_warnings(self._data))

    @classmethod
    def load(cls, source: str | PathLike[str] | Mapping[str, Any]) -> Survey:
        """Load and check a survey definition.

        Parameters
        ----------
        source : path, str or dict
            The path of a JSON file in UTF-8 or of an XLSForm workbook (extra `[excel]`), JSON text (it begins
            with ``{``), or the definition as a dict.

        Returns
        -------
        Survey

        Raises
        ------
        DefinitionError
            The definition breaks its schema or a rule. The message has one line per problem: the JSON pointer of the
            place, what was found, what was expected.
        MissingFileError
            There is no such file.
        """
        if isinstance(source, (str, PathLike)) and _is_workbook(source):
            from enkat.interchange.xlsform import load_xlsform

            return cls(_core.Definition.load(_json_bytes(load_xlsform(Path(source)))))
        return cls(_core.Definition.load(_definition_bytes(source)))

    def text(self, id: str, language: str | None = None) -> str:
        """The wording of a question, option, matrix row, section or check.

        Parameters
        ----------
        id : str
            A question ("q_role"), one of its options or matrix rows ("q_role.teacher"; a row comes before an option
            of the same code), a section ("s_about") or a check.
        language : str, optional
            A language of the survey; without it the default language. Where a translation is missing the default
            language stands in.

        Returns
        -------
        str

        Raises
        ------
        DefinitionError
            The id or the language is unknown.
        """
        texts = self._texts(id)
        return texts.get(self._language(language), texts[self.default_language])

    def title(self, language: str | None = None) -> str:
        """The title of the survey in a language (default: the default language)."""
        title: dict[str, str] = self._data["title"]
        return title.get(self._language(language), title[self.default_language])

    def margins(self) -> dict[Any, dict[Any, float]]:
        """The population margins of the definition, as `Design.rake` takes them.

        Returns
        -------
        dict
            ``{question: {code: target}}``; a joint margin has a tuple of questions and tuples of codes. Targets are
            shares that sum to 1, or counts. Empty when the definition has no margins.
        """
        out: dict[Any, dict[Any, float]] = {}
        for margin in self._data.get("population", {}).get("margins", ()):
            by = margin.get("by", ())
            targets = margin["targets"]
            if by:
                out[margin["question"], *by] = {tuple(key.split("|")): target for key, target in targets.items()}
            else:
                out[margin["question"]] = dict(targets)
        return out

    def read(self, path: object, *, layout: Layout | None = None, progress: Progress | bool | None = None) -> Responses:
        """Read an export of a survey tool, a table or a dataframe; see `enkat.reading.read`."""
        from enkat.reading import read

        return read(self, path, layout=layout, progress=progress)

    def validate(
        self,
        responses: Responses,
        *,
        quality: QualityRules | Mapping[str, Any] | str | PathLike[str] | None = None,
        progress: Progress | bool | None = None,
    ) -> ValidationReport:
        """Judge responses by every rule of the definition; see `enkat.validation.validate`."""
        from enkat.validation import validate

        return validate(self, responses, quality=quality, progress=progress)

    @classmethod
    def infer(cls, frame: object, *, id: str = "draft", title: str = "Draft", language: str = "en") -> Survey:
        """A first draft of a definition from a table, for a person to edit.

        Parameters
        ----------
        frame : dataframe or path
            One row per respondent; or the path of an SPSS or Stata file, whose labels, missing values and
            multiple-response sets are taken over. Columns `q.a`, `q/a` or `q[a]` with common values become a
            matrix, or a multiple choice where they hold 0 and 1; cells joined by ";" and lists a multiple choice.
        id, title, language : str
            Of the draft.

        Returns
        -------
        Survey
            Types, code lists, multiple choices, missing codes far outside the other values, and which questions
            everybody answered. Every text is the column's name: nothing can be known of the wording, routing or limits.

        Raises
        ------
        DataError
            The frame has no column of answers.

        Examples
        --------
        >>> import enkat as ek
        >>> answers = {"hours": [1.5, 2, 8, 3], "aud": ["a;b", "a", "b", "a;b"], "ok": ["yes", "no", "no", "yes"]}
        >>> draft = ek.Survey.infer(answers)
        >>> [(q.id, q.type) for q in draft.questions]
        [('hours', 'number'), ('aud', 'multi'), ('ok', 'single')]
        """
        from enkat.drafting import draft

        if isinstance(frame, (str, PathLike)):
            from enkat.interchange._read_labelled import draft_from_labelled, kind_of_file

            path = Path(frame)
            kind = kind_of_file(path) if path.is_file() else None
            if kind is None:
                raise DefinitionError(f"frame: found {str(frame)!r}, expected a dataframe or an SPSS or Stata file")
            return cls.load(draft_from_labelled(path, kind, id=id, language=language))
        return draft(frame, id=id, title=title, language=language)

    def diff(self, other: Survey) -> SurveyDiff:
        """What changed from this definition to another, and whether old responses carry over.

        Parameters
        ----------
        other : Survey
            The newer definition.

        Returns
        -------
        SurveyDiff
            `changes` (where, what, before, after, `carries`, why), `carries_over` when all do; prints as a list.

        Notes
        -----
        Answers carry over when they can be read under the new definition and mean the same: labels and wording are left
        to the reader's judgement and said to carry; routing, types, codes that are gone and stricter limits do not.
        """
        from enkat._definition_diff import compare

        return compare(self, other)

    def codebook(self, table: Responses, *, language: str | None = None) -> Codebook:
        """Every question with its labels and unweighted frequencies; open answers are counted, never shown.

        Parameters
        ----------
        table : Responses
            From `read`, or the accepted records.
        language : str, optional
            Of texts and labels.

        Returns
        -------
        Codebook
            Prints as text, shows as tables in a notebook; `frame()`, `to_dict()`, `to_html(path)`.
        """
        from enkat.codebook import codebook

        return codebook(self, table, language)

    def simulate(
        self,
        n: int,
        *,
        seed: int = 1,
        defects: int | Mapping[str, int] | bool = 0,
        form: Literal["table", "file"] = "table",
    ) -> Simulated:
        """Responses that obey the definition, routing included, with planted defects on request.

        Parameters
        ----------
        n : int
            Respondents.
        seed : int
            The same seed gives the same records, whatever the computer.
        defects : int, dict or bool
            How many records get one defect each, dealt over the rules that the survey has a place for; a dict from rule
            to number; or True for one of each. At most one record in four.
        form : {"table", "file"}
            A table holds the choices of a question, and a ranking, in one cell. A file has a column per option beside
            it and the place of every ranked item, as survey tools export them, and can have what only files have:
            `file.encoding`, `file.ragged_row`, `layout.split_mismatch`, `ranking.duplicate_position`.

        Returns
        -------
        Simulated
            `responses` (as from `read`), `cells` (a plain table of texts), `key`: row, question, rule and severity
            of every planted defect, and `save(path)`, which writes a CSV file. `survey.validate(simulated.responses)`
            finds exactly the key, whatever the seed.

        Raises
        ------
        DataError
            No record can be drawn that obeys every check, or that has the defect and no other.

        Notes
        -----
        Answers are drawn evenly within their limits, question by question, asked where the conditions are true; records
        that fail a check or repeat another one are drawn again. Conditions are read by a small interpreter of its own,
        so that the key does not depend on the engine that is judged by it.

        Examples
        --------
        >>> import enkat as ek
        >>> survey = ek.Survey.load("notebooks/data/mentoring.survey.json")
        >>> simulated = survey.simulate(40, seed=7, defects={"number.range": 1})
        >>> [(d["question"], d["rule"]) for d in simulated.key]
        [('q_recommend', 'number.range')]
        >>> len(survey.validate(simulated.responses))
        1
        """
        from enkat.simulation import simulate

        return simulate(self, n, seed=seed, defects=defects, form=form)

    def to_dict(self) -> dict[str, Any]:
        """The definition as a dict that `Survey.load` takes; keys at their default are absent."""
        return copy.deepcopy(self._data)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the definition as JSON."""
        Path(path).write_text(json.dumps(self._data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def to_html(self, language: str | None = None) -> str:
        """A preview of the questionnaire: sections, questions, options, limits, and the routing in words."""
        from enkat._display.questionnaire import to_html

        return to_html(self, self._language(language))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        sections = self._data.get("sections", ())
        lines = [
            f"Survey {self.id!r}, version {self.version}: {self.title()}",
            f"{len(self.questions)} questions, {len(sections)} sections, languages {', '.join(self.languages)}",
        ]
        if window := self._data.get("window"):
            lines.append(f"open {window['opens']} to {window['closes']} ({window['timezone']})")
        if self.warnings:
            lines.append(f"{len(self.warnings)} warnings, the first: {self.warnings[0]}")
        return "\n".join([*lines, "", repr(self.questions)])

    def __reduce__(self) -> tuple[Any, ...]:
        return (Survey, (self.core,))

    def _language(self, language: str | None) -> str:
        if language is None:
            return self.default_language
        if language not in self.languages:
            raise DefinitionError(f"language: found {language!r}, expected {near(str(language), self.languages)}")
        return language

    def _texts(self, id: str) -> Mapping[str, str]:
        if not isinstance(id, str):
            raise DefinitionError(f"id: found {id!r}, expected {near('', self.questions.ids)}")
        question, _, code = id.partition(".")
        if question in self.questions.ids:
            q = self.questions[question]
            found = next((o.label for o in (*q.rows, *q.options) if o.code == code), None)
            texts = found if code else q.text
            if texts is None:
                known = [f"{question}.{o.code}" for o in (*q.rows, *q.options)]
                raise DefinitionError(f"id: found {id!r}, expected {near(id, known) if known else repr(question)}")
            return texts
        others: dict[str, Mapping[str, str]] = {s["id"]: s["title"] for s in self._data.get("sections", ())}
        others |= {c["id"]: c["message"] for c in self._data.get("checks", ()) if "message" in c}
        if id not in others:
            raise DefinitionError(f"id: found {id!r}, expected {near(id, [*self.questions.ids, *others])}")
        return others[id]


def _definition_bytes(source: str | PathLike[str] | Mapping[str, Any]) -> bytes:
    """What the engine parses: UTF-8, with any byte order mark."""
    if isinstance(source, Mapping):
        return _json_bytes(source)
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("{"):
        return source.encode("utf-8", "surrogatepass")
    if not isinstance(source, (str, PathLike)):
        found = type(source).__name__
        raise DefinitionError(f"source: found {found}, expected a path, JSON text or a dict")
    return _file_bytes(Path(source))


def _is_workbook(source: str | PathLike[str]) -> bool:
    try:
        with Path(source).open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except (OSError, ValueError):
        return False


def _timezone_warnings(data: Mapping[str, Any]) -> list[str]:
    """The engine has no time zone data; the standard library has, where the system or tzdata brings them."""
    from zoneinfo import ZoneInfo, available_timezones

    name = data.get("window", {}).get("timezone", "UTC")
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        if known := sorted(available_timezones()):
            expected = f"expected the IANA name of a time zone: {near(name[:80], known)}"
            return [f"/window/timezone: found {name[:80]!r}, {expected}"]
    return []


def _json_bytes(source: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(dict(source)).encode("ascii")  # NaN is left to the engine, which names its place
    except (TypeError, ValueError, RecursionError) as problem:
        raise DefinitionError(f"source: found a dict that is not JSON ({problem}), expected plain values") from None


def _file_bytes(path: Path) -> bytes:
    name = str(path)
    shown = name if len(name) <= 200 else name[:200] + "..."
    try:
        folder, size = path.is_dir(), path.stat().st_size
    except (OSError, ValueError):  # also names that no file can have
        where = f"{Path.cwd()}" if not path.is_absolute() else f"{path.parent}"
        raise MissingFileError(
            f"{shown}: found no such file (looked in {where}), expected a survey definition, "
            "as mentoring.survey.json; JSON text begins with {"
        ) from None
    if folder:
        raise DefinitionError(f"{shown}: found a folder, expected the JSON file of a survey definition")
    if size > MAX_BYTES:
        raise DefinitionError(f"{shown}: found {size} bytes, expected a survey definition of at most {MAX_BYTES}")
    data = path.read_bytes()
    for bom, encoding in BOMS:
        if data.startswith(bom):
            raise DefinitionError(f"{shown}: found the encoding {encoding}, expected UTF-8; save the file as UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise DefinitionError(
            f"{shown}: found the byte 0x{data[problem.start]:02X} in line {line}, which is not UTF-8 (perhaps Latin-1 "
            "or Windows-1252), expected UTF-8; save the file as UTF-8"
        ) from None
    return data
