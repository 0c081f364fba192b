"""Chance that can be had again: a seed and the words of a question give the same number each time."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """All the chance of one run. It has no state, so that what one person does changes nothing for another."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def of(self, *question: object) -> float:
        """Return a number from 0 to 1, 1 not included."""
        digest = blake2b(repr((self.seed, question)).encode(), digest_size=7).digest()
        return int.from_bytes(digest) / 2**56

    def between(self, low: float, high: float, *question: object) -> float:
        """Return a number from `low` to `high`."""
        return low + (high - low) * self.of(*question)

    def pick(self, choices: Sequence[T], *question: object) -> T:
        """Return one of them."""
        return choices[int(self.of(*question) * len(choices))]
