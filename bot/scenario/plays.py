"""One play through a case, from a row of choices: what is shown at each step, and where it ends or stops."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from bot.scenario.model import Branch, Chosen, Decision, Scenario
from bot.scenario.phrases import LETTERS
from bot.scenario.walk import follow, moved, visible


class Halt(StrEnum):
    """Why a play did not come to its ending with exactly these choices."""

    SHORT = "short"  # no choice is left for the step
    HIDDEN = "hidden"  # the step has the option, but does not show it now
    UNKNOWN = "unknown"  # the step has no such option
    LONG = "long"  # the ending was there before the last choice
    ROUND = "round"  # steps without a choice lead only to one another


class Stop(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"step": "stap", "visible": "te_zien", "option": "keuze"},
):
    """One step of a play: what can be seen there, the meters on arrival, and the option taken.

    A writing step shows no options; `option` is "" there, and where the play stopped. Authors read it in a recorded
    play, so there its fields have Dutch names.
    """

    step: str
    visible: tuple[str, ...] = ()
    meters: Mapping[str, int] = {}
    option: str = ""


class Played(Struct, frozen=True, kw_only=True):
    """A play. `ending` is "" when it came to none; `halt` is None when it came to one with its last choice.

    `refused` is the choice that could not be made, or the first that came too late.
    """

    stops: tuple[Stop, ...]
    ending: str = ""
    halt: Halt | None = None
    refused: str = ""


def choices_in(text: str) -> list[str]:
    """Return the choices as somebody wrote them in a row, with spaces or commas between them."""
    return text.replace(",", " ").split()


def walk(scenario: Scenario, choices: Iterable[str], *, by_hand: bool = False) -> Played:
    """Return the play of these option ids, one a decision; writing steps and crossroads are passed by themselves.

    Of choices that somebody wrote `by_hand` a capital may also be the letter of an option on the map, and an id may
    have capitals.
    """
    left = list(reversed(list(choices)))
    route: tuple[Branch, ...] = (Branch(to=scenario.first),)
    meters = dict(scenario.meters)
    taken: set[Chosen] = set()
    stops: list[Stop] = []
    quiet = 0  # steps without a choice in a row; more than there are is a circle
    while quiet <= len(scenario.steps):
        try:
            place = follow(scenario, route, meters, taken)
        except LookupError:
            break
        if place in scenario.endings:
            late = left[-1] if left else ""
            return Played(stops=tuple(stops), ending=place, halt=Halt.LONG if left else None, refused=late)
        step = scenario.steps[place]
        if not isinstance(step, Decision):
            stops.append(Stop(step=place, meters=meters))
            route, quiet = step.to, quiet + 1
            continue
        shown = visible(step, meters, taken)
        choice = left.pop() if left else ""
        choice = _meant(step, choice) if by_hand else choice
        if choice not in shown:
            halt = Halt.HIDDEN if choice in step.options else Halt.UNKNOWN if choice else Halt.SHORT
            stops.append(Stop(step=place, visible=shown, meters=meters))
            return Played(stops=tuple(stops), halt=halt, refused=choice)
        stops.append(Stop(step=place, visible=shown, meters=meters, option=choice))
        taken.add(Chosen(place, choice))
        meters = moved(meters, step.options[choice].effects)
        route, quiet = step.options[choice].to, 0
    return Played(stops=tuple(stops), halt=Halt.ROUND)


def _meant(step: Decision, written: str) -> str:
    """Return the option of a step that is meant, or what was written when it is none."""
    by_letter = dict(zip(LETTERS, step.options, strict=False))
    small = written.lower()
    if written in step.options:
        return written
    return by_letter.get(written, small if small in step.options else written)
