"""Two databases for every question, and a small house to ask it in."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, false

from bot.store.database import Database
from bot.store.schema import metadata, pace
from bot.store.start import prepare
from tests.store.house import House
from tests.support import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_database(postgres_server: URL) -> Iterator[str]:
    with postgres.database(postgres_server) as url:
        asyncio.run(_made_ready(url))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that is ready and as good as new; making a PostgreSQL one each time takes too long."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'data' / 'casusbot.db'}"
        asyncio.run(_made_ready(address))
        yield address
    else:
        address = request.getfixturevalue("postgres_database")
        yield address
        asyncio.run(_emptied(address))


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    house = House(url)
    yield house
    await house.close()


@pytest.fixture
async def other(url: str, house: House) -> AsyncIterator[House]:
    """A second process on the same database, with the same watch."""
    other = House(url, watch=house.watch)
    yield other
    await other.close()


async def _emptied(url: str) -> None:
    database = Database(url)
    await database.tx(empty)
    await database.close()


def empty(connection: Connection) -> None:
    """Make a database as good as new."""
    for table in metadata.sorted_tables:
        kept = pace.c.bucket.startswith("*") if table is pace else false()
        connection.execute(table.delete().where(~kept))
    connection.execute(pace.update().values(spent=0))


async def _made_ready(url: str) -> None:
    database = Database(url)
    await prepare(database)
    await database.close()
