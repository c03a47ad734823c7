"""Prints the Python requirements of one level of set-up, read from pyproject.toml.

    python tools/requirements.py demo|test|dev

demo: what builds the package, what it needs and what reads XLSX. test and dev: the extras of these names.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

BUILD_TOOLS = ["cmake>=3.25", "ninja>=1.11"]


def expand(extra: str, extras: dict[str, list[str]]) -> list[str]:
    """The requirements of an extra, references to the project's own extras replaced by what these hold."""
    found: list[str] = []
    for requirement in extras[extra]:
        own = re.fullmatch(r"enkat\[([\w,-]+)\]", requirement.replace(" ", ""))
        parts = own.group(1).split(",") if own else []
        found += [r for part in parts for r in expand(part, extras)] if own else [requirement]
    return found


def requirements(level: str) -> list[str]:
    """Every requirement of a level, sorted and each once."""
    pyproject = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    extras = pyproject["project"]["optional-dependencies"]
    wanted = expand({"demo": "excel", "test": "test", "dev": "dev"}[level], extras)
    return sorted(
        {*pyproject["build-system"]["requires"], *pyproject["project"]["dependencies"], *BUILD_TOOLS, *wanted}
    )


if __name__ == "__main__":
    print("\n".join(requirements(sys.argv[1])))
