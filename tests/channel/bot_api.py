"""A small Bot API on loopback: it keeps updates like Telegram does, notes every call, and fails on request."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

TOKEN = "123456:TEST-TOKEN-THAT-NOBODY-MAY-SEE-1"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refused(code: int, description: str, **parameters: object) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            body["parameters"] = parameters
        return web.json_response(body, status=code)

    return answer


def flood(seconds: int) -> Answer:
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def accepted(_request: web.Request) -> web.StreamResponse:
    chat = {"id": 1, "type": "private"}
    return web.json_response({"ok": True, "result": {"message_id": 99, "date": 1, "chat": chat, "text": "x"}})


async def html_page(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")


async def no_json(_request: web.Request) -> web.StreamResponse:
    return web.Response(text='{"ok": true, "resu', content_type="application/json")


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def silent(seconds: float) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return web.Response()

    return answer


class FakeTelegram:
    """What Telegram holds, and what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.updates: list[dict[str, Any]] = []
        self.faults: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self.latency = 0.0
        self.slow_chats: dict[int, float] = {}
        self.url = ""
        self._news = asyncio.Event()
        self._ids = 100

    def sent(self, *methods: str) -> list[dict[str, Any]]:
        return [fields for method, fields in self.calls if method in (methods or ("sendMessage",))]

    def offer(self, *updates: Mapping[str, Any]) -> None:
        self.updates += [dict(update) for update in updates]
        self._news.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = {key: _decoded(value) for key, value in (await request.post()).items()}
        self.calls.append((method, fields))
        if self.faults[method]:
            return await self.faults[method].popleft()(request)
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._poll(fields)})
        delay = self.latency + self.slow_chats.get(fields.get("chat_id", 0), 0)
        if delay:
            await asyncio.sleep(delay)
        return web.json_response({"ok": True, "result": self._result(method, fields)})

    async def _poll(self, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
        if offset := fields.get("offset"):
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates and fields.get("timeout"):
            self._news.clear()
            try:
                async with asyncio.timeout(fields["timeout"]):
                    await self._news.wait()
            except TimeoutError:
                pass
        return self.updates[: fields.get("limit", 100)]

    def _result(self, method: str, fields: Mapping[str, Any]) -> object:
        if method == "getMe":
            return {"id": 123456, "is_bot": True, "first_name": "Casus", "username": "casusbot"}
        if not method.startswith(("send", "edit")):
            return True
        self._ids += 1
        chat = {"id": fields["chat_id"], "type": "private"}
        return {"message_id": int(fields.get("message_id", self._ids)), "date": 1, "chat": chat, "text": "x"}


def _decoded(value: Any) -> Any:
    if isinstance(value, web.FileField):
        return value.file.read()
    try:
        return json.loads(value)
    except ValueError:
        return value


async def until(condition: Callable[[], object], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (the condition is anyone's)
            await asyncio.sleep(0.005)
