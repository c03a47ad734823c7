"""Tables of two or more variables: weighted counts and row, column and total shares, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import name_of
from enkat._tabular import Tabular
from enkat.errors import DataError, DesignError
from enkat.estimate import NO_ANSWER, Request, assemble, missing_of, refuse_reserved, repeat_keys, variables_of
from enkat.results import Estimates

if TYPE_CHECKING:
    from enkat.inference import Statistic, Test
    from enkat.layered_tests import Tests

__all__ = ["Crosstab"]

MEASURES = ("count", "row_share", "column_share", "total_share", "table_share")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Crosstab(Tabular):
    """A table of two variables, in each layer that further variables make.

    Attributes
    ----------
    row, column : str
        The variables.
    layers : tuple of str
        Further variables: every combination of theirs that occurs has a table of its own.
    count : Estimates
        Weighted counts of the cells; `count.count` are the unweighted ones.
    row_share, column_share, total_share : Estimates
        Shares of the row's base, the column's base, the layer's base: proportions, 0 to 1.
    table_share : Estimates or None
        Shares of the base of all layers together, where there are layers.
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
    layers: tuple[str, ...] = ()
    table_share: Estimates | None = None
    _request: Request | None = None
    _make: Callable[[str], Estimates] | None = None
    _core: Any = None

    @classmethod
    def deferred(cls, make: Callable[[str], Estimates], **known: Any) -> Crosstab:
        """A table whose estimates are put together when they are asked for; `make` gives one by name."""
        table = object.__new__(cls)
        for name, value in {**known, "_make": make}.items():
            object.__setattr__(table, name, value)
        return table

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self.__slots__ or self._make is None:
            raise AttributeError(f"'Crosstab' object has no attribute {name!r}", name=name, obj=self)
        value = self._make(name)
        object.__setattr__(self, name, value)
        return value

    @property
    def measures(self) -> dict[str, Estimates]:
        """The estimates of the cells by name."""
        named = {name: getattr(self, name) for name in MEASURES}
        return {name: r for name, r in named.items() if r is not None}

    def chisq(self, *, statistic: Statistic = "F") -> Test | Tests:
        """Are the two variables associated? As `Design.chisq`, on the rows of this table.

        Parameters
        ----------
        statistic : {"F", "chisq", "wald", "adjusted_wald", "lincom", "saddlepoint"}
            See `Design.chisq`.

        Returns
        -------
        Test
            Of a table with layers, or with `by`, an `ek.Tests`: one test in each.

        Raises
        ------
        DesignError
            The table is of a multi-select question, or was read from a file.
        """
        from enkat.layered_tests import chisq

        if self._request is None:
            raise DesignError(
                "chisq: the table was read from a file, which keeps its numbers and not the rows; use "
                "design.chisq(row, column)"
            )
        return chisq(self._request, self.row, self.column, statistic, self._core)

    def _library(self) -> str | None:
        return self.count.library

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """All cells in one long table with the column "measure"."""
        out: dict[str, list[Any]] = {"measure": []}
        for name, r in self.measures.items():
            for key, values in r.columns(language=language).items():
                out.setdefault(key, []).extend(values)
            out["measure"] += [name] * len(r)
        return {**out}

    def to_dict(self) -> dict[str, dict[str, list[Any]]]:
        """Every measure as plain lists."""
        return {name: r.to_dict() for name, r in self.measures.items()}

    def __repr__(self) -> str:
        from enkat._display.crosstab_text import text

        return text(self)

    def _repr_html_(self) -> str:
        from enkat._display.crosstab_text import html

        return html(self)


def crosstab(request: Request, row: str, column: str, layers: Sequence[str] = ()) -> Crosstab:
    """One pass over the rows, all measures; layers are domains of one table."""
    request, whole = with_layers(request, row, column, layers)
    names = [row, column]
    data = variables_of(request, names, shares=True)
    for name, variable in zip(names, data, strict=True):
        if not len(variable.options if isinstance(variable, _core.OptionSet) else variable.levels):
            raise DataError(f"column {name!r} has no value in any row, expected a category for the table")
    missing = missing_of(request, names, data)
    groups = request.groups
    of_table = [] if groups is None or not layers else _tables_of(groups, whole)
    core = _core.crosstab(request.design._core, data[0], data[1], groups, of_table, request.design._threads)
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
    margins: dict[str, tuple[Any, ...]] = {
        "row_total": ("count", range(rows), last_column, of_row, rows),
        "column_total": ("count", last_row, range(columns), of_column, columns),
        "row_margin": ("total_share", range(rows), last_column, of_row, rows),
        "column_margin": ("total_share", last_row, range(columns), of_column, columns),
        "total": ("count", last_row, last_column, {"total": ["total"]}, 1),
    }

    def make(name: str) -> Estimates:
        return part(*margins.get(name, (name, *inner, cells, rows * columns)))

    known: dict[str, Any] = {"row": row, "column": column, "layers": tuple(layers), "_request": request, "_core": None}
    if isinstance(request.design._core, _core.Design):
        known["_core"] = core
    table = Crosstab.deferred(make, **known, **({} if layers else {"table_share": None}))
    if request.ci != "t":
        _ = table.total  # a name of an interval that the engine does not know is refused here, not later
    return table


def with_layers(request: Request, row: str, column: str, layers: Sequence[str]) -> tuple[Request, int]:
    """The request with the layers among its domains, after the `by` variables; and how many of these there are."""
    sides = {"row": row, "column": column, **{f"layer {k + 1}": name for k, name in enumerate(layers)}}
    seen: dict[str, str] = {}
    for side, name in sides.items():
        refuse_reserved([name_of(name, side)], side)
        if name in request.by:
            raise DesignError(f"by: {name!r} is already a side of the table, expected another column")
        if name in seen:
            raise DesignError(
                f"{seen[name]} and {side} are both {name!r}, expected different variables; freq({name!r}) is one-way"
            )
        seen[name] = side
    return replace(request, by=(*request.by, *layers)), len(request.by)


def _tables_of(groups: Any, by: int) -> list[int]:
    """By domain: the number of the table it is a layer of, one table for each combination of the `by` variables."""
    number: dict[tuple[int, ...], int] = {}
    members = zip(*groups.member[:by], strict=True) if by else [()] * len(groups.rows)
    return [number.setdefault(tuple(m), len(number)) for m in members]


def _levels(request: Request, name: str, variable: Any) -> list[Any]:
    if isinstance(variable, _core.OptionSet):
        return list(variable.options)
    levels = list(variable.levels)
    if levels and levels[-1] == NO_ANSWER:
        return levels
    return request.design._columns.level_values(name, levels)
