"""What stands at the head of a book: the columns of every banner."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._banner_scale import Scale
from enkat.banner import BannerHead
from enkat.banner_spec import BannerColumns
from enkat.errors import DesignError
from enkat.expressions import Condition, col

if TYPE_CHECKING:
    from enkat.design import Design


class Group:
    """One banner: its variables and columns."""

    def __init__(self, design: Design, asked: Any) -> None:
        self.asked = asked if isinstance(asked, BannerColumns) else BannerColumns(asked)
        given = self.asked.variables
        names = (given,) if isinstance(given, str) else given
        if not isinstance(names, (tuple, list)) or not names or not all(isinstance(n, str) for n in names):
            raise DesignError(f"columns: found {asked!r}, expected a column name, a tuple of them or ek.BannerColumns")
        self.names = tuple(names)
        if len(set(self.names)) != len(self.names):
            raise DesignError(f"columns: {' > '.join(self.names)} nests a column in itself, expected different ones")
        self.scales = [Scale(design, n, None) for n in self.names]
        if self.asked.nets and len(self.names) > 1:
            raise DesignError("nets: a nested banner has no nets, expected them of one column; make a column first")
        self.values: list[tuple[Any, ...]] = []
        self.columns: list[tuple[str, list[list[int]]]] = []
        self._add_categories(design)
        self._add_nets()

    def _add_categories(self, design: Design) -> None:
        names = [[str(v) for v in s.levels] for s in self.scales]
        found = _core.banner_columns(design._core, [s.factor for s in self.scales], names)
        if self.asked.only is not None:
            if len(self.names) > 1:
                raise DesignError("only: expected of one column, not of a nested banner")
            wanted = [self.scales[0].indices([c], "only")[0] for c in self.asked.only]
            found = [found[k] for k in wanted]
        for name, levels in found:
            parts = tuple(s.levels[members[0]] for s, members in zip(self.scales, levels, strict=True))
            self.values.append(parts)
            self.columns.append((name.replace("|", " / "), levels))

    def _add_nets(self) -> None:
        for name, members in self.asked.nets.items():
            self.values.append(())
            self.columns.append((str(name), [self.scales[0].indices(members, f"nets: {name!r}")]))

    def conditions(self) -> list[Condition]:
        """Who is in each column."""
        return [
            functools.reduce(operator.and_, (_who(s, members) for s, members in zip(self.scales, levels, strict=True)))
            for _, levels in self.columns
        ]

    @property
    def banner(self) -> str:
        return " > ".join(self.names)

    def as_tuple(self) -> tuple[Any, ...]:
        return (self.banner, [s.factor for s in self.scales], self.columns)


def _who(scale: Scale, members: Sequence[int]) -> Condition:
    """Whoever has one of the levels."""
    levels = [scale.levels[k] for k in members]
    if not scale.is_set:
        return col(scale.name).is_in(levels)
    return Condition(" or ".join(f"selected({scale.name}, {str(level)!r})" for level in levels))


def heads_of(found: Sequence[tuple[int, str, str]], groups: Sequence[Group]) -> tuple[BannerHead, ...]:
    out = [BannerHead(banner="", name="Total")]
    for g in groups:
        for k, (name, _) in enumerate(g.columns):
            out.append(
                BannerHead(
                    banner=g.banner,
                    name=name,
                    variables=g.names if g.values[k] else (),
                    values=g.values[k],
                    label=g.asked.label,
                )
            )
    return tuple(replace(h, letter=letter) for h, (_, _, letter) in zip(out, found, strict=True))
