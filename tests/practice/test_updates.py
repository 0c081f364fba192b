import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.practice.people import Person
from bot.practice.world import World
from tests.support.clock import Clock


async def ids(bot: Bot, offset: int = 0) -> list[int]:
    return [update.update_id for update in await bot.get_updates(offset=offset, timeout=0)]


async def test_an_update_waits_until_a_higher_offset_confirms_it(bot: Bot, anna: Person) -> None:
    anna.start()
    anna.writes("one")
    first, second = await ids(bot)
    assert await ids(bot) == [first, second]
    assert await ids(bot, second) == [second]
    assert await ids(bot) == [second]
    assert await ids(bot, second + 1) == []


async def test_a_negative_offset_keeps_only_the_last_updates(bot: Bot, anna: Person) -> None:
    for text in "abc":
        anna.writes(text)
    last = await ids(bot, -1)
    assert await ids(bot) == last
    assert len(last) == 1


async def test_a_long_poll_returns_as_soon_as_something_happens(bot: Bot, anna: Person) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.01)
    assert not polling.done()
    anna.start()
    assert len(await asyncio.wait_for(polling, 1)) == 1


async def test_a_second_poller_puts_the_first_one_out(bot: Bot, anna: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    anna.start()
    assert len(await second) == 1


async def test_a_poll_that_was_given_up_leaves_the_next_one_alone(bot: Bot, anna: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    anna.start()
    assert len(await ids(bot)) == 1


async def test_a_tap_is_forgotten_after_150_seconds_and_the_rest_after_a_day(
    bot: Bot, anna: Person, clock: Clock
) -> None:
    anna.start()
    anna.taps(anna.chat, 1, "a")
    clock.forward(timedelta(seconds=149))
    assert len(await ids(bot)) == 2
    clock.forward(timedelta(seconds=1))
    assert len(await ids(bot)) == 1
    clock.forward(timedelta(days=1))
    assert await ids(bot) == []


async def test_while_a_webhook_is_set_nothing_can_be_fetched(bot: Bot, anna: Person) -> None:
    await bot.set_webhook("https://example.org/hook", secret_token="s3cret")
    anna.start()
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook()
    assert len(await ids(bot)) == 1


async def test_only_the_kinds_asked_for_are_kept(bot: Bot, anna: Person) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
    anna.start()
    anna.taps(anna.chat, 1, "a")
    assert [update.callback_query is not None for update in await bot.get_updates()] == [True]


async def test_an_update_the_library_cannot_read_is_dropped_and_recorded(bot: Bot, world: World) -> None:
    world.deliver("callback_query", {"id": "1", "from": {"id": 1}, "chat_instance": "1"})
    assert await ids(bot) == []
    assert [one.kind for one in world.passed if one.kind != "request"] == ["dropped"]


async def test_at_most_a_hundred_come_at_once(bot: Bot, anna: Person) -> None:
    for _ in range(120):
        anna.taps(anna.chat, 1, "a")
    assert len(await ids(bot)) == 100
