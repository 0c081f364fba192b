"""The laws of motion of a case: what holds, what moves, where a road leads. Used by the checks and by the engine."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from bot.scenario.model import Branch, Chosen, Condition, Crossroads, Decision, Scenario

LOWEST, HIGHEST = 0, 10
Choices = AbstractSet[Chosen]


def holds(condition: Condition | None, meters: Mapping[str, int], choices: Choices) -> bool:
    """Return whether every threshold and every choice of the condition holds; no condition always holds."""
    if condition is None:
        return True
    for meter, bounds in condition.meters.items():
        value = meters[meter]
        if bounds.at_least is not None and value < bounds.at_least:
            return False
        if bounds.at_most is not None and value > bounds.at_most:
            return False
    return all(chosen in choices for chosen in condition.chosen)


def moved(meters: Mapping[str, int], effects: Mapping[str, int]) -> dict[str, int]:
    """Return the meters after the effects, each kept between 0 and 10."""
    return {name: max(LOWEST, min(HIGHEST, value + effects.get(name, 0))) for name, value in meters.items()}


def follow(scenario: Scenario, route: Iterable[Branch], meters: Mapping[str, int], choices: Choices) -> str:
    """Return the step or ending a route leads to, through silent crossroads.

    Raises LookupError when no branch holds or when crossroads only lead to one another; a compiled case has neither.
    """
    for _ in range(len(scenario.steps) + 1):
        target = next((branch.to for branch in route if holds(branch.when, meters, choices)), None)
        if target is None:
            raise LookupError("no branch of the route holds")
        step = scenario.steps.get(target)
        if not isinstance(step, Crossroads):
            return target
        route = step.to
    raise LookupError("crossroads lead to one another only")


def visible(step: Decision, meters: Mapping[str, int], choices: Choices) -> tuple[str, ...]:
    """Return the ids of the options that can be seen now, in the author's order."""
    return tuple(name for name, option in step.options.items() if holds(option.when, meters, choices))
