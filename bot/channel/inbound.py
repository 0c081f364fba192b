"""What people do on Telegram, read from one raw update."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec
from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Document,
    Message,
    Update,
    User,
)
from telegram.constants import ChatType

from bot.conversation.messages import (
    TEXT_LIMIT,
    Commanded,
    Filed,
    Incoming,
    Membership,
    Migrated,
    Pressed,
    Sender,
    Sent,
    What,
    Wrong,
    Wrote,
)

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?\s*", re.DOTALL)
# Marks that turn the reading direction, have no width or are no characters at all: they hide what a text says.
# The joiner inside an emoji is the one exception; without it one picture falls apart into several.
UNSEEN = re.compile(
    "[\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
CONCERNS = ("update_id", "message", "edited_message", "callback_query", "my_chat_member")
LARGEST = 2**53  # ids of Telegram have at most 52 bits: Bot API, User
INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)
KINDS = {
    Wrong.PHOTO: ("photo", "live_photo"),
    Wrong.VOICE: ("voice", "audio"),
    Wrong.VIDEO: ("video", "video_note", "animation"),
    Wrong.STICKER: ("sticker",),
    Wrong.LOCATION: ("location", "venue"),
    Wrong.CONTACT: ("contact",),
    Wrong.OTHER: ("poll", "dice", "game", "story", "paid_media", "checklist", "invoice", "giveaway"),
}
# An animation comes with its document, a venue with its location: the first that fits counts.
ORDER = (Wrong.VIDEO, *(wrong for wrong in KINDS if wrong is not Wrong.VIDEO))

# Of a message under a tap: Bot API, Message.
WHERE = frozenset({"message_id", "date", "chat", "message_thread_id", "is_topic_message"})


class ReadError(Exception):
    """This update is not in Telegram's format."""

    def __init__(self, kind: str) -> None:
        """Take the class of what went wrong; never a value, because that is what people wrote."""
        super().__init__(f"{ReadError.__doc__} ({kind})")


class Reader:
    """Reads updates for the bot with one username: commands for other bots are not ours."""

    def __init__(self, username: str) -> None:
        """Take the username, with or without @."""
        self._username = username.removeprefix("@").lower()

    def read(self, raw: Mapping[str, Any]) -> Incoming | None:
        """Return what happened, or None for what is no concern of ours.

        Raises ReadError for what is not an update of Telegram.
        """
        try:
            update = Update.de_json({key: _light(raw[key]) for key in CONCERNS if key in raw}, None)
            number = _number(update.update_id)
            happened = self._happened(update)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, RecursionError) as error:
            raise ReadError(type(error).__name__) from None
        if happened is None:
            return None
        return _checked(Incoming(id=f"u{number}", sender=happened[0], what=happened[1]))

    def _happened(self, update: Update) -> tuple[Sender, What] | None:
        if update.callback_query:
            return _pressed(update.callback_query)
        if update.my_chat_member:
            return _membership(update.my_chat_member)
        if update.message:
            return self._message(update.message)
        if update.edited_message:
            return self._edited(update.edited_message)
        return None

    def _message(self, message: Message) -> tuple[Sender, What] | None:
        if moved := _migrated(message):
            return moved
        sender = _author(message)
        if sender is None:
            return None
        what = self._content(message)
        heard = sender.private or isinstance(what, Commanded) or self._replies_to_us(message)
        return (sender, what) if what and heard else None

    def _edited(self, message: Message) -> tuple[Sender, What] | None:
        sender = _author(message)
        if sender is None or message.text is None or not (sender.private or self._replies_to_us(message)):
            return None
        match self._content(message):
            case Wrote(text):
                return sender, Wrote(text, edited=True)
            case Sent() as sent:
                return sender, sent
            case _:
                return None  # a command that is edited is not given twice, nor a file read twice

    def _content(self, message: Message) -> What | None:
        if message.forward_origin:
            return Sent(Wrong.FORWARDED)
        if message.document and not message.animation:
            return _filed(message.document)
        if message.text is None:
            return _other_kind(message)
        text = clean(message.text)
        if len(text) > TEXT_LIMIT:
            return Sent(Wrong.LONG)
        if command := COMMAND.fullmatch(text):
            name, addressee, rest = command.groups("")
            return Commanded(name.lower(), rest.strip()) if addressee.lower() in {"", self._username} else None
        return Wrote(text) if text else Sent(Wrong.OTHER)

    def _replies_to_us(self, message: Message) -> bool:
        replied = message.reply_to_message
        author = replied.from_user if replied else None
        return bool(author and author.is_bot and (author.username or "").lower() == self._username)


def _filed(document: Document) -> Filed:
    size = document.file_size
    return Filed(document.file_id, clean(document.file_name or ""), size if isinstance(size, int) else 0)


def clean(text: str) -> str:
    """Return a text as it is kept: composed (NFC), without unseen characters and without space around it."""
    return unicodedata.normalize("NFC", UNSEEN.sub("", text.replace("\r\n", "\n"))).strip()


def _light(part: Any) -> Any:
    """Return a part of an update; of the message under a tap, which is ours, only where it hangs.

    To parse its text and its buttons takes most of the time of reading a tap.
    """
    under = part.get("message") if isinstance(part, Mapping) else None
    if not isinstance(under, Mapping):
        return part
    return {**part, "message": {key: value for key, value in under.items() if key in WHERE}}


def _pressed(query: CallbackQuery) -> tuple[Sender, What]:
    data = query.data if query.data and query.data.isascii() else ""
    message = query.message
    if message is None:
        return _sender(query.from_user, None), Pressed(query.id, data)
    thread = _thread(message) if isinstance(message, Message) else 0
    return _sender(query.from_user, message.chat, thread), Pressed(query.id, data, message.message_id)


def _membership(update: ChatMemberUpdated) -> tuple[Sender, What] | None:
    before, after = _inside(update.old_chat_member), _inside(update.new_chat_member)
    if update.chat.type == ChatType.CHANNEL or before == after:
        return None
    return _sender(update.from_user, update.chat), Membership(after)


def _inside(member: ChatMember) -> bool:
    return member.status in INSIDE or (isinstance(member, ChatMemberRestricted) and member.is_member)


def _migrated(message: Message) -> tuple[Sender, What] | None:
    """Return the same for both messages that tell of it: the last of the old group and the first of the new."""
    chat, old, new = message.chat.id, message.migrate_from_chat_id, message.migrate_to_chat_id
    if not (old or new):
        return None
    user = message.from_user.id if message.from_user else 0
    return Sender(user=user, chat=old or chat, private=False), Migrated(new or chat)


def _author(message: Message) -> Sender | None:
    """Return the person who wrote it, or None when that is no person, or the words are not their own."""
    anonymous = message.sender_chat is not None or message.chat.type == ChatType.CHANNEL
    if anonymous or message.via_bot or message.from_user is None or message.from_user.is_bot:
        return None
    return _sender(message.from_user, message.chat, _thread(message))


def _sender(user: User, chat: Chat | None, thread: int = 0) -> Sender:
    return Sender(
        user=user.id,
        chat=chat.id if chat else user.id,
        private=chat is None or chat.type == ChatType.PRIVATE,
        thread=thread,
        language=user.language_code or "",
    )


def _thread(message: Message) -> int:
    """Return the topic; outside of topics Telegram puts threads of replies here, to which nothing can be sent."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def _other_kind(message: Message) -> What | None:
    for wrong in ORDER:
        if any(getattr(message, kind) for kind in KINDS[wrong]):
            return Sent(wrong)
    # What this version of the library does not know yet; a service message it does know says nothing to us.
    return Sent(Wrong.OTHER) if message.api_kwargs else None


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _checked(incoming: Incoming) -> Incoming:
    """Return it when every field has its type and size; the library checks neither."""
    try:
        incoming = msgspec.convert(msgspec.to_builtins(incoming), Incoming)
    except (msgspec.ValidationError, TypeError, ValueError, OverflowError) as error:
        raise ReadError(type(error).__name__) from None
    what = incoming.what
    numbers = [incoming.sender.user, incoming.sender.chat, incoming.sender.thread]
    match what:
        case Pressed(message=number) | Migrated(to=number) | Filed(size=number):
            numbers.append(number)
        case _:
            pass
    words = [incoming.sender.language, what.query if isinstance(what, Pressed) else ""]
    if any(abs(number) > LARGEST for number in numbers) or not all(word.isascii() for word in words):
        raise ReadError("range")
    return incoming
