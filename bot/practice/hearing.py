"""What the bot hears of what people do: privacy mode, commands, and who let it in or put it out."""

import re

from bot.practice.entities import commands, units
from bot.practice.world import MEMBERS, Account, Chat, Json, World

TEXT_LIMIT = 4_096
COMMAND = re.compile(r"/\w+(?:@(\w+))?(?!\S)")


def heard(world: World, chat: Chat, message: Json) -> bool:
    """Tell whether the bot gets a message: in a group, privacy mode leaves commands to it and answers to it."""
    if not chat.group:
        return True
    if chat.bot not in MEMBERS:
        return False
    if chat.bot == "administrator" or "new_chat_members" in message:
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot["id"]:
        return True
    command = COMMAND.match(message.get("text", ""))
    mine: str = world.bot["username"]
    return command is not None and (command[1] or mine).lower() == mine.lower()


def typed(text: str) -> Json:
    """Return the text part of a message as an app sends it, commands marked."""
    found = commands(text)
    return {"text": text} | ({"entities": found} if found else {})


def bare(message: Json) -> Json:
    """Return a message without the one it answers: the Bot API shows one level."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def pieces(text: str) -> list[str]:
    """Cut a text where Telegram's apps do, at the limit."""
    cut, rest = [], text
    while units(rest) > TEXT_LIMIT:
        piece = rest.encode("utf-16-le")[: TEXT_LIMIT * 2].decode("utf-16-le", "ignore")
        cut.append(piece)
        rest = rest[len(piece) :]
    return [*cut, rest]


def bot_status(world: World, chat: Chat, by: Account, before: str, after: str) -> None:
    """Let the bot know that somebody changed what it is in a chat."""
    world.deliver(
        "my_chat_member",
        {
            "chat": chat.json(), "from": by.json(), "date": int(world.now().timestamp()),
            "old_chat_member": _member(world, before), "new_chat_member": _member(world, after),
        },
    )  # fmt: skip
    world.tell("group" if chat.group else "person", chat=chat.id, person=by.id)


def _member(world: World, status: str) -> Json:
    return {"user": world.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
