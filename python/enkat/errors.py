"""The errors and warnings of enkat. Every one says what was found, what was expected and how to repair it."""

from __future__ import annotations

__all__ = [
    "ConvergenceError",
    "DataError",
    "DefinitionError",
    "DesignError",
    "DisclosureError",
    "MissingExtraError",
    "MissingFileError",
    "SurveyError",
    "SurveyWarning",
]


class SurveyError(ValueError):
    """The base of every error that enkat raises on purpose."""


class DefinitionError(SurveyError):
    """A survey definition or an expression that breaks a rule; the message starts with the JSON pointer."""


class DataError(SurveyError):
    """A file or a dataframe that cannot be read as responses, or a column that is not what was asked for."""


class DesignError(SurveyError):
    """A sampling design that contradicts itself or that an estimator cannot honour."""


class ConvergenceError(SurveyError):
    """An iteration that did not reach its target; the message names the margin and the gap."""


class DisclosureError(SurveyError):
    """A table that may not be published as asked."""


class MissingExtraError(SurveyError, ImportError):
    """An optional library is not installed; the message gives the pip command."""


class MissingFileError(SurveyError, FileNotFoundError):
    """There is no such file; the message says where it was looked for."""


class SurveyWarning(UserWarning):
    """Something the analyst should know that does not stop the work."""
