"""The side of a unit that authors need: drafts, errands, and which version of a case is out."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from bot.conversation.errands import Errand
from bot.conversation.ports import Draft, Release
from bot.safety.vault import Vault
from bot.session.model import Phase, Session
from bot.store.database import Row
from bot.store.schema import draft, errand, milliseconds, release, session
from bot.store.schema import snapshot as kept_cases
from bot.store.shelf import Shelf

_SEALED = ("title", "name", "text", "doubts")


class Authoring:
    """Reads from the database and from what this transaction will write; writes nothing before the flush."""

    _shelf: Shelf

    def draft(self, person: str, case: str) -> Draft | None:
        """Return a person's draft of a case, or None."""
        if (person, case) in self._shelf.draft_rows:
            row = self._shelf.draft_rows[person, case]
            return self._opened(msgspec.convert(row, _Kept)) if row else None
        query = select(draft).where(draft.c.person == person, draft.c.scenario == case)
        found = self._shelf.connection.execute(query).one_or_none()
        return self._opened(found) if found else None

    def drafts(self, person: str) -> tuple[Draft, ...]:
        """Return all drafts of a person, newest first."""
        query = select(draft.c.scenario, draft.c.at).where(draft.c.person == person)
        ages = {row.scenario: row.at for row in self._shelf.connection.execute(query)}
        ages |= {case: row["at"] for (who, case), row in self._shelf.draft_rows.items() if row and who == person}
        names = sorted(ages, key=lambda case: (-ages[case], case))
        return tuple(found for case in names if (found := self.draft(person, case)))

    def keep_draft(self, kept: Draft) -> None:
        """Keep a draft, sealed with its person's key; a second one of the same case takes its place.

        Raises LookupError for a person who was never kept: there is no key to seal it with.
        """
        fields = msgspec.to_builtins(kept)
        row: Row = {"person": kept.person, "scenario": kept.case, "at": milliseconds(self._shelf.now)}
        row |= {"snapshot": kept.snapshot, "against": kept.against}
        words = msgspec.json.encode({name: fields[name] for name in _SEALED})
        row["body"] = self._shelf.vault.seal(self._key_of(kept.person), words, _place(kept.person, kept.case))
        self._shelf.journal.put(self._shelf.draft_rows, (kept.person, kept.case), row)

    def drop_draft(self, person: str, case: str) -> None:
        """Throw a draft away, if it is there."""
        self._shelf.journal.put(self._shelf.draft_rows, (person, case), None)

    def release(self, case: str) -> Release | None:
        """Return the version of a case that is out, or None."""
        row = self._shelf.release_rows.get(case)
        if row:
            return _release(row.values())
        found = self._shelf.connection.execute(select(release).where(release.c.scenario == case)).one_or_none()
        return _release(found) if found else None

    def releases(self) -> tuple[Release, ...]:
        """Return which version of each case is out, withdrawn ones included, by case."""
        kept = {each.case: each for each in releases(self._shelf.connection)}
        kept |= {case: _release(row.values()) for case, row in self._shelf.release_rows.items() if row}
        return tuple(kept[case] for case in sorted(kept))

    def keep_release(self, kept: Release) -> None:
        """Let this version of a case be the one that is out."""
        self._shelf.journal.put(self._shelf.release_rows, kept.case, release_row(kept))

    def text(self, snapshot: str) -> str:
        """Return the YAML that a snapshot was compiled from, "" where that is not known."""
        query = select(kept_cases.c.text).where(kept_cases.c.hash == snapshot)
        return str(self._shelf.connection.execute(query).scalar_one_or_none() or "")

    def walks_on(self, snapshot: str) -> int:
        """Return how many walks on a snapshot are not done yet."""
        return len(walking(self._shelf.connection, snapshot))

    def run_errand(self, wanted: Errand) -> None:
        """Have something done outside of this transaction; it comes back as an event."""
        body = seal_errand(wanted, self._shelf.vault)
        row: Row = {"key": wanted.key, "person": wanted.person, "due": 0, "tries": 0, "body": body}
        self._shelf.journal.put(self._shelf.errand_rows, wanted.key, row)

    def _key_of(self, person: str) -> bytes:
        self._shelf.load_persons([person])
        kept = self._shelf.persons.get(person)
        if kept is None:
            raise LookupError("a draft of nobody")
        return kept.sealed_key

    def _opened(self, row: Any) -> Draft:
        """Return the draft in a row; raises VaultError when it was sealed with another key."""
        words = self._shelf.vault.open(self._key_of(row.person), row.body, _place(row.person, row.scenario))
        kept = {"person": row.person, "case": row.scenario, "snapshot": row.snapshot, "against": row.against}
        return msgspec.convert({**kept, **msgspec.json.decode(words)}, Draft)


class _Kept(msgspec.Struct):
    person: str
    scenario: str
    at: int
    snapshot: str
    against: str
    body: bytes


def release_row(kept: Release) -> Row:
    """Return the row of a release."""
    return {"scenario": kept.case, "snapshot": kept.snapshot, "source": kept.source, "withdrawn": kept.withdrawn}


def _release(row: Iterable[Any]) -> Release:
    case, snapshot, source, withdrawn = row
    return Release(case=case, snapshot=snapshot, source=source, withdrawn=bool(withdrawn))


def releases(connection: Connection) -> tuple[Release, ...]:
    """Return which version of each case is out, withdrawn ones included."""
    return tuple(_release(row) for row in connection.execute(select(release).order_by(release.c.scenario)))


def walking(connection: Connection, snapshot: str) -> tuple[Session, ...]:
    """Return the walks on a snapshot that are not done yet, those in which an author only tries it left out."""
    rows = connection.execute(select(session.c.state).where(session.c.snapshot == snapshot)).scalars()
    found = (msgspec.json.decode(state, type=Session) for state in rows)
    return tuple(each for each in found if each.phase is not Phase.ENDED and not each.trial)


def cross_off(connection: Connection, keys: Sequence[str]) -> None:
    """Cross off errands that are done, whatever their turn makes of them: one that fails is not done over and over."""
    if keys:
        connection.execute(delete(errand).where(errand.c.key.in_(keys)))


def seal_errand(wanted: Errand, vault: Vault) -> bytes:
    """Return an errand sealed for its row."""
    return vault.seal_own(msgspec.msgpack.encode(wanted), f"errand:{wanted.key}")


def open_errand(row: Any, vault: Vault) -> Errand:
    """Return the errand in a row; raises VaultError or msgspec.MsgspecError for one that is damaged."""
    return msgspec.msgpack.decode(vault.open_own(row.body, f"errand:{row.key}"), type=Errand)


def _place(person: str, case: str) -> str:
    return f"draft:{person}:{case}"
