"""What the author's pane asks of the bot at work: who plays what, the map of a case, what is wrong with a file."""

from typing import Protocol

from msgspec import Struct

from bot.engine.model import Run
from bot.scenario.model import Issue, Scenario


class NoMapError(Exception):
    """The map of a case cannot be drawn."""


class Walk(Struct, frozen=True, kw_only=True):
    """The walk somebody is in: the version of the case it began with, by its hash and as it is, and how far it came."""

    snapshot: str
    scenario: Scenario
    run: Run


class Offer(Struct, frozen=True, kw_only=True):
    """A case that can be begun now; `file` is its path in the folder, "" for one that has none there."""

    case: str
    title: str
    snapshot: str
    file: str = ""


class Mapped(Struct, frozen=True):
    """The map of a case as SVG, and what someone hears who cannot see it."""

    svg: bytes
    alt: str


class Found(Struct, frozen=True, kw_only=True):
    """What the check says about a file of the folder, and the text it says it about."""

    issues: tuple[Issue, ...] = ()
    text: str = ""


class Workbench(Protocol):
    """The tools of an author, over a bot at work."""

    def offers(self) -> tuple[Offer, ...]:
        """Return the cases that can be begun now, by title."""

    async def walk_of(self, user: int) -> Walk | None:
        """Return the walk a person is in, None when they are in none."""

    async def map_of(self, snapshot: str) -> Mapped:
        """Return the map of a version of a case; raises NoMapError for one that is not there or cannot be drawn."""

    async def found_in(self, file: str) -> Found:
        """Return what the check says now about a file, by its path in the folder; nothing about one that is gone."""
