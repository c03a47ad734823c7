"""The same test in every layer of a table, each layer a domain that keeps the design."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enkat._frames import unknown_column
from enkat._tabular import Tabular, plain_columns
from enkat.errors import DataError, DesignError, SurveyError
from enkat.estimate import Request
from enkat.expressions import col
from enkat.inference import Test
from enkat.inference import chisq as one_chisq

__all__ = ["Tests", "chisq", "in_layers"]

SHOWN = ("statistic", "df", "ddf", "p_value", "n")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Tests(Tabular):
    """One test per layer; `tests["North"]` finds one, a pair of several variables as `tests["North", "2024"]`.

    Attributes
    ----------
    by : tuple of str
        The variables that make the layers.
    layers : tuple of tuple
        Their values, one tuple per layer.
    tests : tuple of Test or None
        The tests; None where the layer allows none, `reasons` then says why.
    reasons : tuple of str
        Empty where there is a test.
    """

    by: tuple[str, ...]
    layers: tuple[tuple[Any, ...], ...]
    tests: tuple[Test | None, ...]
    reasons: tuple[str, ...] = field(default=())
    library: str | None = None

    def __getitem__(self, layer: Any) -> Test:
        wanted = tuple(map(str, layer if isinstance(layer, tuple) else (layer,)))
        names = [tuple(map(str, values)) for values in self.layers]
        if wanted not in names:
            known = [" and ".join(name) for name in names]
            raise SurveyError(unknown_column(" and ".join(wanted), known, what="layer"))
        found = self.tests[names.index(wanted)]
        if found is None:
            raise SurveyError(f"layer {' and '.join(wanted)}: {self.reasons[names.index(wanted)]}")
        return found

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)

    def _library(self) -> str | None:
        return self.library

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """One row per layer: its values, the outcome, and why there is none where there is none."""
        del language
        out: dict[str, list[Any]] = {name: [layer[k] for layer in self.layers] for k, name in enumerate(self.by)}
        for name in SHOWN:
            values = [None if test is None else getattr(test, name) for test in self.tests]
            out[name] = [math.nan if v is None and name != "n" else v for v in values]
        out["status"] = ["x" if test is None else "ok" for test in self.tests]
        out["reason"] = list(self.reasons)
        return {**out}

    def to_dict(self) -> dict[str, list[Any]]:
        """One entry per layer, as plain lists; what is missing is None."""
        return plain_columns(self.columns())

    def __repr__(self) -> str:
        from enkat._display.inference_text import layered_text

        return layered_text(self)

    def _repr_html_(self) -> str:
        from enkat._display.inference_text import layered_html

        return layered_html(self)


def in_layers(request: Request, test: Callable[[Request], Test]) -> Tests:
    """`test` in every domain that the request's `by` makes; one that a domain does not allow gives its reason."""
    groups = request.groups
    columns = request.design._columns
    levels = [columns.level_values(b, list(columns.categories(b).levels)) for b in request.by]
    layers = [
        tuple(found[m] for found, m in zip(levels, member, strict=True)) for member in zip(*groups.member, strict=True)
    ]
    tests: list[Test | None] = []
    reasons: list[str] = []
    for layer in layers:
        here = (col(name).is_in([value]) for name, value in zip(request.by, layer, strict=True))
        domain = request.design.where(functools.reduce(operator.and_, here))
        try:
            inner = replace(request, design=domain, by=(), design_df=domain.degrees_of_freedom)
            tests.append(test(inner))
            reasons.append("")
        except (DataError, DesignError) as e:
            tests.append(None)
            reasons.append(str(e))
    if not any(tests):
        raise DataError(f"by: no layer of {' and '.join(map(repr, request.by))} allows the test: {reasons[0]}")
    return Tests(
        by=request.by,
        layers=tuple(layers),
        tests=tuple(tests),
        reasons=tuple(reasons),
        library=columns.source.library,
    )


def chisq(request: Request, row: str, column: str, statistic: str, table: Any = None) -> Test | Tests:
    """The test of a table, `table` where it has been made; of one with `by`, or with layers, that of each."""
    if not request.by:
        return one_chisq(request, row, column, statistic, table)
    for name in (row, column):
        if name in request.by:
            raise DesignError(f"by: {name!r} is already a side of the table, expected another column")
    return in_layers(request, lambda inner: one_chisq(inner, row, column, statistic))
