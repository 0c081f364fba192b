"""One batch, one transaction: the ledger, the turns, what they keep and what they say, all or nothing."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.conversation.errands import Brought
from bot.conversation.messages import Incoming, Migrated, Reply, Tick, Toast
from bot.conversation.ports import Catalogue, Clock, Desk, Draft, NewKey
from bot.safety.redact import where
from bot.safety.vault import Vault
from bot.session.model import Session
from bot.store import post, timers
from bot.store.authoring import cross_off
from bot.store.database import Database, insert_missing
from bot.store.schema import milliseconds, seen
from bot.store.shelf import Shelf
from bot.store.snapshots import Snapshots
from bot.store.unit import Unit

T = TypeVar("T")
Raw = Mapping[str, Any]
Turn = Callable[[Incoming, Desk], Reply]

_NAMES = ("first_name", "last_name", "username", "title")  # Bot API: User and Chat

log = logging.getLogger(__name__)


class Applied(Struct, frozen=True):
    """What became of a batch: acknowledgements to give, how many events were new, and how many of those failed.

    `released` tells that another version of a case is out now, or none.
    """

    toasts: tuple[Toast, ...] = ()
    new: int = 0
    failed: int = 0
    released: bool = False


class _Event(Struct, frozen=True):
    id: str
    what: Raw | Incoming


class Kernel:
    """Applies events: each once, in their order, and a bad one stops no other."""

    def __init__(
        self,
        *,
        database: Database,
        vault: Vault,
        snapshots: Snapshots,
        catalogue: Catalogue,
        clock: Clock,
        new_key: NewKey,
        read: Callable[[Raw], Incoming | None],
        turn: Turn,
        apology: Callable[[Incoming], Reply],
        wake: Callable[[], None] = lambda: None,
        pause: Callable[[str], None] = lambda _: None,
        language: str = "nl",
    ) -> None:
        """Take what a turn works with and the functions that read, answer and apologise.

        `wake` is called after a commit, for the outbox; `pause` at "inside" (just before the commit, in its thread) and
        "committed" (after it), for tests that kill the bot there.
        """
        self._database = database
        self._vault = vault
        self._snapshots = snapshots
        self._catalogue = catalogue
        self._clock = clock
        self._new_key = new_key
        self._read = read
        self._turn = turn
        self._apology = apology
        self._wake = wake
        self._pause = pause
        self._language = language

    async def apply(self, batch: Sequence[Raw | Incoming]) -> Applied:
        """Apply updates as they came (raw) or events; all is kept when this returns.

        Raises StoreAwayError when nothing could be kept: then nothing must be acknowledged.
        """
        events = {event.id: event for event in reversed([_event(each) for each in batch])}
        return await self._apply(tuple(reversed(events.values()))) if events else Applied()

    async def tick(self, limit: int = 100) -> Applied:
        """Apply the timers that are due, at most `limit`; raises StoreAwayError likewise."""
        now = self._clock()
        return await self.apply(await self._database.tx(lambda connection: timers.due(connection, now, limit)))

    async def session(self, key: str) -> Session | None:
        """Return a session as it is now, or None; for whoever looks on."""
        return await self._seen(lambda unit: unit.session(key))

    async def walk_of(self, user: int) -> Session | None:
        """Return the session a user is in now, or None; for whoever looks on."""
        return await self._seen(
            lambda unit: unit.session(who.session) if (who := unit.person(unit.person_key(user))) else None
        )

    async def draft(self, person: str, case: str) -> Draft | None:
        """Return a draft as it is now, or None; for who does errands."""
        return await self._seen(lambda unit: unit.draft(person, case))

    async def _seen(self, look: Callable[[Unit], T]) -> T:
        """Return what is seen in the store now; nothing is kept."""
        return await self._database.tx(
            lambda connection: look(Unit(Shelf(connection, self._vault, self._clock()), self._snapshots))
        )

    async def _apply(self, events: tuple[_Event, ...]) -> Applied:
        now = self._clock()
        try:
            applied, erased = await self._database.tx(lambda connection: self._batch(connection, events, now))
        except StatementError as error:  # the database refuses a value: find out whose
            return await self._apart(events, error, now)
        self._pause("committed")
        if erased:
            self._vault.forget()
            await self._database.shred()
        if applied.new:
            self._wake()
        return applied

    async def _apart(self, events: tuple[_Event, ...], error: StatementError, now: datetime) -> Applied:
        """Apply events one by one after all together could not be kept; one that cannot by itself is put away."""
        if len(events) > 1:
            each = [await self._apply((event,)) for event in events]
            toasts = tuple(toast for applied in each for toast in applied.toasts)
            new, failed = sum(applied.new for applied in each), sum(applied.failed for applied in each)
            return Applied(toasts, new, failed, any(applied.released for applied in each))
        await self._database.tx(lambda connection: _bury(connection, self._vault, events[0], error, now))
        return Applied(new=1, failed=1)

    def _batch(self, connection: Connection, events: tuple[_Event, ...], now: datetime) -> tuple[Applied, bool]:
        shelf = Shelf(connection, self._vault, now)
        unit = Unit(shelf, self._snapshots)
        fresh = _new(connection, events, now)
        arrived = []
        for event in fresh:
            incoming = _step(shelf, event, "", partial(self._incoming, event.what))
            if incoming:
                arrived.append((event, incoming))
        unit.prepare([incoming for _, incoming in arrived])
        desk = Desk(store=unit, catalogue=self._catalogue, now=now, new_key=self._new_key, language=self._language)
        replies = [self._answered(shelf, event, incoming, desk) for event, incoming in arrived]
        shelf.flush()
        self._pause("inside")
        toasts = tuple(reply.toast for reply in replies if reply and reply.toast)
        return Applied(toasts, len(fresh), len(shelf.failures), bool(shelf.release_rows)), bool(shelf.erased)

    def _incoming(self, what: Raw | Incoming) -> Incoming | None:
        return what if isinstance(what, Incoming) else self._read(what)

    def _answered(self, shelf: Shelf, event: _Event, incoming: Incoming, desk: Desk) -> Reply | None:
        """Return what is said to one event; where its turn fails, what the apology says."""
        user = incoming.sender.user
        who = self._vault.pseudonym("user", user) if user else ""
        reply = _step(shelf, event, who, partial(self._say, shelf, partial(self._turn, incoming, desk), incoming))
        if reply is None and incoming.sender.chat:
            reply = _step(shelf, event, who, partial(self._say, shelf, partial(self._apology, incoming), incoming))
        return reply

    def _say(self, shelf: Shelf, answer: Callable[[], Reply], incoming: Incoming) -> Reply:
        if isinstance(incoming.what, Migrated):
            old = self._vault.pseudonym("chat", incoming.sender.chat)
            post.move(shelf.connection, self._vault, old, incoming.what.to)
        reply = answer()
        for message in reply.messages:
            shelf.post(message)
        return reply


def _step(shelf: Shelf, event: _Event, who: str, work: Callable[[], T]) -> T | None:
    """Return what work() returned; when it raises, take back what it kept, put the event away and return None."""
    mark = shelf.journal.mark()
    try:
        return work()
    except SQLAlchemyError:  # the database, not the event: the whole batch is done again
        raise
    except Exception as error:  # noqa: BLE001 (the one place: a bad event must not stop the others)
        shelf.journal.back_to(mark)
        shelf.fail(event.id, who, type(error).__name__, _body(event))
        # Without the error's words: they may quote what somebody wrote.
        log.error("%s failed: %s at %s", event.id, type(error).__name__, where(error))
        return None


def _new(connection: Connection, events: tuple[_Event, ...], now: datetime) -> list[_Event]:
    """Return the events that were never applied before, in their order, and write them in the ledger."""
    ticks = [event.what for event in events if isinstance(event.what, Incoming) and isinstance(event.what.what, Tick)]
    ours = timers.take(connection, ticks) if ticks else set()
    done = [each.what.what for each in events if isinstance(each.what, Incoming)]
    cross_off(connection, [each.errand.key for each in done if isinstance(each, Brought)])
    past = {tick.id for tick in ticks} - ours
    at = milliseconds(now)
    rows = [{"id": id_, "at": at} for id_ in sorted(event.id for event in events) if id_ not in past]
    new = insert_missing(connection, seen, rows) if rows else set()
    return [event for event in events if event.id in new]


def _bury(connection: Connection, vault: Vault, event: _Event, error: StatementError, now: datetime) -> None:
    """Put an event away whose effects the database does not take."""
    _new(connection, (event,), now)
    shelf = Shelf(connection, vault, now)
    shelf.fail(event.id, "", type(error.orig).__name__, _body(event))
    shelf.flush()
    log.error("%s failed: %s in the database", event.id, type(error.orig).__name__)


def _event(what: Raw | Incoming) -> _Event:
    if isinstance(what, Incoming):
        return _Event(what.id, what)
    number = what.get("update_id")
    if isinstance(number, int):
        return _Event(f"u{number}", what)
    return _Event(f"x{hashlib.sha256(json.dumps(what, default=str).encode()).hexdigest()[:32]}", what)


def _body(event: _Event) -> bytes:
    """Return an event as it is put away: without anybody's name, which are not kept anywhere, nor what was brought."""
    what = msgspec.to_builtins(_light(event.what)) if isinstance(event.what, Incoming) else event.what
    return json.dumps(_nameless(what), default=str).encode()  # plain ASCII, also for half characters


def _light(incoming: Incoming) -> Struct:
    return incoming.what.errand if isinstance(incoming.what, Brought) else incoming


def _nameless(what: Any) -> Any:
    if isinstance(what, Mapping):
        return {key: _nameless(value) for key, value in what.items() if key not in _NAMES}
    return [_nameless(each) for each in what] if isinstance(what, list) else what
