"""What stands at the side of a banner, in the words of the engine: its lines, and the categories behind them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import whole_of
from enkat._display.words import Said
from enkat._frames import unknown_column
from enkat.banner import BannerLine
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.design import Design


@dataclass(slots=True)
class EngineRow:
    """A row question as the engine takes it, and what its lines are called."""

    name: str
    variable: Any
    values: list[float] = field(default_factory=list)
    sort: str = ""
    lines: list[tuple[str, str, str, list[int], list[int], bool]] = field(default_factory=list)
    shown: list[BannerLine] = field(default_factory=list)
    median: bool = False

    def add(
        self,
        line: BannerLine,
        levels: Sequence[int] = (),
        against: Sequence[int] = (),
        *,
        fixed: bool = False,
    ) -> None:
        measure = "mean" if line.measure == "mean_rank" else line.measure
        self.lines.append((line.name, measure, line.role, list(levels), list(against), fixed))
        self.shown.append(line)

    def as_tuple(self) -> tuple[Any, ...]:
        return (self.name, self.variable, self.values, self.sort, self.lines)


@dataclass(slots=True)
class Sheet:
    """A table to print: the lines of one question, or some of the lines of several."""

    name: str
    label: str | None
    parts: list[tuple[EngineRow, int]] | None
    row: EngineRow | None = None
    said: tuple[Said, ...] = ()


class Scale:
    """The categories of a column and their numbers."""

    def __init__(self, design: Design, name: str, values: Mapping[Any, float] | None) -> None:
        self.name = name
        columns = design._columns
        self.factor = columns.factor(name)
        self.is_set = isinstance(self.factor, _core.OptionSet)
        levels = list(self.factor.options if self.is_set else self.factor.levels)
        self.levels: list[Any] = levels if self.is_set else columns.level_values(name, levels)
        if not levels:
            raise DesignError(f"rows: column {name!r} has no value in any row, expected a category or a number")
        given = {o.code: o.value for o in options_of(design, name) if o.value is not None}
        self.valued_by_definition = bool(given) and not self.is_set
        self.values: list[float] = [] if self.is_set else [self._value(level, values, given) for level in levels]

    def _value(self, level: str, values: Mapping[Any, float] | None, given: Mapping[str, float | None]) -> float:
        if values is not None:
            by_text = {str(k): float(v) for k, v in values.items()}
            return by_text.get(level, math.nan)
        if given:
            value = given.get(level)
            return math.nan if value is None else float(value)
        try:
            return float(level)
        except ValueError:
            return math.nan

    def require_values(self, what: str) -> None:
        if all(math.isnan(v) for v in self.values):
            raise DesignError(
                f"rows: {what} of {self.name!r}: its categories are no numbers; "
                "give them with values={category: number}"
            )

    def indices(self, members: Any, argument: str) -> list[int]:
        """The levels of categories as the analyst writes them."""
        if isinstance(members, str) or not isinstance(members, Sequence) or not members:
            raise DesignError(f"{argument}: found {members!r}, expected a list of categories of {self.name!r}")
        known = [str(level) for level in self.levels]
        for member in members:
            if str(member) not in known:
                raise DesignError(f"{argument}: {unknown_column(str(member), known, what='category')}")
        return sorted({known.index(str(m)) for m in members})

    def box(self, k: int, *, top: bool) -> list[int]:
        """The levels of the k highest or lowest numbers."""
        self.require_values("a box")
        numbers = sorted({v for v in self.values if not math.isnan(v)}, reverse=top)
        if k >= len(numbers):
            side = "top" if top else "bottom"
            raise DesignError(f"{side}={k}: {self.name!r} has {len(numbers)} points, expected fewer in a box")
        return [i for i, v in enumerate(self.values) if v in numbers[:k]]

    def boxes(self, row: EngineRow, top: int | Sequence[int], bottom: int | Sequence[int]) -> None:
        for side, sizes in {"top": top, "bottom": bottom}.items():
            for k in [sizes] if isinstance(sizes, int) else sizes:
                line = BannerLine(name=f"{side} {whole_of(k, side)}", variable=self.name, role="net")
                row.add(line, self.box(k, top=side == "top"))

    def score(self, row: EngineRow) -> None:
        self.require_values("nps")
        outside = [v for v in self.values if not math.isnan(v) and (v < 0 or v > 10 or v != int(v))]
        if outside:
            raise DesignError(f"nps: {self.name!r} holds {outside[0]:g}, expected whole numbers from 0 to 10")
        promoters = [i for i, v in enumerate(self.values) if v >= 9]
        detractors = [i for i, v in enumerate(self.values) if v <= 6]
        row.add(BannerLine(name="nps", variable=self.name, measure="nps", role="summary"), promoters, detractors)


def options_of(design: Design, name: str) -> Sequence[Any]:
    """The options of a survey's question; none for a dataframe's column."""
    if design.survey is None or name in design._columns.derived:
        return ()
    question = name.split(".")[0]
    return design.survey.questions[question].options if question in design.survey.questions else ()
