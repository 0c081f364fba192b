"""A World with a clock that stands still, and telegram's own Bot in front of it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.practice.door import TOKEN, Door, check_update
from bot.practice.people import Person
from bot.practice.world import World
from tests.support.clock import Clock


@pytest.fixture(autouse=True)
def seconds_as_the_library_will_give_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(now=clock.now, check=check_update, limits=None)


@pytest.fixture
def anna(world: World) -> Person:
    return Person(world, "Anna")


@pytest.fixture
def bram(world: World) -> Person:
    return Person(world, "Bram")


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, request=Door(world), get_updates_request=Door(world)) as working:
        yield working
