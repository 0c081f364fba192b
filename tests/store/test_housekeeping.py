"""What is past its time goes, and no earlier."""

from sqlalchemy import Connection, select

from bot.conversation.messages import Lane
from bot.store.housekeeping import FAILED, LEDGER, sweep
from bot.store.schema import failed, pace, seen
from tests.store.house import House, message, update


async def left(house: House) -> tuple[list[str], list[str]]:
    def keys(connection: Connection) -> tuple[list[str], list[str]]:
        both = (connection.execute(select(table.c.id).order_by(table.c.id)).scalars() for table in (seen, failed))
        ledger, away = (list(each) for each in both)
        return ledger, away

    return await house.database.tx(keys)


async def test_the_ledger_is_kept_for_two_days_and_a_failed_event_for_two_weeks(house: House) -> None:
    await house.kernel.apply([update(1, text="boem")])
    house.watch.forward(LEDGER.total_seconds())
    await house.kernel.apply([update(2)])
    await sweep(house.database, house.watch())
    assert await left(house) == (["u1", "u2"], ["u1"])

    house.watch.forward(1)
    assert await sweep(house.database, house.watch()) == 1
    assert await left(house) == (["u2"], ["u1"])

    house.watch.forward(FAILED.total_seconds())
    await sweep(house.database, house.watch())
    assert await left(house) == ([], [])


async def test_the_pace_of_a_chat_that_rests_is_forgotten_and_that_of_all_is_not(house: House) -> None:
    await house.post(message(7, "een"), message(8, "stap", lane=Lane.BROADCAST))
    await house.send()
    await sweep(house.database, house.watch())
    assert len(await house.database.tx(lambda c: c.execute(select(pace)).all())) == 4

    house.watch.forward(60)
    await sweep(house.database, house.watch())
    kept = await house.database.tx(lambda c: c.execute(select(pace.c.bucket).order_by(pace.c.bucket)).scalars().all())
    assert list(kept) == ["*", "*broadcast"]
