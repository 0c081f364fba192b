"""The cases that can be begun now: what is out, and the folders whose good files are let out."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from bot.conversation.equipment import equipped
from bot.conversation.ports import Card, Release
from bot.packs.keep import pack_folders
from bot.scenario.check import refused
from bot.scenario.layers import layer_of
from bot.scenario.library import picture_in, read_shelf, saved_times
from bot.scenario.model import Kind, Reflection
from bot.scenario.rules.registry import Published, Shared
from bot.scenario.shelf import Kept, Shelf, joined, merge
from bot.store.releases import Releases
from bot.store.snapshots import Snapshots

_MOST_PICTURES = 50  # in memory; at most 10 MB each, and most far less

log = logging.getLogger(__name__)


class Bookcase:
    """bot.conversation.ports.Catalogue over what is out.

    What stands in the folder is let out at the start. With `follow` it is let out again whenever it was saved: for
    authors at the practice page. Elsewhere nothing goes live by editing a file. Packs are always followed.
    """

    def __init__(
        self,
        folder: Path,
        snapshots: Snapshots,
        releases: Releases,
        *,
        packs: Path | None = None,
        follow: bool = False,
        last: Shelf | None = None,
    ) -> None:
        """Take the folder, where snapshots and releases are kept, and the shelf as it last was good, if it was."""
        self._folder = folder
        self._packs = packs
        self._follow = follow
        self._snapshots = snapshots
        self._releases = releases
        self.shelf = last or Shelf()
        self._cards: tuple[Card, ...] = ()
        self._out: tuple[Release, ...] = ()
        self._pictures: dict[str, bytes] = {}
        self._own: Shelf | None = None  # the folder as it was last read
        self._seen: Mapping[Path, int] = {}
        self._seen_packs: Mapping[Path, int] = {}

    @property
    def broken(self) -> frozenset[str]:
        """The ids of cases whose file has a fault now; the last good version is offered, where there is one."""
        return self.shelf.broken

    def cards(self) -> tuple[Card, ...]:
        """Return the cases, by title."""
        return tuple(card for card in self._cards if card.scenario.kind is Kind.CASE)

    def everything(self) -> tuple[Card, ...]:
        """Return all that can be begun, the protocol included."""
        return self._cards

    def known(self, now: datetime, published: Mapping[str, Published]) -> Shared:
        """Return what an author's file is checked with here: the boxes of the house, and what is out."""
        own = self.shelf.shared
        return Shared(boxes=own.boxes, media=own.media, month=f"{now:%Y-%m}", published=published)

    def protocol(self) -> Card | None:
        """Return the protocol for a dilemma of one's own."""
        return next((card for card in self._cards if card.scenario.kind is Kind.PROTOCOL), None)

    def reflections(self) -> Mapping[str, Reflection]:
        """Return the house questions."""
        return self.shelf.reflections

    def picture(self, name: str) -> bytes:
        """Return a picture by its path below the folder of pictures, b"" for one that is not there."""
        if name not in self._pictures:
            known = self.shelf.shared.media or {}
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            self._pictures[name] = picture_in(self._folder, name) if name in known else b""
        return self._pictures[name]

    async def refresh(self, now: datetime) -> None:
        """Let out what was saved, and look at what is out; raises StoreAwayError when that cannot be done.

        What cannot be read now is read at the next look; until then all stays as it was.
        """
        first = self._own is None
        seen = await asyncio.to_thread(saved_times, self._folder) if first or self._follow else self._seen
        packs = await asyncio.to_thread(saved_times, self._packs) if self._packs else {}
        if first or (seen, packs) != (self._seen, self._seen_packs):
            try:
                own = await asyncio.to_thread(self._read, now) if first or seen != self._seen else self._own
                fresh = await asyncio.to_thread(self._with_packs, own or Shelf(), now)
            except OSError as error:
                log.warning("the cases cannot be read now: %s", type(error).__name__)
                return
            await self._let_out(merge(self.shelf, fresh), now)
            self._own, self._seen, self._seen_packs = own, seen, packs
        out = await self._releases.all()
        if out != self._out:
            cards = [await self._card(each) for each in out if not each.withdrawn]
            self._cards = tuple(sorted(cards, key=lambda card: card.scenario.title))
            self._out = out

    def _read(self, now: datetime) -> Shelf:
        return read_shelf(self._folder, equipped(Shared(month=f"{now:%Y-%m}")))

    def _with_packs(self, own: Shelf, now: datetime) -> Shelf:
        known = equipped(Shared(month=f"{now:%Y-%m}"))
        packs = pack_folders(self._packs) if self._packs else []
        return joined(own, (read_shelf(path, known) for path in packs))

    async def _let_out(self, shelf: Shelf, now: datetime) -> None:
        for name, kept in shelf.scenarios.items():
            text = "" if name in shelf.broken else shelf.sources.get(kept.file, "")
            await self._snapshots.keep(kept.scenario, now, text)
        await self._releases.change(partial(_taken_over, shelf.scenarios, shelf.broken))
        self.shelf = shelf
        self._pictures.clear()
        for file in _torn(shelf):
            log.warning("%s has faults and is left out; `casusbot check` names them", file)
        for name in sorted(shelf.broken):
            log.warning("%s has faults and stays as it last was; `casusbot check` names them", name)

    async def _card(self, release: Release) -> Card:
        return Card(snapshot=release.snapshot, scenario=await self._snapshots.get(release.snapshot))


def _torn(shelf: Shelf) -> list[str]:
    """Return the layers that are left out because of a fault."""
    return [file for file, issues in sorted(shelf.issues.items()) if layer_of(Path(file).name) and refused(issues)]


def _taken_over(kept: Mapping[str, Kept], broken: frozenset[str], out: Mapping[str, Release]) -> Iterator[Release]:
    """Yield what is new in the folders: what changed there is let out, what went from there goes.

    A case that was published otherwise since stays as it is, and one that was withdrawn stays withdrawn.
    """
    for name, each in kept.items():
        known = out.get(name)
        if known is None:
            yield Release(case=name, snapshot=each.hash, source=each.hash)
        elif known.source != each.hash:
            if known.source and known.snapshot != known.source:
                log.warning("%s was published since, and the folder holds another version now: that one is out", name)
            yield replace(known, snapshot=each.hash, source=each.hash)
    for name, known in out.items():
        if known.source and name not in kept and name not in broken:
            yield replace(known, snapshot="" if known.snapshot == known.source else known.snapshot, source="")
