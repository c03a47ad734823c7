"""Every row of docs/from_r.md runs and gives the number that stands there, which is the number of docs/from_r.R."""

from __future__ import annotations

import re
from pathlib import Path

import enkat as ek
import polars as pl
import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "from_r.md").read_text(encoding="utf-8")
DATA = ROOT / "tests" / "golden" / "data"


def rows(title: str) -> list[list[str]]:
    """The cells of the table whose heading begins with a title."""
    block = next(b for b in PAGE.split("\n\n") if b.startswith(f"| {title} |"))
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines()[2:]]
    return [[cell.strip() for cell in line] for line in lines]


TABLE = {what: (enkat.strip("`"), gives) for what, _, _, enkat, gives in rows("what")}
OF_R = {
    key: [float(v) for v in values]
    for key, *values in (
        line.split("\t") for line in (ROOT / "docs" / "from_r.tsv").read_text(encoding="utf-8").splitlines()
    )
}


@pytest.fixture(scope="module")
def names() -> dict[str, object]:
    """The names that the page uses: its data, and its designs as it declares them."""
    out: dict[str, object] = {"ek": ek, "TYPES": {"E": 4421, "H": 755, "M": 1018}, "WIDE": {"No": 1072, "Yes": 5122}}
    files = {"election": "election_pps"}
    for name in ("apistrat", "apiclus1", "apiclus2", "apistrat_pv", "scd", "nwtco", "election"):
        out[name] = pl.read_csv(DATA / f"{files.get(name, name)}.csv", infer_schema_length=None)
    for line in rows("design"):
        out[line[0].strip("`")] = eval(line[3].strip("`"), out)
    return out


def numbers_of(result: object) -> list[float]:
    if isinstance(result, ek.Estimates):
        return [v for pair in zip(result.estimate, result.se, strict=True) for v in pair]
    if isinstance(result, ek.Estimate):
        return [result.estimate, result.ci_low, result.ci_high]
    if isinstance(result, ek.Test):
        numbers = (result.statistic, result.scale, result.df, result.ddf, result.p_value)
        return [v for v in numbers if v is not None]
    return [float(v) for v in result] if hasattr(result, "__iter__") else [float(result)]


def rounded_as(value: float, printed: str) -> bool:
    """Whether a printed number is a value rounded to as many decimals as it shows."""
    decimals = len(printed.partition(".")[2])
    return abs(value - float(printed)) <= 0.500001 * 10**-decimals


@pytest.mark.parametrize("what", TABLE)
def test_enkat_gives_the_number_of_r(what: str, names: dict[str, object]) -> None:
    code, gives = TABLE[what]
    found = numbers_of(eval(code, names))
    assert found == pytest.approx(OF_R[what], rel=1e-7)
    printed = gives.split(", ")
    assert len(printed) == len(found)
    assert all(rounded_as(v, p) for v, p in zip(OF_R[what], printed, strict=True)), OF_R[what]


def test_page_and_script_have_the_same_rows() -> None:
    assert list(TABLE) == list(OF_R)
