"""How often a blind play comes by each state: chance sent along all roads at once."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from bot.scenario.graph import Edges

_SETTLED = 1e-13  # the chance still going round in a loop that no longer counts
_ROUND = 5  # what a round by itself costs, in roads


def passing(
    edges: Edges, order: Iterable[Sequence[int]], most_work: int, halting: AbstractSet[int] = frozenset()
) -> list[float] | None:
    """Return how often a play comes by each node: a chance from 0 to 1, or more than that in a loop.

    `order` are the strongly connected parts, each before those it leads to. Node 0 has 1, and each node gives what
    came to it on in equal shares; those in `halting` give nothing on. What goes round in a loop is sent on round by
    round until it no longer counts: exact to nine decimals. None when that takes more than `most_work` roads: a loop
    that hardly anyone gets out of takes for ever, and one without a way out as well.
    """
    came, work = [0.0] * len(edges), 0
    came[0] = 1.0
    for part in order:
        node, ahead = part[0], edges[part[0]]
        if len(part) > 1 or node in ahead:
            work += _going_round(edges, part, halting, came, most_work - work)
        elif ahead:
            work += 1 + len(ahead)
            share = 0.0 if node in halting else came[node] / len(ahead)
            for to in ahead:
                came[to] += share
        if work > most_work:
            return None
    return came


def _going_round(
    edges: Edges, part: Sequence[int], halting: AbstractSet[int], came: list[float], most_work: int
) -> int:
    """Send on what came to a loop, until nothing goes round in it or the work is too much; return the work."""
    waiting, work = {node: came[node] for node in part}, 0
    while work <= most_work and sum(waiting.values()) >= _SETTLED:
        for node in part:
            chance, waiting[node] = waiting[node], 0.0
            ahead = edges[node] if chance and node not in halting else ()
            for to in ahead:
                came[to] += chance / len(ahead)
                if to in waiting:
                    waiting[to] += chance / len(ahead)
            work += 1 + len(ahead)
        work += _ROUND
    return work
