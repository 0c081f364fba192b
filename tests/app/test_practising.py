"""Practising with the real bot while an author edits the cases."""

import asyncio
import shutil
from pathlib import Path

from bot.app.practising import fresh, practice_world
from bot.practice.people import Person
from bot.practice.room import Order, Room
from bot.scenario.shelf import Shelf

CASES = Path(__file__).parents[1] / "conversations" / "cases"
CLICKS = ("Begrepen", "Begin met een casus", "De deur · 10 min", "Begin kort", "A", "Even zwaar", "Verder")


async def order(room: Room, what: Order) -> None:
    room.order(what)
    await asyncio.wait_for(room.opened.wait(), 10)


async def test_a_case_that_breaks_while_it_is_played_goes_on_as_it_was_and_the_author_hears_where(
    tmp_path: Path,
) -> None:
    folder = shutil.copytree(CASES, tmp_path / "cases")
    case, kept = folder / "deur.yaml", list[Shelf]()
    world = practice_world()
    room = Room(world, lambda world: fresh(world, folder, "nl", kept))
    living = asyncio.create_task(room.live())
    await asyncio.wait_for(room.opened.wait(), 10)
    anna = Person(world, "Anna")
    anna.start()
    for label in CLICKS:
        await _until_there(anna, label)
        anna.presses(label)
    await _until_seen(anna, "Stap 2 van 2")

    case.write_text(case.read_text("utf-8").replace("titel: De bel", "titel: De voordeurbel"), "utf-8")
    begun = asyncio.get_running_loop().time()
    await order(room, Order.REPLAY)
    took = asyncio.get_running_loop().time() - begun
    await _until_seen(anna, "De voordeurbel")
    await _until_seen(anna, "Stap 2 van 2")
    assert took < 5, "clicks are played again without the pauses of real life"
    assert not any(room.notice.faults)

    case.write_text(case.read_text("utf-8").replace("naar: tafel", "naar: tafl", 1), "utf-8")
    await order(room, Order.REPLAY)
    await _until_seen(anna, "Stap 2 van 2")
    (fault,) = room.notice.faults
    assert (fault.code, fault.place.file, fault.suggestion) == ("R01", "deur.yaml", "tafel")
    room.order(Order.CLOSE)
    await asyncio.wait_for(living, 10)


async def _until_there(person: Person, label: str) -> None:
    async with asyncio.timeout(10):
        while not any(label in row for bubble in person.screen() for row in bubble.rows):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def _until_seen(person: Person, words: str) -> None:
    async with asyncio.timeout(10):
        while not any(words in bubble.text for bubble in person.screen()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
