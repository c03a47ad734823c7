"""Fails when a public name has no docstring or is absent from docs/api, or docs/api names what does not exist.

    python tools/check_api_docs.py

Public names: `enkat.__all__` and, of its classes, the methods and properties without a leading underscore.
docs/api/*.md lists each as a heading or a table entry in backticks: `Design`, `Design.rake`.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

API = Path(__file__).parents[1] / "docs" / "api"


def members(owner: str, cls: type) -> dict[str, object]:
    """The public methods and properties that a class defines or inherits from enkat."""
    found = {}
    for name, value in inspect.getmembers(cls):
        own = any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith("enkat"))
        if own and not name.startswith("_") and (callable(value) or isinstance(value, property)):
            found[f"{owner}.{name}"] = value
    return found


def public() -> dict[str, object]:
    """Every public name with its object."""
    import enkat

    names: dict[str, object] = {n: getattr(enkat, n) for n in enkat.__all__ if not n.startswith("__")}
    for name, value in list(names.items()):
        if inspect.isclass(value) and not issubclass(value, BaseException):
            names |= members(name, value)
    return {n: v for n, v in names.items() if not inspect.ismodule(v)}


def main() -> int:
    """Prints every problem and gives the exit status."""
    names = public()
    listed = set(re.findall(r"`([A-Za-z][\w.]*)(?:\([^`]*\))?`", "\n".join(p.read_text() for p in API.glob("*.md"))))
    problems = [f"{n}: no docstring" for n, v in names.items() if not (inspect.getdoc(v) or "").strip()]
    problems += [f"{n}: not in docs/api" for n in names if n not in listed]
    owners = {n for n, v in names.items() if inspect.isclass(v)}
    problems += [
        f"{n}: in docs/api but gone" for n in listed if n.split(".")[0] in owners and "." in n and n not in names
    ]
    print("\n".join(sorted(problems)) or f"docs/api: all {len(names)} public names are documented")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
