"""How the bot gets to know its own name and shows itself in Telegram: commands and descriptions."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from telegram.error import TelegramError

from bot.app.machine import AWAY, Machine
from bot.channel import errors
from bot.channel.commands import register
from bot.store import facts
from bot.texts.catalog import shipped

RETRY = 5.0  # seconds between tries to learn one's own name

log = logging.getLogger(__name__)


async def named(machine: Machine, stop: asyncio.Event) -> bool:
    """Learn the bot's own name, however long that takes; return False when told to stop before it was possible.

    Raises TokenRevokedError.
    """
    while not stop.is_set():
        try:
            if not await unless(stop, machine.bot.initialize()):
                return False
        except TelegramError as error:
            errors.stop_if_revoked(error)
            log.warning("Telegram cannot be reached, trying again: %s", type(error).__name__)
            await unless(stop, asyncio.sleep(RETRY))
        else:
            machine.called(machine.bot.username)
            return True
    return False


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do some work, but drop it when told to stop; return whether it was done. Raises what the work raises."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def shown(machine: Machine) -> None:
    """Show the commands and descriptions when their texts have changed; nobody waits for it and nothing hangs on it."""
    name = f"commands {machine.bot.id}"
    try:
        known = await facts.recall(machine.database, name)
        now = await register(machine.bot, commands, about, known)
        if now and now != known:
            await facts.remember(machine.database, name, now)
    except AWAY:
        return  # the next start tries again


def commands(language: str) -> Sequence[tuple[str, str]]:
    """Return the commands with their descriptions, in the order Telegram shows them."""
    texts = shipped()
    names = [key.rpartition(".")[2] for key in texts.books[language] if key.startswith("commands.list.")]
    return [(name, texts.plain(language, f"commands.list.{name}")) for name in names]


def about(language: str) -> tuple[str, str]:
    """Return the description of the bot and the short one."""
    texts = shipped()
    return texts.plain(language, "commands.description"), texts.plain(language, "commands.short_description")
