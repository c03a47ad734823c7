"""The sentences under a banner book: what percentages are of, how its letters were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enkat.design import Design


@dataclass(frozen=True, slots=True)
class Notes:
    """The sentences under a book."""

    design: Design
    percent: str
    basis: str
    method: str
    adjust: str
    levels: tuple[float, float]
    min_effective: float
    min_expected: float
    min_base: int

    def all(self, *, letters: bool, total: bool) -> tuple[str, ...]:
        of = {"column": "the column", "row": "the line's total", "total": "the total"}[self.percent]
        what = "answers" if self.basis == "answers" else "respondents"
        out = [f"percentages of the {what} in {of}", *self.design._notes()]
        if letters and self.percent == "column":
            out.append(self._letters())
        if total:
            out.append("+ and - mark columns higher or lower than the total, doubled at the stronger level")
        if self.design.kind == "self_selected" and not letters:
            out.append("no significance letters: respondents chose to take part")
        if self.min_base:
            out.append(f"columns with fewer than {self.min_base} respondents show no figures")
        return tuple(out)

    def _letters(self) -> str:
        weak, strong = (f"{100 * v:g} %" for v in self.levels)
        how = {
            "design": "t test of the difference under the design, "
            f"{self.design.degrees_of_freedom:g} degrees of freedom",
            "dimensions": "t test on effective bases, pooled variance",
            "dimensions_unpooled": "t test on effective bases, unpooled variance",
        }[self.method]
        family = {
            "bh": "Benjamini-Hochberg within line and banner",
            "holm": "Holm within line and banner",
            "bonferroni": "Bonferroni within line and banner",
            "none": "not adjusted for the number of tests",
        }[self.adjust]
        return (
            f"a letter names a column of the same banner that the figure is significantly higher than: lower case at "
            f"{weak}, capital at {strong} ({how}; {family}; not tested where an effective base is under "
            f"{self.min_effective:g} or an expected count under {self.min_expected:g})"
        )
