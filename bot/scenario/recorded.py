"""Recorded plays: the road of a play and the texts seen on it, played again when the case has changed.

They are kept beside the scenarios as `_spelen/<scenario id>/<name>.yaml`; who keeps them reads and writes the files.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import zip_longest

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.changes import renamed
from bot.scenario.model import Decision, Option, Scenario, Step
from bot.scenario.plays import Stop, walk
from bot.scenario.readable import after_choice, at_ending, at_step, on_card
from bot.scenario.source import SourceError, load
from bot.scenario.yaml_text import yaml_text

_NOWHERE = Stop(step="")


class SeenText(Struct, frozen=True, rename={"text": "tekst"}):
    """A text as it was seen, with what names it: 12 hex digits of its SHA-256."""

    hash: str
    text: str


class Recorded(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"stops": "weg", "ending": "einde", "texts": "teksten"},
):
    """A play that was kept. The road is one layer, the texts (by their path in the file) another.

    `ending` is "" for a play that was not played to its end.
    """

    scenario: str
    stops: tuple[Stop, ...] = ()
    ending: str = ""
    texts: Mapping[str, SeenText] = {}

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the options that were taken, one a decision."""
        return tuple(stop.option for stop in self.stops if stop.option)


class Strayed(StrEnum):
    """In what a road differs from the recorded one."""

    SCENARIO = "scenario"
    STEP = "step"
    VISIBLE = "visible"
    METERS = "meters"
    OPTION = "option"
    ENDING = "ending"


class Difference(Struct, frozen=True):
    """A road that differs: at which step of the play (from 0), in what, and what it was and is; "" is nothing."""

    turn: int
    what: Strayed
    was: str
    now: str


class Reworded(Struct, frozen=True):
    """A text that differs, by its path in the file; "" where it was not or is not seen."""

    path: str
    old: str
    new: str


class Replayed(Struct, frozen=True, kw_only=True):
    """What became of a recorded play. `failures` are differences of the road, `texts` need only be read.

    Of a road that strayed only the first step that differs is told, and the ending; of its texts nothing.
    """

    failures: tuple[Difference, ...] = ()
    texts: tuple[Reworded, ...] = ()


def record(scenario: Scenario, choices: Iterable[str]) -> Recorded:
    """Return the play of these choices as it is to be kept; what cannot be chosen, and what comes after it, is not."""
    played = walk(scenario, choices)
    seen = on_card(scenario)
    for stop in played.stops:
        seen |= at_step(scenario, stop.step, stop.visible)
        if stop.option:
            seen |= after_choice(scenario, stop.step, stop.option)
    if played.ending:
        seen |= at_ending(scenario, played.ending)
    texts = {path: SeenText(_hash(text), text) for path, text in seen.items()}
    return Recorded(scenario=scenario.id, stops=played.stops, ending=played.ending, texts=texts)


def replay(scenario: Scenario, recorded: Recorded) -> Replayed:
    """Return what differs when the choices are made again; what `voorheen` gives another name is no difference."""
    before = _by_new_names(scenario, recorded)
    if before.scenario != scenario.id:
        return Replayed(failures=(Difference(0, Strayed.SCENARIO, before.scenario, scenario.id),))
    now = record(scenario, before.choices)
    failures = tuple(_strayed(before, now))
    return Replayed(failures=failures, texts=() if failures else tuple(_reworded(before, now)))


def blessed(scenario: Scenario, recorded: Recorded) -> Recorded:
    """Return the play with the texts and names of now; one whose road differs cannot be blessed and stays as it is."""
    if replay(scenario, recorded).failures:
        return recorded
    return record(scenario, _by_new_names(scenario, recorded).choices)


def written(recorded: Recorded) -> str:
    """Return a play as YAML that an author can read, and `read_play` as well."""
    return yaml_text(msgspec.to_builtins(recorded))


def read_play(text: bytes | str, file: str = "") -> Recorded:
    """Return the play in a text that `written` made; raises SourceError, with the name of the file, for any other."""
    try:
        return msgspec.convert(load(text, file), Recorded, strict=False)
    except msgspec.ValidationError as error:
        raise SourceError(f"{file}: {error}") from error


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _now(name: str, things: Mapping[str, Step] | Mapping[str, Option]) -> str:
    return renamed([name], things).get(name, name)


def _strayed(before: Recorded, now: Recorded) -> Iterator[Difference]:
    for turn, (was, here) in enumerate(zip_longest(before.stops, now.stops, fillvalue=_NOWHERE)):
        if was != here:
            sides = zip(_told(was).items(), _told(here).values(), strict=True)
            yield from (Difference(turn, what, old, new) for (what, old), new in sides if old != new)
            break
    if before.ending != now.ending:
        yield Difference(len(now.stops), Strayed.ENDING, before.ending, now.ending)


def _told(stop: Stop) -> dict[Strayed, str]:
    return {
        Strayed.STEP: stop.step,
        Strayed.VISIBLE: ", ".join(stop.visible),
        Strayed.METERS: ", ".join(f"{meter} {value}" for meter, value in stop.meters.items()),
        Strayed.OPTION: stop.option,
    }


def _reworded(before: Recorded, now: Recorded) -> Iterator[Reworded]:
    nothing = SeenText("", "")
    for path in {**before.texts, **now.texts}:
        old, new = before.texts.get(path, nothing), now.texts.get(path, nothing)
        if old.hash != new.hash:
            yield Reworded(path, old.text, new.text)


def _by_new_names(scenario: Scenario, recorded: Recorded) -> Recorded:
    def option(step: str, name: str) -> str:
        owner = scenario.steps.get(step)
        return _now(name, owner.options) if isinstance(owner, Decision) else name

    def stop(old: Stop) -> Stop:
        step = _now(old.step, scenario.steps)
        visible = tuple(option(step, name) for name in old.visible)
        return replace(old, step=step, visible=visible, option=option(step, old.option))

    def path(old: str) -> str:
        match old.split("."):
            case ["stappen", step, "keuzes", name, *rest]:
                now = _now(step, scenario.steps)
                return ".".join(["stappen", now, "keuzes", option(now, name), *rest])
            case ["stappen", step, *rest]:
                return ".".join(["stappen", _now(step, scenario.steps), *rest])
        return old

    return Recorded(
        scenario=scenario.id if recorded.scenario in scenario.formerly else recorded.scenario,
        stops=tuple(stop(old) for old in recorded.stops),
        ending=recorded.ending,
        texts={path(old): text for old, text in recorded.texts.items()},
    )
