"""The installed package holds what the repository has under python/enkat, and nothing else."""

from __future__ import annotations

import subprocess
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed() -> set[str]:
    try:
        files = metadata.files("enkat") or []
    except metadata.PackageNotFoundError:
        pytest.skip("a developer's build beside the sources: nothing is installed")
    return {f.as_posix() for f in files if f.parts[0] == "enkat" and f.suffix != ".pyc"}


def test_the_wheel_is_the_tracked_sources_and_the_extension(installed: set[str]) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "python/enkat"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    tracked = {line.removeprefix("python/") for line in listed.splitlines() if (ROOT / line).exists()}
    extension = {f for f in installed if f.startswith("enkat/_core.") and not f.endswith(".pyi")}
    assert len(extension) == 1
    assert installed - extension == tracked


def test_types_and_templates_are_shipped(installed: set[str]) -> None:
    assert {"enkat/py.typed", "enkat/_core.pyi"} <= installed
    assert any(f.endswith(".html.j2") or f.endswith(".html") for f in installed if "templates" in f)


def test_the_command_is_installed(installed: set[str]) -> None:
    entry = [e for e in metadata.entry_points(group="console_scripts") if e.name == "enkat"]
    assert [e.value for e in entry] == ["enkat.cli:main"]


def test_the_versions_agree(installed: set[str]) -> None:
    import enkat

    assert metadata.version("enkat") == enkat.__version__
