"""Tables of several questions: items of one scale, and rankings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from enkat import _core
from enkat._banner_scale import EngineRow, Scale, Sheet
from enkat.banner import BannerLine
from enkat.banner_spec import Grid, Ranking
from enkat.errors import DesignError

if TYPE_CHECKING:
    from enkat.design import Design


def grid_sheets(design: Design, asked: Grid) -> list[Sheet]:
    items = _items(design, asked.items)
    name = asked.items if isinstance(asked.items, str) else asked.label or items[0]
    summary = asked.mean or not (asked.top or asked.bottom or asked.nps or asked.shares)
    rows = []
    for item in items:
        scale = Scale(design, item, asked.values)
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
        out.append(Sheet(f"{name}: {kind}", asked.label, parts))
    return out


def _items(design: Design, items: str | Sequence[str]) -> list[str]:
    if not isinstance(items, str):
        return list(items)
    found = [c for c in design.columns if c.startswith(f"{items}.") and not c.endswith(".other")]
    if not found:
        raise DesignError(f"items: {items!r} is no matrix question, expected one or a list of columns")
    return found


def ranking_sheet(design: Design, asked: Ranking) -> Sheet:
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
    return Sheet(name, asked.label, parts, said=(("ranking", {}),))
