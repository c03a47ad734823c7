"""The NumPy formulas of tests/reference are importable here; random examples are the same in every run.

HYPOTHESIS_PROFILE=deep takes many others, new ones in every run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
settings.register_profile("enkat", max_examples=40, deadline=None, derandomize=True)
settings.register_profile(
    "deep", max_examples=400, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "enkat"))
