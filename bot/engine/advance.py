"""Every change to a walk is made in this file. Pure and total: an input that does not fit changes nothing."""

from typing import assert_never

from bot.engine.events import Entered, Event, Input, Moved, Pass, Reached, Refusal, Take, Turn
from bot.engine.model import Run
from bot.scenario.model import Branch, Chosen, Decision, Scenario, Step, Writing
from bot.scenario.walk import follow, moved, visible


def begin(scenario: Scenario) -> Turn:
    """Return a walk at the first step of the case."""
    run = Run(place=scenario.first, meters=dict(scenario.meters))
    return _arrive(scenario, run, (Branch(to=scenario.first),), ())


def advance(scenario: Scenario, run: Run, given: Input) -> Turn:
    """Return the walk after one input, with what happened on the way, or with the reason why nothing did."""
    step = scenario.steps.get(run.place)
    if run.ended or step is None:
        return Turn(run=run, refusal=Refusal.ENDED)
    match given:
        case Take(option):
            return _take(scenario, run, step, option)
        case Pass():
            return _pass(scenario, run, step)
        case _:
            assert_never(given)


def options(scenario: Scenario, run: Run) -> tuple[str, ...]:
    """Return the ids of the options that can be taken now; empty where there is nothing to choose."""
    step = scenario.steps.get(run.place)
    if run.ended or not isinstance(step, Decision):
        return ()
    return visible(step, run.meters, frozenset(run.taken))


def progress(scenario: Scenario, run: Run) -> tuple[int, int]:
    """Return (this step, steps in all), counted from 1: "Stap 2 van 5"; in all = behind us + the longest way to go."""
    here = run.turn + 1
    return here, max(here, run.turn + scenario.remaining.get(run.place, 1))


def retrace(scenario: Scenario, run: Run, turn: int) -> Run:
    """Return the walk as it was before its turn number `turn` (from 0), by walking it again."""
    again = begin(scenario).run
    for past in run.taken[:turn]:
        again = advance(scenario, again, Take(past.option) if past.option else Pass()).run
    return again


def _take(scenario: Scenario, run: Run, step: Step, option: str) -> Turn:
    if not isinstance(step, Decision):
        return Turn(run=run, refusal=Refusal.NOT_A_DECISION)
    if option not in options(scenario, run):
        return Turn(run=run, refusal=Refusal.NO_SUCH_OPTION)
    picked = step.options[option]
    meters = moved(run.meters, picked.effects)
    moves = tuple(
        Moved(meter=name, before=run.meters[name], after=meters[name])
        for name in meters
        if meters[name] != run.meters[name]
    )
    ahead = Run(place=run.place, meters=meters, taken=(*run.taken, Chosen(run.place, option)))
    return _arrive(scenario, ahead, picked.to, moves)


def _pass(scenario: Scenario, run: Run, step: Step) -> Turn:
    if not isinstance(step, Writing):
        return Turn(run=run, refusal=Refusal.NOT_A_WRITING)
    ahead = Run(place=run.place, meters=run.meters, taken=(*run.taken, Chosen(run.place, "")))
    return _arrive(scenario, ahead, step.to, ())


def _arrive(scenario: Scenario, run: Run, route: tuple[Branch, ...], before: tuple[Event, ...]) -> Turn:
    place = follow(scenario, route, run.meters, frozenset(run.taken))
    ended = place in scenario.endings
    there = Run(place=place, meters=run.meters, taken=run.taken, ended=ended)
    return Turn(run=there, events=(*before, Reached(place) if ended else Entered(place)))
