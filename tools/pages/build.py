"""The pages that the browser checks look at: the example survey, the publication of the tests, awkward variants."""

from __future__ import annotations

import sys
from pathlib import Path

import enkat as ek
from enkat import _core
from enkat.publish import write
from publish_fixture import definition, publication

DATA = Path("notebooks/data")


def main(out: Path) -> None:
    survey = ek.Survey.load(DATA / "mentoring.survey.json")
    checked = survey.validate(survey.read(DATA / "mentoring-eusurvey.xlsx")).apply()
    checked.accepted.design().publish(out / "mentoring", languages=["en", "sv"])
    for language in survey.languages:
        page = out / "validation" / language / "index.html"
        page.parent.mkdir(parents=True)
        checked.report.to_html(page, language=language)
        quality = out / "quality" / language / "index.html"
        quality.parent.mkdir(parents=True)
        checked.report.quality().to_html(quality, language=language)
    write(publication(), out / "plain")
    write(publication(policy=_core.publication_policy("internal")), out / "internal")
    write(publication(survey=awkward(), precision=False), out / "long")


def awkward() -> dict[str, object]:
    """A title of one very long word, questions without a translation, options of many words."""
    survey = definition()
    survey["title"]["sv"] = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2
    for question in survey["questions"]:
        del question["text"]["sv"]
        for option in question.get("options", ()):
            option["label"]["en"] = f"{option['label']['en']} – {'a rather longer wording ' * 4}"
    return survey


if __name__ == "__main__":
    main(Path(sys.argv[1]))
