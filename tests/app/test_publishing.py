"""Letting cases out from the command line, beside a bot that may be running on the same database."""

from pathlib import Path

from msgspec.structs import replace

from bot.app.publishing import LetOut, counter
from bot.config import Settings
from bot.scenario.changes import Extent
from bot.store.database import Database
from bot.store.releases import Releases
from tests.support.cases import DOOR


def settings(folder: Path) -> Settings:
    return Settings.read({"DATABASE_URL": f"sqlite:///{folder}/bot.db", "SCENARIOS": str(folder)}, folder)


async def out(folder: Path) -> dict[str, bool]:
    database = Database(f"sqlite:///{folder}/bot.db")
    found = {each.case: each.withdrawn for each in await Releases(database).all()}
    await database.close()
    return found


async def test_a_case_goes_out_and_comes_back(tmp_path: Path) -> None:
    async with counter(settings(tmp_path)) as desk:
        assert await desk.publish(DOOR) == LetOut()
        assert (await desk.publish(DOOR)).same
        changed = await desk.publish(replace(DOOR, title="De voordeur"))
        assert changed.changes is not None
        assert (changed.changes.kind, changed.walking, changed.same) == (Extent.TEXT, 0, False)
        assert (await desk.published())[DOOR.id].scenario.title == "De voordeur"
        assert await desk.withdraw(DOOR.id)
        assert not await desk.withdraw(DOOR.id)
        assert not await desk.withdraw("weg")
        assert await desk.published() == {}
    assert await out(tmp_path) == {DOOR.id: True}


async def test_a_case_under_another_id_takes_the_place_of_what_it_was(tmp_path: Path) -> None:
    async with counter(settings(tmp_path)) as desk:
        await desk.publish(DOOR)
        let_out = await desk.publish(replace(DOOR, id="voordeur", formerly=(DOOR.id, "nooit")))
        assert let_out.changes is not None
    assert await out(tmp_path) == {DOOR.id: True, "voordeur": False}
