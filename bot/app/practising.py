"""Practising: the real bot on a simulated Telegram, on a page or in a terminal."""

import asyncio
import secrets
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from telegram import Bot

from bot.app.clock import clock
from bot.app.introduction import named, shown
from bot.app.machine import Machine, Parts, opened, work
from bot.app.run import stopped_by_signal
from bot.app.workbench import Maps, Tools
from bot.channel.transport import make_bot
from bot.config import Settings
from bot.practice import site as practice_site
from bot.practice import terminal as practice_terminal
from bot.practice.door import TOKEN, Door, check_update
from bot.practice.room import Order, Room, saved
from bot.practice.world import World
from bot.scenario.model import Issue, Severity
from bot.scenario.shelf import Shelf
from bot.texts.catalog import shipped
from bot.web.site import listen, serve


@asynccontextmanager
async def on_world(world: World, parts: Parts, maps: Maps | None = None) -> AsyncIterator["Practised"]:
    """Let a bot with the store of `parts` work on a simulated Telegram; `maps` are those that were drawn already."""

    def maker() -> Bot:
        return make_bot(TOKEN, request=Door(world))

    stop = asyncio.Event()
    async with opened(parts, maker) as machine:
        await named(machine, stop)
        await shown(machine)
        working = asyncio.create_task(work(machine, stop))
        try:
            yield Practised(machine, world, working, maps or Maps(parts.language))
        finally:
            stop.set()
            await working


class Practised:
    """A bot at work on a World (bot.practice.room.Running)."""

    def __init__(self, machine: Machine, world: World, working: asyncio.Task[None], maps: Maps) -> None:
        self.machine = machine
        self.workbench = Tools(machine, maps)
        self._world = world
        self._working = working

    @property
    def faults(self) -> tuple[Issue, ...]:
        """What is wrong with the cases now, by file; the last good version of each is played."""
        found = (issue for issues in self.machine.catalogue.shelf.issues.values() for issue in issues)
        return tuple(issue for issue in found if issue.severity is Severity.FAULT)

    async def settle(self) -> None:
        """Return when nothing waits any more: no timer is due, no update or message waits, no tap is unanswered."""
        await self.machine.tick()
        while not self._working.done() and await self._busy():  # noqa: ASYNC110 (three rooms, no one event)
            await asyncio.sleep(0.002)

    async def _busy(self) -> bool:
        waiting = bool(self._world.updates.waiting()) or self.machine.postman.busy
        return waiting or not await self.machine.idle()

    def hurried(self) -> AbstractContextManager[None]:
        """Let the bot answer without pausing between messages for a while."""
        return self.machine.outbox.hurried()

    async def step_of(self, session: str, turn: int) -> str:
        """Return the id of the step at a turn of a session."""
        return await self.machine.step_of(session, turn)


@asynccontextmanager
async def fresh(
    world: World, scenarios: Path, language: str, kept: list[Shelf], maps: Maps | None = None
) -> AsyncIterator[Practised]:
    """Let a bot with an empty store of its own, gone afterwards, work on a simulated Telegram.

    `kept` holds the cases as they last were good; so a case that breaks while its author plays it stays. `maps` outlive
    the bot likewise.
    """
    with tempfile.TemporaryDirectory(prefix="casusbot-") as folder:
        parts = Parts(
            database_url=f"sqlite:///{folder}/practice.db",
            master=secrets.token_bytes(32),
            scenarios=scenarios,
            language=language,
            shelf=kept[-1] if kept else None,
            follow=True,
            trainers=None,
        )
        async with on_world(world, parts, maps) as running:
            kept[:] = [running.machine.catalogue.shelf]
            yield running


def practice_world() -> World:
    """Return an empty simulated Telegram that runs on this machine's clock."""
    return World(now=clock, check=check_update)


async def practice(settings: Settings, port: int, *, browser: bool, stop: asyncio.Event | None = None) -> None:
    """Serve the practice page on loopback until SIGTERM, SIGINT or `stop`; opens it in a browser when asked."""
    stop = stop or stopped_by_signal()
    world = practice_world()
    kept: list[Shelf] = []
    maps = Maps(settings.language)
    room = Room(
        world,
        lambda world: fresh(world, settings.scenarios, settings.language, kept, maps),
        partial(saved, settings.scenarios),
    )
    with listen("127.0.0.1", port) as listener:
        living = asyncio.create_task(room.live())
        serving = asyncio.create_task(serve(practice_site.site(room, shipped(), settings.language), listener, stop))
        if browser:
            await room.opened.wait()
            await asyncio.to_thread(webbrowser.open, f"http://127.0.0.1:{listener.getsockname()[1]}/")
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((living, serving, stopping), return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        world.stop()
        room.order(Order.CLOSE)
        await serving
        await living
        stopping.cancel()


async def terminal(settings: Settings, streams: tuple[TextIO, TextIO]) -> None:
    """Play in a terminal, until the word to quit or the end of the input."""
    world = practice_world()
    source, sink = streams
    async with fresh(world, settings.scenarios, settings.language, []) as running:
        await practice_terminal.talk(
            world,
            running.settle,
            source,
            sink,
            texts=shipped(),
            language=settings.language,
            echo=not source.isatty(),
        )
