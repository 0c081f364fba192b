"""Methods of the Bot API about messages: send, edit, delete."""

from collections.abc import Callable
from typing import Any

from bot.practice.call import CAPTION_LIMIT, TEXT_LIMIT, Call
from bot.practice.entities import Entity
from bot.practice.keyboards import inline_keyboard
from bot.practice.pictures import photo_sizes
from bot.practice.refusals import NOT_MODIFIED, bad
from bot.practice.world import Blob, Chat, Json

Method = Callable[[Call], Any]
TWO_DAYS = 48 * 3600
FILE_LIMIT = 50 * 1024 * 1024
EDIT_LOST = "message to edit not found"


def send_message(call: Call) -> Json:
    """Send a text."""
    chat = call.chat()
    text, entities = call.text("text", TEXT_LIMIT, "entities")
    if not text:
        raise bad("message text is empty")
    return _send(call, chat, _texts(text, entities))


def send_photo(call: Call) -> Json:
    """Send a picture with a caption."""
    chat = call.chat()
    name, blob = call.file("photo")
    return _send(call, chat, {"photo": photo_sizes(name, blob.content)} | _caption(call))


def send_document(call: Call) -> Json:
    """Send a file with a caption."""
    chat = call.chat()
    name, blob = call.file("document")
    return _send(call, chat, {"document": _document(name, blob)} | _caption(call))


def edit_message_text(call: Call) -> Json:
    """Write over the text and the buttons of a message."""
    chat, old = _editable(call)
    if "text" not in old:
        raise bad("there is no text in the message to edit")
    text, entities = call.text("text", TEXT_LIMIT, "entities")
    if not text:
        raise bad("message text is empty")
    return _edit(call, chat, old, _texts(text, entities))


def edit_message_caption(call: Call) -> Json:
    """Write over the caption and the buttons of a picture or file."""
    chat, old = _editable(call)
    if "photo" not in old and "document" not in old:
        raise bad("there is no caption in the message to edit")
    return _edit(call, chat, old, {key: old[key] for key in ("photo", "document") if key in old} | _caption(call))


def edit_message_reply_markup(call: Call) -> Json:
    """Write over the buttons of a message, nothing else."""
    chat, old = _editable(call)
    kept = ("text", "entities", "photo", "document", "caption", "caption_entities")
    return _edit(call, chat, old, {key: old[key] for key in kept if key in old})


def edit_message_media(call: Call) -> Json:
    """Put another picture or file in a message, also in place of a text."""
    chat, old = _editable(call)
    media = call.json("media")
    if not isinstance(media, dict) or media.get("type") not in ("photo", "document"):
        raise bad("can't parse media: only photo and document are part of the practice room")
    inner = Call(world=call.world, given={**media, "media": media.get("media", "")}, files=call.files)
    name, blob = inner.file("media")
    body = photo_sizes(name, blob.content) if media["type"] == "photo" else _document(name, blob)
    return _edit(call, chat, old, {media["type"]: body} | _caption(inner))


def delete_message(call: Call) -> bool:
    """Take one message away for everyone."""
    chat = call.chat()
    message = call.message(chat, "message to delete not found")
    if not _may_delete(call, chat, message):
        raise bad("message can't be deleted for everyone")
    call.world.remove(chat, message["message_id"])
    return True


def delete_messages(call: Call) -> bool:
    """Take up to 100 messages away; those that are gone or too old are passed over."""
    chat = call.chat()
    numbers = call.array("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified" if not numbers else "too many message identifiers specified")
    for number in numbers:
        message = chat.messages.get(int(number))
        if message and _may_delete(call, chat, message):
            call.world.remove(chat, int(number))
    return True


def _texts(text: str, entities: list[Entity]) -> Json:
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(call: Call) -> Json:
    caption, entities = call.text("caption", CAPTION_LIMIT, "caption_entities")
    body: Json = {"caption": caption} if caption else {}
    return body | ({"caption_entities": entities} if entities else {})


def _document(name: str, blob: Blob) -> Json:
    if len(blob.content) > FILE_LIMIT:
        raise bad("file is too big")
    if not blob.content:
        raise bad("file must be non-empty")
    return {
        "file_id": name, "file_unique_id": f"u{name}", "file_name": blob.name, "mime_type": blob.mime,
        "file_size": len(blob.content),
    }  # fmt: skip


def _send(call: Call, chat: Chat, body: Json) -> Json:
    keyboard = inline_keyboard(call.json("reply_markup"))
    thread = call.number("message_thread_id")
    if thread and thread not in chat.threads:
        raise bad("message thread not found")
    extra: Json = {"reply_markup": keyboard} if keyboard else {}
    if thread:
        extra |= {"message_thread_id": thread, "is_topic_message": True}
    if call.flag("protect_content"):
        extra["has_protected_content"] = True
    extra |= _answered(call, chat)
    call.world.pace.spend(chat.id, group=chat.group)
    return call.world.post(chat, call.world.bot, body | extra)


def _answered(call: Call, chat: Chat) -> Json:
    """Return the message that is answered, as part of the answer."""
    asked = call.json("reply_parameters") or {}
    number = int(asked.get("message_id", 0)) or call.number("reply_to_message_id")
    if not number:
        return {}
    if number in chat.messages:
        answered = {key: value for key, value in chat.messages[number].items() if key != "reply_to_message"}
        return {"reply_to_message": answered}
    if asked.get("allow_sending_without_reply"):
        return {}
    raise bad("message to be replied not found")


def _editable(call: Call) -> tuple[Chat, Json]:
    chat = call.chat()
    message = call.message(chat, EDIT_LOST)
    if message["from"]["id"] != call.world.bot["id"]:
        raise bad("message can't be edited")
    return chat, message


def _edit(call: Call, chat: Chat, old: Json, body: Json) -> Json:
    keyboard = inline_keyboard(call.json("reply_markup"))
    new = body | ({"reply_markup": keyboard} if keyboard else {})
    shown = ("text", "entities", "caption", "caption_entities", "photo", "document", "reply_markup")
    if all(new.get(part) == old.get(part) for part in shown):
        raise bad(NOT_MODIFIED)
    call.world.pace.spend(chat.id, group=chat.group)
    return call.world.rewrite(chat, {key: value for key, value in old.items() if key not in shown} | new)


def _may_delete(call: Call, chat: Chat, message: Json) -> bool:
    young = call.world.now().timestamp() - message["date"] <= TWO_DAYS
    own = message["from"]["id"] == call.world.bot["id"]
    return young and (own or not chat.group or chat.bot == "administrator")


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageMedia": edit_message_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
