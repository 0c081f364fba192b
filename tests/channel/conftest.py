from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot

from bot.channel import transport
from tests.channel.bot_api import TOKEN, FakeTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/bot" + TOKEN + "/{method}", fake.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.001, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}/bot"
    yield fake
    await runner.cleanup()


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    made = transport.make_bot(TOKEN, telegram.url)
    yield made
    await transport.close(made)
