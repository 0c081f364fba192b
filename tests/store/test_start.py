"""A start makes what is not there, grows what is old, and refuses what it does not know."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, func, select, text

from bot.store.database import Database, StoreAwayError
from bot.store.schema import metadata, pace
from bot.store.start import DamagedDatabaseError, NewerDatabaseError, State, prepare, state
from tests.support import postgres


@pytest.fixture(params=["sqlite", "postgres"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database nothing was done with yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'nieuw' / 'casusbot.db'}"
        return
    server: URL = request.getfixturevalue("postgres_server")
    with postgres.database(server) as url:
        yield url


async def prepared(url: str) -> State:
    database = Database(url)
    try:
        await prepare(database)
        return await state(database)
    finally:
        await database.close()


async def test_a_first_start_makes_the_tables_and_a_second_leaves_them(new: str) -> None:
    assert await prepared(new) is State.GOOD
    assert await prepared(new) is State.GOOD


async def test_the_migrations_make_exactly_the_tables_of_the_schema(new: str) -> None:
    await prepared(new)
    database = Database(new)

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await database.tx(differences) == []
    assert await database.tx(lambda c: c.execute(select(func.count()).select_from(pace)).scalar_one()) == 2
    await database.close()


async def test_two_that_start_at_once_both_start(new: str) -> None:
    assert set(await asyncio.gather(prepared(new), prepared(new))) == {State.GOOD}


async def test_a_newer_database_is_refused_with_one_clear_line(new: str) -> None:
    await prepared(new)
    database = Database(new)
    await database.tx(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")).rowcount)

    assert await state(database) is State.NEWER
    with pytest.raises(NewerDatabaseError, match="newer version"):
        await prepare(database)
    await database.close()


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "casusbot.db"
    asyncio.run(prepared(f"sqlite:///{file}"))

    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


async def test_the_log_beside_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'casusbot.db'}")
    await prepare(database)
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "data").iterdir()}
    await database.close()

    assert modes == dict.fromkeys(("casusbot.db", "casusbot.db-wal", "casusbot.db-shm"), 0o600)


async def test_what_sqlite_is_told_makes_a_commit_last(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'casusbot.db'}")
    asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
    said = {name: await database.tx(lambda c, n=name: c.execute(text(f"PRAGMA {n}")).scalar_one()) for name in asked}  # type: ignore[misc]
    await database.close()

    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 5_000,
    }


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "casusbot.db").write_text("Beste collega, hierbij de notulen.\n" * 200)
    database = Database(f"sqlite:///{tmp_path / 'casusbot.db'}")

    assert await state(database) is State.DAMAGED
    with pytest.raises(DamagedDatabaseError, match="restore a backup"):
        await prepare(database)
    await database.close()


async def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "casusbot.db"
    await prepared(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        connection.executemany("INSERT INTO seen VALUES (?, 0)", [(f"u{number:0200}",) for number in range(2_000)])
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(file.read_bytes())
    content[-40_960:-20_480] = bytes(20_480)
    file.write_bytes(content)
    database = Database(f"sqlite:///{file}")

    assert await state(database) is State.DAMAGED
    with pytest.raises(DamagedDatabaseError):
        await prepare(database)
    await database.close()


async def test_looking_makes_nothing(new: str, tmp_path: Path) -> None:
    database = Database(new)

    assert await state(database) is State.NONE
    assert not os.listdir(tmp_path)  # noqa: PTH208
    await database.close()


async def test_a_server_that_is_not_there_is_away() -> None:
    database = Database("postgresql+psycopg://niemand@127.0.0.1:1/niets")

    assert await state(database) is State.AWAY
    with pytest.raises(StoreAwayError):
        await prepare(database)
    await database.close()
