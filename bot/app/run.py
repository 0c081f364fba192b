"""Running on Telegram, by poll or webhook."""

import asyncio
import logging
import signal
from functools import partial
from urllib.parse import urlsplit

from starlette.routing import BaseRoute
from telegram.error import BadRequest, TelegramError

from bot.app.introduction import RETRY, named, shown, unless
from bot.app.machine import AWAY, Machine, Parts, opened, work
from bot.channel import errors
from bot.channel.transport import make_bot
from bot.channel.webhook import open_webhook, webhook
from bot.config import Settings, SettingsError
from bot.config.key import master_key
from bot.store.database import Database
from bot.store.start import state
from bot.web.site import Health, listen, serve, site

log = logging.getLogger(__name__)

HOOK = "/telegram"
POLL_AGE = 120.0  # seconds without a finished poll after which the bot is not well


def parts_of(settings: Settings) -> Parts:
    """Return what a bot on Telegram is made of; makes the master key on a first run."""
    return Parts(
        database_url=settings.database_url,
        master=master_key(settings),
        scenarios=settings.scenarios,
        language=settings.language,
        retention_days=settings.retention_days,
        trainers=settings.trainers,
        packs=settings.packs,
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
        receive = None
        if settings.public_url:
            path = urlsplit(settings.public_url).path.rstrip("/") + HOOK
            routes = (webhook(path, settings.webhook_secret, machine.apply, machine.postman.acknowledge, away=AWAY),)
            receive = partial(_delivered_to, machine, settings, stop)
        app = site(partial(_health, machine, polling=not settings.public_url), routes)
        with listen(address.host, address.port) as listener:
            serving = asyncio.create_task(serve(app, listener, stop))
            showing = asyncio.create_task(shown(machine))
            try:
                await work(machine, stop, receive)
            finally:
                stop.set()
                showing.cancel()
                await serving


async def _delivered_to(machine: Machine, settings: Settings, stop: asyncio.Event) -> None:
    """Let Telegram deliver to PUBLIC_URL until told to stop; raises SettingsError when it refuses that address."""
    url = settings.public_url.rstrip("/") + HOOK
    while not stop.is_set():
        try:
            await unless(stop, open_webhook(machine.bot, url, settings.webhook_secret))
        except BadRequest:
            raise SettingsError("public_url_refused", setting="PUBLIC_URL", url=url) from None
        except TelegramError as error:
            errors.stop_if_revoked(error)
            log.warning("Telegram cannot be reached, trying again: %s", type(error).__name__)
            await unless(stop, asyncio.sleep(RETRY))
        else:
            await stop.wait()


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


async def database_state(settings: Settings) -> str:
    """Return how the database is: none, good, older, newer, damaged or away; changes nothing."""
    database = Database(settings.database_url)
    try:
        return await state(database)
    finally:
        await database.close()
