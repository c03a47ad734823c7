"""Arguments as analysts mistype them: one check and one sentence for each kind."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from enkat.errors import DesignError

__all__ = ["mapping_of", "name_of", "names_of", "number_of", "whole_of"]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def name_of(value: object, argument: str) -> str:
    """The name of one column."""
    if not isinstance(value, str):
        raise DesignError(f"{argument}: found {_shown(value)}, expected the name of one column, as text")
    return value


def names_of(value: str | Sequence[str] | None, argument: str, *, repeats: bool = False) -> list[str]:
    """One name or several, each once unless it may repeat (by stage); none for None."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    names = list(value) if isinstance(value, Iterable) else [value]
    if not all(isinstance(name, str) for name in names):
        raise DesignError(f"{argument}: found {_shown(value)}, expected the name of a column or a list of names")
    for k, name in enumerate(names):
        if not repeats and name in names[:k]:
            raise DesignError(f"{argument}: {name!r} is named twice, expected every column once")
    return names


def number_of(value: Any, argument: str, *, above: float = 0, infinite: bool = False) -> float:
    """A number over a bound, finite unless `infinite` allows otherwise."""
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if not (math.isfinite(number) or (infinite and number == math.inf)) or number <= above:
        raise DesignError(f"{argument}={_shown(value)}, expected a number over {above:g}")
    return number


def whole_of(value: Any, argument: str) -> int:
    """A whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise DesignError(f"{argument}={_shown(value)}, expected a whole number of at least 1")
    return int(value)


def threads_of_environment() -> int:
    """The number of threads that ``ENKAT_THREADS`` asks for; 0, all cores, where it is not set."""
    value = os.environ.get("ENKAT_THREADS", "") or "0"
    if not value.isascii() or not value.isdigit():
        raise DesignError(f"ENKAT_THREADS is {value!r}, expected a whole number; 0 or nothing stands for all cores")
    return int(value)


def mapping_of(value: Any, argument: str, shape: str) -> Mapping[Any, Any]:
    """A dict; `shape` says what it should look like."""
    if not isinstance(value, Mapping):
        raise DesignError(f"{argument}: found {_shown(value)}, expected a dict {shape}")
    return value
