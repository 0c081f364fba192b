"""What goes away by itself: the ledger, failed events, the pace of chats that rest, and cases nobody needs."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, delete, select

from bot.store.database import Database
from bot.store.schema import draft, failed, milliseconds, pace, release, seen, session, snapshot

# Telegram keeps an update for 24 hours, so one that is older than twice that never comes again.
LEDGER = timedelta(hours=48)
FAILED = timedelta(days=14)
DRAFTS = timedelta(days=180)  # since an author last looked at it
SNAPSHOTS = timedelta(days=30)  # since it was last kept; one that a walk, a draft or the list needs stays
_NEEDED = (session.c.snapshot, draft.c.snapshot, draft.c.against, release.c.snapshot)


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
        delete(draft).where(draft.c.at < milliseconds(now - DRAFTS)),
        delete(snapshot).where(
            snapshot.c.at < milliseconds(now - SNAPSHOTS),
            *(snapshot.c.hash.not_in(select(column)) for column in _NEEDED),
        ),
    )
    return sum(connection.execute(statement).rowcount for statement in old)
