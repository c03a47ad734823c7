"""From a design to a publication: which columns a report has, its tables made safe, and the facts of its method box."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat.errors import ConvergenceError, DesignError, SurveyError, SurveyWarning
from enkat.publish._answers import Answers
from enkat.publish._estimates import Side
from enkat.publish._model import Account, Finding, Publication, PublishedQuestion
from enkat.publish._question_tables import question_tables

if TYPE_CHECKING:
    from enkat.design import Design
    from enkat.regression_tables import RegressionTable

__all__ = ["tabulate"]


def tabulate(
    design: Design,
    *,
    languages: Sequence[str],
    profile: str,
    date: str,
    status: str,
    about: Mapping[str, str | None],
    models: Sequence[RegressionTable] = (),
) -> Publication:
    """Every table of the survey of a design, after disclosure control."""
    definition = _told(design)
    rules = definition.get("publication") or {}
    policy = _core.publication_policy(profile, rules.get("min_cell"), rules.get("rounding"))
    precision = _has_precision(design)
    sides, weighting = _sides(design, definition, precision)
    answers = Answers(design)
    questions = []
    for question in definition["questions"]:
        tables = question_tables(question, sides, answers, max(policy.min_cell, 1))
        if tables:
            safe = tuple(_core.protect(table, policy) for table in tables)
            nonresponse = _nonresponse(design, definition, question, answers, policy.min_cell)
            questions.append(PublishedQuestion(definition=question, tables=safe, nonresponse=nonresponse))
    main, raked = sides[0].design, sides[-1].design
    beside = weighting == "beside"
    return Publication(
        definition=definition,
        policy=policy,
        questions=tuple(questions),
        n=int(main.kish().n),
        languages=tuple(languages),
        date=date,
        precision=precision,
        weighting=weighting,
        margins=_margins(definition) if weighting in ("beside", "raked") else (),
        n_effective=_text(main.kish().n_effective, 0),
        deff_kish=_text(raked.kish().deff_kish, 2) if raked.weighted else None,
        n_effective_weighted=_text(raked.kish().n_effective, 0) if beside else None,
        margin_of_error=_margin_of_error(main),
        account=_account(design.report),
        findings=_findings(design.report),
        status=status,
        about=about,
        models=tuple(models),
    )


def _told(design: Design) -> dict[str, Any]:
    """The definition, with the kind of sample and the model that the design says."""
    definition: dict[str, Any] = design.survey.to_dict()
    sample = {**(definition.get("sample") or {}), "kind": design.kind}
    sample.pop("model", None)
    if design.model:
        model = design.model
        sample["model"] = {definition["default_language"]: model} if isinstance(model, str) else dict(model)
    return {**definition, "sample": sample}


def _text(value: float, decimals: int) -> str:
    text: str = _core.published_text(value, decimals)
    return text


def _has_precision(design: Design) -> bool:
    """Whether anything may be said about precision: a probability sample, or a named model."""
    return design.kind == "probability" or (design.kind != "census" and bool(design.model))


def _margins(definition: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(m["question"] for m in (definition.get("population") or {}).get("margins", ()))


def _sides(design: Design, definition: Mapping[str, Any], precision: bool) -> tuple[list[Side], str]:
    """The columns of the report and how its weighting is told.

    A self-selected survey with margins shows unweighted figures first and raked ones beside them, whether the design
    came raked or not. Any other weighted design shows its weighted figures alone.
    """
    margins = design.survey.margins()
    beside = bool(margins) and (design.kind == "self_selected" or not design.weighted)
    if not beside:
        raked = any(h.startswith("rake(") for h in design.history)
        kind = "none" if not design.weighted else "raked" if raked and margins else "design"
        return [Side(column="total", design=design, weighted=design.weighted, precision=precision)], kind
    plain = _unweighted(design) if design.weighted else design
    total = Side(column="total", design=plain, weighted=False, precision=precision)
    try:
        raked_design = design if design.weighted else design.rake(margins)
    except (DesignError, ConvergenceError) as problem:
        warnings.warn(f"publish: no weighted column, the margins cannot be met: {problem}", SurveyWarning, stacklevel=4)
        return [total], "none"
    return [total, Side(column="weighted", design=raked_design, weighted=True, precision=precision)], "beside"


def _unweighted(design: Design) -> Design:
    """The same rows, each with weight one."""
    from enkat.design import Design

    if any(h.startswith("where(") for h in design.history):
        raise DesignError(
            "publish: found a weighted subpopulation, whose unweighted figures are needed too; publish the design "
            "before weighting, design.where(...).publish(...), and the margins of the survey are applied"
        )
    plain = Design(
        design._columns.source,
        kind=design.kind,
        model=design.model,
        labels=design.labels,
        survey=design.survey,
        report=design.report,
    )
    return plain._with(_columns=design._columns)


def _margin_of_error(design: Design) -> str | None:
    """Half the 95 % interval of a share of one half: t(df) sqrt(1/4 / e)."""
    e = design.kish().n_effective
    if design.kind != "probability" or e <= 0 or design.degrees_of_freedom <= 0:
        return None
    low, _ = _core.mean_interval(0.5, (0.25 / e) ** 0.5, design.degrees_of_freedom, 0.95)
    return _text(100 * (0.5 - low), 1)


def _nonresponse(
    design: Design, definition: Mapping[str, Any], question: Mapping[str, Any], answers: Answers, least: int
) -> str | None:
    """1 - answered / eligible, in per cent; eligible are those whom routing showed the question.

    "No opinion" is an answer. None for a part of the design, without responses, and where the absent are few but not
    none. Of a matrix, the row with most absent answers.
    """
    rows = [r["code"] for r in question.get("rows", ())]
    names = [f"{question['id']}.{code}" for code in rows] or [question["id"]]
    kinds_of = [answers.missing(name) for name in names]
    if any(h.startswith("where(") for h in design.history) or None in kinds_of:
        return None
    asked = _asked(design, definition, question)
    worst: tuple[float, int] = (0.0, 0)
    for kinds in filter(None, kinds_of):
        shown = [kind for kind, ask in zip(kinds, asked, strict=True) if ask and kind != "not_shown"]
        absent = sum(kind not in ("none", "no_opinion") for kind in shown)
        worst = max(worst, (absent / len(shown) if shown else 0.0, absent))
    return None if 0 < worst[1] < least else _text(100 * worst[0], 0)


def _asked(design: Design, definition: Mapping[str, Any], question: Mapping[str, Any]) -> list[bool]:
    """Whom the conditions of a question and of its section let through, judged from the answers."""
    from enkat.expressions import truth_of

    sections = {s["id"]: s for s in definition.get("sections", ())}
    conditions = [c.get("show_if") for c in (question, sections.get(question.get("section"), {}))]
    asked = [True] * design.n
    for condition in filter(None, conditions):
        truth = truth_of(condition, design._columns)
        asked = [a and t == 1 for a, t in zip(asked, truth.tolist(), strict=True)]
    return asked


def _account(report: Any) -> Account | None:
    account = getattr(report, "account", None)
    if account is None:
        return None
    return Account(
        read=account.read, accepted=account.accepted, rejected=account.rejected, left_out=account.left_out,
        blanked=getattr(account, "blanked", None), policy=getattr(account, "policy", ""),
        decisions=tuple(getattr(account, "actions", dict)().items()),
    )  # fmt: skip


def _findings(report: Any) -> tuple[Finding, ...]:
    """The findings of validation, counted by rule: errors first, then by name."""
    if report is None:
        return ()
    severities = {"error": 0, "warning": 1, "info": 2}
    rules = sorted(report.summary().rules, key=lambda r: (severities.get(r[0], 3), r[1]))
    return tuple(Finding(rule=rule, severity=severity, count=count) for severity, rule, count in rules)


def checked_survey(design: Design) -> Any:
    """The survey of a design; a design without a questionnaire has no report."""
    if design.survey is None:
        raise SurveyError(
            "publish: found a design without a survey, expected one made from a survey's responses, "
            "survey.validate(responses).apply().accepted.design(), or Design(..., survey=survey)"
        )
    return design.survey
