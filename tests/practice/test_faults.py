import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.practice.faults import Fault, Goes
from bot.practice.people import Person
from bot.practice.world import World


@pytest.mark.parametrize(
    ("goes", "error", "arrived"),
    [
        (Goes.LOST_BEFORE, NetworkError, False),
        (Goes.LOST_AFTER, TimedOut, True),
        (Goes.FLOOD, RetryAfter, False),
        (Goes.BROKEN, NetworkError, False),
        (Goes.REFUSED, NetworkError, False),
        (Goes.CUT, TelegramError, True),
    ],
)
async def test_the_nth_call_goes_wrong_as_planned_and_the_next_one_does_not(
    bot: Bot, world: World, anna: Person, *, goes: Goes, error: type[TelegramError], arrived: bool
) -> None:
    anna.start()
    world.faults.plan(Fault(method="sendMessage", goes=goes, nth=2))
    await bot.send_message(anna.chat.id, "first")
    with pytest.raises(error):
        await bot.send_message(anna.chat.id, "second")
    await bot.send_message(anna.chat.id, "third")
    assert [one.text for one in anna.screen() if one.bot] == ["first", *(["second"] if arrived else []), "third"]


async def test_a_late_answer_comes_all_the_same(bot: Bot, world: World, anna: Person) -> None:
    anna.start()
    world.faults.plan(Fault(method="*", goes=Goes.LATE, seconds=0.01, times=2))
    await bot.send_message(anna.chat.id, "x")
    assert anna.screen()[-1].text == "x"
