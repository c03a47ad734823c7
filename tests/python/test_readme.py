"""The README tells the truth: its code runs, its figures are what comes out, its commands parse."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def test_the_two_commands_are_the_first_lines() -> None:
    assert [line.split("#")[0].strip() for line in README.splitlines()[1:3]] == ["make demo", "make test"]


def test_the_whole_way_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(blocks("python")[0].replace('"out/"', repr(str(tmp_path))), names)
    report, checked, design = names["report"], names["checked"], names["design"]
    assert f"{len(report)} defects found" in README  # type: ignore[arg-type]
    counts = checked.account.counts()  # type: ignore[attr-defined]
    told = f"{counts['read']} read = {counts['accepted']} accepted"
    assert f"{told} + {counts['rejected']} rejected + {counts['left_out']} left out" in README
    share = design.freq("q_audiences")["all_pupils"].estimate  # type: ignore[attr-defined]
    assert f"all pupils {100 * share:.0f} %" in README
    assert (tmp_path / "sv" / "index.html").is_file()
    assert capsys.readouterr().out


def test_a_dataframe_without_a_questionnaire_runs() -> None:
    import enkat as ek

    frame = pl.read_csv(ROOT / "notebooks" / "data" / "apistrat.csv")
    exec(blocks("python")[1], {"ek": ek, "frame": frame})


def test_the_commands_parse() -> None:
    from enkat.cli import make_parser

    lines = [line.split() for text in blocks("") for line in text.splitlines() if line.startswith("enkat ")]
    assert [make_parser().parse_args(line[1:]).command for line in lines] == ["validate", "tabulate", "publish"]
