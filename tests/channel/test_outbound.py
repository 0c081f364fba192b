import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

import pytest
from telegram import Bot

from bot.channel import transport
from bot.channel.errors import TokenRevokedError
from bot.channel.outbound import Postman
from bot.conversation.messages import Button, Message, Rows, Toast
from bot.conversation.ports import Anew, Delivered, Delivery, Dropped, Later, Moved, Verdict
from tests.channel.bot_api import (
    TOKEN,
    FakeTelegram,
    accepted,
    flood,
    hang_up,
    html_page,
    no_json,
    refused,
    silent,
    until,
)

BUTTONS: Rows = ((Button(label="A", data="1||1|c|a"),),)


class AwayError(Exception):
    """The store cannot be reached."""


class Box:
    """An outbox in memory: every row is claimed once."""

    def __init__(self, *rows: Delivery) -> None:
        self.rows = list(rows)
        self.settled: dict[int, Verdict] = {}
        self.batches: list[int] = []
        self.away = 0
        self.claims = 0
        self.record_time = 0.0
        self.news = asyncio.Event()

    def put(self, *rows: Delivery) -> None:
        self.rows += rows
        self.news.set()

    async def claim(self, limit: int) -> tuple[Delivery, ...]:
        self._refuse_when_away()
        self.claims += 1
        claimed, self.rows = self.rows[:limit], self.rows[limit:]
        return tuple(claimed)

    async def settle(self, verdicts: Mapping[int, Verdict]) -> None:
        self._refuse_when_away()
        await asyncio.sleep(self.record_time)
        self.batches.append(len(verdicts))
        self.settled |= verdicts
        self.news.set()

    async def wait(self, longest: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self.news.wait()
        self.news.clear()

    def _refuse_when_away(self) -> None:
        if self.away:
            self.away -= 1
            raise AwayError


def row(number: int, rows: Rows = (), *, card: int = 0, html: str = "Dag", tries: int = 0, thread: int = 0) -> Delivery:
    message = Message(chat=number, html=html, rows=rows, thread=thread)
    return Delivery(id=number, message=message, card=card, tries=tries)


@contextlib.asynccontextmanager
async def at_work(postman: Postman) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(postman.run())
    try:
        yield task
    finally:
        postman.stop()
        await task


async def delivered(bot: Bot, *rows: Delivery) -> dict[int, Verdict]:
    box = Box(*rows)
    async with at_work(Postman(bot, box)):
        await until(lambda: len(box.settled) == len(rows))
    return box.settled


async def test_for_one_message_the_outbox_is_asked_twice(bot: Bot) -> None:
    box = Box()
    async with at_work(Postman(bot, box)):
        await until(lambda: box.claims == 1)
        await asyncio.sleep(0.05)
        box.put(row(7, BUTTONS))
        await until(lambda: 7 in box.settled)
        await asyncio.sleep(0.05)
        assert box.claims == 3, "once for the message, and once because its record may have freed a chat"


async def test_what_is_in_the_outbox_is_sent_and_its_message_id_recorded(telegram: FakeTelegram, bot: Bot) -> None:
    assert await delivered(bot, row(7, BUTTONS)) == {7: Delivered(101)}
    (sent,) = telegram.sent()
    assert (sent["chat_id"], sent["text"], sent["parse_mode"]) == (7, "Dag", "HTML")
    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "A"


async def test_a_message_that_hangs_there_is_written_over(telegram: FakeTelegram, bot: Bot) -> None:
    assert await delivered(bot, row(7, card=12)) == {7: Delivered(12)}
    assert telegram.sent("editMessageText")[0]["message_id"] == 12


async def test_a_long_message_goes_in_parts_and_the_last_is_remembered(telegram: FakeTelegram, bot: Bot) -> None:
    assert await delivered(bot, row(7, BUTTONS, html="\n\n".join(["a" * 3000] * 3))) == {7: Delivered(103)}
    assert ["reply_markup" in sent for sent in telegram.sent()] == [False, False, True]


async def test_a_text_too_long_to_write_over_is_sent_anew(telegram: FakeTelegram, bot: Bot) -> None:
    assert await delivered(bot, row(7, card=12, html="a" * 5000)) == {7: Anew()}
    assert telegram.calls == []


async def test_a_picture_is_uploaded(telegram: FakeTelegram, bot: Bot) -> None:
    picture = Delivery(id=1, message=Message(chat=7, html="Weg", picture=b"\x89PNG-and-more"))
    assert await delivered(bot, picture) == {1: Delivered(101)}
    assert telegram.sent("sendPhoto")[0]["caption"] == "Weg"


async def test_one_slow_chat_holds_nobody_up(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.slow_chats[1] = 1.0
    box = Box(*(row(number) for number in range(1, 101)))
    async with at_work(Postman(bot, box, 16)):
        await until(lambda: len(box.settled) == 99, 0.9)
        assert 1 not in box.settled
        await until(lambda: 1 in box.settled)


async def test_while_one_batch_is_recorded_the_next_gathers(telegram: FakeTelegram, bot: Bot) -> None:
    box = Box(*(row(number) for number in range(1, 201)))
    box.record_time = 0.05
    async with at_work(Postman(bot, box, 64)):
        await until(lambda: len(box.settled) == 200)
    assert len(box.batches) < 40
    assert len(telegram.sent()) == 200


async def test_a_new_message_leaves_at_once(telegram: FakeTelegram, bot: Bot) -> None:
    box = Box()
    async with at_work(Postman(bot, box)):
        await asyncio.sleep(0.05)
        box.put(row(7))
        await until(lambda: box.settled, 0.5)
    assert len(telegram.sent()) == 1


async def test_a_flood_wait_rests_that_chat_only(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].append(flood(117))
    settled = await delivered(bot, row(1), row(2), row(3))
    assert sorted(settled.values(), key=str) == [Delivered(101), Delivered(102), Later(117, flood=True)]


async def test_what_arrived_of_a_long_message_is_not_sent_again(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].extend([accepted, flood(1)])
    long = row(1, html=f"{'a' * 4_000} {'b' * 4_000}")
    box = Box(long)
    async with at_work(Postman(bot, box)):
        await until(lambda: box.settled)
        assert box.settled.pop(1) == Later(1, flood=True)
        box.put(long)
        await until(lambda: box.settled)
    assert [sent["text"][0] for sent in telegram.sent()] == ["a", "b", "b"]


async def test_what_took_the_place_of_a_half_sent_message_is_sent_whole(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].extend([accepted, flood(1)])
    box = Box(row(1, html=f"{'a' * 4_000} {'b' * 4_000}"))
    async with at_work(Postman(bot, box)):
        await until(lambda: box.settled)
        del box.settled[1]
        box.put(row(1, html="c"))
        await until(lambda: box.settled)
    assert [sent["text"][0] for sent in telegram.sent()] == ["a", "b", "c"]


@pytest.mark.parametrize("fault", [hang_up, html_page, no_json])
async def test_an_answer_that_was_cut_off_is_repeated_by_kind(telegram: FakeTelegram, bot: Bot, fault: object) -> None:
    telegram.faults["sendMessage"].extend([fault] * 2)  # type: ignore[list-item]
    telegram.faults["editMessageText"].append(fault)  # type: ignore[arg-type]
    settled = await delivered(bot, row(1), row(2, BUTTONS), row(3, card=12))
    assert settled[1] == Dropped()
    assert isinstance(settled[2], Later)
    assert isinstance(settled[3], Later)


async def test_a_prompt_is_repeated_once_and_a_third_copy_is_never_made(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].extend([hang_up] * 3)
    box = Box(row(1, BUTTONS))
    async with at_work(Postman(bot, box)):
        await until(lambda: box.settled)
        assert isinstance(box.settled.pop(1), Later)
        box.put(row(1, BUTTONS, tries=1))
        await until(lambda: box.settled)
    assert box.settled == {1: Dropped()}
    assert len(telegram.sent()) == 2


async def test_a_silent_telegram_is_in_doubt(telegram: FakeTelegram) -> None:
    telegram.faults["sendMessage"].append(silent(3))
    impatient = transport.make_bot(TOKEN, telegram.url)
    impatient.request._client.timeout = 0.1  # type: ignore[attr-defined]
    assert await delivered(impatient, row(1)) == {1: Dropped()}
    await transport.close(impatient)


async def test_nothing_is_lost_while_telegram_cannot_be_reached() -> None:
    nowhere = transport.make_bot(TOKEN, "http://127.0.0.1:9/bot")
    settled = await delivered(nowhere, row(1), row(2, BUTTONS), row(3, card=12))
    assert all(isinstance(verdict, Later) for verdict in settled.values())
    await transport.close(nowhere)


async def test_after_five_failures_one_message_at_a_time_tries_the_line() -> None:
    nowhere = transport.make_bot(TOKEN, "http://127.0.0.1:9/bot")
    box = Box(*(row(number) for number in range(1, 101)))
    async with at_work(Postman(nowhere, box, 5)):
        await until(lambda: len(box.settled) >= 5)
        await asyncio.sleep(0.3)
        assert len(box.settled) <= 10
    await transport.close(nowhere)


@pytest.mark.parametrize(
    ("method", "answer", "card", "expected"),
    [
        ("sendMessage", refused(403, "Forbidden: bot was blocked by the user"), 0, Dropped(unreachable=True)),
        ("sendMessage", refused(400, "Bad Request: chat not found"), 0, Dropped(unreachable=True)),
        ("sendMessage", refused(400, "Bad Request: group", migrate_to_chat_id=-100500), 0, Moved(-100500)),
        ("editMessageText", refused(400, "Bad Request: message is not modified: x"), 12, Delivered(12)),
        ("editMessageText", refused(400, "Bad Request: message to edit not found"), 12, Anew()),
        ("editMessageText", refused(400, "Bad Request: message can't be edited"), 12, Anew()),
    ],
)
async def test_what_telegram_refuses_is_recorded_for_what_it_means(
    telegram: FakeTelegram, bot: Bot, *, method: str, answer: object, card: int, expected: Verdict
) -> None:
    telegram.faults[method].append(answer)  # type: ignore[arg-type]
    assert await delivered(bot, row(7, card=card)) == {7: expected}


async def test_markup_that_telegram_cannot_read_is_sent_plain(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].append(refused(400, "Bad Request: can't parse entities: x"))
    assert await delivered(bot, row(7, BUTTONS, html="<b>a &amp; b</b>")) == {7: Delivered(101)}
    first, second = telegram.sent()
    assert (first["text"], second["text"]) == ("<b>a &amp; b</b>", "a & b")
    assert "parse_mode" not in second
    assert second["reply_markup"] == first["reply_markup"]


async def test_a_closed_topic_is_passed_by(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].append(refused(400, "Bad Request: TOPIC_CLOSED"))
    assert await delivered(bot, row(7, thread=42)) == {7: Delivered(101)}
    assert [sent.get("message_thread_id") for sent in telegram.sent()] == [42, None]


async def test_a_text_found_too_long_is_sent_in_smaller_parts(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].append(refused(400, "Bad Request: message is too long"))
    assert await delivered(bot, row(7, BUTTONS, html="a " * 2000)) == {7: Delivered(102)}


async def test_a_message_that_cannot_be_made_stops_no_other(telegram: FakeTelegram, bot: Bot) -> None:
    broken = row(1, html=None)  # type: ignore[arg-type]
    settled = await delivered(bot, broken, row(2))
    assert settled == {1: Dropped(), 2: Delivered(101)}
    assert len(telegram.sent()) == 1


async def test_a_revoked_token_stops_the_sending(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["sendMessage"].append(refused(401, "Unauthorized"))
    postman = Postman(bot, Box(row(1)))
    assert postman.healthy
    with pytest.raises(TokenRevokedError) as stop:
        await postman.run()
    assert not postman.healthy
    assert TOKEN not in str(stop.value)


async def test_taps_are_answered_at_once_and_all_together(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.latency = 0.05
    postman = Postman(bot, Box())
    async with at_work(postman):
        postman.acknowledge([Toast(query=str(number), text="Gekozen: B") for number in range(100)])
        await until(lambda: len(telegram.sent("answerCallbackQuery")) == 100, 2)
    assert telegram.sent("answerCallbackQuery")[0]["text"] == "Gekozen: B"


async def test_an_answer_that_comes_too_late_is_let_go(telegram: FakeTelegram, bot: Bot) -> None:
    late = refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    telegram.faults["answerCallbackQuery"].extend([late, flood(9), hang_up])
    postman = Postman(bot, Box())
    async with at_work(postman):
        for query in ("late", "flooded", "cut off"):
            postman.acknowledge([Toast(query=query)])
            await until(lambda: telegram.sent("answerCallbackQuery")[-1:] != [])
            await asyncio.sleep(0.05)
    asked = [call["callback_query_id"] for call in telegram.sent("answerCallbackQuery")]
    assert asked == ["late", "flooded", "cut off", "cut off"]


async def test_a_tap_after_the_token_was_revoked_stops_the_sending(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults["answerCallbackQuery"].append(refused(401, "Unauthorized"))
    postman = Postman(bot, Box())
    postman.acknowledge([Toast(query="1")])
    with pytest.raises(TokenRevokedError):
        await postman.run()


async def test_a_store_that_is_away_is_asked_again(telegram: FakeTelegram, bot: Bot) -> None:
    box = Box(row(1))
    box.away = 1
    async with at_work(Postman(bot, box, away=(AwayError,))):
        await until(telegram.sent)
        box.away = 1
        await until(lambda: box.settled)
    assert len(telegram.sent()) == 1


async def test_any_other_error_of_the_store_is_not_hidden(bot: Bot) -> None:
    for box in (Box(row(1)), Box()):
        postman = Postman(bot, box)
        working = asyncio.create_task(postman.run())
        if box.rows:
            await until(lambda: not box.rows)  # noqa: B023 (awaited in this round)
        box.away = 1
        box.news.set()
        with pytest.raises(AwayError):
            await working


async def test_a_stop_waits_for_what_is_under_way_and_takes_nothing_more(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.latency = 0.2
    box = Box(*(row(number) for number in range(1, 11)))
    postman = Postman(bot, box, 4)
    async with at_work(postman):
        await until(lambda: len(telegram.sent()) == 4)
    assert len(box.settled) == 4
    assert len(box.rows) == 6


async def test_a_stop_does_not_wait_for_ever(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.slow_chats[1] = 30
    box = Box(row(1), row(2))
    async with asyncio.timeout(2), at_work(Postman(bot, box, deadline=0.2)):
        await until(lambda: box.settled)
    assert box.settled == {2: Delivered(101)}


async def test_the_failpoint_lies_between_a_sent_message_and_its_record(telegram: FakeTelegram, bot: Bot) -> None:
    box = Box(row(1))
    seen: list[tuple[str, int, int]] = []
    postman = Postman(bot, box, pause=lambda place: seen.append((place, len(telegram.sent()), len(box.settled))))
    async with at_work(postman):
        await until(lambda: box.settled)
    assert seen == [("sent", 1, 0)]
