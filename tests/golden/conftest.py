"""The golden runner's option; `pytest tests/golden --cases DIR`."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("golden")
    group.addoption("--cases", type=Path, default=None, help="a reference set: a folder with cases/ and data/")
    group.addoption("--frames", default="polars", choices=["polars", "pandas"], help="library of the data frames")
