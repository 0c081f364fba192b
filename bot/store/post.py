"""Messages on their way into the outbox: the newest of a slot takes the place of the one that waits."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.conversation.messages import Lane, Message
from bot.safety.vault import Vault
from bot.store.records import open_message, seal_message
from bot.store.schema import card, outbox


class Post(Struct, frozen=True):
    """A message that is sure to fit: encoded already, so that an unspeakable character fails its own event only."""

    chat: str
    message: Message
    body: bytes


class _Place(Struct):
    """A row of the outbox as it will be: `id` 0 is still to be made."""

    id: int
    post: Post
    changed: bool


def posted(message: Message, vault: Vault) -> Post:
    """Return a message ready for the outbox; raises UnicodeEncodeError for half a character."""
    return Post(vault.pseudonym("chat", message.chat), message, msgspec.msgpack.encode(message))


def write(connection: Connection, vault: Vault, posts: Sequence[Post], now: int) -> None:
    """Put messages in the outbox in their order, in three statements at most."""
    waiting = _waiting(connection, vault, posts, now)
    places = list(waiting.values())
    for post in posts:
        slot = post.chat, post.message.slot
        place = waiting.get(slot) if post.message.slot else None
        # A new message does not take the place of an edit: the older one would keep its buttons.
        if place and (place.post.message.fresh or not post.message.fresh):
            place.post, place.changed = _merged(place.post, post), True
        else:
            if place and place.post.message.lane is Lane.LIVE:  # nor may it overtake that edit, which is for the older
                place.post, place.changed = _as_urgent(place.post, post), True
            waiting[slot] = _Place(0, post, changed=True)
            places.append(waiting[slot])
    rows = [(place.id, _row(place.post, vault, now)) for place in places if place.changed]
    new = [row for id_, row in rows if not id_]
    old = [{"_id": id_, "body": row["body"], "lane": row["lane"]} for id_, row in rows if id_]
    if old:
        # Without a lease: whoever sent what stood here before must not delete what stands here now.
        statement = update(outbox).where(outbox.c.id == bindparam("_id"))
        connection.execute(statement.values(body=bindparam("body"), lane=bindparam("lane"), lease=0), old)
    if new:
        connection.execute(insert(outbox), new)


def move(connection: Connection, vault: Vault, old: str, new: int) -> None:
    """Send all that waits for one chat (its pseudonym) to the chat that took its place.

    What hung in the old chat cannot be edited any more, and its numbers may stand for other messages in the new one:
    those cards are forgotten.
    """
    rows = connection.execute(select(outbox).where(outbox.c.chat == old).order_by(outbox.c.id).with_for_update()).all()
    chat = vault.pseudonym("chat", new)
    moved = []
    for row in rows:
        message = open_message(row, vault)
        if message is None:
            continue
        body = msgspec.msgpack.encode(replace(message, chat=new))
        moved.append({"_id": row.id, "body": seal_message(body, chat, row.slot, vault)})
    if moved:
        statement = update(outbox).where(outbox.c.id == bindparam("_id"))
        connection.execute(statement.values(body=bindparam("body"), chat=chat, crowd=new < 0), moved)
    connection.execute(delete(card).where(card.c.chat == old))


def _waiting(connection: Connection, vault: Vault, posts: Sequence[Post], now: int) -> dict[tuple[str, str], _Place]:
    """Return the newest row of each slot that waits and is not being sent, locked."""
    slots = {(post.chat, post.message.slot) for post in posts if post.message.slot}
    if not slots:
        return {}
    chats, names = zip(*sorted(slots), strict=True)
    query = select(outbox).where(outbox.c.chat.in_(set(chats)), outbox.c.slot.in_(set(names)), outbox.c.lease <= now)
    found = {}
    for row in connection.execute(query.order_by(outbox.c.id).with_for_update()):
        message = open_message(row, vault) if (row.chat, row.slot) in slots else None
        if message is not None:
            found[row.chat, row.slot] = _Place(row.id, Post(row.chat, message, b""), changed=False)
    return found


def _merged(old: Post, new: Post) -> Post:
    """Return the newer message in the older one's place: as new, as sure to appear and as early as either was."""
    message = replace(
        new.message,
        fresh=old.message.fresh or new.message.fresh,
        only_if_there=old.message.only_if_there and new.message.only_if_there,
        lane=min(old.message.lane, new.message.lane),
    )
    return Post(new.chat, message, msgspec.msgpack.encode(message))


def _as_urgent(old: Post, new: Post) -> Post:
    message = replace(old.message, lane=new.message.lane)
    return Post(old.chat, message, msgspec.msgpack.encode(message))


def _row(post: Post, vault: Vault, now: int) -> dict[str, object]:
    message = post.message
    sealed = seal_message(post.body, post.chat, message.slot, vault)
    # Telegram gives groups ids below zero.
    row = {
        "chat": post.chat,
        "crowd": message.chat < 0,
        "lane": int(message.lane),
        "slot": message.slot,
        "body": sealed,
    }
    return {**row, "due": now, "lease": 0, "tries": 0}
