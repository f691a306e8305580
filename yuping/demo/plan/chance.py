"""Chance that repeats: every village and household draws from a stream of its own.

A stream depends on the seed and its keys alone, so that one household more shifts no other. Chances are
whole per cent and weights whole numbers, and amounts are drawn as whole numbers.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")


def stream(seed: int, *keys: str | int) -> Random:
    """The random stream of a village, a household or one aspect of it."""
    name = "/".join(map(str, (seed, *keys)))
    return Random(int.from_bytes(blake2b(name.encode(), digest_size=8).digest()))


def chance(rng: Random, percent: int) -> bool:
    """True in so many of a hundred cases."""
    return rng.random() * 100 < percent


class Weighted(Generic[Value]):
    """Values with whole weights, drawn one at a time."""

    def __init__(self, weights: Mapping[Value, int]) -> None:
        self._values: Sequence[Value] = list(weights)
        self._ladder: list[int] = []
        total = 0
        for weight in weights.values():
            total += weight
            self._ladder.append(total)

    def pick(self, rng: Random) -> Value:
        """Draw one value."""
        return self._values[bisect(self._ladder, rng.random() * self._ladder[-1])]
