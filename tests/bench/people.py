"""People who walk through a real case on a real machine without a network: pressing, and looking at what came."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.app.clock import clock as now
from bot.app.machine import Machine, Parts, opened
from bot.channel.transport import close, make_bot
from bot.conversation.actions import Action, read, write
from bot.conversation.messages import Message
from bot.conversation.ports import Delivered
from bot.session.model import Session
from bot.store.shelf import Shelf
from bot.store.unit import Unit
from tests.support.clock import Clock

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "100:bench"
BATCH = 100
LOOKS = 1_000
STATE = 1_600  # bytes of a walk of some twenty steps
FIRST_PERSON = 1_000
FIRST_UPDATE = 1_000
# What is pressed first when a screen offers several: what goes on.
ONWARD = (Action.FIRST, Action.SECOND, Action.POWER, Action.SKIP, Action.NEXT, Action.CHOOSE)

Raw = dict[str, Any]


class People:
    """So many people, and what each has before them."""

    def __init__(self, machine: Machine, clock: Clock, count: int) -> None:
        self.machine = machine
        self.clock = clock
        self.users = range(FIRST_PERSON, FIRST_PERSON + count)
        self.sent = self.edited = 0  # at the last look
        self._updates = FIRST_UPDATE
        self._buttons: dict[int, tuple[str, int]] = {}  # by user: what it carries, and the message it hangs under

    async def begin(self) -> None:
        """Let all begin the first case there is, and bring what they see."""
        case = self.machine.catalogue.cards()[0].scenario.id
        await self.do([self._wrote(user, "/start") for user in self.users])
        for action, wish in ((Action.UNDERSTOOD, "1"), (Action.BEGIN, f"short:{case}")):
            await self.do([self._pressed(user, write(action, id=wish), 1) for user in self.users])
            await self.look()

    def next_presses(self) -> list[Raw]:
        """Return a press for each person on what goes on."""
        return [self._pressed(user, *self._buttons[user]) for user in self.users]

    async def do(self, updates: Sequence[Raw], size: int = BATCH) -> list[float]:
        """Apply updates in batches of a size; return how many seconds each batch took."""
        took = []
        for first in range(0, len(updates), size):
            batch = updates[first : first + size]
            begun = perf_counter()
            applied = await self.machine.kernel.apply(batch)
            took.append(perf_counter() - begun)
            assert (applied.new, applied.failed) == (len(batch), 0)
        return took

    async def look(self) -> None:
        """Take all there is out of the outbox, as if it was sent, and keep in mind what can be pressed now."""
        self._buttons, self.sent, self.edited = {}, 0, 0
        waited = 0
        while await self.machine.outbox.waiting():
            assert waited < LOOKS, "messages stay in the outbox"
            waited += 1
            claimed = await self.machine.outbox.claim(BATCH)
            numbers = {delivery.id: delivery.card or FIRST_UPDATE + delivery.id for delivery in claimed}
            for delivery in claimed:
                self._see(delivery.message, numbers[delivery.id])
            await self.machine.outbox.settle({id_: Delivered(number) for id_, number in numbers.items()})
            edited = sum(bool(delivery.card) for delivery in claimed)
            self.edited, self.sent = self.edited + edited, self.sent + len(claimed) - edited
            self.clock.forward(timedelta(seconds=5))

    async def widen(self, size: int = STATE) -> None:
        """Give all walks a state of so many bytes, as a long walk has; their meters grow, which no screen shows."""

        def wide(session: Session) -> Session:
            lacking = size - len(msgspec.json.encode(session))
            meters = {f"unseen{number:03}": 5 for number in range(max(0, lacking) // len('"unseen000":5,'))}
            return replace(session, run=replace(session.run, meters={**session.run.meters, **meters}))

        def keep(connection: Any) -> None:
            shelf = Shelf(connection, self.machine.vault, self.clock.now())
            unit = Unit(shelf, self.machine.snapshots)
            for user in self.users:
                for session in unit.sessions_of(unit.person_key(user)):
                    unit.keep_session(wide(session))
            shelf.flush()

        await self.machine.database.tx(keep)

    def _see(self, message: Message, number: int) -> None:
        here = [button.data for row in message.rows for button in row]
        known = [self._buttons[message.chat]] if message.chat in self._buttons else []
        best = min([*known, *((data, number) for data in here)], key=lambda button: _rank(button[0]), default=None)
        if best and _rank(best[0]) < len(ONWARD):
            self._buttons[message.chat] = best

    def _wrote(self, user: int, text: str) -> Raw:
        self._updates += 1
        message = {"message_id": 1, "date": 1, "chat": _chat(user), "from": _person(user), "text": text}
        return {"update_id": self._updates, "message": message}

    def _pressed(self, user: int, data: str, number: int) -> Raw:
        self._updates += 1
        return pressed(self._updates, user, data, number)


def _rank(data: str) -> int:
    press = read(data)
    return ONWARD.index(press.action) if press and press.action in ONWARD else len(ONWARD)


def pressed(update: int, user: int, data: str, number: int) -> Raw:
    """Return the raw update of a pressed button."""
    message = {"message_id": number, "date": 1, "chat": _chat(user), "text": "Wat doe je nu? " * 40}
    query = {"id": f"q{update}", "from": _person(user), "chat_instance": "1", "data": data, "message": message}
    return {"update_id": update, "callback_query": query}


def start(update: int, user: int) -> Raw:
    """Return the raw update of /start."""
    entity = {"type": "bot_command", "offset": 0, "length": 6}
    message = {"message_id": 1, "date": 1, "chat": _chat(user), "from": _person(user), "text": "/start"}
    return {"update_id": update, "message": {**message, "entities": [entity]}}


def _person(user: int) -> Raw:
    return {"id": user, "is_bot": False, "first_name": "Anna", "language_code": "nl"}


def _chat(user: int) -> Raw:
    return {"id": user, "type": "private", "first_name": "Anna"}


@asynccontextmanager
async def people(url: str, scenarios: Path, master: bytes, count: int) -> AsyncIterator[People]:
    """Give people who have each begun a case, on a database that is made ready."""
    clock = Clock(now() - timedelta(hours=6))  # so that nobody is held up later by what was sent here
    parts = Parts(database_url=url, master=master, scenarios=scenarios, clock=clock.now)
    nowhere = make_bot(TOKEN, "http://127.0.0.1:9/bot")
    async with opened(parts, lambda: nowhere) as machine:
        walkers = People(machine, clock, count)
        await walkers.begin()
        yield walkers
    await close(nowhere)
