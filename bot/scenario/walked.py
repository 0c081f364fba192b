"""The road through a case that a person or a group went, found again from the choices that were made."""

from collections.abc import Sequence

from msgspec import Struct

from bot.scenario.model import Branch, Chosen, Decision, Scenario, Writing
from bot.scenario.walk import Choices, holds, moved

Source = str | Chosen  # what a way begins at: a step without options, or an option


class Walked(Struct, frozen=True):
    """The places come to, the options taken, and the ways gone: where each began, and the number of its branch."""

    places: frozenset[str] = frozenset()
    options: frozenset[Chosen] = frozenset()
    ways: frozenset[tuple[Source, int]] = frozenset()


def walked(scenario: Scenario, road: Sequence[Chosen], here: str = "") -> Walked:
    """Return the road of these choices, in their order, from the first step on, as far as they fit the case.

    After the last choice it goes on to the next step that asks something; past writing steps up to `here`,
    or, without `here`, to the next decision or the ending. Without choices and `here` there is no road.
    """
    if not road and not here:
        return Walked()
    left = list(reversed(road))
    place, meters = scenario.first, dict(scenario.meters)
    places, choices, ways = set(), set[Chosen](), set[tuple[Source, int]]()
    for _ in range((len(road) + 1) * (len(scenario.steps) + 1)):
        places.add(place)
        step = scenario.steps.get(place)
        source: Source = place
        if step is None:
            break
        if isinstance(step, Decision):
            if not left or left[-1].step != place or left[-1].option not in step.options:
                break
            source = left.pop()
            option = step.options[source.option]
            meters = moved(meters, option.effects)
            choices.add(source)
            route = option.to
        elif isinstance(step, Writing) and place == here and not left:
            break
        else:
            route = step.to
        number = _branch(route, meters, choices)
        ways.add((source, number))
        place = route[number].to
    return Walked(frozenset(places), frozenset(road), frozenset(ways))


def _branch(route: Sequence[Branch], meters: dict[str, int], choices: Choices) -> int:
    """Return the number of the branch that is gone; the last one when none holds."""
    held = (number for number, branch in enumerate(route) if holds(branch.when, meters, choices))
    return next(held, len(route) - 1)
