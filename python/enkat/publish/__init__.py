"""Publication of a survey's results: accessible pages and data files from one set of safe numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as _date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from enkat.errors import SurveyError

if TYPE_CHECKING:
    from enkat.design import Design
    from enkat.models import Regression
    from enkat.publish._model import Publication
    from enkat.regression_tables import RegressionTable

__all__ = ["publish"]

Profile = Literal["eu-open", "official", "internal"]


def publish(
    design: Design,
    out: str | PathLike[str],
    *,
    languages: Sequence[str] | None = None,
    profile: Profile = "eu-open",
    date: str | None = None,
    status: Literal["final", "provisional"] = "final",
    population: str | None = None,
    sponsor: str | None = None,
    contact: str | None = None,
    licence: str | None = None,
    citation: str | None = None,
    limitations: str | None = None,
    models: RegressionTable | Regression | Sequence[RegressionTable | Regression] = (),
) -> Path:
    """Write the results of a survey: one page per language, and the same numbers as JSON and CSV.

    Parameters
    ----------
    design : Design
        Made from the accepted responses of a survey.
    out : path
        Folder to write to; made if absent. Files of an earlier build are replaced.
    languages : list of str, optional
        Languages of the pages, by default those of the survey. A text that the survey does not have in a language
        appears in its default language, marked as such.
    profile : {"eu-open", "official", "internal"}
        Disclosure rules: smallest cell, smallest base shown, what happens to unreliable shares. The definition's
        ``publication`` can raise the smallest cell and sets the rounding.
    date : str, optional
        ISO date of the results, by default the day the survey closed. Never the clock: two builds give the same bytes.
    status : {"final", "provisional"}
        Said at the top of the page.
    population, sponsor, contact, licence, citation, limitations : str, optional
        Lines of the header and the method box.
    models : RegressionTable or Regression, or a list of them
        Regressions to print after the questions, see `regression_table`. Coefficients of levels with few rows are
        hidden; where the sample has no intervals, coefficients stand alone.

    Returns
    -------
    Path
        ``out/index.html``. Beside it ``<language>/index.html``, ``data/results.json`` and ``data/results.csv``, and
        ``data/models.json`` and ``data/models.csv`` where there are models.

    Raises
    ------
    SurveyError
        The design has no survey, a language has no report texts, or no date is known.
    DisclosureError
        There is no such profile.

    Notes
    -----
    Estimates are masked and rounded by the engine before any page is made (docs/user_guide/publishing.md). A
    self-selected sample shows unweighted figures; where the definition has margins, raked ones stand beside them.
    """
    from enkat.publish._tabulate import checked_survey, tabulate

    survey = checked_survey(design)
    if status not in ("final", "provisional"):
        raise SurveyError(f"status: found {status!r}, expected 'final' or 'provisional'")
    if isinstance(languages, str):
        raise SurveyError(f"languages: found the text {languages!r}, expected a list, [{languages!r}]")
    folder = _folder(out)
    used = _languages(list(languages) if languages is not None else list(survey.languages))
    publication = tabulate(
        design, languages=used, profile=profile, date=_day(date, survey.to_dict()), status=status,
        about={"population": population, "sponsor": sponsor, "contact": contact, "licence": licence,
               "citation": citation, "limitations": limitations},
        models=_given_models(models),
    )  # fmt: skip
    try:
        return write(publication, folder)
    except OSError as problem:
        raise SurveyError(
            f"out: cannot write to {str(folder)!r} ({problem.strerror}), expected a folder that can be written to; "
            "choose another"
        ) from None


def _given_models(
    models: RegressionTable | Regression | Sequence[RegressionTable | Regression],
) -> list[RegressionTable]:
    from enkat.models import Regression
    from enkat.regression_tables import RegressionTable, regression_table

    several = [models] if isinstance(models, (RegressionTable, Regression)) else list(models)
    for model in several:
        if not isinstance(model, (RegressionTable, Regression)):
            raise SurveyError(f"models: found {type(model).__name__}, expected ek.regression_table([...]) or a model")
    return [m if isinstance(m, RegressionTable) else regression_table(m) for m in several]


def _folder(out: str | PathLike[str]) -> Path:
    try:
        return Path(out)
    except TypeError:
        raise SurveyError(f"out: found {out!r}, expected the path of a folder") from None


def _languages(languages: list[str]) -> list[str]:
    from enkat.publish._locale import load_locale

    if not languages:
        raise SurveyError("languages: found none, expected at least one, for example ['en']")
    for language in languages:
        load_locale(language)
    return list(dict.fromkeys(languages))


def _day(date: str | None, definition: dict[str, object]) -> str:
    window = definition.get("window")
    day = date if date is not None else window["closes"][:10] if isinstance(window, dict) else None
    if day is None:
        raise SurveyError("date: found none, and the survey has no closing date; give an ISO date, date='2023-03-15'")
    try:
        return _date.fromisoformat(str(day)).isoformat()
    except ValueError:
        raise SurveyError(f"date: found {day!r}, expected an ISO date such as '2023-03-15'") from None


def write(publication: Publication, out: Path) -> Path:
    """The files of a publication, whole or not at all: everything is made before the first file is written."""
    from enkat.publish._data import results_csv, results_json
    from enkat.publish._page import chooser_page, report_page

    files = {"data/results.json": results_json(publication), "data/results.csv": results_csv(publication)}
    if publication.models:
        from enkat.publish._models import models_csv, models_json

        files |= {"data/models.json": models_json(publication), "data/models.csv": models_csv(publication)}
    files |= {f"{language}/index.html": report_page(publication, language) for language in publication.languages}
    files["index.html"] = chooser_page(publication)
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return out / "index.html"
