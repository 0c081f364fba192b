"""A tiny stock bot over the door, for tests of the room itself: it answers, and says what was pressed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext, suppress
from typing import Any

from telegram import Bot, CallbackQuery, Update
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys

from bot.practice.door import TOKEN, Door
from bot.practice.world import World
from bot.scenario.model import Issue
from tests.support.bench import Bench
from tests.support.cases import DOOR, LOOP


class Echo:
    """Runs on any telegram.Bot; `first` is the text of the first step, so that a case can change."""

    def __init__(self, world: World, bot: Bot, first: str = "bel") -> None:
        self.world = world
        self.bot = bot
        self.first = first
        self.forgets = False  # whether it no longer knows its walks
        self.workbench = Bench(DOOR, LOOP)

    async def settle(self) -> None:
        while self.world.updates.waiting():  # noqa: ASYNC110 (a test may look)
            await asyncio.sleep(0.001)

    faults: tuple[Issue, ...] = ()

    def hurried(self) -> AbstractContextManager[None]:
        return nullcontext()

    async def step_of(self, session: str, turn: int) -> str:
        return [self.first, "brief", "tafel"][turn] if session and not self.forgets else ""

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.bot.get_updates(offset=offset, limit=1, timeout=20):
                await self.heed(update)
                offset = update.update_id + 1

    async def heed(self, update: Update) -> None:
        if update.callback_query:
            await self._pressed(update.callback_query)
        elif update.message and update.message.text and update.message.text.startswith("/start"):
            await self._step(update.message.chat.id, 0)
        elif update.message and update.message.text:
            await self.bot.send_message(update.message.chat.id, f"echo: {update.message.text}")

    async def _pressed(self, query: CallbackQuery) -> None:
        turn, choice = (query.data or "").split("|")[2], (query.data or "").split("|")[4]
        await query.answer(f"you chose {choice}")
        await query.edit_message_reply_markup(Keys([[Key(f"✓ {choice}", callback_data=f"1|s1|{turn}|x|")]]))
        if query.message:
            await self._step(query.message.chat.id, int(turn or 0) + 1)

    async def _step(self, chat: int, turn: int) -> None:
        step = await self.step_of("s1", min(turn, 2))
        keys = Keys([[Key(one.upper(), callback_data=f"1|s1|{turn or ''}|c|{one}") for one in ("a", "b")]])
        await self.bot.send_message(chat, f"<b>{step}</b>\n<i>What now?</i>", parse_mode="HTML", reply_markup=keys)


@asynccontextmanager
async def echoing(world: World, bot: Bot | None = None, **more: Any) -> AsyncIterator[Echo]:
    """Let the echo work on a World, over the door unless another bot is given."""
    async with bot or Bot(TOKEN, request=Door(world), get_updates_request=Door(world)) as working:
        echo = Echo(world, working, **more)
        task = asyncio.create_task(echo.run())
        try:
            yield echo
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
