"""The cases that can be begun now: the folder as it is, and the last good version of what is broken in it."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.conversation.ports import Card
from bot.scenario.library import Kept, Shelf, merge, read_shelf, saved_times
from bot.scenario.model import Kind, Reflection
from bot.store.snapshots import Snapshots

log = logging.getLogger(__name__)


class Bookcase:
    """bot.conversation.ports.Catalogue over a folder that authors edit while the bot runs."""

    def __init__(self, folder: Path, snapshots: Snapshots, last: Shelf | None = None) -> None:
        """Take the folder, where published cases are kept, and what was on the shelf before, if anything was."""
        self._folder = folder
        self._snapshots = snapshots
        self.shelf = last or Shelf()
        self._known = last is not None
        self._cards: tuple[Card, ...] = ()
        self._seen: Mapping[Path, int] | None = None

    @property
    def broken(self) -> frozenset[str]:
        """The ids of cases whose file has a fault now; the last good version is offered, where there is one."""
        return self.shelf.broken

    def cards(self) -> tuple[Card, ...]:
        """Return the cases, by title."""
        return tuple(card for card in self._cards if card.scenario.kind is Kind.CASE)

    def protocol(self) -> Card | None:
        """Return the protocol for a dilemma of one's own."""
        return next((card for card in self._cards if card.scenario.kind is Kind.PROTOCOL), None)

    def reflections(self) -> Mapping[str, Reflection]:
        """Return the house questions."""
        return self.shelf.reflections

    async def refresh(self, now: datetime) -> None:
        """Read the folder again when a file in it changed; raises StoreAwayError when nothing can be published.

        What cannot be read now is read at the next look; until then all stays as it was.
        """
        seen = await asyncio.to_thread(saved_times, self._folder)
        if seen == self._seen:
            return
        try:
            fresh = await asyncio.to_thread(read_shelf, self._folder)
        except OSError as error:
            log.warning("the cases cannot be read now: %s", type(error).__name__)
            return
        await self._put(merge(self.shelf if self._known else await self._published(fresh), fresh), now)
        self._seen = seen

    async def _put(self, shelf: Shelf, now: datetime) -> None:
        cards = [
            Card(snapshot=await self._snapshots.publish(kept.scenario, now), scenario=kept.scenario)
            for kept in shelf.scenarios.values()
        ]
        self._cards = tuple(sorted(cards, key=lambda card: card.scenario.title))
        self.shelf, self._known = shelf, True
        for name in sorted(shelf.broken):
            log.warning("%s has faults and stays as it last was; `casusbot check` names them", name)

    async def _published(self, fresh: Shelf) -> Shelf:
        """Return what was last published of the cases that are broken at a start."""
        newest = await self._snapshots.newest() if fresh.broken else {}
        return Shelf(
            scenarios={
                name: Kept(scenario=await self._snapshots.get(newest[name]), hash=newest[name], file="")
                for name in fresh.broken
                if name in newest
            }
        )
