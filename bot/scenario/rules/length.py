"""How long a case takes: the decisions of its shortest play, the minutes of its longest."""

from collections import Counter
from collections.abc import Mapping
from math import ceil

from bot.scenario.compile import ways
from bot.scenario.graph import longest
from bot.scenario.model import Crossroads, Decision, Step
from bot.scenario.readable import AXES, WORDS_A_MINUTE
from bot.scenario.reader import Path
from bot.scenario.rules.registry import Play

# Alone, in the short tempo: half a minute to choose, and to tell with two taps what weighed most.
WORDS_A_QUESTION = 100
_POINTS = frozenset(AXES.values())


def fewest_decisions(play: Play) -> int | None:
    """Return the number of decisions of the shortest play, exactly; None where no play comes to an ending."""
    asking = {name for name, step in play.scenario.steps.items() if isinstance(step, Decision)}
    states, edges = play.exploration.states, play.exploration.edges
    ahead, decisions = {0}, 0
    seen: set[int] = set()
    while ahead:
        here, ahead = list(ahead - seen), set()
        seen.update(here)
        for number in here:
            place = states[number].place
            if place in play.scenario.endings:
                return decisions
            if place in asking:
                ahead.update(edges[number])
            else:
                new = [to for to in edges[number] if to not in seen]
                seen.update(new)
                here.extend(new)
        decisions += 1
    return None


def most_minutes(play: Play) -> int:
    """Return the minutes that the longest play may take alone, in the short tempo, whatever the conditions.

    Loops are counted once, as in the "van 5" of "Stap 2 van 5". Left out are boxes and talking points, which are
    folded away on the screen, and the deepening question, which this tempo does not ask.
    """
    scenario = play.scenario
    places = {name: number for number, name in enumerate((*scenario.steps, *scenario.endings))}
    edges: list[list[int]] = [[places[to] for to in ways(step)] for step in scenario.steps.values()]
    read = _words(play.texts)
    weights = [_step(read, name, step) for name, step in scenario.steps.items()]
    edges.extend([] for _ in scenario.endings)
    weights.extend(read["eindes", name] for name in scenario.endings)
    whole = read[()] + longest(edges, weights)[places[scenario.first]]
    return ceil(whole / WORDS_A_MINUTE)


def _step(read: Mapping[Path, int], name: str, step: Step) -> int:
    if isinstance(step, Crossroads):
        return 0
    here: Path = ("stappen", name)
    after = [read[*here, "keuzes", option] for option in step.options] if isinstance(step, Decision) else []
    return read[here] + max(after, default=0) + WORDS_A_QUESTION


def _words(texts: Mapping[str, str]) -> Counter[Path]:
    """Return the number of words before the first step (), of each step and ending, and of what follows on options."""
    found: Counter[Path] = Counter()
    for where, text in texts.items():
        parts = where.split(".")
        if parts[0] not in {"stappen", "eindes"}:
            found[()] += len(text.split())
        elif parts[2] != "keuzes" or parts[4] == "keuze":
            found[parts[0], parts[1]] += 0 if parts[2] == "verdieping" else len(text.split())
        elif parts[4] not in _POINTS:
            found[tuple(parts[:4])] += len(text.split())
    return found
