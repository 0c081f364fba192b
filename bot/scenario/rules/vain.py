"""Rules about what is written in vain: G08 conditions that always hold, G10 lost effects, G11 roads nobody takes.

They say what no play does, so they are silent where not every play was looked at.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from bot.scenario.explore import values
from bot.scenario.model import Branch, Chosen, Decision, Option, Severity
from bot.scenario.reader import Path
from bot.scenario.rules.registry import Finding, Play, on_play
from bot.scenario.walk import HIGHEST, LOWEST, holds, moved

MOST_METERS = 4  # of those that no condition asks for: each is followed through everything that can happen
MOST_MOVES = 500_000  # that they are followed through in all; anyone can upload a file


class Fork(Struct, frozen=True):
    """A road with several branches, some of which may be in vain.

    `sure` is the number of the first branch that holds whoever comes here; what stands after it is never looked at.
    `dead` are the numbers of the branches up to that one that no play takes.
    """

    path: Path
    branches: tuple[Branch, ...]
    sure: int
    dead: tuple[int, ...]


@on_play("G08", Severity.WARNING)
def always_true(play: Play) -> Iterator[Finding]:
    """A condition that holds in every play that comes to its step or its road."""
    for step, name, option in _options(play):
        if option.when and len(play.shown(step, name)) == len(play.met[step]):
            place = play.source.at_key(("stappen", step, "keuzes", name, "als"))
            yield Finding(place, {"vorm": "keuze", "naam": name})
    for fork in _forks(play):
        branch = fork.branches[fork.sure]
        if branch.when and fork.sure not in fork.dead:
            yield Finding(play.source.at_key((*fork.path, fork.sure, "als")), {"vorm": "tak", "naam": branch.to})


@on_play("G10", Severity.WARNING)
def lost_effect(play: Play) -> Iterator[Finding]:
    """An effect on a meter that is full, or empty, in every play that comes to the option."""
    exploration = play.exploration
    followed = _followed(play)
    for step, name, option in _options(play):
        shown = play.shown(step, name)
        for meter, by in option.effects.items():
            if not (shown and by):
                continue
            end = HIGHEST if by > 0 else LOWEST
            if meter in exploration.meters:
                index = exploration.meters.index(meter)
                lost = all(exploration.states[number].values[index] == end for number in shown)
            else:
                there = followed.get(meter)
                lost = there is not None and all(there[number] == {end} for number in shown)
            if lost:
                place = play.source.at_key(("stappen", step, "keuzes", name, "effect", meter))
                yield Finding(place, {"meter": meter, "stand": end})


@on_play("G11", Severity.WARNING)
def untaken_branch(play: Play) -> Iterator[Finding]:
    """A branch that no play takes; not where it leads to what no play comes to, which is a fault of its own."""
    for fork in _forks(play):
        late = () if fork.branches[fork.sure].when else range(fork.sure + 1, len(fork.branches))[:1]
        for number in (*fork.dead, *late):
            branch = fork.branches[number]
            if branch.to in play.met:
                form = "na" if number > fork.sure else "als" if branch.when else "anders"
                yield Finding(play.source.at_key((*fork.path, number)), {"vorm": form, "naar": branch.to})


def _followed(play: Play) -> dict[str, list[frozenset[int]] | None]:
    """Return what meters can be that no condition asks for; None for one that takes too long, as in a large loop."""
    unasked = [meter for meter in play.scenario.meters if meter not in play.exploration.meters][:MOST_METERS]
    most = MOST_MOVES // max(1, len(unasked)) if play.exploration.complete else 0
    return {meter: values(play.exploration, play.scenario, meter, most) for meter in unasked if most}


def _options(play: Play) -> Iterator[tuple[str, str, Option]]:
    """Return the options of the decisions that some play comes to; none where not every play was looked at."""
    for step, entry in play.scenario.steps.items() if play.exploration.complete else ():
        if isinstance(entry, Decision) and step in play.met:
            yield from ((step, name, option) for name, option in entry.options.items())


def _forks(play: Play) -> Iterator[Fork]:
    """Return the roads with branches that some play comes to, where not all branches are taken."""
    for step, name, option in _options(play):
        path: Path = ("stappen", step, "keuzes", name, "naar")
        yield from _forked(play, path, Chosen(step, name), option.to, option.effects)
    for step, entry in play.scenario.steps.items() if play.exploration.complete else ():
        if not isinstance(entry, Decision) and step in play.met:
            yield from _forked(play, ("stappen", step, "naar"), Chosen(step, ""), entry.to, {})


def _forked(
    play: Play, path: Path, taken: Chosen, branches: tuple[Branch, ...], effects: Mapping[str, int]
) -> Iterator[Fork]:
    shown = play.shown(taken.step, taken.option) if len(branches) > 1 else []
    states, moves = play.exploration.states, play.exploration.moves
    reached = {states[move.to].place for number in shown for move in moves[number] if move.option == taken.option}
    if not shown or len(reached) == len(branches):
        return
    followed = set()
    sure = list(range(len(branches)))
    for number in shown:
        meters = moved(dict(zip(play.exploration.meters, states[number].values, strict=True)), effects)
        choices = states[number].choices | {taken}
        followed.add(next(n for n, branch in enumerate(branches) if holds(branch.when, meters, choices)))
        sure = [n for n in sure if holds(branches[n].when, meters, choices)]
    yield Fork(path, branches, sure[0], tuple(n for n in range(sure[0] + 1) if n not in followed))
