"""From the arguments of `design.banner` to the engine and back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._arguments import number_of, whole_of
from enkat._banner_columns import Group, heads_of
from enkat._banner_medians import medians
from enkat._banner_notes import Notes
from enkat._banner_rows import sheets_of
from enkat._banner_scale import EngineRow, Sheet
from enkat._display.words import sentences
from enkat.banner import Banner, BannerHead, BannerLine, BannerTable, Lazily
from enkat.errors import DesignError
from enkat.estimate import SHARE

if TYPE_CHECKING:
    from enkat.design import Design

METHODS = ("design", "dimensions", "dimensions_unpooled")
ADJUST = ("bh", "holm", "bonferroni", "none")


def build(
    design: Design,
    rows: Any,
    columns: Any,
    *,
    percent: str,
    basis: str,
    letters: bool | None,
    compare_total: bool,
    method: str,
    adjust: str,
    levels: tuple[float, float],
    min_effective: float,
    min_expected: float,
    min_base: int,
    ci: str,
    level: float,
) -> Banner:
    """Checks what is asked for, calls the engine once and names what it gives."""
    for name, value, expected in (
        ("percent", percent, ("column", "row", "total")),
        ("basis", basis, ("respondents", "answers")),
        ("method", method, METHODS),
        ("adjust", adjust, ADJUST),
        ("ci", ci, ("t", *SHARE)),
    ):
        if value not in expected:
            raise DesignError(f"{name}={value!r}, expected {', '.join(map(repr, expected))}")
    if not isinstance(level, (int, float)) or not 0 < level < 1:
        raise DesignError(f"level={level!r}, expected a number between 0 and 1, for example 0.95")
    weak, strong = _two_levels(levels)
    sheets = [sheet for asked in _listed(rows, "rows") for sheet in sheets_of(design, asked)]
    if not sheets:
        raise DesignError("rows: no question given, expected at least one column")
    groups = [Group(design, asked) for asked in _listed(columns, "columns")]
    compare = design.kind != "self_selected" if letters is None else letters
    engine = list(dict.fromkeys(id(r) for s in sheets for r in _rows_of(s)))
    unique = {id(r): r for s in sheets for r in _rows_of(s)}
    core = _core.banner(
        design._core,
        [unique[i].as_tuple() for i in engine],
        [g.as_tuple() for g in groups],
        percent,
        basis == "answers",
        compare,
        compare_total and compare,
        method,
        adjust,
        (weak, strong),
        number_of(min_effective, "min_effective", above=-1),
        number_of(min_expected, "min_expected", above=-1),
        0 if min_base == 0 else whole_of(min_base, "min_base"),
        ci,
        level,
        design._threads,
    )
    heads = heads_of(core.columns, groups)
    got = dict(zip(engine, core.tables, strict=True))
    silent = design.kind != "probability" and design.model is None
    number = {row: k for k, row in enumerate(engine)}
    needed = any(r.median for r in unique.values())
    conditions = [None, *(c for g in groups for c in g.conditions())] if needed else []
    made = _Made(design, core, got, number, heads, conditions, silent, level)
    tables = tuple(_table(sheet, made) for sheet in sheets)
    notes = Notes(design, percent, basis, method, adjust, (weak, strong), min_effective, min_expected, min_base)
    told = notes.all(letters=compare and bool(groups), total=compare_total and compare)
    return Banner(
        heads=heads,
        tables=tables,
        percent=percent,
        level=level,
        weighted=design.weighted,
        letters=compare and bool(groups),
        notes=sentences(None, told),
        said=told,
        labels=design.labels,
        library=design._columns.source.library,
        min_base=min_base,
    )


def _listed(asked: Any, argument: str) -> list[Any]:
    if isinstance(asked, str) or not isinstance(asked, Sequence):
        return [asked]
    if isinstance(asked, tuple) and argument == "columns" and all(isinstance(a, str) for a in asked) and asked:
        raise DesignError(
            f"columns: found the tuple {asked!r}, expected a list: [{asked!r}] nests the columns, "
            f"{list(asked)!r} makes a banner of each"
        )
    return list(asked)


def _two_levels(levels: Any) -> tuple[float, float]:
    if not isinstance(levels, Sequence) or len(levels) != 2 or not 0 < levels[1] <= levels[0] < 1:
        raise DesignError(f"levels={levels!r}, expected two, the weaker first, for example (0.05, 0.01)")
    return float(levels[0]), float(levels[1])


def _rows_of(sheet: Sheet) -> list[EngineRow]:
    return [sheet.row] if sheet.row is not None else [row for row, _ in sheet.parts or ()]


def _tests(core: Any, parts: Sequence[tuple[EngineRow, int]], number: Mapping[int, int]) -> dict[str, list[Any]]:
    """The tests behind the letters of a table, its lines numbered as printed; asked of the engine when needed."""
    out: dict[str, list[Any]] = {}
    made = {id(row): core.comparisons(number[id(row)]) for row, _ in parts}
    for at, (row, line) in enumerate(parts):
        tests = made[id(row)]
        mine = [i for i, of in enumerate(tests["line"]) if of == line]
        for key, values in tests.items():
            out.setdefault(key, []).extend([at] * len(mine) if key == "line" else [values[i] for i in mine])
    return out


@dataclass(frozen=True, slots=True)
class _Made:
    """What the engine gave, and what tables need beside it."""

    design: Design
    core: Any
    got: Mapping[int, Any]
    number: Mapping[int, int]
    heads: tuple[BannerHead, ...]
    conditions: Sequence[Any]
    silent: bool
    level: float


def _table(sheet: Sheet, made: _Made) -> BannerTable:
    row, got, size = sheet.row, made.got, len(made.heads)
    parts = list(sheet.parts or ()) if row is None else [(row, k) for k in got[id(row)]["order"]]
    figures: dict[str, list[Any]] = {}
    for part, line in parts:
        for key, values in got[id(part)]["figures"].items():
            figures.setdefault(key, []).extend(values[line * size : (line + 1) * size])
    lines = [_line(sheet, part.shown[k]) for part, k in parts]
    if row is not None and row.median:
        bases = got[id(row)]["bases"]
        for key, values in medians(made.design, row.name, made.conditions, bases, made.level).items():
            figures[key].extend(values)
        lines.append(BannerLine(name="median", variable=row.name, measure="median", role="summary"))
    if made.silent:
        figures["ci_low"] = figures["ci_high"] = [math.nan] * len(figures["estimate"])
    bases = got[id(parts[0][0])]["bases"]
    said = sheet.said
    if any(list(got[id(row)]["bases"]["n"]) != list(bases["n"]) for row, _ in parts):
        largest = max((row for row, _ in parts), key=lambda r: got[id(r)]["bases"]["n"][0])
        bases = got[id(largest)]["bases"]
        said = (*said, ("bases_differ", {}))
    return BannerTable(
        name=sheet.name,
        label=sheet.label,
        lines=tuple(lines),
        heads=made.heads,
        figures=figures,
        bases=bases,
        comparisons=Lazily(lambda: _tests(made.core, parts, made.number)),
        notes=sentences(None, said),
        said=said,
    )


def _line(sheet: Sheet, line: BannerLine) -> BannerLine:
    """In a table of several questions a line is called by its question."""
    if sheet.row is not None or line.measure == "mean_rank" or len({row.name for row, _ in sheet.parts or ()}) == 1:
        return line
    if line.variable == sheet.name:
        return line
    return replace(line, name=line.variable, text_of=(line.variable, ""))
