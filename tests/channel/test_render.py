import html

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.channel.errors import Remedy
from bot.channel.render import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    acknowledgement,
    calls,
    markup,
    remade,
    split,
)
from bot.conversation.messages import Button, Look, Message, Toast
from bot.texts.length import units, visible

A, NEXT = Button(label="A", data="1|s|1|c|a"), Button(label="Verder", data="1|s|1|n|", look=Look.ONWARD)
PARAGRAPH = "Woord. " * 200


def test_a_message_is_sent_as_html_without_a_preview_of_links() -> None:
    (call,) = calls(Message(chat=7, html="<b>Dag</b>", rows=((A,),)))
    assert call.method == "send_message"
    assert call.arguments["text"] == "<b>Dag</b>"
    assert call.arguments["parse_mode"] == "HTML"
    assert call.arguments["link_preview_options"].is_disabled
    assert call.arguments["disable_notification"] is False
    assert "message_thread_id" not in call.arguments


def test_a_message_without_sound_goes_into_its_topic() -> None:
    (call,) = calls(Message(chat=-7, html="Dag", thread=42, silent=True))
    assert call.arguments["message_thread_id"] == 42
    assert call.arguments["disable_notification"] is True
    assert call.arguments["reply_markup"] is None


def test_a_message_that_hangs_there_is_written_over_with_its_buttons() -> None:
    (call,) = calls(Message(chat=7, html="Nieuw", thread=42), card=12)
    assert call.method == "edit_message_text"
    assert call.arguments["message_id"] == 12
    assert call.arguments["reply_markup"] is None
    assert "message_thread_id" not in call.arguments


def test_only_the_way_on_has_a_colour() -> None:
    keyboard = markup(((A, NEXT),))
    assert keyboard
    assert [button.style for button in keyboard.inline_keyboard[0]] == [None, "primary"]


def test_a_button_may_open_a_page_instead() -> None:
    keyboard = markup(((Button(label="Lees", url="https://example.org"),),))
    assert keyboard
    button = keyboard.inline_keyboard[0][0]
    assert (button.url, button.callback_data) == ("https://example.org", None)


def test_rows_that_are_too_wide_are_broken_and_the_hundredth_button_is_the_last() -> None:
    assert sizes(markup(((A,) * 10,))) == [8, 2]
    assert sum(sizes(markup(((A,) * 7,) * 20))) == 100
    assert markup(()) is None
    assert markup(((), (A,))) == markup(((A,),))


def sizes(keyboard: InlineKeyboardMarkup | None) -> list[int]:
    return [len(row) for row in keyboard.inline_keyboard] if keyboard else []


def test_a_text_of_exactly_the_limit_stays_in_one_part() -> None:
    assert len(split("😀" * (TEXT_LIMIT // 2))) == 1
    assert len(split("😀" * (TEXT_LIMIT // 2) + "!")) == 2


def test_a_long_text_is_broken_between_paragraphs() -> None:
    paragraphs = [f"Alinea {number}. {PARAGRAPH}".strip() for number in range(8)]
    parts = split("\n\n".join(paragraphs))
    assert "\n\n".join(parts).split("\n\n") == paragraphs
    assert len(parts) > 1


def test_a_long_paragraph_is_broken_between_lines_or_else_words() -> None:
    lines = split("\n".join(["x" * 1000] * 6))
    words = split(" ".join(["x" * 1000] * 6))
    assert all(set(part.split()) == {"x" * 1000} for part in (*lines, *words))


def test_tags_that_are_open_at_a_border_are_closed_and_opened_again() -> None:
    first, second = split(f"<b>Kop</b> <blockquote expandable><i>{'a' * 4000}\n\n{'b' * 4000}</i></blockquote>")
    assert first == f"<b>Kop</b> <blockquote expandable><i>{'a' * 4000}</i></blockquote>"
    assert second == f"<blockquote expandable><i>{'b' * 4000}</i></blockquote>"


PIECES = st.sampled_from(["a", "é ", "😀", "\n", "\n\n", "&amp;", "<b>", "<i>", "<blockquote expandable>", "/"])


@given(st.lists(PIECES, max_size=60), st.integers(min_value=2, max_value=20))
def test_no_border_loses_a_letter_or_breaks_a_tag(pieces: list[str], limit: int) -> None:
    marked, tags = "", list[str]()
    for piece in pieces:
        if piece == "/":
            marked += f"</{tags.pop()}>" if tags else ""
            continue
        tags += [piece[1:-1].split()[0]] if piece.startswith("<") else []
        marked += piece
    marked += "".join(f"</{tag}>" for tag in reversed(tags))
    parts = split(marked, limit)
    assert all(units(part) <= limit for part in parts)
    assert "".join("".join(map(visible, parts)).split()) == "".join(visible(marked).split())
    for part in parts:
        for tag in ("b", "i", "blockquote"):
            assert part.count(f"<{tag}>") + part.count(f"<{tag} ") == part.count(f"</{tag}>")


def test_the_buttons_hang_under_the_last_part_and_only_the_first_makes_a_sound() -> None:
    sent = calls(Message(chat=7, html=f"{PARAGRAPH}\n\n" * 6, rows=((A,),)))
    assert len(sent) > 2
    assert [bool(call.arguments.get("reply_markup")) for call in sent] == [False] * (len(sent) - 1) + [True]
    assert [call.arguments["disable_notification"] for call in sent] == [False] + [True] * (len(sent) - 1)


def test_what_does_not_fit_in_the_message_that_hangs_there_is_not_written_over_it() -> None:
    assert calls(Message(chat=7, html="a" * (TEXT_LIMIT + 1)), card=12) == ()
    assert calls(Message(chat=7, html="a" * (CAPTION_LIMIT + 1), picture=b"png"), card=12) == ()


def test_a_picture_carries_its_text_and_buttons() -> None:
    (call,) = calls(Message(chat=7, html="<b>Weg</b>", picture=b"png", rows=((A,),)))
    assert call.method == "send_photo"
    assert call.arguments["photo"] == b"png"
    assert call.arguments["caption"] == "<b>Weg</b>"
    assert call.arguments["reply_markup"]


def test_under_a_picture_a_long_text_follows_by_itself() -> None:
    picture, words = calls(Message(chat=7, html="a" * (CAPTION_LIMIT + 1), picture=b"png", rows=((A,),)))
    assert (picture.method, words.method) == ("send_photo", "send_message")
    assert "caption" not in picture.arguments
    assert "reply_markup" not in picture.arguments
    assert words.arguments["reply_markup"]


def test_a_picture_that_hangs_there_is_replaced() -> None:
    (call,) = calls(Message(chat=7, html="<b>Nu</b>", picture=b"png"), card=12)
    assert call.method == "edit_message_media"
    assert call.arguments["media"].caption == "<b>Nu</b>"


def test_a_text_that_telegram_cannot_read_goes_plain_and_only_once() -> None:
    (call,) = calls(Message(chat=7, html="<b>a &lt; b</b>", rows=((A,),)))
    (plain,) = remade(call, Remedy.PLAIN)
    assert plain.arguments["text"] == "a < b"
    assert plain.arguments["parse_mode"] is None
    assert plain.arguments["reply_markup"] == call.arguments["reply_markup"]
    assert remade(plain, Remedy.PLAIN) == ()


def test_a_caption_goes_plain_as_well() -> None:
    message = Message(chat=7, html="<b>x</b>", picture=b"png")
    (sent,), (edited,) = calls(message), calls(message, card=12)
    assert remade(sent, Remedy.PLAIN)[0].arguments["caption"] == "x"
    media = remade(edited, Remedy.PLAIN)[0].arguments["media"]
    assert (media.caption, media.parse_mode) == ("x", None)


def test_without_its_topic_a_message_goes_to_the_whole_group() -> None:
    (call,) = calls(Message(chat=-7, html="x", thread=42))
    (general,) = remade(call, Remedy.WITHOUT_TOPIC)
    assert "message_thread_id" not in general.arguments


def test_what_telegram_still_finds_too_long_goes_plain_in_smaller_parts() -> None:
    words = html.escape("Wet & rendement. ") * 230
    (call,) = calls(Message(chat=7, html=words, rows=((A,),)))
    first, second = remade(call, Remedy.SHORTER)
    assert (first.arguments["text"] + " " + second.arguments["text"]).strip() == visible(words).strip()
    assert first.arguments.get("reply_markup") is None
    assert second.arguments["reply_markup"] == call.arguments["reply_markup"]
    (picture,) = calls(Message(chat=7, html="kort", picture=b"png", rows=((A,),)))
    alone, below = remade(picture, Remedy.SHORTER)
    assert (alone.method, below.arguments["text"]) == ("send_photo", "kort")


def test_an_acknowledgement_is_cut_where_telegram_would_refuse_it() -> None:
    assert acknowledgement(Toast(query="1")) == {"callback_query_id": "1", "text": None, "show_alert": False}
    assert len(acknowledgement(Toast(query="1", text="a" * 300, alert=True))["text"]) == 200
