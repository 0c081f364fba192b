import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channel.errors import Remedy, TokenRevokedError, backoff, in_doubt, remedy, verdict
from bot.conversation.messages import Button, Message
from bot.conversation.ports import Anew, Delivered, Delivery, Dropped, Later, Moved, Verdict

BUTTONS = ((Button(label="A", data="1||1|c|a"),),)
PROMPT = Delivery(id=16, message=Message(chat=7, html="?", rows=BUTTONS))
NOTICE = Delivery(id=16, message=Message(chat=7, html="!"))
EDIT = Delivery(id=16, message=Message(chat=7, html="!"), card=12)


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


REFUSED = caused(NetworkError("httpx.ConnectError: "), httpx.ConnectError(""))
NO_CONNECTION = caused(TimedOut(), httpx.ConnectTimeout(""))
POOL_EMPTY = TimedOut("Pool timeout: All connections in the connection pool are occupied. Request was *not* sent")
NO_ANSWER = caused(TimedOut(), httpx.ReadTimeout(""))
CUT_OFF = caused(NetworkError("httpx.RemoteProtocolError: "), httpx.RemoteProtocolError(""))
GATEWAY = NetworkError("Bad Gateway (502). Parsing the server response b'<html>' failed")
NO_JSON = TelegramError("Invalid server response")
UNSURE = (NO_ANSWER, CUT_OFF, GATEWAY, NO_JSON)
NOT_SENT = (REFUSED, NO_CONNECTION, POOL_EMPTY)


@pytest.mark.parametrize(
    ("delivery", "error", "expected"),
    [
        (PROMPT, RetryAfter(5), Later(5, flood=True)),
        (PROMPT, RetryAfter(10_000), Later(10_000, flood=True)),
        (NOTICE, NetworkError("Too Many Requests: retry later"), Later(1.0, flood=True)),
        (EDIT, BadRequest("Message is not modified: specified new message content ..."), Delivered(12)),
        (EDIT, BadRequest("Message to edit not found"), Anew()),
        (EDIT, BadRequest("Message can't be edited"), Anew()),
        (EDIT, BadRequest("There is no text in the message to edit"), Anew()),
        (EDIT, BadRequest("MESSAGE_TOO_LONG"), Anew()),
        (PROMPT, Forbidden("Forbidden: bot was blocked by the user"), Dropped(unreachable=True)),
        (PROMPT, Forbidden("Forbidden: user is deactivated"), Dropped(unreachable=True)),
        (EDIT, Forbidden("Forbidden: bot was kicked from the supergroup chat"), Dropped(unreachable=True)),
        (PROMPT, BadRequest("Chat not found"), Dropped(unreachable=True)),
        (
            PROMPT,
            BadRequest("Not enough rights to send text messages to the chat"),
            Dropped(unreachable=True),
        ),
        (PROMPT, BadRequest("BUTTON_DATA_INVALID"), Dropped()),
        (PROMPT, ChatMigrated(-100500), Moved(-100500)),
    ],
)
def test_each_refusal_means_one_thing(delivery: Delivery, error: TelegramError, expected: Verdict) -> None:
    assert verdict(delivery, error) == expected


@pytest.mark.parametrize("error", NOT_SENT)
@pytest.mark.parametrize("delivery", [PROMPT, NOTICE, EDIT])
def test_what_never_left_is_sent_later_however_often(delivery: Delivery, error: TelegramError) -> None:
    assert verdict(delivery, error) == Later(1, flood=True)
    assert verdict(delivery, error, doubted=True) == Later(1, flood=True)


@pytest.mark.parametrize("error", UNSURE)
def test_what_may_have_arrived_is_repeated_by_kind(error: TelegramError) -> None:
    assert isinstance(verdict(EDIT, error, doubted=True), Later)
    assert isinstance(verdict(PROMPT, error), Later)
    assert verdict(PROMPT, error, doubted=True) == Dropped()
    assert verdict(NOTICE, error) == Dropped()


def test_only_a_call_without_a_clear_end_is_in_doubt() -> None:
    assert all(in_doubt(error) for error in UNSURE)
    assert not any(in_doubt(error) for error in (*NOT_SENT, RetryAfter(1), BadRequest("x"), Forbidden("x")))


@pytest.mark.parametrize("error", [InvalidToken("Unauthorized 123:abc"), EndPointNotFound("getUpdates")])
def test_a_revoked_token_stops_the_sending_and_is_not_repeated(error: TelegramError) -> None:
    with pytest.raises(TokenRevokedError) as stop:
        verdict(PROMPT, error)
    assert "123:abc" not in str(stop.value)
    assert "@BotFather" in str(stop.value)


@pytest.mark.parametrize(
    ("error", "edit", "expected"),
    [
        ("Can't parse entities: can't find end tag corresponding to start tag b", False, Remedy.PLAIN),
        ("Can't parse entities: unsupported start tag", True, Remedy.PLAIN),
        ("Message thread not found", False, Remedy.WITHOUT_TOPIC),
        ("TOPIC_CLOSED", False, Remedy.WITHOUT_TOPIC),
        ("Message is too long", False, Remedy.SHORTER),
        ("Message is too long", True, None),
        ("Chat not found", False, None),
    ],
)
def test_some_refusals_have_a_remedy(error: str, edit: bool, expected: Remedy | None) -> None:
    assert remedy(BadRequest(error), edit=edit) == expected


def test_pauses_grow_to_a_limit_and_differ_by_message() -> None:
    assert [backoff(tries, 0) for tries in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert backoff(10_000, 0) == 60
    assert backoff(9, 0, longest=10) == 10
    assert len({backoff(3, key) for key in range(16)}) == 16
    assert all(8 <= backoff(3, key) <= 12 for key in range(100))
