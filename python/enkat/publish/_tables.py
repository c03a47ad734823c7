"""The tables of a question as rows of printed texts; every number comes from a published cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enkat.publish._catalogue import Catalogue
from enkat.publish._labels import Labels
from enkat.publish._model import Cell, Localized, Publication, PublishedQuestion
from enkat.publish._sentences import value_text

__all__ = ["TableRow", "TableView", "answer_table", "matrix_details", "matrix_table", "ranking_table", "summary_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    head: Localized
    values: tuple[str, ...]
    net: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A caption, column heads, and rows in groups; a group may have a head of its own."""

    id: str
    caption: str
    columns: tuple[Localized, ...]
    groups: tuple[tuple[Localized | None, tuple[TableRow, ...]], ...]


def mark_text(cell: Cell) -> str:
    return " ".join(f"[{code}]" for code in cell["status"] if code != "ok")


def _number(cell: Cell, field: str, t: Catalogue) -> str:
    return mark_text(cell) if cell[field] is None else t.locale.number(cell[field])


def _interval(cell: Cell, t: Catalogue) -> str:
    if cell["estimate"] is None:
        return mark_text(cell)
    return t.locale.span(cell["ci_low"], cell["ci_high"]) if cell["ci_low"] is not None else ""


def _percent(cell: Cell | None, t: Catalogue) -> str:
    """A percentage without its mark, which has its own column."""
    if cell is None:
        return ""
    if cell["estimate"] is None or "low" in cell["status"]:
        return mark_text(cell)
    return t.locale.percentage(cell["estimate"])


def _has_weighted(publication: Publication, question: PublishedQuestion) -> bool:
    return publication.weighting == "beside" and any(c["column"] == "weighted" for c in question.cells[0])


def _weighted_head(publication: Publication, question: PublishedQuestion, t: Catalogue) -> list[Localized]:
    if not _has_weighted(publication, question):
        return []
    return [Localized(t("table.weighted_illustrative" if publication.illustrative else "table.weighted"))]


def _weighted(publication: Publication, question: PublishedQuestion, cell: Cell, t: Catalogue, table: int) -> list[str]:
    if not _has_weighted(publication, question):
        return []
    return [_percent(question.find(cell["row"], cell["measure"], table=table, column="weighted"), t)]


def _share_values(
    publication: Publication, question: PublishedQuestion, cell: Cell, t: Catalogue, table: int = 0
) -> tuple[str, ...]:
    interval = [_interval(cell, t)] if publication.precision else []
    weighted = _weighted(publication, question, cell, t, table)
    return (_number(cell, "count", t), _percent(cell, t), *interval, *weighted, mark_text(cell))


def _share_heads(
    publication: Publication, question: PublishedQuestion, first: str, t: Catalogue
) -> tuple[Localized, ...]:
    interval = [Localized(t("table.interval"))] if publication.precision else []
    heads = [Localized(t(k)) for k in (first, "table.count", "table.percent")]
    return (*heads, *interval, *_weighted_head(publication, question, t), Localized(t("table.status")))


def _head(cell: Cell, labels: Labels) -> Localized:
    if cell["role"] == "net":
        return Localized(labels.t("net.positive", labels=labels.net(cell["parts"])))
    return labels.answer(cell["row"])


def answer_table(
    publication: Publication,
    question: PublishedQuestion,
    cells: Sequence[Cell],
    labels: Labels,
    *,
    table_id: str,
    caption: str,
) -> TableView:
    """Answer, respondents, per cent, interval, weighted per cent, mark; nets after the answers."""
    t = labels.t
    rows = [
        TableRow(head=_head(c, labels), values=_share_values(publication, question, c, t), net=c["role"] == "net")
        for c in cells
    ]
    heads = _share_heads(publication, question, "table.answer", t)
    return TableView(id=table_id, caption=caption, columns=heads, groups=((None, tuple(rows)),))


def ranking_table(
    publication: Publication,
    question: PublishedQuestion,
    cells: Sequence[Cell],
    labels: Labels,
    *,
    table_id: str,
    caption: str,
) -> TableView:
    """As the answer table, the percentages being first places, with the mean rank of each item."""
    t = labels.t
    rows = []
    for cell in cells:
        values = _share_values(publication, question, cell, t)
        rank = question.find(cell["row"], "mean_rank")
        rank_text = "" if rank is None else value_text(rank, t)
        rows.append(TableRow(head=labels.answer(cell["row"]), values=(*values[:-1], rank_text, values[-1])))
    heads = _share_heads(publication, question, "table.item", t)
    columns = (
        heads[0],
        heads[1],
        Localized(t("table.first")),
        *heads[3:-1],
        Localized(t("table.mean_rank")),
        heads[-1],
    )
    return TableView(id=table_id, caption=caption, columns=columns, groups=((None, tuple(rows)),))


def summary_table(
    publication: Publication, cells: Sequence[Cell], labels: Labels, *, table_id: str, caption: str
) -> TableView:
    """Measures of a whole question: mean, standard deviation, net promoter score."""
    t = labels.t
    rows = []
    for cell in cells:
        interval = [_summary_interval(cell, t)] if publication.precision else []
        value = mark_text(cell) if cell["estimate"] is None else t.locale.number(cell["estimate"])
        values = (value, *interval, _number(cell, "base", t), mark_text(cell))
        rows.append(TableRow(head=Localized(_measure(cell, labels, publication)), values=values))
    interval_head = ["table.interval"] if publication.precision else []
    keys = ["table.measure", "table.value", *interval_head, "table.base", "table.status"]
    heads = tuple(Localized(t(k)) for k in keys)
    return TableView(id=table_id, caption=caption, columns=heads, groups=((None, tuple(rows)),))


def _summary_interval(cell: Cell, t: Catalogue) -> str:
    """Limits of a mean or score in words, because they may be negative."""
    if cell["estimate"] is None or cell["ci_low"] is None:
        return mark_text(cell) if cell["estimate"] is None else ""
    return t("range.words", low=t.locale.number(cell["ci_low"]), high=t.locale.number(cell["ci_high"]))


def _measure(cell: Cell, labels: Labels, publication: Publication) -> str:
    t = labels.t
    unit = labels.unit.text
    name = t("measure.mean_unit", unit=unit) if cell["measure"] == "mean" and unit else t(f"measure.{cell['measure']}")
    if cell["column"] != "weighted":
        return name
    return t("measure.weighted_illustrative" if publication.illustrative else "measure.weighted", measure=name)


def matrix_table(
    publication: Publication,
    question: PublishedQuestion,
    codes: Sequence[str],
    labels: Labels,
    *,
    table_id: str,
    caption: str,
) -> TableView:
    """One row per item: its base, the percentage of every answer, its positive net and mean."""
    t = labels.t
    has_net = any(question.find("net.positive", "percent", table=i) for i in range(len(question.tables)))
    has_mean = any(question.find("", "mean", table=i) for i in range(len(question.tables)))
    rows = []
    for i, table in enumerate(question.tables):
        base = table.bases[0]["n"]
        values = ["[c]" if base is None else t.locale.number(base)]
        values += [_marked_percent(question.find(code, "percent", table=i), t) for code in codes]
        values += [_marked_percent(question.find("net.positive", "percent", table=i), t)] if has_net else []
        mean = question.find("", "mean", table=i)
        values += ["" if mean is None else value_text(mean, t)] if has_mean else []
        rows.append(TableRow(head=labels.item(table.question), values=tuple(values)))
    heads = [Localized(t("table.item")), Localized(t("table.base")), *(labels.answer(c) for c in codes)]
    if has_net:
        parts = next(n["parts"] for i in range(len(rows)) if (n := question.find("net.positive", "percent", table=i)))
        heads.append(Localized(t("net.positive", labels=labels.net(parts))))
    heads += [Localized(t("measure.mean"))] if has_mean else []
    return TableView(id=table_id, caption=caption, columns=tuple(heads), groups=((None, tuple(rows)),))


def _marked_percent(cell: Cell | None, t: Catalogue) -> str:
    return "" if cell is None else value_text(cell, t)


def matrix_details(
    publication: Publication, question: PublishedQuestion, labels: Labels, *, table_id: str, caption: str
) -> TableView:
    """Every share of every item with its count, interval and mark."""
    t = labels.t
    groups = []
    for i, table in enumerate(question.tables):
        shares = [c for c in question.cells[i] if c["measure"] == "percent" and c["column"] == "total"]
        rows = [
            TableRow(
                head=_head(c, labels), values=_share_values(publication, question, c, t, i), net=c["role"] == "net"
            )
            for c in shares
        ]
        groups.append((labels.item(table.question), tuple(rows)))
    heads = _share_heads(publication, question, "table.answer", t)
    return TableView(id=table_id, caption=caption, columns=heads, groups=tuple(groups))
