"""The ways to run: on Telegram, by poll or webhook; on the practice page; in a terminal."""

import asyncio
import logging
import secrets
import signal
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from starlette.routing import BaseRoute
from telegram import Bot

from bot.app.introduction import named, shown
from bot.app.machine import AWAY, Machine, Parts, clock, opened, work
from bot.channel.transport import close, make_bot
from bot.channel.webhook import open_webhook, webhook
from bot.config import Settings
from bot.config.key import master_key
from bot.practice import site as practice_site
from bot.practice import terminal as practice_terminal
from bot.practice.door import TOKEN, Door, check_update
from bot.practice.room import Order, Room, saved
from bot.practice.world import World
from bot.store.database import Database
from bot.store.start import state
from bot.texts.catalog import shipped
from bot.web.site import Health, listen, serve, site

log = logging.getLogger(__name__)

POLL_AGE = 120.0  # seconds without a finished poll after which the bot is not well


def parts_of(settings: Settings) -> Parts:
    """Return what a bot on Telegram is made of; makes the master key on a first run."""
    return Parts(
        database_url=settings.database_url,
        master=master_key(settings),
        scenarios=settings.scenarios,
        language=settings.language,
        retention_days=settings.retention_days,
    )


async def run(settings: Settings, stop: asyncio.Event | None = None) -> None:
    """Run on Telegram until SIGTERM, SIGINT or `stop`; by webhook where PUBLIC_URL is set, else by poll."""
    stop = stop or stopped_by_signal()
    maker = partial(make_bot, settings.telegram_bot_token, f"{settings.telegram_api_url.rstrip('/')}/bot")
    async with opened(parts_of(settings), maker) as machine:
        if not await named(machine, stop):
            return
        routes: tuple[BaseRoute, ...] = ()
        address = settings.http_address
        if settings.public_url:
            path = urlsplit(settings.public_url).path.rstrip("/") + "/telegram"
            routes = (webhook(path, settings.webhook_secret, machine.apply, machine.postman.acknowledge, away=AWAY),)
        app = site(partial(_health, machine, polling=not settings.public_url), routes)
        with listen(address.host, address.port) as listener:
            serving = asyncio.create_task(serve(app, listener, stop))
            receive = None
            if settings.public_url:
                await open_webhook(machine.bot, f"{settings.public_url.rstrip('/')}/telegram", settings.webhook_secret)
                receive = stop.wait
            showing = asyncio.create_task(shown(machine))
            try:
                await work(machine, stop, receive)
            finally:
                stop.set()
                showing.cancel()
                await serving


async def _health(machine: Machine, *, polling: bool) -> Health:
    age = machine.poll.age if polling else None
    try:
        queue: int | None = await machine.outbox.waiting()
    except AWAY:
        queue = None
    well = machine.postman.healthy and queue is not None and (age or 0.0) < POLL_AGE
    return Health(ok=well, last_poll=age, queue=queue)


def stopped_by_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: Ctrl+C ends the process
            break
    return stop


@asynccontextmanager
async def on_world(world: World, parts: Parts) -> AsyncIterator["Practised"]:
    """Let a bot with the store of `parts` work on a simulated Telegram."""

    def maker() -> Bot:
        return make_bot(TOKEN, request=Door(world))

    stop = asyncio.Event()
    async with opened(parts, maker) as machine:
        await named(machine, stop)
        await shown(machine)
        working = asyncio.create_task(work(machine, stop))
        try:
            yield Practised(machine, world)
        finally:
            stop.set()
            await working
            await close(machine.bot)


class Practised:
    """A bot at work on a World (bot.practice.room.Running)."""

    def __init__(self, machine: Machine, world: World) -> None:
        self.machine = machine
        self._world = world

    async def settle(self) -> None:
        """Return when nothing waits any more: no timer is due, no update or message waits, no tap is unanswered."""
        await self.machine.tick()
        while self._world.updates.waiting() or not await self.machine.idle() or self.machine.postman.busy:  # noqa: ASYNC110 (three rooms, no one event)
            await asyncio.sleep(0.002)

    def hurried(self) -> AbstractContextManager[None]:
        """Let the bot answer without pausing between messages for a while."""
        return self.machine.outbox.hurried()

    async def step_of(self, session: str, turn: int) -> str:
        """Return the id of the step at a turn of a session."""
        return await self.machine.step_of(session, turn)


@asynccontextmanager
async def _fresh(world: World, scenarios: Path, language: str) -> AsyncIterator[Practised]:
    """Let a bot with an empty store of its own, gone afterwards, work on a simulated Telegram."""
    with tempfile.TemporaryDirectory(prefix="casusbot-") as folder:
        parts = Parts(
            database_url=f"sqlite:///{folder}/practice.db",
            master=secrets.token_bytes(32),
            scenarios=scenarios,
            language=language,
        )
        async with on_world(world, parts) as running:
            yield running


def practice_world() -> World:
    """Return an empty simulated Telegram that runs on this machine's clock."""
    return World(now=clock, check=check_update)


async def practice(settings: Settings, port: int, *, browser: bool, stop: asyncio.Event | None = None) -> None:
    """Serve the practice page on loopback until SIGTERM, SIGINT or `stop`; opens it in a browser when asked."""
    stop = stop or stopped_by_signal()
    world = practice_world()
    room = Room(
        world,
        lambda world: _fresh(world, settings.scenarios, settings.language),
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
    async with _fresh(world, settings.scenarios, settings.language) as running:
        await practice_terminal.talk(
            world,
            running.settle,
            source,
            sink,
            texts=shipped(),
            language=settings.language,
            echo=not source.isatty(),
        )


async def database_state(settings: Settings) -> str:
    """Return how the database is: none, good, older, newer, damaged or away; changes nothing."""
    database = Database(settings.database_url)
    try:
        return await state(database)
    finally:
        await database.close()
