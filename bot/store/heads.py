"""Which row of each chat is next, and how many of them fit in the pace of all chats together."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Connection, bindparam, case, func, literal, select

from bot.conversation.messages import Lane
from bot.store.pace import BROADCAST, GROUP, GROUP_BULK, OVERALL, PRIVATE, PRIVATE_LIVE, free, room, spend
from bot.store.schema import outbox, pace

ALL = "*"
BROADCASTS = "*broadcast"


class Head(Struct, frozen=True):
    """The next row of a chat; `spent` is the bucket of the chat."""

    id: int
    chat: str
    crowd: bool
    lane: Lane
    spent: int


def _heads() -> Any:
    """Return a query of the next row of each chat, `ready` from when on it may go as far as its chat is concerned.

    The next row is the oldest, except that a live edit lets the others go first: it only tidies what hangs there
    already. A row that is being sent, or was told to wait, holds its chat. A head's lane is that of an answer when one
    waits in the chat: an answer behind a broadcast takes the broadcast along.
    """
    held = (outbox.c.lease > _NOW) | (outbox.c.due > _NOW)
    rank = case((held, _rank(0)), (outbox.c.lane == Lane.LIVE, _rank(2)), else_=_rank(1))
    first = select(outbox.c.chat, func.min(rank + outbox.c.id).label("place"), func.min(outbox.c.lane).label("lane"))
    front = first.group_by(outbox.c.chat).subquery("front")
    lane = case((front.c.lane == Lane.ANSWER, front.c.lane), else_=outbox.c.lane).label("lane")
    ahead = case(
        (~outbox.c.crowd & (outbox.c.lane == Lane.LIVE), PRIVATE_LIVE.ahead),
        (~outbox.c.crowd, PRIVATE.ahead),
        (lane == Lane.ANSWER, GROUP.ahead),
        else_=GROUP_BULK.ahead,
    )
    spent = func.coalesce(pace.c.spent, 0)
    paced = spent - ahead
    waits = case((outbox.c.due > outbox.c.lease, outbox.c.due), else_=outbox.c.lease)
    ready = case((paced > waits, paced), else_=waits).label("ready")
    query = select(outbox.c.id, outbox.c.chat, outbox.c.crowd, lane, spent.label("spent"), ready)
    together = outbox.join(front, outbox.c.id == front.c.place % _rank(1)).outerjoin(
        pace, pace.c.bucket == outbox.c.chat
    )
    return query.select_from(together).subquery("head")


def _rank(place: int) -> Any:
    """Return what is added to a row's number to put it behind all rows of a lower rank."""
    return literal(place * 10**15, BigInteger)  # more than there will ever be rows


_NOW = bindparam("now", type_=BigInteger)
_HEAD = _heads()


def ready_heads(connection: Connection, limit: int, now: int) -> list[Head]:
    """Return up to `limit` heads that may go as far as their chat is concerned, the most urgent lane first."""
    query = select(_HEAD).where(_HEAD.c.ready <= _NOW).order_by(_HEAD.c.lane, _HEAD.c.id).limit(limit)
    rows = connection.execute(query, {"now": now})
    return [Head(row.id, row.chat, row.crowd, Lane(row.lane), row.spent) for row in rows]


def within(heads: Sequence[Head], spent: Mapping[str, int], now: int) -> tuple[list[Head], dict[str, int]]:
    """Return the heads that fit in the shared pace, and what that leaves of it. Answers neither wait nor count."""
    picked = [head for head in heads if head.lane is Lane.ANSWER]
    live = [head for head in heads if head.lane is Lane.LIVE][: room(OVERALL, spent[ALL], now)]
    after = spend(OVERALL, spent[ALL], now, len(live)) if live else spent[ALL]
    both = min(room(OVERALL, after, now), room(BROADCAST, spent[BROADCASTS], now))
    wide = [head for head in heads if head.lane is Lane.BROADCAST][:both]
    left = {ALL: after, BROADCASTS: spent[BROADCASTS]}
    if wide:
        left = {
            ALL: spend(OVERALL, after, now, len(wide)),
            BROADCASTS: spend(BROADCAST, left[BROADCASTS], now, len(wide)),
        }
    return [*picked, *live, *wide], left


def chat_spent(head: Head, now: int) -> int:
    """Return until when the bucket of a chat is spent once its head has gone (milliseconds)."""
    return spend(GROUP if head.crowd else PRIVATE, head.spent, now)


def soonest(connection: Connection, spent: Mapping[str, int], now: int, *, held: bool) -> int | None:
    """Return when there may be something to claim: when a chat is ready, or when the shared pace has room again."""
    ready: int | None = connection.execute(
        select(func.min(_HEAD.c.ready)).where(_HEAD.c.ready > _NOW), {"now": now}
    ).scalar_one()
    moments = [ready] if ready is not None else []
    if held:
        moments.append(max(now + 1, free(OVERALL, spent[ALL]), free(BROADCAST, spent[BROADCASTS])))
    return min(moments, default=None)
