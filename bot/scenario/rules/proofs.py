"""Rule G15: the author's own small tests, each a row of choices and the ending it must come to."""

from collections.abc import Iterator
from typing import Any

from bot.scenario.model import Decision, Scenario
from bot.scenario.plays import Halt, Played, Stop, choices_in, walk
from bot.scenario.reader import Path
from bot.scenario.rules.registry import Finding, Play, on_play

MOST_LOOKS = 1_000_000  # of all proofs of a file together
_HALTS = {Halt.SHORT: "kort", Halt.HIDDEN: "keuze", Halt.UNKNOWN: "keuze", Halt.LONG: "lang", Halt.ROUND: "rond"}


@on_play("G15")
def broken_proof(play: Play) -> Iterator[Finding]:
    """A proof with an ending that does not exist, a choice that is not shown, or another ending than it says.

    Proofs that would take very long together are not all played: no author writes as many.
    """
    looks, most = 0, _most_looks(play.scenario)
    for number, proof in enumerate(play.source.data.get("proeven", ())):
        path: Path = ("proeven", number)
        ending = proof["einde"]
        choices = choices_in(proof["route"])
        looks += (1 + len(choices)) * most
        if looks > MOST_LOOKS:
            return
        played = walk(play.scenario, choices, by_hand=True)
        if ending not in play.scenario.endings:
            words = {"vorm": "onbekend", "naam": ending}
            yield Finding(play.source.at_value((*path, "einde")), words, play.near(ending, play.scenario.endings))
        elif played.halt:
            yield Finding(play.source.at_value((*path, "route")), {"vorm": _HALTS[played.halt], **_words(played)})
        elif played.ending != ending:
            words = {"vorm": "anders", "einde": played.ending, "naam": ending}
            yield Finding(play.source.at_value((*path, "einde")), words)


def _most_looks(scenario: Scenario) -> int:
    """Return how many options, branches and meters are looked at between two choices, at most."""
    steps = scenario.steps.values()
    passed = sum(1 + len(step.to) for step in steps if not isinstance(step, Decision))
    options = [step.options.values() for step in steps if isinstance(step, Decision)]
    return (
        passed + max((sum(1 + len(option.to) for option in each) for each in options), default=0) + len(scenario.meters)
    )


def _words(played: Played) -> dict[str, Any]:
    stop = played.stops[-1] if played.stops else Stop(step="")
    return {"stap": stop.step, "keuze": played.refused, "wel": ", ".join(stop.visible), "einde": played.ending}
