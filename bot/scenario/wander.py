"""Blind plays through a case, by number: a sample of what can happen where seeing everything takes too long."""

from msgspec import Struct

from bot.scenario.model import Chosen, Decision, Scenario
from bot.scenario.walk import holds, moved, visible

MOST_PLAYS = 500
MOST_TURNS = 200  # steps of one play; a loop can be walked for ever
MOST_LOOKS = 2_000_000  # options, branches and meters of all plays together: anyone can upload a file
_MASK = 2**64 - 1


class Sample(Struct, frozen=True, kw_only=True):
    """How many plays were played; of the last one, where it got stuck ("" when none did) and by which choices."""

    plays: int
    stuck: str = ""
    road: tuple[Chosen, ...] = ()


def wander(scenario: Scenario, most_plays: int = MOST_PLAYS, most_looks: int = MOST_LOOKS) -> Sample:
    """Return what the plays with seeds 1, 2, 3 ... come to, until one gets stuck; the same for the same case."""
    looks = 0
    for seed in range(1, most_plays + 1):
        stuck, road, seen = _play(scenario, seed, most_looks - looks)
        looks += seen
        if looks > most_looks:
            return Sample(plays=seed - 1)
        if stuck:
            return Sample(plays=seed, stuck=stuck, road=tuple(road))
    return Sample(plays=most_plays)


def _play(scenario: Scenario, seed: int, most_looks: int) -> tuple[str, list[Chosen], int]:
    """Return where a play got stuck ("" when it did not), the choices on its road, and how many looks it took."""
    place, meters, looks = scenario.first, dict(scenario.meters), 0
    road: list[Chosen] = []
    choices: set[Chosen] = set()
    for turn in range(MOST_TURNS):
        if place in scenario.endings or looks > most_looks:
            break
        step = scenario.steps[place]
        if isinstance(step, Decision):
            seen = visible(step, meters, choices)
            if not seen:
                return place, road, looks
            option = step.options[name := seen[_number(seed, turn) % len(seen)]]
            meters = moved(meters, option.effects)
            road.append(Chosen(place, name))
            choices.add(road[-1])
            looks += len(step.options) + len(meters)
        route = option.to if isinstance(step, Decision) else step.to
        looks += len(route)
        place = next(branch.to for branch in route if holds(branch.when, meters, choices))
    return "", road, looks


def _number(seed: int, turn: int) -> int:
    """Return a number below 2**64 that looks like chance (SplitMix64), so that every play can be played again."""
    mixed = (seed * 0x9E3779B97F4A7C15 + turn * 0xD1B54A32D192ED03) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return mixed ^ (mixed >> 31)
