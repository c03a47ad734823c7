"""An attacker who has the published figures and simple arithmetic does not come closer to a hidden count than t - 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from enkat import _core
from hypothesis import assume, given
from hypothesis import strategies as st

COUNTS = st.lists(st.one_of(st.integers(0, 7), st.integers(0, 40)), min_size=2, max_size=6)


def published(counts: list[int], nets: list[list[int]], t: int, shape: str) -> list[dict[str, Any]]:
    base = sum(counts)
    table = _core.Table("q", shape)
    table.add_base("total", base, n_effective=base)

    def share(parts: list[int]) -> _core.ShareEstimate:
        n = sum(counts[k] for k in parts)
        return _core.ShareEstimate(p=n / base, se=0.0, df=base - 1, count=n, n=base, n_weighted=base, n_effective=base)

    for k in range(len(counts)):
        table.add_share(str(k), "total", "answer", [], share([k]), False)
    for i, parts in enumerate(nets):
        table.add_share(f"net{i}", "total", "net", [str(k) for k in parts], share(parts), False)
    cells: list[dict[str, Any]] = _core.protect(table, _core.publication_policy("eu-open", t, 1)).cells
    return cells


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a total as a sum of so many counts of at least one."""
    if parts == 1:
        if total >= 1:
            yield (total,)
        return
    for first in range(1, total - parts + 2):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


def possible(cells: list[dict[str, Any]], base: int) -> list[dict[str, int]]:
    """All counts of hidden answers that agree with the base, the visible counts and the visible nets."""
    answers = {c["row"]: c["count"] for c in cells if c["role"] == "answer"}
    hidden = [row for row, count in answers.items() if count is None]
    rest = base - sum(count for count in answers.values() if count is not None)
    nets = [(c["parts"], c["count"]) for c in cells if c["role"] == "net" and c["count"] is not None]
    out = []
    for guess in compositions(rest, len(hidden)) if hidden else ():
        full = {**answers, **dict(zip(hidden, guess, strict=True))}
        if all(sum(full[p] for p in parts) == count for parts, count in nets):
            out.append({row: full[row] for row in hidden})
    return out


@given(COUNTS, st.integers(3, 6), st.booleans())
def test_no_hidden_count_is_known_closer_than_t_minus_1(counts: list[int], t: int, ordered: bool) -> None:
    base = sum(counts)
    half = len(counts) // 2
    nets = [list(range(half)), list(range(len(counts) - half, len(counts)))] if ordered and half >= 2 else []
    assume(30 <= base <= 70)
    cells = published(counts, nets, max(t, 5), "ordinal" if ordered else "nominal")
    unsafe = [c["row"] for c in cells if c["role"] == "answer" and 0 < counts[int(c["row"])] < max(t, 5)]
    worlds = possible(cells, base)
    zeros_shown = all(c["count"] is not None for c in cells if c["role"] == "answer" and counts[int(c["row"])] == 0)
    if not worlds or not zeros_shown:  # where zeros had to be hidden too, nothing of the table is left to compare with
        return
    for row in unsafe:
        values = [world[row] for world in worlds]
        assert max(values) - min(values) >= max(t, 5) - 1, (counts, row, cells)


@given(COUNTS, st.integers(5, 9))
def test_a_visible_count_is_never_a_small_one(counts: list[int], t: int) -> None:
    assume(sum(counts) > 0)
    for cell in published(counts, [], t, "nominal"):
        assert cell["count"] is None or cell["count"] == 0 or cell["count"] >= t
