"""A small house round the store: a watch that stands still, people who write, a turn that keeps and answers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy
from msgspec.structs import replace

from bot.conversation.messages import Incoming, Lane, Message, Reply, Sender, Tick, Wrote
from bot.conversation.person import Person
from bot.conversation.ports import Card, Delivered, Delivery, Desk, Verdict
from bot.engine.model import Run
from bot.safety.vault import Vault
from bot.scenario.model import Reflection
from bot.session.model import Answer, Participant, Session, Weight, Words
from bot.store.database import Database
from bot.store.kernel import Kernel, Turn
from bot.store.outbox import SealedOutbox
from bot.store.schema import moment
from bot.store.shelf import Shelf
from bot.store.snapshots import Snapshots
from bot.store.unit import Unit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MASTER = bytes(range(32))


class Watch:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class NoCatalogue:
    def cards(self) -> tuple[Card, ...]:
        return ()

    def protocol(self) -> Card | None:
        return None

    def reflections(self) -> Mapping[str, Reflection]:
        return {}

    def picture(self, name: str) -> bytes:  # noqa: ARG002
        return b""


class BadUpdateError(Exception):
    """An update nobody can read."""


class House:
    """The store with all that stands round it; `turn` may be replaced before the first event."""

    def __init__(self, url: str, *, turn: Turn | None = None, watch: Watch | None = None) -> None:
        self.url = url
        self.watch = watch or Watch()
        self.turn: Turn = turn or remember
        self.pauses: dict[str, Callable[[], None]] = {}
        self.vault = Vault(MASTER)
        self.database = Database(url)
        self.snapshots = Snapshots(self.database)
        self.outbox = SealedOutbox(self.database, self.vault, self.watch)
        keys = count(1)
        self.kernel = Kernel(
            database=self.database,
            vault=self.vault,
            snapshots=self.snapshots,
            catalogue=NoCatalogue(),
            clock=self.watch,
            new_key=lambda: f"new{next(keys):05}",
            read=read,
            turn=self._turn,
            apology=lambda incoming: say(incoming.sender.chat, "sorry"),
            wake=self.outbox.wake,
            pause=lambda place: self.pauses.get(place, lambda: None)(),
        )

    def _turn(self, incoming: Incoming, desk: Desk) -> Reply:
        return self.turn(incoming, desk)

    async def close(self) -> None:
        await self.database.close()

    async def post(self, *messages: Message) -> None:
        """Put messages in the outbox, in one transaction."""

        def post(unit: Unit) -> None:
            for message in messages:
                unit._shelf.post(message)

        await self.keep(post)

    async def keep(self, work: Callable[[Unit], Any]) -> Any:
        """Do something with a unit of work and commit it; return what it returned."""

        def transaction(connection: Any) -> Any:
            shelf = Shelf(connection, self.vault, self.watch())
            result = work(Unit(shelf, self.snapshots))
            shelf.flush()
            return result

        return await self.database.tx(transaction)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Give the statements that go to the database meanwhile."""
        said: list[str] = []

        def listen(*event: Any) -> None:
            said.append(event[2])

        engine = self.database._engine
        sqlalchemy.event.listen(engine, "before_cursor_execute", listen)
        yield said
        sqlalchemy.event.remove(engine, "before_cursor_execute", listen)

    async def send(self, limit: int = 100, verdict: Callable[[Delivery], Verdict] | None = None) -> list[Message]:
        """Claim once, settle all, and return what was sent; a new message hangs under 1000 and its row's number."""
        claimed = await self.outbox.claim(limit)
        verdict = verdict or (lambda delivery: Delivered(delivery.card or 1_000 + delivery.id))
        await self.outbox.settle({delivery.id: verdict(delivery) for delivery in claimed})
        return [delivery.message for delivery in claimed]

    async def send_all(self, seconds: float = 60) -> list[tuple[float, Message]]:
        """Send all there is in so many seconds of virtual time, and return when each went."""
        begun, sent = self.watch.now, []
        end = begun + timedelta(seconds=seconds)
        while self.watch.now <= end:
            here = (self.watch.now - begun).total_seconds()
            said = await self.send()
            sent += [(here, message) for message in said]
            if not said and self.outbox._soonest is None:
                break
            if not said:
                self.watch.now = moment(self.outbox._soonest or 0)
        self.watch.now = end
        return sent


def update(number: int, user: int = 7, text: str = "hallo", **more: Any) -> dict[str, Any]:
    """Return a raw update as these tests read it."""
    return {"update_id": number, "user": user, "text": text, **more}


def read(raw: Mapping[str, Any]) -> Incoming | None:
    if raw.get("broken"):
        raise BadUpdateError
    if raw.get("strange"):
        return None
    sender = Sender(user=raw["user"], chat=raw.get("chat", raw["user"]), private=True)
    return Incoming(id=f"u{raw['update_id']}", sender=sender, what=Wrote(raw["text"]))


def say(chat: int, html: str, slot: str = "", lane: Lane = Lane.ANSWER, **more: Any) -> Reply:
    return Reply(messages=(message(chat, html, slot, lane, **more),))


def message(chat: int, html: str, slot: str = "", lane: Lane = Lane.ANSWER, **more: Any) -> Message:
    return Message(chat=chat, html=html, slot=slot, lane=lane, **more)


def walk(key: str, *people: str, place: str = "begin") -> Session:
    return Session(
        key=key,
        snapshot="none",
        scenario="keukentafel",
        run=Run(place=place),
        participants=tuple(map(Participant, people)),
        begun=NOON,
    )


def walk_of(user: int) -> str:
    """Return the key of somebody's own walk, which does not tell who they are."""
    return f"walk{user % 1_000_000}"


def words_of(unit: Any, user: int) -> list[str]:
    """Return all a person wrote in their walk, in order."""
    person = unit.person_key(user)
    return [answer.words.text for answer in unit.answers_of(walk_of(user), person)]


def remember(incoming: Incoming, desk: Desk) -> Reply:
    """Keep all that people write as answers of a walk of their own, and say how many there are."""
    store, user = desk.store, incoming.sender.user
    if isinstance(incoming.what, Tick):
        return say(int(incoming.what.body), f"tick {incoming.what.key}")
    assert isinstance(incoming.what, Wrote)
    if incoming.what.text == "boem":
        raise RuntimeError(incoming.what.text)
    key = store.person_key(user)
    walked = walk_of(user)
    person = store.person(key) or Person(key=key)
    store.keep_person(replace(person, chat=incoming.sender.chat, consent=1, session=walked))
    session = store.session(walked) or walk(walked, key)
    turn = len(store.answers_of(walked, key))
    store.keep_session(replace(session, round=turn + 1))
    said = Words(text=incoming.what.text)
    answer = Answer(session=walked, turn=turn, participant=key, step="begin", first=Weight.LAW, words=said)
    store.keep_answer(answer)
    return say(incoming.sender.chat, f"{turn + 1}: {incoming.what.text}")
