"""What a banner shows at its side, in the words of the engine: lines of categories, nets, boxes, means and scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import whole_of
from enkat._frames import unknown_column
from enkat.banner import BannerLine, BannerRow, Grid, Ranking
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.design import Design

MANY = 12
"""Numbers with more different values than this are shown by their mean only."""


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
    notes: tuple[str, ...] = ()


def sheets_of(design: Design, asked: Any) -> list[Sheet]:
    """The tables that one entry of `rows` makes."""
    if isinstance(asked, str):
        asked = BannerRow(asked)
    if isinstance(asked, BannerRow):
        row = _Row(design, asked).build()
        return [Sheet(asked.variable, asked.label, None, row)]
    if isinstance(asked, Grid):
        return _grid(design, asked)
    if isinstance(asked, Ranking):
        return [_ranking(design, asked)]
    raise DesignError(f"rows: found {asked!r}, expected column names, ek.BannerRow, ek.Grid or ek.Ranking")


class _Row:
    """Builds the lines of one `BannerRow`."""

    def __init__(self, design: Design, asked: BannerRow) -> None:
        self.design, self.asked, self.name = design, asked, asked.variable
        self.options = _options_of(design, self.name)

    def build(self) -> EngineRow:
        asked = self.asked
        if self.is_number():
            return self.number()
        self.scale = _Scale(self.design, self.name, asked.values)
        row = EngineRow(self.name, self.scale.factor, self.scale.values, asked.sort or "")
        if asked.sort not in (None, "descending", "ascending"):
            raise DesignError(f"sort={asked.sort!r}, expected 'descending', 'ascending' or None")
        if asked.answers is not False:
            self.answers(row)
        for name, members in asked.nets.items():
            line = BannerLine(name=name, variable=self.name, role="net")
            row.add(line, self.scale.indices(members, f"nets: {name!r}"))
        self.scale.boxes(row, asked.top, asked.bottom)
        self.summaries(row)
        if not row.lines:
            raise DesignError(f"rows: {self.name!r} shows no line, expected answers, nets, boxes, a mean or a score")
        return row

    def is_number(self) -> bool:
        """Whether only its mean is of interest: nothing is counted, and it has many values or they are not wanted."""
        asked = self.asked
        if asked.nets or asked.top or asked.bottom or asked.nps or asked.answers:
            return False
        numbers = self.design._columns.variable(self.name)
        if not isinstance(numbers, _core.Numbers) or any(o.value is not None for o in self.options):
            return False
        return asked.answers is False or _many(numbers)

    def number(self) -> EngineRow:
        row = EngineRow(self.name, self.design._columns.numbers(self.name), median=self.asked.median)
        if self.asked.mean is not False:
            row.add(BannerLine(name="mean", variable=self.name, measure="mean", role="summary"))
        if self.asked.sd is not False:
            row.add(BannerLine(name="sd", variable=self.name, measure="sd", role="summary"))
        return row

    def answers(self, row: EngineRow) -> None:
        known = [str(level) for level in self.scale.levels]
        fixed = {str(c) for c in self.asked.fixed} if self.asked.fixed is not None else self.fixed_by_definition()
        if self.asked.fixed is not None and (unknown := fixed - set(known)):
            raise DesignError(f"fixed: {unknown_column(min(unknown), known, what='category')}")
        for k, level in enumerate(self.scale.levels):
            line = BannerLine(name=str(level), variable=self.name, text_of=(self.name, str(level)))
            row.add(line, [k], fixed=str(level) in fixed)

    def fixed_by_definition(self) -> set[str]:
        return {o.code for o in self.options if o.exclusive or o.other_text or o.missing}

    def summaries(self, row: EngineRow) -> None:
        asked, scale = self.asked, self.scale
        wanted = scale.valued_by_definition if asked.mean is None else asked.mean
        if wanted:
            scale.require_values("mean")
            row.add(BannerLine(name="mean", variable=self.name, measure="mean", role="summary"))
        if wanted if asked.sd is None else asked.sd:
            scale.require_values("sd")
            row.add(BannerLine(name="sd", variable=self.name, measure="sd", role="summary"))
        if asked.nps:
            scale.score(row)
        row.median = asked.median


def _many(numbers: Any) -> bool:
    """Whether a column of numbers has more than a table's worth of different ones, judged by its first rows."""
    import numpy as np

    first = slice(0, 10000)
    values = numbers.values[first]
    present = values[numbers.valid[first] == 1] if len(numbers.valid) else values
    return len(np.unique(present)) > MANY


class _Scale:
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
        given = {o.code: o.value for o in _options_of(design, name) if o.value is not None}
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


def _options_of(design: Design, name: str) -> Sequence[Any]:
    """The options of a survey's question; none for a dataframe's column."""
    if design.survey is None or name in design._columns.derived:
        return ()
    question = name.split(".")[0]
    return design.survey.questions[question].options if question in design.survey.questions else ()


def _grid(design: Design, asked: Grid) -> list[Sheet]:
    items = _items(design, asked.items)
    name = asked.items if isinstance(asked.items, str) else asked.label or items[0]
    summary = asked.mean or not (asked.top or asked.bottom or asked.nps or asked.shares)
    rows = []
    for item in items:
        scale = _Scale(design, item, asked.values)
        row = EngineRow(item, scale.factor, scale.values)
        if asked.shares:
            for k, level in enumerate(scale.levels):
                row.add(BannerLine(name=str(level), variable=item, text_of=(item, str(level))), [k])
        scale.boxes(row, asked.top, asked.bottom)
        if summary:
            scale.require_values("mean")
            row.add(BannerLine(name="mean", variable=item, measure="mean", role="summary"))
        if asked.nps:
            scale.score(row)
        rows.append(row)
    kinds = dict.fromkeys(line.name for row in rows for line in row.shown)
    out = []
    for kind in kinds:
        parts = []
        for row in rows:
            names = [line.name for line in row.shown]
            if kind in names:
                parts.append((row, names.index(kind)))
        out.append(Sheet(f"{name}: {kind}", asked.label and f"{asked.label}: {kind}", parts))
    return out


def _items(design: Design, items: str | Sequence[str]) -> list[str]:
    if not isinstance(items, str):
        return list(items)
    found = [c for c in design.columns if c.startswith(f"{items}.") and not c.endswith(".other")]
    if not found:
        raise DesignError(f"items: {items!r} is no matrix question, expected one or a list of columns")
    return found


def _ranking(design: Design, asked: Ranking) -> Sheet:
    """First places as the options of one multi-select question, so that one variance serves them; ranks as numbers."""
    import numpy as np

    columns = design._columns
    if isinstance(asked.items, str):
        column = columns.condition_column(asked.items)
        if getattr(column, "kind", "") != "ranking":
            raise DesignError(f"items: {asked.items!r} is no ranking, expected one or a list of columns of ranks")
        codes = list(columns.categories(asked.items).levels)
        ranks = [_core.ranks_of(column, k) for k in range(len(codes))]
        texts: list[tuple[str, str] | None] = [(asked.items, code) for code in codes]
        name = asked.items
    else:
        codes = list(asked.items)
        ranks = [columns.numbers(item) for item in codes]
        texts = [(item, "") for item in codes]
        name = asked.label or codes[0]
    given = [r.valid == 1 if len(r.valid) else np.ones(design.n, dtype=bool) for r in ranks]
    chosen = [((r.values == 1) & v).astype(np.uint8) for r, v in zip(ranks, given, strict=True)]
    answered = np.logical_or.reduce(given).astype(np.uint8)
    first = EngineRow(name, _core.OptionSet(codes, chosen, answered))
    parts = []
    for k, code in enumerate(codes):
        first.add(BannerLine(name=code, variable=name, text_of=texts[k]), [k])
        parts.append((first, k))
    for k, code in enumerate(codes):
        row = EngineRow(code, ranks[k])
        row.add(
            BannerLine(name=f"{code}: mean rank", variable=code, measure="mean_rank", role="summary", text_of=texts[k])
        )
        parts.append((row, 0))
    return Sheet(name, asked.label, parts, notes=("shares are of first places; then mean ranks, 1 is the first place",))
