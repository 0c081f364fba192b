import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import pytest
from telegram import Bot

from bot.channel import transport
from bot.channel.errors import TokenRevokedError
from bot.channel.receive import ConflictError, PollLoop, Update
from bot.conversation.messages import Toast
from tests.channel.bot_api import (
    TOKEN,
    FakeTelegram,
    flood,
    hang_up,
    html_page,
    refused,
    silent,
    until,
)
from tests.channel.updates import text

CONFLICT = refused(409, "Conflict: terminated by other getUpdates request; only one bot instance may run")
WEBHOOK = refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")


class AwayError(Exception):
    """The store cannot be reached."""


class Kept(msgspec.Struct, frozen=True):
    toasts: tuple[Toast, ...] = ()


class Kernel:
    """Keeps updates in memory, each once."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram
        self.batches: list[list[int]] = []
        self.seen: list[int] = []
        self.away = 0
        self.begun = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def apply(self, batch: Sequence[Update]) -> Kept:
        self.begun += 1
        await self.gate.wait()
        if self.away:
            self.away -= 1
            raise AwayError
        numbers = [update["update_id"] for update in batch]
        self.batches.append(numbers)
        self.seen += [number for number in numbers if number not in self.seen]
        return Kept(tuple(Toast(query=str(number)) for number in numbers))

    def confirmed(self) -> int:
        return max((asked.get("offset", 0) for asked in self.telegram.sent("getUpdates")), default=0)


@pytest.fixture
def kernel(telegram: FakeTelegram) -> Kernel:
    return Kernel(telegram)


def loop(telegram: FakeTelegram, kernel: Kernel, toasts: list[Toast] | None = None, **settings: Any) -> PollLoop:
    chosen: dict[str, Any] = {"away": (AwayError,), "timeout": 1, "rest": 0.01} | settings
    said = [] if toasts is None else toasts
    return PollLoop(lambda: transport.make_bot(TOKEN, telegram.url), kernel.apply, said.extend, **chosen)


@contextlib.asynccontextmanager
async def at_work(poll: PollLoop) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(poll.run())
    try:
        yield task
    finally:
        poll.stop()
        await task


def updates(*numbers: int) -> list[dict[str, Any]]:
    return [text("hallo") | {"update_id": number} for number in numbers]


async def test_updates_are_kept_and_then_confirmed(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.offer(*updates(5, 6))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.confirmed() == 7)
    assert kernel.batches == [[5, 6]]
    asked = telegram.sent("getUpdates")[0]
    assert "offset" not in asked
    assert asked["limit"] == 100
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_nothing_is_confirmed_before_it_is_kept(telegram: FakeTelegram, kernel: Kernel) -> None:
    kernel.gate.clear()
    telegram.offer(*updates(5))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.begun)
        await asyncio.sleep(0.1)
        assert kernel.confirmed() == 0
        assert len(telegram.sent("getUpdates")) == 1
        kernel.gate.set()
        await until(lambda: kernel.confirmed() == 6)


async def test_the_taps_in_a_batch_are_answered_after_it_is_kept(telegram: FakeTelegram, kernel: Kernel) -> None:
    toasts: list[Toast] = []
    kernel.away = 2
    telegram.offer(*updates(5, 6))
    async with at_work(loop(telegram, kernel, toasts)):
        await until(lambda: kernel.confirmed() == 7)
    assert [toast.query for toast in toasts] == ["5", "6"]


async def test_while_the_store_is_away_the_same_updates_are_asked_again(telegram: FakeTelegram, kernel: Kernel) -> None:
    kernel.away = 3
    telegram.offer(*updates(5))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.seen)
        assert ["offset" in asked for asked in telegram.sent("getUpdates")[:4]] == [False] * 4
    assert kernel.begun == 4


async def test_an_error_that_is_not_the_stores_absence_is_not_hidden(telegram: FakeTelegram, kernel: Kernel) -> None:
    kernel.away = 1
    telegram.offer(*updates(5))
    with pytest.raises(AwayError):
        await loop(telegram, kernel, away=()).run()
    assert kernel.confirmed() == 0


async def test_an_update_that_the_library_cannot_parse_blocks_no_other(telegram: FakeTelegram, kernel: Kernel) -> None:
    poison = {"update_id": 6, "message": {"from": "nobody", "chat": 3}}
    telegram.offer(*updates(5), poison, {"no": "id"}, *updates(7))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.confirmed() == 8)
    assert kernel.seen == [5, 6, 7]


async def test_numbers_may_jump_either_way(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.offer(*updates(900))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.confirmed() == 901)
        telegram.offer(*updates(1_000_000))
        await until(lambda: kernel.confirmed() == 1_000_001)
    telegram.updates.clear()
    telegram.offer(*updates(3))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: 3 in kernel.seen)


async def test_more_than_a_hundred_updates_come_in_batches(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.offer(*updates(*range(1, 251)))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.confirmed() == 251)
    assert [len(batch) for batch in kernel.batches] == [100, 100, 50]


@pytest.mark.parametrize("fault", [html_page, hang_up, refused(500, "Internal Server Error"), refused(429, "Too Many")])
async def test_a_failing_line_only_delays(telegram: FakeTelegram, kernel: Kernel, fault: Any) -> None:
    telegram.faults["getUpdates"].extend([fault] * 4)
    telegram.offer(*updates(5))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.seen == [5])


async def test_a_flood_wait_is_kept_to(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.faults["getUpdates"].append(flood(1))
    telegram.offer(*updates(5))
    began = asyncio.get_running_loop().time()
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.seen == [5])
    assert asyncio.get_running_loop().time() - began > 0.9


async def test_a_second_program_on_the_same_bot_is_told_clearly(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.faults["getUpdates"].extend([CONFLICT] * 3)
    with pytest.raises(ConflictError, match="Another program"):
        await loop(telegram, kernel).run()


async def test_the_last_poll_of_the_program_before_us_is_waited_for(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.faults["getUpdates"].extend([CONFLICT] * 2)
    telegram.offer(*updates(5))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.seen == [5])


async def test_a_webhook_that_is_still_set_is_taken_away_without_losing_what_waits(
    telegram: FakeTelegram, kernel: Kernel
) -> None:
    telegram.faults["getUpdates"].append(WEBHOOK)
    telegram.offer(*updates(5))
    async with at_work(loop(telegram, kernel)):
        await until(lambda: kernel.seen == [5])
    assert telegram.sent("deleteWebhook") == [{"drop_pending_updates": False}]


async def test_a_revoked_token_is_told_without_the_token(telegram: FakeTelegram, kernel: Kernel) -> None:
    telegram.faults["getUpdates"].append(refused(401, "Unauthorized"))
    with pytest.raises(TokenRevokedError) as stop:
        await loop(telegram, kernel).run()
    assert TOKEN not in str(stop.value)


async def test_after_long_silence_new_connections_are_made(telegram: FakeTelegram, kernel: Kernel) -> None:
    made: list[Bot] = []

    def make() -> Bot:
        made.append(transport.make_bot(TOKEN, telegram.url))
        return made[-1]

    telegram.faults["getUpdates"].append(silent(20))
    telegram.offer(*updates(5))
    poll = PollLoop(make, kernel.apply, list[Toast]().extend, timeout=1, watchdog=0.3)
    async with at_work(poll):
        await until(lambda: kernel.seen == [5])
        assert poll.age < 0.3
    assert len(made) == 2


async def test_failures_without_end_also_make_new_connections(kernel: Kernel) -> None:
    made: list[Bot] = []

    def make() -> Bot:
        made.append(transport.make_bot(TOKEN, "http://127.0.0.1:9/bot"))
        return made[-1]

    poll = PollLoop(make, kernel.apply, list[Toast]().extend, watchdog=0.2, rest=0.01)
    async with at_work(poll):
        await until(lambda: len(made) == 3)
        assert poll.age < 0.5


async def test_a_stop_ends_the_poll_at_once(telegram: FakeTelegram, kernel: Kernel) -> None:
    poll = loop(telegram, kernel, timeout=25)
    assert poll.age == 0
    async with asyncio.timeout(1), at_work(poll):
        await until(lambda: telegram.sent("getUpdates"))


async def test_a_stop_keeps_and_confirms_the_last_batch(telegram: FakeTelegram, kernel: Kernel) -> None:
    kernel.gate.clear()
    telegram.offer(*updates(5))
    poll = loop(telegram, kernel)
    async with at_work(poll):
        await until(lambda: kernel.begun)
        poll.stop()
        await asyncio.sleep(0.05)
        kernel.gate.set()
    assert kernel.seen == [5]
    assert kernel.confirmed() == 6
    assert telegram.updates == []
