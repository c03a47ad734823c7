"""Tables of two variables: weighted counts and row, column and total shares, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from enkat import _core
from enkat._arguments import name_of
from enkat._tabular import Tabular
from enkat.errors import DataError, DesignError
from enkat.estimate import NO_ANSWER, Request, assemble, missing_of, refuse_reserved, repeat_keys, variables_of
from enkat.results import Estimates

__all__ = ["Crosstab"]

MEASURES = ("count", "row_share", "column_share", "total_share")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Crosstab(Tabular):
    """A table of two variables.

    Attributes
    ----------
    row, column : str
        The variables.
    count : Estimates
        Weighted counts of the cells; `count.count` are the unweighted ones.
    row_share, column_share, total_share : Estimates
        Shares of the row's base, the column's base, the table's base: proportions, 0 to 1.
    row_total, column_total : Estimates
        The margins: weighted counts of the levels of either variable.
    row_margin, column_margin : Estimates
        The margins as shares of the table's base.
    total : Estimates
        The weighted count of the whole table.
    """

    row: str
    column: str
    count: Estimates
    row_share: Estimates
    column_share: Estimates
    total_share: Estimates
    row_total: Estimates
    column_total: Estimates
    row_margin: Estimates
    column_margin: Estimates
    total: Estimates

    def _library(self) -> str | None:
        return self.count.library

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """All cells in one long table with the column "measure"."""
        out: dict[str, list[Any]] = {"measure": []}
        for name in MEASURES:
            r: Estimates = getattr(self, name)
            for key, values in r.columns(language=language).items():
                out.setdefault(key, []).extend(values)
            out["measure"] += [name] * len(r)
        return {**out}

    def to_dict(self) -> dict[str, dict[str, list[Any]]]:
        """Every measure as plain lists."""
        return {name: getattr(self, name).to_dict() for name in MEASURES}

    def __repr__(self) -> str:
        from enkat._display.crosstab_text import text

        return text(self)

    def _repr_html_(self) -> str:
        from enkat._display.crosstab_text import html

        return html(self)


def crosstab(request: Request, row: str, column: str) -> Crosstab:
    """One pass over the rows, all measures."""
    refuse_reserved([name_of(row, "row")], "row")
    refuse_reserved([name_of(column, "column")], "column")
    for name in (row, column):
        if name in request.by:
            raise DesignError(f"by: {name!r} is already a side of the table, expected another column")
    if row == column:
        raise DesignError(f"row and column are both {row!r}, expected two variables; freq({row!r}) is one-way")
    names = [row, column]
    data = variables_of(request, names, shares=True)
    for name, variable in zip(names, data, strict=True):
        if not len(variable.options if isinstance(variable, _core.OptionSet) else variable.levels):
            raise DataError(f"column {name!r} has no value in any row, expected a category for the table")
    missing = missing_of(request, names, data)
    groups = request.groups
    core = _core.crosstab(request.design._core, data[0], data[1], groups, request.design._threads)
    levels = [_levels(request, n, v) for n, v in zip(names, data, strict=True)]
    rows, columns, domains = core.rows, core.columns, core.groups
    grid = (rows + 1) * (columns + 1)

    def at(r: range | Sequence[int], c: range | Sequence[int]) -> list[int]:
        return [g * grid + i * (columns + 1) + j for g in range(domains) for i in r for j in c]

    def part(measure: str, r: Any, c: Any, keys: dict[str, list[Any]], size: int) -> Estimates:
        share = measure != "count"
        return assemble(
            request,
            getattr(core, measure),
            statistic=measure,
            keys=repeat_keys(request, groups, keys, size),
            missing=missing,
            share=share,
            rows=at(r, c),
        )

    cells = {row: [a for a in levels[0] for _ in levels[1]], column: levels[1] * rows}
    of_row, of_column = {row: levels[0]}, {column: levels[1]}
    inner, last_row, last_column = (range(rows), range(columns)), [rows], [columns]
    return Crosstab(
        row=row,
        column=column,
        count=part("count", *inner, cells, rows * columns),
        row_share=part("row_share", *inner, cells, rows * columns),
        column_share=part("column_share", *inner, cells, rows * columns),
        total_share=part("total_share", *inner, cells, rows * columns),
        row_total=part("count", range(rows), last_column, of_row, rows),
        column_total=part("count", last_row, range(columns), of_column, columns),
        row_margin=part("total_share", range(rows), last_column, of_row, rows),
        column_margin=part("total_share", last_row, range(columns), of_column, columns),
        total=part("count", last_row, last_column, {"total": ["total"]}, 1),
    )


def _levels(request: Request, name: str, variable: Any) -> list[Any]:
    if isinstance(variable, _core.OptionSet):
        return list(variable.options)
    levels = list(variable.levels)
    if levels and levels[-1] == NO_ANSWER:
        return levels
    return request.design._columns.level_values(name, levels)
