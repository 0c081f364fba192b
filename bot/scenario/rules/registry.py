"""The register of rules. A new rule is one function with a mark from this file, and one page in bot/texts/checks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct

from bot.scenario.explore import Exploration
from bot.scenario.model import Box, Issue, Place, Scenario, Severity
from bot.scenario.reader import Path
from bot.scenario.source import Source

MOST_OF_ONE = 200
MOST_NAMES = 500
LONGEST_NAME = 60  # characters; a path of a picture fits


class Screen(Struct, frozen=True):
    """One thing a participant gets to see, rendered: what it shows, by its path in the file, in messages.

    `path` is ("stappen", step) for a step, (..., "keuzes", option) for what follows a choice, ("eindes", ending), and
    () for the card and the introduction. `units` is the length of each message in UTF-16 units, the longest there is
    over the bot's languages, with every option visible.
    """

    path: Path
    units: tuple[int, ...]


class Published(Struct, frozen=True, kw_only=True):
    """The version of a scenario that is out now; `needed` are the choices and places ("stap" or "stap.keuze") that
    walks under way stand at or came by.
    """

    scenario: Scenario
    needed: frozenset[str] = frozenset()


class Shared(Struct, frozen=True, kw_only=True):
    """What a check knows beside the file itself; None (or "") where it is not known, and then not checked.

    `media` are the sizes in bytes of pictures, by their path below the folder `media`, with forward slashes; `month`
    is the present month, "2026-11"; `screens` renders a case as participants see it; `published` is by scenario id.
    """

    boxes: Mapping[str, Box] | None = None
    media: Mapping[str, int] | None = None
    month: str = ""
    screens: Callable[[Scenario], Iterable[Screen]] | None = None
    published: Mapping[str, Published] = {}


class File(Struct, frozen=True, kw_only=True):
    """A file as it was written: `kind` is the type of its shape, `errors` are what pydantic has against it."""

    source: Source
    kind: Any
    errors: list[Any]
    shared: Shared


class Play(Struct, frozen=True, kw_only=True):
    """A file without faults so far, and everything that can happen in it; `met` are the states by step or ending."""

    source: Source
    scenario: Scenario
    exploration: Exploration
    met: Mapping[str, list[int]]
    shared: Shared


class Finding(Struct, frozen=True):
    """One thing a rule found: where, the words its sentence is filled with, and at most one near name."""

    place: Place
    words: dict[str, Any] = {}
    suggestion: str = ""


Seen = TypeVar("Seen", File, Play)
Rule = Callable[[Seen], Iterator[Finding]]

SEVERITIES: dict[str, Severity] = {}
ON_FILES: dict[str, Rule[File]] = {}
ON_PLAYS: dict[str, Rule[Play]] = {}


def declare(severities: Mapping[str, Severity]) -> None:
    """Register codes that are found elsewhere, while reading a file or a folder."""
    SEVERITIES.update(severities)


def on_file(code: str, severity: Severity = Severity.FAULT) -> Callable[[Rule[File]], Rule[File]]:
    """Register a rule about a file as it was written; it bears any shape the tree may have."""

    def register(rule: Rule[File]) -> Rule[File]:
        SEVERITIES[code] = severity
        ON_FILES[code] = rule
        return rule

    return register


def on_play(code: str, severity: Severity = Severity.FAULT) -> Callable[[Rule[Play]], Rule[Play]]:
    """Register a rule about what can happen in a case; it runs only for a file without faults so far."""

    def register(rule: Rule[Play]) -> Rule[Play]:
        SEVERITIES[code] = severity
        ON_PLAYS[code] = rule
        return rule

    return register


def run(rules: Mapping[str, Rule[Seen]], seen: Seen) -> list[Issue]:
    """Return what the rules found, as issues with their code and severity; of one rule no more than anyone reads."""
    return [issue(code, finding) for code, rule in rules.items() for finding in islice(rule(seen), MOST_OF_ONE)]


def issue(code: str, finding: Finding) -> Issue:
    """Return a finding as an issue of a registered code."""
    return Issue(code, SEVERITIES[code], finding.place, finding.words, finding.suggestion)


def near(name: str, names: Iterable[str]) -> str:
    """Return the one name that looks like it, whatever the capitals, or nothing.

    Comparing is slow, and a file can be uploaded by anyone: very long names and very many are not compared.
    """
    names = [other for other in names if len(other) <= LONGEST_NAME]
    if len(name) > LONGEST_NAME or len(names) > MOST_NAMES:
        return ""
    known = {other.lower(): other for other in names}
    return next((known[match] for match in get_close_matches(name.lower(), known, 1)), "")
