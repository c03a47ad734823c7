"""Tables of regressions in words: a page's section, a notebook's table, plain text and a drawing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat.publish._catalogue import Catalogue, load_catalogue
from enkat.publish._chart_coefficients import CoefficientChart, coefficient_chart
from enkat.publish._locale import available_languages
from enkat.publish._model import Localized, localize
from enkat.publish._tables import TableRow, TableView

if TYPE_CHECKING:
    from enkat.publish._model import Publication
    from enkat.regression_tables import Coefficient, RegressionTable

__all__ = ["ModelView", "drawing", "html", "model_view", "models_csv", "models_json", "rules_of", "text"]

HIDDEN = "[c]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """A table of regressions in one language: its heading, base lines, tables and drawing."""

    id: str
    heading: Localized
    base: tuple[str, ...]
    tables: tuple[TableView, ...]
    chart: CoefficientChart | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What may be shown: coefficients of levels with fewer rows, and models of fewer, are hidden."""

    min_cell: int = 1
    show_from: int = 1
    precision: bool = True

    def hides(self, table: RegressionTable, model: int, row: int) -> bool:
        c = table.coefficients[model][row]
        few = c.rows is not None and 0 < c.rows < self.min_cell
        return few or table.models[model].n[row] < self.show_from


class SvgText(str):
    """SVG that a notebook draws."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


def decimals_of(table: RegressionTable) -> int:
    """As many as show two digits of the smallest standard error, at least two and at most six."""
    sizes = [
        v for k in range(len(table.models)) for i in table.shown(k) if 0 < (v := table.values(k, i)["se"]) < math.inf
    ]
    return min(max(2, 1 - math.floor(math.log10(min(sizes)))), 6) if sizes else 2


def _number(value: float, decimals: int, t: Catalogue) -> str:
    return "" if math.isnan(value) else t.locale.number(_core.published_text(value, decimals))


def _p(value: float, t: Catalogue) -> str:
    if math.isnan(value):
        return ""
    return f"< {t.locale.number('0.0001')}" if value < 0.0001 else _number(value, 4, t)


def _terms(table: RegressionTable) -> list[tuple[str | None, Coefficient]]:
    """The coefficients of all models, each once: as in the first model that has it."""
    out: dict[tuple[str | None, str], Coefficient] = {}
    for k in range(len(table.models)):
        for i in table.shown(k):
            c = table.coefficients[k][i]
            out.setdefault((c.response, c.term), c)
    return [(c.response, c) for c in out.values()]


def _values(table: RegressionTable, c: Coefficient, rules: Rules, decimals: int, t: Catalogue) -> Iterator[str]:
    for k in range(len(table.models)):
        row = next((i for i in table.shown(k) if _same(table.coefficients[k][i], c)), None)
        blank = 3 if rules.precision else 1
        if row is None:
            yield from [""] * blank
        elif rules.hides(table, k, row):
            yield from [HIDDEN] * blank
        else:
            v = table.values(k, row)
            yield _number(v["estimate"], decimals, t)
            if rules.precision:
                known = not math.isnan(v["ci_low"])
                low, high = (_number(v[name], decimals, t) for name in ("ci_low", "ci_high"))
                yield t("models.interval", low=low, high=high) if known else ""
                yield _p(v["p_value"], t) if known else ""


def _same(a: Coefficient, b: Coefficient) -> bool:
    return a.term == b.term and a.response == b.response


def _word(c: Coefficient, table: RegressionTable, language: str, t: Catalogue) -> str:
    if c.term == "(Intercept)":
        return t("models.constant")
    return table.label(c, language=language)


def _heads(table: RegressionTable, rules: Rules, t: Catalogue) -> tuple[Localized, ...]:
    heads = [Localized(t("models.term"))]
    level = t.locale.percentage(_core.published_text(100 * table.models[0].level, 0))
    for name, model in zip(table.names, table.models, strict=True):
        start = f"{name}: " if len(table.models) > 1 else ""
        heads.append(Localized(start + t("models." + _kind(table, model))))
        if rules.precision:
            heads += [Localized(start + t("models.interval_head", level=level)), Localized(start + t("models.p"))]
    return tuple(heads)


def _kind(table: RegressionTable, model: Any) -> str:
    if not table.exponentiate:
        return "coefficient"
    odds = ("logit", "cumulative logit", "baseline logit")
    return (
        "odds_ratio"
        if model.link in odds
        else {"log": "rate_ratio", "log hazard": "hazard_ratio"}.get(model.link, "exponentiated")
    )


def coefficient_table(
    table: RegressionTable, rules: Rules, language: str, t: Catalogue, table_id: str, caption: str
) -> TableView:
    """Terms by models; under a multinomial model in groups, one per level of the response."""
    decimals = decimals_of(table)
    groups: dict[str | None, list[TableRow]] = {}
    for response, c in _terms(table):
        values = tuple(_values(table, c, rules, decimals, t))
        groups.setdefault(response, []).append(TableRow(head=Localized(_word(c, table, language, t)), values=values))
    heads = {r: None if r is None else Localized(r) for r in groups}
    shown = tuple((heads[r], tuple(rows)) for r, rows in groups.items())
    return TableView(id=table_id, caption=caption, columns=_heads(table, rules, t), groups=shown)


def term_tests(table: RegressionTable, language: str, t: Catalogue, table_id: str) -> TableView | None:
    """Wald tests of the terms."""
    rows = []
    for name, tests in zip(table.names, table.tests, strict=True):
        start = f"{name}: " if len(table.models) > 1 else ""
        for test in tests:
            df = t("models.f_df", df=_number(test.df, 0, t), ddf=_number(test.ddf, 0, t))
            values = (_number(test.statistic, 2, t), df, _p(test.p_value, t))
            rows.append(TableRow(head=Localized(start + _term_label(table, test.terms, language)), values=values))
    if not rows:
        return None
    heads = ("models.term", "models.f", "models.df", "models.p")
    columns = tuple(Localized(t(key)) for key in heads)
    return TableView(id=table_id, caption=t("models.tests"), columns=columns, groups=((None, tuple(rows)),))


def _term_label(table: RegressionTable, terms: Sequence[str], language: str) -> str:
    texts = table.labels.get(language, {})
    words = [[texts.get(v, {}).get("", v) for v in term.split(":")] for term in terms]
    return " + ".join(" × ".join(parts) for parts in words)


def base_lines(table: RegressionTable, rules: Rules, t: Catalogue) -> tuple[str, ...]:
    """Rows, degrees of freedom and family of every model."""
    out = []
    for name, m in zip(table.names, table.models, strict=True):
        start = f"{name}: " if len(table.models) > 1 else ""
        if m.n[0] < rules.show_from:
            out.append(start + t("models.hidden", n=rules.show_from))
            continue
        said = t("models.base", n=int(m.n[0]), family=m.family, link=m.link)
        if rules.precision:
            said += " " + t("models.design_df", df=_number(m.design_df, 0, t), residual=_number(m.df_residual, 0, t))
        out.append(start + said)
    return tuple(out)


def _title(table: RegressionTable, language: str, default: str) -> Localized:
    if table.title:
        return localize(table.title if not isinstance(table.title, str) else {default: table.title}, language, default)
    several = len(table.models) > 1
    said = [f"{n}: {m.formula}" if several else m.formula for n, m in zip(table.names, table.models, strict=True)]
    return Localized("; ".join(said))


def model_view(
    table: RegressionTable, number: int, language: str, t: Catalogue, *, rules: Rules | None = None, default: str = "en"
) -> ModelView:
    """Everything about one table of regressions in one language."""
    used = rules or Rules()
    heading = _title(table, language, default)
    base = f"model-{number}"
    visible = any(m.n[0] >= used.show_from for m in table.models)
    tables: list[TableView] = []
    notes: list[str] = []
    chart = None
    if visible:
        tables.append(coefficient_table(table, used, language, t, f"{base}-table", heading.marked))
        tests = term_tests(table, language, t, f"{base}-tests") if used.precision else None
        tables += [tests] if tests else []
        chart = _chart(table, used, language, t, base, heading)
        hidden = any(used.hides(table, k, i) for k in range(len(table.models)) for i in table.shown(k))
        notes += [t("models.few", n=used.min_cell)] if hidden else []
        notes += [t("models.reference")] if any(c.rows is not None for _, c in _terms(table)) else []
    return ModelView(
        id=base, heading=heading, base=base_lines(table, used, t), tables=tuple(tables), chart=chart, notes=tuple(notes)
    )


def _chart(
    table: RegressionTable, rules: Rules, language: str, t: Catalogue, base: str, heading: Localized
) -> CoefficientChart | None:
    decimals, points = decimals_of(table), []
    for response, c in _terms(table):
        if not c.parts:
            continue
        word = _word(c, table, language, t) + (f" ({response})" if response else "")
        drawn = []
        for k, name in enumerate(table.names):
            row = next((i for i in table.shown(k) if _same(table.coefficients[k][i], c)), None)
            if row is None or rules.hides(table, k, row):
                continue
            v = table.values(k, row)
            value = _number(v["estimate"], decimals, t)
            limits = (v["ci_low"], v["ci_high"]) if rules.precision else (math.nan, math.nan)
            drawn.append((name if len(table.models) > 1 else "", k, v["estimate"], *limits, value))
        if drawn:
            points.append((word, drawn))
    if not points:
        return None
    return coefficient_chart(
        f"{base}-chart", heading.text, t("models.chart"), points, t.locale.number, ratio=table.exponentiate
    )


# -- without a survey -------------------------------------------------------------------------------------------------


def _language(table: RegressionTable, language: str | None) -> str:
    wanted = language or next(iter(table.labels), "en")
    return wanted if wanted in available_languages() else "en"


def _view(table: RegressionTable, language: str | None) -> tuple[ModelView, Catalogue]:
    used = _language(table, language)
    t = load_catalogue(used)
    precise = any(not math.isnan(v) for m in table.models for v in m.ci_low)
    return model_view(table, 1, used, t, rules=Rules(precision=precise), default=used), t


def html(table: RegressionTable, language: str | None) -> str:
    """The tables of a notebook, in the same markup as a page."""
    from enkat.publish._page import environment

    view, t = _view(table, language)
    return environment().get_template("models.html.j2").render(m=view, t=t)


def drawing(table: RegressionTable, language: str | None) -> SvgText:
    """The coefficients as SVG."""
    from enkat.publish._page import environment

    view, _ = _view(table, language)
    return SvgText(environment().get_template("coefficients.svg.j2").render(c=view.chart) if view.chart else "")


def text(table: RegressionTable) -> str:
    """Aligned columns under the caption, and a line for every model."""
    view, _ = _view(table, None)
    lines = [view.heading.text]
    for shown in view.tables:
        head = [c.text for c in shown.columns]
        rows = []
        for group, members in shown.groups:
            rows += [[group.text] + [""] * (len(head) - 1)] if group else []
            rows += [[r.head.text, *r.values] for r in members]
        widths = [max(len(row[j]) for row in [head, *rows]) for j in range(len(head))]
        lines += [_aligned(row, widths) for row in [head, *rows]]
    return "\n".join([*lines, *view.base])


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [c.ljust(w) if j == 0 else c.rjust(w) for j, (c, w) in enumerate(zip(row, widths, strict=True))]
    return "  ".join(cells).rstrip()


# -- data files -------------------------------------------------------------------------------------------------------


def rules_of(publication: Publication) -> Rules:
    policy = publication.policy
    return Rules(min_cell=max(policy.min_cell, 1), show_from=max(policy.show_from, 1), precision=publication.precision)


def _records(publication: Publication) -> list[dict[str, Any]]:
    rules, out = rules_of(publication), []
    for number, table in enumerate(publication.models, start=1):
        decimals = decimals_of(table)
        for k, name in enumerate(table.names):
            for i in table.shown(k):
                c, m = table.coefficients[k][i], table.models[k]
                hidden = rules.hides(table, k, i)
                record: dict[str, Any] = {"table": number, "model": name, "formula": m.formula, "family": m.family}
                record |= {"link": m.link, "response": c.response, "term": c.term}
                figures = table.values(k, i)
                for field in ("estimate", "ci_low", "ci_high", "p_value"):
                    silent = hidden or (field != "estimate" and not rules.precision) or math.isnan(figures[field])
                    places = 4 if field == "p_value" else decimals
                    record[field] = None if silent else float(_core.published_text(figures[field], places))
                small = m.n[i] < rules.show_from
                record |= {"n": None if small else int(m.n[i]), "design_df": m.design_df if rules.precision else None}
                out.append(record | {"status": "c" if hidden else "ok"})
    return out


def models_json(publication: Publication) -> str:
    """The published coefficients, the same numbers as on the pages."""
    return json.dumps({"coefficients": _records(publication)}, ensure_ascii=False, indent=1) + "\n"


def models_csv(publication: Publication) -> str:
    """The same as CSV."""
    import csv
    import io

    records, out = _records(publication), io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()
