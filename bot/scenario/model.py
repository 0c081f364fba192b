"""The case as the machine reads it: frozen values, compiled once, never changed."""

import hashlib
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct


class Axis(StrEnum):
    """The three grounds on which professionals legitimise what they do."""

    LAW = "law"
    RETURN = "return"
    INVOLVEMENT = "involvement"


class Kind(StrEnum):
    """What a file is: a case from the catalogue, or a protocol for a dilemma of one's own."""

    CASE = "case"
    PROTOCOL = "protocol"


class Threshold(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Bounds on one meter; both inclusive."""

    at_least: int | None = None
    at_most: int | None = None


class Chosen(Struct, frozen=True):
    """An option that was taken at a step, ever, in this walk."""

    step: str
    option: str


class Condition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Holds when every threshold and every choice in it holds."""

    meters: dict[str, Threshold] = {}
    chosen: tuple[Chosen, ...] = ()


class Branch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where to go, and when; the last branch of a route has no condition."""

    to: str
    when: Condition | None = None


class Point(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What can be said for and against an option on one axis: material for the talk, never a score."""

    remark: str = ""
    gain: str = ""
    loss: str = ""


class Option(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the ways on at a decision."""

    label: str
    to: tuple[Branch, ...]
    consequence: str = ""
    voices: dict[str, str] = {}
    benefits: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    effects: dict[str, int] = {}
    points: dict[Axis, Point] = {}
    when: Condition | None = None
    trainer: str = ""
    formerly: tuple[str, ...] = ()


class _Scene(Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str = ""
    moment: str = ""
    situation: str = ""
    voices: dict[str, str] = {}
    boxes: tuple[str, ...] = ()
    media: str = ""
    trainer: str = ""
    formerly: tuple[str, ...] = ()


class Decision(_Scene, frozen=True, kw_only=True, omit_defaults=True, tag="decision"):
    """A step that asks what is best for the client."""

    options: dict[str, Option]
    urgent: str = ""
    sub_question: str = ""
    deepening: str = ""
    power_check: bool = False


class Writing(_Scene, frozen=True, kw_only=True, omit_defaults=True, tag="writing"):
    """A step that asks an open question, answered in the person's own words; may be skipped."""

    prompt: str
    to: tuple[Branch, ...]


class Crossroads(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="crossroads"):
    """A silent step: it only leads on."""

    to: tuple[Branch, ...]
    formerly: tuple[str, ...] = ()


Step = Decision | Writing | Crossroads


class Ending(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a walk may end; none is won."""

    title: str
    text: str
    debrief: tuple[str, ...] = ()
    trainer: str = ""


class Box(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A law or a fact with its source; months are written "2026-11"."""

    title: str
    text: str
    source: str = ""
    checked: str = ""
    recheck: str = ""
    unverified: str = ""


class Scenario(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One case. Dicts keep the author's order; `first` is the step a walk begins at.

    `remaining[step]` is the longest number of asking steps from that step (itself included) to an ending,
    loops counted once: the "van 5" in "Stap 2 van 5".

    `layers` are its texts in other languages, by language and by the path of each ("stappen.begin.situatie");
    `meter_names` are what meters are called where their own names are not in the language (bot.scenario.layers).
    """

    id: str
    title: str
    first: str
    steps: dict[str, Step]
    endings: dict[str, Ending]
    remaining: dict[str, int] = {}
    kind: Kind = Kind.CASE
    version: int = 1
    language: str = "nl"
    minutes: int | None = None
    audience: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    client: str = ""
    people: dict[str, str] = {}
    meters: dict[str, int] = {}
    reflection: dict[Axis, str] = {}
    intro: str = ""
    trainer: str = ""
    boxes: dict[str, Box] = {}
    formerly: tuple[str, ...] = ()
    meter_names: dict[str, str] = {}
    layers: dict[str, dict[str, str]] = {}


class Reflection(Struct, frozen=True):
    """A house question for the deep tempo, by id in `_gedeeld/reflectie.yaml`; `layers` as those of a case."""

    title: str
    question: str
    layers: dict[str, dict[str, str]] = {}


class Place(Struct, frozen=True, order=True, gc=False):
    """Where in an author's file; line and column count from 1, `length` in characters for the caret."""

    file: str
    line: int
    column: int
    length: int = 1


class Severity(StrEnum):
    """F refuses the file, W is shown, T only on request."""

    FAULT = "F"
    WARNING = "W"
    TIP = "T"


class Issue(Struct, frozen=True):
    """Something an author should know: a rule's stable code, the place, and the values its sentence is filled with.

    `suggestion` is at most one near name ("keukentafel").
    """

    code: str
    severity: Severity
    place: Place
    words: dict[str, Any] = {}
    suggestion: str = ""


def encode(scenario: Scenario) -> bytes:
    """Return the canonical JSON of a scenario: the content that is hashed, stored and pinned by a session."""
    return msgspec.json.encode(scenario)


def content_hash(scenario: Scenario) -> str:
    """Return the name of a case's content, 32 hex digits: SHA-256 of its canonical JSON, cut in half."""
    return hashlib.sha256(encode(scenario)).hexdigest()[:32]


def decode(body: bytes) -> Scenario:
    """Return the scenario in stored JSON; raises msgspec.ValidationError when it does not fit."""
    return msgspec.json.decode(body, type=Scenario)
