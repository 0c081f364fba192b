"""Rules G: what can happen in a case, and what never can. Of a chain of consequences only the cause is told."""

from collections.abc import Iterable, Iterator

from bot.scenario.compile import ways
from bot.scenario.explore import route
from bot.scenario.graph import loops
from bot.scenario.model import Condition, Decision, Option
from bot.scenario.rules.registry import Finding, Play, on_play

MOST_CHOICES = 200  # that are told of a way; anyone can upload a file


@on_play("G01")
def unreachable_step(play: Play) -> Iterator[Finding]:
    """A step that no play comes to."""
    for name in _unreached(play):
        if name in play.scenario.steps:
            yield Finding(play.source.at_key(("stappen", name)), {"stap": name})


@on_play("G02")
def hidden_option(play: Play) -> Iterator[Finding]:
    """An option that no play ever shows."""
    for step, name, option in _hidden(play):
        words = {"keuze": name, "stap": step, **_reason(play, step, option.when or Condition())}
        yield Finding(play.source.at_key(("stappen", step, "keuzes", name)), words)


@on_play("G03")
def dead_end(play: Play) -> Iterator[Finding]:
    """A step where no play ever has an option."""
    for name in _dead_ends(play):
        yield Finding(play.source.at_key(("stappen", name)), {"stap": name})


@on_play("G04")
def unreachable_ending(play: Play) -> Iterator[Finding]:
    """An ending that no play comes to."""
    for name in _unreached(play):
        if name in play.scenario.endings:
            yield Finding(play.source.at_key(("eindes", name)), {"einde": name})


@on_play("G05")
def stuck_player(play: Play) -> Iterator[Finding]:
    """A step where some plays have no option left."""
    told = set(_dead_ends(play))
    for number in play.exploration.stuck:
        state = play.exploration.states[number]
        if state.place in told:
            continue
        told.add(state.place)
        values = zip(play.exploration.meters, state.values, strict=True)
        words = {
            "vorm": "stand" if state.values else "weg",
            "stap": state.place,
            "stand": ", ".join(f"{meter} {value}" for meter, value in values),
            "weg": _road(play, number),
        }
        yield Finding(play.source.at_key(("stappen", state.place)), words)


@on_play("G06")
def endless_loop(play: Play) -> Iterator[Finding]:
    """Steps that lead only to one another."""
    told = set()
    for places in _loops(play):
        if places[0] not in told:
            told.add(places[0])
            yield Finding(
                play.source.at_key(("stappen", places[0])),
                {"vorm": "een" if len(places) == 1 else "meer", "stap": places[0], "stappen": ", ".join(places)},
            )


def _road(play: Play, number: int) -> str:
    taken = [f"{taken.step}.{taken.option}" for taken in route(play.exploration, number, MOST_CHOICES + 1)]
    return ", ".join(taken if len(taken) <= MOST_CHOICES else [*taken[:MOST_CHOICES], "…"])


def turning(play: Play) -> bool:
    """Return whether some step may lead back to itself, whatever the conditions; in most cases none does."""
    numbers = {name: number for number, name in enumerate(play.scenario.steps)}
    return bool(loops([[numbers[to] for to in ways(step) if to in numbers] for step in play.scenario.steps.values()]))


def _complete(play: Play) -> bool:
    """Return whether "never" can be said: where the exploration stopped early, what was not seen may still be."""
    return play.exploration.complete


def _hidden(play: Play) -> Iterator[tuple[str, str, Option]]:
    dead = _dead_ends(play)
    for name, step in play.scenario.steps.items():
        if not isinstance(step, Decision) or name not in play.met or name in dead or not _complete(play):
            continue
        for option, entry in step.options.items():
            if entry.when and not play.shown(name, option):
                yield name, option, entry


def _reason(play: Play, step: str, condition: Condition) -> dict[str, object]:
    """Return the one bound or choice that never holds at the step; "samen" when each does, but not together."""
    states = [play.exploration.states[number] for number in play.met[step]]
    for meter, bounds in condition.meters.items():
        values = [state.values[play.exploration.meters.index(meter)] for state in states]
        if bounds.at_least is not None and max(values) < bounds.at_least:
            return {"vorm": "hooguit", "meter": meter, "waarde": max(values)}
        if bounds.at_most is not None and min(values) > bounds.at_most:
            return {"vorm": "minstens", "meter": meter, "waarde": min(values)}
    for chosen in condition.chosen:
        if not any(chosen in state.choices for state in states):
            return {"vorm": "gekozen", "keus": f"{chosen.step}.{chosen.option}"}
    return {"vorm": "samen"}


def _dead_ends(play: Play) -> list[str]:
    stuck = set(play.exploration.stuck)
    return [name for name, numbers in play.met.items() if stuck.issuperset(numbers) and _complete(play)]


def _loops(play: Play) -> list[list[str]]:
    if not turning(play):
        return []
    order = {name: number for number, name in enumerate(play.scenario.steps)}
    states = play.exploration.states
    found = {frozenset(states[number].place for number in loop) for loop in play.exploration.caught}
    return sorted((sorted(places, key=order.__getitem__) for places in found), key=lambda places: order[places[0]])


def _unreached(play: Play) -> list[str]:
    """Return the steps and endings no play comes to, without those that a told one or another finding explains."""
    scenario = play.scenario
    if not _complete(play):
        return []
    missed = [name for name in (*scenario.steps, *scenario.endings) if name not in play.met]
    if not missed:
        return []
    beyond = [branch.to for *_, option in _hidden(play) for branch in option.to]
    beyond += [to for name in _dead_ends(play) for to in ways(scenario.steps[name])]
    beyond += [to for places in _loops(play) for name in places for to in ways(scenario.steps[name])]
    explained: set[str] = set()
    _spread(play, beyond, explained)
    led_to = {to for name in missed if name in scenario.steps for to in ways(scenario.steps[name]) if to != name}
    told = []
    for name in sorted(missed, key=lambda name: name in led_to):
        if name not in explained:
            told.append(name)
            _spread(play, [name], explained)
    return told


def _spread(play: Play, names: Iterable[str], reached: set[str]) -> None:
    """Add to `reached` these places and everything beyond them, whatever the conditions."""
    waiting = [name for name in names if name not in reached]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        step = play.scenario.steps.get(name)
        waiting.extend(to for to in (ways(step) if step else ()) if to not in reached)
