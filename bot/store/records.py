"""Values to rows and back: what is sealed with whose key, and in which words a row says where it belongs."""

from typing import Any

import msgspec
from msgspec import Struct

from bot.conversation.messages import Message
from bot.conversation.person import Person
from bot.safety.vault import Vault, VaultError
from bot.session.model import Answer, Session
from bot.store.database import Row

AnswerKey = tuple[str, int, int, str]
_PLAIN = ("session", "turn", "round", "participant", "step", "option", "first", "second")
_SEALED = ("words", "power")


class KeptPerson(Struct, frozen=True):
    """A person with the wrapped key that seals all that is theirs; version 0 is not in the database yet."""

    person: Person
    sealed_key: bytes
    version: int = 0


class KeptSession(Struct, frozen=True):
    """A session and its version in the database (0: not there yet, None: not known), with who had a seat there."""

    session: Session
    version: int | None = None
    seats: frozenset[str] = frozenset()


def person_row(kept: KeptPerson, vault: Vault) -> Row:
    """Return the row of a person: all but key and consent sealed with their own key."""
    fields = msgspec.to_builtins(kept.person)
    key, consent = fields.pop("key"), fields.pop("consent", 0)
    settings = vault.seal(kept.sealed_key, msgspec.json.encode(fields), f"person:{key}")
    return {"key": key, "consent": consent, "sealed_key": kept.sealed_key, "settings": settings}


def person_of(row: Any, vault: Vault) -> KeptPerson:
    """Return the person in a row; raises VaultError when it was sealed elsewhere or by another master key."""
    fields = msgspec.json.decode(vault.open(row.sealed_key, row.settings, f"person:{row.key}"))
    person = msgspec.convert({"key": row.key, "consent": row.consent, **fields}, Person)
    return KeptPerson(person, row.sealed_key, row.version)


def session_row(session: Session) -> Row:
    """Return the row of a session: it holds no words and nothing personal, so it is plain JSON."""
    return {"key": session.key, "snapshot": session.snapshot, "state": msgspec.json.encode(session).decode()}


def session_of(row: Any) -> KeptSession:
    """Return the session in a row; raises msgspec.ValidationError when it does not fit."""
    session = msgspec.json.decode(row.state, type=Session)
    return KeptSession(session, row.version, seats(session))


def seats(session: Session) -> frozenset[str]:
    """Return the keys of all who take part."""
    return frozenset(each.key for each in session.participants)


def key_of(answer: Answer) -> AnswerKey:
    """Return what one answer is known by."""
    return answer.session, answer.turn, answer.round, answer.participant


def answer_row(answer: Answer, sealed_key: bytes, vault: Vault) -> Row:
    """Return the row of an answer: what was chosen in columns, what was said sealed with its person's key."""
    fields = msgspec.to_builtins(answer)
    row = {name: fields.pop(name, "" if name == "option" else None) for name in _PLAIN}
    row["round"] = answer.round
    sealed = {name: fields.pop(name) for name in _SEALED if name in fields}
    row["words"] = vault.seal(sealed_key, msgspec.json.encode(sealed), _place(key_of(answer)))
    row["rest"] = msgspec.json.encode(fields).decode()
    return row


def answer_of(row: Any, sealed_key: bytes, vault: Vault) -> Answer:
    """Return the answer in a row; raises VaultError when it was sealed elsewhere or with another key."""
    place = _place((row.session, row.turn, row.round, row.participant))
    fields = {name: getattr(row, name) for name in _PLAIN}
    fields |= msgspec.json.decode(row.rest)
    fields |= msgspec.json.decode(vault.open(sealed_key, row.words, place))
    return msgspec.convert(fields, Answer)


def seal_message(body: bytes, chat: str, slot: str, vault: Vault) -> bytes:
    """Return an encoded message sealed for its place in the outbox; `chat` is the pseudonym."""
    return vault.seal_own(body, f"outbox:{chat}:{slot}")


def open_message(row: Any, vault: Vault) -> Message | None:
    """Return the message in an outbox row, None when it is damaged: it must not hold up the others."""
    try:
        return msgspec.msgpack.decode(vault.open_own(row.body, f"outbox:{row.chat}:{row.slot}"), type=Message)
    except (VaultError, msgspec.MsgspecError):
        return None


def _place(key: AnswerKey) -> str:
    return "answer:" + ":".join(map(str, key))
