"""enkat: from a questionnaire and its responses to a published result."""

from __future__ import annotations

from enkat._core import __version__
from enkat.results import Estimate, Estimates

__all__ = [
    "Estimate",
    "Estimates",
    "__version__",
]
