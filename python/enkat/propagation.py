"""missing="propagate": a statistic is missing where one of its own variables is, in its own domain only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enkat import _core

if TYPE_CHECKING:
    from enkat.estimate import Request

__all__ = ["Gaps", "completed"]

SOURCES = ("variable", "other", "numerator", "denominator")
"""Keys of a result that name the variables a statistic is computed from."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Rows without a value, by variable and domain."""

    rows: dict[str, list[int]]
    domains: int

    def of(self, keys: dict[str, list[Any]], count: int) -> list[str]:
        """For each of `count` statistics what is missing in it, in words; empty when nothing is."""
        size = count // self.domains
        sources = [keys[k] for k in SOURCES if k in keys]
        return [self._words({s[i] for s in sources}, i // size) for i in range(count)]

    def _words(self, names: set[Any], domain: int) -> str:
        return ", ".join(f"{n} ({rows[domain]} rows)" for n, rows in self.rows.items() if n in names and rows[domain])


def completed(
    request: Request, names: Sequence[str], data: Sequence[Any], missing: dict[str, Any], groups: Any
) -> tuple[list[Any], Gaps | None]:
    """The variables with a stand-in where a value is missing, and where that was.

    The stand-in keeps the rows of one variable in the statistics of the others; what it enters itself is not shown.
    """
    if request.missing != "propagate" or not missing:
        return list(data), None
    rows = {
        name: _core.missing_by_domain(request.design._core, variable, groups)
        for name, variable in zip(names, data, strict=True)
        if name in missing
    }
    filled = [_filled(v) if name in missing else v for name, v in zip(names, data, strict=True)]
    return filled, Gaps(rows, 1 if groups is None else len(groups.rows))


def _filled(variable: Any) -> Any:
    import numpy as np

    if isinstance(variable, _core.Numbers):
        return _core.Numbers(np.where(variable.valid != 0, variable.values, 0.0), np.empty(0, dtype=np.uint8), "")
    if isinstance(variable, _core.OptionSet):
        chosen = [variable.chosen(k) for k in range(len(variable.options))]
        return _core.OptionSet(variable.options, chosen, np.ones(len(variable.answered), dtype=np.uint8))
    return _core.Categories(np.maximum(variable.codes, 0), variable.levels) if variable.levels else variable
