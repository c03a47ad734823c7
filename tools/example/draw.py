"""Seeded draws that stay the same in every Python version: only Random.random() is used, which is guaranteed to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of random choices."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self._next()

    def below(self, n: int) -> int:
        """A whole number in 0 .. n-1."""
        return int(self._next() * n)

    def one(self, items: Sequence[T]) -> T:
        """One item, all equally likely."""
        return items[self.below(len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, likely in proportion to its weight."""
        point = self._next() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return next(reversed(weights))

    def sample(self, weights: Mapping[T, float], n: int) -> list[T]:
        """n different keys, drawn one after another in proportion to their weights."""
        left, drawn = dict(weights), []
        for _ in range(n):
            drawn.append(self.weighted(left))
            del left[drawn[-1]]
        return drawn

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in a random order."""
        keyed = [(self._next(), i, item) for i, item in enumerate(items)]
        return [item for _, _, item in sorted(keyed)]
