"""The pages of a report: one language chooser and one self-contained page per language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from enkat.publish._catalogue import Catalogue, load_catalogue
from enkat.publish._locale import load_locale
from enkat.publish._method import method_items, population_text
from enkat.publish._model import Localized, Publication, spans
from enkat.publish._models import model_view, rules_of
from enkat.publish._questionnaire import questionnaire
from enkat.publish._view import QuestionView, question_view

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["chooser_page", "environment", "report_page"]

MAX_FINDINGS = 5


def _units(value: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@cache
def environment() -> Environment:
    """The templates of pages, with autoescape."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    templates = resources.files("enkat.publish") / "templates"

    def load(name: str) -> str:
        return (templates / name).read_text(encoding="utf-8")

    env = Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    env.filters["units"] = _units
    env.filters["spans"] = spans
    return env


def _findings(publication: Publication, views: list[QuestionView], t: Catalogue) -> list[tuple[QuestionView, str]]:
    """The first sentence of the questions that say most: not those that describe who answered."""
    audience = (publication.definition.get("audience") or {}).get("question")
    background = {audience, *publication.margins, *_margin_questions(publication)}
    order = {"multi": 0, "matrix": 0, "single": 1, "ranking": 1, "rating": 1, "number": 2}
    candidates = []
    for position, (question, view) in enumerate(zip(publication.questions, views, strict=True)):
        rule = question.facts[0][0]
        usable = not rule.startswith("none.") and rule != "matrix.rows"
        if (
            not usable
            or question.type not in order
            or question.id in background
            or question.definition.get("code_list")
        ):
            continue
        candidates.append((order[question.type], position, view, view.sentences[0]))
    chosen = sorted(sorted(candidates, key=lambda c: c[:2])[:MAX_FINDINGS], key=lambda c: c[1])
    return [(view, sentence) for _, _, view, sentence in chosen]


def _margin_questions(publication: Publication) -> set[str]:
    margins = (publication.definition.get("population") or {}).get("margins", ())
    return {m["question"] for m in margins}


def _sections(
    publication: Publication, views: list[QuestionView], t: Catalogue
) -> list[tuple[Localized, list[QuestionView]]]:
    """The questions under the section titles of the questionnaire, for the contents."""
    titles = {
        s["id"]: publication.texts(s["title"], t.locale.language) for s in publication.definition.get("sections", ())
    }
    out: list[tuple[Localized, list[QuestionView]]] = []
    for question, view in zip(publication.questions, views, strict=True):
        title = titles.get(question.definition.get("section", ""), Localized(""))
        if not out or out[-1][0] != title:
            out.append((title, []))
        out[-1][1].append(view)
    return out


def _quality(publication: Publication, t: Catalogue) -> list[tuple[str, str, str, str]]:
    """Rule, its words, severity and how often it was found."""
    checks = {f"check.{c['id']}": c for c in publication.definition.get("checks", ())}
    out = []
    for finding in publication.findings:
        check = checks.get(finding.rule)
        known = f"rule.{finding.rule}" in t
        words = publication.texts(check.get("message"), t.locale.language).marked if check else ""
        text = words or (t(f"rule.{finding.rule}") if known else finding.rule)
        out.append((finding.rule, text, t(f"severity.{finding.severity}"), t.locale.number(finding.count)))
    return out


def _context(publication: Publication, language: str) -> dict[str, Any]:
    t = load_catalogue(language)
    views = [question_view(publication, q, i, t) for i, q in enumerate(publication.questions, 1)]

    def texts(value: Mapping[str, str] | None) -> Localized:
        return publication.texts(value, language)

    title = texts(publication.definition["title"])
    return {
        "t": t,
        "p": publication,
        "language": language,
        "languages": [(code, load_locale(code).name) for code in publication.languages],
        "title": title,
        "description": texts(publication.definition.get("description")),
        "date": t.locale.day(publication.date),
        "population": population_text(publication, t),
        "tags": [tag.replace("_", " ") for tag in publication.definition.get("tags", ())],
        "findings": _findings(publication, views, t),
        "sections": _sections(publication, views, t),
        "questions": views,
        "models": [
            model_view(m, k, language, t, rules=rules_of(publication), default=publication.default_language)
            for k, m in enumerate(publication.models, start=1)
        ],
        "method": method_items(publication, t),
        "questionnaire": questionnaire(publication, t),
        "quality": _quality(publication, t),
        "style": (resources.files("enkat.publish") / "templates" / "style.css").read_text(encoding="utf-8"),
    }


def report_page(publication: Publication, language: str) -> str:
    """The page of one language: no script, no reference to anything outside but the data files beside it."""
    return environment().get_template("report.html.j2").render(_context(publication, language))


def chooser_page(publication: Publication) -> str:
    """`index.html` of the report: links to its languages, each in its own words."""
    default = publication.default_language
    main = default if default in publication.languages else publication.languages[0]
    entries = []
    for language in publication.languages:
        t = load_catalogue(language)
        title = publication.texts(publication.definition["title"], language)
        entries.append((language, t.locale.name, title, t("page.title", title=title.text)))
    style = (resources.files("enkat.publish") / "templates" / "style.css").read_text(encoding="utf-8")
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            entries=entries,
            t=load_catalogue(main),
            language=main,
            style=style,
            title=publication.texts(publication.definition["title"], main),
        )
    )
