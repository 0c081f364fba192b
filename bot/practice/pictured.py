"""The World as the page draws it: plain objects, ready to be written as JSON."""

from typing import Any

from bot.practice.world import MEMBERS, Chat, Json, Passed, World

PASSED_SHOWN = 150


def state(world: World) -> Json:
    """Return everything the page needs to draw itself."""
    return {
        "bot": {"id": world.bot["id"], "name": world.bot["first_name"], "username": world.bot["username"]},
        "people": [
            {"id": one.id, "name": one.name, "started": one.started, "blocked": one.blocked}
            for one in world.accounts.values()
        ],
        "groups": [
            {"id": one.id, "title": one.title, "members": one.members, "inside": one.bot in MEMBERS}
            for one in world.groups()
        ],
        "chats": {str(chat.id): [message(one) for _, one in sorted(chat.messages.items())] for chat in _alive(world)},
        "commands": {"private": _commands(world, "all_private_chats"), "group": _commands(world, "all_group_chats")},
        "description": world.profile.get("description ", ""),
        "passed": [passed(one) for one in list(world.passed)[-PASSED_SHOWN:]],
    }


def message(raw: Json) -> Json:
    """Return one message as the page draws it."""
    caption = "text" not in raw
    drawn: Json = {
        "id": raw["message_id"],
        "who": raw["from"]["id"],
        "name": raw["from"]["first_name"],
        "date": raw["date"],
        "edited": "edit_date" in raw,
        "text": raw.get("caption" if caption else "text", ""),
        "entities": raw.get("caption_entities" if caption else "entities", []),
        "rows": raw.get("reply_markup", {}).get("inline_keyboard", []),
        "kind": _kind(raw),
    }
    if "photo" in raw:
        size = raw["photo"][-1]
        drawn["photo"] = {"file": size["file_id"], "width": size["width"], "height": size["height"]}
    if "document" in raw:
        drawn["document"] = {"file": raw["document"]["file_id"], "name": raw["document"].get("file_name", "")}
    if "reply_to_message" in raw:
        answered = raw["reply_to_message"]
        drawn["answers"] = {"name": answered["from"]["first_name"], "text": answered.get("text", "")[:80]}
    return drawn


def passed(one: Passed) -> Json:
    """Return one line of what passed by."""
    return {
        "number": one.number,
        "at": one.at.timestamp(),
        "kind": one.kind,
        "name": one.name,
        "body": one.body,
        "answer": one.answer,
    }


def _kind(raw: Json) -> str:
    """Return what sort of message it is, "" for a text, a picture and a file."""
    kinds: dict[str, Any] = {
        "new_chat_members": "came_in", "migrate_to_chat_id": "moved", "migrate_from_chat_id": "moved",
        "forward_origin": "forwarded", "voice": "voice", "video": "video", "video_note": "video", "audio": "audio",
        "animation": "video", "sticker": "sticker", "location": "location", "contact": "contact", "poll": "poll",
        "dice": "dice",
    }  # fmt: skip
    return next((name for part, name in kinds.items() if part in raw), "")


def _alive(world: World) -> list[Chat]:
    return [chat for chat in world.chats.values() if not chat.moved]


def _commands(world: World, scope: str) -> list[Json]:
    """Return the commands an app offers: those of the scope, else the default ones."""
    found: list[Json] = world.profile.get(f'commands {{"type": "{scope}"}} ', [])
    return found or world.profile.get('commands {"type": "default"} ', [])
