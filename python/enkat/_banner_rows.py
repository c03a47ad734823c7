"""What a banner shows at its side: the lines of one question, or tables of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._banner_items import grid_sheets, ranking_sheet
from enkat._banner_scale import EngineRow, Scale, Sheet, options_of
from enkat._frames import unknown_column
from enkat.banner import BannerLine
from enkat.banner_spec import BannerRow, Grid, Ranking
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.design import Design

MANY = 12
"""Numbers with more different values than this are shown by their mean only."""


def sheets_of(design: Design, asked: Any) -> list[Sheet]:
    """The tables that one entry of `rows` makes."""
    if isinstance(asked, str):
        asked = BannerRow(asked)
    if isinstance(asked, BannerRow):
        row = _Row(design, asked).build()
        return [Sheet(asked.variable, asked.label, None, row)]
    if isinstance(asked, Grid):
        return grid_sheets(design, asked)
    if isinstance(asked, Ranking):
        return [ranking_sheet(design, asked)]
    raise DesignError(f"rows: found {asked!r}, expected column names, ek.BannerRow, ek.Grid or ek.Ranking")


class _Row:
    """Builds the lines of one `BannerRow`."""

    def __init__(self, design: Design, asked: BannerRow) -> None:
        self.design, self.asked, self.name = design, asked, asked.variable
        self.options = options_of(design, self.name)

    def build(self) -> EngineRow:
        asked = self.asked
        if self.is_number():
            return self.number()
        self.scale = Scale(self.design, self.name, asked.values)
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
        columns, name = self.design._columns, self.name
        made = columns.derived.get(name)
        numeric = columns.source.kind(name) == "numeric" if made is None else isinstance(made, _core.Numbers)
        if not numeric or any(o.value is not None for o in self.options):
            return False
        if asked.answers is False:
            return True
        if made is None and columns.source.integer_levels(name):  # the categories are needed anyway
            return len(columns.categories(name).levels) > MANY
        return _many(columns.numbers(name))

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
