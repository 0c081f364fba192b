"""The judge: reads the database after a run, and holds it and the World's ledger against what should have been."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection, select

from bot.safety.vault import Vault
from bot.scenario.library import read_shelf
from bot.store.database import Database
from bot.store.schema import failed, outbox, seen
from bot.store.shelf import Shelf
from bot.store.snapshots import Snapshots
from bot.store.unit import Unit
from tests.kill.findings import Fault, Finding, Remembered, differences, of_kept, of_memory, of_toasts
from tests.kill.human import Human
from tests.kill.ledger import Chat, Ledger
from tests.kill.order import Reading
from tests.kill.replay import Kept, replayed
from tests.kill.victim import MASTER
from tests.support.memory import NOON, FixedCatalogue


class Judgement(Struct):
    """What is wrong, and how many messages came a second time."""

    findings: list[Finding] = []
    copies: int = 0


class _Database(Struct):
    """What is in the database: of each person, by user id; the ids of updates; what failed."""

    kept: dict[int, Kept]
    noted: list[str]
    failures: list[str]


async def judged(database_url: str, scenarios: Path, book: Ledger, humans: Sequence[Human]) -> Judgement:
    """Return what is wrong after a run; the bot has stopped by now."""
    database = Database(database_url)
    try:
        found = await database.tx(lambda connection: _read(connection, Snapshots(database), humans))
    finally:
        await database.close()
    catalogue = FixedCatalogue(tuple(each.scenario for each in read_shelf(scenarios).scenarios.values()), {})
    judgement = Judgement([Finding(Fault.STRANGE, what) for what in [*book.refusals, *found.failures]])
    given = [f"u{update['update_id']}" for chat in book.chats.values() for update in chat.updates]
    judgement.findings += differences(sorted(given), sorted(found.noted), "updates")
    for human in humans:
        judgement.findings += _of_one(human, book.chats[human.user], found.kept[human.user], catalogue, judgement)
    return judgement


def _of_one(human: Human, chat: Chat, kept: Kept, catalogue: FixedCatalogue, judgement: Judgement) -> Iterator[Finding]:
    should = replayed(chat, catalogue)
    yield from of_kept(should.kept, kept)
    yield from of_memory(Remembered(human.ended, human.chose, human.wrote), kept)
    yield from of_toasts(should.toasts, chat.toasts)
    reading = Reading(should.said)
    yield from reading.read(chat.arrivals, kept.waiting)
    judgement.copies += reading.copies


def _read(connection: Connection, snapshots: Snapshots, humans: Sequence[Human]) -> _Database:
    vault = Vault(MASTER)
    unit = Unit(Shelf(connection, vault, NOON), snapshots)
    waiting: dict[str, set[str]] = {}
    for row in connection.execute(select(outbox.c.chat, outbox.c.slot)):
        waiting.setdefault(row.chat, set()).add(row.slot)
    chats = {human.user: waiting.get(vault.pseudonym("chat", human.user), set()) for human in humans}
    return _Database(
        kept={user: _kept(unit, user, frozenset(slots)) for user, slots in chats.items()},
        noted=[str(id_) for id_ in connection.execute(select(seen.c.id)).scalars()],
        failures=[f"{row.id} failed: {row.error}" for row in connection.execute(select(failed))],
    )


def _kept(unit: Unit, user: int, waiting: frozenset[str]) -> Kept:
    person = unit.person_key(user)
    walks = {walk.key: walk for walk in unit.sessions_of(person)}
    answers = {(key, one.turn): one for key in walks for one in unit.answers_of(key, person)}
    return Kept(walks, answers, waiting)
