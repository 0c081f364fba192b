"""Letting a case out and taking it back from the command line, into the same store that a running bot looks at."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

from msgspec import Struct
from msgspec.structs import replace

from bot.app.clock import clock
from bot.config import Settings
from bot.conversation.ports import Release
from bot.scenario.changes import Changes, compare
from bot.scenario.model import Scenario
from bot.scenario.rules.registry import Published
from bot.session.model import Session
from bot.store.database import Database
from bot.store.releases import Releases
from bot.store.snapshots import Snapshots
from bot.store.start import prepare


class LetOut(Struct, frozen=True, kw_only=True):
    """A case that is out now. `changes` is how it differs from the version before, None for a new case.

    `walking` is how many walks on that version are not done yet; `same` tells that this very version was out already.
    """

    changes: Changes | None = None
    walking: int = 0
    same: bool = False


class Counter:
    """Where cases go out and come back."""

    def __init__(self, database: Database) -> None:
        """Take the database of the bot."""
        self._snapshots = Snapshots(database)
        self._releases = Releases(database)

    async def published(self) -> Mapping[str, Published]:
        """Return what is out, withdrawn cases left out, with what walks under way need of it."""
        found = {}
        for each in await self._releases.all():
            if not each.withdrawn:
                walks = await self._releases.walking(each.snapshot)
                scenario = await self._snapshots.get(each.snapshot)
                found[each.case] = Published(scenario=scenario, needed=needed(walks))
        return found

    async def publish(self, scenario: Scenario, text: str = "") -> LetOut:
        """Let a case out, with the YAML of it; who plays the version before plays it to its end."""
        snapshot = await self._snapshots.keep(scenario, clock(), text)
        out = {each.case: each for each in await self._releases.all()}
        before = next((out[name] for name in (scenario.id, *scenario.formerly) if name in out), None)
        await self._releases.change(lambda known: _let_out(known, scenario, snapshot))
        if before is None:
            return LetOut()
        old = await self._snapshots.get(before.snapshot)
        return LetOut(
            changes=compare(old, scenario),
            walking=len(await self._releases.walking(before.snapshot)),
            same=before.snapshot == snapshot and not before.withdrawn,
        )

    async def withdraw(self, case: str) -> bool:
        """Take a case out of the list; return whether it was there."""
        there = any(each.case == case and not each.withdrawn for each in await self._releases.all())
        if there:
            await self._releases.change(lambda out: [replace(out[case], withdrawn=True)] if case in out else [])
        return there


def needed(walks: tuple[Session, ...]) -> frozenset[str]:
    """Return where walks stand and what they chose: "stap" and "stap.keuze"."""
    places = {walk.run.place for walk in walks}
    taken = {each for walk in walks for each in walk.run.taken}
    return frozenset({*places, *(each.step for each in taken), *(f"{each.step}.{each.option}" for each in taken)})


@asynccontextmanager
async def counter(settings: Settings) -> AsyncIterator[Counter]:
    """Open the store of a bot; raises what bot.store.start.prepare raises."""
    database = Database(settings.database_url)
    try:
        await prepare(database)
        yield Counter(database)
    finally:
        await database.close()


def _let_out(known: Mapping[str, Release], scenario: Scenario, snapshot: str) -> Iterator[Release]:
    """Yield the new release of a case, and withdraw what it was called before."""
    own = known.get(scenario.id)
    yield Release(case=scenario.id, snapshot=snapshot, source=own.source if own else "")
    for name in scenario.formerly:
        if name in known:
            yield replace(known[name], withdrawn=True)
