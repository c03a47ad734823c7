"""The table of a survey's responses as the columns of a design, and the design that a survey's definition implies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import Frame, read_frame, unknown_column
from enkat.columns import Columns, Kind, categories_of_numbers
from enkat.design import Design
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.reading import Responses
    from enkat.survey import Survey

__all__ = ["ResponseSource", "design_of"]

KINDS: dict[str, Kind] = {"category": "categorical", "number": "numeric", "options": "options"}


@dataclass(frozen=True, slots=True)
class ResponseSource:
    """Responses read by a survey: codes, option sets and kinds of missing as the engine holds them.

    A category whose options carry numeric values is a number to `mean` and categories to `freq`.
    """

    responses: Responses
    survey: Survey
    library: str | None = None

    @property
    def names(self) -> Sequence[str]:
        return self.responses.columns

    @property
    def rows(self) -> int:
        return self.responses.rows

    def _column(self, name: str) -> Any:
        if name not in self.names:
            raise DataError(unknown_column(name, self.names, what="question"))
        return self.responses.column(name)

    def kind(self, name: str) -> Kind:
        kind = KINDS.get(self._column(name).kind, "unsupported")
        return "numeric" if kind == "categorical" and self._values(name) else kind

    def _values(self, name: str) -> list[float | None]:
        """The numeric value of every level, or nothing where no option carries one."""
        levels = list(self._column(name).levels)
        given = {o.code: o.value for o in self.survey.questions[name.split(".")[0]].options}
        values = [given.get(level) for level in levels]
        return values if any(v is not None for v in values) else []

    def numbers(self, name: str) -> Any:
        column = self._column(name)
        if column.kind not in ("category", "number", "date"):
            raise DataError(f"{name!r} holds answers of the kind {column.kind!r}, expected numbers")
        if column.kind != "category":
            return _core.numbers_of(column)
        values = self._values(name)
        if not values:
            raise DataError(f"the options of {name!r} carry no numeric value, expected numbers; use freq or crosstab")
        return _core.level_numbers(_core.categories_of(column), values, name)

    def categories(self, name: str) -> Any:
        column = self._column(name)
        if column.kind == "ranking":  # freq of a ranking is that of its first place
            return _core.first_places_of(column)
        if column.kind == "text":
            raise DataError(f"{name!r} holds free texts, which are counted, not tabulated")
        if column.kind == "date":
            raise DataError(
                f"{name!r} holds dates, which have no categories; make some with a condition: "
                f"design.with_columns(recent=ek.col({name!r}) >= '2020-01-01')"
            )
        if column.kind == "number":
            return categories_of_numbers(_core.numbers_of(column))
        return _core.categories_of(column)

    def condition_column(self, name: str, columns: Columns) -> Any:
        return self._column(name)

    def option_set(self, name: str) -> Any:
        return _core.option_set_of(self._column(name))

    def integer_levels(self, name: str) -> bool:
        return False

    def missing_kinds(self, name: str) -> dict[str, int] | None:
        """Rows without an answer, by the reason why."""
        counts = Counter(self.responses.missing(name))
        del counts["none"]
        return dict(counts)

    def frame(self) -> Frame:
        return read_frame(self.responses.to_dict())


def labels_of(survey: Survey) -> dict[str, dict[str, dict[str, str]]]:
    """Every text of the survey: language, column, code; the code "" is the column itself."""
    out: dict[str, dict[str, dict[str, str]]] = {}
    for language in survey.languages:

        def said(texts: Mapping[str, str], language: str = language) -> str:
            return texts.get(language, texts[survey.default_language])

        columns = out.setdefault(language, {})
        for question in survey.questions:
            options = {o.code: said(o.label) for o in question.options}
            columns[question.id] = {"": said(question.text), **options}
            for row in question.rows:
                columns[f"{question.id}.{row.code}"] = {"": said(row.label), **options}
    return out


def design_of(responses: Responses, *, report: Any = None) -> Design:
    """The design that a survey's definition implies for its accepted responses: every row one unit, weight one."""
    survey = responses.survey
    sample = survey.to_dict().get("sample", {})
    design = Design(
        ResponseSource(responses, survey),
        kind=sample.get("kind", "probability"),
        model=sample.get("model"),
        labels=labels_of(survey),
        survey=survey,
        report=report,
    )
    said = f"{design.n} responses to the survey {survey.id!r}, one unit and weight 1 each"
    return design._with(history=(said,), _calls=("checked.accepted.design()",))
