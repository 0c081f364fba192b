"""Beginning again, and playing again what people did after a case was saved."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.practice.people import Person, newcomer
from bot.practice.replay import Played
from bot.practice.room import NotOpenedError, Order, Room, Running, saved
from bot.practice.world import World
from tests.support.echo import Echo, echoing


class Author:
    """A case that somebody is changing: the name of its first step, "" while it is broken."""

    def __init__(self) -> None:
        self.first = "bel"
        self.echo: Echo | None = None

    def open(self, world: World) -> AbstractAsyncContextManager[Running]:
        return self._open(world)

    @asynccontextmanager
    async def _open(self, world: World) -> AsyncIterator[Running]:
        if not self.first:
            raise NotOpenedError("line 3")
        async with echoing(world, first=self.first) as self.echo:
            yield self.echo

    async def settle(self) -> None:
        assert self.echo
        await self.echo.settle()


@asynccontextmanager
async def living(room: Room) -> AsyncIterator[None]:
    task = asyncio.create_task(room.live())
    await asyncio.wait_for(room.opened.wait(), 2)
    try:
        yield
    finally:
        room.order(Order.CLOSE)
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 2)


async def told(room: Room, order: Order) -> None:
    room.order(order)
    await asyncio.wait_for(room.opened.wait(), 2)


def heard(person: Person) -> list[str]:
    return [one.text.split("\n")[0] for one in person.screen() if one.bot]


@pytest.fixture
def author() -> Author:
    return Author()


async def play_two_steps(author: Author, anna: Person) -> None:
    anna.start()
    await author.settle()
    anna.presses("A")
    await author.settle()


async def test_beginning_again_empties_the_room_and_opens_a_new_bot(world: World, anna: Person, author: Author) -> None:
    room = Room(world, author.open)
    async with living(room):
        await play_two_steps(author, anna)
        await told(room, Order.AGAIN)
        assert anna.screen() == ()
        anna.start()
        await author.settle()
        assert heard(anna) == ["*bel*"]


async def test_after_a_change_everything_is_played_again_by_step_and_option(
    world: World, anna: Person, author: Author
) -> None:
    room = Room(world, author.open)
    async with living(room):
        await play_two_steps(author, anna)
        dewi = newcomer(world)
        dewi.writes("hello")
        await author.settle()
        await told(room, Order.REPLAY)
        assert heard(anna) == ["*bel*", "*brief*"]
        assert heard(Person(world, "Dewi")) == ["echo: hello"]
        assert room.notice.played == Played(done=4, total=4)


async def test_the_replay_stops_where_a_press_no_longer_fits(world: World, anna: Person, author: Author) -> None:
    room = Room(world, author.open)
    async with living(room):
        await play_two_steps(author, anna)
        author.first = "deur"
        await told(room, Order.REPLAY)
        assert heard(anna) == ["*deur*"]
        played = room.notice.played
        assert played
        assert (played.done, played.total) == (1, 2)
        assert played.stopped
        assert (played.stopped.who, played.stopped.words) == ("Anna", "A")


async def test_what_did_not_fit_is_played_after_all_when_the_next_change_lets_it(
    world: World, anna: Person, author: Author
) -> None:
    room = Room(world, author.open)
    async with living(room):
        await play_two_steps(author, anna)
        author.first = "deur"
        await told(room, Order.REPLAY)
        author.first = "bel"
        await told(room, Order.REPLAY)
        assert heard(anna) == ["*bel*", "*brief*"]
        author.first = "deur"
        await told(room, Order.REPLAY)
        anna.presses("B")
        await author.settle()
        author.first = "bel"
        await told(room, Order.REPLAY)
        assert heard(anna) == ["*bel*"]
        assert room.notice.played
        assert room.notice.played.stopped
        assert room.notice.played.stopped.words == "B"


async def test_while_a_case_is_broken_the_deeds_are_kept_and_the_page_says_why(
    world: World, anna: Person, author: Author
) -> None:
    room = Room(world, author.open)
    async with living(room):
        await play_two_steps(author, anna)
        author.first = ""
        await told(room, Order.REPLAY)
        assert room.notice.why == "line 3"
        author.first = "bel"
        await told(room, Order.REPLAY)
        assert heard(anna) == ["*bel*", "*brief*"]
        assert room.notice.why == ""


async def test_saving_a_case_is_enough(world: World, anna: Person, author: Author, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("a: 1")
    room = Room(world, author.open, changed=lambda: saved(tmp_path, pause=0.005))
    async with living(room):
        await play_two_steps(author, anna)
        await asyncio.sleep(0.03)
        room.opened.clear()
        os.utime(case, ns=(1, 1))
        await asyncio.wait_for(room.opened.wait(), 2)
        assert room.notice.played == Played(done=2, total=2)
        assert [*room.saved] == ["case.yaml"]
        await told(room, Order.AGAIN)
        assert [*room.saved] == []


async def test_the_bot_stays_until_a_question_to_it_is_answered(world: World, author: Author) -> None:
    room = Room(world, author.open)
    async with room.asked() as running:
        assert running is None, "nobody is there yet"
    async with living(room):
        async with room.asked() as running:
            assert running is author.echo
            room.order(Order.AGAIN)
            await asyncio.sleep(0.01)
            assert running is author.echo
            assert not room.opened.is_set()
        await asyncio.wait_for(room.opened.wait(), 2)
        async with room.asked() as running:
            assert running is author.echo


async def test_a_press_in_a_walk_that_is_forgotten_is_played_again_by_its_turn(
    world: World, anna: Person, author: Author
) -> None:
    room = Room(world, author.open)
    async with living(room):
        await play_two_steps(author, anna)
        assert author.echo
        author.echo.forgets = True
        await told(room, Order.REPLAY)
        assert heard(anna) == ["*bel*", "*brief*"]
        assert room.notice.played == Played(done=2, total=2)
