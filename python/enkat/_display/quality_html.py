"""The quality report as HTML: a page, and a fragment for notebooks. Every text is escaped, nothing is a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from enkat._display.quality_figures import COLOURS, columns, legend, rows
from enkat._display.quality_words import words
from enkat._display.validation_html import STYLE as BASE
from enkat._display.validation_html import summary_parts

if TYPE_CHECKING:
    from enkat.quality_report import QualityReport

ERROR, WARNING, INFO = "#9b0000", "#b86e00", "#5a6b7b"
STYLE = (
    BASE
    + """
svg{max-width:100%;height:auto;font:13px system-ui,sans-serif;display:block;margin:.75rem 0}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
tbody th{min-width:6rem}thead th{overflow-wrap:normal}figure{margin:0}.note{color:#404040}
"""
)
Said = dict[str, str]


def page(quality: QualityReport, language: str) -> str:
    """The report as one page that requests nothing."""
    said = words(language)
    own = "sv" if said is words("sv") else "en"
    known = language if language in quality.report.survey.languages else None
    title = f"{said['title']}: {quality.report.survey.title(known)}"
    return (
        f'<!DOCTYPE html>\n<html lang="{own}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f'<p class="note">{escape(said["internal"])}</p>\n{fragment(quality, language)}\n</main>\n</body>\n</html>\n'
    )


def fragment(quality: QualityReport, language: str) -> str:
    """Summary and sections, for a page or a notebook."""
    said = words(language)
    sections: list[Callable[[QualityReport, Said], str]] = [_time, _questions, _missing, _funnel, _timing]
    return "\n".join([summary_parts(quality.report.summary(), language), *(make(quality, said) for make in sections)])


def _section(title: str, note: str, figure: str, table: str) -> str:
    drawn = f"<figure>{figure}</figure>" if figure else ""
    return f'<h2>{escape(title)}</h2>\n<p class="note">{escape(note)}</p>\n{drawn}\n{table}'


def _table(caption: str, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    top = "".join(f'<th scope="col"{_right(i)}>{escape(head)}</th>' for i, head in enumerate(heads))
    body = "".join(
        f'<tr><th scope="row">{escape(str(line[0]))}</th>'
        + "".join(f'<td class="n">{escape(str(value))}</td>' for value in line[1:])
        + "</tr>"
        for line in lines
    )
    return (
        f'<section class="scroll" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></section>"
    )


def _right(column: int) -> str:
    return ' class="n"' if column else ""


def _time(q: QualityReport, said: Said) -> str:
    if not q.days:
        return _section(said["time"], said["no_time"], "", "")
    bars = [[(float(findings), WARNING)] for _, _, findings, _ in q.days]
    figure = columns(said["figure"].format(said["time"]), bars, q.days[0][0], q.days[-1][0])
    heads = [said[name] for name in ("day", "records", "findings", "with_errors")]
    return _section(said["time"], said["time_note"], figure, _table(said["time"], heads, q.days))


def _questions(q: QualityReport, said: Said) -> str:
    if not q.questions:
        return _section(said["questions"], said["clean"], "", "")
    lines = [(name or said["whole"], e, w, i) for name, e, w, i in q.questions]
    bars = [(name, [(float(e), ERROR), (float(w), WARNING), (float(i), INFO)]) for name, e, w, i in lines]
    most = float(max(sum(line[1:]) for line in q.questions))
    key = legend([(said["errors"], ERROR), (said["warnings"], WARNING), (said["infos"], INFO)])
    figure = key + rows(said["figure"].format(said["questions"]), bars, most)
    heads = [said[name] for name in ("question", "errors", "warnings", "infos")]
    return f"<h2>{escape(said['questions'])}</h2>\n<figure>{figure}</figure>\n{_table(said['questions'], heads, lines)}"


def _missing(q: QualityReport, said: Said) -> str:
    kinds = [kind for kind in COLOURS if kind == "none" or any(counts[kind] for _, counts in q.missing)]
    total = q.report.core.rows or 1
    bars = [(column, [(float(counts[kind]), COLOURS[kind]) for kind in kinds]) for column, counts in q.missing]
    key = legend([(said[kind], COLOURS[kind]) for kind in kinds])
    figure = key + rows(said["figure"].format(said["missing"]), bars, float(total))
    lines = [(column, *(f"{100 * counts[kind] / total:.1f} %" for kind in kinds)) for column, counts in q.missing]
    table = _table(said["missing"], [said["column"], *(said[kind] for kind in kinds)], lines)
    return _section(said["missing"], said["missing_note"], figure, table)


def _funnel(q: QualityReport, said: Said) -> str:
    total = q.report.core.rows or 1
    figure = rows(
        said["figure"].format(said["funnel"]), [(n, [(float(k), COLOURS["none"])]) for n, k in q.funnel], total
    )
    lines = [(name, n, f"{100 * n / total:.1f} %") for name, n in q.funnel]
    heads = [said["question"], said["records"], said["share"]]
    return _section(said["funnel"], said["funnel_note"], figure, _table(said["funnel"], heads, lines))


def _timing(q: QualityReport, said: Said) -> str:
    if not q.timing:
        return _section(said["timing"], said["no_timing"], "", "")
    bars = [[(float(n), COLOURS["none"])] for _, _, n in q.timing]
    last = q.timing[-1]
    ends = (f"{q.timing[0][0]:g} s", said["and_more"].format(f"{last[0]:g} s"))
    figure = columns(said["figure"].format(said["timing"]), bars, *ends)
    lines = [(f"{a:g}–{b:g}" if (a, b, n) != last else said["and_more"].format(f"{a:g}"), n) for a, b, n in q.timing]
    note = said["median"].format(f"{q.median_seconds:g}")
    return _section(said["timing"], note, figure, _table(said["timing"], [said["seconds"], said["records"]], lines))
