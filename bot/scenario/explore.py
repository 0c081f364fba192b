"""Every state a case can come into, exactly: (step, meters that matter, choices that matter), equal states merged."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import islice, pairwise
from operator import getitem
from typing import NamedTuple

from msgspec import Struct

from bot.scenario.graph import leading_to, parts
from bot.scenario.model import Branch, Chosen, Condition, Decision, Option, Scenario, Step
from bot.scenario.walk import HIGHEST, Choices, holds, moved

_Key = tuple[str, tuple[int, ...], frozenset[Chosen]]  # what makes a state; quicker to look up than a State
MOST_STATES = 200_000
MOST_WORK = 8_000_000  # looks: each option and branch of a state may look at each value that matters


class State(Struct, frozen=True, gc=False):
    """A place with what can still make a difference; the values stand in the order of `Exploration.meters`."""

    place: str
    values: tuple[int, ...]
    choices: frozenset[Chosen]


class Move(Struct, frozen=True, gc=False):
    """A way on from a state: the option taken ("" where nothing is chosen) and the number of the next state."""

    option: str
    to: int


class Exploration(Struct, frozen=True, kw_only=True, dict=True):
    """What can happen in a case.

    `moves[n]` are the ways on from `states[n]`; `came[n]` is the state it was first reached from (-1 for the first).
    `complete` is False when the exploration stopped at its limit: then what was not seen may still exist.
    `stuck` are the states at a step with no way on, nearest first.
    """

    meters: tuple[str, ...]
    states: list[State]
    moves: list[list[Move]]
    came: list[int]
    stuck: list[int]
    complete: bool

    @cached_property
    def edges(self) -> list[list[int]]:
        """Return the states that each state leads to, in the order of its moves."""
        return [[move.to for move in ways] for ways in self.moves]

    @cached_property
    def caught(self) -> list[list[int]]:
        """Return the loops without a way out: groups of states that lead only to one another, never to an ending."""
        edges = self.edges
        lost = set(range(len(edges))) - leading_to(edges, [number for number, ways in enumerate(edges) if not ways])
        if not lost:
            return []
        within = [ways if number in lost else [] for number, ways in enumerate(edges)]
        return [
            sorted(part)
            for part in parts(within)
            if part[0] in lost and {to for number in part for to in edges[number]} <= set(part)
        ]


class _Way(NamedTuple):
    """An option, or the road of a step without options, prepared for many states.

    `raised[n][value]` is the n-th meter after the option, "()" when it moves none; `taken` is empty when no condition
    asks for it; `place` is where it always leads, "" when that depends.
    """

    option: str
    when: Condition | None
    raised: tuple[tuple[int, ...], ...]
    taken: frozenset[Chosen]
    to: tuple[Branch, ...]
    place: str


def explore(scenario: Scenario, most: int = MOST_STATES, most_work: int = MOST_WORK) -> Exploration:
    """Return every state of a case, breadth first, so that the first way to a state is a shortest one.

    Goes on from no more states after `most` of them or `most_work` looks, and says so: anyone can upload a file.
    """
    asked_for = list(conditions(scenario))
    asked = {name for condition in asked_for for name in condition.meters}
    meters = tuple(name for name in scenario.meters if name in asked)
    matter = frozenset(chosen for condition in asked_for for chosen in condition.chosen)
    ways = {name: _ways(name, step, meters, matter) for name, step in scenario.steps.items()}
    sizes = {name: _size(step) for name, step in scenario.steps.items()}
    start = State(scenario.first, tuple(scenario.meters[name] for name in meters), frozenset())
    numbers: dict[_Key, int] = {(start.place, start.values, start.choices): 0}
    states, came, moves, stuck = [start], [-1], [], []
    complete, work = True, 0
    for number, state in enumerate(states):
        here: list[Move] = []
        moves.append(here)
        ahead = ways.get(state.place)
        work += sizes.get(state.place, 0) * (1 + len(meters) + len(state.choices))
        if ahead is None or work > most_work or len(states) > most:
            complete = complete and ahead is None
            continue
        for option, following in _following(ahead, state, meters):
            to = numbers.get(following)
            if to is None:
                to = numbers[following] = len(states)
                states.append(State(*following))
                came.append(number)
            here.append(Move(option, to))
        if not here:
            stuck.append(number)
    return Exploration(meters=meters, states=states, moves=moves, came=came, stuck=stuck, complete=complete)


def _size(step: Step) -> int:
    """Return the number of options and branches of a step."""
    if isinstance(step, Decision):
        return sum(1 + len(option.to) for option in step.options.values())
    return len(step.to)


def _ways(place: str, step: Step, meters: tuple[str, ...], matter: frozenset[Chosen]) -> list[_Way]:
    if not isinstance(step, Decision):
        return [_Way("", None, (), frozenset(), step.to, _always(step.to))]
    ways = []
    for name, option in step.options.items():
        moving = any(option.effects.get(meter) for meter in meters)
        raised = tuple(_raised(option.effects.get(meter, 0)) for meter in meters) if moving else ()
        ways.append(_Way(name, option.when, raised, matter & {Chosen(place, name)}, option.to, _always(option.to)))
    return ways


def _always(route: tuple[Branch, ...]) -> str:
    return "" if route[0].when else route[0].to


def _following(ways: list[_Way], state: State, meters: tuple[str, ...]) -> Iterator[tuple[str, _Key]]:
    before, chosen = state.values, state.choices
    for option, when, raised, taken, to, place in ways:
        if when and not holds(when, dict(zip(meters, before, strict=True)), chosen):
            continue
        after = tuple(map(getitem, raised, before)) if raised else before
        choices = chosen if taken <= chosen else chosen | taken
        yield option, (place or _target(to, meters, after, choices), after, choices)


def _target(route: tuple[Branch, ...], meters: tuple[str, ...], values: tuple[int, ...], choices: Choices) -> str:
    # One hop only, unlike walk.follow: a crossroads is a state here, so that loops of crossroads are found.
    after = dict(zip(meters, values, strict=True))
    return next(branch.to for branch in route if holds(branch.when, after, choices))


@cache
def _raised(by: int) -> tuple[int, ...]:
    """Return what an effect makes of each value from 0 to 10."""
    return tuple(moved({"": value}, {"": by})[""] for value in range(HIGHEST + 1))


def conditions(scenario: Scenario) -> Iterator[Condition]:
    """Return every condition in a case, of options and of branches."""
    for step in scenario.steps.values():
        options = step.options.values() if isinstance(step, Decision) else ()
        routes = [option.to for option in options] if isinstance(step, Decision) else [step.to]
        yield from (option.when for option in options if option.when)
        yield from (branch.when for route in routes for branch in route if branch.when)


def route(exploration: Exploration, number: int, most: int | None = None) -> list[Chosen]:
    """Return a shortest way to a state: the choices that lead to it, of a longer way the first `most`."""
    road = [number]
    while exploration.came[road[-1]] >= 0:
        road.append(exploration.came[road[-1]])
    return list(islice(_taken(exploration, pairwise(reversed(road))), most))


def _taken(exploration: Exploration, hops: Iterable[tuple[int, int]]) -> Iterator[Chosen]:
    for before, after in hops:
        option = next(move.option for move in exploration.moves[before] if move.to == after)
        if option:
            yield Chosen(exploration.states[before].place, option)


def values(
    exploration: Exploration, scenario: Scenario, meter: str, most_work: int = MOST_WORK
) -> list[frozenset[int]] | None:
    """Return for each state the values a meter can have there, also a meter that nothing asks for.

    None when that takes more than `most_work` moves: in a loop a state is looked at again for each new value.
    """
    effects = {name: _effects(step, meter) for name, step in scenario.steps.items()}
    found: list[frozenset[int]] = [frozenset()] * len(exploration.states)
    found[0] = frozenset([scenario.meters[meter]])
    waiting, queued, work = [0], {0}, 0
    for number in waiting:
        queued.discard(number)
        here, moving = found[number], effects.get(exploration.states[number].place)
        work += len(exploration.moves[number])
        if work > most_work:
            return None
        for move in exploration.moves[number]:
            after = _all_raised(here, moving[move.option]) if moving else here
            if not after <= found[move.to]:
                found[move.to] |= after
                if move.to not in queued:
                    queued.add(move.to)
                    waiting.append(move.to)
    return found


def _effects(step: Step, meter: str) -> dict[str, int]:
    """Return what each option of a step does to a meter; nothing where no option does anything."""
    effects = {name: option.effects.get(meter, 0) for name, option in _options(step).items()}
    return effects if any(effects.values()) else {}


def _options(step: Step) -> Mapping[str, Option]:
    return step.options if isinstance(step, Decision) else {}


@cache
def _all_raised(values: frozenset[int], by: int) -> frozenset[int]:
    # There are few different ones: eleven values, and effects that authors repeat.
    return frozenset(_raised(by)[value] for value in values)
