"""Rules about what can happen, and yet makes little sense to play: G07, G09, G12, G13 and G14."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from msgspec import json

from bot.scenario.chance import passing
from bot.scenario.explore import conditions
from bot.scenario.graph import loops, ordered, parts
from bot.scenario.model import Chosen, Decision, Option, Severity
from bot.scenario.rules.graph import turning
from bot.scenario.rules.reading import finished
from bot.scenario.rules.registry import Finding, Play, on_play
from bot.scenario.wander import wander

MOST_METERS = 4  # with four, everything that can happen is a matter of seconds; with five, of minutes
RAREST = 0.02  # the chance of an ending in blind play
MOST_ROADS = 500_000  # that chance is sent along; where that is not enough, rare endings are not told


@on_play("G07", Severity.WARNING)
def lasting_loop(play: Play) -> Iterator[Finding]:
    """Steps between which one can walk for ever, though there is a way out; without one it is G06."""
    told: set[str] = set()
    for places in _rounds(play):
        if not told.issuperset(places):
            told.update(places)
            words = {"vorm": "een" if len(places) == 1 else "meer", "stap": places[0], "stappen": ", ".join(places)}
            yield Finding(play.source.at_key(("stappen", places[0])), words)


@on_play("G09", Severity.WARNING)
def twin_option(play: Play) -> Iterator[Finding]:
    """An option that can be seen beside another one, and after which everything is the same.

    In a sketch, a consequence that was not written yet is not the same.
    """
    asked = _asked(play)
    for step, options in _decisions(play):
        first: dict[bytes, str] = {}
        seen: dict[str, set[int]] = {}
        for name, option in options.items():
            if Chosen(step, name) in asked or not (option.consequence or play.scenario.client):
                continue
            twin = first.setdefault(_after(option, option.consequence, option.voices), name)
            if twin == name:
                continue
            if twin not in seen:
                seen[twin] = set(play.shown(step, twin))
            if not seen[twin].isdisjoint(play.shown(step, name)):
                words = {"keuze": name, "andere": twin, "stap": step}
                yield Finding(play.source.at_key(("stappen", step, "keuzes", name)), words)


@on_play("G12", Severity.WARNING)
def too_many_states(play: Play) -> Iterator[Finding]:
    """More that can happen than was looked at, or than will be when the case grows; then blind plays tell a little."""
    asked, states = len(play.exploration.meters), len(play.exploration.states)
    place = play.source.at_key(("meters" if asked > MOST_METERS else "stappen",))
    if play.exploration.complete:
        if asked > MOST_METERS:
            yield Finding(place, {"vorm": "meters", "meters": asked, "standen": states})
        return
    sample = wander(play.scenario)
    words = {
        "vorm": "vast" if sample.stuck else "los",
        "standen": states,
        "spellen": sample.plays,
        "stap": sample.stuck,
        "weg": ", ".join(f"{taken.step}.{taken.option}" for taken in sample.road),
    }
    yield Finding(place, words)


@on_play("G13", Severity.TIP)
def no_real_choice(play: Play) -> Iterator[Finding]:
    """A step where it makes no difference to what comes what is chosen."""
    asked = _asked(play)
    for step, options in _decisions(play) if finished(play.scenario) else ():
        told_apart = any(Chosen(step, name) in asked for name in options)
        if len(options) > 1 and not told_apart and len({_after(option) for option in options.values()}) == 1:
            yield Finding(play.source.at_key(("stappen", step)), {"stap": step})


@on_play("G14", Severity.TIP)
def rare_ending(play: Play) -> Iterator[Finding]:
    """An ending that hardly any blind play comes to; an ending that none comes to is G04."""
    if not (finished(play.scenario) and play.exploration.complete):
        return
    edges = play.exploration.edges
    if sum(map(len, edges)) > MOST_ROADS:
        return
    order = ordered(edges)
    came = passing(edges, zip(order, strict=True) if len(order) == len(edges) else parts(edges), MOST_ROADS) or []
    for name in play.scenario.endings if came else ():
        chance = sum(came[number] for number in play.met.get(name, ()))
        if name in play.met and chance < RAREST:
            words = {"einde": name, "kans": max(1, ceil(chance * 1000))}
            yield Finding(play.source.at_key(("eindes", name)), words)


def _rounds(play: Play) -> list[list[str]]:
    """Return the steps of each loop in the order of the file; none when one of the loops has no way out."""
    exploration = play.exploration
    if not exploration.complete or not turning(play) or exploration.caught:
        return []
    order = {name: number for number, name in enumerate(play.scenario.steps)}
    found = {frozenset(exploration.states[number].place for number in loop) for loop in loops(exploration.edges)}
    rounds = [sorted(places, key=order.__getitem__) for places in found]
    return sorted(rounds, key=lambda places: (order[places[0]], -len(places), places))


def _asked(play: Play) -> set[Chosen]:
    return {chosen for condition in conditions(play.scenario) for chosen in condition.chosen}


def _decisions(play: Play) -> Iterator[tuple[str, dict[str, Option]]]:
    for name, step in play.scenario.steps.items():
        if isinstance(step, Decision):
            yield name, step.options


def _after(option: Option, *more: Any) -> bytes:
    """Return what is the same for two options that lead the same way with the same effects (and more, the same)."""
    effects = {meter: by for meter, by in option.effects.items() if by}
    return json.encode((option.to, effects, more), order="sorted")
