"""What an author sees beside the phones of the real bot: where somebody is, the map, the report, a trial."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.practising import fresh, practice_world
from bot.app.workbench import Maps
from bot.practice import trying
from bot.practice.people import Person
from bot.practice.room import Order, Room
from bot.practice.workbench import NoMapError, Workbench
from bot.press import pictures
from bot.press.program import PressError
from bot.scenario.shelf import Shelf
from tests.app.test_practising import CASES, _until_there, order


class Studio:
    """A folder of cases, and people who play them with the real bot."""

    def __init__(self, folder: Path) -> None:
        kept, maps = list[Shelf](), Maps("nl")
        self.case = folder / "deur.yaml"
        self.world = practice_world()
        self.room = Room(self.world, lambda world: fresh(world, folder, "nl", kept, maps))

    def save(self, old: str, new: str) -> None:
        self.case.write_text(self.case.read_text("utf-8").replace(old, new, 1), "utf-8")

    async def settle(self) -> None:
        async with self.room.asked() as running:
            assert running
            await running.settle()

    async def bench(self) -> Workbench:
        async with self.room.asked() as running:
            assert running
            return running.workbench

    async def begins(self, person: int, step: str) -> None:
        await trying.begin(self.room, {"person": person, "case": "deur", "step": step})
        await self.settle()

    async def place(self, person: int) -> str:
        walk = await (await self.bench()).walk_of(person)
        return walk.run.place if walk else ""


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    one = Studio(shutil.copytree(CASES, tmp_path / "cases"))
    living = asyncio.create_task(one.room.live())
    await asyncio.wait_for(one.room.opened.wait(), 10)
    yield one
    one.room.order(Order.CLOSE)
    await asyncio.wait_for(living, 10)


async def test_who_is_new_begins_at_a_step_and_does_so_again_after_a_save(studio: Studio) -> None:
    assert await studio.place(501) == ""
    await studio.begins(501, "tafel")
    assert await studio.place(501) == "tafel"
    anna = Person(studio.world, "Anna")
    await _until_there(anna, "Zet thee")
    anna.presses("Zet thee")
    await studio.settle()
    studio.save("Op tafel ligt een stapel post.", "Op tafel ligt een hoge stapel post.")
    await order(studio.room, Order.REPLAY)
    assert studio.room.notice.played
    assert studio.room.notice.played.stopped is None
    assert any("een hoge stapel post" in bubble.text for bubble in anna.screen())


async def test_after_a_second_trial_the_first_is_played_again_as_well(studio: Studio) -> None:
    anna = Person(studio.world, "Anna")
    for _ in range(2):
        await studio.begins(501, "bel")
        await _until_there(anna, "B")
        anna.presses("B")
        await studio.settle()
    total = len(studio.world.deeds)
    await order(studio.room, Order.REPLAY)
    assert studio.room.notice.played
    assert (studio.room.notice.played.done, studio.room.notice.played.stopped) == (total, None)


async def test_the_map_of_a_version_is_drawn_once_also_when_the_bot_begins_anew(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = await studio.bench()
    (door,) = [offer for offer in bench.offers() if offer.case == "deur"]
    assert door.file == "deur.yaml"
    drawn = await bench.map_of(door.snapshot)
    assert b'id="stap&#45;bel"' in drawn.svg
    assert drawn.alt.startswith("Kaart van De deur")
    monkeypatch.setattr(pictures, "svg", _undrawn)
    await order(studio.room, Order.AGAIN)
    assert await (await studio.bench()).map_of(door.snapshot) == drawn
    with pytest.raises(NoMapError):
        await (await studio.bench()).map_of("unknown")


async def test_a_map_that_cannot_be_drawn_is_said_so(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "svg", _undrawn)
    bench = await studio.bench()
    with pytest.raises(NoMapError):
        await bench.map_of(bench.offers()[0].snapshot)


async def test_the_report_is_the_whole_check_of_one_file_as_it_is_now(studio: Studio) -> None:
    assert not [issue for issue in (await (await studio.bench()).found_in("deur.yaml")).issues if issue.code == "R01"]
    studio.save("naar: tafel", "naar: tafl")
    studio.save("titel: De bel", "titel: De bel\n    ergens: anders")
    await order(studio.room, Order.REPLAY)
    bench = await studio.bench()
    found = await bench.found_in("deur.yaml")
    assert {"R01", "S01"} <= {issue.code for issue in found.issues}
    assert "naar: tafl" in found.text
    assert (await bench.found_in("gone.yaml")).text == ""


async def test_a_second_file_with_the_same_id_is_in_the_report(studio: Studio) -> None:
    shutil.copy(studio.case, studio.case.with_name("zelfde.yaml"))
    await order(studio.room, Order.REPLAY)
    bench = await studio.bench()
    assert "S11" in {issue.code for issue in (await bench.found_in("zelfde.yaml")).issues}


def _undrawn(_: str) -> bytes:
    raise PressError("no program")
