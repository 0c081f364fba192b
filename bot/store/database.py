"""The database: one transaction in a thread; the only file that knows how SQLite and PostgreSQL differ."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool

T = TypeVar("T")
Row = dict[str, Any]

ATTEMPTS = 5
_BUSY_SECONDS = 5
_POSTGRES_CONNECTIONS = 4
# A replica that hangs with rows locked must not hold the others longer than this (milliseconds).
_POSTGRES_LIMITS = {"statement_timeout": 30_000, "lock_timeout": 10_000, "idle_in_transaction_session_timeout": 60_000}
_POSTGRES_AGAIN = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
# Primary result codes of sqlite3.h: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL. None is tried again:
# SQLite itself has waited for a lock already.
_SQLITE_AWAY = {5, 6, 8, 10, 13, 14, 15}


class StoreAwayError(Exception):
    """The database cannot be reached, is locked, full or read-only: nothing was kept, try again later."""


class StaleError(Exception):
    """Another process changed the same row in the meantime; the whole transaction is done again."""


class Database:
    """One database. SQLite has one connection in one thread, PostgreSQL a few; everything is a transaction."""

    def __init__(self, url: str) -> None:
        """Take an SQLAlchemy address; nothing is opened or made yet."""
        address = make_url(url)
        self.file = Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None
        self._engine = _sqlite(url) if self.file else _postgres(url)
        self._threads = ThreadPoolExecutor(1 if self.file else _POSTGRES_CONNECTIONS, "store")

    async def tx(self, work: Callable[[Connection], T]) -> T:
        """Return what work(connection) returned, committed; on any error nothing of it is kept.

        Work is done again, as a whole, after a deadlock, a serialization failure or a lost connection; so it must keep
        nothing outside. Raises StoreAwayError when the database cannot be reached, is locked or full.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._tx, work)

    def make_file(self) -> None:
        """Make the file of an SQLite database where there is none, readable by its owner alone."""
        if self.file:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))  # the -wal and -shm beside it get its mode

    async def shred(self) -> None:
        """Write the log of an SQLite database into its file and empty it: what was deleted is overwritten then."""
        if self.file:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._truncate_log)

    async def close(self) -> None:
        """Let go of all connections and threads."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._engine.dispose)
        self._threads.shutdown()

    def _tx(self, work: Callable[[Connection], T]) -> T:
        for attempt in count(1):
            try:
                with self._engine.begin() as connection:
                    return work(connection)
            except (StaleError, DBAPIError) as error:
                if attempt < ATTEMPTS and _passes(error):
                    time.sleep(0.01 * 2**attempt)
                elif _away(error):
                    raise StoreAwayError from error
                else:
                    raise
        raise AssertionError  # count() has no end

    def _truncate_log(self) -> None:
        connection = self._engine.raw_connection()
        try:
            with suppress(sqlite3.OperationalError):  # somebody reads: the next round of housekeeping does it
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            connection.close()


def quick_check(connection: Connection) -> str:
    """Return "ok", or the first thing an SQLite file says is damaged; of PostgreSQL only that it answers."""
    if connection.dialect.name == "sqlite":
        return str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
    connection.execute(text("SELECT 1"))
    return "ok"


def hold(connection: Connection, number: int) -> None:
    """Wait until no other process holds this number, and hold it until the transaction ends.

    SQLite lets in one writing transaction at a time, so there is nothing to hold there.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> set[str]:
    """Insert the rows whose primary key (one column) is not there yet; return the keys of those."""
    key = table.primary_key.columns[0]
    statement = _insert(connection, table).on_conflict_do_nothing(index_elements=[key]).returning(key)
    return set(connection.execute(statement, rows).scalars())


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; where the primary key is there already, all other columns are written over."""
    if not rows:
        return
    statement = _insert(connection, table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    keys = list(table.primary_key.columns)
    statement = (
        statement.on_conflict_do_update(index_elements=keys, set_=others)
        if others
        else (statement.on_conflict_do_nothing(index_elements=keys))
    )
    connection.execute(statement, rows)


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url, poolclass=StaticPool, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once, whatever the timeout, when another wrote.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgres(url: str) -> Engine:
    engine = create_engine(
        url, pool_size=_POSTGRES_CONNECTIONS, max_overflow=0, pool_recycle=1_800, connect_args={"connect_timeout": 5}
    )

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: object) -> None:
        for name, limit in _POSTGRES_LIMITS.items():
            connection.execute(f"SET {name} = {limit}")
        connection.commit()

    return engine


def _passes(error: StaleError | DBAPIError) -> bool:
    """Return whether the same transaction may well succeed when it is done again now."""
    if isinstance(error, StaleError | IntegrityError):  # two processes that insert the same new person
        return True
    return error.connection_invalidated or _code(error) in _POSTGRES_AGAIN


def _away(error: StaleError | DBAPIError) -> bool:
    if isinstance(error, StaleError) or error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = _code(error)
    return code in _SQLITE_AWAY if isinstance(code, int) else True


def _code(error: DBAPIError) -> int | str | None:
    """Return PostgreSQL's SQLSTATE, SQLite's primary result code, or None."""
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state if code is None else code & 0xFF
