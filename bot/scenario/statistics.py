"""A case in figures: reading time, plays, chances under blind choice, who benefits, and what is missing."""

from collections import deque
from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.scenario.chance import passing
from bot.scenario.compile import ways
from bot.scenario.explore import Exploration
from bot.scenario.graph import leading_to, parts
from bot.scenario.model import Axis, Crossroads, Decision, Option, Scenario
from bot.scenario.readable import WORDS_A_MINUTE, after_choice, at_ending, at_step, on_card, words
from bot.scenario.rules.ease import Ease, ease

MOST_WORK = 5_000_000  # roads that chance is sent along, twice; anyone can upload a file


class Reading(Struct, frozen=True):
    """How much there is to read at a step or ending.

    `words` are all words written there for participants; `most` are those that one player reads at most: the step with
    its boxes and the labels of its options, and then the longest that follows on one option. `minutes` go by `most`.
    """

    words: int
    most: int

    @property
    def minutes(self) -> float:
        """Return the time one player needs at most, at 200 words a minute."""
        return self.most / WORDS_A_MINUTE


class Statistics(Struct, frozen=True, kw_only=True):
    """A case in figures. Options are written "stap.keuze".

    `plays` counts the different rows of choices that come to an ending, `shortest` and `longest` are decisions in one;
    None where a loop makes that endless or where no play comes to an ending. `endings` and `conditional` are chances
    from 0 to 1 when every choice is made blindly: that a play comes to this ending, and that it ever shows this option.
    Where a loop would take too long to work out there are no `endings`, and None for an option. `benefits` is the share
    of all options that has this person under `baat`. `lacking` are options without a talking point on an axis,
    `one_sided` those that do not tell on every axis what is won and what is lost. `oldest_box` is an id and its month.
    When the exploration was not `complete`, plays, lengths and chances tell only of what was seen.
    """

    complete: bool
    words: int
    reading: Mapping[str, Reading]
    ease: Ease
    plays: int | None
    shortest: int | None
    longest: int | None
    endings: Mapping[str, float]
    conditional: Mapping[str, float | None]
    options: Mapping[str, int]
    benefits: Mapping[str, float]
    lacking: Mapping[Axis, tuple[str, ...]]
    one_sided: tuple[str, ...]
    oldest_box: tuple[str, str] | None


class _Roads(Struct, frozen=True):
    """Everything that can happen: `edges` lead from state to state, `order` are their parts, each before its next."""

    scenario: Scenario
    exploration: Exploration
    edges: Sequence[Sequence[int]]
    order: Sequence[Sequence[int]]

    def decides(self, number: int) -> bool:
        """Return whether a choice is made in a state."""
        return isinstance(self.scenario.steps.get(self.exploration.states[number].place), Decision)


def statistics(scenario: Scenario, exploration: Exploration, most_work: int = MOST_WORK) -> Statistics:
    """Return a case in figures, from everything that can happen in it."""
    edges = [[move.to for move in here] for here in exploration.moves]
    roads = _Roads(scenario, exploration, edges, [sorted(part) for part in parts(edges)])
    reading = _reading(scenario)
    every = _options(scenario)
    plays, longest = _counted(roads)
    came = passing(roads.edges, roads.order, most_work)
    return Statistics(
        complete=exploration.complete,
        words=words(on_card(scenario)) + sum(read.words for read in reading.values()),
        reading=reading,
        ease=ease(scenario),
        plays=plays,
        shortest=_shortest(roads),
        longest=longest,
        endings=_endings(roads, came),
        conditional=_conditional(roads, came, most_work),
        options={name: len(step.options) for name, step in scenario.steps.items() if isinstance(step, Decision)},
        benefits={
            person: sum(person in option.benefits for option in every.values()) / max(1, len(every))
            for person in scenario.people
        },
        lacking={axis: tuple(name for name, option in every.items() if axis not in option.points) for axis in Axis},
        one_sided=tuple(name for name, option in every.items() if not _weighed(option)),
        oldest_box=_oldest_box(scenario),
    )


def _options(scenario: Scenario) -> dict[str, Option]:
    return {
        f"{name}.{option}": entry
        for name, step in scenario.steps.items()
        if isinstance(step, Decision)
        for option, entry in step.options.items()
    }


def _weighed(option: Option) -> bool:
    return len(option.points) == len(Axis) and all(point.gain and point.loss for point in option.points.values())


def _reading(scenario: Scenario) -> dict[str, Reading]:
    found = {}
    for name, step in scenario.steps.items():
        options = tuple(step.options) if isinstance(step, Decision) else ()
        here = words(at_step(scenario, name, options))
        after = [words(after_choice(scenario, name, option)) for option in options]
        if not isinstance(step, Crossroads):
            found[name] = Reading(here + sum(after), here + max(after, default=0))
    for name in scenario.endings:
        here = words(at_ending(scenario, name))
        found[name] = Reading(here, here)
    return found


def _oldest_box(scenario: Scenario) -> tuple[str, str] | None:
    dated = [(box.checked, name) for name, box in scenario.boxes.items() if box.checked]
    return min(dated)[::-1] if dated else None


def _counted(roads: _Roads) -> tuple[int | None, int | None]:
    """Return the number of plays and the decisions in the longest, from the endings back to the first state.

    Each is an exact sum: a state has as many plays as the states it leads to have together.
    """
    states, edges = roads.exploration.states, roads.edges
    ends = [number for number, state in enumerate(states) if state.place in roads.scenario.endings]
    going = leading_to(edges, ends)
    plays, longest = [0] * len(edges), [0] * len(edges)
    for number in ends:
        plays[number] = 1
    for part in reversed(roads.order):
        number = part[0]
        ahead = [to for to in edges[number] if to in going]
        if ahead and (len(part) > 1 or number in ahead):
            return None, None
        if ahead:
            plays[number] = sum(plays[to] for to in ahead)
            longest[number] = max(longest[to] for to in ahead) + roads.decides(number)
    return plays[0], longest[0] if plays[0] else None


def _shortest(roads: _Roads) -> int | None:
    """Return the fewest decisions on the way to an ending; steps without a choice cost nothing, so they go first."""
    done: set[int] = set()
    waiting = deque([(0, 0)])
    while waiting:
        number, far = waiting.popleft()
        if roads.exploration.states[number].place in roads.scenario.endings:
            return far
        if number in done:
            continue
        done.add(number)
        if roads.decides(number):
            waiting.extend((to, far + 1) for to in roads.edges[number])
        else:
            waiting.extendleft((to, far) for to in roads.edges[number])
    return None


def _endings(roads: _Roads, came: list[float] | None) -> dict[str, float]:
    # A play comes by an ending once at most, so how often is the chance.
    ends = dict.fromkeys(roads.scenario.endings if came else (), 0.0)
    for number, chance in enumerate(came or ()):
        place = roads.exploration.states[number].place
        if place in ends:
            ends[place] += chance
    return ends


def _conditional(roads: _Roads, came: list[float] | None, most_work: int) -> dict[str, float | None]:
    """Return the chance that a play ever shows each option that has a condition.

    A step that no road leads back to is come by once at most, so there the chances of its states that show the option
    can be added up. At another step a play may see the option again; there a play halts where it sees it first.
    """
    showing = _showing(roads)
    again = _again(roads.scenario)
    returning = [name for name in showing if name.partition(".")[0] in again]
    found: dict[str, float | None] = {}
    for name, numbers in showing.items():
        once = came
        if name in returning:
            once = passing(roads.edges, roads.order, most_work // len(returning), numbers)
        found[name] = sum(once[number] for number in numbers) if once else None
    return found


def _showing(roads: _Roads) -> dict[str, set[int]]:
    """Return the states that show each option with a condition."""
    showing: dict[str, set[int]] = {name: set() for name, option in _options(roads.scenario).items() if option.when}
    for number, state in enumerate(roads.exploration.states):
        for move in roads.exploration.moves[number]:
            if f"{state.place}.{move.option}" in showing:
                showing[f"{state.place}.{move.option}"].add(number)
    return showing


def _again(scenario: Scenario) -> set[str]:
    """Return the steps that a road leads back to, whatever the conditions."""
    names = list(scenario.steps)
    numbers = {name: number for number, name in enumerate(names)}
    edges = [[numbers[to] for to in ways(step) if to in numbers] for step in scenario.steps.values()]
    return {names[number] for part in parts(edges) for number in part if len(part) > 1 or number in edges[number]}
