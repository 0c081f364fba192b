"""What is due becomes an event once, whoever looks first."""

import asyncio
from datetime import timedelta

from bot.conversation.messages import Incoming, Reply, Sender, Tick
from bot.conversation.ports import Desk
from bot.store.kernel import Applied
from tests.store.house import NOON, House, say, walk

NOBODY = Sender(user=0, chat=0, private=True)


async def set_timer(house: House, key: str, seconds: float, body: str = "7", session: str = "walk") -> None:
    await house.keep(lambda unit: unit.set_timer(key, NOON + timedelta(seconds=seconds), session, body))


async def test_a_timer_fires_when_it_is_due_and_then_never_again(house: House) -> None:
    await set_timer(house, "team:2026-W48", 10)
    early = await house.kernel.tick()
    house.watch.forward(10)
    due = await house.kernel.tick()
    late = await house.kernel.tick()

    assert (early, due, late) == (Applied(), Applied(new=1), Applied())
    assert [each.html for each in await house.send()] == ["tick team:2026-W48"]


async def test_a_tick_says_which_timer_and_which_session(house: House) -> None:
    heard: list[Incoming] = []

    def turn(incoming: Incoming, _: Desk) -> Reply:
        heard.append(incoming)
        return Reply()

    house.turn = turn
    await set_timer(house, "fase", 1.5, "vraag", "walk1")
    house.watch.forward(5)
    await house.kernel.tick()

    assert [each.what for each in heard] == [Tick("fase", "walk1", "vraag")]
    assert [each.id for each in heard] == ["tfase@2026-11-23T12:00:01.500000+00:00"]


async def test_the_same_key_moves_a_timer(house: House) -> None:
    await set_timer(house, "fase", 10)
    await set_timer(house, "fase", 20)
    house.watch.forward(15)
    assert await house.kernel.tick() == Applied()
    house.watch.forward(5)
    assert (await house.kernel.tick()).new == 1


async def test_a_timer_that_was_taken_away_does_not_fire(house: House) -> None:
    await set_timer(house, "fase", 10)
    await house.keep(lambda unit: unit.drop_timer("fase"))
    house.watch.forward(15)

    assert await house.kernel.tick() == Applied()


async def test_a_timer_goes_with_its_session(house: House) -> None:
    await house.keep(lambda unit: unit.keep_session(walk("walk")))
    await set_timer(house, "fase", 10)
    await house.keep(lambda unit: unit.drop_session("walk"))
    house.watch.forward(15)

    assert await house.kernel.tick() == Applied()


async def test_a_timer_moved_after_it_was_seen_does_not_fire_early(house: House, other: House) -> None:
    await set_timer(house, "fase", 10)
    house.watch.forward(15)
    seen = [Incoming(id="tfase@2026-11-23T12:00:10+00:00", sender=NOBODY, what=Tick("fase", "walk", "7"))]
    await set_timer(other, "fase", 100)

    assert await house.kernel.apply(seen) == Applied()
    house.watch.forward(100)
    assert (await house.kernel.tick()).new == 1


async def test_many_timers_fire_once_over_two_processes(house: House, other: House) -> None:
    for number in range(40):
        await set_timer(house, f"herinnering {number}", number % 7)
    house.watch.forward(10)
    applied = 0
    for _ in range(4):
        applied += sum(each.new for each in await asyncio.gather(house.kernel.tick(15), other.kernel.tick(15)))

    assert applied == 40
    sent = [each.html for _, each in await house.send_all(60)]
    assert sorted(sent) == sorted(f"tick herinnering {number}" for number in range(40))


async def test_a_timer_whose_turn_fails_is_put_away_and_stops_no_other(house: House) -> None:
    def turn(incoming: Incoming, _: Desk) -> Reply:
        assert isinstance(incoming.what, Tick)
        if incoming.what.key == "stuk":
            raise RuntimeError
        return say(7, incoming.what.key)

    house.turn = turn
    await set_timer(house, "stuk", 1)
    await set_timer(house, "heel", 2)
    house.watch.forward(5)

    assert await house.kernel.tick() == Applied(new=2, failed=1)
    assert await house.kernel.tick() == Applied()
    assert [each.html for each in await house.send()] == ["heel"]


async def test_a_timer_may_set_itself_again(house: House) -> None:
    def turn(incoming: Incoming, desk: Desk) -> Reply:
        desk.store.set_timer("elke dag", desk.now + timedelta(days=1), "walk")
        return say(7, incoming.id)

    house.turn = turn
    await set_timer(house, "elke dag", 0)
    fired = 0
    for _ in range(3):
        fired += (await house.kernel.tick()).new
        assert await house.kernel.tick() == Applied()
        house.watch.forward(86_400)

    assert fired == 3
