"""What somebody at the page may do, by name; nothing of it is trusted."""

from collections.abc import Callable
from typing import Any

from bot.practice.files import FileError, own
from bot.practice.people import NotPossibleError, Person, newcomer
from bot.practice.world import Chat, World

TEXT_LIMIT = 20_000
KINDS = ("photo", "voice", "sticker", "document", "location")


class CannotError(Exception):
    """That cannot be done; the message is a key of the page's words under `cannot`."""


def act(world: World, asked: dict[str, Any]) -> None:
    """Do what was asked; raises CannotError when it cannot be done."""
    name = asked.get("do")
    if name == "newcomer":
        newcomer(world)
        return
    if not isinstance(name, str) or name not in DEEDS:
        raise CannotError("not_understood")
    account = world.accounts.get(_number(asked, "person"))
    chat = world.chats.get(_number(asked, "chat"))
    if account is None or chat is None:
        raise CannotError("gone")
    try:
        DEEDS[name](Person(world, account.name), chat, asked)
    except NotPossibleError:
        raise CannotError("not_possible") from None


def _number(asked: dict[str, Any], name: str) -> int:
    value = asked.get(name, 0)
    return value if isinstance(value, int) else 0


def _text(asked: dict[str, Any], name: str = "text") -> str:
    value = asked.get(name, "")
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LIMIT:
        raise CannotError("no_text")
    return value.strip()


def _write(person: Person, chat: Chat, asked: dict[str, Any]) -> None:
    person.writes(_text(asked), chat)


def _press(person: Person, chat: Chat, asked: dict[str, Any]) -> None:
    """Press a button that hangs there now; one that was taken away meanwhile is gone."""
    person.presses(_text(asked, "button"), chat, _number(asked, "message"))


def _send(person: Person, chat: Chat, asked: dict[str, Any]) -> None:
    if asked.get("what") == "forwarded":
        person.forwards(_text(asked), chat)
    elif asked.get("what") in KINDS:
        person.sends(asked["what"], chat)
    else:
        raise CannotError("not_understood")


def _file(person: Person, chat: Chat, asked: dict[str, Any]) -> None:
    try:
        name, content = own(asked)
    except FileError as wrong:
        raise CannotError(str(wrong)) from None
    person.sends_file(name, content, chat)


DEEDS: dict[str, Callable[[Person, Chat, dict[str, Any]], None]] = {
    "start": lambda person, _, __: person.start(),
    "write": _write,
    "press": _press,
    "send": _send,
    "file": _file,
    "add_bot": lambda person, chat, _: person.adds_bot(chat),
    "remove_bot": lambda person, chat, _: person.removes_bot(chat),
    "block": lambda person, _, __: person.blocks(),
    "unblock": lambda person, _, __: person.unblocks(),
}
