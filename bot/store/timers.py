"""Timers: a row that falls due becomes an event, once, whoever looks first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.conversation.messages import Incoming, Sender, Tick
from bot.store.schema import milliseconds, moment, timer

_NOBODY = Sender(user=0, chat=0, private=True)


def due(connection: Connection, now: datetime, limit: int) -> tuple[Incoming, ...]:
    """Return what is due, oldest first; the rows stay until they are taken."""
    query = select(timer).where(timer.c.due <= milliseconds(now)).order_by(timer.c.due, timer.c.key).limit(limit)
    return tuple(
        Incoming(id=_id(row.key, row.due), sender=_NOBODY, what=Tick(row.key, row.session, row.body))
        for row in connection.execute(query)
    )


def take(connection: Connection, ticks: Sequence[Incoming]) -> set[str]:
    """Delete the timers of these events, and return the ids of the events that are ours to fire.

    A timer that was moved, dropped, or that another process has in hand is not.
    """
    keys = [tick.what.key for tick in ticks if isinstance(tick.what, Tick)]
    query = select(timer.c.key, timer.c.due).where(timer.c.key.in_(keys)).order_by(timer.c.key)
    wanted = {tick.id for tick in ticks}
    ours = {row.key: _id(row.key, row.due) for row in connection.execute(query.with_for_update(skip_locked=True))}
    mine = {key: id_ for key, id_ in ours.items() if id_ in wanted}
    if mine:
        connection.execute(delete(timer).where(timer.c.key.in_(mine)))
    return set(mine.values())


def _id(key: str, at: int) -> str:
    return f"t{key}@{moment(at).isoformat()}"
