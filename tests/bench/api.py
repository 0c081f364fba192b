"""A lean Bot API for load: each call takes its time, and when it arrived is remembered. In a process of its own."""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

LATENCY = 0.05  # seconds
BATCH = 100  # updates: Bot API, getUpdates
LONGEST_POLL = 50.0  # seconds: tdlib/telegram-bot-api
BOT = {"id": 100, "is_bot": True, "first_name": "Bench", "username": "BenchBot"}
SENDS, EDITS = ("sendMessage", "sendPhoto"), ("editMessageText", "editMessageMedia")


class Api:
    """Hands out updates and answers calls; `/bench/...` is for whoever measures."""

    def __init__(self) -> None:
        self._updates: list[dict[str, Any]] = []
        self._given = 0.0
        self._acknowledged: dict[str, float] = {}
        self._sent: list[float] = []
        self._edited: list[float] = []
        self._messages = 0
        self._news = asyncio.Condition()

    def app(self) -> web.Application:
        """Return the application that serves it."""
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/bench/give", self.give)
        app.router.add_get("/bench/heard", self.heard)
        app.router.add_post("/bot{token}/getUpdates", self.get_updates)
        app.router.add_post("/bot{token}/get_updates_", self.get_updates)
        app.router.add_post("/bot{token}/{method}", self.call)
        return app

    async def give(self, request: web.Request) -> web.Response:
        """Let all updates in the body happen now; what was heard before is forgotten."""
        updates = json.loads(await request.read())
        async with self._news:
            self._acknowledged, self._sent, self._edited = {}, [], []
            self._updates += updates
            self._given = time.monotonic()
            self._news.notify_all()
        return web.json_response({})

    async def heard(self, request: web.Request) -> web.Response:
        """Return when updates were given and when the answers came, once there are so many or time is over."""
        query = {name: float(value) for name, value in request.query.items()}

        def enough() -> bool:
            heard = {"answers": self._acknowledged, "sent": self._sent, "edited": self._edited}
            return all(len(times) >= query[name] for name, times in heard.items())

        async with self._news:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait_for(enough), query["seconds"])
        times = {"given": [self._given], "answers": sorted(self._acknowledged.values())}
        return web.json_response({**times, "sent": self._sent, "edited": self._edited})

    async def get_updates(self, request: web.Request) -> web.Response:
        """Return the next updates, without latency; what is below the offset is confirmed and forgotten."""
        given = await _form(request)
        offset, limit = int(given.get("offset", 0)), int(given.get("limit", BATCH))
        seconds = min(float(given.get("timeout", 0)), LONGEST_POLL)
        async with self._news:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            if not self._updates and seconds:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait_for(lambda: bool(self._updates)), seconds)
            return _result(self._updates[:limit])

    async def call(self, request: web.Request) -> web.Response:
        """Answer any other call, after the latency."""
        arrived, method = time.monotonic(), request.match_info["method"]
        given = await _form(request)
        async with self._news:
            if method == "answerCallbackQuery":
                self._acknowledged.setdefault(given["callback_query_id"], arrived)
            elif method in SENDS:
                self._sent.append(arrived)
            elif method in EDITS:
                self._edited.append(arrived)
            self._news.notify_all()
        await asyncio.sleep(LATENCY)
        return _result(self._answer(method, given))

    def _answer(self, method: str, given: Mapping[str, str]) -> Any:
        if method == "getMe":
            return BOT
        if method not in SENDS + EDITS:
            return True
        self._messages += 1
        chat = {"id": int(given["chat_id"]), "type": "private", "first_name": "Anna"}
        number = int(given.get("message_id", 10_000_000 + self._messages))
        return {"message_id": number, "date": 1, "chat": chat, "from": BOT, "text": given.get("text", "")}


async def _form(request: web.Request) -> dict[str, str]:
    return dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def serve() -> None:
    """Print the address and serve until whoever started this closes its standard input."""
    runner = web.AppRunner(Api().app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
