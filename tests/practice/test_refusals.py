"""Everything Telegram refuses, in its own words, as telegram's own library hands it to the bot."""

import struct
import zlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from telegram import Bot, BotCommand, ForceReply, InputMediaPhoto
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.practice.people import Person
from bot.practice.world import World
from tests.support.clock import Clock

ANNA, STRANGER = 501, 999
Ask = Callable[[Bot], Awaitable[object]]


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * min(height, 10))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def keys(**button: object) -> Keys:
    return Keys([[Key("A", **button)]])  # type: ignore[arg-type]


REFUSED: list[tuple[str, Ask]] = [
    ("Message text is empty", lambda bot: bot.send_message(ANNA, " \n ")),
    ("Message text is empty", lambda bot: bot.send_message(ANNA, "<b></b>", parse_mode="HTML")),
    ("Message is too long", lambda bot: bot.send_message(ANNA, "x" * 4097)),
    ("Message is too long", lambda bot: bot.send_message(ANNA, "👍" * 2049)),
    ("Message caption is too long", lambda bot: bot.send_photo(ANNA, png(), caption="x" * 1025)),
    ("Unsupported parse_mode", lambda bot: bot.send_message(ANNA, "x", parse_mode="MarkdownV2")),
    ("Chat not found", lambda bot: bot.send_message(STRANGER, "x")),
    ("Button_data_invalid", lambda bot: bot.send_message(ANNA, "x", reply_markup=keys(callback_data="é" * 33))),
    (
        "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        lambda bot: bot.send_message(ANNA, "x", reply_markup=keys()),
    ),
    (
        "Inline keyboard button url 'http://localhost/x' is invalid: wrong http url",
        lambda bot: bot.send_message(ANNA, "x", reply_markup=keys(url="http://localhost/x")),
    ),
    (
        "Reply_markup_too_long",
        lambda bot: bot.send_message(ANNA, "x", reply_markup=Keys([[Key("A", callback_data="a")] * 8] * 13)),
    ),
    (
        "Can't parse inline keyboard button: invalid button style specified",
        lambda bot: bot.send_message(ANNA, "x", reply_markup=keys(callback_data="a", style="loud")),
    ),
    ("Message to be replied not found", lambda bot: bot.send_message(ANNA, "x", reply_to_message_id=77)),
    ("Message thread not found", lambda bot: bot.send_message(ANNA, "x", message_thread_id=7)),
    ("Message to edit not found", lambda bot: bot.edit_message_text("x", ANNA, 77)),
    ("Message can't be edited", lambda bot: bot.edit_message_text("x", ANNA, 1)),
    ("Message to delete not found", lambda bot: bot.delete_message(ANNA, 77)),
    ("Image_process_failed", lambda bot: bot.send_photo(ANNA, b"no picture")),
    ("Photo_invalid_dimensions", lambda bot: bot.send_photo(ANNA, png(9_000, 2_000))),
    ("Photo_invalid_dimensions", lambda bot: bot.send_photo(ANNA, png(2_100, 100))),
    ("File must be non-empty", lambda bot: bot.send_document(ANNA, b"")),
    (
        "Query is too old and response timeout expired or query id is invalid",
        lambda bot: bot.answer_callback_query("q9"),
    ),
    ("Wrong parameter action in request", lambda bot: bot.send_chat_action(ANNA, "sleeping")),
    ("Wrong file_id or the file is temporarily unavailable", lambda bot: bot.get_file("nothing")),
    ("Bot_command_invalid", lambda bot: bot.set_my_commands([BotCommand("Start", "x")])),
    ("Bot description is too long", lambda bot: bot.set_my_description("x" * 513)),
    ("Bad webhook: an https url must be provided for webhook", lambda bot: bot.set_webhook("http://example.org")),
    ("User not found", lambda bot: bot.get_chat_member(ANNA, STRANGER)),
    ("The practice room does not know the method senddice", lambda bot: bot.send_dice(ANNA)),
]


@pytest.mark.parametrize(("words", "ask"), REFUSED, ids=[f"{words} {row}" for row, (words, _) in enumerate(REFUSED)])
async def test_a_wrong_request_is_refused_in_the_words_of_telegram(
    bot: Bot, anna: Person, words: str, ask: Ask
) -> None:
    anna.start()
    with pytest.raises(BadRequest) as refused:
        await ask(bot)
    assert refused.value.message.lower() == words.lower()


async def test_whoever_never_pressed_start_cannot_be_written_to(bot: Bot) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ANNA, "x")


async def test_whoever_blocked_the_bot_gets_nothing_until_they_let_it_in(bot: Bot, anna: Person) -> None:
    anna.start()
    anna.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "x")
    anna.unblocks()
    await bot.send_message(ANNA, "x")


async def test_a_group_the_bot_is_not_in_is_closed_to_it(bot: Bot, anna: Person) -> None:
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(anna.group.id, "x")
    anna.adds_bot()
    await bot.send_message(anna.group.id, "x")
    anna.removes_bot()
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(anna.group.id, "x")


async def test_a_group_that_became_a_supergroup_says_where_it_went(bot: Bot, anna: Person) -> None:
    anna.adds_bot()
    old, new = anna.group, anna.upgrades()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")


async def test_an_edit_that_changes_nothing_is_refused_and_one_that_drops_the_buttons_is_not(
    bot: Bot, anna: Person
) -> None:
    anna.start()
    sent = await bot.send_message(ANNA, "<b>x</b>", parse_mode="HTML", reply_markup=keys(callback_data="a"))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup are"):
        await bot.edit_message_text(
            "<b> x</b>", ANNA, sent.message_id, parse_mode="HTML", reply_markup=keys(callback_data="a")
        )
    await bot.edit_message_text("<b>x</b>", ANNA, sent.message_id, parse_mode="HTML")
    assert anna.screen()[-1].rows == ()


async def test_a_message_somebody_took_away_cannot_be_edited(bot: Bot, anna: Person) -> None:
    anna.start()
    sent = await bot.send_message(ANNA, "x")
    anna.deletes(sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", ANNA, sent.message_id)


async def test_a_picture_has_a_caption_and_no_text(bot: Bot, anna: Person) -> None:
    anna.start()
    text, photo = await bot.send_message(ANNA, "x"), await bot.send_photo(ANNA, png(), caption="c")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("y", ANNA, photo.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(ANNA, text.message_id, caption="y")
    await bot.edit_message_media(InputMediaPhoto(png(8, 8), caption="now a picture"), ANNA, text.message_id)
    assert anna.screen()[1].text == "(photo) now a picture"


async def test_a_message_of_three_days_ago_cannot_be_taken_away(bot: Bot, anna: Person, clock: Clock) -> None:
    anna.start()
    sent = await bot.send_message(ANNA, "x")
    clock.forward(timedelta(days=3))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ANNA, sent.message_id)
    assert await bot.delete_messages(ANNA, [sent.message_id])
    assert anna.screen()[-1].text == "x"


async def test_a_tap_is_answered_once_and_in_time(bot: Bot, anna: Person, clock: Clock) -> None:
    anna.start()
    sent = await bot.send_message(ANNA, "x", reply_markup=keys(callback_data="a"))
    first, second = anna.taps(anna.chat, sent.message_id, "a"), anna.taps(anna.chat, sent.message_id, "a")
    await bot.answer_callback_query(first, "fine")
    assert [one.text for one in anna.toasts] == ["fine"]
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(first)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(second, "x" * 201)
    clock.forward(timedelta(seconds=16))
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(second)


async def test_a_forced_reply_comes_back_without_markup_also_inside_an_answer(
    bot: Bot, anna: Person, world: World
) -> None:
    anna.adds_bot()
    asked = await bot.send_message(anna.group.id, "Why?", reply_markup=ForceReply(selective=True))
    assert asked.reply_markup is None
    anna.writes("Because", anna.group, to=asked.message_id)
    answered = (await bot.get_updates())[-1].message
    assert answered is not None
    assert answered.reply_to_message is not None
    assert [one for one in world.passed if one.kind == "dropped"] == []
