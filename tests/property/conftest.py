"""The NumPy formulas of tests/reference are importable here; random examples are the same in every run."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
settings.register_profile("enkat", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("enkat")
