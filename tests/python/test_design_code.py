"""A design prints the program that builds it, and the program builds an equal one."""

from __future__ import annotations

import enkat as ek
import numpy as np
import polars as pl
import pytest
from enkat.errors import DesignError
from test_saving import DESIGNS, MARGINS, data, design, whole_rows

FRAMES = {
    "raked": lambda: pl.DataFrame(data()).with_columns(sex=pl.col("sex").fill_null("f")),
    "calibrated": lambda: FRAMES["raked"](),
    "trimmed": lambda: FRAMES["raked"](),
    "poststratified": lambda: FRAMES["raked"](),
    "replicates made": lambda: FRAMES["raked"](),
    "unequal probabilities": lambda: pl.DataFrame(data() | {"p": [0.2 + 0.01 * i for i in range(40)]}),
    "joint probabilities": lambda: pl.DataFrame(data() | {"p": [0.5] * 40}),
    "replicates given": lambda: data() | {"r1": [1.5, 0.5] * 20, "r2": [0.5, 1.5] * 20},
}


def built(code: str, frame) -> ek.Design:
    names = {"frame": frame}
    exec(code, names)
    return names["design"]


@pytest.mark.parametrize("name", DESIGNS)
def test_the_code_builds_an_equal_design(name: str) -> None:
    made = DESIGNS[name]()
    again = built(made.code(), FRAMES.get(name, lambda: pl.DataFrame(data()))())
    assert again == made
    assert again.code() == made.code()


def test_the_code_is_what_an_analyst_would_write() -> None:
    made = design().where(ek.col("y") > 45).with_columns(y3=ek.cut("y", [40, 60], labels=["low", "middle", "high"]))
    assert made.code() == (
        "import enkat as ek\n\n"
        "design = (\n"
        "    ek.Design(\n"
        "        frame,\n"
        "        weights='w',\n"
        "        strata='stratum',\n"
        "        clusters='cluster',\n"
        "        fpc='size',\n"
        "        sets={'aud': ['a1', 'a2']},\n"
        "    )\n"
        "    .where(ek.expressions.Condition('y > 45'))\n"
        "    .with_columns(y3=ek.cut('y', [40.0, 60.0], labels=['low', 'middle', 'high']))\n"
        ")\n"
    )


def test_what_is_changed_afterwards_does_not_change_the_code() -> None:
    margins = {"sex": {"f": 0.5, "m": 0.5}}
    mask = np.ones(40, dtype=bool)
    made = whole_rows().poststratify(margins).where(mask)
    code = made.code()
    margins["sex"]["f"], mask[:] = 0.9, False
    assert made.code() == code


def test_every_method_that_gives_a_design_is_noted() -> None:
    def returns(name: str) -> object:
        return getattr(getattr(ek.Design, name), "__annotations__", {}).get("return")

    public = [n for n in dir(ek.Design) if not n.startswith("_") and returns(n) == "Design"]
    assert {"where", "with_columns", "rake", "poststratify", "to_replicates"} <= set(public)
    assert all(hasattr(getattr(ek.Design, n), "__wrapped__") for n in public)


def test_the_short_form_is_one_line_for_each_call() -> None:
    made = whole_rows().rake(MARGINS).where([True] * 40)
    lines = repr(made).splitlines()
    assert len(lines) == 4 and lines[1].startswith("  ek.Design(frame, weights='w', strata='stratum'")
    assert lines[2] == "  .rake({'sex': {'f': 0.5, 'm': 0.5}, 'yes': {'true': 0.4, 'false': 0.6}})"
    assert lines[3].startswith("  .where([True, True,") and len(lines[3]) <= 112


def test_what_has_no_code_is_refused() -> None:
    made = design().with_columns(z=(float(i) for i in range(40)))
    with pytest.raises(DesignError, match="cannot be printed as code"):
        made.code()
    assert "with_columns(...)" in repr(made)
