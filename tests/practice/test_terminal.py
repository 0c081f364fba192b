import io
from typing import Any

import pytest
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys

from bot.practice.terminal import _Terminal, talk
from bot.practice.world import World
from bot.texts.catalog import shipped
from tests.support.echo import echoing


async def played(world: World, *lines: str) -> str:
    sink = io.StringIO()
    async with echoing(world) as echo:
        source = io.StringIO("".join(f"{line}\n" for line in lines))
        await talk(world, echo.settle, source, sink, texts=shipped(), language="nl", echo=True)
    return sink.getvalue()


async def test_a_case_is_played_with_numbers_through_piped_input(world: World) -> None:
    told = await played(world, "2", "hallo", "9", "/sluit", "never read")
    assert told.startswith("Dit is niet Telegram. Alles blijft op deze computer.\n")
    assert "Casusbot: *bel*\n_What now?_\n  1. A\n  2. B\n2\n(you chose b)\n" in told
    assert "Casusbot: echo: hallo" in told
    assert "Zo'n knop is er niet." in told
    assert told.endswith("Tot de volgende keer.\n")
    assert "never read" not in told


async def test_one_person_after_another_can_be_played_also_in_the_group(world: World) -> None:
    told = await played(world, "/als Bram", "1", "/als Karel", "/groep", "/team", "/alleen")
    assert "Bram, met de bot" in told
    assert "Die is hier niet. Wel: Anna, Bram, Chris" in told
    assert "Bram, in de groep" in told
    assert "Casusbot: echo: /team" in told


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://t.me/{bot}?start=hallo", "Anna, met de bot\n\nCasusbot: *bel*"),
        ("https://example.org/", "Deze link gaat naar internet: https://example.org/"),
    ],
)
async def test_a_link_goes_to_the_private_chat_or_is_shown(world: World, url: str, said: str) -> None:
    sink = io.StringIO()
    link: dict[str, Any] = {"text": "Open", "url": url.format(bot=world.bot["username"])}
    async with echoing(world) as echo:
        terminal = _Terminal(world, echo.settle, shipped(), "nl", sink)
        terminal.person.adds_bot()
        await echo.bot.send_message(terminal.person.group.id, "x", reply_markup=Keys([[Key(**link)]]))
        terminal.in_group = True
        with world.watch() as news:
            terminal.heed("1")
            await terminal.show(news)
    assert said in sink.getvalue()


async def test_who_comes_back_to_a_chat_reads_what_was_said_there_last_by_another(world: World) -> None:
    told = await played(world, "hallo", "/groep", "/alleen")
    assert told.count("Casusbot: echo: hallo") == 2
    world.post(world.chats[501], world.account("Anna").json(), {"text": "tot zo"})
    told = await played(world, "/groep", "/alleen")
    assert "Anna, met de bot\n\nCasusbot: " in told


async def test_the_end_of_the_input_is_the_end(world: World) -> None:
    assert (await played(world)).endswith("Tot de volgende keer.\n")


async def test_an_older_message_that_changed_is_written_above_a_newer_one(world: World) -> None:
    sink = io.StringIO()
    async with echoing(world) as echo:
        terminal = _Terminal(world, echo.settle, shipped(), "nl", sink)
        with world.watch() as news:
            for line in ("eerst", "daarna"):
                terminal.person.writes(line, terminal.chat)
                await echo.settle()
            told = [news.get_nowait() for _ in range(news.qsize())]
            for one in reversed(told):
                news.put_nowait(one)
            await terminal.show(news)
    assert sink.getvalue().index("echo: eerst") < sink.getvalue().index("echo: daarna")
