"""The updates that wait for the bot, kept and handed out as Telegram does it."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from bot.practice.refusals import OTHER_POLLER, conflict

# Both from the Bot API server: a tap that nobody fetches is forgotten sooner than the rest.
TAP_LIVES = timedelta(seconds=150)
REST_LIVES = timedelta(hours=24)
LONGEST_POLL = 50.0
AT_ONCE = 100
# Only sent when asked for by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Waiting(Struct, frozen=True):
    """An update and when it is forgotten."""

    update: dict[str, Any]
    until: datetime


class Updates:
    """The queue of one bot: confirmed by a higher offset, forgotten in time, read by one poller."""

    def __init__(self, now: Callable[[], datetime], first: int = 1_001) -> None:
        self._now = now
        self._next = first
        self._waiting: list[Waiting] = []
        self._arrived = asyncio.Event()
        self._poller: object | None = None
        self._allowed: frozenset[str] | None = None

    def add(self, kind: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """Put an update in the queue and return it, or None for a kind the bot did not ask for."""
        if not self.wanted(kind):
            return None
        update = {"update_id": self._next, kind: body}
        self._next += 1
        lives = TAP_LIVES if kind == "callback_query" else REST_LIVES
        self._waiting.append(Waiting(update, self._now() + lives))
        self._arrived.set()
        return update

    def wanted(self, kind: str) -> bool:
        """Tell whether the bot wants this kind."""
        return kind in self._allowed if self._allowed else kind not in ON_REQUEST

    def want(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds the bot wants from now on; None changes nothing, an empty list is the default set."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def waiting(self) -> list[dict[str, Any]]:
        """Return the updates that are neither confirmed nor forgotten, oldest first."""
        now = self._now()
        self._waiting = [one for one in self._waiting if one.until > now]
        return [one.update for one in self._waiting]

    def clear(self) -> None:
        """Forget what waits; numbers go on."""
        self._waiting.clear()

    async def poll(
        self,
        offset: int = 0,
        limit: int = AT_ONCE,
        timeout: float = 0,  # noqa: ASYNC109 (the name Telegram gives it)
        kinds: Iterable[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Confirm all below `offset` and return what waits, at once or after `timeout` seconds at most.

        A later poll takes the place of this one, which then raises RefusedError 409.
        """
        mine = self._poller = object()
        self._arrived.set()
        self.want(kinds)
        self._confirm(offset)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(max(timeout, 0), LONGEST_POLL)
        try:
            while True:
                found = self.waiting()[: min(max(limit, 1), AT_ONCE)]
                if found or loop.time() >= deadline:
                    return found
                self._arrived.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._arrived.wait(), deadline - loop.time())
                if self._poller is not mine:
                    raise conflict(OTHER_POLLER)
        finally:
            if self._poller is mine:
                self._poller = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # counted from the end: the last so many stay
            self._waiting = self._waiting[offset:]
        elif offset:
            self._waiting = [one for one in self._waiting if one.update["update_id"] >= offset]
