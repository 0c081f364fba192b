"""A case once published stays as it was; the newest of each is known."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.scenario.model import Ending, Scenario, content_hash
from bot.store.snapshots import Snapshots
from tests.store.house import NOON, House

CASE = Scenario(
    id="keukentafel",
    title="Aan tafel",
    first="einde",
    steps={},
    endings={"einde": Ending(title="Einde", text="Klaar.")},
)
NEWER = replace(CASE, title="Aan de keukentafel")


async def test_a_published_case_is_there_after_a_restart(house: House) -> None:
    name = await house.snapshots.publish(CASE, NOON)

    assert name == content_hash(CASE)
    assert await Snapshots(house.database).get(name) == CASE
    assert await house.snapshots.get(name) is await house.snapshots.get(name)


async def test_a_turn_finds_the_case_it_began_with(house: House) -> None:
    names = [await house.snapshots.publish(case, NOON) for case in (CASE, NEWER)]
    found = await house.keep(lambda unit: [unit.scenario(name) for name in names])

    assert found == [CASE, NEWER]


async def test_a_case_that_was_never_published_is_not_found(house: House) -> None:
    with pytest.raises(LookupError):
        await house.snapshots.get("nooit")
    with pytest.raises(LookupError):
        await house.keep(lambda unit: unit.scenario("nooit"))


async def test_the_last_published_of_each_case_is_the_newest_also_when_it_is_an_old_one(house: House) -> None:
    other = replace(CASE, id="wachtlijst")
    for minutes, case in enumerate((CASE, NEWER, other, CASE)):
        await house.snapshots.publish(case, NOON + timedelta(minutes=minutes))

    assert await house.snapshots.newest() == {"keukentafel": content_hash(CASE), "wachtlijst": content_hash(other)}
