"""A case that was once kept stays as it was."""

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
    name = await house.snapshots.keep(CASE, NOON)

    assert name == content_hash(CASE)
    assert await Snapshots(house.database).get(name) == CASE
    assert await house.snapshots.get(name) is await house.snapshots.get(name)


async def test_a_turn_finds_the_case_it_began_with(house: House) -> None:
    names = [await house.snapshots.keep(case, NOON) for case in (CASE, NEWER)]
    found = await house.keep(lambda unit: [unit.scenario(name) for name in names])

    assert found == [CASE, NEWER]


async def test_a_case_that_was_never_published_is_not_found(house: House) -> None:
    with pytest.raises(LookupError):
        await house.snapshots.get("nooit")
    with pytest.raises(LookupError):
        await house.keep(lambda unit: unit.scenario("nooit"))
