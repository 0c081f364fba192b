"""Answers to taps: they stop the spinner on a button, and wait for nothing."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from telegram import Bot
from telegram.error import TelegramError

from bot.channel import errors, render
from bot.conversation.messages import Toast

LIFE = 12.0  # seconds in which Telegram takes the answer
AT_ONCE = 256

log = logging.getLogger(__name__)


class Taps:
    """Answers taps all at once. Telegram sets no limit to these: tdlib/telegram-bot-api #648."""

    def __init__(self, bot: Bot, give_up: Callable[[errors.TokenRevokedError], None]) -> None:
        """Take the bot, and whom to tell that Telegram no longer knows the token."""
        self._bot = bot
        self._give_up = give_up
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self.under_way: set[asyncio.Task[None]] = set()

    def answer(self, toasts: Sequence[Toast]) -> None:
        """Begin to answer and return at once."""
        for toast in toasts:
            task = asyncio.create_task(self._answer(toast))
            self.under_way.add(task)
            task.add_done_callback(self._answered)

    async def _answer(self, toast: Toast) -> None:
        try:
            async with asyncio.timeout(LIFE), self._at_once:
                await self._try_twice(toast)
        except TimeoutError:
            log.info("a tap was not answered in time")

    async def _try_twice(self, toast: Toast) -> None:
        for _ in range(2):
            try:
                await self._bot.answer_callback_query(**render.acknowledgement(toast))
            except TelegramError as error:
                errors.stop_if_revoked(error)
                if not errors.unreachable_server(error):
                    return  # too late, or answered at the first try: the next screen says it
            else:
                return

    def _answered(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, errors.TokenRevokedError):
            self._give_up(error)
        elif error:
            log.error("a tap cannot be answered: %s", type(error).__name__)
