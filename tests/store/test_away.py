"""When the database is away nothing is kept by half, and afterwards all goes on."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.store.database import StoreAwayError
from tests.store.house import House, update, words_of


@pytest.fixture
def file(house: House) -> Path:
    if house.database.file is None:
        pytest.skip("only SQLite has a file")
    return house.database.file


def size(file: Path) -> int:
    return file.stat().st_size


async def pragma(house: House, setting: str) -> None:
    await house.database.tx(lambda connection: connection.execute(text(f"PRAGMA {setting}")).close())


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_lock_that_lasts_is_no_loss(house: House, file: Path) -> None:
    await pragma(house, "busy_timeout = 20")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreAwayError):
        await house.kernel.apply([update(1)])
    holder.execute("ROLLBACK")
    holder.close()

    assert (await house.kernel.apply([update(1)])).new == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_lock_is_waited_for_once_so_that_a_stop_need_not_wait_for_it_five_times(
    house: House, file: Path
) -> None:
    await pragma(house, "busy_timeout = 300")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    begun = asyncio.get_running_loop().time()
    with pytest.raises(StoreAwayError):
        await house.kernel.apply([update(1)])
    assert asyncio.get_running_loop().time() - begun < 0.9
    holder.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_short_lock_is_waited_for(house: House, file: Path) -> None:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    applying = asyncio.create_task(house.kernel.apply([update(1)]))
    await asyncio.sleep(0.1)
    holder.execute("ROLLBACK")
    holder.close()

    assert (await applying).new == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_full_disk_acknowledges_nothing_and_heals(house: House, file: Path) -> None:
    await pragma(house, f"max_page_count = {size(file) // 4_096}")
    with pytest.raises(StoreAwayError):
        await house.kernel.apply([update(number, text="vol" * 1_000) for number in range(50)])
    await pragma(house, "max_page_count = 1000000")

    assert (await house.kernel.apply([update(number) for number in range(50)])).new == 50
    assert len(await house.keep(lambda unit: words_of(unit, 7))) == 50


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_a_connection_that_was_cut_is_made_anew(house: House) -> None:
    await house.kernel.apply([update(1)])
    plain = house.url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s",
            [operator.info.dbname],
        )

    assert (await house.kernel.apply([update(2)])).new == 1
    assert len(await house.keep(lambda unit: words_of(unit, 7))) == 2


async def test_someone_new_who_writes_to_two_processes_at_once_is_one_person(house: House, other: House) -> None:
    for user in range(100, 110):
        both = (
            house.kernel.apply([update(user * 10, user, "een")]),
            other.kernel.apply([update(user * 10 + 1, user, "twee")]),
        )
        assert [each.new for each in await asyncio.gather(*both)] == [1, 1]
        kept = await house.keep(partial(words_of, user=user))
        assert sorted(kept) == ["een", "twee"]


async def test_updates_that_reach_two_processes_count_once(house: House, other: House) -> None:
    events = [update(number, number % 9, str(number)) for number in range(120)]
    batches = [events[first : first + 20] for first in range(0, 120, 20)]
    work = [house.kernel.apply(batch) for batch in batches] + [other.kernel.apply(batch) for batch in reversed(batches)]
    applied = await asyncio.gather(*work)

    assert sum(each.new for each in applied) == 120
    assert sum(each.failed for each in applied) == 0
    for user in range(9):
        kept = await house.keep(partial(words_of, user=user))
        assert sorted(kept) == sorted(event["text"] for event in events if event["user"] == user)


async def test_a_mistake_of_ours_is_not_called_away(house: House) -> None:
    with pytest.raises(OperationalError if house.database.file else ProgrammingError):
        await house.database.tx(lambda connection: connection.execute(text("SELECT niets FROM nergens")).close())
