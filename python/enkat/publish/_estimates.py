"""From estimates to the engine's tables: one function per way of asking. Nothing here is rounded or hidden yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enkat import _core

if TYPE_CHECKING:
    from enkat.design import Design
    from enkat.results import Estimates

__all__ = [
    "Question",
    "Shares",
    "Side",
    "add_base",
    "add_mean",
    "add_nets",
    "add_shares",
    "add_value",
    "empty_table",
    "shares_of",
    "with_column",
]


Question = Mapping[str, Any]
"""A question of the definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One column of every table: its name, its design, and whether its figures are weighted."""

    column: str
    design: Design
    weighted: bool
    precision: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of one question in one column, by code; the base is the same for all of them."""

    estimates: Estimates
    rows: Mapping[str, int]

    @property
    def n(self) -> int:
        return int(self.estimates.n[0]) if len(self.estimates) else 0

    @property
    def n_weighted(self) -> float:
        return float(self.estimates.n_weighted[0]) if len(self.estimates) else 0.0

    @property
    def n_effective(self) -> float:
        return float(self.estimates.n_effective[0]) if self.n else 0.0

    def count(self, code: str) -> int:
        return int(self.estimates.count[self.rows[code]]) if code in self.rows else 0

    def one(self, codes: Sequence[str]) -> _core.ShareEstimate:
        """The share of one answer, or of several together (a linear contrast with its covariance)."""
        known = [c for c in codes if c in self.rows]
        r = self.estimates
        if len(known) == 1:
            i = self.rows[known[0]]
            p, se, df = float(r.estimate[i]), float(r.se[i]), float(r.df[i])
        elif known:
            total = r.contrast({r.names[self.rows[c]]: 1.0 for c in known})
            p, se, df = float(total.estimate[0]), float(total.se[0]), float(r.df[0])
        else:
            p, se, df = 0.0, 0.0, float(r.df[0]) if len(r) else 0.0
        count = sum(self.count(c) for c in known)
        return _core.ShareEstimate(
            p=min(max(p, 0.0), 1.0),
            se=se,
            df=df,
            count=count,
            n=self.n,
            n_weighted=self.n_weighted,
            n_effective=self.n_effective,
        )


def shares_of(side: Side, column: str) -> Shares:
    """The shares of a column of the data."""
    r = side.design.freq(column, ci="nchs")
    return Shares(r, {str(level): i for i, level in enumerate(r.keys["level"])})


def empty_table(question: Question, shape: str, name: str | None = None) -> _core.Table:
    return _core.Table(name or question["id"], shape, bool(question.get("sensitive")))


def with_column(side: Side, column: str, values: Any) -> Side:
    """The side with one more column: values per row, or a `cut`."""
    return replace(side, design=side.design.with_columns(**{column: values}))


def add_base(table: _core.Table, side: Side, shares: Shares) -> None:
    n, e = shares.n, shares.n_effective
    weighted = shares.n_weighted if side.weighted else None
    deff = n / e if side.weighted and e > 0 else None
    table.add_base(side.column, n, n_weighted=weighted, n_effective=e if n else None, deff_kish=deff)


def add_shares(
    table: _core.Table,
    side: Side,
    shares: Shares,
    codes: Sequence[str],
    *,
    names: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """A cell per code; with `names` a cell per name, the answers of each taken together."""
    if not shares.n:
        return
    for name, parts in (names or {c: [c] for c in codes}).items():
        table.add_share(name, side.column, "answer", [], shares.one(parts), side.precision)


def add_nets(table: _core.Table, side: Side, shares: Shares, codes: Sequence[str]) -> None:
    """The upper and the lower half of an ordered scale, where each has two answers or more."""
    half = len(codes) // 2
    if half < 2 or not shares.n:
        return
    for name, parts in (("net.positive", codes[-half:]), ("net.negative", codes[:half])):
        table.add_share(name, side.column, "net", list(parts), shares.one(parts), side.precision)


def add_mean(
    table: _core.Table, side: Side, r: Estimates, *, row: str = "", measure: str = "mean", scale: float = 1.0
) -> None:
    """A mean, or another figure about a whole question or item, with its interval."""
    n = int(r.n[0]) if len(r.n) else 0
    add_value(table, side, r, n, row=row, measure=measure, scale=scale)


def add_value(
    table: _core.Table, side: Side, r: Estimates, n: int, *, row: str, measure: str, scale: float = 1.0
) -> None:
    estimate = float(r.estimate[0])
    if n == 0 or estimate != estimate:
        return
    precise: dict[str, Any] = {}
    if side.precision and r.ci_low[0] == r.ci_low[0]:
        precise = {"se": scale * r.se[0], "ci_low": scale * r.ci_low[0], "ci_high": scale * r.ci_high[0]}
    table.add_value(row, side.column, measure, "summary", scale * estimate, **precise, count=n, n=n)
