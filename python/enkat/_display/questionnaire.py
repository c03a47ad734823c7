"""A preview of a questionnaire as accessible HTML: readable without a style sheet, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from enkat._display.routing_words import Words

if TYPE_CHECKING:
    from enkat.questions import Option, Question
    from enkat.survey import Survey

MAX_QUESTIONS = 300
LONG_LIST = 12
KINDS = {
    "single": "Choose one",
    "multi": "Choose any number",
    "ranking": "Rank",
    "number": "A number",
    "rating": "A rating",
    "text": "Text",
    "date": "A date",
    "time": "A time of day",
    "email": "An e-mail address",
    "file": "A file",
    "calculated": "Calculated",
    "note": "A note, nothing to answer",
    "matrix": "One answer per row",
}
SAMPLES = {
    "probability": "a probability sample",
    "self_selected": "respondents chose to take part",
    "quota": "a quota sample",
    "census": "everyone was asked",
}
EXPLAINED = {"no_opinion": "no opinion", "refused": "refusal", "item_nonresponse": "no answer"}


def to_html(survey: Survey, language: str) -> str:
    """The questionnaire in one language; what is not translated stands in the default language, and is marked so."""
    return "".join(_Preview(survey, language).parts())


class _Preview:
    def __init__(self, survey: Survey, language: str) -> None:
        self.survey = survey
        self.language = language
        self.data = survey.to_dict()
        self.words = Words(survey, language)

    def parts(self) -> Iterator[str]:
        yield f'<article class="enkat-questionnaire" lang="{escape(self.language)}" style="max-width:48rem">'
        yield f"<h2>{self.local(self.data['title'])}</h2>"
        if description := self.data.get("description"):
            yield f"<p>{self.local(description)}</p>"
        yield from self.facts()
        yield from self.questions()
        yield from self.checks()
        yield "</article>"

    def local(self, texts: Mapping[str, str]) -> str:
        """A text, escaped; in a span with its language where it is not the language of the preview."""
        if self.language in texts:
            return escape(texts[self.language])
        default = self.survey.default_language
        return f'<span lang="{escape(default)}">{escape(texts[default])}</span>'

    def english(self, text: str) -> str:
        """Words of this preview itself, which are English."""
        return text if self.language == "en" else f'<span lang="en">{text}</span>'

    def facts(self) -> Iterator[str]:
        facts = [("Languages", ", ".join(self.survey.languages))]
        if window := self.data.get("window"):
            when = f"{window['opens']} to {window['closes']}".replace("T", " ")
            facts.append(("Open", f"{when} ({window['timezone']})"))
        if audience := self.data.get("audience"):
            labels = [self.survey.text(f"{audience['question']}.{c}", self.language) for c in audience["eligible"]]
            facts.append(("For", ", ".join(labels)))
        if sample := self.data.get("sample"):
            facts.append(("Sample", SAMPLES[sample["kind"]]))
        terms = "".join(f"<dt>{self.english(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts)
        yield f"<dl>{terms}</dl>"

    def questions(self) -> Iterator[str]:
        section: object = ""
        open_list = False
        for number, question in enumerate(self.survey.questions[:MAX_QUESTIONS], 1):
            if question.section != section or not open_list:
                section = question.section
                yield "</ol>" if open_list else ""
                yield from self.section(question.section)
                yield f'<ol start="{number}">'
                open_list = True
            yield f"<li>{''.join(self.question(question))}</li>"
        yield "</ol>"
        if (more := len(self.survey.questions) - MAX_QUESTIONS) > 0:
            yield f"<p>{self.english(f'and {more} more questions')}</p>"

    def section(self, section_id: str | None) -> Iterator[str]:
        section = next((s for s in self.data.get("sections", ()) if s["id"] == section_id), None)
        if section:
            yield f"<h3>{self.local(section['title'])}</h3>"
            yield self.shown_if(section.get("show_if"), "This section is shown only if")

    def shown_if(self, source: str | None, lead: str) -> str:
        return f"<p><em>{self.english(f'{lead} {escape(self.words.condition(source))}')}.</em></p>" if source else ""

    def question(self, q: Question) -> Iterator[str]:
        required = f" ({self.english('required')})" if q.required else ""
        yield f"<p><strong>{self.local(q.text)}</strong>{required} <code>{escape(q.id)}</code></p>"
        yield self.shown_if(q.show_if, "Shown only if")
        if q.help:
            yield f"<p>{self.local(q.help)}</p>"
        limits = ", ".join([_kind(q), *_limits(q)])
        unit = f", {self.local(q.unit)}" if q.unit else ""
        yield f"<p>{self.english(escape(limits))}{unit}.</p>"
        if q.formula:
            yield f"<p><code>{escape(q.formula)}</code></p>"
        if q.rows:
            yield self.listed("Rows", q.rows)
        if q.options:
            yield self.listed("Answers" if q.type != "ranking" else "Items", q.options)

    def listed(self, title: str, options: Iterable[Option]) -> str:
        items = [f"<li>{self.local(o.label)}{self.remarks(o)}</li>" for o in options]
        body = f"<ul>{''.join(items)}</ul>"
        if len(items) > LONG_LIST:
            return f"<details><summary>{self.english(f'{title} ({len(items)})')}</summary>{body}</details>"
        return f"<p>{self.english(title)}:</p>{body}"

    def remarks(self, o: Option) -> str:
        remarks = ["excludes the others"] if o.exclusive else []
        remarks += ["with a text to fill in"] if o.other_text else []
        remarks += [f"counts as {EXPLAINED.get(o.missing, 'not applicable')}"] if o.missing else []
        return f" ({self.english('; '.join(remarks))})" if remarks else ""

    def checks(self) -> Iterator[str]:
        checks = self.data.get("checks", ())
        if not checks:
            return
        yield f"<h3>{self.english('Checks between answers')}</h3><ul>"
        for check in checks:
            yield f"<li>{''.join(self.check(check))}</li>"
        yield "</ul>"

    def check(self, check: Mapping[str, Any]) -> Iterator[str]:
        if "message" in check:
            yield f"{self.local(check['message'])} "
        rule = f"Expected: {self.words.condition(check['assert'])}"
        if "when" in check:
            rule += f", where {self.words.condition(check['when'])}"
        rule += f" ({check['severity']})"
        yield f"<em>{self.english(escape(rule))}</em>"


def _kind(q: Question) -> str:
    if q.multiple_per_row:
        return "Any number of answers per row"
    return f"{KINDS[q.type]} ({q.style})" if q.style else KINDS[q.type]


def _limits(q: Question) -> Iterator[str]:
    """The limits of a question in words."""
    yield from _between(q.min_choices, q.max_choices, "choices")
    yield from _between(q.min_ranked, q.max_ranked, "items")
    yield from _between(_plain(q.min), _plain(q.max), "")
    yield from _between(q.min_length, q.max_length, "characters")
    if q.step is not None:
        yield f"in steps of {q.step:g}"
    if q.decimals is not None:
        yield "whole numbers" if q.decimals == 0 else f"at most {q.decimals} decimal{'s' * (q.decimals > 1)}"
    if q.pattern:
        yield f"in the form {q.pattern}"
    if q.unique:
        yield "different for every respondent"
    if q.sensitive:
        yield "sensitive"


def _between(low: object, high: object, what: str) -> Iterator[str]:
    if low is None and high is None:
        return
    words = f"{low} to {high}" if None not in (low, high) else f"at most {high}" if low is None else f"at least {low}"
    yield f"{words} {what}".strip()


def _plain(value: float | str | None) -> str | None:
    return f"{value:.15g}" if isinstance(value, (int, float)) else value
