import pytest
from telegram import Bot, Update
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys

from bot.practice.others import THING
from bot.practice.people import NotPossibleError, Person, newcomer
from bot.practice.world import World


async def heard(bot: Bot) -> list[Update]:
    updates = list(await bot.get_updates(timeout=0))
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_in_a_group_the_bot_hears_commands_and_answers_to_itself_only(bot: Bot, bram: Person) -> None:
    bram.adds_bot()
    mine = await bot.send_message(bram.group.id, "Why?")
    bram.writes("nothing for you", bram.group)
    theirs = max(bram.group.messages)
    bram.writes("/team", bram.group)
    bram.writes("/team@casusbot now", bram.group)
    bram.writes("/team@otherbot", bram.group)
    bram.writes("say /team", bram.group)
    bram.writes("because", bram.group, to=mine.message_id)
    bram.writes("indeed", bram.group, to=theirs)
    assert texts(await heard(bot)) == [None, "/team", "/team@casusbot now", "because"]


async def test_an_administrator_hears_everything_and_a_bot_put_out_nothing(bot: Bot, bram: Person) -> None:
    bram.adds_bot(status="administrator")
    bram.writes("hello", bram.group)
    bram.removes_bot()
    bram.writes("/team", bram.group)
    assert texts(await heard(bot)) == [None, "hello"]


async def test_coming_and_going_reach_the_bot_as_a_change_of_its_membership(bot: Bot, anna: Person) -> None:
    anna.start()
    anna.blocks()
    anna.start()
    anna.adds_bot()
    changes = [update.my_chat_member for update in await heard(bot) if update.my_chat_member]
    assert [str(change.new_chat_member.status) for change in changes] == ["kicked", "member", "member"]


async def test_whoever_blocked_the_bot_cannot_write_to_it(anna: Person) -> None:
    anna.start()
    anna.blocks()
    with pytest.raises(NotPossibleError, match="Anna has blocked the bot"):
        anna.writes("hello")


@pytest.mark.parametrize("what", THING)
async def test_everything_that_is_no_text_arrives_as_what_it_is(bot: Bot, anna: Person, what: str) -> None:
    anna.start()
    anna.sends(what)
    message = (await heard(bot))[-1].message
    assert message is not None
    assert getattr(message, what)


async def test_a_forwarded_and_an_edited_message_arrive_as_such(bot: Bot, anna: Person) -> None:
    anna.forwards("look at this")
    anna.writes("one")
    anna.edits("two")
    forwarded, _, edited = await heard(bot)
    assert forwarded.message is not None
    assert forwarded.message.forward_origin is not None
    assert edited.edited_message is not None
    assert edited.edited_message.text == "two"


async def test_a_long_text_arrives_in_pieces_as_telegrams_apps_send_it(bot: Bot, anna: Person) -> None:
    anna.writes("👍" * 3_000)
    assert [len(text or "") for text in texts(await heard(bot))] == [2_048, 952]


async def test_a_button_is_pressed_by_its_label_the_newest_first(bot: Bot, anna: Person) -> None:
    anna.start()
    for data in ("old", "new"):
        await bot.send_message(anna.chat.id, "x", reply_markup=Keys([[Key("B", callback_data=data)]]))
    anna.presses("B")
    anna.presses("B", old=True)
    pressed = [update.callback_query.data for update in await heard(bot) if update.callback_query]
    assert pressed == ["new", "old"]
    with pytest.raises(NotPossibleError, match=r"Anna sees no button \[C\], but: B, B"):
        anna.presses("C")


async def test_links_to_the_bot_are_followed(bot: Bot, anna: Person) -> None:
    anna.start()
    rows = Keys([
        [Key("Here", url="https://t.me/casusbot?start=code")],
        [Key("Group", url="https://t.me/casusbot?startgroup=team")],
    ])  # fmt: skip
    await bot.send_message(anna.chat.id, "x", reply_markup=rows)
    anna.presses("Here")
    anna.presses("Group")
    assert texts(await heard(bot)) == ["/start", "/start code", None, "/start@casusbot team"]


async def test_both_sides_of_a_move_to_a_supergroup_are_told(bot: Bot, anna: Person) -> None:
    anna.adds_bot()
    old, new = anna.group, anna.upgrades()
    messages = [update.message for update in await heard(bot) if update.message]
    assert [message.migrate_to_chat_id for message in messages if message.chat.id == old.id][-1] == new.id
    assert [message.migrate_from_chat_id for message in messages if message.chat.id == new.id] == [old.id]
    assert anna.group is new


def test_a_newcomer_gets_the_next_free_name_and_joins_the_group(world: World, anna: Person) -> None:
    dewi, emre = newcomer(world), newcomer(world)
    assert [dewi.name, emre.name] == ["Dewi", "Emre"]
    assert dewi.group is anna.group


def test_after_a_reset_only_the_first_people_are_left_and_nothing_is_said(world: World, anna: Person) -> None:
    newcomer(world)
    anna.start()
    world.reset()
    assert [account.name for account in world.accounts.values()] == ["Anna", "Bram", "Chris"]
    assert anna.screen() == ()
    assert world.updates.waiting() == []
