"""What people did, in order, so that it can be done again."""

from enum import StrEnum

from msgspec import Struct


class Did(StrEnum):
    """Kinds of deeds."""

    CAME = "came"  # a new person joined the room
    STARTED = "started"
    WROTE = "wrote"
    PRESSED = "pressed"
    SENT = "sent"
    FILED = "filed"
    FORWARDED = "forwarded"
    EDITED = "edited"
    DELETED = "deleted"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ADDED_BOT = "added_bot"
    REMOVED_BOT = "removed_bot"


class Deed(Struct, frozen=True, kw_only=True):
    """One deed: who, what, whether in the group, the words of it, for a press what the button carried, for a file what
    was in it.
    """

    who: str
    did: Did
    group: bool = False
    words: str = ""
    data: str = ""
    content: bytes = b""
