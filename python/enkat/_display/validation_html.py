"""A validation report as HTML: a fragment for notebooks, and a page on its own. Every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from enkat._display.validation_text import sentences, words

if TYPE_CHECKING:
    from enkat.validation import Report, Summary

PREVIEWED = 20
MAX_FINDINGS = 2000
"""A page with more becomes too heavy to read; the rest is in `report.findings`."""

STYLE = """
:root{color-scheme:light}
body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:72rem;padding:1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border-bottom:1px solid #8a8a8a;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;overflow-wrap:normal}
.scroll{overflow-x:auto;margin-top:2rem}.scroll:focus{outline:3px solid #0b57d0}
.scroll th,.scroll td{overflow-wrap:normal}.scroll td.m{min-width:16rem;overflow-wrap:anywhere}
td.error,td.warning,td.info{overflow-wrap:normal}
.error{color:#9b0000;font-weight:600}.warning{color:#7a4100;font-weight:600}
@media print{body{max-width:none;padding:0}.scroll{overflow:visible}tr{break-inside:avoid}
.scroll th,.scroll td,.scroll td.m{min-width:0;overflow-wrap:anywhere}}
"""


def page(report: Report, language: str, open_answers: bool = False) -> str:
    """The whole report as one page that requests nothing."""
    said = words(language)
    own = "sv" if said is words("sv") else "en"
    title = f"{said['title']}: {report.survey.title(language if language in report.survey.languages else None)}"
    shown = min(len(report), MAX_FINDINGS)
    return (
        f'<!DOCTYPE html>\n<html lang="{own}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f"{_sentences(report.summary(), said)}\n{_rules(report.summary(), said)}\n"
        f"{_findings(report, language, said, shown, open_answers)}\n</main>\n</body>\n</html>\n"
    )


def preview(report: Report, language: str) -> str:
    """The summary and the first findings, for a notebook."""
    said = words(language)
    summary = report.summary()
    return _sentences(summary, said) + _rules(summary, said) + _findings(report, language, said, PREVIEWED)


def summary_parts(summary: Summary, language: str) -> str:
    """The summary in a language, for a larger page."""
    said = words(language)
    return _sentences(summary, said) + _rules(summary, said)


def summary_html(summary: Summary) -> str:
    """The summary alone."""
    said = words("en")
    return _sentences(summary, said) + _rules(summary, said)


def _sentences(summary: Summary, said: dict[str, str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in sentences(summary, said))


def _rules(summary: Summary, said: dict[str, str]) -> str:
    if not summary.rules:
        return f"<p>{escape(said['clean'])}</p>"
    rows = "".join(
        f'<tr><td class="{severity}">{escape(said[severity])}</td><th scope="row">{escape(rule)}</th>'
        f'<td class="n">{count}</td></tr>'
        for severity, rule, count in summary.rules
    )
    heads = (
        f'<th scope="col">{escape(said["severity"])}</th><th scope="col">{escape(said["rule"])}</th>'
        f'<th scope="col" class="n">{escape(said["count"])}</th>'
    )
    return (
        f"<table><caption>{escape(said['summary'])}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _findings(report: Report, language: str, said: dict[str, str], limit: int, open_answers: bool = False) -> str:
    if not len(report):
        return ""
    caption = said["findings"]
    if len(report) > limit:
        caption = said["first"].format(shown=limit, count=len(report))
    right = {"row": ' class="n"'}
    heads = "".join(
        f'<th scope="col"{right.get(name, "")}>{escape(said[name])}</th>'
        for name in ("row", "question", "rule", "severity", "message", "response_id")
    )
    rows = "".join(
        _finding(finding, said) for finding in report.records(0, limit, language=language, open_answers=open_answers)
    )
    return (
        f'<section class="scroll" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _finding(finding: dict[str, Any], said: dict[str, str]) -> str:
    severity = finding["severity"]
    return (
        f'<tr><th scope="row" class="n">{finding["row"]}</th><td>{escape(finding["question"] or said["whole"])}</td>'
        f'<td>{escape(finding["rule"])}</td><td class="{severity}">{escape(said[severity])}</td>'
        f"<td>{escape(finding['message'])}</td><td>{escape(finding['response_id'] or '')}</td></tr>"
    )
