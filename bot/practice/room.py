"""The room: the real bot on a simulated Telegram, begun anew at the press of a button or when a case was saved."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from bot.practice.replay import Line, Played, note, play
from bot.practice.workbench import Workbench
from bot.practice.world import World
from bot.scenario.library import saved_times
from bot.scenario.model import Issue


class NotOpenedError(Exception):
    """The bot could not be opened; its message is shown to whoever sits at the page."""


class Running(Protocol):
    """A bot at work on a World, with a store of its own."""

    @property
    def faults(self) -> tuple[Issue, ...]:
        """What is wrong with the files of the cases now."""

    @property
    def workbench(self) -> Workbench:
        """The tools of an author."""

    async def settle(self) -> None:
        """Return when nothing waits any more: no update to handle, no message to send."""

    def hurried(self) -> AbstractContextManager[None]:
        """Let the bot answer without pausing between messages, as long as deeds are played again."""

    async def step_of(self, session: str, turn: int) -> str:
        """Return the id of the step at a turn of a session, "" when either is not known."""


Changed = Callable[[], Awaitable[tuple[str, ...]]]
Open = Callable[[World], AbstractAsyncContextManager[Running]]


class Order(StrEnum):
    """What the room is told to do."""

    AGAIN = "again"
    REPLAY = "replay"
    CLOSE = "close"


class Notice(Struct, frozen=True, kw_only=True):
    """What the page says about the room: that it replays, how far that came, or why the bot could not be opened."""

    replaying: bool = False
    played: Played | None = None
    faults: tuple[Issue, ...] = ()
    why: str = ""


class Room:
    """One bot on one World. `open_bot` gives a bot with an empty store; it may raise NotOpenedError.

    `changed`, when given, returns each time a case was saved: then all deeds are played again. It names the files that
    were saved, by their path in the folder; `saved` holds the last of them.
    """

    def __init__(self, world: World, open_bot: Open, changed: Changed | None = None) -> None:
        self.world = world
        self.notice = Notice()
        self.opened = asyncio.Event()
        self.saved: tuple[str, ...] = ()
        self._running: Running | None = None
        self._asked = asyncio.Lock()
        self._open_bot = open_bot
        self._changed = changed
        self._orders: asyncio.Queue[Order] = asyncio.Queue()

    def order(self, order: Order) -> None:
        """Tell the room to begin again, to replay or to close; it happens as soon as it can."""
        self.opened.clear()
        self._orders.put_nowait(order)

    @asynccontextmanager
    async def asked(self) -> AsyncIterator[Running | None]:
        """Give the bot for a question from outside; it stays until that is answered. None while it begins anew."""
        async with self._asked:
            yield self._running

    async def live(self) -> None:
        """Keep the bot at work until the order to close; all in one task, as task groups within the bot demand."""
        watching = asyncio.create_task(self._watch()) if self._changed else None
        try:
            await self._live()
        finally:
            if watching:
                watching.cancel()

    async def _live(self) -> None:
        lines: tuple[Line, ...] = ()
        order = Order.AGAIN
        while order is not Order.CLOSE:
            try:
                async with self._open_bot(self.world) as running:
                    rest = await self._play(lines, running)
                    done = len(self.world.deeds)
                    order = await self._next(running)
                    lines = await note(self.world.deeds, running.step_of)
                    # What no longer fitted may fit after the next change, when nobody went another way meanwhile.
                    lines += rest if len(lines) == done else ()
            except NotOpenedError as wrong:  # the deeds so far are kept for when it can be opened
                self._say(Notice(why=str(wrong)))
                order = await self._next()
            if order is Order.AGAIN:
                lines, self.saved = (), ()
            if order is not Order.CLOSE:
                self.world.reset()

    async def _next(self, running: Running | None = None) -> Order:
        """Return the next order; until then the bot may be asked things."""
        self._running = running
        self.opened.set()
        order = await self._orders.get()
        async with self._asked:
            self._running = None
        return order

    async def _play(self, lines: tuple[Line, ...], running: Running) -> tuple[Line, ...]:
        """Play the lines and return those that were not played."""
        self._say(Notice(replaying=bool(lines)))
        if not lines:
            self._say(Notice(faults=running.faults))
            return ()
        with running.hurried(), self.world.pace.lifted():
            played = await play(self.world, lines, running.step_of, running.settle)
        self._say(Notice(played=played, faults=running.faults))
        return lines[played.done :]

    def _say(self, notice: Notice) -> None:
        self.notice = notice
        self.world.tell("notice")

    async def _watch(self) -> None:
        while self._changed:
            self.saved = await self._changed() or self.saved
            self.order(Order.REPLAY)


async def saved(folder: Path, pause: float = 0.4) -> tuple[str, ...]:
    """Return when a YAML file in a folder was saved, added or taken away; looks every `pause` seconds.

    Returns the paths in the folder of those that were saved or added.
    """
    before = now = await asyncio.to_thread(saved_times, folder)
    while now == before:
        await asyncio.sleep(pause)
        now = await asyncio.to_thread(saved_times, folder)
    new = sorted(path for path, time in now.items() if before.get(path) != time)
    return tuple(path.relative_to(folder).as_posix() for path in new)
