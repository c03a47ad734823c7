"""Medians in the columns of a banner: each the quantile of a subpopulation that keeps the design."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enkat.design import Design

SHOWN = ("estimate", "se", "ci_low", "ci_high", "df")


def medians(
    design: Design, variable: str, conditions: Sequence[Any], bases: Mapping[str, Sequence[Any]], level: float
) -> dict[str, list[Any]]:
    """Figures of the median in every column, named as the engine names those of other lines."""
    out: dict[str, list[Any]] = {key: [] for key in (*SHOWN, "count", "n", "n_weighted", "n_effective")}
    for k, who in enumerate(conditions):
        for key in ("n", "n_weighted", "n_effective"):
            out[key].append(bases[key][k])
        out["count"].append(bases["n"][k])
        if bases["n"][k] == 0 or bases["hidden"][k]:
            for key in SHOWN:
                out[key].append(math.nan)
            continue
        found = design.quantile(variable, 0.5, where=who, level=level)[0]
        for key in SHOWN:
            out[key].append(getattr(found, key))
    nothing = len(conditions)
    return {**out, "letters": [""] * nothing, "text": [""] * nothing, "against_total": [0] * nothing}
