from telegram import Bot

from bot.channel.commands import register
from tests.channel.bot_api import FakeTelegram, refused


def commands(language: str) -> list[tuple[str, str]]:
    return [("start", {"nl": "Beginnen", "en": "Begin"}[language])]


def about(language: str) -> tuple[str, str]:
    return (f"Lang ({language})", f"Kort ({language})")


async def test_dutch_is_shown_to_all_and_english_to_the_english(telegram: FakeTelegram, bot: Bot) -> None:
    assert await register(bot, commands, about)
    dutch, english = telegram.sent("setMyCommands")
    assert "language_code" not in dutch
    assert dutch["commands"] == [{"command": "start", "description": "Beginnen"}]
    assert english["language_code"] == "en"
    assert english["commands"][0]["description"] == "Begin"
    assert [said["description"] for said in telegram.sent("setMyDescription")] == ["Lang (nl)", "Lang (en)"]
    assert len(telegram.sent("setMyShortDescription")) == 2


async def test_texts_that_are_shown_already_are_not_shown_again(telegram: FakeTelegram, bot: Bot) -> None:
    shown = await register(bot, commands, about)
    calls = len(telegram.calls)
    assert await register(bot, commands, about, shown) == shown
    assert len(telegram.calls) == calls
    assert await register(bot, lambda _: [("stop", "Stoppen")], about, shown) != shown
    assert len(telegram.calls) == 2 * calls


async def test_when_telegram_cannot_be_reached_the_next_start_tries_again(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["setMyDescription"].append(refused(500, "Internal Server Error"))
    assert await register(bot, commands, about, "old") == "old"


async def test_a_server_that_lacks_these_methods_is_no_reason_to_stop(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["setMyShortDescription"].append(refused(404, "Not Found"))
    assert await register(bot, commands, about, "old") == "old"
