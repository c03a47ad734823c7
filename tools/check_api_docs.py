"""The API reference: one page, written from the docstrings, compared by `make check`.

python tools/check_api_docs.py            fails when docs/api/index.md is stale or a public name has no docstring
python tools/check_api_docs.py --write    writes the page

Public names are `enkat.__all__`, the classes that its functions give, and of every class the methods and properties
without a leading underscore.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "api" / "index.md"
HEAD = """# API

Every public name of `import enkat as ek`, written from the docstrings by `tools/check_api_docs.py --write`.
`help(ek.Design.rake)` shows the whole text: parameters, formula, assumptions, sources, examples.
"""
ERRORS = "Errors and warnings"
# What the public functions give: classes that nobody makes by name, but everybody holds.
GIVEN = {
    "reading": ["Responses"],
    "validation": ["Report"],
    "checked": ["Checked", "Account"],
    "kaplan_meier": ["SurvivalCurve"],
    "likelihood_models": ["LogRank"],
    "models": ["Regression", "TermTest"],
    "banner": ["Banner", "BannerHead", "BannerLine", "BannerTable"],
    "tables": ["Crosstab"],
    "weighting": ["Kish"],
}


def summary(value: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split()).replace("|", "\\|")


def signature(value: Any) -> str:
    """The parameters without their types; empty for a property."""
    if isinstance(value, property) or not callable(value):
        return ""
    parts, keyword = [], False
    for p in inspect.signature(value).parameters.values():
        if p.name in {"self", "cls"}:
            continue
        if p.kind is p.KEYWORD_ONLY and not keyword:
            parts.append("*")
            keyword = True
        parts.append(p.name if p.default is p.empty else f"{p.name}={p.default!r}")
        if p.kind is p.VAR_KEYWORD:
            parts[-1] = f"**{p.name}"
        if p.kind is p.VAR_POSITIONAL:
            parts[-1] = f"*{p.name}"
            keyword = True  # what follows is keyword-only without another star
    return f"({', '.join(parts)})"


def members(cls: type) -> dict[str, Any]:
    """The public methods and properties that a class has from enkat, in the order they are written."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("enkat"):
            found |= {n: v for n, v in vars(base).items() if not n.startswith("_")}
    plain = {n: getattr(v, "__func__", v) for n, v in found.items()}
    return {n: v for n, v in plain.items() if inspect.isfunction(v) or isinstance(v, property)}


def entries() -> dict[str, Any]:
    """Every public name with its object, classes followed by their members."""
    import enkat
    import enkat.errors

    public = [(name, getattr(enkat, name)) for name in enkat.__all__]
    for module, names in GIVEN.items():
        public += [(name, getattr(importlib.import_module(f"enkat.{module}"), name)) for name in names]
    found: dict[str, Any] = {}
    for name, value in public:
        if name.startswith("__") or value is enkat.errors:
            continue
        if inspect.ismodule(value):  # a part with functions of its own: ek.plan.mean
            found |= {f"{name}.{n}": getattr(value, n) for n in value.__all__ if inspect.isfunction(getattr(value, n))}
            classes = {n: getattr(value, n) for n in value.__all__ if inspect.isclass(getattr(value, n))}
            for n, cls in classes.items():
                found |= {n: cls} | {f"{n}.{m}": v for m, v in members(cls).items()}
            continue
        found[name] = value
        if inspect.isclass(value) and not issubclass(value, BaseException):
            found |= {f"{name}.{n}": v for n, v in members(value).items()}
    return found | {n: getattr(enkat.errors, n) for n in enkat.errors.__all__}


def page(names: dict[str, Any]) -> str:
    """The whole page."""
    parts, functions, errors = [HEAD], [], []
    for name, value in names.items():
        if inspect.isclass(value) and issubclass(value, BaseException):
            errors.append(f"| `{name}` | {summary(value)} |")
        elif inspect.isclass(value):
            table = "\n| member | what |\n|---|---|\n" if members(value) else ""
            parts.append(f"\n## {name}\n\n{summary(value)}\n{table}")
        elif "." in name and name.partition(".")[0] in names:
            parts.append(f"| `{name}{signature(value)}` | {summary(value)} |\n")
        else:
            functions.append(f"| `{name}{signature(value)}` | {summary(value)} |")
    if functions:
        parts.append("\n## Functions\n\n| function | what |\n|---|---|\n" + "\n".join(functions) + "\n")
    parts.append(f"\n## {ERRORS}\n\n| class | when |\n|---|---|\n" + "\n".join(errors) + "\n")
    return "".join(parts)


def main(write: bool) -> int:
    """Writes or compares; gives the exit status."""
    names = entries()
    problems = [f"{n}: no docstring" for n, v in names.items() if not summary(v)]
    text = page(names)
    if write:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    elif text != PAGE.read_text(encoding="utf-8"):
        problems.append("docs/api/index.md is stale: python tools/check_api_docs.py --write")
    print("\n".join(problems) or f"docs/api: all {len(names)} public names are documented")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
