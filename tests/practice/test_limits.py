from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.practice.door import TOKEN, Door
from bot.practice.limits import Limits
from bot.practice.people import Person, newcomer
from bot.practice.world import World
from tests.support.clock import Clock


@pytest.fixture
def world(clock: Clock) -> World:
    return World(now=clock.now, limits=Limits())


async def test_a_chat_takes_a_burst_and_then_one_a_second(bot: Bot, anna: Person, clock: Clock) -> None:
    anna.start()
    for _ in range(8):
        await bot.send_message(anna.chat.id, "x")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(anna.chat.id, "x")
    assert flood.value.retry_after == timedelta(seconds=1)
    clock.forward(timedelta(seconds=1))
    await bot.send_message(anna.chat.id, "x")


async def test_a_group_takes_twenty_a_minute_edits_among_them(bot: Bot, anna: Person, clock: Clock) -> None:
    anna.adds_bot()
    sent = await bot.send_message(anna.group.id, "0")
    for turn in range(1, 20):
        clock.forward(timedelta(seconds=2))
        await bot.edit_message_text(str(turn), anna.group.id, sent.message_id)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(anna.group.id, "x")
    assert flood.value.retry_after == timedelta(seconds=22)
    clock.forward(timedelta(seconds=22))
    await bot.send_message(anna.group.id, "x")


async def test_thirty_a_second_hold_for_bulk_and_not_for_whoever_just_did_something(
    bot: Bot, world: World, clock: Clock
) -> None:
    people = [newcomer(world) for _ in range(32)]
    for person in people:
        person.start()
    for person in people:
        await bot.send_message(person.chat.id, "an answer")
    clock.forward(timedelta(minutes=1))
    for person in people[:30]:
        await bot.send_message(person.chat.id, "bulk")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].chat.id, "bulk")
    people[31].writes("hello")
    await bot.send_message(people[31].chat.id, "an answer")


async def test_taps_may_always_be_answered(bot: Bot, anna: Person) -> None:
    anna.start()
    for _ in range(40):
        await bot.answer_callback_query(anna.taps(anna.chat, 1, "a"), "x")


async def test_limits_can_be_switched_off(clock: Clock) -> None:
    free = World(now=clock.now, limits=None)
    person = Person(free, "Anna")
    person.start()
    async with Bot(TOKEN, request=Door(free)) as bot:
        for _ in range(50):
            await bot.send_message(person.chat.id, "x")
