"""The register of rules. A new rule is one function with a mark from this file, and one page in bot/texts/checks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct

from bot.safety.identifiers import Identifier, identifiers
from bot.scenario.explore import Exploration
from bot.scenario.method import Method
from bot.scenario.model import Box, Chosen, Decision, Issue, Place, Scenario, Severity
from bot.scenario.reader import Path
from bot.scenario.rules.reading import Sentence, passages, sentences
from bot.scenario.rules.tree import leaves
from bot.scenario.source import Source

MOST_OF_ONE = 200
MOST_NAMES = 500
MOST_COMPARED = 15_000  # names, over all of a file
LONGEST_NAME = 60  # characters; a path of a picture fits


class Screen(Struct, frozen=True):
    """One thing a participant gets to see, rendered: what it shows, by its path in the file, in messages.

    `path` is ("stappen", step) for a step, (..., "keuzes", option) for what follows a choice, ("eindes", ending), and
    () for the card and the introduction. `units` is the length of each message in UTF-16 units, the longest there is
    over the bot's languages, with every option visible; `folded` is how much of that in all is folded away.
    """

    path: Path
    units: tuple[int, ...]
    folded: int = 0


class Published(Struct, frozen=True, kw_only=True):
    """The version of a scenario that is out now; `needed` are the choices and places ("stap" or "stap.keuze") that
    walks under way stand at or came by.
    """

    scenario: Scenario
    needed: frozenset[str] = frozenset()


class Jargon(Struct, frozen=True):
    """A word of the trade in every form it is written in, and what to say instead."""

    forms: tuple[str, ...]
    plain: str


class WordLists(Struct, frozen=True, kw_only=True):
    """What Dutch words mean to a check; words and phrases are in small letters.

    `heavy` belong to a theme that asks for a warning, `verdicts` judge whoever chose, `organisations` are what no
    person is, with what such words end with, and `articles` may stand before them. `syllables` counts those of a word
    in small letters; `ease` is the lowest reading ease (Flesch-Douma, about 0 to 100, more is easier) a team wants;
    `fill_ins` is how the lines of a new case begin where its author is yet to write.
    """

    heavy: tuple[str, ...]
    verdicts: tuple[str, ...]
    jargon: tuple[Jargon, ...]
    organisations: tuple[str, ...]
    organisation_endings: tuple[str, ...]
    articles: tuple[str, ...]
    syllables: Callable[[str], int]
    ease: float
    fill_ins: tuple[str, ...] = ()


class Shared(Struct, frozen=True, kw_only=True):
    """What a check knows beside the file itself; None (or "") where it is not known, and then not checked.

    `media` are the sizes in bytes of pictures, by their path below the folder `media`, with forward slashes; `month`
    is the present month, "2026-11"; `screens` renders a case as participants see it; `published` is by scenario id;
    `words` are lists of Dutch words.
    """

    boxes: Mapping[str, Box] | None = None
    media: Mapping[str, int] | None = None
    month: str = ""
    screens: Callable[[Scenario], Iterable[Screen]] | None = None
    published: Mapping[str, Published] = {}
    words: WordLists | None = None


class Nearest:
    """Names that look like others, each looked for once, and no more of them than can be done quickly."""

    def __init__(self) -> None:
        """Begin without any."""
        self._found: dict[tuple[str, tuple[str, ...]], str] = {}
        self._left = MOST_COMPARED

    def __call__(self, name: str, names: Iterable[str]) -> str:
        """Return the one name that looks like it, or nothing."""
        asked = (name, tuple(names))
        if asked not in self._found and self._left > 0:
            self._left -= len(asked[1])
            self._found[asked] = near(*asked)
        return self._found.get(asked, "")


class File(Struct, frozen=True, kw_only=True, dict=True):
    """A file as it was written: `kind` is the type of its shape, `errors` are what pydantic has against it."""

    source: Source
    kind: Any
    errors: list[Any]
    shared: Shared

    @cached_property
    def near(self) -> Nearest:
        """Return what finds a name that looks like another."""
        return Nearest()

    @cached_property
    def identifiers(self) -> tuple[tuple[Path, Identifier], ...]:
        """Return what leads to a person, with the path of the text it stands in, in the order of the file."""
        return tuple((path, one) for path, text in leaves(self.source.data) for one in identifiers(text))


class Play(Struct, frozen=True, kw_only=True, dict=True):
    """A file without faults so far, and everything that can happen in it.

    `met` are the states by step or ending; `screens` are those that may be long, none where they cannot be rendered.
    """

    source: Source
    scenario: Scenario
    exploration: Exploration
    met: Mapping[str, list[int]]
    shared: Shared
    screens: tuple[Screen, ...] = ()

    @cached_property
    def near(self) -> Nearest:
        """Return what finds a name that looks like another."""
        return Nearest()

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Return every text that participants read, by its path with dots; not the boxes."""
        return passages(self.scenario)

    @cached_property
    def passages(self) -> Mapping[str, tuple[Sentence, ...]]:
        """Return the sentences of each of those texts."""
        return {where: sentences(text) for where, text in self.texts.items()}

    @cached_property
    def showing(self) -> Mapping[Chosen, list[int]]:
        """Return the states that show each option with a condition; an option that none shows is not there."""
        asked = {
            name: {option for option, entry in step.options.items() if entry.when}
            for name, step in self.scenario.steps.items()
            if isinstance(step, Decision)
        }
        found = defaultdict(list)
        for name, options in asked.items():
            for number in self.met.get(name, ()) if options else ():
                for move in self.exploration.moves[number]:
                    if move.option in options:
                        found[Chosen(name, move.option)].append(number)
        return found

    def shown(self, step: str, option: str) -> list[int]:
        """Return the states that show an option, or all at a step where nothing is chosen (option "")."""
        entry = self.scenario.steps[step]
        if isinstance(entry, Decision) and entry.options[option].when:
            return self.showing.get(Chosen(step, option), [])
        return self.met.get(step, [])


class Plan(Struct, frozen=True, kw_only=True):
    """A method for a team, in a file without faults so far."""

    source: Source
    method: Method


class Finding(Struct, frozen=True):
    """One thing a rule found: where, the words its sentence is filled with, and at most one near name."""

    place: Place
    words: dict[str, Any] = {}
    suggestion: str = ""


Seen = TypeVar("Seen", File, Play, Plan)
Rule = Callable[[Seen], Iterator[Finding]]

SEVERITIES: dict[str, Severity] = {}
ON_FILES: dict[str, Rule[File]] = {}
ON_PLAYS: dict[str, Rule[Play]] = {}
ON_PLANS: dict[str, Rule[Plan]] = {}


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


def on_plan(code: str, severity: Severity = Severity.FAULT) -> Callable[[Rule[Plan]], Rule[Plan]]:
    """Register a rule about a method as a whole; it runs only for a file without faults so far."""

    def register(rule: Rule[Plan]) -> Rule[Plan]:
        SEVERITIES[code] = severity
        ON_PLANS[code] = rule
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
