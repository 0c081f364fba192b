"""What should have come of it: every update of a chat given once and in order to the pure turn, without a database.

The bot that was killed and the bot that never was must agree: the same history, the same result.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from msgspec import Struct

from bot.channel import render
from bot.channel.inbound import Reader
from bot.conversation.actions import read
from bot.conversation.messages import Lane, Message
from bot.conversation.ports import Desk
from bot.conversation.turn import turn
from bot.session.model import Answer, Session
from tests.kill.ledger import Arrival, Chat, Content, carried
from tests.support.memory import NOON, FixedCatalogue, MemoryStore


class Said(Struct, frozen=True):
    """A message as it should be said; one without a slot stands alone, one that tidies lets others go first."""

    content: Content
    slot: str = ""
    only_if_there: bool = False
    tidies: bool = False


class Kept(Struct):
    """Walks by key, answers by walk and turn, and the slots of messages that still wait to be sent."""

    walks: dict[str, Session] = {}
    answers: dict[tuple[str, int], Answer] = {}
    waiting: frozenset[str] = frozenset()


class Replayed(Struct):
    """What should be kept of one person, said to them in order, and said to each tap."""

    kept: Kept
    said: list[Said] = []
    toasts: dict[str, str] = {}


def replayed(chat: Chat, catalogue: FixedCatalogue) -> Replayed:
    """Return what a bot that lives for ever makes of a chat; walks get the keys they have on the buttons that came."""
    store, reader, keys = MemoryStore(catalogue.all), Reader(""), _keys(chat.arrivals)
    desk = Desk(store=store, catalogue=catalogue, now=NOON, new_key=lambda: next(keys))
    result = Replayed(Kept(walks=store.sessions))
    for update in chat.updates:
        incoming = reader.read(update)
        assert incoming is not None
        reply = turn(incoming, desk)
        result.said += map(_said, reply.messages)
        if reply.toast:
            result.toasts[reply.toast.query] = reply.toast.text
    result.kept.answers = {(key, number): answer for (key, number, _, _), answer in store.answers.items()}
    return result


def _keys(arrivals: Sequence[Arrival]) -> Iterator[str]:
    """Yield the walks in the order in which they came to the chat, and then names for walks that never came."""
    presses = (read(data) for arrival in arrivals for data in arrival.content.buttons)
    yield from dict.fromkeys(press.session for press in presses if press and press.session)
    yield from (f"unseen{number}" for number in count())


def _said(message: Message) -> Said:
    (call,) = render.calls(message)
    arguments: Mapping[str, object] = call.arguments
    markup = arguments["reply_markup"]
    content = Content(str(arguments["text"]), carried(markup.to_dict() if markup else None))  # type: ignore[attr-defined]
    return Said(content, message.slot, message.only_if_there, tidies=message.lane is Lane.LIVE)
