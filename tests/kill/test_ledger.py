"""What passed by in the World is sorted out chat by chat, life by life, and no refusal goes unseen."""

from typing import Any

from bot.practice.refusals import NOT_MODIFIED, OTHER_POLLER, TOO_OLD
from bot.practice.world import Passed
from tests.kill.ledger import Arrival, Content, ledger
from tests.support.memory import NOON

KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}], [{"text": "B", "url": "https://t.me/b"}]]}


def passed(name: str, body: Any = None, answer: Any = None, kind: str = "request") -> Passed:
    return Passed(number=1, at=NOON, kind=kind, name=name, body=body or {}, answer=answer)


def test_messages_are_sorted_by_chat_and_by_life() -> None:
    sent = {"chat_id": "7", "text": "een", "reply_markup": KEYBOARD}
    book = ledger([
        passed("getMe"),
        passed("sendMessage", sent, {"message_id": 1}),
        passed("getMe"),
        passed("editMessageText", {"chat_id": "7", "text": "twee", "message_id": "1"}, {"message_id": 1}),
        passed("sendMessage", {"chat_id": "8", "text": "drie"}, {"message_id": 2}),
    ])  # fmt: skip

    first = Arrival(Content("een", ("a", "https://t.me/b")), 1, 1)
    assert book.chats[7].arrivals == [first, Arrival(Content("twee"), 1, 2, edits=True)]
    assert book.chats[8].arrivals == [Arrival(Content("drie"), 2, 2)]


def test_updates_and_what_was_said_to_a_tap_belong_to_whoever_did_it() -> None:
    tap = {"update_id": 5, "callback_query": {"id": "q1", "from": {"id": 7}}}
    book = ledger([
        passed("callback_query", tap, kind="update"),
        passed("answerCallbackQuery", {"callback_query_id": "q1", "text": "Gekozen"}, answer=True),
    ])  # fmt: skip

    assert book.chats[7].updates == [tap]
    assert book.chats[7].toasts == {"q1": "Gekozen"}


def test_telegram_may_only_refuse_what_a_death_explains() -> None:
    book = ledger([
        passed("editMessageText", {"chat_id": "7", "text": "x", "message_id": "1"}, {"refused": NOT_MODIFIED}),
        passed("answerCallbackQuery", answer={"refused": TOO_OLD}),
        passed("getUpdates", answer={"refused": OTHER_POLLER}),
    ])  # fmt: skip
    assert book.refusals == []

    book = ledger([
        passed("sendMessage", answer={"refused": "429 Too Many Requests"}),
        passed("message", answer="no date", kind="dropped"),
    ])  # fmt: skip
    assert len(book.refusals) == 2
