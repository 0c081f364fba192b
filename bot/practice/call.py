"""What the bot asks: the parameters of one request, read with Telegram's own complaints."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from bot.practice.entities import Entity, parse_html, trim, units
from bot.practice.refusals import RefusedError, bad, forbidden
from bot.practice.world import Blob, Chat, Json, World

Files = Mapping[str, tuple[str | None, bytes, str]]
TEXT_LIMIT = 4_096
CAPTION_LIMIT = 1_024


class Call(Struct, frozen=True, kw_only=True):
    """One request: what was given, by name, and the files that came along, by the name of their part."""

    world: World
    given: Mapping[str, Any]
    files: Files

    def number(self, name: str, without: int = 0) -> int:
        """Return a whole number, `without` when it was not given."""
        value = self.given.get(name)
        if value is None or value == "":
            return without
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def string(self, name: str) -> str:
        """Return a text, "" when it was not given."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Return yes or no."""
        return self.given.get(name) in (True, "true", "True", "1", 1)

    def json(self, name: str) -> Any:
        """Return an object or a list, None when it was not given."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def array(self, name: str) -> list[Any] | None:
        """Return a list, None when it was not given."""
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad(f"can't parse {name}: expected an array")
        return value

    def chat(self) -> Chat:
        """Return the chat that is meant; raises RefusedError where the bot may not write."""
        value = self.string("chat_id")
        if not value:
            raise bad("chat_id is empty")
        chat = self.world.chats.get(int(value)) if value.lstrip("-").isdigit() else None
        if chat is None:
            raise bad("chat not found")
        if chat.moved:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved)
        closed = _closed(self.world, chat)
        if closed:
            raise closed
        return chat

    def message(self, chat: Chat, lost: str) -> Json:
        """Return the bot's own message that is meant; raises RefusedError with `lost` when it is not there."""
        number = self.number("message_id")
        if self.string("inline_message_id"):
            raise bad("inline messages are not part of the practice room")
        if number not in chat.messages:
            raise bad(lost)
        return chat.messages[number]

    def text(self, name: str, limit: int, entities: str) -> tuple[str, list[Entity]]:
        """Return a formatted text and its entities; raises RefusedError when it is too long or badly formed."""
        mode = self.string("parse_mode")
        if mode and mode.lower() != "html":
            raise bad("unsupported parse_mode")
        raw = self.string(name)
        text, found = parse_html(raw) if mode else trim(raw, self.array(entities) or [])
        if units(text) > limit:
            raise bad("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
        return text, found

    def file(self, name: str) -> tuple[str, Blob]:
        """Return file_id and content of a file that came along or is known already."""
        value = self.string(name)
        part = value.removeprefix("attach://") if value.startswith("attach://") else name
        if part in self.files:
            given, content, mime = self.files[part]
            blob = Blob(given or name, content, mime)
            return self.world.keep_file(blob), blob
        if value in self.world.files:
            return value, self.world.files[value]
        raise bad(f"there is no {name} in the request" if not value else "wrong file identifier/HTTP URL specified")


def _closed(world: World, chat: Chat) -> RefusedError | None:
    if chat.group:
        if chat.bot == "kicked":
            return forbidden(f"bot was kicked from the {chat.kind if chat.kind == 'supergroup' else 'group'} chat")
        return None if chat.bot != "left" else forbidden(f"bot is not a member of the {chat.kind} chat")
    person = world.accounts[chat.id]
    if person.blocked:
        return forbidden("bot was blocked by the user")
    return None if person.started else forbidden("bot can't initiate conversation with a user")
