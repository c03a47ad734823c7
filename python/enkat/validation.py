"""Judging responses by the definition of their survey: findings, the default policy, and the account of what it did."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from enkat import _core, _quality_views
from enkat._frames import make_frame
from enkat._progress import Progress, bar_of, shown
from enkat.errors import DataError
from enkat.policies import load_policy
from enkat.quality import QualityRules
from enkat.reading import Responses

if TYPE_CHECKING:
    from enkat.checked import Checked
    from enkat.privacy import PersonalData
    from enkat.quality_report import QualityReport
    from enkat.survey import Survey

__all__ = ["Report", "Summary", "ValidationReport", "validate"]

Severity = Literal["error", "warning", "info"]
TEXTS = ("question", "rule", "severity", "value", "message", "response_id", "expected", "detail", "file", "repair")
COLUMNS = ("row", *TEXTS)
_EPOCH = datetime.date(1970, 1, 1)
_EVERY = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many findings there are, by severity and rule; prints as a table."""

    read: int
    """Records judged."""
    with_findings: int
    """Records with at least one finding."""
    errors: int
    warnings: int
    infos: int
    rules: tuple[tuple[str, str, int], ...]
    """(severity, rule, findings), the severest and then the commonest first."""
    fates: dict[str, int] | None = None
    """Records accepted, rejected and left out, and answers blanked, after a policy."""

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain values."""
        rules = [{"severity": s, "rule": r, "count": n} for s, r, n in self.rules]
        severities = {"error": self.errors, "warning": self.warnings, "info": self.infos}
        out = {"read": self.read, "with_findings": self.with_findings, "severities": severities, "rules": rules}
        return out if self.fates is None else {**out, "account": dict(self.fates)}

    def __str__(self) -> str:
        from enkat._display.validation_text import summary_text

        return summary_text(self)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        from enkat._display.validation_html import summary_html

        return summary_html(self)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Report:
    """What validation found. `len(report)` is the number of findings; `bool(report)` says whether there are any."""

    core: _core.ValidationReport
    """The engine's report."""
    responses: Responses
    """The responses that were judged, unchanged."""

    @property
    def survey(self) -> Survey:
        """The survey whose rules were applied."""
        return self.responses.survey

    @property
    def findings(self) -> Any:
        """The findings as a frame of polars, pandas or pyarrow, whichever is installed first.

        Columns: `row` (from 1), `question` (missing where a finding is about the whole record), `rule`, `severity`,
        `value`, `message`, `response_id`, `expected` (the bound), `detail`, `file`, `repair` (a suggestion). Sorted by
        row, question and rule.
        """
        return self.frame()

    def frame(
        self,
        *,
        library: Literal["polars", "pandas", "pyarrow"] | None = None,
        language: str | None = None,
        open_answers: bool = True,
    ) -> Any:
        """The findings as a frame of a chosen library, with messages in a chosen language."""
        return make_frame(self.columns(language, open_answers=open_answers), library=library, texts=TEXTS)

    def to_dict(self, *, language: str | None = None, open_answers: bool = True) -> dict[str, Any]:
        """The report as plain values, ready for JSON.

        Parameters
        ----------
        language : str, optional
            Language of the messages: Swedish for `sv`, English for every other. Default: that of the survey.
        open_answers : bool
            False leaves out what respondents wrote in their own words.

        Returns
        -------
        dict
            `survey`, `version`, `layout`, `rows`, `findings` (a list of dicts with `row` from 1, `question` or None,
            `rule`, `severity`, `value`, `message`, `response_id`, `expected`, `detail`, `file`, `repair`) and
            `summary`.
        """
        return {
            "survey": self.survey.id,
            "version": self.survey.version,
            "layout": self.responses.layout,
            "rows": self.core.rows,
            "findings": list(self._records(language, open_answers=open_answers)),
            "summary": self.summary().to_dict(),
        }

    def summary(self) -> Summary:
        """The number of findings by severity and rule."""
        rules = tuple(self.core.counts(self.survey.core))
        of = {severity: sum(n for s, _, n in rules if s == severity) for severity in get_args(Severity)}
        return Summary(
            read=self.core.rows,
            with_findings=self.core.rows_with_findings,
            errors=of["error"],
            warnings=of["warning"],
            infos=of["info"],
            rules=rules,
        )

    def by_rule(self, *, library: Literal["polars", "pandas", "pyarrow"] | None = None) -> Any:
        """One line per rule: `severity`, `findings`, `records` concerned and their `share`; the severest first."""
        return make_frame(_quality_views.by_rule(self), library=library, texts=("rule", "severity"))

    def by_question(self, *, library: Literal["polars", "pandas", "pyarrow"] | None = None) -> Any:
        """One line per question, in order, and one without question for whole records: findings by severity."""
        return make_frame(_quality_views.by_question(self), library=library, texts=("question",))

    def by_respondent(
        self,
        *,
        penalties: Mapping[str, float] | None = None,
        library: Literal["polars", "pandas", "pyarrow"] | None = None,
    ) -> Any:
        """One line per record: findings by severity, the `rules`, the `score`, and what was measured.

        Measures (`asked`, `answered`, `last`, `completion`, `longstring`, `variability`, `even_odd`) are there when
        `survey.validate` was given `quality`.
        """
        columns = _quality_views.by_respondent(self, penalties)
        texts = tuple(name for name in ("response_id", "rules", "last", "completion") if name in columns)
        return make_frame(columns, library=library, texts=texts)

    def scores(self, *, penalties: Mapping[str, float] | None = None) -> list[float]:
        """The quality score of every record, 0 to 100.

        Parameters
        ----------
        penalties : mapping, optional
            Share lost by a finding: by severity (`error` 0.2, `warning` 0.1, `info` 0.02 by default) or by rule.

        Returns
        -------
        list of float
            100 for a record without findings. A score flags; it removes nothing.

        Notes
        -----
        ``score = 100 * prod_f (1 - penalty_f)`` over the findings f of the record. Findings count alike in any order,
        and no score falls below 0.
        """
        return _quality_views.scores(self, penalties)

    @property
    def measures(self) -> dict[str, list[Any]]:
        """What was measured of every record, by name; empty where `survey.validate` was not given `quality`."""
        return _quality_views.measures(self)

    def quality(self) -> QualityReport:
        """Findings over time and by question, missing answers, completion and timing: shows itself in a notebook.

        Returns
        -------
        QualityReport
            `to_html(path, language=...)` writes an accessible page without scripts; `to_dict()` gives the numbers.
        """
        from enkat.quality_report import quality_report

        return quality_report(self)

    def personal_data(self) -> PersonalData:
        """Where e-mail addresses, telephone numbers, identifiers and names may stand; see `ek.personal_data`."""
        from enkat.privacy import personal_data

        return personal_data(self.responses)

    def apply(
        self, policy: str | PathLike[str] | Mapping[str, Any] = "default", *, at: datetime.datetime | None = None
    ) -> Checked:
        """Decide what becomes of every record and every faulty answer.

        Parameters
        ----------
        policy : "default", "flag", dict or path
            A dict, or a JSON file, says by rule what happens (docs/user_guide/validation.md): `accept`, `flag`,
            `blank`, `leave_out`, `reject`. "flag" removes nothing. "default": reject the record: submitted outside
            the window, an identifier that an earlier record has, a break-off, a row with the wrong number of cells,
            any error on the audience question or on a question of a weighting margin. Leave it out and count it:
            outside the audience, where the definition says exclude. Blank the answer (kind `invalid`): every other
            error about a question. Keep and flag: all else.
        at : datetime, optional
            When the decision was taken, for the account. Default: the moment of the call.

        Returns
        -------
        Checked
            A function of the report and the policy alone, but for `at`; nothing that was given is changed.

        Raises
        ------
        DataError
            There is no such policy.
        DefinitionError
            It names a rule, an action or a question that there is not.
        """
        from enkat.checked import Checked

        core = load_policy(policy)
        result = _core.apply_policy(self.survey.core, self.responses.core, self.core, core)
        moment = (at or datetime.datetime.now(datetime.UTC)).isoformat(timespec="seconds")
        return Checked(self, result, core, moment)

    def to_html(
        self, path: str | Path | None = None, *, language: str | None = None, open_answers: bool = False
    ) -> str:
        """A self-contained accessible page with the summary and the findings; no request leaves it.

        Parameters
        ----------
        path : path, optional
            Where to write it, in UTF-8.
        language : str, optional
            Language of the page, as in `to_dict`.
        open_answers : bool
            Whether the page repeats what respondents wrote in their own words.

        Returns
        -------
        str
            The page.
        """
        from enkat._display.validation_html import page

        html = page(self, self._language(language), open_answers)
        if path is not None:
            Path(path).write_text(html, encoding="utf-8")
        return html

    def records(
        self, first: int = 0, last: int = _EVERY, *, language: str | None = None, open_answers: bool = True
    ) -> Iterator[dict[str, Any]]:
        """Some findings as dicts, by their place in the report."""
        return self._records(language, first, last, open_answers=open_answers)

    def columns(
        self, language: str | None = None, first: int = 0, last: int = _EVERY, *, open_answers: bool = True
    ) -> dict[str, list[Any]]:
        """Some findings as columns, by their place in the report."""
        language = self._language(language)
        columns = self.core.columns(self.survey.core, self.responses.core, language, (first, last), open_answers)
        return {name: columns[name] for name in COLUMNS}

    def _records(
        self, language: str | None, first: int = 0, last: int = _EVERY, *, open_answers: bool = True
    ) -> Iterator[dict[str, Any]]:
        columns = self.columns(language, first, last, open_answers=open_answers)
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    def _language(self, language: str | None) -> str:
        return self.survey.default_language if language is None else language

    def __len__(self) -> int:
        return len(self.core)

    def __bool__(self) -> bool:
        return len(self.core) > 0

    def __repr__(self) -> str:
        return f"<Report: {len(self)} findings>\n{self.summary()}"

    def _repr_html_(self) -> str:
        from enkat._display.validation_html import preview

        return preview(self, self._language(None))


ValidationReport = Report


def validate(
    survey: Survey,
    responses: Responses,
    *,
    today: datetime.date | None = None,
    quality: QualityRules | Mapping[str, Any] | str | PathLike[str] | None = None,
    progress: Progress | bool | None = None,
) -> Report:
    """Judge every record by the rules of the survey's definition.

    Parameters
    ----------
    survey : Survey
        The definition: limits, routing, window, audience, checks, quality rules.
    responses : Responses
        From `survey.read(...)`.
    today : date, optional
        What `today()` means in conditions; default: the day of the call.
    quality : QualityRules, dict or path, optional
        Bounds for the rules judged on request, and the wish to measure every record; `{}` measures only.
    progress : callable or bool, optional
        ``tqdm.tqdm``, or what is called as it is, from two seconds on; True takes tqdm where it is installed.

    Returns
    -------
    Report
        At most one finding per record, question and rule; nothing is changed.

    Raises
    ------
    DataError
        The responses belong to another survey, or their times need a time zone that this computer does not know.

    Notes
    -----
    Routing is judged from the answers, question by question; a routed-away answer counts as absent. Where a condition
    reads an answer that is an error itself, what it routes is not judged in that record. The rules, their severities
    and the exact conditions are in docs/user_guide/validation.md.
    """
    if not isinstance(responses, Responses):
        raise DataError(f"responses: found {type(responses).__name__}, expected the result of survey.read(...)")
    if responses.survey.id != survey.id:
        raise DataError(f"responses: found answers read for survey {responses.survey.id!r}, expected {survey.id!r}")
    bar = bar_of(progress)
    window, unknown = _window(survey)
    day = ((today or datetime.date.today()) - _EPOCH).days
    try:
        rules = None if quality is None else QualityRules.load(quality).core()
        with shown(bar, "validating") as step:
            core = _core.validate(survey.core, responses.core, window, day, rules, step)
    except DataError as e:
        if unknown and "/window/timezone" in str(e):
            raise DataError(
                f"/window/timezone: found {unknown!r}, which this computer's time zone database does not have, and the "
                "file's times name offsets from UTC; check the name, or install the database: pip install tzdata"
            ) from None
        raise
    return Report(core, Responses(responses.core, survey))


def _window(survey: Survey) -> tuple[tuple[int, int] | None, str | None]:
    """The window's opening and closing in seconds of UTC, and the time zone where it is unknown."""
    local = _core.window_of(survey.core)
    if local is None:
        return None, None
    import zoneinfo

    zone, opens, closes = local
    try:
        place = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None, zone

    def instant(text: str, fold: int) -> int:
        return int(datetime.datetime.fromisoformat(text).replace(tzinfo=place, fold=fold).timestamp())

    return (instant(opens, 0), instant(closes, 1)), None
