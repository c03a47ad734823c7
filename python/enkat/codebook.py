"""A codebook: every question with its labels and the frequencies of its answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat._frames import make_frame
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.questions import Question
    from enkat.reading import Responses
    from enkat.survey import Survey

__all__ = ["Codebook", "codebook"]

KINDS = ("not_shown", "no_answer", "refused", "no_opinion", "breakoff", "invalid")


@dataclass(frozen=True, slots=True, repr=False)
class Codebook:
    """Unweighted frequencies with labels. Open answers are counted, never shown."""

    title: str
    language: str
    lines: tuple[dict[str, Any], ...]
    """`question`, `text`, `type`, `row` of a matrix, `code`, `label`, `n`, `share` (of those who answered),
    `value` (of a statistic, as text)."""

    def frame(self, *, library: Any = None) -> Any:
        """One line per option, kind of missing or statistic."""
        return make_frame(
            self.to_dict(), library=library, texts=("question", "text", "type", "row", "code", "label", "value")
        )

    def to_dict(self) -> dict[str, list[Any]]:
        """One list per column of `frame`."""
        names = ("question", "text", "type", "row", "code", "label", "n", "share", "value")
        return {name: [line[name] for line in self.lines] for name in names}

    def to_html(self, path: str | Path | None = None) -> str:
        """A self-contained page with one table per question."""
        page = (
            f'<!DOCTYPE html>\n<html lang="{escape(self.language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{escape(self.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
            f"<h1>{escape(self.title)}</h1>\n{self._repr_html_()}\n</main>\n</body>\n</html>\n"
        )
        if path is not None:
            Path(path).write_text(page, encoding="utf-8")
        return page

    def _repr_html_(self) -> str:
        tables: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for line in self.lines:
            tables.setdefault((line["question"], line["row"] or ""), []).append(line)
        return "\n".join(_table(lines) for lines in tables.values())

    def __repr__(self) -> str:
        out, last = [self.title], None
        for line in self.lines:
            head = f"{line['question']}{'.' + line['row'] if line['row'] else ''} ({line['type']}): {line['text']}"
            if head != last:
                out += ["", head]
                last = head
            share = "" if line["share"] is None else f"{100 * line['share']:6.1f} %"
            n = line["value"] if line["n"] is None else line["n"]
            out.append(f"  {line['code']:<20}{n!s:>8}{share:>10}  {line['label']}")
        return "\n".join(out)


STYLE = """
:root{color-scheme:light}
body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:60rem;padding:1rem}
table{border-collapse:collapse;width:100%;margin:1.5rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600}th,td{border-bottom:1px solid #8a8a8a;padding:.25rem .6rem;text-align:left}
.n{text-align:right}
"""


def _table(lines: list[dict[str, Any]]) -> str:
    first = lines[0]
    name = first["question"] + (f".{first['row']}" if first["row"] else "")
    rows = "".join(
        f'<tr><th scope="row">{escape(line["code"])}</th><td>{escape(line["label"])}</td>'
        f'<td class="n">{escape(line["value"] or str(line["n"]))}</td>'
        f'<td class="n">{"" if line["share"] is None else format(100 * line["share"], ".1f") + " %"}</td></tr>'
        for line in lines
    )
    heads = '<th scope="col">code</th><th scope="col">label</th>'
    heads += '<th scope="col" class="n">n</th><th scope="col" class="n">share</th>'
    return (
        f"<table><caption>{escape(name)}: {escape(first['text'])} ({escape(first['type'])})</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def codebook(survey: Survey, table: Responses, language: str | None = None) -> Codebook:
    """The codebook of a table; see `Survey.codebook`."""
    from enkat.reading import Responses

    if not isinstance(table, Responses):
        raise DataError(f"table: found {type(table).__name__}, expected responses, accepted or as they were read")
    lines: list[dict[str, Any]] = []
    known = set(table.columns)
    for q in survey.questions:
        if q.type == "matrix":
            for row in q.rows:
                if f"{q.id}.{row.code}" in known:
                    text = f"{survey.text(q.id, language)}: {survey.text(f'{q.id}.{row.code}', language)}"
                    lines += _question(survey, table, q, f"{q.id}.{row.code}", row.code, text, language)
        elif q.id in known:
            lines += _question(survey, table, q, q.id, None, survey.text(q.id, language), language)
    return Codebook(survey.title(language), language or survey.default_language, tuple(lines))


def _question(
    survey: Survey, table: Responses, q: Question, column: str, row: str | None, text: str, language: str | None
) -> list[dict[str, Any]]:
    values = [v for v in table.values(column) if v is not None]
    base = len(values)
    common = {"question": q.id, "text": text, "type": q.type, "row": row}

    def line(
        code: str, label: str, n: int | None, share: float | None = None, value: str | None = None
    ) -> dict[str, Any]:
        return {**common, "code": code, "label": label, "n": n, "share": share, "value": value}

    out = []
    if q.options:
        chosen = Counter(c for v in values for c in (set(v) if isinstance(v, list) else (v,)))
        labels = {o.code: o.label.get(language or "", o.label.get(survey.default_language, "")) for o in q.options}
        out += [line(o.code, labels[o.code], chosen[o.code], chosen[o.code] / base if base else None)
                for o in q.options if o.missing is None]  # fmt: skip
    elif q.type in ("number", "rating", "calculated") and base:
        ordered = sorted(values)
        middle = (ordered[(base - 1) // 2] + ordered[base // 2]) / 2
        found = {"minimum": ordered[0], "median": middle, "mean": sum(ordered) / base, "maximum": ordered[-1]}
        out += [line(name, name, None, value=f"{value:g}") for name, value in found.items()]
    elif q.type in ("date", "time") and base:
        out += [line(name, name, None, value=str(v)) for name, v in (("first", min(values)), ("last", max(values)))]
    out.append(line("answered", "answered", base))
    kinds = Counter(table.missing(column))
    return out + [line(f"({kind})", kind.replace("_", " "), kinds[kind]) for kind in KINDS if kinds[kind]]
