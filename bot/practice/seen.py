"""What a person sees on a screen: bubbles with plain text, a few marks and buttons."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bot.practice.world import Chat, Json

KINDS = (
    "photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker", "location", "contact", "poll",
    "dice", "new_chat_members", "migrate_to_chat_id", "migrate_from_chat_id",
)  # fmt: skip
MARKS = {"bold": "*", "italic": "_", "spoiler": "▒"}


class Bubble(Struct, frozen=True, kw_only=True):
    """One message on a screen. `rows` are labels; `text` has *bold*, _italic_, ▒hidden▒ and ┃ before quoted lines."""

    message: int
    who: str
    bot: bool
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    edited: bool = False


def screen(chat: Chat, bot: int) -> tuple[Bubble, ...]:
    """Return the messages of a chat, oldest first."""
    return tuple(bubble(message, bot) for _, message in sorted(chat.messages.items()))


def bubble(message: Json, bot: int) -> Bubble:
    """Return one message as it is seen."""
    return Bubble(
        message=message["message_id"],
        who=message["from"]["first_name"],
        bot=message["from"]["id"] == bot,
        text=words(message),
        rows=tuple(tuple(button["text"] for button in row) for row in _rows(message)),
        edited="edit_date" in message,
    )


def words(message: Json) -> str:
    """Return the text of a message with marks, before it the kind of what is no text, in brackets."""
    kind = next((f"({kind})" for kind in KINDS if kind in message), "")
    if "document" in message:
        kind = f"(document {message['document'].get('file_name', '')})"
    text, entities = message.get("text"), message.get("entities", [])
    if text is None:
        text, entities = message.get("caption", ""), message.get("caption_entities", [])
    return " ".join(part for part in (kind, marked(text, entities)) if part)


def marked(text: str, entities: list[dict[str, Any]]) -> str:
    """Return text with its formatting as plain marks; a quote stands on lines of its own, as apps show it."""
    raw = text.encode("utf-16-le")
    ends: dict[int, str] = {}
    begins: dict[int, str] = {}
    quotes = [one for one in entities if "blockquote" in one["type"]]
    for quote in quotes:
        begin, end = quote["offset"], quote["offset"] + quote["length"]
        mark = "┃⌄ " if quote["type"] == "expandable_blockquote" else "┃ "
        begins[begin] = mark if _line_start(raw, begin) else f"\n{mark}"
        begins.update((place, "┃ ") for place in range(begin + 1, end) if _line_start(raw, place))
        if not _line_start(raw, end + 1) and end * 2 < len(raw):
            ends[end] = "\n"
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        mark = MARKS.get(entity["type"], "")
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        begins[begin] = begins.get(begin, "") + mark
        ends[end] = mark + ends.get(end, "")
    parts, last = [], 0
    for place in sorted({*begins, *ends}):
        parts += [raw[last * 2 : place * 2].decode("utf-16-le"), ends.get(place, ""), begins.get(place, "")]
        last = place
    return "".join([*parts, raw[last * 2 :].decode("utf-16-le")])


def _line_start(raw: bytes, place: int) -> bool:
    return place == 0 or raw[place * 2 - 2 : place * 2] == b"\n\x00"


def buttons(chat: Chat) -> Iterator[tuple[int, Json]]:
    """Give all buttons that hang in a chat with the message they hang under, newest message first."""
    for number in sorted(chat.messages, reverse=True):
        for row in _rows(chat.messages[number]):
            for button in row:
                yield number, button


def _rows(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows
