import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot

from bot.channel.receive import Update
from bot.channel.webhook import BODY_LIMIT, open_webhook, webhook
from bot.conversation.messages import Toast
from bot.web.site import listen, serve
from tests.channel.bot_api import FakeTelegram, until
from tests.channel.test_receive import AwayError, Kept
from tests.channel.updates import text

SECRET = "a-secret-of-forty-letters"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


class Kernel:
    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.toasts: list[Toast] = []
        self.away = False
        self.broken = False
        self.commit = 0.0

    async def apply(self, batch: Sequence[Update]) -> Kept:
        numbers = [update["update_id"] for update in batch]
        await asyncio.sleep(self.commit)
        if self.away:
            raise AwayError
        if self.broken:
            raise ZeroDivisionError
        self.batches.append(numbers)
        return Kept(tuple(Toast(query=str(number)) for number in numbers))


@pytest.fixture
def kernel() -> Kernel:
    return Kernel()


@pytest.fixture
async def client(kernel: Kernel) -> AsyncIterator[httpx.AsyncClient]:
    route = webhook("/w", SECRET, kernel.apply, kernel.toasts.extend, away=(AwayError,), body_time=0.2)
    door = httpx.ASGITransport(Starlette(routes=[route]), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=door, base_url="http://bot", headers=HEADERS) as opened:
        yield opened


def update(number: int) -> Update:
    return text("hallo") | {"update_id": number}


async def test_an_update_is_answered_when_it_is_kept(client: httpx.AsyncClient, kernel: Kernel) -> None:
    kernel.commit = 0.1
    posting = asyncio.create_task(client.post("/w", json=update(5)))
    await asyncio.sleep(0.05)
    assert not posting.done()
    assert (await posting).status_code == 200
    assert kernel.batches == [[5]]
    assert kernel.toasts == [Toast(query="5")]


async def test_forty_at_once_share_commits(client: httpx.AsyncClient, kernel: Kernel) -> None:
    kernel.commit = 0.05
    answers = await asyncio.gather(*(client.post("/w", json=update(number)) for number in range(40)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(number for batch in kernel.batches for number in batch) == list(range(40))
    assert len(kernel.batches) <= 3


async def test_a_batch_has_at_most_a_hundred(client: httpx.AsyncClient, kernel: Kernel) -> None:
    kernel.commit = 0.02
    await asyncio.gather(*(client.post("/w", json=update(number)) for number in range(250)))
    assert max(map(len, kernel.batches)) <= 100


@pytest.mark.parametrize("secret", ["", "wrong", "Ünïcode"])
async def test_a_wrong_secret_is_refused(client: httpx.AsyncClient, kernel: Kernel, secret: str) -> None:
    forged = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")}
    assert (await client.post("/w", json=update(5), headers=forged)).status_code == 401
    client.headers.pop("X-Telegram-Bot-Api-Secret-Token")
    assert (await client.post("/w", json=update(5))).status_code == 401
    assert kernel.batches == []


def test_without_a_secret_there_is_no_webhook(kernel: Kernel) -> None:
    with pytest.raises(ValueError, match="secret"):
        webhook("/w", "", kernel.apply, kernel.toasts.extend)


async def test_only_json_by_post_is_taken(client: httpx.AsyncClient, kernel: Kernel) -> None:
    assert (await client.get("/w")).status_code == 405
    assert (await client.post("/w", content=b"{}", headers={"Content-Type": "text/plain"})).status_code == 415
    charset = {"Content-Type": "application/json; charset=utf-8"}
    assert (await client.post("/w", content=json.dumps(update(5)), headers=charset)).status_code == 200
    assert kernel.batches == [[5]]


async def test_a_body_that_is_too_large_is_refused(client: httpx.AsyncClient, kernel: Kernel) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * (BODY_LIMIT // 4)

    assert (await client.post("/w", content=b" " * (BODY_LIMIT + 1))).status_code == 413
    assert (await client.post("/w", content=chunks())).status_code == 413
    assert kernel.batches == []


async def test_a_body_that_is_too_slow_is_refused(kernel: Kernel) -> None:
    route = webhook("/w", SECRET, kernel.apply, kernel.toasts.extend, body_time=0.2)
    stop, listener = asyncio.Event(), listen("127.0.0.1", 0)
    serving = asyncio.create_task(serve(Starlette(routes=[route]), listener, stop))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    head = [f"{name}: {value}" for name, value in {**HEADERS, "Host": "bot", "Content-Length": 50}.items()]
    writer.write("\r\n".join(["POST /w HTTP/1.1", *head, "", "{"]).encode())
    assert b" 408 " in await asyncio.wait_for(reader.readline(), 2)
    writer.close()
    stop.set()
    await serving


async def test_a_store_that_is_away_asks_telegram_to_come_back(client: httpx.AsyncClient, kernel: Kernel) -> None:
    kernel.away = True
    answers = await asyncio.gather(*(client.post("/w", json=update(number)) for number in range(5)))
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in answers} == {(503, "5")}
    kernel.away = False
    assert (await client.post("/w", json=update(5))).status_code == 200


async def test_an_error_of_ours_is_not_answered_with_200(client: httpx.AsyncClient, kernel: Kernel) -> None:
    kernel.broken = True
    assert (await client.post("/w", json=update(5))).status_code == 500
    assert kernel.toasts == []


@pytest.mark.parametrize("body", ["geheim", "[]", "{}", '{"update_id": "geheim"}', "[" * 100_000])
async def test_nonsense_with_the_right_secret_does_not_come_back_for_a_day(
    client: httpx.AsyncClient, kernel: Kernel, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert (await client.post("/w", content=body)).status_code == 200
    assert kernel.batches == []
    assert "geheim" not in caplog.text
    assert SECRET not in caplog.text


async def test_too_many_that_wait_are_sent_back(client: httpx.AsyncClient, kernel: Kernel) -> None:
    kernel.commit = 0.05
    answers = await asyncio.gather(*(client.post("/w", json=update(number)) for number in range(1_050)))
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(503) == 50
    assert sum(map(len, kernel.batches)) == 1_000


async def test_telegram_is_told_where_to_deliver(telegram: FakeTelegram, bot: Bot) -> None:
    await open_webhook(bot, "https://example.org/w", SECRET)
    await until(lambda: telegram.sent("setWebhook"))
    (asked,) = telegram.sent("setWebhook")
    assert asked["secret_token"] == SECRET
    assert asked["drop_pending_updates"] is False
    assert "callback_query" in asked["allowed_updates"]
