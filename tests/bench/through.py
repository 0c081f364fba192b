"""Updates through the whole bot without a network: read, turn, view and store, one walk of 1.6 kB a person."""

from pathlib import Path
from statistics import median

from msgspec import Struct

from tests.bench.people import people

MASTER = bytes(range(32))


class Through(Struct, frozen=True):
    """Updates a second in batches of a hundred, and how many milliseconds one press by itself takes (median)."""

    updates: float
    single: float


async def measure(url: str, scenarios: Path, *, count: int = 500, rounds: int = 8, singles: int = 100) -> Through:
    """Return how fast a new database is; in each round everybody presses once, taking four presses a step."""
    async with people(url, scenarios, MASTER, count) as walkers:
        await walkers.widen()
        took: list[float] = []
        for _ in range(rounds):
            took += await walkers.do(walkers.next_presses())
            await walkers.look()
        alone = await walkers.do(walkers.next_presses()[:singles], 1)
    return Through(count * rounds / sum(took), median(alone) * 1_000)
