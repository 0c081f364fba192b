"""What passed between the World and the bot, chat by chat: what people did, and what came back, in which life."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from bot.practice.refusals import NOT_MODIFIED, OTHER_POLLER, TOO_OLD
from bot.practice.world import Passed

SHOWS = ("sendMessage", "editMessageText")
Raw = dict[str, Any]
# What Telegram may say when something is done once more after a death, and to a poll that nobody waits for any more.
EXPECTED = (NOT_MODIFIED, TOO_OLD, OTHER_POLLER)


class Content(Struct, frozen=True):
    """What stands in a message: its words, and what its buttons carry."""

    text: str
    buttons: tuple[str, ...] = ()


class Arrival(Struct, frozen=True):
    """Something that came to a chat in one life of the bot: a new message, or a message that was written over."""

    content: Content
    message: int
    life: int
    edits: bool = False


class Chat(Struct):
    """One private chat: updates in their order, what arrived in its order, and what was said to each tap."""

    updates: list[Raw] = []
    arrivals: list[Arrival] = []
    toasts: dict[str, str] = {}


class Ledger(Struct):
    """All chats by id, and what the bot should never have heard from Telegram."""

    chats: dict[int, Chat] = {}
    refusals: list[str] = []


def ledger(passed: Iterable[Passed]) -> Ledger:
    """Return what passed by, sorted out. A life begins with getMe: the first thing a bot asks."""
    book, life, taps = Ledger(), 0, dict[str, int]()
    for one in passed:
        if one.kind == "update":
            _update(book, one.body, taps)
        elif one.kind == "dropped":
            book.refusals.append(f"an update could not be read: {one.answer}")
        else:
            life += one.name == "getMe"
            _request(book, one, life, taps)
    return book


def _update(book: Ledger, update: Raw, taps: dict[str, int]) -> None:
    happened = update.get("callback_query") or update.get("message") or {}
    chat = happened["from"]["id"]
    if "callback_query" in update:
        taps[happened["id"]] = chat
    book.chats.setdefault(chat, Chat()).updates.append(update)


def _request(book: Ledger, one: Passed, life: int, taps: dict[str, int]) -> None:
    refused = one.answer.get("refused", "") if isinstance(one.answer, dict) else ""
    if refused and not any(words in refused for words in EXPECTED):
        book.refusals.append(f"{one.name}: {refused}")
    elif one.name in SHOWS:
        book.chats.setdefault(int(one.body["chat_id"]), Chat()).arrivals.append(_arrival(one, life))
    elif one.name == "answerCallbackQuery" and not refused:
        query = one.body["callback_query_id"]
        book.chats[taps[query]].toasts[query] = one.body.get("text", "")


def _arrival(one: Passed, life: int) -> Arrival:
    content = Content(one.body["text"], carried(one.body.get("reply_markup")))
    edits = "message_id" in one.body
    return Arrival(content, int((one.body if edits else one.answer)["message_id"]), life, edits)


def carried(markup: Any) -> tuple[str, ...]:
    """Return what the buttons of a keyboard carry, as the Bot API has it."""
    markup = json.loads(markup) if isinstance(markup, str) else markup or {}
    rows: Sequence[Sequence[Raw]] = markup.get("inline_keyboard", [])
    return tuple(button.get("callback_data") or button.get("url", "") for row in rows for button in row)
