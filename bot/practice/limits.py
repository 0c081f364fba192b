"""How fast the simulated Telegram lets a bot write; the real figures are unpublished, these are on the safe side."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct

from bot.practice.refusals import flood


class Limits(Struct, frozen=True, kw_only=True):
    """Sends and edits: a chat takes a burst, then one a second; a group so many a minute; all chats so many a second.

    Sources: Telegram's FAQ (1/s a chat, 20/min a group, about 30/s), tdlib/td #1834 (the 30/s is for bulk
    only, so a chat in which somebody did something less than `fresh` seconds ago does not count).
    """

    burst: int = 8
    per_second: float = 1.0
    group_per_minute: int = 20
    bulk_per_second: int = 30
    fresh: float = 30.0


class Pace:
    """What was written where and when, measured against the limits (None: no limits)."""

    def __init__(self, limits: Limits | None, now: Callable[[], datetime]) -> None:
        self.limits = limits
        self._now = now
        self._level: dict[int, tuple[float, float]] = {}
        self._minute: dict[int, deque[float]] = {}
        self._second: deque[float] = deque()
        self._acted: dict[int, float] = {}

    def clear(self) -> None:
        """Begin anew."""
        for kept in (self._level, self._minute, self._second, self._acted):
            kept.clear()

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Set no limits for a while."""
        limits, self.limits = self.limits, None
        try:
            yield
        finally:
            self.limits = limits
            self.clear()

    def acted(self, chat: int) -> None:
        """Remember that a person did something in a chat: answers to it are no bulk."""
        self._acted[chat] = self._now().timestamp()

    def spend(self, chat: int, *, group: bool) -> None:
        """Count one send or edit; raises RefusedError 429 where it is too much, and then counts nothing."""
        if self.limits is None:
            return
        now = self._now().timestamp()
        level = self._burst(chat, now, self.limits)
        minute = self._minute.setdefault(chat, deque())
        if group:
            _room(minute, now, 60, self.limits.group_per_minute)
        bulk = now - self._acted.get(chat, -math.inf) > self.limits.fresh
        if bulk:
            _room(self._second, now, 1, self.limits.bulk_per_second)
            self._second.append(now)
        self._level[chat] = (level + 1, now)
        minute.append(now)

    def _burst(self, chat: int, now: float, limits: Limits) -> float:
        """Return how full a chat's bucket is; raises RefusedError when one more does not fit."""
        level, at = self._level.get(chat, (0.0, now))
        level = max(0.0, level - (now - at) * limits.per_second)
        if level + 1 > limits.burst:
            raise flood(math.ceil((level + 1 - limits.burst) / limits.per_second))
        return level


def _room(times: deque[float], now: float, window: float, most: int) -> None:
    while times and times[0] <= now - window:
        times.popleft()
    if len(times) >= most:
        raise flood(max(1, math.ceil(times[0] + window - now)))
