"""The method box: every item that AAPOR asks to disclose, filled or "not applicable"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from enkat.publish._catalogue import Catalogue
from enkat.publish._locale import available_languages, load_locale
from enkat.publish._model import Publication

__all__ = ["method_items", "population_text", "symbols_used"]


def method_items(publication: Publication, t: Catalogue) -> list[tuple[str, list[str]]]:
    """The name and the lines of every item, in order."""
    items: list[tuple[str, Callable[[Publication, Catalogue], list[str]]]] = [
        ("population", _population), ("mode", _mode), ("sample", _sample), ("frame", _frame), ("dates", _dates),
        ("invited", _invited), ("responses", _responses), ("rate", _rate), ("languages", _languages),
        ("countries", _countries), ("weighting", _weighting), ("effective", _effective), ("deff", _deff),
        ("precision", _precision), ("nonresponse", _nonresponse), ("interval", _interval), ("rounding", _rounding),
        ("suppression", _suppression), ("symbols", _symbols), ("limitations", _limitations),
        ("contact", _given("contact")), ("licence", _given("licence")), ("citation", _citation),
    ]  # fmt: skip
    return [(t(f"method.{key}"), item(publication, t) or [t("value.na")]) for key, item in items]


def symbols_used(publication: Publication) -> list[str]:
    """The status codes that occur on the page, in order of precedence."""
    used = {code for q in publication.questions for cells in q.cells for c in cells for code in c["status"]}
    if any(base["n"] is None for q in publication.questions for table in q.tables for base in table.bases):
        used.add("c")
    return [code for code in ("z", "x", "c", "u", "low", "b", "p", "e") if code in used]


def _text(p: Publication, texts: Mapping[str, str] | None, t: Catalogue) -> str:
    return p.texts(texts, t.locale.language).marked


def _question(p: Publication, question_id: str) -> Mapping[str, Any]:
    return next(q for q in p.definition["questions"] if q["id"] == question_id)


def population_text(p: Publication, t: Catalogue) -> str:
    """Whom the survey is about: as the caller says, else by its audience; "" where neither is known."""
    if p.about.get("population"):
        return str(p.about["population"])
    audience = p.definition.get("audience")
    if not audience:
        return ""
    question = _question(p, audience["question"])
    labels = [_text(p, o["label"], t) for o in question.get("options", ()) if o["code"] in audience["eligible"]]
    quoted = [t.locale.quote(x) for x in labels]
    return t("population.audience", question=_text(p, question["text"], t), list=t.locale.join(quoted))


def _population(p: Publication, t: Catalogue) -> list[str]:
    return [population_text(p, t) or t("value.not_stated")]


def _mode(p: Publication, t: Catalogue) -> list[str]:
    return [t(f"mode.{p.sample['mode']}")] if "mode" in p.sample else [t("value.not_stated")]


def _sample(p: Publication, t: Catalogue) -> list[str]:
    return [t(f"sample.{p.sample['kind']}")] if "kind" in p.sample else [t("value.not_stated")]


def _frame(p: Publication, t: Catalogue) -> list[str]:
    return [_text(p, p.sample["frame"], t)] if p.sample.get("frame") else []


def _dates(p: Publication, t: Catalogue) -> list[str]:
    window = p.definition.get("window")
    if not window:
        return [t("value.not_stated")]
    days = {key: t.locale.day(window[key]) for key in ("opens", "closes")}
    out = [t("dates.window", **days, timezone=window["timezone"])]
    for change in window.get("amendments", ()):
        key = "dates.amended" if change["field"] == "closes" else "dates.amended_opens"
        note = _text(p, change.get("note"), t)
        line = t(key, old=t.locale.day(change["from"]), new=t.locale.day(change["to"]))
        out.append(f"{line} {note}".strip())
    return out


def _invited(p: Publication, t: Catalogue) -> list[str]:
    return [t.locale.number(p.sample["invited"])] if "invited" in p.sample else []


def _responses(p: Publication, t: Catalogue) -> list[str]:
    out = [t("responses.used", n=p.n)]
    if p.account:
        counts = {k: t.locale.number(getattr(p.account, k)) for k in ("read", "accepted", "rejected", "left_out")}
        out.append(t("responses.account", **counts))
        if p.account.policy and p.account.decisions:
            out.append(t("responses.policy", policy=p.account.policy, decisions=_decisions(p, t)))
    return out


def _decisions(p: Publication, t: Catalogue) -> str:
    """How often the policy did what, by action: the short form of the account."""
    done = p.account.decisions if p.account else ()
    return "; ".join(f"{t('action.' + name)} {t.locale.number(n)}" for name, n in done)


def _rate(p: Publication, t: Catalogue) -> list[str]:
    return [t("rate.open")] if p.sample.get("kind") == "self_selected" else [t("value.not_stated")]


def _languages(p: Publication, t: Catalogue) -> list[str]:
    known = available_languages()
    names = [load_locale(x).name if x in known else x for x in p.definition["languages"]]
    return [t.locale.join(names)]


def _countries(p: Publication, t: Catalogue) -> list[str]:
    number = next((i for i, q in enumerate(p.questions, 1) if q.definition.get("code_list") == "country"), None)
    return [t("countries.see", number=number)] if number else []


def _weighting(p: Publication, t: Catalogue) -> list[str]:
    names = t.locale.join([t.locale.quote(_text(p, _question(p, m)["text"], t)) for m in p.margins])
    out = [t(f"weighting.{p.weighting}", list=names)]
    population = p.definition.get("population") or {}
    if p.weighting in ("beside", "raked") and population.get("source"):
        key = "weighting.illustrative" if p.illustrative else "weighting.source"
        out.append(t(key, source=_text(p, population["source"], t)))
    return out


def _effective(p: Publication, t: Catalogue) -> list[str]:
    if p.n_effective is None:
        return []
    total = t.locale.number(p.n_effective)
    if p.n_effective_weighted is None:
        return [total]
    return [t("effective.both", total=total, weighted=t.locale.number(p.n_effective_weighted))]


def _deff(p: Publication, t: Catalogue) -> list[str]:
    return [t.locale.number(p.deff_kish)] if p.deff_kish is not None else []


def _precision(p: Publication, t: Catalogue) -> list[str]:
    kind = p.sample.get("kind", "probability")
    if kind != "probability":
        return [t(f"precision.{kind}")]
    if p.margin_of_error is None:
        return [t("value.not_stated")]
    return [t("precision.margin", value=t.locale.number(p.margin_of_error))]


def _nonresponse(p: Publication, t: Catalogue) -> list[str]:
    known = [(float(q.nonresponse), q) for q in p.questions if q.nonresponse is not None]
    if not known:
        return [t("value.not_stated")]
    low, high = min(known, key=lambda k: k[0])[1], max(known, key=lambda k: k[0])[1]
    words = {"low": t.locale.percentage(str(low.nonresponse)), "high": t.locale.percentage(str(high.nonresponse))}
    if low.nonresponse == high.nonresponse:
        return [t("nonresponse.same", low=words["low"])]
    return [t("nonresponse.range", **words, number=p.number_of(high.id))]


def _interval(p: Publication, t: Catalogue) -> list[str]:
    kind = p.sample.get("kind", "probability")
    if not p.precision:
        return [t("interval.no_census" if kind == "census" else "interval.none")]
    out = [t("interval.nchs")]
    if kind != "probability" and p.sample.get("model"):
        out.append(t("interval.model", model=_text(p, p.sample["model"], t)))
    return out


def _rounding(p: Publication, t: Catalogue) -> list[str]:
    decimals = p.policy.decimals
    digits = t("rounding.auto") if decimals is None else t("rounding.digits", n=decimals)
    return [t("rounding.percent", digits=digits)]


def _suppression(p: Publication, t: Catalogue) -> list[str]:
    if p.policy.min_cell <= 1:
        return [t("suppression.internal")]
    numbers = {"t": t.locale.number(p.policy.min_cell), "base": t.locale.number(p.policy.show_from)}
    return [t("suppression.rule", **numbers)]


def _symbols(p: Publication, t: Catalogue) -> list[str]:
    return [f"[{code}] {t(f'symbol.{code}')}" for code in symbols_used(p)] or [t("symbols.none")]


def _limitations(p: Publication, t: Catalogue) -> list[str]:
    out = [t("limitations.self_selected")] if p.sample.get("kind") == "self_selected" else []
    out.append(t("limitations.common"))
    return [*out, str(p.about["limitations"])] if p.about.get("limitations") else out


def _given(key: str) -> Callable[[Publication, Catalogue], list[str]]:
    def item(p: Publication, t: Catalogue) -> list[str]:
        return [str(p.about[key])] if p.about.get(key) else [t("value.not_stated")]

    return item


def _citation(p: Publication, t: Catalogue) -> list[str]:
    if p.about.get("citation"):
        return [str(p.about["citation"])]
    title = _text(p, p.definition["title"], t)
    return [t("citation.text", title=title, date=t.locale.day(p.date))]
