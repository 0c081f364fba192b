"""Someone we talk with: as little as is needed to go on where they were."""

from datetime import datetime

from msgspec import Struct

from bot.session.model import Tempo


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person, by key (a pseudonym of the Telegram user id).

    `chat` is the private chat (sealed in the store), 0 while none is open; `consent` the version of the privacy
    notice that was understood; `session` the walk they are in; `expects` what their next text is for
    ("" for the walk itself, "sentence:<session>:<turn>" for an onderbouwingszin); `refused` when a text was too long,
    since apps cut such a text and send the rest right behind it.
    """

    key: str
    chat: int = 0
    language: str = ""
    consent: int = 0
    tempo: Tempo = Tempo.SHORT
    session: str = ""
    expects: str = ""
    refused: datetime | None = None
