"""What goes away by itself: the ledger, failed events, and the pace of chats that rest."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, delete

from bot.store.database import Database
from bot.store.schema import failed, milliseconds, pace, seen

# Telegram keeps an update for 24 hours, so one that is older than twice that never comes again.
LEDGER = timedelta(hours=48)
FAILED = timedelta(days=14)


async def sweep(database: Database, now: datetime) -> int:
    """Delete what is past its time and overwrite it on disk; return how many rows went."""
    gone = await database.tx(partial(_sweep, now=now))
    await database.shred()
    return gone


def _sweep(connection: Connection, *, now: datetime) -> int:
    old = (
        delete(seen).where(seen.c.at < milliseconds(now - LEDGER)),
        delete(failed).where(failed.c.at < milliseconds(now - FAILED)),
        # The two buckets of all chats together stay: whoever locks them claims.
        delete(pace).where(pace.c.spent < milliseconds(now), ~pace.c.bucket.startswith("*")),
    )
    return sum(connection.execute(statement).rowcount for statement in old)
