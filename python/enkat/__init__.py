"""enkat: from a questionnaire and its responses to a published result.

Names are loaded when they are first used, so that `import enkat` itself costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enkat import errors, plan
    from enkat._core import __version__
    from enkat.banner_spec import BannerColumns, BannerRow, Grid, Ranking
    from enkat.design import Design
    from enkat.expressions import col, cut
    from enkat.imputation import combine
    from enkat.inference import Test, adjust_p
    from enkat.layered_tests import Tests
    from enkat.outcome import OutcomeRates, ParticipationRates, outcome_rates, participation_rates
    from enkat.privacy import PersonalData, personal_data, pseudonyms
    from enkat.quality import QualityRules
    from enkat.regression_tables import RegressionTable, regression_table
    from enkat.replicates import Replicates
    from enkat.results import Estimate, Estimates
    from enkat.saving import load
    from enkat.scanning import ScannedDesign, scan
    from enkat.special import PPS, TwoPhase
    from enkat.survey import Survey
    from enkat.textbook import binomial_interval, binomial_test, contingency, two_proportions

__all__ = [
    "PPS",
    "BannerColumns",
    "BannerRow",
    "Design",
    "Estimate",
    "Estimates",
    "Grid",
    "OutcomeRates",
    "ParticipationRates",
    "PersonalData",
    "QualityRules",
    "Ranking",
    "RegressionTable",
    "Replicates",
    "ScannedDesign",
    "Survey",
    "Test",
    "Tests",
    "TwoPhase",
    "__version__",
    "adjust_p",
    "binomial_interval",
    "binomial_test",
    "col",
    "combine",
    "contingency",
    "cut",
    "errors",
    "load",
    "outcome_rates",
    "participation_rates",
    "personal_data",
    "plan",
    "pseudonyms",
    "regression_table",
    "scan",
    "two_proportions",
]

_MODULES = {
    "BannerColumns": "banner_spec",
    "BannerRow": "banner_spec",
    "Design": "design",
    "Estimate": "results",
    "Estimates": "results",
    "Grid": "banner_spec",
    "OutcomeRates": "outcome",
    "PPS": "special",
    "ParticipationRates": "outcome",
    "PersonalData": "privacy",
    "QualityRules": "quality",
    "Ranking": "banner_spec",
    "RegressionTable": "regression_tables",
    "Replicates": "replicates",
    "ScannedDesign": "scanning",
    "Survey": "survey",
    "Test": "inference",
    "Tests": "layered_tests",
    "TwoPhase": "special",
    "__version__": "_core",
    "adjust_p": "inference",
    "binomial_interval": "textbook",
    "binomial_test": "textbook",
    "col": "expressions",
    "combine": "imputation",
    "contingency": "textbook",
    "cut": "expressions",
    "load": "saving",
    "outcome_rates": "outcome",
    "participation_rates": "outcome",
    "personal_data": "privacy",
    "pseudonyms": "privacy",
    "regression_table": "regression_tables",
    "scan": "scanning",
    "two_proportions": "textbook",
}


def __getattr__(name: str) -> Any:
    """A public name or module of the package, loaded at its first use."""
    if name in _MODULES:
        value = getattr(import_module(f"enkat.{_MODULES[name]}"), name)
    else:
        try:
            value = import_module(f"enkat.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"enkat.{name}":
                raise
            module = sys.modules[__name__]
            raise AttributeError(f"module 'enkat' has no attribute {name!r}", name=name, obj=module) from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
