"""What waits is sent in order, once, at a pace no chat minds, and the newest of a slot only."""

import asyncio
from itertools import pairwise

import pytest
from sqlalchemy import update as update_row

from bot.conversation.messages import Incoming, Lane, Migrated, Reply, Sender
from bot.conversation.ports import Delivered, Delivery, Dropped, Later, Moved, Verdict
from bot.store.outbox import LEASE, TRIES
from bot.store.pace import PRIVATE
from bot.store.schema import outbox
from tests.store.house import House, message, say, update

GROUP = -100


async def texts(house: House, seconds: float = 30) -> list[str]:
    return [each.html for _, each in await house.send_all(seconds)]


async def test_a_chat_gets_its_messages_in_the_order_they_were_said(house: House) -> None:
    lanes = (Lane.ANSWER, Lane.BROADCAST)
    await house.post(*(message(7, str(number), lane=lanes[number % 2]) for number in range(8)))

    assert await texts(house) == [str(number) for number in range(8)]


async def test_what_only_tidies_an_older_screen_lets_the_others_of_its_chat_go_first(house: House) -> None:
    tidy = message(7, "opgeruimd", slot="stap", lane=Lane.LIVE)
    await house.post(message(7, "stap", slot="stap"))
    assert await texts(house) == ["stap"]
    await house.post(tidy, message(7, "verder"), message(7, "nog verder"))

    assert await texts(house) == ["verder", "nog verder", "opgeruimd"]


async def test_a_new_screen_does_not_overtake_the_tidying_of_the_older_one_in_its_slot(house: House) -> None:
    await house.post(message(7, "oud", slot="stap"))
    assert await texts(house) == ["oud"]
    await house.post(message(7, "oud, zonder knoppen", slot="stap", lane=Lane.LIVE))
    await house.post(message(7, "nieuw", slot="stap", fresh=True))

    assert await texts(house) == ["oud, zonder knoppen", "nieuw"]


async def test_a_tidying_that_was_told_to_wait_holds_its_chat(house: House) -> None:
    await house.post(message(7, "opgeruimd", slot="stap", lane=Lane.LIVE))
    (first,) = await house.outbox.claim(10)
    await house.outbox.settle({first.id: Later(5, flood=True)})
    await house.post(message(7, "verder"))

    assert await house.outbox.claim(10) == ()


async def test_a_chat_gets_one_message_at_a_time(house: House) -> None:
    await house.post(message(7, "een"), message(7, "twee"), message(8, "een"))
    first = await house.outbox.claim(10)

    assert [each.message.chat for each in first] == [7, 8]
    assert await house.outbox.claim(10) == ()


async def test_answers_go_before_live_edits_and_those_before_broadcasts(house: House) -> None:
    await house.post(message(3, "", lane=Lane.BROADCAST), message(2, "", lane=Lane.LIVE), message(1, ""))

    assert [each.chat for each in await house.send()] == [1, 2, 3]


async def test_an_answer_behind_a_broadcast_takes_it_along(house: House) -> None:
    await house.post(*(message(number, "stap", lane=Lane.BROADCAST) for number in range(1, 101)))
    await house.post(message(100, "antwoord"))

    assert (await house.send())[0] == message(100, "stap", lane=Lane.BROADCAST)


async def test_who_never_came_back_loses_the_message_to_another(house: House, other: House) -> None:
    await house.post(message(7, "hallo"))
    (lost,) = await house.outbox.claim(10)
    assert await other.outbox.claim(10) == ()
    house.watch.forward(LEASE.total_seconds())
    (again,) = await other.outbox.claim(10)
    await house.outbox.settle({lost.id: Delivered(55)})

    assert (again.id, again.tries) == (lost.id, 1)
    await other.outbox.settle({again.id: Delivered(56)})
    assert await house.outbox.claim(10) == ()


async def test_a_flood_rests_that_chat_only(house: House) -> None:
    await house.post(message(7, "een"), message(7, "twee"), message(8, "een"), message(8, "twee"))
    flooded = {7}

    def verdict(delivery: Delivery) -> Verdict:
        return Later(20, flood=True) if delivery.message.chat in flooded else Delivered(1)

    await house.send(verdict=verdict)
    await house.post(message(7, "drie"))
    flooded.clear()
    sent = await house.send_all(40)

    assert [at for at, each in sent if each.chat == 8] == [0]
    assert [each.html for _, each in sent if each.chat == 7] == ["een", "twee", "drie"]
    assert min(at for at, each in sent if each.chat == 7) == pytest.approx(20, abs=0.1)


async def test_a_message_that_never_gets_through_is_given_up(house: House) -> None:
    await house.post(message(7, "nooit"), message(7, "wel"))
    tries = []

    def verdict(delivery: Delivery) -> Verdict:
        tries.append(delivery.tries)
        return Later(1) if delivery.message.html == "nooit" else Delivered(1)

    for _ in range(TRIES + 3):
        await house.send(verdict=verdict)
        house.watch.forward(2)

    assert tries == [*range(TRIES), 0]


async def test_being_told_to_wait_is_no_failed_try(house: House) -> None:
    await house.post(message(7, "lang gewacht"))
    for _ in range(TRIES + 3):
        await house.send(verdict=lambda _: Later(20, flood=True))
        house.watch.forward(21)

    assert [each.tries for each in await house.outbox.claim(1)] == [0]


async def test_who_sends_alone_takes_back_what_was_under_way_when_it_died(house: House, other: House) -> None:
    await house.post(message(7, "onderweg"), message(7, "daarna"))
    assert await house.outbox.claim(10)
    assert await other.send() == []

    await other.outbox.take_back()

    assert [each.html for each in await other.send()] == ["onderweg"]


async def test_a_message_that_takes_its_sender_down_is_given_up(house: House) -> None:
    await house.post(message(7, "fataal"), message(7, "daarna"))
    for _ in range(TRIES):
        assert await house.outbox.claim(1)
        house.watch.forward(LEASE.total_seconds())

    assert [each.html for each in await house.send()] == ["daarna"]


async def test_a_damaged_message_holds_up_no_other(house: House) -> None:
    await house.post(message(GROUP, "een", slot="stap"), message(8, "twee"))
    damaged = update_row(outbox).where(outbox.c.slot == "stap").values(body=b"kapot")
    await house.database.tx(lambda connection: connection.execute(damaged))
    await house.post(message(GROUP, "drie", slot="stap"))
    moved = Incoming(id="u9", sender=Sender(user=1, chat=GROUP, private=False), what=Migrated(-200))
    house.turn = lambda _incoming, _desk: Reply()
    assert (await house.kernel.apply([moved])).failed == 0

    assert sorted(await texts(house)) == ["drie", "twee"]
    assert await house.outbox.waiting() == 0


async def test_a_group_that_moved_gets_all_that_waits_under_its_new_id(house: House) -> None:
    await house.post(message(GROUP, "oud", "stand"))
    await house.send()
    await house.post(message(GROUP, "een", "stand"), message(GROUP, "twee"))
    await house.send(verdict=lambda _: Moved(-1_000_100))
    first = await house.outbox.claim(10)
    await house.outbox.settle({each.id: Delivered(5) for each in first})

    assert [(each.card, each.message.chat, each.message.html) for each in first] == [(0, -1_000_100, "een")]
    assert await house.send() == [message(-1_000_100, "twee")]


async def test_the_group_may_say_itself_that_it_moved(house: House) -> None:
    await house.post(message(GROUP, "een"), message(GROUP, "twee"))
    house.turn = lambda *_: Reply()
    sender = Sender(user=0, chat=GROUP, private=False)
    await house.kernel.apply([Incoming(id="u1", sender=sender, what=Migrated(-1_000_100))])
    await house.kernel.apply([Incoming(id="u2", sender=sender, what=Migrated(-1_000_100))])

    assert [each.chat for _, each in await house.send_all(5)] == [-1_000_100, -1_000_100]


async def test_nothing_more_is_tried_for_someone_who_is_gone(house: House) -> None:
    await house.post(message(7, "een"), message(7, "twee"), message(8, "een"), message(8, "twee"))
    await house.send(verdict=lambda delivery: Dropped(unreachable=delivery.message.chat == 7))

    assert await house.send() == [message(8, "twee")]


async def test_the_sender_wakes_when_something_was_said(house: House) -> None:
    waiting = asyncio.create_task(house.outbox.wait(30))
    await house.kernel.apply([update(1)])

    await asyncio.wait_for(waiting, 5)


async def test_the_sender_looks_again_when_a_chat_may_have_its_next_message(house: House) -> None:
    await house.post(*(message(7, str(number)) for number in range(PRIVATE.burst + 1)))
    for _ in range(PRIVATE.burst):
        await house.send()
    assert await house.outbox.claim(1) == ()
    house.outbox._bell.clear()
    house.watch.forward(0.99)

    await asyncio.wait_for(house.outbox.wait(30), 5)


async def test_the_sender_does_not_look_again_at_once_when_it_took_all_there_was(house: House) -> None:
    await house.post(message(7, "een"), message(7, "twee"), message(8, "een"))
    assert len(await house.outbox.claim(2)) == 2
    await asyncio.wait_for(house.outbox.wait(30), 5)
    assert len(await house.outbox.claim(10)) == 0

    await house.post(message(9, "een"))
    assert len(await house.outbox.claim(10)) == 1
    house.outbox._bell.clear()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(house.outbox.wait(30), 0.05)


async def test_the_sender_looks_again_after_a_while_anyhow(house: House) -> None:
    await asyncio.wait_for(house.outbox.wait(0.01), 5)


async def test_a_verdict_on_nothing_is_no_trouble(house: House) -> None:
    await house.outbox.settle({})
    await house.outbox.settle({99: Delivered(1), 98: Moved(3), 97: Dropped()})


async def test_two_senders_never_get_the_same_message(house: House, other: House) -> None:
    await house.post(*(message(chat, "hallo") for chat in range(1, 201)))
    claims = await asyncio.gather(*(each.outbox.claim(50) for each in (house, other, house, other)))
    ids = [delivery.id for claimed in claims for delivery in claimed]

    assert sorted(set(ids)) == sorted(ids)
    assert len(ids) == 200


async def test_the_pace_is_one_for_all_senders(house: House, other: House) -> None:
    await house.post(*(message(chat, "uitzending", lane=Lane.BROADCAST) for chat in range(1, 101)))
    sent = 0
    for _ in range(100):
        sent += len(await house.send()) + len(await other.send())
        house.watch.forward(0.01)

    assert 18 <= sent <= 22


async def test_what_a_turn_says_is_sent_in_the_order_it_was_said(house: House) -> None:
    house.turn = lambda incoming, _: Reply(
        messages=(*say(incoming.sender.chat, "a").messages, *say(incoming.sender.chat, "b").messages)
    )
    await house.kernel.apply([update(1), update(2)])
    sent = await house.send_all(5)

    assert [each.html for _, each in sent] == ["a", "b", "a", "b"]
    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(sent))
