"""What one transaction has read and changed, in memory: loaded in sets, written in sets."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from msgspec import MsgspecError
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, tuple_, update
from sqlalchemy import Row as DatabaseRow

from bot.conversation.messages import Message
from bot.safety.vault import Vault, VaultError
from bot.session.model import Answer
from bot.store import records
from bot.store.database import Row, StaleError, upsert
from bot.store.journal import Journal
from bot.store.post import Post, posted, write
from bot.store.records import AnswerKey, KeptPerson, KeptSession
from bot.store.schema import (
    answer,
    card,
    draft,
    errand,
    failed,
    milliseconds,
    outbox,
    person,
    release,
    seat,
    session,
    timer,
)

T = TypeVar("T")
Turns = dict[tuple[int, int], Answer | DatabaseRow[Any]]  # by turn and round, opened when asked for; never changed


class Shelf:
    """Persons, sessions, answers and timers as they are now, and the rows that must still be written.

    A value of None is known not to be there; a row of None is to be deleted. What cannot be opened is not on the shelf,
    so that only who asks for it fails. Everything but what is merely read goes through the journal.
    """

    def __init__(self, connection: Connection, vault: Vault, now: datetime) -> None:
        """Take the transaction to read in and write to, and the moment of it."""
        self.connection = connection
        self.vault = vault
        self.now = now
        self.journal = Journal()
        self.persons: dict[str, KeptPerson | None] = {}
        self.sessions: dict[str, KeptSession | None] = {}
        self.answers: dict[tuple[str, str], Turns] = {}
        self.person_rows: dict[str, Row | None] = {}
        self.session_rows: dict[str, Row | None] = {}
        self.answer_rows: dict[AnswerKey, Row | None] = {}
        self.timer_rows: dict[str, Row | None] = {}
        self.draft_rows: dict[tuple[str, str], Row | None] = {}  # by person and case
        self.release_rows: dict[str, Row | None] = {}
        self.errand_rows: dict[str, Row | None] = {}
        self.dropped: dict[str, None] = {}  # sessions of which nothing of before counts any more
        self.erased: dict[str, str] = {}  # persons likewise, and the pseudonym of their chat
        self.posts: dict[int, Post | None] = {}  # in their order
        self.failures: dict[str, Row] = {}

    def load_persons(self, keys: Iterable[str], *, lock: bool = False) -> None:
        """Read persons that are not known yet, in one statement."""
        missing = sorted(set(keys) - self.persons.keys())
        if not missing:
            return
        query = select(person).where(person.c.key.in_(missing)).order_by(person.c.key)
        rows = self.connection.execute(query.with_for_update() if lock else query)
        self.persons |= _readable(missing, rows, partial(records.person_of, vault=self.vault))

    def load_sessions(self, keys: Iterable[str]) -> None:
        """Read and lock sessions that are not known yet, in one statement and in the order of their keys."""
        missing = sorted(set(keys) - self.sessions.keys())
        if not missing:
            return
        query = select(session).where(session.c.key.in_(missing)).order_by(session.c.key).with_for_update()
        self.sessions |= _readable(missing, self.connection.execute(query), records.session_of)

    def load_seats(self, key: str) -> None:
        """Read and lock all sessions a person has a seat in."""
        self.load_sessions(self.connection.execute(select(seat.c.session).where(seat.c.person == key)).scalars())

    def load_answers(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Read the answers of (session, person) pairs that are not known yet, in one statement."""
        missing = set(pairs) - self.answers.keys()
        self.answers |= {pair: {} for pair in missing}
        # Who is not in the database yet has no answers there.
        wanted = sorted(pair for pair in missing if pair[0] not in self.dropped and self._version_of(pair[1]))
        if not wanted:
            return
        query = select(answer).where(tuple_(answer.c.session, answer.c.participant).in_(wanted))
        for row in self.connection.execute(query):
            self.answers[row.session, row.participant][row.turn, row.round] = row

    def opened(self, answer: Answer | DatabaseRow[Any]) -> Answer:
        """Return an answer, opened with its person's key when it is still a row; raises VaultError without that key."""
        if isinstance(answer, Answer):
            return answer
        kept = self.persons.get(answer.participant)
        return records.answer_of(answer, kept.sealed_key if kept else b"", self.vault)

    def forget_session(self, key: str) -> None:
        """Drop a session with all that hangs on it, read or not."""
        for pair in [pair for pair in self.answers if pair[0] == key]:
            self.journal.put(self.answers, pair, {})
        for place in [place for place in self.answer_rows if place[0] == key]:
            self.journal.put(self.answer_rows, place, None)
        for name in [name for name, row in self.timer_rows.items() if row and row["session"] == key]:
            self.journal.put(self.timer_rows, name, None)
        self.journal.put(self.sessions, key, None)
        self.journal.put(self.session_rows, key, None)
        self.journal.put(self.dropped, key, None)

    def forget_person(self, key: str, chat: str) -> None:
        """Drop a person with their answers; `chat` is the pseudonym of their private chat."""
        for pair in [pair for pair in self.answers if pair[1] == key]:
            self.journal.put(self.answers, pair, {})
        for place in [place for place in self.answer_rows if place[3] == key]:
            self.journal.put(self.answer_rows, place, None)
        for number in [number for number, each in self.posts.items() if each and each.chat == chat]:
            self.journal.put(self.posts, number, None)
        for draft_key in [draft_key for draft_key in self.draft_rows if draft_key[0] == key]:
            self.journal.put(self.draft_rows, draft_key, None)
        for name in [name for name, row in self.errand_rows.items() if row and row["person"] == key]:
            self.journal.put(self.errand_rows, name, None)
        self.journal.put(self.persons, key, None)
        self.journal.put(self.person_rows, key, None)
        self.journal.put(self.erased, key, chat)

    def post(self, message: Message) -> None:
        """Keep a message for the outbox; one for chat 0 goes nowhere: that person has no chat open."""
        if message.chat:
            self.journal.put(self.posts, len(self.posts), posted(message, self.vault))

    def fail(self, event: str, who: str, error: str, body: bytes) -> None:
        """Put an event away, sealed, with the class of what went wrong first."""
        sealed = self.vault.seal_own(body, f"failed:{event}")
        self.failures.setdefault(event, {"id": event, "person": who, "error": error, "body": sealed})

    def flush(self) -> None:
        """Write all changes, each table in one or two statements; raises StaleError when another was first."""
        at = milliseconds(self.now)
        self._delete_dropped()
        self._read_kept_unread()
        self._write_versioned(person, self.person_rows, self.persons)
        self._write_versioned(session, self.session_rows, self.sessions)
        self._write_seats()
        self._write(answer, self.answer_rows)
        self._write(timer, self.timer_rows)
        self._write(draft, self.draft_rows)
        self._write(release, self.release_rows)
        self._write(errand, self.errand_rows)
        write(self.connection, self.vault, [each for each in self.posts.values() if each], at)
        upsert(self.connection, failed, [{**row, "at": at} for row in self.failures.values()])

    def _delete_dropped(self) -> None:
        if self.dropped:
            for column in (answer.c.session, seat.c.session, timer.c.session, session.c.key):
                self._delete_in(column, list(self.dropped))
            self._forget_cards()
        if self.erased:
            theirs = (
                answer.c.participant,
                seat.c.person,
                failed.c.person,
                draft.c.person,
                errand.c.person,
                person.c.key,
            )
            for column in theirs:
                self._delete_in(column, list(self.erased))
            for column in (outbox.c.chat, card.c.chat):
                self._delete_in(column, list(self.erased.values()))

    def _forget_cards(self) -> None:
        """Forget where the screens of dropped walks hang, but for the road, on which it is said that the walk is gone.

        Their slots begin with the key of the session and a full stop.
        """
        for key in self.dropped:
            own = card.c.slot.startswith(f"{key}.", autoescape=True) & (card.c.slot != f"{key}.road")
            self.connection.execute(delete(card).where(own))

    def _read_kept_unread(self) -> None:
        """Read what stands where sessions were kept that nobody had read: nothing, when they are new."""
        unread = {key: kept for key in self.session_rows if (kept := self.sessions[key]) and kept.version is None}
        for key in unread:
            del self.sessions[key]
        self.load_sessions(unread)
        for key, kept in unread.items():
            before = self.sessions.get(key) or KeptSession(kept.session, 0)
            self.sessions[key] = KeptSession(kept.session, before.version, before.seats)

    def _version_of(self, person: str) -> int:
        kept = self.persons.get(person)
        return kept.version if kept else 0

    def _write_versioned(self, table: Table, rows: dict[str, Row | None], kept: Mapping[str, Any]) -> None:
        """Insert what is new; update what is not, but only where the version is still the one that was read."""
        changed = [(row, kept[key].version) for key, row in sorted(rows.items()) if row]
        new = [{**row, "version": 1} for row, version in changed if not version]
        old = [
            {**row, "version": version + 1, "_key": row["key"], "_version": version}
            for row, version in changed
            if version
        ]
        if new:
            self.connection.execute(insert(table), new)
        if old:
            as_read = (table.c.key == bindparam("_key")) & (table.c.version == bindparam("_version"))
            if self.connection.execute(update(table).where(as_read), old).rowcount != len(old):
                raise StaleError

    def _write_seats(self) -> None:
        taken, left = [], []
        for key in self.session_rows:
            kept = self.sessions[key]
            if kept is None:
                continue
            now = records.seats(kept.session)
            taken += [{"session": key, "person": who} for who in sorted(now - (kept.seats - self.erased.keys()))]
            left += [{"_session": key, "_person": who} for who in sorted(kept.seats - now)]
        upsert(self.connection, seat, taken)
        if left:
            gone = (seat.c.session == bindparam("_session")) & (seat.c.person == bindparam("_person"))
            self.connection.execute(delete(seat).where(gone), left)

    def _write(self, table: Table, rows: dict[Any, Row | None]) -> None:
        keys = list(table.primary_key.columns)
        gone = [key if isinstance(key, tuple) else (key,) for key, row in rows.items() if row is None]
        if gone:
            self.connection.execute(delete(table).where(tuple_(*keys).in_(gone)))
        upsert(self.connection, table, [row for _, row in sorted(rows.items()) if row])

    def _delete_in(self, column: Any, values: list[str]) -> None:
        self.connection.execute(delete(column.table).where(column.in_(values)))


def _readable(keys: Iterable[str], rows: Iterable[Any], read: Callable[[Any], T]) -> dict[str, T | None]:
    """Return what stands under each key, None for nothing; a key whose row cannot be read is left out."""
    found: dict[str, T | None] = dict.fromkeys(keys)
    for row in rows:
        try:
            found[row.key] = read(row)
        except (VaultError, MsgspecError):
            del found[row.key]
    return found
