"""The pages that the browser checks look at: the hand-made publication of the tests, and two awkward variants."""

from __future__ import annotations

import sys
from pathlib import Path

from enkat import _core
from enkat.publish import write
from publish_fixture import definition, publication


def main(out: Path) -> None:
    write(publication(), out / "plain")
    write(publication(policy=_core.publication_policy("internal")), out / "internal")
    survey = definition()
    survey["title"]["sv"] = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2
    for question in survey["questions"]:
        del question["text"]["sv"]
        for option in question.get("options", ()):
            option["label"]["en"] = f"{option['label']['en']} – {'a rather longer wording ' * 4}"
    write(publication(survey=survey, precision=False), out / "long")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
