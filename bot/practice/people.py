"""People of the room: what somebody does in the simulated Telegram, and what the bot hears of it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.practice import hearing, seen
from bot.practice.deeds import Deed, Did
from bot.practice.others import content
from bot.practice.world import MEMBERS, Account, Blob, Chat, Json, Tap, Toasted, World

NEWCOMERS = ("Dewi", "Emre", "Fleur", "Gijs", "Hanna", "Imran", "Joris", "Kim", "Latifa", "Milan", "Noor", "Otto")


class NotPossibleError(Exception):
    """A person cannot do this in Telegram: no such button, or the bot is blocked."""


class Person:
    """Somebody with a telephone. Each deed is at once; the bot hears of it through its updates."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name

    @property
    def account(self) -> Account:
        """Return this person as the World knows them; raises LookupError after a reset that took them away."""
        return self.world.account(self.name)

    @property
    def chat(self) -> Chat:
        """Return the private chat with the bot."""
        return self.world.chats[self.account.id]

    @property
    def group(self) -> Chat:
        """Return the group this person is in, the newest; raises NotPossibleError where there is none."""
        found = [chat for chat in self.world.groups() if self.account.id in chat.members]
        if not found:
            raise NotPossibleError(f"{self.name} is in no group")
        return found[-1]

    @property
    def toasts(self) -> list[Toasted]:
        """Return all lines read after a tap, oldest first."""
        return self.account.toasts

    def screen(self, chat: Chat | None = None) -> tuple[seen.Bubble, ...]:
        """Return what hangs in a chat, the private one unless said otherwise, oldest first."""
        return seen.screen(chat or self.chat, self.world.bot["id"])

    # --- writing ----------------------------------------------------------------------------------------------------

    def start(self, payload: str = "") -> None:
        """Press start in the private chat, perhaps through a link with a payload."""
        account = self.account
        if account.blocked:
            self.unblocks()
        self._deed(Did.STARTED, words=payload)
        self._opens_chat()
        self._say(self.chat, {"text": f"/start {payload}".strip()})

    def writes(self, text: str, chat: Chat | None = None, to: int = 0) -> None:
        """Send a text, perhaps in answer to message `to`; Telegram cuts a long one in pieces."""
        chat = self._open(chat)
        if not chat.group:
            self._opens_chat()
        self._deed(Did.WROTE, chat, words=text)
        answered = {"reply_to_message": hearing.bare(chat.messages[to])} if to else {}
        for piece in hearing.pieces(text):
            self._say(chat, {"text": piece, **answered})

    def sends(self, what: str, chat: Chat | None = None, caption: str = "") -> None:
        """Send something that is no text: photo, voice, video, sticker, document, location, contact and so on."""
        chat = self._open(chat)
        self._deed(Did.SENT, chat, words=what)
        body = content(what, self.account.json())
        self._say(chat, body | ({"caption": caption} if caption else {}))

    def sends_file(self, name: str, content: bytes, chat: Chat | None = None) -> None:
        """Send a file of one's own."""
        chat = self._open(chat)
        self._deed(Did.FILED, chat, words=name, content=content)
        file = self.world.keep_file(Blob(name, content, "application/octet-stream"))
        document = {"file_id": file, "file_unique_id": f"u{file}", "file_name": name, "file_size": len(content)}
        self._say(chat, {"document": document})

    def forwards(self, text: str, chat: Chat | None = None) -> None:
        """Send on what somebody else wrote."""
        chat = self._open(chat)
        self._deed(Did.FORWARDED, chat, words=text)
        origin = {"type": "hidden_user", "date": self._date() - 60, "sender_user_name": "Dirk"}
        self._say(chat, {"text": text, "forward_origin": origin})

    def edits(self, text: str, message: int = 0, chat: Chat | None = None) -> None:
        """Write over one's own message, the last one unless said otherwise."""
        chat = self._open(chat)
        own = [
            number for number, one in chat.messages.items() if one["from"]["id"] == self.account.id and "text" in one
        ]
        number = message or max(own, default=0)
        if number not in own:
            raise NotPossibleError(f"{self.name} has no message to edit")
        self._deed(Did.EDITED, chat, words=text)
        old = chat.messages[number]
        new = self.world.rewrite(
            chat, {key: value for key, value in old.items() if key != "entities"} | hearing.typed(text)
        )
        if hearing.heard(self.world, chat, new):
            self.world.deliver("edited_message", new)

    def deletes(self, message: int, chat: Chat | None = None) -> None:
        """Take a message away, for the bot as well; the bot hears nothing of it."""
        chat = chat or self.chat
        self._deed(Did.DELETED, chat, words=str(message))
        self.world.remove(chat, message)

    # --- buttons ----------------------------------------------------------------------------------------------------

    def presses(self, label: str, chat: Chat | None = None, message: int = 0, *, old: bool = False) -> None:
        """Press a button by its label or data: the newest in sight, or with `old` the last but the newest.

        Without `chat` the private chat is looked at first, then the group. A link to the bot is followed.
        """
        where, found, button = self.finds(label, chat, message, old=old)
        if "url" in button:
            self._follow(str(button["url"]))
            return
        self.taps(where, found, str(button.get("callback_data", "")), button["text"])

    def finds(
        self, label: str, chat: Chat | None = None, message: int = 0, *, old: bool = False
    ) -> tuple[Chat, int, Json]:
        """Return chat, message and button that are meant; raises NotPossibleError naming the buttons in sight."""
        chats = [chat] if chat else [self.chat, *self._groups()]
        found = [
            (place, number, button)
            for place in chats
            for number, button in seen.buttons(place)
            if label in (button["text"], button.get("callback_data")) and message in (0, number)
        ]
        newest = _newest_first(found)
        if len(newest) <= old:
            labels = [button["text"] for place in chats for _, button in seen.buttons(place)]
            raise NotPossibleError(f"{self.name} sees no button [{label}], but: {', '.join(labels) or 'none at all'}")
        return newest[int(old)]

    def taps(self, chat: Chat, message: int, data: str, label: str = "") -> str:
        """Press what carries `data` under a message, also where it no longer hangs; return the query's id."""
        self._open(chat)
        self._deed(Did.PRESSED, chat, words=label, data=data)
        query = f"q{self.world.number('tap')}"
        self.world.taps[query] = Tap(person=self.account.id, chat=chat.id, message=message, at=self.world.now())
        gone: Json = {"message_id": message, "date": 0, "chat": chat.json()}
        self.world.pace.acted(chat.id)
        body = {
            "id": query, "from": self.account.json(), "message": chat.messages.get(message, gone),
            "chat_instance": str(chat.id), "data": data,
        }  # fmt: skip
        self.world.deliver("callback_query", body)
        return query

    def _follow(self, url: str) -> None:
        parts, bot = urlsplit(url), self.world.bot["username"]
        given = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.hostname not in ("t.me", "telegram.me") or parts.path.strip("/").lower() != bot.lower():
            return
        if "startgroup" in given:
            self.adds_bot()
            self.writes(f"/start@{bot} {given['startgroup']}".strip(), self.group)
        else:
            self.start(given.get("start", ""))

    # --- coming and going -------------------------------------------------------------------------------------------

    def blocks(self) -> None:
        """Block the bot."""
        self.account.blocked = True
        self._deed(Did.BLOCKED)
        self._bot_status(self.chat, "member", "kicked")

    def unblocks(self) -> None:
        """Let the bot in again."""
        self.account.blocked = False
        self._deed(Did.UNBLOCKED)
        self._bot_status(self.chat, "kicked", "member")

    def adds_bot(self, chat: Chat | None = None, status: str = "member") -> None:
        """Put the bot in a group; nothing happens where it is in already."""
        chat = chat or self.group
        before = chat.bot
        if before in MEMBERS:
            return
        chat.bot = status
        self._deed(Did.ADDED_BOT, chat)
        self._bot_status(chat, before, status)
        message = self.world.post(chat, self.account.json(), {"new_chat_members": [self.world.bot]})
        self.world.deliver("message", message)

    def removes_bot(self, chat: Chat | None = None) -> None:
        """Put the bot out of a group."""
        chat = chat or self.group
        before, chat.bot = chat.bot, "kicked"
        self._deed(Did.REMOVED_BOT, chat)
        self._bot_status(chat, before, "kicked")

    def upgrades(self, chat: Chat | None = None) -> Chat:
        """Make the group a supergroup: a new chat with a new id, and both sides told; return it."""
        chat = chat or self.group
        new = self.world.add_group(chat.title, list(chat.members), "supergroup")
        new.bot, chat.moved = chat.bot, new.id
        self.world.deliver("message", self.world.post(chat, self.account.json(), {"migrate_to_chat_id": new.id}))
        self.world.deliver("message", self.world.post(new, self.account.json(), {"migrate_from_chat_id": chat.id}))
        return new

    # --- within -----------------------------------------------------------------------------------------------------

    def _say(self, chat: Chat, body: Json) -> None:
        message = self.world.post(
            chat, self.account.json(), body | (hearing.typed(body["text"]) if "text" in body else {})
        )
        self.world.pace.acted(chat.id)
        if hearing.heard(self.world, chat, message):
            self.world.deliver("message", message)

    def _opens_chat(self) -> None:
        if not self.account.started:
            self.account.started = True
            self.world.tell("person", person=self.account.id)

    def _bot_status(self, chat: Chat, before: str, after: str) -> None:
        hearing.bot_status(self.world, chat, self.account, before, after)

    def _open(self, chat: Chat | None) -> Chat:
        chat = chat or self.chat
        if not chat.group and self.account.blocked:
            raise NotPossibleError(f"{self.name} has blocked the bot")
        if self.account.id not in chat.members:
            raise NotPossibleError(f"{self.name} is not in {chat.title}")
        return chat

    def _groups(self) -> list[Chat]:
        return [chat for chat in self.world.groups() if self.account.id in chat.members]

    def _date(self) -> int:
        return int(self.world.now().timestamp())

    def _deed(self, did: Did, chat: Chat | None = None, **more: Any) -> None:
        self.world.deeds.append(Deed(who=self.name, did=did, group=bool(chat and chat.group), **more))


def newcomer(world: World, name: str = "") -> Person:
    """Let somebody new in, also into the group, under the next free name; return them."""
    taken = {account.name for account in world.accounts.values()}
    free = (one for one in (*NEWCOMERS, *(f"{one} {turn}" for turn in range(2, 99) for one in NEWCOMERS)))
    name = name or next(one for one in free if one not in taken)
    account = world.add_person(name)
    for chat in world.groups():
        chat.members.append(account.id)
    world.deeds.append(Deed(who=name, did=Did.CAME))
    return Person(world, name)


def _newest_first(found: list[tuple[Chat, int, Json]]) -> list[tuple[Chat, int, Json]]:
    """Return buttons by chat in the order they were given, within a chat the newest message first."""
    chats = list(dict.fromkeys(chat.id for chat, _, _ in found))
    return sorted(found, key=lambda one: (chats.index(one[0].id), -one[1]))
