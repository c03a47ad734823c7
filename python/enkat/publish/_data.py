"""The data files, written by the engine from the same safe tables as the pages."""

from __future__ import annotations

from enkat import _core
from enkat.publish._model import Publication

__all__ = ["results_csv", "results_json"]


def _header(publication: Publication) -> _core.ResultsHeader:
    definition, sample = publication.definition, publication.sample
    return _core.ResultsHeader(
        survey=definition["id"],
        version=definition["version"],
        title=dict(definition["title"]),
        date=publication.date,
        sample=sample.get("kind", "probability"),
        model=dict(sample.get("model") or {}) if publication.precision else {},
        interval="nchs" if publication.precision else "",
        illustrative=publication.weighting == "beside" and publication.illustrative,
    )


def _questions(publication: Publication) -> list[_core.QuestionResults]:
    return [_core.QuestionResults(q.id, q.type, list(q.tables)) for q in publication.questions]


def results_json(publication: Publication) -> str:
    text: str = _core.results_json(_header(publication), _questions(publication))
    return text


def results_csv(publication: Publication) -> str:
    text: str = _core.results_csv(_header(publication), _questions(publication))
    return text
