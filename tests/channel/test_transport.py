import asyncio
import logging

import aiohttp
import httpx
import pytest
from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError, TimedOut
from telegram.request import BaseRequest

from bot.channel import transport
from bot.channel.errors import in_doubt
from tests.channel.bot_api import TOKEN, FakeTelegram, hang_up, no_json, refused


async def test_calls_go_over_connections_of_aiohttp(telegram: FakeTelegram, bot: Bot) -> None:
    await bot.send_message(7, "Dag")
    client = bot.request._client  # type: ignore[attr-defined]
    assert isinstance(client._transport, transport.Transport)
    assert isinstance(client._transport.client, aiohttp.ClientSession)
    assert telegram.sent()[0]["text"] == "Dag"


async def test_many_calls_at_once_all_arrive(telegram: FakeTelegram) -> None:
    telegram.latency = 0.05
    few = transport.make_bot(TOKEN, telegram.url, connections=32)
    await asyncio.gather(*(few.send_message(chat, "Dag") for chat in range(1, 201)))
    assert len(telegram.sent()) == 200
    await transport.close(few)


async def test_files_are_fetched_from_the_same_server() -> None:
    bot = transport.make_bot(TOKEN, "http://127.0.0.1:9000/bot")
    assert bot.base_url == f"http://127.0.0.1:9000/bot{TOKEN}"
    assert bot.base_file_url == f"http://127.0.0.1:9000/file/bot{TOKEN}"
    official = transport.make_bot(TOKEN)
    assert official.base_file_url == f"https://api.telegram.org/file/bot{TOKEN}"
    await transport.close(bot)
    await transport.close(official)


async def test_a_closed_bot_can_be_opened_again(bot: Bot) -> None:
    await bot.initialize()
    await bot.shutdown()
    await bot.initialize()
    assert bot.username == "casusbot"


async def test_everything_can_go_through_another_door() -> None:
    class Door(BaseRequest):
        asked: list[str] = []  # noqa: RUF012

        @property
        def read_timeout(self) -> float:
            return 1

        async def initialize(self) -> None: ...

        async def shutdown(self) -> None: ...

        async def do_request(self, url: str, method: str, *_: object, **__: object) -> tuple[int, bytes]:
            self.asked.append(f"{method} {url.rpartition('/')[2]}")
            return 200, b'{"ok": true, "result": []}'

    bot = transport.make_bot(TOKEN, request=Door())
    assert await bot.get_updates() == ()
    await transport.close(bot)
    assert Door.asked == ["POST getUpdates"]


async def test_a_refused_connection_never_left() -> None:
    bot = transport.make_bot(TOKEN, "http://127.0.0.1:9/bot")
    with pytest.raises(NetworkError) as error:
        await bot.send_message(7, "Dag")
    assert isinstance(error.value.__cause__, httpx.ConnectError)
    assert not in_doubt(error.value)
    await transport.close(bot)


@pytest.mark.parametrize("fault", [hang_up, no_json])
async def test_an_answer_that_was_cut_off_may_have_been_carried_out(
    telegram: FakeTelegram, bot: Bot, fault: object, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.send_message(7, "Dag")
    telegram.faults["sendMessage"].append(fault)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"ServerDisconnectedError|Invalid server response") as error:
        await bot.send_message(7, "Dag")
    assert in_doubt(error.value)  # type: ignore[arg-type]
    assert "resu" not in caplog.text


async def test_half_an_answer_and_what_is_no_http_may_have_been_carried_out() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        half = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"
        writer.write(half if b"sendMessage" in request else b"goodbye\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    bot = transport.make_bot(TOKEN, f"http://127.0.0.1:{port}/bot")
    for call in (bot.send_message(7, "Dag"), bot.get_me()):
        with pytest.raises(NetworkError) as error:
            await call
        assert in_doubt(error.value)
        assert TOKEN not in str(error.value)
    await transport.close(bot)
    server.close()
    await server.wait_closed()


async def test_no_answer_in_time_may_have_been_carried_out(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.latency = 2
    with pytest.raises(TimedOut) as error:
        await bot.send_message(7, "Dag", read_timeout=0.1)
    assert in_doubt(error.value)


async def test_the_token_is_not_in_the_log(telegram: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bot = transport.make_bot(TOKEN, telegram.url)
    telegram.faults["getMe"].append(refused(401, "Unauthorized"))
    with pytest.raises(InvalidToken):
        await bot.get_me()
    await bot.send_message(7, "Vertrouwelijk")
    Update.de_json({"update_id": 1}, bot)
    await transport.close(bot)
    assert TOKEN not in caplog.text
    assert "Vertrouwelijk" not in caplog.text
