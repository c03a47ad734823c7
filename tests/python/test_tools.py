"""The project's own tools notice what they are there to notice."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import check_layers  # noqa: E402
import check_links  # noqa: E402
import requirements  # noqa: E402


@pytest.mark.parametrize(
    ("path", "line", "complaint"),
    [
        ("cpp/include/enkat/design/x.hpp", "#include <enkat/estimate/mean.hpp>", "design may not include estimate"),
        ("cpp/src/table/x.cpp", "#include <boost/math/distributions/beta.hpp>", "Boost is included only in"),
        ("cpp/include/enkat/publish/x.hpp", '#include "nlohmann/json.hpp"', "in .cpp files only"),
        ("cpp/src/base/x.cpp", "#include <pybind11/pybind11.h>", "knows nothing of Python"),
        ("cpp/src/plots/x.cpp", "#include <vector>", "plots is no layer"),
    ],
)
def test_a_wrong_include_is_found(tmp_path: Path, path: str, line: str, complaint: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(f"#pragma once\n{line}\n")
    problems = check_layers.check(tmp_path)
    assert any(p.startswith(f"{path}:") and complaint in p for p in problems)


def test_the_engine_follows_its_layers() -> None:
    assert check_layers.check() == []


def test_extras_are_expanded() -> None:
    extras = {"all": ["enkat[a, b]", "c"], "a": ["x>=1"], "b": ["enkat[a]"]}
    assert requirements.expand("all", extras) == ["x>=1", "x>=1", "c"]


def test_every_requirement_is_pinned() -> None:
    def name(requirement: str) -> str:
        return re.split(r"[<>=\[]", requirement)[0].strip().lower().replace("_", "-")

    pins = (ROOT / "tools" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name(line) for line in pins if not line.startswith("#")}
    missing = {name(r) for r in requirements.requirements("dev")} - pinned
    assert missing == set(), "renew tools/constraints.txt"


def test_a_broken_link_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_links, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# One heading\n[good](#one-heading) [bad](#two) [gone](other.md) `[code](x.md)` [web](https://e.org)"
    )
    assert [p.split(": ")[1] for p in check_links.broken(page)] == ["#two", "other.md"]
