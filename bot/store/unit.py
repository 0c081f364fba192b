"""The store as one turn sees it, within one transaction (bot.conversation.ports.Store)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from bot.conversation import actions
from bot.conversation.messages import Incoming, Pressed, Tick
from bot.conversation.person import Person
from bot.scenario.model import Scenario
from bot.session.model import Answer, Session
from bot.store import records
from bot.store.authoring import Authoring
from bot.store.records import KeptPerson, KeptSession
from bot.store.schema import milliseconds
from bot.store.shelf import Shelf, Turns
from bot.store.snapshots import Snapshots

T = TypeVar("T")

_LONGEST_KEY = 64


class UnreadableError(Exception):
    """A row is damaged, of another format, or sealed under another master key."""


class Unit(Authoring):
    """Reads from the shelf, keeps on the shelf; nothing is written before the kernel flushes it.

    Raises UnreadableError when what is asked for cannot be opened.
    """

    def __init__(self, shelf: Shelf, snapshots: Snapshots) -> None:
        """Take the shelf of this transaction, and the published cases."""
        self._shelf = shelf
        self._snapshots = snapshots

    def prepare(self, batch: Iterable[Incoming]) -> None:
        """Read in three statements what the turns of a batch will ask for, locked: persons first, then sessions."""
        people, named = [], set()
        for incoming in batch:
            if incoming.sender.user:
                people.append(self.person_key(incoming.sender.user))
            named.add(_session_of(incoming))
        shelf = self._shelf
        shelf.load_persons(people, lock=True)
        known = [kept.person for key in people if (kept := shelf.persons.get(key))]
        shelf.load_sessions(filter(_is_key, named.union(each.session for each in known)))
        here = {key: kept.seats for key, kept in shelf.sessions.items() if kept}
        shelf.load_answers((key, each.key) for each in known for key in here if each.key in here[key])

    def person_key(self, user: int) -> str:
        """Return the pseudonym of a user id, the same each time."""
        return self._shelf.vault.pseudonym("user", user)

    def person(self, key: str) -> Person | None:
        """Return the person, or None for someone new."""
        kept = self._person(key)
        return kept.person if kept else None

    def keep_person(self, person: Person) -> None:
        """Keep a person, new or changed; someone new gets a key of their own."""
        kept = self._person(person.key) or KeptPerson(person, self._shelf.vault.new_key())
        kept = KeptPerson(person, kept.sealed_key, kept.version)
        self._shelf.journal.put(self._shelf.persons, person.key, kept)
        self._shelf.journal.put(self._shelf.person_rows, person.key, records.person_row(kept, self._shelf.vault))

    def drop_person(self, key: str) -> None:
        """Erase a person: their key, answers, waiting messages and failed updates, and every walk only they are in.

        In a walk with others they simply are no longer there.
        """
        kept = self._person(key)
        for session in self.sessions_of(key):
            others = tuple(each for each in session.participants if each.key != key)
            if others:
                self.keep_session(replace(session, participants=others))
            else:
                self.drop_session(session.key)
        if kept:
            self._shelf.forget_person(key, self._shelf.vault.pseudonym("chat", kept.person.chat))

    def session(self, key: str) -> Session | None:
        """Return a session, locked for this transaction, or None."""
        if not _is_key(key):
            return None
        self._shelf.load_sessions([key])
        kept = _found(self._shelf.sessions, key)
        return kept.session if kept else None

    def keep_session(self, session: Session) -> None:
        """Keep a session, new or changed, and who takes part in it."""
        shelf = self._shelf
        if session.key in shelf.sessions:
            kept = shelf.sessions[session.key] or KeptSession(session, 0)
        else:
            kept = KeptSession(session)
        shelf.journal.put(shelf.sessions, session.key, KeptSession(session, kept.version, kept.seats))
        shelf.journal.put(shelf.session_rows, session.key, records.session_row(session))

    def drop_session(self, key: str) -> None:
        """Delete a session with all its answers and timers."""
        self._shelf.forget_session(key)

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        """Return all sessions a person takes part in, newest first."""
        self._shelf.load_seats(person)
        all_kept = [kept.session for kept in self._shelf.sessions.values() if kept]
        mine = [session for session in all_kept if person in records.seats(session)]
        return tuple(sorted(mine, key=lambda session: (session.begun, session.key), reverse=True))

    def answer(self, session: str, turn: int, round: int, person: str) -> Answer | None:
        """Return what a person answered at one turn, or None."""
        answer = self._turns(session, person).get((turn, round))
        return None if answer is None else self._shelf.opened(answer)

    def answers_of(self, session: str, person: str) -> tuple[Answer, ...]:
        """Return all answers of a person in a session, by turn and round."""
        turns = self._turns(session, person)
        return tuple(self._shelf.opened(turns[place]) for place in sorted(turns))

    def keep_answer(self, answer: Answer) -> None:
        """Keep an answer, sealed with its person's key; a second one for the same turn and round takes its place.

        Raises LookupError for a person who was never kept: there is no key to seal it with.
        """
        kept = self._person(answer.participant)
        if kept is None:
            raise LookupError("an answer of nobody")
        row = records.answer_row(answer, kept.sealed_key, self._shelf.vault)
        turns = {**self._turns(answer.session, answer.participant), (answer.turn, answer.round): answer}
        self._shelf.journal.put(self._shelf.answers, (answer.session, answer.participant), turns)
        self._shelf.journal.put(self._shelf.answer_rows, records.key_of(answer), row)

    def scenario(self, snapshot: str) -> Scenario:
        """Return a published case by its hash; raises LookupError for one that was never published."""
        return self._snapshots.read(self._shelf.connection, snapshot)

    def set_timer(self, key: str, due: datetime, session: str, body: str = "") -> None:
        """Set a timer; the same key again moves it. The body is not sealed: ids only, never words."""
        row = {"key": key, "due": milliseconds(due), "session": session, "body": body}
        self._shelf.journal.put(self._shelf.timer_rows, key, row)

    def drop_timer(self, key: str) -> None:
        """Take a timer away, if it is there."""
        self._shelf.journal.put(self._shelf.timer_rows, key, None)

    def _person(self, key: str) -> KeptPerson | None:
        shelf = self._shelf
        if key not in shelf.persons:
            # Whoever asks for one participant of a walk will ask for the next: 500 people, one statement.
            beside = [kept.seats for kept in shelf.sessions.values() if kept and key in kept.seats]
            shelf.load_persons({key}.union(*beside))
        return _found(shelf.persons, key)

    def _turns(self, session: str, person: str) -> Turns:
        self._person(person)
        self._shelf.load_answers([(session, person)])
        return self._shelf.answers[session, person]


def _found(shelf: Mapping[str, T], key: str) -> T:
    if key not in shelf:
        raise UnreadableError
    return shelf[key]


def _session_of(incoming: Incoming) -> str:
    """Return the session a button or a timer names, "" for none."""
    match incoming.what:
        case Pressed(data=data):
            press = actions.read(data)
            return press.session if press else ""
        case Tick(session=session):
            return session
        case _:
            return ""


def _is_key(key: str) -> bool:
    """Return whether this can be a session's key: a button may carry anything, even what no database takes."""
    return 0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()
