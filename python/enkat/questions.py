"""The questions of a survey: frozen objects made from a checked definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, overload

from enkat.errors import DefinitionError

__all__ = ["Option", "Question", "Questions", "Scale"]

QuestionType = Literal[
    "single",
    "multi",
    "matrix",
    "ranking",
    "number",
    "rating",
    "text",
    "date",
    "time",
    "email",
    "file",
    "calculated",
    "note",
]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer to choose, an item to rank, or a row of a matrix."""

    code: str
    """What the data holds."""
    label: Texts
    """The label by language."""
    value: float | None = None
    """The numeric value for means."""
    exclusive: bool = False
    """Whether it excludes every other option."""
    other_text: bool = False
    """Whether it takes a free text beside it."""
    missing: str | None = None
    """The kind of missing it stands for: not_applicable, item_nonresponse, refused or no_opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What the options of a matrix mean together."""

    kind: Literal["likert", "frequency", "semantic", "numeric"]
    ordered: bool = False
    reverse: tuple[str, ...] = ()
    """Rows whose scale runs the other way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its options and limits. What a type does not have is None, False or empty."""

    id: str
    type: QuestionType
    text: Texts
    help: Texts = field(default_factory=dict)
    section: str | None = None
    required: bool = False
    show_if: str | None = None
    """The question's own condition; that of its section applies too."""
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    scale: Scale | None = None
    multiple_per_row: bool = False
    code_list: str | None = None
    sensitive: bool = False
    unique: bool = False
    min_choices: int | None = None
    max_choices: int | None = None
    min_ranked: int | None = None
    max_ranked: int | None = None
    min: float | str | None = None
    max: float | str | None = None
    decimals: int | None = None
    step: float | None = None
    unit: Texts = field(default_factory=dict)
    style: Literal["nps", "stars", "slider"] | None = None
    min_length: int | None = None
    max_length: int | None = None
    multiline: bool = False
    pattern: str | None = None
    formula: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the options, in order."""
        return tuple(o.code for o in self.options)

    def option(self, code: str) -> Option | None:
        """The option with this code, or None."""
        return next((o for o in self.options if o.code == code), None)

    def __repr__(self) -> str:
        shown = []
        for f in fields(self):
            value = getattr(self, f.name)
            if value is None or value is False or value in ((), {}):
                continue
            if f.name in ("options", "rows"):
                value = [o.code for o in value]
            shown.append(f"{f.name}={value!r}")
        return f"Question({', '.join(shown)})"


class Questions(Sequence[Question]):
    """The questions in the order in which they are asked; `questions["q_role"]` finds one by its id."""

    __slots__ = ("_by_id", "_items", "_language")

    def __init__(self, items: Sequence[Question], language: str) -> None:
        self._items = tuple(items)
        self._by_id = {q.id: q for q in items}
        self._language = language

    @overload
    def __getitem__(self, key: int | str) -> Question: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Question, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Question | tuple[Question, ...]:
        if not isinstance(key, str):
            return self._items[key]
        if key not in self._by_id:
            raise DefinitionError(f"found the question {key!r}, expected {near(key, self._by_id)}")
        return self._by_id[key]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Question]:
        return iter(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._by_id if isinstance(key, str) else key in self._items

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(self._by_id)

    def __repr__(self) -> str:
        if not self._items:
            return "no questions"
        width = max(len(q.id) for q in self._items)
        lines = [
            f"{q.id:<{width}}  {q.type:<10}  {_cut(q.text.get(self._language, ''), 90 - width)}"
            for q in self._items[:200]
        ]
        if len(self) > len(lines):
            lines.append(f"... and {len(self) - len(lines)} more")
        return "\n".join(lines)


def make_question(data: Mapping[str, Any]) -> Question:
    """A question from its entry in a definition that the engine has checked."""
    values = dict(data)
    for key in ("options", "rows"):
        values[key] = tuple(Option(**o) for o in values.get(key, ()))
    if scale := values.get("scale"):
        values["scale"] = Scale(**{**scale, "reverse": tuple(scale.get("reverse", ()))})
    return Question(**values)


def near(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """What a message expects in place of an unknown name: the nearest known ones, or the first."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=3) or list(known)[:8]
    return ("one of " if len(close) > 1 else "") + ", ".join(repr(c) for c in close)


def _cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
