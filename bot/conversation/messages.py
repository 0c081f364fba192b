"""What people do (Incoming) and what they get to see (Message, Toast), in words of no chat program."""

from enum import IntEnum, StrEnum

from msgspec import Struct

from bot.conversation.errands import Brought


class Sender(Struct, frozen=True, kw_only=True):
    """Who did it and where: user and chat ids of the chat program; `private` means a chat of two."""

    user: int
    chat: int
    private: bool
    thread: int = 0
    language: str = ""


class Wrong(StrEnum):
    """Kinds of input that are answered kindly and change nothing."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    FORWARDED = "forwarded"
    LONG = "long"
    OTHER = "other"


class Wrote(Struct, frozen=True, tag=True):
    """Plain text, at most TEXT_LIMIT characters (longer text arrives as Sent(LONG))."""

    text: str
    edited: bool = False


class Commanded(Struct, frozen=True, tag=True):
    """A command without its slash, lower case ("start"), and what stood behind it."""

    name: str
    rest: str = ""


class Pressed(Struct, frozen=True, tag=True):
    """A button; `query` is what the acknowledgement answers, `message` the message it hangs under (0: unknown)."""

    query: str
    data: str
    message: int = 0


class Sent(Struct, frozen=True, tag=True):
    """Something that cannot be an answer."""

    what: Wrong


class Filed(Struct, frozen=True, tag=True):
    """A file; `file` is what the chat program fetches it by, `size` in bytes as the sender's app says (0: unknown)."""

    file: str
    name: str
    size: int = 0


class Membership(Struct, frozen=True, tag=True):
    """The bot was let in (True) or put out (False): of a group, or blocked by a person."""

    inside: bool


class Migrated(Struct, frozen=True, tag=True):
    """The group has a new chat id."""

    to: int


class Tick(Struct, frozen=True, tag=True):
    """A timer fell due."""

    key: str
    session: str
    body: str = ""


What = Wrote | Commanded | Pressed | Sent | Filed | Membership | Migrated | Tick | Brought
TEXT_LIMIT = 1_500


class Incoming(Struct, frozen=True, kw_only=True):
    """One thing that happened. `id` makes it once: "u<update id>", "t<timer>" or "e<errand>"."""

    id: str
    sender: Sender
    what: What


class Lane(IntEnum):
    """Which messages go first when not all can go at once."""

    ANSWER = 1
    LIVE = 2
    BROADCAST = 3


class Look(StrEnum):
    """How a button looks: all choices alike, one clear way on."""

    PLAIN = "plain"
    ONWARD = "onward"


class Button(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A button with `data` (at most 64 bytes) or, instead, a web address."""

    label: str
    data: str = ""
    url: str = ""
    look: Look = Look.PLAIN


Rows = tuple[tuple[Button, ...], ...]


class Message(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message to one chat.

    `html` uses <b> <i> <code> <pre> <blockquote> <blockquote expandable> <tg-spoiler> only, escaped.

    A `slot` names a message that may be written over: where a message of that slot already hangs in the chat, it is
    edited; otherwise, or when `fresh`, a new one is sent and remembered under the slot. `only_if_there` edits or does
    nothing. A waiting message of the same chat and slot is replaced, so that only the newest is sent.
    `picture` is PNG or JPEG bytes, `document` a file of any kind called `file_name`: the html is the caption then.
    """

    chat: int
    html: str
    rows: Rows = ()
    thread: int = 0
    slot: str = ""
    fresh: bool = False
    only_if_there: bool = False
    silent: bool = False
    lane: Lane = Lane.ANSWER
    picture: bytes = b""
    document: bytes = b""
    file_name: str = ""


class Toast(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The acknowledgement of a pressed button: at most 200 characters, plain text; "" only stops the spinner."""

    query: str
    text: str = ""
    alert: bool = False


class Reply(Struct, frozen=True, kw_only=True):
    """All that one turn says: at most one toast, and messages in order."""

    messages: tuple[Message, ...] = ()
    toast: Toast | None = None
