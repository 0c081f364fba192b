"""A message is written over where it hangs, and only the newest text of it is sent."""

from bot.conversation.ports import Anew, Delivered
from bot.store.outbox import LEASE
from bot.store.schema import card
from tests.store.house import House, message


async def texts(house: House) -> list[str]:
    return [each.html for _, each in await house.send_all(30)]


async def test_a_message_is_edited_where_its_slot_hangs(house: House) -> None:
    await house.post(message(7, "stap 1", "scherm"))
    (sent,) = await house.outbox.claim(10)
    await house.outbox.settle({sent.id: Delivered(55)})
    await house.post(message(7, "stap 2", "scherm"))
    (edited,) = await house.outbox.claim(10)

    assert (sent.card, edited.card) == (0, 55)


async def test_a_fresh_message_is_new_and_takes_over_the_slot(house: House) -> None:
    for number, fresh in enumerate((False, True, False)):
        await house.post(message(7, str(number), "scherm", fresh=fresh))
        (delivery,) = await house.outbox.claim(10)
        await house.outbox.settle({delivery.id: Delivered(delivery.card or 50 + number)})

    assert delivery.card == 51


async def test_an_edit_of_what_is_not_there_is_forgotten_silently(house: House) -> None:
    await house.post(message(7, "weg", "scherm", only_if_there=True), message(7, "hallo"))

    assert [each.html for each in await house.send()] == ["hallo"]


async def test_only_the_newest_of_a_slot_is_sent_in_the_place_of_the_oldest(house: House) -> None:
    await house.post(message(7, "stand 1", "stand"), message(7, "tussendoor"))
    await house.post(message(7, "stand 2", "stand"), message(7, "stand 3", "stand"), message(8, "stand 1", "stand"))

    assert await texts(house) == ["stand 3", "stand 1", "tussendoor"]


async def test_a_newer_edit_of_a_new_message_still_makes_it_appear(house: House) -> None:
    await house.post(message(7, "stap 1", "scherm", fresh=True))
    await house.post(message(7, "stap 1, af", "scherm", only_if_there=True))

    assert await house.send() == [message(7, "stap 1, af", "scherm", fresh=True)]


async def test_a_new_message_does_not_swallow_the_edit_before_it(house: House) -> None:
    await house.post(message(7, "dicht", "scherm"), message(7, "nieuw", "scherm", fresh=True))
    await house.post(message(7, "nieuwer", "scherm"))

    assert await texts(house) == ["dicht", "nieuwer"]


async def test_what_is_being_sent_is_not_replaced(house: House) -> None:
    await house.post(message(7, "stand 1", "stand"))
    (sending,) = await house.outbox.claim(10)
    await house.post(message(7, "stand 2", "stand"))
    await house.outbox.settle({sending.id: Delivered(55)})

    assert [(each.card, each.message.html) for each in await house.outbox.claim(10)] == [(55, "stand 2")]


async def test_a_late_word_about_an_older_text_does_not_take_the_newer_one_away(house: House) -> None:
    await house.post(message(7, "stand 1", "stand"))
    (slow,) = await house.outbox.claim(10)
    house.watch.forward(LEASE.total_seconds())
    await house.post(message(7, "stand 2", "stand"))
    await house.outbox.settle({slow.id: Delivered(55)})

    assert [(each.card, each.message.html) for each in await house.outbox.claim(10)] == [(55, "stand 2")]


async def test_where_the_message_to_edit_is_gone_a_new_one_is_sent(house: House) -> None:
    await house.post(message(7, "stap 1", "scherm"))
    await house.send()
    await house.post(message(7, "stap 2", "scherm"))
    await house.send(verdict=lambda _: Anew())
    (anew,) = await house.outbox.claim(1)

    assert (anew.card, anew.message.html) == (0, "stap 2")


async def test_cards_are_kept_for_each_chat_apart(house: House) -> None:
    await house.post(message(7, "", "scherm"), message(8, "", "scherm"))
    await house.send()
    kept = await house.database.tx(lambda connection: connection.execute(card.select()).all())

    assert len({row.chat for row in kept}) == len(kept) == 2
