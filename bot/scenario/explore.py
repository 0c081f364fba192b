"""Every state a case can come into, exactly: (step, meters that matter, choices that matter), equal states merged."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from bot.scenario.graph import leading_to, parts
from bot.scenario.model import Branch, Chosen, Condition, Decision, Scenario, Step
from bot.scenario.walk import holds, moved, visible

MOST_STATES = 200_000
MOST_WORK = 10_000_000  # looks: each option and branch of a state may look at each value that matters
_SETTLED = 1e-13  # the chance still going round in a loop that no longer counts
_MOST_ROUNDS = 1_000


class State(Struct, frozen=True):
    """A place with what can still make a difference; the values stand in the order of `Exploration.meters`."""

    place: str
    values: tuple[int, ...]
    choices: frozenset[Chosen]


class Move(Struct, frozen=True):
    """A way on from a state: the option taken ("" where nothing is chosen) and the number of the next state."""

    option: str
    to: int


class Exploration(Struct, frozen=True, kw_only=True):
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


def explore(scenario: Scenario, most: int = MOST_STATES, most_work: int = MOST_WORK) -> Exploration:
    """Return every state of a case, breadth first, so that the first way to a state is a shortest one.

    Goes on from no more states after `most` of them or `most_work` looks, and says so: anyone can upload a file.
    """
    conditions = list(_conditions(scenario))
    asked = {name for condition in conditions for name in condition.meters}
    meters = tuple(name for name in scenario.meters if name in asked)
    matter = frozenset(chosen for condition in conditions for chosen in condition.chosen)
    sizes = {name: _size(step) for name, step in scenario.steps.items()}
    start = State(scenario.first, tuple(scenario.meters[name] for name in meters), frozenset())
    numbers = {start: 0}
    states, came, moves, stuck = [start], [-1], [], []
    complete, work = True, 0
    for number, state in enumerate(states):
        here: list[Move] = []
        moves.append(here)
        step = scenario.steps.get(state.place)
        work += sizes.get(state.place, 0) * (1 + len(meters) + len(state.choices))
        if step is None or work > most_work or len(states) > most:
            complete = complete and step is None
            continue
        for option, following in _following(step, state, meters, matter):
            to = numbers.setdefault(following, len(states))
            if to == len(states):
                states.append(following)
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


def _following(
    step: Step, state: State, names: tuple[str, ...], matter: frozenset[Chosen]
) -> Iterator[tuple[str, State]]:
    meters = dict(zip(names, state.values, strict=True))
    if not isinstance(step, Decision):
        yield "", State(_target(step.to, meters, state.choices), state.values, state.choices)
        return
    for name in visible(step, meters, state.choices):
        option = step.options[name]
        after = moved(meters, option.effects)
        taken = Chosen(state.place, name)
        choices = state.choices | {taken} if taken in matter else state.choices
        yield name, State(_target(option.to, after, choices), tuple(after.values()), choices)


def _target(route: Iterable[Branch], meters: Mapping[str, int], choices: frozenset[Chosen]) -> str:
    # One hop only, unlike walk.follow: a crossroads is a state here, so that loops of crossroads are found.
    return next(branch.to for branch in route if holds(branch.when, meters, choices))


def _conditions(scenario: Scenario) -> Iterator[Condition]:
    for step in scenario.steps.values():
        options = step.options.values() if isinstance(step, Decision) else ()
        routes = [option.to for option in options] if isinstance(step, Decision) else [step.to]
        yield from (option.when for option in options if option.when)
        yield from (branch.when for route in routes for branch in route if branch.when)


def route(exploration: Exploration, number: int) -> list[Chosen]:
    """Return a shortest way to a state: the choices that lead to it."""
    road = [number]
    while exploration.came[road[-1]] >= 0:
        road.append(exploration.came[road[-1]])
    taken = []
    for before, after in pairwise(reversed(road)):
        option = next(move.option for move in exploration.moves[before] if move.to == after)
        if option:
            taken.append(Chosen(exploration.states[before].place, option))
    return taken


def caught(exploration: Exploration) -> list[list[int]]:
    """Return the loops without a way out: groups of states that lead only to one another, never to an ending."""
    edges = [[move.to for move in ways] for ways in exploration.moves]
    lost = set(range(len(edges))) - leading_to(edges, [number for number, ways in enumerate(edges) if not ways])
    if not lost:
        return []
    within = [ways if number in lost else [] for number, ways in enumerate(edges)]
    return [
        sorted(part)
        for part in parts(within)
        if part[0] in lost and {to for number in part for to in edges[number]} <= set(part)
    ]


def chances(exploration: Exploration, scenario: Scenario) -> dict[str, float]:
    """Return the chance (0 to 1) of each ending when every choice is made blindly.

    Exact to nine decimals, by propagation; what is stuck, caught or going round for very long is missing from the sum.
    """
    mass = [0.0] * len(exploration.states)
    mass[0] = 1.0
    edges = [[move.to for move in ways] for ways in exploration.moves]
    ends = dict.fromkeys(scenario.endings, 0.0)
    for part in parts(edges):
        _spread(part, edges, mass)
        for number in part:
            place = exploration.states[number].place
            if place in ends:
                ends[place] += mass[number]
    return ends


def _spread(part: list[int], edges: list[list[int]], mass: list[float]) -> None:
    """Send the chance in a part on; in a loop round by round, until what still goes round no longer counts."""
    inside = set(part)
    looped = any(to in inside for number in part for to in edges[number])
    for _ in range(_MOST_ROUNDS if looped else 1):
        going = [(number, mass[number]) for number in part if mass[number] and edges[number]]
        for number, _chance in going:
            mass[number] = 0.0
        for number, chance in going:
            for to in edges[number]:
                mass[to] += chance / len(edges[number])
        if sum(chance for _, chance in going) < _SETTLED:
            return
