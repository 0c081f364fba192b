"""A turn finds what it kept, whatever came between: the store answers like a few dictionaries."""

import asyncio
from collections.abc import Callable, Iterator
from copy import copy
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.conversation.person import Person
from bot.safety.vault import Vault
from bot.session.model import Answer as Given
from bot.session.model import Ask, Participant, Session, Tempo, Weight, Words
from bot.store.database import Database
from bot.store.shelf import Shelf
from bot.store.snapshots import Snapshots
from bot.store.start import prepare
from bot.store.unit import Unit
from tests.store.conftest import empty
from tests.store.house import MASTER, NOON, House, message, walk
from tests.support.memory import MemoryStore

PEOPLE = ("anna", "bram", "cato")
WALKS = ("w1", "w2", "w3")

people = st.sampled_from(PEOPLE)
walks = st.sampled_from(WALKS)
small = st.integers(0, 2)
words = st.text("aé€😀\n", max_size=4)
persons = st.builds(
    Person,
    key=people,
    chat=st.integers(-(2**52), 2**52),
    language=st.sampled_from(["", "nl"]),
    consent=small,
    tempo=st.sampled_from(Tempo),
    session=st.sampled_from(("", *WALKS)),
    expects=st.sampled_from(["", "sentence:w1:2"]),
)
sessions = st.builds(
    lambda key, keys, round_: replace(walk(key, *sorted(keys)), round=round_, begun=NOON.replace(day=int(key[1]))),
    walks,
    st.sets(people, min_size=1),
    small,
)
answers = st.builds(
    Given,
    session=walks,
    turn=small,
    round=small,
    participant=people,
    step=st.just("begin"),
    ask=st.sampled_from(Ask),
    option=st.sampled_from(["", "a"]),
    first=st.none() | st.sampled_from(Weight),
    second=st.none() | st.sampled_from(Weight),
    question=st.sampled_from(["", "macht"]),
    power=st.dictionaries(st.just("weet"), st.sampled_from(["ja", "nee"])),
    words=st.builds(Words, own=words, reason=words, text=words),
)


def call(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, tuple[Any, ...]]]:
    return st.tuples(st.just(name), st.tuples(*arguments))


steps = st.one_of(
    call("keep_person", persons),
    call("drop_person", people),
    call("keep_session", sessions),
    call("drop_session", walks),
    call("keep_answer", answers),
    call("keep_answer", answers),
    call("person", people),
    call("session", walks),
    call("sessions_of", people),
    call("answer", walks, small, small, people),
    call("answers_of", walks, people),
)
events = st.tuples(st.lists(steps, max_size=6), st.booleans())
batches = st.lists(st.lists(events, max_size=4), max_size=4)


class Dictionaries(MemoryStore):
    """The store in memory, which refuses and erases as the real one does."""

    def __init__(self) -> None:
        super().__init__(())

    def keep_answer(self, answer: Given) -> None:
        if answer.participant not in self.persons:
            raise LookupError
        super().keep_answer(answer)

    def drop_person(self, key: str) -> None:
        for session in self.sessions_of(key):
            others = tuple(each for each in session.participants if each.key != key)
            if others:
                self.keep_session(replace(session, participants=others))
            else:
                self.drop_session(session.key)
        if self.persons.pop(key, None):
            self.answers = {place: answer for place, answer in self.answers.items() if place[3] != key}

    def saved(self) -> Callable[[], None]:
        before = {name: copy(value) for name, value in vars(self).items()}
        return lambda: vars(self).update(before)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('unit') / 'casusbot.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    database = Database(url)
    asyncio.run(prepare(database))
    yield database
    database._tx(empty)
    asyncio.run(database.close())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches=batches)
def test_the_store_answers_like_dictionaries(
    database: Database, batches: list[list[tuple[list[tuple[str, tuple[Any, ...]]], bool]]]
) -> None:
    database._tx(empty)
    model, vault, snapshots = Dictionaries(), Vault(MASTER), Snapshots(database)

    def batch(connection: Connection, events: list[tuple[list[tuple[str, tuple[Any, ...]]], bool]]) -> None:
        shelf = Shelf(connection, vault, NOON)
        unit = Unit(shelf, snapshots)
        for event, fails in events:
            mark, undo = shelf.journal.mark(), model.saved()
            for name, arguments in event:
                assert said(unit, name, arguments) == said(model, name, arguments)
            if fails:
                shelf.journal.back_to(mark)
                undo()
        shelf.flush()

    for each in batches:
        database._tx(partial(batch, events=each))
    database._tx(partial(batch, events=[([*_everything()], False)]))
    database._tx(empty)


def said(store: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    try:
        return getattr(store, name)(*arguments)
    except LookupError:
        return LookupError


def _everything() -> Iterator[tuple[str, tuple[Any, ...]]]:
    for person in PEOPLE:
        yield "person", (person,)
        yield "sessions_of", (person,)
        for session in WALKS:
            yield "answers_of", (session, person)
    for session in WALKS:
        yield "session", (session,)


async def test_sessions_come_newest_first(house: House) -> None:
    def keep(unit: Unit) -> None:
        for day in (2, 3, 1):
            unit.keep_session(replace(walk(f"dag{day}", "anna"), begun=NOON.replace(day=day)))

    await house.keep(keep)
    found: tuple[Session, ...] = await house.keep(lambda unit: unit.sessions_of("anna"))

    assert [each.key for each in found] == ["dag3", "dag2", "dag1"]


async def test_a_hall_of_people_is_read_in_one_statement(house: House) -> None:
    keys = [f"persoon{number}" for number in range(300)]

    def keep(unit: Unit) -> None:
        unit.keep_session(replace(walk("zaal"), participants=tuple(map(Participant, keys))))
        for number, key in enumerate(keys):
            unit.keep_person(Person(key=key, chat=number + 1, session="zaal"))

    await house.keep(keep)
    with house.statements() as said:
        session = await house.keep(lambda unit: unit.session("zaal") and [unit.person(key) for key in keys])

    assert [person.chat for person in session] == list(range(1, 301))
    assert len([statement for statement in said if "SELECT" in statement]) == 2


async def test_a_batch_of_a_hundred_costs_the_same_statements_as_one_of_ten(house: House) -> None:
    counts = []
    for size in (10, 100):
        people = range(size * 1_000, size * 1_000 + size)
        for _ in range(2):
            house.watch.forward(1)
            with house.statements() as said:
                events = [update_of(house, user) for user in people]
                assert (await house.kernel.apply(events)).failed == 0
        counts.append(len(said))

    assert counts[0] == counts[1] <= 16


def update_of(house: House, user: int) -> dict[str, Any]:
    return {"update_id": int(house.watch().timestamp()) * 1_000_000 + user, "user": user, "text": "hallo"}


async def test_two_turns_that_change_the_same_walk_at_once_both_count(house: House, other: House) -> None:
    def grow(unit: Unit) -> None:
        session = unit.session("zaal")
        assert session
        unit.keep_session(replace(session, round=session.round + 1))

    await house.keep(lambda unit: unit.keep_session(walk("zaal", "anna")))
    await asyncio.gather(*(each.keep(grow) for each in (house, other) * 10))

    kept: Session = await house.keep(lambda unit: unit.session("zaal"))
    assert kept.round == 21


async def test_a_message_to_a_person_is_kept_with_what_they_did(house: House) -> None:
    def keep(unit: Unit) -> None:
        unit.keep_person(Person(key="anna", chat=5))
        unit._shelf.post(message(5, "hallo"))

    await house.keep(keep)

    assert await house.send() == [message(5, "hallo")]
