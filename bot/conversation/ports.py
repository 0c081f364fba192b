"""What a turn needs from the world, as it sees it: one unit of work of the store, the catalogue, a clock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from bot.conversation.errands import Errand
from bot.conversation.messages import Message
from bot.conversation.person import Person
from bot.scenario.model import Reflection, Scenario
from bot.session.model import Answer, Session


class Draft(Struct, frozen=True, kw_only=True):
    """A case that a person is writing: `text` is its YAML, `snapshot` what it compiles to ("" while it has faults).

    `against` is the snapshot of the version that was out when it was last checked, "" for none; `doubts` are the lines
    in which something may be of a real person ("14, 20").
    """

    person: str
    case: str
    title: str = ""
    name: str = ""
    text: str = ""
    snapshot: str = ""
    against: str = ""
    doubts: str = ""


class Release(Struct, frozen=True, kw_only=True):
    """The version of a case that is out: withdrawn, nobody can begin it, and walks under way go on.

    `source` is the snapshot that the folder of scenarios held when it was last looked at ("" when it never held it).
    """

    case: str
    snapshot: str
    source: str = ""
    withdrawn: bool = False


class Store(Protocol):
    """What is kept, within one transaction: what a turn reads it reads at once, what it keeps is there for the next.

    Nothing here commits; the kernel does, for a whole batch. When a turn raises, what it kept is taken back.
    """

    def person_key(self, user: int) -> str:
        """Return the pseudonym of a user id, the same each time."""

    def person(self, key: str) -> Person | None:
        """Return the person, or None for someone new."""

    def keep_person(self, person: Person) -> None:
        """Keep a person, new or changed."""

    def session(self, key: str) -> Session | None:
        """Return a session, locked for this transaction, or None."""

    def keep_session(self, session: Session) -> None:
        """Keep a session, new or changed, and who takes part in it."""

    def drop_session(self, key: str) -> None:
        """Delete a session with all its answers and timers."""

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        """Return all sessions a person takes part in, newest first."""

    def answer(self, session: str, turn: int, round: int, person: str) -> Answer | None:
        """Return what a person answered at one turn, or None."""

    def answers_of(self, session: str, person: str) -> tuple[Answer, ...]:
        """Return all answers of a person in a session, by turn and round."""

    def keep_answer(self, answer: Answer) -> None:
        """Keep an answer: a second one for the same turn, round and person takes its place."""

    def scenario(self, snapshot: str) -> Scenario:
        """Return a published case by its hash; raises LookupError for one that was never published."""

    def draft(self, person: str, case: str) -> Draft | None:
        """Return a person's draft of a case, or None."""

    def drafts(self, person: str) -> tuple[Draft, ...]:
        """Return all drafts of a person, newest first."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft, sealed with its person's key; a second one of the same case takes its place."""

    def drop_draft(self, person: str, case: str) -> None:
        """Throw a draft away, if it is there."""

    def release(self, case: str) -> Release | None:
        """Return the version of a case that is out, or None."""

    def releases(self) -> tuple[Release, ...]:
        """Return which version of each case is out, withdrawn ones included, by case."""

    def keep_release(self, release: Release) -> None:
        """Let this version of a case be the one that is out."""

    def text(self, snapshot: str) -> str:
        """Return the YAML that a snapshot was compiled from, "" where that is not known."""

    def walks_on(self, snapshot: str) -> int:
        """Return how many walks on a snapshot are not done yet."""

    def run_errand(self, wanted: Errand) -> None:
        """Have something done outside of this transaction; it comes back as an event."""

    def set_timer(self, key: str, due: datetime, session: str, body: str = "") -> None:
        """Set a timer; the same key again moves it."""

    def drop_timer(self, key: str) -> None:
        """Take a timer away, if it is there."""


class Card(Struct, frozen=True, kw_only=True):
    """A case in the catalogue: the hash it is published under and the case itself."""

    snapshot: str
    scenario: Scenario


class Catalogue(Protocol):
    """The cases that can be begun now, and the house questions."""

    def cards(self) -> tuple[Card, ...]:
        """Return the cases, in the order they are offered."""

    def protocol(self) -> Card | None:
        """Return the protocol for a dilemma of one's own, if there is one."""

    def reflections(self) -> Mapping[str, Reflection]:
        """Return the house questions by id, in their order."""

    def picture(self, name: str) -> bytes:
        """Return a picture by its path below the folder of pictures, b"" for one that is not there."""


Clock = Callable[[], datetime]
NewKey = Callable[[], str]


class Desk(Struct, frozen=True, kw_only=True):
    """All that one turn works with. `now` is aware, UTC; `new_key` gives an unguessable session key (8 characters).

    `language` is what the bot speaks when it does not know better, `username` its own name for links;
    a walk is erased `retention_days` after it was begun. `trainers` are the users who may write and publish cases;
    None means everybody, as on the practice page.
    """

    store: Store
    catalogue: Catalogue
    now: datetime
    new_key: NewKey
    language: str = "nl"
    username: str = ""
    retention_days: int = 90
    trainers: frozenset[int] | None = frozenset()


class Delivery(Struct, frozen=True, kw_only=True):
    """An outbox row that is ours to send now. `card` is the message to edit, 0 to send a new one."""

    id: int
    message: Message
    card: int = 0
    tries: int = 0


class Delivered(Struct, frozen=True):
    """It is in the chat under this message id (for an edit: the id that was edited)."""

    message: int


class Later(Struct, frozen=True):
    """Not now: this chat rests so many seconds. `flood` when the chat program asked for it, or when the message
    never left: then it was no try.
    """

    seconds: float
    flood: bool = False


class Anew(Struct, frozen=True):
    """The message to edit is gone: forget its card and send a new one."""


class Moved(Struct, frozen=True):
    """The group lives under a new chat id."""

    to: int


class Dropped(Struct, frozen=True):
    """It will never arrive; `unreachable` when nothing else to this chat will either."""

    unreachable: bool = False


Verdict = Delivered | Later | Anew | Moved | Dropped


class Outbox(Protocol):
    """The messages that wait to be sent, over all processes."""

    async def claim(self, limit: int) -> tuple[Delivery, ...]:
        """Return up to `limit` rows to send now, by lane and pace, at most one a chat, leased to the caller."""

    async def settle(self, verdicts: Mapping[int, Verdict]) -> None:
        """Record in one transaction what became of claimed rows, by row id, and let `wait` return."""

    async def wait(self, longest: float) -> None:
        """Return when there may be something to claim, after `longest` seconds at the latest."""
