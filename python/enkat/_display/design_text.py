"""A design at a glance: how it came about, its stages and what its weights cost."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enkat.design import Design


def html(design: Design) -> str:
    """A small accessible table; every text is escaped."""
    kish = design.kish()
    shape = design._core.describe()
    facts = [
        ("Rows", str(design.n)),
        ("Sample", design.kind.replace("_", " ")),
        *(
            (f"Stage {i + 1}", f"{units} units in {strata} strata")
            for i, (units, strata) in enumerate(zip(shape["units"], shape["strata"], strict=True))
        ),
        ("Degrees of freedom", f"{design.degrees_of_freedom:g}"),
        ("Sum of weights", f"{kish.sum:,.1f}" if design.weighted else "unweighted"),
        ("Effective sample size (Kish)", f"{kish.n_effective:.1f}"),
        *(("Step", step) for step in design.history),
    ]
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:left">{escape(value)}</td></tr>'
        for name, value in facts
    )
    return f'<table><caption style="text-align:left">Design</caption><tbody>{rows}</tbody></table>'
