"""What the bot must know again at its next start, by name."""

from sqlalchemy import Connection, select

from bot.safety.vault import Vault
from bot.store.database import Database, insert_missing, upsert
from bot.store.schema import fact

_MASTER = "master"


class OtherKeyError(Exception):
    """The database belongs to another master key: nothing in it could be read, and everyone would be a stranger."""

    def __init__(self) -> None:
        """Say the docstring."""
        super().__init__(type(self).__doc__)


async def claim(database: Database, vault: Vault) -> None:
    """Tie a new database to its master key; raises OtherKeyError for one that is tied to another."""
    known = await database.tx(lambda connection: _first(connection, _MASTER, vault.master_id.hex()))
    if known != vault.master_id.hex():
        raise OtherKeyError


async def recall(database: Database, name: str) -> str | None:
    """Return what was remembered under a name, or None."""
    return await database.tx(lambda connection: _value(connection, name))


async def remember(database: Database, name: str, value: str) -> None:
    """Remember a value under a name, in place of an older one."""
    await database.tx(lambda connection: upsert(connection, fact, [{"name": name, "value": value}]))


def _first(connection: Connection, name: str, value: str) -> str | None:
    insert_missing(connection, fact, [{"name": name, "value": value}])
    return _value(connection, name)


def _value(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(select(fact.c.value).where(fact.c.name == name)).scalar_one_or_none()
    return found
