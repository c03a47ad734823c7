"""Fails when a file under cpp/ includes what its layer may not (the table of ARCHITECTURE.md).

    python tools/check_layers.py

Departures from the style page are recorded in ARCHITECTURE.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAY_INCLUDE = {
    "base": "",
    "table": "base",
    "definition": "base",
    "reading": "base table definition",
    "validation": "base table definition",
    "design": "base table",
    "planning": "base table",
    "state": "base table design",
    "weighting": "base table design state",
    "variance": "base design state",
    "estimate": "base table design state variance",
    "models": "base table design state variance estimate",
    "inference": "base design state variance estimate models",
    "tables": "base table design estimate inference",
    "disclosure": "base tables",
    "publish": "base definition design validation tables disclosure",
}
BOOST_FILE = "cpp/src/base/distributions.cpp"
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def complaints(path: str, layer: str, included: str) -> Iterator[str]:
    """What is wrong with one include of one file."""
    if included.startswith(("pybind11/", "Python.h")):
        yield "the engine knows nothing of Python: move this to python/bindings"
    if included.startswith("nlohmann/") and not path.endswith(".cpp"):
        yield "nlohmann/json is included in .cpp files only"
    if included.startswith("boost/") and path != BOOST_FILE:
        yield f"Boost is included only in {BOOST_FILE}"
    if included.startswith("enkat/"):
        target = included.split("/")[1]
        if target != layer and target not in MAY_INCLUDE.get(layer, "").split():
            yield f"{layer} may not include {target} (it may: {MAY_INCLUDE.get(layer) or 'itself only'})"


def check(root: Path = ROOT) -> list[str]:
    """Every complaint, as path:line: message."""
    found = []
    for base in (root / "cpp/include/enkat", root / "cpp/src"):
        for file in sorted(p for p in base.rglob("*") if p.suffix in {".hpp", ".cpp"}):
            path = file.relative_to(root).as_posix()
            layer = file.relative_to(base).parts[0]
            if layer not in MAY_INCLUDE:
                found.append(f"{path}:1: {layer} is no layer: use one of {', '.join(MAY_INCLUDE)}, or add it here")
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                if match := INCLUDE.match(line):
                    found += [f"{path}:{number}: {c}" for c in complaints(path, layer, match.group(1))]
    return found


if __name__ == "__main__":
    problems = check()
    print("\n".join(problems) or "layers: every include follows the table")
    sys.exit(bool(problems))
