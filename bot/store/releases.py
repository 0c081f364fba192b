"""Which version of each case is out, for whoever asks outside of a turn."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection, delete

from bot.conversation.ports import Release
from bot.session.model import Session
from bot.store.authoring import release_row, releases, walking
from bot.store.database import Database, hold, upsert
from bot.store.schema import release

_CHANGING = 0x72656C  # "rel": the number one process holds while it changes what is out

Change = Callable[[Mapping[str, Release]], Iterable[Release]]


class Releases:
    """Reads and changes what is out."""

    def __init__(self, database: Database) -> None:
        """Take the database it is kept in."""
        self._database = database

    async def all(self) -> tuple[Release, ...]:
        """Return which version of each case is out, withdrawn ones included, by case."""
        return await self._database.tx(releases)

    async def change(self, wish: Change) -> tuple[Release, ...]:
        """Return what is out after a change, in one transaction: `wish` gets what is out by case and gives what is new.

        A release without a snapshot takes the case away.
        """
        return await self._database.tx(lambda connection: _change(connection, wish))

    async def walking(self, snapshot: str) -> tuple[Session, ...]:
        """Return the walks on a snapshot that are not done yet."""
        return await self._database.tx(lambda connection: walking(connection, snapshot))


def _change(connection: Connection, wish: Change) -> tuple[Release, ...]:
    hold(connection, _CHANGING)
    wished = list(wish({each.case: each for each in releases(connection)}))
    upsert(connection, release, [release_row(each) for each in wished if each.snapshot])
    gone = [each.case for each in wished if not each.snapshot]
    if gone:
        connection.execute(delete(release).where(release.c.scenario.in_(gone)))
    return releases(connection)
