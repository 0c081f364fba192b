"""What is past its time goes, and no earlier."""

from msgspec.structs import replace
from sqlalchemy import Connection, select

from bot.conversation.messages import Lane
from bot.conversation.person import Person
from bot.conversation.ports import Draft, Release
from bot.scenario.model import Ending, Scenario
from bot.store.housekeeping import DRAFTS, FAILED, LEDGER, SNAPSHOTS, sweep
from bot.store.schema import draft, failed, pace, seen, snapshot
from bot.store.unit import Unit
from tests.store.house import House, message, update, walk


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


async def test_a_case_goes_a_month_after_nobody_needs_it_and_a_draft_after_half_a_year(house: House) -> None:
    ends = {"einde": Ending(title="Einde", text="Klaar.")}
    cases = [Scenario(id=name, title=name, first="einde", steps={}, endings=ends) for name in ("a", "b", "c", "d")]
    walked, drafted, out, unused = [await house.snapshots.keep(case, house.watch()) for case in cases]

    def keep(unit: Unit) -> None:
        unit.keep_person(Person(key="tess"))
        unit.keep_session(replace(walk("walk", "tess"), snapshot=walked))
        unit.keep_draft(Draft(person="tess", case="b", text="x", snapshot=drafted))
        unit.keep_release(Release(case="c", snapshot=out))

    async def kept() -> set[str]:
        return set(await house.database.tx(lambda c: c.execute(select(snapshot.c.hash)).scalars().all()))

    await house.keep(keep)
    house.watch.forward(SNAPSHOTS.total_seconds())
    await sweep(house.database, house.watch())
    assert await kept() == {walked, drafted, out, unused}
    house.watch.forward(1)
    await sweep(house.database, house.watch())
    assert await kept() == {walked, drafted, out}
    house.watch.forward(DRAFTS.total_seconds())
    await sweep(house.database, house.watch())
    await sweep(house.database, house.watch())
    assert await house.database.tx(lambda c: c.execute(select(draft)).all()) == []
    assert await kept() == {walked, out}
