"""What an error of Telegram or of the network means for a message; the only place with their exact words.

Source of the rules: the sending table of the reliability notes. Mind that in python-telegram-bot BadRequest and
TimedOut are kinds of NetworkError, and that a 401 and a 404 both arrive as InvalidToken.
"""

from datetime import timedelta
from enum import Enum, auto

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.conversation.ports import Anew, Delivered, Delivery, Dropped, Later, Moved, Verdict

# Telegram's words, compared without regard to capitals.
UNCHANGED = ("message is not modified",)
GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "there is no media in the message to edit",
)
UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "user_deactivated",
    "user_is_blocked",
    "group chat was deactivated",
    "bot is not a member",
    "no rights to send",
    "not enough rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
UNPARSABLE = ("can't parse entities", "can't parse caption entities")
NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
TOO_LONG = ("message is too long", "message_too_long", "caption is too long")
FLOOD = ("too many requests",)
WEBHOOK_SET = ("webhook is active",)
POOL = ("pool timeout",)

# What httpx raises before the first byte has left.
BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
LONGEST_REST = 60.0  # seconds, when Telegram asks for rest but not how long
LONGEST_BREAK = 10.0  # seconds, when the line is down: all must have arrived soon after it is up again


class TokenRevokedError(Exception):
    """Telegram does not know this token (any more). Ask @BotFather for a new one and start again."""

    def __init__(self) -> None:
        """Say the docstring; the token itself is never in it."""
        super().__init__(TokenRevokedError.__doc__)


class Remedy(Enum):
    """What to change in a refused call before it is tried once more."""

    PLAIN = auto()
    WITHOUT_TOPIC = auto()
    SHORTER = auto()


def says(error: TelegramError, words: tuple[str, ...]) -> bool:
    """Return whether the error says one of these words."""
    said = error.message.lower()
    return any(word in said for word in words)


def remedy(error: BadRequest, *, edit: bool) -> Remedy | None:
    """Return what may help against a refusal, or None."""
    if says(error, UNPARSABLE):
        return Remedy.PLAIN
    if says(error, NO_TOPIC):
        return Remedy.WITHOUT_TOPIC
    if says(error, TOO_LONG) and not edit:
        return Remedy.SHORTER
    return None


def verdict(delivery: Delivery, error: TelegramError, *, doubted: bool = False) -> Verdict:
    """Return what becomes of a message after an error; `doubted`: it may have arrived at an earlier try already.

    Raises TokenRevokedError when nothing can be sent any more.
    """
    stop_if_revoked(error)
    match error:
        case RetryAfter():
            return Later(seconds_of(error), flood=True)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Dropped(unreachable=True)
        case BadRequest():
            return _refused(delivery, error)
        case _:
            return _unanswered(delivery, error, doubted=doubted)


def _refused(delivery: Delivery, error: BadRequest) -> Verdict:
    if says(error, UNCHANGED):
        return Delivered(delivery.card)
    if delivery.card and says(error, GONE + TOO_LONG):
        return Anew()
    return Dropped(unreachable=says(error, UNREACHABLE))


def _unanswered(delivery: Delivery, error: TelegramError, *, doubted: bool) -> Verdict:
    if says(error, FLOOD):
        return Later(backoff(delivery.tries, delivery.id), flood=True)
    rest = backoff(delivery.tries, delivery.id, LONGEST_BREAK)
    if not in_doubt(error):
        return Later(rest, flood=True)  # a broken line must not use up the tries of a message
    may_repeat = delivery.card or (delivery.message.rows and not doubted)
    return Later(rest) if may_repeat else Dropped()


def in_doubt(error: TelegramError) -> bool:
    """Return whether the call may have been carried out although it failed.

    Sure are a refusal by Telegram, and an error from before the first byte left.
    """
    if isinstance(error, RetryAfter | ChatMigrated | Forbidden | BadRequest | InvalidToken | EndPointNotFound):
        return False
    return not (isinstance(error.__cause__, BEFORE_SENDING) or says(error, POOL + FLOOD))


def unreachable_server(error: TelegramError) -> bool:
    """Return whether it was Telegram or the network that failed, and not this one call."""
    refusals = RetryAfter | ChatMigrated | Forbidden | BadRequest | InvalidToken | EndPointNotFound
    return not (isinstance(error, refusals) or says(error, FLOOD))


def stop_if_revoked(error: TelegramError) -> None:
    """Raise TokenRevokedError when Telegram no longer knows the token, else do nothing."""
    if isinstance(error, InvalidToken | EndPointNotFound):
        raise TokenRevokedError from None  # the library's own message holds the token


def seconds_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def backoff(tries: int, key: int, longest: float = LONGEST_REST) -> float:
    """Return seconds to wait before the next try: 1, 2, 4 ... at most `longest`, and up to half more.

    What is more depends on `key`, so that what failed together does not come back together.
    """
    return min(longest, 2.0 ** min(tries, 10)) * (1 + key % 16 / 32)
