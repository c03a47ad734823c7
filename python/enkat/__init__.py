"""enkat: from a questionnaire and its responses to a published result."""

from __future__ import annotations

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
from enkat.regression_table import RegressionTable, regression_table
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
