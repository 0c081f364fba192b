"""The simulated Telegram itself: who is there, what hangs in which chat, what waits for the bot, what passed by."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from msgspec import Struct

from bot.practice.deeds import Deed
from bot.practice.faults import Faults
from bot.practice.limits import Limits, Pace
from bot.practice.updates import Updates

Json = dict[str, Any]
Check = Callable[[Json], str]
MEMBERS = ("member", "administrator", "creator")


class Toasted(Struct, frozen=True):
    """What a person read after a tap; `alert` is a window instead of a passing line."""

    text: str
    alert: bool = False


class Account(Struct, kw_only=True):
    """A person: `started` once they pressed start in private."""

    id: int
    name: str
    language: str = "nl"
    started: bool = False
    blocked: bool = False
    toasts: list[Toasted] = []

    def json(self) -> Json:
        """Return the User object of the Bot API."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


class Chat(Struct, kw_only=True):
    """A chat with its messages by id; `bot` is the bot's own status in it, `moved` where a group went."""

    id: int
    kind: str
    title: str
    members: list[int] = []
    bot: str = "left"
    messages: dict[int, Json] = {}
    threads: list[int] = []
    moved: int = 0

    @property
    def group(self) -> bool:
        """Tell whether it is more than a chat of two."""
        return self.kind != "private"

    def json(self) -> Json:
        """Return the Chat object of the Bot API."""
        return {"id": self.id, "type": self.kind, ("title" if self.group else "first_name"): self.title}


class Tap(Struct, kw_only=True):
    """A pressed button that waits for its acknowledgement."""

    person: int
    chat: int
    message: int
    at: datetime
    answered: bool = False


class Blob(Struct, frozen=True):
    """A file the bot sent."""

    name: str
    content: bytes
    mime: str


class Passed(Struct, frozen=True, kw_only=True):
    """One line of what passes by: kind is "request", "update" or "dropped" (an update that could not be read)."""

    number: int
    at: datetime
    kind: str
    name: str
    body: Any
    answer: Any = None


class World:
    """A Telegram for one bot. `check` says what is wrong with an update ("" when nothing is): a bad one is dropped."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        check: Check = lambda _: "",
        limits: Limits | None = Limits(),  # noqa: B008 (frozen)
        cast: tuple[str, ...] = ("Anna", "Bram", "Chris"),
        group: str = "Team",
        bot: str = "Casusbot",
        username: str = "casusbot",
        remember: int | None = 500,
    ) -> None:
        self.now = now
        self.check = check
        self.bot: Json = {
            "id": 100, "is_bot": True, "first_name": bot, "username": username, "can_join_groups": True,
            "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip
        self.pace = Pace(limits, now)
        self.updates = Updates(now)
        self.faults = Faults()
        self.passed: deque[Passed] = deque(maxlen=remember)
        self.webhook: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.stopped = False
        self._cast = (cast, group)
        self._numbers: Counter[str] = Counter()
        self._watchers: list[asyncio.Queue[Json | None]] = []
        self._people()

    def reset(self) -> None:
        """Begin anew with the first people and an empty group; what waited for the bot is forgotten."""
        self.updates.clear()
        self.pace.clear()
        self.faults.clear()
        self.passed.clear()
        self._people()
        self.tell("reset")

    def _people(self) -> None:
        self.accounts: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Blob] = {}
        self.taps: dict[str, Tap] = {}
        self.profile: dict[str, Any] = {}
        self.deeds: list[Deed] = []
        cast, group = self._cast
        for name in cast:
            self.add_person(name)
        self.add_group(group, list(self.accounts))

    def add_person(self, name: str, language: str = "nl") -> Account:
        """Let somebody in, with an empty private chat."""
        account = Account(id=501 + len(self.accounts), name=name, language=language)
        self.accounts[account.id] = account
        self.chats[account.id] = Chat(id=account.id, kind="private", title=name, members=[account.id])
        self.tell("person", person=account.id)
        return account

    def add_group(self, title: str, members: list[int], kind: str = "group") -> Chat:
        """Make a group; the bot is not in it yet."""
        many = sum(chat.group for chat in self.chats.values()) + 1
        number = -(1_000_000_000_000 + many) if kind == "supergroup" else -(4_000 + many)
        self.chats[number] = Chat(id=number, kind=kind, title=title, members=members)
        self.tell("group", chat=number)
        return self.chats[number]

    def account(self, name: str) -> Account:
        """Return the person of that name; raises LookupError when there is none."""
        found = [account for account in self.accounts.values() if account.name == name]
        if not found:
            raise LookupError(f"nobody here is called {name}")
        return found[0]

    def groups(self) -> list[Chat]:
        """Return the groups that are still alive, oldest first."""
        return [chat for chat in self.chats.values() if chat.group and not chat.moved]

    # --- messages ---------------------------------------------------------------------------------------------------

    def post(self, chat: Chat, author: Json, body: Json) -> Json:
        """Hang a message in a chat and return it as a Message object of the Bot API."""
        # A supergroup counts for itself; elsewhere the bot sees one row of numbers.
        number = self.number(f"message {chat.id}" if chat.kind == "supergroup" else "message")
        message = {
            "message_id": number, "date": int(self.now().timestamp()), "chat": chat.json(), "from": author, **body,
        }  # fmt: skip
        chat.messages[number] = message
        self.tell("message", chat=chat.id, message=number)
        return message

    def rewrite(self, chat: Chat, message: Json) -> Json:
        """Put a changed message in place of the one with its number."""
        message = message | {"edit_date": int(self.now().timestamp())}
        chat.messages[message["message_id"]] = message
        self.tell("message", chat=chat.id, message=message["message_id"])
        return message

    def remove(self, chat: Chat, number: int) -> None:
        """Take a message away for everyone."""
        del chat.messages[number]
        self.tell("gone", chat=chat.id, message=number)

    def keep_file(self, blob: Blob) -> str:
        """Keep a file and return its file_id."""
        name = f"file{self.number('file')}"
        self.files[name] = blob
        return name

    def number(self, kind: str) -> int:
        """Return the next number of a row."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    # --- towards the bot --------------------------------------------------------------------------------------------

    def deliver(self, kind: str, body: Json) -> None:
        """Let the bot know; an update its library could not read is dropped and recorded."""
        wrong = self.check({"update_id": 1, kind: body})
        if wrong:
            self.record("dropped", kind, body, wrong)
            return
        update = self.updates.add(kind, body)
        if update:
            self.record("update", kind, update)

    def record(self, kind: str, name: str, body: object, answer: object = None) -> None:
        """Write down what passed by."""
        number = self.number("passed")
        self.passed.append(Passed(number=number, at=self.now(), kind=kind, name=name, body=body, answer=answer))
        self.tell("passed", number=number)

    # --- towards whoever looks on -----------------------------------------------------------------------------------

    def tell(self, kind: str, **what: Any) -> None:
        """Tell everyone who looks on that something changed."""
        for queue in self._watchers:
            queue.put_nowait({"kind": kind, **what})

    @contextmanager
    def watch(self) -> Iterator["asyncio.Queue[Json | None]"]:
        """Give a queue with every change from now on; None says that the room closes."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._watchers.append(queue)
        try:
            yield queue
        finally:
            self._watchers.remove(queue)

    def stop(self) -> None:
        """Let everyone go who looks on, so that the server can close at once."""
        self.stopped = True
        for queue in self._watchers:
            queue.put_nowait(None)
