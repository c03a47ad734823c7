"""Policies: what becomes of a record or an answer, by rule, as data beside the definition."""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from enkat import _core
from enkat.errors import DataError

__all__ = ["load_policy"]


def load_policy(source: str | PathLike[str] | Mapping[str, Any]) -> _core.Policy:
    """The policy that `apply` was given: "default", "flag", a dict, or the path of a JSON file.

    Raises
    ------
    DataError
        It is none of these, or the file cannot be read.
    DefinitionError
        The policy names a rule or an action that there is not.
    """
    if source == "default":
        return _core.Policy()
    if source == "flag":
        return _core.load_policy('{"format":"enkat-policy","format_version":"0.1","id":"flag","base":"flag"}')
    if isinstance(source, Mapping):
        try:
            text = json.dumps(dict(source))
        except (TypeError, ValueError) as problem:
            raise DataError(f"policy: found a dict that is not JSON ({problem}), expected plain values") from None
        return _core.load_policy(text)
    if not isinstance(source, (str, PathLike)):
        raise DataError(f"policy: found {source!r}, expected 'default', 'flag', a dict or the path of a JSON file")
    try:
        text = Path(source).read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise DataError(
            f"policy: found {str(source)!r}, expected 'default', 'flag', a dict or the path of a JSON file ({problem})"
        ) from None
    return _core.load_policy(text)


def deciders(policy: _core.Policy, decided_by: list[int]) -> list[str]:
    """What decided about each finding: the policy and its line, or its base."""
    lines = [f"{policy.id}: {question + ' ' if question else ''}{rule}" for rule, question, _ in policy.rules]
    base = "default" if policy.base == "default" else f"{policy.id}: flag"
    return [lines[i] if i >= 0 else base for i in decided_by]
