"""The messages that wait to be sent: what may go now, and what became of it (bot.conversation.ports.Outbox)."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.conversation.ports import Anew, Clock, Delivered, Delivery, Dropped, Later, Moved, Verdict
from bot.safety.vault import Vault
from bot.store import post
from bot.store.database import Database, upsert
from bot.store.heads import ALL, BROADCASTS, Head, chat_spent, ready_heads, soonest, within
from bot.store.records import open_message
from bot.store.schema import card, milliseconds, outbox, pace

LEASE = timedelta(seconds=30)
TRIES = 8


class SealedOutbox:
    """Claims by lane and pace, over all processes that share the database."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        """Take where rows are, what opens them, and what time it is."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._bell = asyncio.Event()
        self._leases: dict[int, int] = {}  # what we claimed, and until when it is ours
        self._soonest: int | None = None
        self._paced = True

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Spend nothing of a chat's pace for a while: for a simulated Telegram, when deeds are played again."""
        self._paced = False
        try:
            yield
        finally:
            self._paced = True

    def wake(self) -> None:
        """Say that there may be something to claim."""
        self._bell.set()

    async def wait(self, longest: float) -> None:
        """Return after wake(), when the first row that waits may go, or after `longest` seconds."""
        if self._soonest is not None:
            longest = min(longest, max(0.0, (self._soonest - milliseconds(self._clock())) / 1_000))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), longest)
        self._bell.clear()

    async def waiting(self) -> int:
        """Return how many messages are not sent yet, those under way included."""
        count = select(func.count()).select_from(outbox)
        return await self._database.tx(lambda connection: connection.execute(count).scalar_one())

    async def take_back(self) -> None:
        """Take back what was under way when this bot died, at once and not after a lease; for who sends alone only.

        What had been sent and not yet recorded is sent a second time, as it is after a lease.
        """
        leased = update(outbox).where(outbox.c.lease > 0).values(lease=0)
        await self._database.tx(lambda connection: connection.execute(leased))

    async def claim(self, limit: int) -> tuple[Delivery, ...]:
        """Return up to `limit` rows to send now, by lane and pace, at most one a chat, leased to the caller."""
        now = milliseconds(self._clock())
        claimed, self._soonest = await self._database.tx(partial(self._claim, limit=limit, now=now))
        self._leases = {id_: until for id_, until in self._leases.items() if until > now}
        self._leases |= {delivery.id: now + LEASE // timedelta(milliseconds=1) for delivery in claimed}
        return claimed

    async def settle(self, verdicts: Mapping[int, Verdict]) -> None:
        """Record in one transaction what became of claimed rows, by row id.

        A row that is not ours any more (its lease ran out, or a newer message took its place) stays as it is; only
        where the message hangs is remembered.
        """
        if verdicts:
            leases = {id_: self._leases.get(id_, -1) for id_ in verdicts}
            await self._database.tx(partial(self._settle, verdicts=verdicts, leases=leases))
            self._leases = {id_: until for id_, until in self._leases.items() if id_ not in verdicts}
            self.wake()

    def _claim(self, connection: Connection, *, limit: int, now: int) -> tuple[tuple[Delivery, ...], int | None]:
        """Return the rows that are ours now, and the moment (milliseconds) at which there may be more."""
        # Who has these two rows claims; all others wait for a moment, so that the pace is one for all processes.
        query = select(pace.c.bucket, pace.c.spent).where(pace.c.bucket.in_([ALL, BROADCASTS]))
        rows = connection.execute(query.order_by(pace.c.bucket).with_for_update())
        spent: dict[str, int] = {row.bucket: row.spent for row in rows}
        while True:
            heads = ready_heads(connection, limit, now)
            picked, after = within(heads, spent, now)
            claimed, useless = self._lease(connection, picked, now)
            if claimed or not useless:
                break
        if not claimed:
            return (), soonest(connection, spent, now, held=bool(heads))
        mine = {delivery.id for delivery in claimed}
        paced = [head for head in picked if head.id in mine and self._paced]
        spendings = [{"bucket": head.chat, "spent": chat_spent(head, now)} for head in paced]
        spendings += [{"bucket": bucket, "spent": value} for bucket, value in after.items() if value != spent[bucket]]
        upsert(connection, pace, sorted(spendings, key=lambda row: row["bucket"]))
        if useless or len(claimed) == limit:
            return claimed, now
        return claimed, soonest(connection, after, now, held=len(picked) < len(heads))

    def _lease(self, connection: Connection, heads: Sequence[Head], now: int) -> tuple[tuple[Delivery, ...], set[int]]:
        """Lease rows; return them ready to send, in their order, and those that were deleted instead."""
        if not heads:
            return (), set()
        ids = [head.id for head in heads]
        query = select(outbox).where(outbox.c.id.in_(ids), outbox.c.lease <= now)
        rows = {row.id: row for row in connection.execute(query.with_for_update(skip_locked=True))}
        cards = _cards(connection, rows.values())
        ready, useless = [], set()
        for id_ in (id_ for id_ in ids if id_ in rows):
            row = rows[id_]
            message = open_message(row, self._vault)
            hangs = cards.get((row.chat, row.slot), 0) if message and not message.fresh else 0
            if message is None or row.tries >= TRIES or (message.only_if_there and not hangs):
                useless.add(id_)
            else:
                ready.append(Delivery(id=id_, message=message, card=hangs, tries=row.tries))
        if ready:
            mine = outbox.c.id.in_([delivery.id for delivery in ready])
            until = now + LEASE // timedelta(milliseconds=1)
            connection.execute(update(outbox).where(mine).values(lease=until, tries=outbox.c.tries + 1))
        if useless:
            connection.execute(delete(outbox).where(outbox.c.id.in_(useless)))
        return tuple(ready), useless

    def _settle(self, connection: Connection, *, verdicts: Mapping[int, Verdict], leases: Mapping[int, int]) -> None:
        columns = (outbox.c.id, outbox.c.chat, outbox.c.slot, outbox.c.lease, outbox.c.tries)
        query = select(*columns).where(outbox.c.id.in_(sorted(verdicts))).order_by(outbox.c.id).with_for_update()
        rows = connection.execute(query).all()
        _remember(connection, rows, verdicts)
        ours = [row for row in rows if row.lease == leases[row.id]]
        now = milliseconds(self._clock())
        later, gone, chats = [], [], set()
        for row in ours:
            match verdicts[row.id]:
                case Later(seconds=seconds, flood=flood) if flood or row.tries < TRIES:
                    # Its chat rests with it: nothing overtakes the oldest row of a chat. Being told to wait is no try.
                    later.append({"_id": row.id, "due": now + int(seconds * 1_000), "tries": row.tries - flood})
                case Anew() if row.tries < TRIES:
                    later.append({"_id": row.id, "due": now, "tries": row.tries})
                case Moved(to=to):
                    later.append({"_id": row.id, "due": now, "tries": row.tries})
                    post.move(connection, self._vault, row.chat, to)
                case Dropped(unreachable=True):
                    chats.add(row.chat)
                case _:
                    gone.append(row.id)
        if later:
            statement = update(outbox).where(outbox.c.id == bindparam("_id"))
            connection.execute(statement.values(due=bindparam("due"), tries=bindparam("tries"), lease=0), later)
        if gone or chats:
            connection.execute(delete(outbox).where(outbox.c.id.in_(gone) | outbox.c.chat.in_(chats)))


def _cards(connection: Connection, rows: Iterable[Any]) -> dict[tuple[str, str], int]:
    slots = {(row.chat, row.slot) for row in rows if row.slot}
    if not slots:
        return {}
    chats, names = {chat for chat, _ in slots}, {slot for _, slot in slots}
    query = select(card).where(card.c.chat.in_(chats), card.c.slot.in_(names))
    return {(row.chat, row.slot): row.message_id for row in connection.execute(query)}


def _remember(connection: Connection, rows: Iterable[Any], verdicts: Mapping[int, Verdict]) -> None:
    """Keep where messages hang now, and forget those that are gone."""
    hang, gone = [], []
    for row in rows:
        match verdicts[row.id]:
            case Delivered(message=message) if row.slot:
                hang.append({"chat": row.chat, "slot": row.slot, "message_id": message})
            case Anew():
                gone.append({"_chat": row.chat, "_slot": row.slot})
            case _:
                pass
    upsert(connection, card, hang)
    if gone:
        which = (card.c.chat == bindparam("_chat")) & (card.c.slot == bindparam("_slot"))
        connection.execute(delete(card).where(which), gone)
