"""The main job on the mentoring survey, from the exported file to the published page; `make demo` runs it."""

from __future__ import annotations

import sys
from pathlib import Path

import enkat as ek

ROOT = Path(__file__).parents[1]
DATA = ROOT / "notebooks" / "data"
OUT = ROOT / "out"


def title(text: str) -> None:
    """A heading between the parts."""
    print(f"\n{text}\n{'-' * len(text)}")


def main() -> int:
    """Reads, validates, weights, tabulates, publishes."""
    survey = ek.Survey.load(DATA / "mentoring.survey.json")
    responses = survey.read(DATA / "mentoring-eusurvey.xlsx")  # synthetic, see notebooks/data/README.md
    checked = survey.validate(responses).apply(policy="default")

    title("Findings")
    print(checked.summary())

    design = checked.accepted.design()
    raked = design.rake(survey.margins())
    title("Groups that mentoring is for, by role: raked to the definition's illustrative margins")
    print(raked.crosstab("q_audiences", "q_role"))

    design.publish(OUT, languages=["en", "sv"])
    title("The page")
    print(OUT / "en" / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
