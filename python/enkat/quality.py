"""Rules about the quality of whole records, judged on request with the survey's own bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path
from typing import Any

from enkat import _core
from enkat.errors import DataError

__all__ = ["QualityRules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRules:
    """Bounds for the rules that are judged on request; None leaves a rule out. Every bound itself is allowed.

    Parameters
    ----------
    completion : (float, float), optional
        From which share of the asked items on a record is complete, and from which partial; below it is a break-off.
        Found as `quality.incomplete`. The measures use (0.8, 0.5) where nothing is stated.
    max_item_nonresponse : float, optional
        The largest share of asked items without answer, 0 to 1 (`quality.item_nonresponse`).
    max_longstring : int, optional
        The most equal scale answers in a row (`quality.longstring`).
    min_variability : float, optional
        The smallest standard deviation of a record's scale answers (`quality.variability`).
    min_even_odd : float, optional
        The smallest even-odd consistency, -1 to 1, of three scales and more (`quality.even_odd`).
    min_text_entropy : float, optional
        The fewest bits per character of an open answer of twenty characters and more (`quality.text_entropy`).
    max_text_copies : int, optional
        In how many records an open answer of twenty characters and more may occur (`quality.text_copy`).
    near_duplicate_share : float, optional
        From which share of equal answers on, 0.5 to 1, a record is a near duplicate of an earlier one
        (`quality.near_duplicate`).

    Notes
    -----
    Formulas, sources and limits are in docs/methods/careless.md. A survey states its own bounds: what is usual differs
    from survey to survey, so none is judged unless asked for.

    Examples
    --------
    >>> import enkat as ek
    >>> rules = ek.QualityRules(max_longstring=8, near_duplicate_share=0.9)
    >>> rules.to_dict()
    {'max_longstring': 8, 'near_duplicate_share': 0.9}
    """

    completion: tuple[float, float] | None = None
    max_item_nonresponse: float | None = None
    max_longstring: int | None = None
    min_variability: float | None = None
    min_even_odd: float | None = None
    min_text_entropy: float | None = None
    max_text_copies: int | None = None
    near_duplicate_share: float | None = None

    @classmethod
    def load(cls, source: QualityRules | Mapping[str, Any] | str | PathLike[str]) -> QualityRules:
        """Rules from a dict, or from a JSON file with the same names.

        Raises
        ------
        DataError
            The file cannot be read, or names something that is no rule.
        """
        if isinstance(source, QualityRules):
            return source
        values = source if isinstance(source, Mapping) else _file(source)
        known = [f.name for f in fields(cls)]
        for name in values:
            if name not in known:
                raise DataError(f"quality: found {name!r}, expected some of {', '.join(known)}")
        pair = values.get("completion")
        return cls(**{**values, "completion": None if pair is None else _pair(pair)})

    def to_dict(self) -> dict[str, Any]:
        """The stated bounds, ready for JSON."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in found.items() if v is not None}

    def save(self, path: str | PathLike[str]) -> None:
        """Write the bounds as JSON."""
        Path(path).write_text(json.dumps(self.to_dict(), indent=1) + "\n", encoding="utf-8")

    def core(self) -> _core.QualityRules:
        """The engine's rules."""
        out = _core.QualityRules()
        for f in fields(self):
            value = getattr(self, f.name)
            if value is None:
                continue
            try:
                setattr(out, f.name, _core.CompletionCutoffs(*_pair(value)) if f.name == "completion" else value)
            except TypeError:
                kind = "a whole number" if f.name in ("max_longstring", "max_text_copies") else "a number"
                raise DataError(f"quality, {f.name}: found {value!r}, expected {kind}") from None
        return out


def _pair(value: Any) -> tuple[float, float]:
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(v, (int, float)) for v in value):
        return float(value[0]), float(value[1])
    raise DataError(f"quality, completion: found {value!r}, expected two shares: (complete, partial)")


def _file(path: str | PathLike[str]) -> dict[str, Any]:
    if not isinstance(path, (str, PathLike)):
        raise DataError(
            f"quality: found {type(path).__name__}, expected QualityRules, a dict or the path of a JSON file"
        )
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise DataError(f"quality: {path}: {problem}; expected a JSON file of bounds") from None
    if not isinstance(found, dict):
        raise DataError(f"quality: {path}: found {type(found).__name__}, expected an object of bounds")
    return found
