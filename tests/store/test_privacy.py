"""Nobody who finds the database learns who said what; who is erased is gone."""

import json
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, select, text

from bot.conversation.messages import Incoming, Reply
from bot.conversation.ports import Desk
from bot.safety.vault import Vault, VaultError
from bot.session.model import Participant
from bot.store.schema import answer, card, failed, metadata, outbox, person, seat, session
from bot.store.unit import Unit, UnreadableError
from tests.store.house import House, message, remember, update, walk_of, words_of

USER = 987_654_321_012
WORDS = "Kanariewoord over mevrouw Flapdrol"
CANARIES = ("Kanariewoord", "Flapdrol", str(USER), "kanarienaam")


async def everything(house: House) -> bytes:
    """Return all the database holds: its files, or each value of each row."""

    def dump(connection: Connection) -> bytes:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)

    kept: bytes = await house.database.tx(dump)
    if house.database.file:
        files = house.database.file.parent.iterdir()
        kept += b"\n".join(file.read_bytes() for file in files)
    return kept


def traces(kept: bytes) -> list[str]:
    packed = (USER.to_bytes(8, "big"), USER.to_bytes(8, "little"), USER.to_bytes(6, "big"))
    found = [word for word in CANARIES if word.encode() in kept or word.encode("utf-16-le") in kept]
    return found + [str(each) for each in packed if each in kept]


async def live(house: House) -> None:
    """Let someone write, press, fail and wait."""
    more: dict[str, Any] = {"first_name": "kanarienaam"}
    await house.kernel.apply(
        [
            update(1, USER, WORDS, **more),
            update(2, USER, "boem", **more),
            update(3, USER, WORDS, broken=True, **more),
            update(4, USER, WORDS, **more),
        ]
    )
    await house.send()
    await house.post(message(USER, WORDS, "scherm"), message(-USER, WORDS, "groep"))
    await house.send()
    await house.post(message(USER, WORDS, "scherm"), message(USER, WORDS))


async def test_no_word_name_or_number_of_anyone_stands_in_the_database(house: House) -> None:
    await live(house)

    assert await house.keep(lambda unit: words_of(unit, USER)) == [WORDS, WORDS]
    assert traces(await everything(house)) == []


async def test_what_is_sealed_for_one_place_does_not_open_in_another(house: House) -> None:
    await live(house)

    def swap(connection: Connection) -> None:
        rows = connection.execute(select(answer.c.turn, answer.c.words).order_by(answer.c.turn)).all()
        for turn, other in ((0, rows[1]), (1, rows[0])):
            connection.execute(answer.update().where(answer.c.turn == turn).values(words=other.words))

    await house.database.tx(swap)
    with pytest.raises(VaultError):
        await house.keep(lambda unit: words_of(unit, USER))


async def test_without_the_master_key_nothing_opens(house: House) -> None:
    await live(house)
    house.vault = Vault(bytes(32))

    assert await house.keep(lambda unit: unit.person(unit.person_key(USER))) is None
    key = Vault(bytes(range(32))).pseudonym("user", USER)
    with pytest.raises(UnreadableError):
        await house.keep(lambda unit: unit.person(key))


def erasing(incoming: Incoming, desk: Desk) -> Reply:
    if incoming.id != "u99":
        return remember(incoming, desk)
    assert isinstance(desk.store, Unit)
    desk.store.drop_person(desk.store.person_key(incoming.sender.user))
    return Reply(messages=(message(incoming.sender.chat, "Alles is weg."),))


async def test_who_is_erased_is_gone_with_all_they_said(house: House) -> None:
    await live(house)
    sealed_key: bytes = await house.database.tx(lambda c: c.execute(select(person.c.sealed_key)).scalar_one())
    house.turn = erasing
    await house.kernel.apply([update(98, USER, WORDS), update(99, USER, "weg"), update(100, 5, "ander")])

    def left(connection: Connection) -> dict[str, int]:
        tables = (person, answer, session, seat, card, failed, outbox)
        return {table.name: len(connection.execute(select(table)).all()) for table in tables}

    # What could not be read has no sender; a group's card is nobody's; the other person is still there.
    expected = {"person": 1, "answer": 1, "session": 1, "seat": 1, "card": 1, "failed": 1, "outbox": 2}
    assert await house.database.tx(left) == expected
    assert sealed_key not in await everything(house)
    assert {each.html for each in await house.send()} == {"Alles is weg.", "1: ander"}


async def test_who_was_erased_may_begin_again(house: House) -> None:
    await live(house)
    house.turn = erasing
    await house.kernel.apply([update(99, USER, "weg"), update(100, USER, "opnieuw")])

    assert await house.keep(lambda unit: words_of(unit, USER)) == ["opnieuw"]


async def test_a_walk_with_others_goes_on_without_who_is_erased(house: House) -> None:
    await live(house)
    key = house.vault.pseudonym("user", USER)

    def together(unit: Unit) -> None:
        walked = unit.session(walk_of(USER))
        assert walked
        unit.keep_session(replace(walked, participants=(*walked.participants, Participant("anna"))))

    await house.keep(together)
    await house.keep(lambda unit: unit.drop_person(key))
    await house.database.shred()
    walked = await house.keep(lambda unit: unit.session(walk_of(USER)))

    assert [each.key for each in walked.participants] == ["anna"]
    assert key.encode() not in await everything(house)


async def test_a_log_of_a_failure_says_where_but_not_what(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def turn(incoming: Incoming, _: Desk) -> Reply:
        raise ValueError(json.dumps({"text": WORDS, "user": incoming.sender.user}))

    house.turn = turn
    await house.kernel.apply([update(1, USER, WORDS)])

    assert "u1 failed: ValueError at test_privacy.py" in caplog.text
    assert traces(caplog.text.encode()) == []


async def test_nothing_of_a_deleted_walk_is_left_on_the_disk(house: House) -> None:
    await live(house)
    words: list[bytes] = await house.database.tx(lambda c: list(c.execute(select(answer.c.words)).scalars()))
    await house.keep(lambda unit: unit.drop_session(walk_of(USER)))
    await house.database.shred()

    if house.database.file:
        kept = await everything(house)
        assert [each for each in words if each in kept] == []
        assert await house.database.tx(lambda c: c.execute(text("PRAGMA secure_delete")).scalar_one()) == 1
    assert await house.keep(lambda unit: words_of(unit, USER)) == []


async def test_what_failed_is_put_away_without_anybodys_name(house: House) -> None:
    await live(house)
    rows = await house.database.tx(lambda c: c.execute(select(failed)).all())
    kept = b"".join(house.vault.open_own(row.body, f"failed:{row.id}") for row in rows)

    assert b"boem" in kept
    assert b"kanarienaam" not in kept


async def test_where_the_screens_of_a_deleted_walk_hang_is_forgotten_but_for_its_road(house: House) -> None:
    await live(house)
    walk = walk_of(USER)
    await house.post(message(USER, "stap", f"{walk}.0.step"), message(USER, "weg", f"{walk}.road"))
    await house.send_all()
    await house.keep(lambda unit: unit.drop_session(walk))
    slots = await house.database.tx(lambda c: set(c.execute(select(card.c.slot)).scalars()))

    assert f"{walk}.0.step" not in slots
    assert f"{walk}.road" in slots
