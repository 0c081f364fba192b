"""The bot that is killed: a real one, in a process of its own, that polls the World over HTTP.

It can be made to kill itself at a named point, and to have a flaw, so that the kill test can be seen to fail.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct
from telegram import Bot

from bot.app.introduction import named, shown
from bot.app.machine import AWAY, Machine, Parts, opened, work
from bot.app.run import stopped_by_signal
from bot.channel.receive import Apply, PollLoop
from bot.channel.transport import make_bot
from bot.practice.door import TOKEN
from bot.store.kernel import Applied

MASTER = bytes(range(32))
POLL = 1  # seconds
POINTS = ("inside", "committed", "sent")
FLAWS = ("acknowledges first", "forgets what it has seen", "works backwards")

Update = Mapping[str, Any]


class Orders(Struct, frozen=True, kw_only=True):
    """How one life goes: it ends at the `nth` time the bot comes by `point` ("" is never); `flaw` is one of FLAWS."""

    address: str = ""
    database_url: str
    scenarios: Path
    log: Path
    point: str = ""
    nth: int = 1
    flaw: str = ""


class Trap:
    """A failpoint: kills this process the nth time the bot comes by."""

    def __init__(self, point: str, nth: int) -> None:
        self._point = point
        self._left = nth

    def __call__(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Hasty(PollLoop):
    """Acknowledges updates before they are kept."""

    async def _keep(self, updates: Sequence[Update]) -> None:
        self._offset = max(update["update_id"] for update in updates) + 1
        await self._get_updates(0, 1)
        await super()._keep(updates)


def live(orders: Orders) -> None:
    """Be a bot until SIGTERM, or until killed; this is all the process does."""
    logging.basicConfig(filename=orders.log, level=logging.WARNING)
    asyncio.run(_live(orders))


async def _live(orders: Orders) -> None:
    stop = stopped_by_signal()
    maker = partial(make_bot, TOKEN, f"{orders.address}/bot")
    parts = Parts(
        database_url=orders.database_url,
        master=MASTER,
        scenarios=orders.scenarios,
        pause=Trap(orders.point, orders.nth),
        poll_seconds=POLL,
    )
    async with opened(parts, maker) as machine:
        if await named(machine, stop):
            machine.poll = _poll(machine, maker, orders.flaw)
            showing = asyncio.create_task(shown(machine))
            try:
                await work(machine, stop)
            finally:
                showing.cancel()


def _poll(machine: Machine, maker: Callable[[], Bot], flaw: str) -> PollLoop:
    loop = Hasty if flaw == "acknowledges first" else PollLoop
    applies: Mapping[str, Apply] = {
        "forgets what it has seen": partial(_forgetful, machine, count(os.getpid() << 32)),
        "works backwards": partial(_backwards, machine),
    }
    apply = applies.get(flaw, machine.apply)
    return loop(maker, apply, machine.postman.acknowledge, away=AWAY, timeout=POLL)


async def _forgetful(machine: Machine, numbers: "count[int]", updates: Sequence[Update]) -> Applied:
    """Take every update for a new one, also when it comes again."""
    return await machine.apply([{**update, "update_id": next(numbers)} for update in updates])


async def _backwards(machine: Machine, updates: Sequence[Update]) -> Applied:
    """Do last what came first."""
    return await machine.apply(updates[::-1])
