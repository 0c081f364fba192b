"""The errands that wait to be done: claimed by one worker at a time, done at least once, brought back as an event."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial

from msgspec import MsgspecError, Struct
from sqlalchemy import Connection, delete, func, select, update

from bot.conversation.errands import Errand
from bot.conversation.ports import Clock
from bot.safety.vault import Vault, VaultError
from bot.store.authoring import open_errand
from bot.store.database import Database
from bot.store.schema import errand, milliseconds

LEASE = timedelta(seconds=60)  # longer than any errand may take


class Claimed(Struct, frozen=True):
    """An errand that is ours to do now; `tries` counts the times it was claimed before."""

    errand: Errand
    tries: int


class Errands:
    """Claims over all processes that share the database; an errand goes when the event that brings it is applied."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        """Take where rows are, what opens them, and what time it is."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._bell = asyncio.Event()

    def wake(self) -> None:
        """Say that there may be something to claim."""
        self._bell.set()

    async def wait(self, longest: float) -> None:
        """Return after wake(), or after `longest` seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), longest)
        self._bell.clear()

    async def waiting(self) -> int:
        """Return how many errands are not done yet, those under way included."""
        count = select(func.count()).select_from(errand)
        return await self._database.tx(lambda connection: connection.execute(count).scalar_one())

    async def take_back(self) -> None:
        """Take back at once what was under way when this bot died; for who works alone only."""
        await self._database.tx(lambda connection: connection.execute(update(errand).values(due=0)))

    async def claim(self, limit: int) -> tuple[Claimed, ...]:
        """Return up to `limit` errands to do now, leased to the caller."""
        return await self._database.tx(partial(self._claim, limit=limit, now=milliseconds(self._clock())))

    def _claim(self, connection: Connection, *, limit: int, now: int) -> tuple[Claimed, ...]:
        query = select(errand).where(errand.c.due <= now).order_by(errand.c.due, errand.c.key).limit(limit)
        claimed, damaged = [], []
        for row in connection.execute(query.with_for_update(skip_locked=True)).all():
            try:
                claimed.append(Claimed(open_errand(row, self._vault), row.tries))
            except (VaultError, MsgspecError):
                damaged.append(row.key)
        mine = [each.errand.key for each in claimed]
        until = now + LEASE // timedelta(milliseconds=1)
        if mine:
            leased = update(errand).where(errand.c.key.in_(mine))
            connection.execute(leased.values(due=until, tries=errand.c.tries + 1))
        if damaged:
            connection.execute(delete(errand).where(errand.c.key.in_(damaged)))
        return tuple(claimed)
