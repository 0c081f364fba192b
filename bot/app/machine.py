"""One bot at work: the store, the kernel, what receives and what sends, put together on one way to Telegram."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from telegram import Bot

from bot.app.catalogue import Bookcase
from bot.app.clock import clock
from bot.app.errands import Worker
from bot.channel.inbound import Reader
from bot.channel.outbound import Postman
from bot.channel.receive import PollLoop
from bot.channel.transport import close
from bot.conversation.messages import Incoming, Reply
from bot.conversation.ports import Desk
from bot.conversation.turn import apology, turn
from bot.safety.vault import Vault
from bot.scenario.shelf import Shelf
from bot.store import facts
from bot.store.database import Database, StoreAwayError
from bot.store.errands import Errands
from bot.store.housekeeping import sweep
from bot.store.kernel import Applied, Kernel
from bot.store.outbox import SealedOutbox
from bot.store.releases import Releases
from bot.store.snapshots import Snapshots
from bot.store.start import prepare

AWAY = (StoreAwayError,)
SWEEP = 3_600.0  # seconds between two rounds of housekeeping
LOOK = 2.0  # seconds between two looks at the folder of cases
TICK = 1.0  # seconds between two looks at the timers


def new_key() -> str:
    """Return an unguessable session key of 8 characters (48 bits); it fits in a button."""
    return secrets.token_urlsafe(6)


class Parts(Struct, frozen=True, kw_only=True):
    """What differs between a bot on Telegram, on the practice page and in a test.

    `pause` is called at named points for tests that kill the bot there; `shelf` holds the cases as they last were good;
    with `follow` a case is let out when its file is saved; `trainers` may write cases, None means everybody.
    """

    database_url: str
    master: bytes
    scenarios: Path
    language: str = "nl"
    retention_days: int = 90
    clock: Callable[[], datetime] = clock
    new_key: Callable[[], str] = new_key
    pause: Callable[[str], None] = lambda _: None
    poll_seconds: int = 25
    shelf: Shelf | None = None
    follow: bool = False
    packs: Path | None = None
    trainers: frozenset[int] | None = frozenset()


class Machine:
    """A bot with its store open; `run` lets it work."""

    def __init__(self, parts: Parts, make_bot: Callable[[], Bot]) -> None:
        """Take what it is made of; `make_bot` gives a bot with connections of its own each time."""
        self.parts = parts
        self.database = Database(parts.database_url)
        self.vault = Vault(parts.master)
        self.snapshots = Snapshots(self.database)
        self.releases = Releases(self.database)
        self.catalogue = Bookcase(
            parts.scenarios,
            self.snapshots,
            self.releases,
            packs=parts.packs,
            follow=parts.follow,
            last=parts.shelf,
        )
        self.errands = Errands(self.database, self.vault, parts.clock)
        self.outbox = SealedOutbox(self.database, self.vault, parts.clock)
        self.bot = make_bot()
        self.postman = Postman(self.bot, self.outbox, away=AWAY, pause=parts.pause)
        self.poll = PollLoop(make_bot, self.apply, self.postman.acknowledge, away=AWAY, timeout=parts.poll_seconds)
        self.username = ""
        self._reader = Reader("")
        self._under_way = 0
        self.kernel = Kernel(
            database=self.database,
            vault=self.vault,
            snapshots=self.snapshots,
            catalogue=self.catalogue,
            clock=parts.clock,
            new_key=parts.new_key,
            read=self._read,
            turn=self._turn,
            apology=apology,
            wake=self._wake,
            pause=parts.pause,
            language=parts.language,
        )

    def called(self, username: str) -> None:
        """Take the bot's own username, which commands in groups carry."""
        self.username = username
        self._reader = Reader(username)

    async def apply(self, batch: Sequence[Mapping[str, Any] | Incoming]) -> Applied:
        """Apply a batch of raw updates; raises StoreAwayError when nothing was kept."""
        self._under_way += 1
        try:
            applied = await self.kernel.apply(batch)
            if applied.released:
                await self._look()
            return applied
        finally:
            self._under_way -= 1

    def _wake(self) -> None:
        self.outbox.wake()
        self.errands.wake()

    async def idle(self) -> bool:
        """Return whether no update is being handled, no errand is done and no message waits."""
        return not self._under_way and await self.errands.waiting() == 0 and await self.outbox.waiting() == 0

    async def step_of(self, session: str, turn: int) -> str:
        """Return the id of the step at a turn of a session, "" when either is not known."""
        found = await self.kernel.session(session)
        if found is None:
            return ""
        taken = found.run.taken
        return taken[turn].step if turn < len(taken) else found.run.place

    def _read(self, raw: Mapping[str, Any]) -> Incoming | None:
        return self._reader.read(raw)

    def _turn(self, incoming: Incoming, desk: Desk) -> Reply:
        parts = self.parts
        own = {"username": self.username, "retention_days": parts.retention_days, "trainers": parts.trainers}
        return turn(incoming, replace(desk, **own))

    async def keep_up(self) -> None:
        """Let timers fall due, look after the catalogue and keep house, until cancelled."""
        await asyncio.gather(self._ticking(), self._looking(), self._sweeping(), self._running_errands())

    async def _ticking(self) -> None:
        while True:
            await _patient(self.tick)
            await asyncio.sleep(TICK)

    async def tick(self) -> None:
        """Apply the timers that are due; raises StoreAwayError when nothing was kept."""
        applied = await self.kernel.tick()
        self.postman.acknowledge(applied.toasts)

    async def _looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            await _patient(self._look)

    async def _look(self) -> None:
        await self.catalogue.refresh(self.parts.clock())

    async def _running_errands(self) -> None:
        worker = Worker(
            errands=self.errands,
            bot=self.bot,
            catalogue=self.catalogue,
            snapshots=self.snapshots,
            releases=self.releases,
            clock=self.parts.clock,
            draft=self.kernel.draft,
            apply=self.apply,
        )
        while True:
            await self.errands.wait(TICK)
            await _patient(worker.work)

    async def _sweeping(self) -> None:
        while True:
            await _patient(self._sweep)
            await asyncio.sleep(SWEEP)

    async def _sweep(self) -> None:
        await sweep(self.database, self.parts.clock())


async def _patient(work: Callable[[], Any]) -> None:
    """Do some work; a store that is away now will be there at the next round."""
    try:
        await work()
    except StoreAwayError:
        return


@asynccontextmanager
async def opened(parts: Parts, make_bot: Callable[[], Bot]) -> AsyncIterator[Machine]:
    """Open the store and the catalogue, and close them at the end; nothing is received or sent yet.

    Raises NewerDatabaseError, DamagedDatabaseError, OtherKeyError, DatabaseFolderError or StoreAwayError.
    """
    machine = Machine(parts, make_bot)
    try:
        await prepare(machine.database)
        await facts.claim(machine.database, machine.vault)
        await machine.catalogue.refresh(parts.clock())
        yield machine
    finally:
        await close(machine.bot)
        await machine.database.close()


async def work(machine: Machine, stop: asyncio.Event, receive: Callable[[], Any] | None = None) -> None:
    """Let a machine receive and send until `stop` is set; what is under way is finished first.

    `receive` replaces the poll loop (a webhook server); it must return after `stop`. Raises ConflictError,
    TokenRevokedError, StoreAwayError at the start, and whatever is our own fault.
    """
    if receive is None:
        await machine.errands.take_back()
        await machine.outbox.take_back()  # Telegram lets one program poll, so nobody else is sending
    sending = asyncio.create_task(machine.postman.run())
    receiving = asyncio.create_task((receive or machine.poll.run)())
    keeping = asyncio.create_task(machine.keep_up())
    stopping = asyncio.create_task(stop.wait())
    tasks = (sending, receiving, keeping, stopping)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        machine.poll.stop()
        await asyncio.wait((receiving,))
        machine.postman.stop()
        await asyncio.wait((sending,))
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for fault in ended:
        if isinstance(fault, Exception):
            raise fault
