"""What a start asks of the database: that it is whole, and that its tables are those of this bot."""

from enum import StrEnum

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from bot.store.database import Database, StoreAwayError, hold, quick_check

_MIGRATING = 0x6361737573  # "casus": the number one start holds while others wait


class NewerDatabaseError(Exception):
    """The database was written by a newer version of this bot: start that version, or restore an older backup."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class DamagedDatabaseError(Exception):
    """The database is damaged or no database at all: restore a backup."""

    def __init__(self, why: str) -> None:
        """Take what the database says about itself, in one line."""
        super().__init__(f"{type(self).__doc__} ({why})")


class DatabaseFolderError(Exception):
    """The file of the database cannot be made here."""

    def __init__(self, why: str) -> None:
        """Take what the system says."""
        super().__init__(f"{type(self).__doc__} ({why})")


async def prepare(database: Database) -> None:
    """Make the database ready: its file, its tables, its migrations; all or nothing, and only once at a time.

    Raises NewerDatabaseError, DamagedDatabaseError, StoreAwayError, DatabaseFolderError.
    """
    try:
        database.make_file()
    except OSError as error:
        raise DatabaseFolderError(error.strerror or type(error).__name__) from error
    try:
        await database.tx(_check)
        await database.tx(migrate)
    except DatabaseError as error:
        raise DamagedDatabaseError(type(error.orig).__name__) from error


class State(StrEnum):
    """How a database is found."""

    NONE = "none"  # there is none yet; a start makes it
    GOOD = "good"
    OLDER = "older"  # a start brings it up to date
    NEWER = "newer"
    DAMAGED = "damaged"
    AWAY = "away"


async def state(database: Database) -> State:
    """Return how the database is, without changing it."""
    if database.file and not database.file.exists():
        return State.NONE
    try:
        return await database.tx(_state)
    except StoreAwayError:
        return State.AWAY
    except DatabaseError:
        return State.DAMAGED


def _state(connection: Connection) -> State:
    if quick_check(connection) != "ok":
        return State.DAMAGED
    scripts = ScriptDirectory.from_config(_alembic(connection))
    heads = set(MigrationContext.configure(connection).get_current_heads())
    if not {step.revision for step in scripts.walk_revisions()}.issuperset(heads):
        return State.NEWER
    return State.GOOD if heads == set(scripts.get_heads()) else State.OLDER if heads else State.NONE


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection) -> None:
    """Bring the tables to the version of this bot; raises NewerDatabaseError when they are beyond it."""
    hold(connection, _MIGRATING)
    config = _alembic(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise NewerDatabaseError
    command.upgrade(config, "head")


def _check(connection: Connection) -> None:
    said = quick_check(connection)
    if said != "ok":
        raise DamagedDatabaseError(said.splitlines()[0])
