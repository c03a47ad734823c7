"""What is said under a banner book: what percentages are of, how its letters were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from enkat._display.words import Said

if TYPE_CHECKING:
    from enkat.design import Design


@dataclass(frozen=True, slots=True)
class Notes:
    """What is said under a book; `_display.words` has it in every language."""

    design: Design
    percent: str
    basis: str
    method: str
    adjust: str
    levels: tuple[float, float]
    min_effective: float
    min_expected: float
    min_base: int

    def all(self, *, letters: bool, total: bool) -> tuple[Said, ...]:
        out: list[Said] = [("percent_of", {"what": f"@{self.basis}", "of": f"@of_{self.percent}"})]
        out += self.design._said()
        if letters and self.percent == "column":
            out.append(self._letters())
        if total:
            out.append(("against_total", {}))
        if self.design.kind == "self_selected" and not letters:
            out.append(("no_letters", {}))
        if self.min_base:
            out.append(("min_base", {"k": self.min_base}))
        return tuple(out)

    def _letters(self) -> Said:
        weak, strong = (f"{100 * v:g} %" for v in self.levels)
        values = {
            "weak": weak,
            "strong": strong,
            "how": f"@how_{self.method}",
            "family": f"@family_{self.adjust}",
            "df": f"{self.design.degrees_of_freedom:g}",
            "base": f"{self.min_effective:g}",
            "count": f"{self.min_expected:g}",
        }
        return ("letters", values)
