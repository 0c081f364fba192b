"""An update counts once, whatever happens, and a bad one stops no other."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Connection, Table, func, select

from bot.conversation.messages import Incoming, Message, Pressed, Reply, Sender, Toast
from bot.conversation.ports import Desk
from bot.store.kernel import Applied
from bot.store.schema import failed, outbox, person, seen, session
from tests.store.house import House, message, say, update, walk_of, words_of


def rows(table: Table) -> Callable[[Connection], int]:
    return lambda connection: connection.execute(select(func.count()).select_from(table)).scalar_one()


async def test_what_someone_wrote_is_there_afterwards(house: House) -> None:
    applied = await house.kernel.apply([update(1, text="eerst"), update(2, text="toen")])

    assert applied == Applied(new=2)
    assert await house.keep(lambda unit: words_of(unit, 7)) == ["eerst", "toen"]
    assert [each.html for each in await house.send()] == ["1: eerst"]


async def test_an_update_that_comes_twice_counts_once(house: House) -> None:
    await house.kernel.apply([update(1, text="eerst"), update(1, text="eerst")])
    again = await house.kernel.apply([update(1, text="eerst"), update(2, text="toen")])

    assert again.new == 1
    assert await house.keep(lambda unit: words_of(unit, 7)) == ["eerst", "toen"]


async def test_nothing_to_apply_is_nothing_applied(house: House) -> None:
    assert await house.kernel.apply([]) == Applied()


class KilledError(BaseException):
    """Stands for a process that is gone."""


async def test_a_crash_between_turn_and_commit_leaves_nothing(house: House) -> None:
    def killed() -> None:
        raise KilledError

    house.pauses["inside"] = killed
    with pytest.raises(KilledError):
        await house.kernel.apply([update(1)])
    house.pauses.clear()

    assert await house.database.tx(rows(seen)) == 0
    assert await house.database.tx(rows(outbox)) == 0
    assert await house.keep(lambda unit: words_of(unit, 7)) == []
    assert (await house.kernel.apply([update(1)])).new == 1


async def test_the_hooks_come_before_and_after_the_commit(house: House) -> None:
    passed: list[str] = []
    house.pauses |= {place: partial(passed.append, place) for place in ("inside", "committed")}
    await house.kernel.apply([update(1)])

    assert passed == ["inside", "committed"]


async def test_one_bad_event_does_not_stop_the_others(house: House) -> None:
    applied = await house.kernel.apply(
        [update(1, text="eerst"), update(2, text="boem"), update(3, broken=True), update(4, text="toen")]
    )

    assert (applied.new, applied.failed) == (4, 2)
    assert await house.keep(lambda unit: words_of(unit, 7)) == ["eerst", "toen"]
    kept = await house.database.tx(lambda connection: connection.execute(select(failed).order_by(failed.c.id)).all())
    assert [(row.id, row.error) for row in kept] == [("u2", "RuntimeError"), ("u3", "BadUpdateError")]
    assert b'"text": "boem"' in house.vault.open_own(kept[0].body, "failed:u2")


async def test_what_a_failing_event_kept_is_taken_back(house: House) -> None:
    remember = house.turn

    def half(incoming: Incoming, desk: Desk) -> Reply:
        reply = remember(incoming, desk)
        if incoming.id == "u2":
            desk.store.set_timer("team", desk.now, "walk7")
            desk.store.drop_session("walk7")
            raise RuntimeError
        return reply

    house.turn = half
    await house.kernel.apply([update(1, text="eerst"), update(2, text="half"), update(3, text="toen")])

    assert await house.keep(lambda unit: words_of(unit, 7)) == ["eerst", "toen"]
    assert await house.kernel.tick() == Applied()


async def test_whose_event_failed_hears_that_it_is_not_their_fault(house: House) -> None:
    await house.kernel.apply([update(1, text="boem")])

    assert await house.send() == [message(7, "sorry")]


async def test_a_message_that_cannot_be_written_down_fails_its_own_event_only(house: House) -> None:
    house.turn = lambda incoming, _: say(incoming.sender.chat, "\ud800" if incoming.sender.user == 1 else "goed")
    applied = await house.kernel.apply([update(1, user=1), update(2, user=2)])

    assert (applied.new, applied.failed) == (2, 1)
    assert {each.html for each in await house.send()} == {"sorry", "goed"}


async def test_what_the_database_refuses_fails_its_own_event_only(house: House) -> None:
    def turn(incoming: Incoming, desk: Desk) -> Reply:
        if incoming.sender.user == 1:
            desk.store.set_timer(None, desk.now, "")  # type: ignore[arg-type]
        return say(incoming.sender.chat, "goed")

    house.turn = turn
    applied = await house.kernel.apply([update(1, user=1), update(2, user=2), update(3, user=3)])

    assert (applied.new, applied.failed) == (3, 1)
    assert {each.chat for each in await house.send()} == {2, 3}
    assert (await house.kernel.apply([update(1, user=1)])).new == 0


async def test_whose_row_is_damaged_stops_no_other(house: House) -> None:
    await house.kernel.apply([update(1, user=1), update(2, user=2)])
    key = house.vault.pseudonym("user", 1)
    await house.database.tx(
        lambda c: c.execute(person.update().where(person.c.key == key).values(settings=b"?")).close()
    )
    broken = session.update().where(session.c.key == walk_of(2)).values(state='{"format": 99}')
    applied = await house.kernel.apply([update(3, user=1), update(4, user=2), update(5, user=3)])
    await house.database.tx(lambda c: c.execute(broken).close())
    later = await house.kernel.apply([update(6, user=1), update(7, user=2), update(8, user=3)])

    assert (applied.new, applied.failed) == (3, 1)
    assert (later.new, later.failed) == (3, 2)
    assert await house.keep(lambda unit: words_of(unit, 3)) == ["hallo", "hallo"]


async def test_an_update_of_an_unknown_kind_is_passed_over(house: House) -> None:
    assert await house.kernel.apply([update(1, strange=True)]) == Applied(new=1)


async def test_an_update_without_a_number_is_put_away_once(house: House) -> None:
    await house.kernel.apply([{"broken": True}])

    assert (await house.kernel.apply([{"broken": True}])).new == 0
    assert await house.database.tx(rows(failed)) == 1


async def test_acknowledgements_are_given_back_in_order(house: House) -> None:
    house.turn = lambda incoming, _: Reply(toast=Toast(query=incoming.id))
    applied = await house.kernel.apply([update(number) for number in (3, 1, 2)])

    assert [toast.query for toast in applied.toasts] == ["u3", "u1", "u2"]


@pytest.mark.parametrize("session", ["\x00", "é", "x" * 100, "weg", "'; --"])
async def test_a_button_may_name_anything(house: House, session: str) -> None:
    house.turn = lambda incoming, desk: say(incoming.sender.chat, str(desk.store.session(session)))
    sender = Sender(user=7, chat=7, private=True)
    pressed = Incoming(id="u1", sender=sender, what=Pressed(query="q", data=f"1|{session}|3|c|a"))

    assert (await house.kernel.apply([pressed])).failed == 0
    assert await house.send() == [Message(chat=7, html="None")]


async def test_a_message_to_nobody_goes_nowhere(house: House) -> None:
    house.turn = lambda *_: say(0, "hallo")

    assert (await house.kernel.apply([update(1)])).failed == 0
    assert await house.database.tx(rows(outbox)) == 0
