"""What a reading book of a case holds, and the words it is printed with."""

from enum import StrEnum

from msgspec import Struct

from bot.scenario.model import Axis
from bot.scenario.phrases import Phrases


class BookWords(Phrases, frozen=True, kw_only=True):
    """The words of a book: labels, and templates with {n}, {month}, {condition}, {name} or {total} to be filled in.

    `months` are the twelve names, `month_year` {month} {year}.
    """

    edition: str
    edition_trainer: str
    question: str
    how: str
    contents: str
    before: str
    version: str
    minutes: str
    audience: str
    themes: str
    warnings: str
    sources: str
    who: str
    client: str
    meters: str
    meter: str
    reflection: str
    map: str
    map_large: str
    map_small: str
    map_slide: str
    story: str
    step: str
    crossroads: str
    writing: str
    begin: str
    comes_from: str
    picture: str
    boxes: str
    urgent: str
    deepening: str
    power_check: str
    visible: str
    consequence: str
    benefits: str
    harms: str
    axis_law: str
    axis_return: str
    axis_involvement: str
    gain: str
    loss: str
    onward: str
    trainer: str
    endings: str
    ending: str
    ending_mark: str
    debrief: str
    box_mark: str
    source: str
    checked: str
    recheck: str
    unverified: str
    used_in: str
    remarks: str
    lawyer: str
    client_side: str
    page: str
    month_year: str
    months: tuple[str, ...]


class Part(StrEnum):
    """What a number in the book counts."""

    STEP = "step"
    OPTION = "option"
    ENDING = "ending"
    BOX = "box"
    PERSON = "person"


class Reference(Struct, frozen=True):
    """A pointer to a place elsewhere in the book: its anchor, its number ("3", for an option "3B") and its title.

    To a person it has no number, and the title is the short name.
    """

    kind: Part
    anchor: str
    number: str
    title: str


class Voice(Struct, frozen=True):
    """What someone in the case says."""

    who: Reference
    words: str


class Lead(Struct, frozen=True):
    """Where it goes on, and when ("als rust minstens 4", "anders", or "" where it always does)."""

    to: Reference
    when: str


class Ground(Struct, frozen=True):
    """What can be said about an option on one axis."""

    axis: Axis
    remark: str
    gain: str
    loss: str


class Choice(Struct, frozen=True, kw_only=True):
    """An option with everything that follows from it; `effects` are a meter's name and "+2" or "−1"."""

    anchor: str
    letter: str
    label: str
    when: str
    consequence: str
    voices: tuple[Voice, ...]
    benefits: tuple[Reference, ...]
    harms: tuple[Reference, ...]
    effects: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    leads: tuple[Lead, ...]
    trainer: str


class Page(Struct, frozen=True, kw_only=True):
    """A step. `kind` is "decision", "writing" or "crossroads"; a crossroads has only where it comes from and leads.

    `choices` is empty but for a decision, `leads` for a decision.
    """

    anchor: str
    number: str
    kind: str
    title: str
    comes_from: tuple[Reference, ...]
    moment: str = ""
    media: str = ""
    situation: str = ""
    voices: tuple[Voice, ...] = ()
    boxes: tuple[Reference, ...] = ()
    urgent: str = ""
    sub_question: str = ""
    deepening: str = ""
    power_check: bool = False
    prompt: str = ""
    choices: tuple[Choice, ...] = ()
    leads: tuple[Lead, ...] = ()
    trainer: str = ""


class Close(Struct, frozen=True, kw_only=True):
    """An ending."""

    anchor: str
    number: str
    title: str
    text: str
    debrief: tuple[str, ...]
    comes_from: tuple[Reference, ...]
    trainer: str


class Fact(Struct, frozen=True, kw_only=True):
    """A law or fact box in the appendix; months are written "2026-11"."""

    anchor: str
    number: str
    title: str
    text: str
    source: str
    checked: str
    recheck: str
    unverified: str
    used_in: tuple[Reference, ...]


class Person(Struct, frozen=True):
    """Someone in the case, as the author introduced them."""

    anchor: str
    full: str
    is_client: bool


class Asked(Struct, frozen=True):
    """What is asked about one axis after each choice."""

    axis: Axis
    question: str


class Book(Struct, frozen=True, kw_only=True):
    """The whole book; `for_trainer` tells which edition it is. Meters are a name and where it starts, 0 to 10."""

    id: str
    title: str
    language: str
    version: int
    for_trainer: bool
    protocol: bool
    minutes: int | None
    audience: tuple[str, ...]
    themes: tuple[str, ...]
    warnings: tuple[str, ...]
    sources: tuple[str, ...]
    people: tuple[Person, ...]
    meters: tuple[tuple[str, int], ...]
    reflection: tuple[Asked, ...]
    intro: str
    trainer: str
    pages: tuple[Page, ...]
    closes: tuple[Close, ...]
    facts: tuple[Fact, ...]
