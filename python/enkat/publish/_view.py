"""What the page shows of one question: heading, base line, sentence, figures, tables, notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from enkat.publish._catalogue import Catalogue
from enkat.publish._chart_bars import MAX_BARS, BarChart, bar_chart, in_chart_order
from enkat.publish._chart_diverging import DivergingChart, diverging_chart
from enkat.publish._labels import Labels
from enkat.publish._model import Cell, Localized, Publication, PublishedQuestion, plain
from enkat.publish._sentences import sentences
from enkat.publish._tables import TableView, answer_table, matrix_details, matrix_table, ranking_table, summary_table

__all__ = ["QuestionView", "question_view"]

MAX_SCALE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    id: str
    number: int
    heading: Localized
    help: Localized
    base: str
    remarks: tuple[str, ...]
    sentences: tuple[str, ...]
    bars: tuple[BarChart, ...] = ()
    diverging: DivergingChart | None = None
    tables: tuple[TableView, ...] = ()
    details: TableView | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def wide(self) -> bool:
        """Whether the table needs the whole width of the page."""
        return self.diverging is not None or len(self.bars) > 1


def question_view(publication: Publication, question: PublishedQuestion, number: int, t: Catalogue) -> QuestionView:
    """Everything about one question in one language."""
    labels = Labels(publication, question, t)
    said = sentences(publication, question, t)
    bars, diverging, tables, details = _figures(publication, question, number, said, labels)
    return QuestionView(
        id=anchor(question),
        number=number,
        heading=labels.question,
        help=labels.help,
        base=_base_line(question, t),
        remarks=_remarks(publication, question, t),
        sentences=tuple(said),
        bars=bars,
        diverging=diverging,
        tables=tables,
        details=details,
        notes=_notes(publication, question, bars, diverging, tables, labels),
    )


def anchor(question: PublishedQuestion) -> str:
    """The id of a question's section; no question id can collide with the ids of the page itself."""
    return f"q-{question.id}"


Figures = tuple[tuple[BarChart, ...], DivergingChart | None, tuple[TableView, ...], TableView | None]


def _figures(
    publication: Publication, question: PublishedQuestion, number: int, said: list[str], labels: Labels
) -> Figures:
    if question.type == "matrix":
        return _matrix_figures(publication, question, number, said, labels)
    tables: list[TableView] = []
    bars: tuple[BarChart, ...] = ()
    shares = _shares(question, labels)
    caption = labels.t("table.caption", number=number)
    if shares:
        make = ranking_table if question.type == "ranking" else answer_table
        nets = [c for c in question.cells[0] if c["role"] == "net" and c["column"] == "total"]
        tables.append(
            make(publication, question, [*shares, *nets], labels, table_id=f"{anchor(question)}-table", caption=caption)
        )
        bars = _bars(anchor(question), labels.question.text, said, shares, labels)
    summary = [c for c in question.cells[0] if c["role"] == "summary" and c["measure"] != "mean_rank"]
    if summary:
        caption = labels.t("table.caption_summary", number=number)
        tables.append(
            summary_table(publication, summary, labels, table_id=f"{anchor(question)}-summary", caption=caption)
        )
    return bars, None, tuple(tables), None


def _shares(question: PublishedQuestion, labels: Labels, table: int = 0) -> list[Cell]:
    """The answers of the column "total" in the order of the chart."""
    wanted = [c for c in question.cells[table] if c["measure"] == "percent" and c["column"] == "total"]
    details = [c for c in wanted if c["role"] == "detail"]
    answers = [c for c in wanted if c["role"] == "answer"]
    by_value = question.tables[table].shape in ("nominal", "multi", "ranking")
    return [*in_chart_order(answers, labels, by_value=by_value), *details]


def _bars(chart_id: str, text: str, said: list[str], shares: list[Cell], labels: Labels) -> tuple[BarChart, ...]:
    """One chart; none when no share is shown. Of a long list the largest answers only."""
    shown = [c for c in shares if c["estimate"] is not None]
    if not shown:
        return ()
    drawn = shares if len(shares) <= MAX_BARS else [c for c in shown if float(c["estimate"]) > 0][:MAX_BARS]
    t = labels.t
    desc = t("chart.desc", sentence=plain(" ".join(said)))
    return (bar_chart(f"{chart_id}-chart", t("chart.title", text=text), desc, drawn, labels, t),)


def _matrix_figures(
    publication: Publication, question: PublishedQuestion, number: int, said: list[str], labels: Labels
) -> Figures:
    t = labels.t
    codes = [o["code"] for o in question.definition["options"] if not o.get("missing")]
    ordered = all(table.shape == "ordinal" for table in question.tables) and 2 <= len(codes) <= MAX_SCALE
    if not ordered:
        return _rows_apart(publication, question, number, said, labels)
    desc = t("chart.desc", sentence=plain(" ".join(said)))
    title = t("chart.title", text=labels.question.text)
    chart = diverging_chart(f"{anchor(question)}-chart", title, desc, question, codes, labels, t)
    drawn = chart if any(b.segments for b in chart.bars) else None
    table = matrix_table(publication, question, codes, labels, table_id=f"{anchor(question)}-table",
                         caption=t("table.caption_matrix", number=number))  # fmt: skip
    details = matrix_details(publication, question, labels, table_id=f"{anchor(question)}-details",
                             caption=t("table.caption_details", number=number))  # fmt: skip
    return (), drawn, (table,), details


def _rows_apart(
    publication: Publication, question: PublishedQuestion, number: int, said: list[str], labels: Labels
) -> Figures:
    """A matrix without a drawable scale: every row is shown like a question of its own."""
    bars: list[BarChart] = []
    tables: list[TableView] = []
    for i, table in enumerate(question.tables):
        item = labels.item(table.question)
        shares = _shares(question, labels, i)
        row_id = f"{anchor(question)}-{i + 1}"
        caption = labels.t("table.caption_row", number=number, row=item.text)
        bars += _bars(row_id, item.text, said, shares, labels)
        tables.append(answer_table(publication, question, shares, labels, table_id=f"{row_id}-table", caption=caption))
    return tuple(bars), None, tuple(tables), None


def _base_line(question: PublishedQuestion, t: Catalogue) -> str:
    """Unweighted base, weighted base (only if weighted), effective base, and how answers were given."""
    if len(question.tables) > 1:
        ns = [table.bases[0]["n"] for table in question.tables]
        if None in ns:
            return t("base.rows_hidden")
        span = t.locale.number(ns[0]) if len(set(ns)) == 1 else t.locale.span(str(min(ns)), str(max(ns)))
        return t("base.rows", value=span)
    base = question.tables[0].bases[0]
    if base["n"] is None:
        return t("base.hidden")
    parts = [t("base.line", n=base["n"])]
    if base["n_weighted"] is not None:
        parts.append(t("base.weighted", value=t.locale.number(base["n_weighted"])))
    if base["n_effective"] is not None:
        parts.append(t("base.effective", value=t.locale.number(base["n_effective"])))
    for other in question.tables[0].bases[1:]:
        parts.append(t("base.weighted_column", value=t.locale.number(other["n_effective"])))
    if question.type in ("single", "multi", "ranking"):
        parts.append(t(f"base.{question.type}"))
    return "; ".join(parts) + "."


def _remarks(publication: Publication, question: PublishedQuestion, t: Catalogue) -> tuple[str, ...]:
    out = []
    sections = {s["id"]: s for s in publication.definition.get("sections", ())}
    if question.definition.get("show_if") or sections.get(question.definition.get("section"), {}).get("show_if"):
        out.append(t("base.routed"))
    bases = [table.bases[0]["n"] for table in question.tables]
    policy = publication.policy
    if question.type != "text" and any(n is not None and policy.show_from <= n < policy.caution_below for n in bases):
        out.append(t("base.caution", n=policy.caution_below))
    if question.nonresponse is not None and float(question.nonresponse) > 0:
        out.append(t("base.nonresponse", value=t.locale.percentage(question.nonresponse)))
    return tuple(out)


def _notes(
    publication: Publication, question: PublishedQuestion, bars: tuple[BarChart, ...], diverging: DivergingChart | None,
    tables: tuple[TableView, ...], labels: Labels,
) -> tuple[str, ...]:  # fmt: skip
    t = labels.t
    out = []
    if any(bar.low is not None for chart in bars for bar in chart.bars):
        out.append(t("chart.interval"))
    if diverging is not None:
        out.append(t("chart.diverging"))
    if any(len(chart.bars) < len(tables[i].groups[0][1]) and len(chart.bars) <= MAX_BARS < len(tables[i].groups[0][1])
           for i, chart in enumerate(bars)):  # fmt: skip
        out.append(t("chart.more"))
    if question.tables[0].shape in ("nominal", "ordinal", "classes", "groups", "ranking"):
        out.append(t("table.rounding"))
    apart = [c for c in question.cells[0] if c["role"] == "apart" and c["row"] and len(question.tables) == 1]
    if apart:
        items = [t("table.apart_item", label=t.locale.quote(labels.answer(c["row"]).marked),
                   n="[c]" if c["count"] is None else t.locale.number(c["count"])) for c in apart]  # fmt: skip
        out.append(t("table.apart", list=t.locale.join(items)))
    if publication.weighting == "beside" and any(c["column"] == "weighted" for c in question.cells[0]):
        out.append(_weighting_note(publication, t))
    return tuple(out)


def _weighting_note(publication: Publication, t: Catalogue) -> str:
    source = publication.texts((publication.definition.get("population") or {}).get("source"), t.locale.language)
    if not publication.illustrative:
        return t("table.weighted_source", source=source.marked)
    return t("table.illustrative", source=source.marked) if source.text else t("table.illustrative_plain")
