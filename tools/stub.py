"""The types of the extension: python/enkat/_core.pyi, written from the signatures that pybind11 gives.

python tools/stub.py --write    writes the stub of the extension that this Python imports
python tools/stub.py            fails when the stub is stale, or when stubtest finds that it is not true

A developer's build beside the sources is found with PYTHONPATH=python.
"""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
STUB = ROOT / "python" / "enkat" / "_core.pyi"
HEAD = "# Written by tools/stub.py from the extension; `make check` compares.\n"

# pybind11 does not say what a container holds, nor that a pointer may be None, nor that bytes will do for a text.
SHARPEN = [
    (r"__all__: list\[str\] = [^\n]*\n", ""),
    (r"\blist\b(?!\[)", "list[typing.Any]"),
    (r"\bdict\b(?!\[)", "dict[typing.Any, typing.Any]"),
    (r"\btuple\b(?!\[)", "tuple[typing.Any, ...]"),
    (r"\bcollections\.abc\.(Iterable|Sequence)\b(?!\[)", r"collections.abc.\1[typing.Any]"),
    (r"(?<!abc\.)(?<!typing\.)\bIterable\b(?!\[)", "Iterable[typing.Any]"),
    (r"\bcollections\.abc\.Callable\b(?!\[)", "collections.abc.Callable[..., typing.Any]"),
    (r"\bos\.PathLike\b(?!\[)", "os.PathLike[str]"),
    (r"\btyping_extensions\.CapsuleType\b", "object"),
    (r"\b(weights|offset|entry): Numbers\b", r"\1: Numbers | None"),
    (r"\bstrata: Categories\b", "strata: Categories | None"),
    (r"\blike: ModelMatrix\b", "like: ModelMatrix | None"),
    (r"\b(load\(\w+: )str\b", r"\1str | bytes"),
    (r"typing\.Annotated\[numpy\.typing\.ArrayLike, [\w.]+\]", "numpy.typing.ArrayLike | None"),
]


def generated() -> str:
    """The stub of the extension, sharpened and formatted."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pybind11_stubgen", "enkat._core", "--output-dir", folder, "--exit-code"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(
                f"{done.stderr}\nA type must be bound before the functions that take it: python/bindings/module.cpp."
            )
        text = (Path(folder) / "enkat" / "_core.pyi").read_text(encoding="utf-8")
    for pattern, better in SHARPEN:
        text = re.sub(pattern, better, text)
    lint = ["ruff", "check", "--isolated", "--select", "I,UP,F401", "--fix", "--quiet", "--exit-zero"]
    layout = ["ruff", "format", "--config", str(ROOT / "pyproject.toml"), "--quiet"]
    for tool in (lint, layout):
        command = [sys.executable, "-m", *tool, "--stdin-filename", "_core.pyi", "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return HEAD + text


def main(write: bool) -> int:
    """Writes, or compares and runs stubtest; gives the exit status."""
    text = generated()
    if write:
        STUB.write_text(text, encoding="utf-8", newline="\n")
        return 0
    stored = STUB.read_text(encoding="utf-8")
    if text != stored:
        sys.stdout.writelines(
            difflib.unified_diff(stored.splitlines(True), text.splitlines(True), "stored", "extension")
        )
        print("the stub is stale: run make stub and commit python/enkat/_core.pyi")
        return 1
    test = [
        sys.executable,
        "-m",
        "mypy.stubtest",
        "enkat._core",
        "--allowlist",
        str(ROOT / "tools" / "stubtest_allow.txt"),
    ]
    return subprocess.run([*test, "--concise", "--ignore-unused-allowlist"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
