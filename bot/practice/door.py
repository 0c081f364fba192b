"""Telegram's own request class in front of the simulated Telegram; the only file of the room that imports telegram."""

from typing import Any

from telegram import Update
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.practice import api
from bot.practice.refusals import LineError
from bot.practice.world import World

# Telegram tokens look like this; the room never asks for a real one.
TOKEN = "100:oefenen"  # noqa: S105


class Door(BaseRequest):
    """The way from telegram.Bot to a World, without a network."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    async def initialize(self) -> None:
        """Do nothing: there is no connection to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is no connection to close."""

    @property
    def read_timeout(self) -> float:
        """Return how long an answer may take, in seconds."""
        return 60

    async def do_request(  # noqa: PLR0917 (the signature of BaseRequest)
        self,
        url: str,
        method: str,  # noqa: ARG002 (the verb, always the same here)
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ARG002
        write_timeout: Any = None,  # noqa: ARG002
        connect_timeout: Any = None,  # noqa: ARG002
        pool_timeout: Any = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Return status and body, as Telegram would; raises TimedOut or NetworkError for a planned broken line."""
        name = url.rsplit("/", 1)[1]
        if "/file/" in url:
            return 200, self._world.files[name].content
        given = request_data.parameters if request_data else {}
        files = request_data.multipart_data if request_data and request_data.contains_files else {}
        try:
            reply = await api.request(self._world, name, given, {part: _bytes(one) for part, one in files.items()})
        except LineError as broken:
            raise (TimedOut if broken.applied else NetworkError)(str(broken)) from broken
        return reply.status, reply.body


def check_update(raw: dict[str, Any]) -> str:
    """Return why telegram's library could not read an update, "" when it can; give it to World as `check`."""
    try:
        Update.de_json(raw, None)
    except (KeyError, TypeError, ValueError, AttributeError, TelegramError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    return ""


def _bytes(part: tuple[str, Any, str]) -> tuple[str | None, bytes, str]:
    name, content, mime = part
    return name, content if isinstance(content, bytes) else content.read(), mime
