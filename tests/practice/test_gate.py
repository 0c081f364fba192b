"""The same World over loopback HTTP, through telegram's own request class and as plain JSON."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys
from telegram.error import BadRequest, InvalidToken, NetworkError
from telegram.request import HTTPXRequest

from bot.practice.door import TOKEN
from bot.practice.faults import Fault, Goes
from bot.practice.people import Person
from bot.practice.world import World
from tests.practice.test_refusals import png
from tests.support.echo import echoing
from tests.support.served import served


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with served(world) as address:
        yield address


@pytest.fixture
async def distant(url: str) -> AsyncIterator[Bot]:
    async with at(url) as bot:
        yield bot


def at(url: str, token: str = TOKEN) -> Bot:
    return Bot(
        token, f"{url}/bot", f"{url}/file/bot",
        request=HTTPXRequest(read_timeout=2), get_updates_request=HTTPXRequest(connection_pool_size=2),
    )  # fmt: skip


async def test_a_bot_over_http_says_and_hears_the_same(distant: Bot, anna: Person) -> None:
    anna.start()
    async with echoing(anna.world, distant) as echo:
        await echo.settle()
        anna.presses("A")
        await echo.settle()
    assert [one.text for one in anna.screen() if one.bot] == ["*bel*\n_What now?_", "*brief*\n_What now?_"]
    assert [one.text for one in anna.toasts] == ["you chose a"]


async def test_a_text_that_looks_like_a_number_stays_a_text(distant: Bot, anna: Person) -> None:
    anna.start()
    await distant.send_message(anna.chat.id, "5", reply_markup=Keys([[Key("7", callback_data="true")]]))
    assert (anna.screen()[-1].text, anna.screen()[-1].rows) == ("5", (("7",),))


async def test_a_picture_goes_there_and_back(distant: Bot, anna: Person) -> None:
    anna.start()
    content = png(40, 30) + bytes(range(256)) + b"\r\n--\r\n"
    sent = await distant.send_photo(anna.chat.id, content, caption="5")
    file = await distant.get_file(sent.photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == content
    assert sent.caption == "5"


async def test_refusals_and_broken_lines_reach_the_bot_as_over_the_internet(
    distant: Bot, anna: Person, url: str
) -> None:
    anna.start()
    with pytest.raises(BadRequest, match="Message text is empty"):
        await distant.send_message(anna.chat.id, " ")
    anna.world.faults.plan(Fault(method="sendMessage", goes=Goes.LOST_AFTER))
    with pytest.raises(NetworkError):
        await distant.send_message(anna.chat.id, "x")
    assert anna.screen()[-1].text == "x"
    with pytest.raises(InvalidToken):
        async with at(url, "200:wrong"):
            pass


async def test_plain_json_is_understood(url: str, anna: Person) -> None:
    anna.start()
    async with httpx.AsyncClient(base_url=url) as client:
        answer = await client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": anna.chat.id, "text": "hello"})
        kind = {"content-type": "application/json"}
        broken = await client.post(f"/bot{TOKEN}/sendMessage", content="{", headers=kind)
    assert answer.json()["result"]["text"] == "hello"
    assert broken.status_code == 400
