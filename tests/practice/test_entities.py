from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.entities import parse_html
from bot.practice.refusals import RefusedError
from bot.practice.seen import marked


def inside(text: str, entity: dict[str, Any]) -> str:
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def test_entities_count_utf16_units_so_an_emoji_is_two() -> None:
    text, entities = parse_html("👍 <b>klant</b>")
    assert (text, entities) == ("👍 klant", [{"type": "bold", "offset": 3, "length": 5}])


def test_nested_marks_come_out_outermost_first() -> None:
    _, entities = parse_html("<blockquote expandable>Wet: <b>art. <i>2</i></b></blockquote>")
    assert [one["type"] for one in entities] == ["expandable_blockquote", "bold", "italic"]


def test_space_around_a_message_is_cut_off_and_entities_move_along() -> None:
    text, entities = parse_html("\n  <b> ja </b>\n")
    assert (text, inside(text, entities[0])) == ("ja", "ja")


def test_only_the_references_telegram_knows_are_read() -> None:
    assert parse_html("&lt;b&gt; &amp;lt; &quot; &#39; &nbsp;")[0] == "<b> &lt; \" ' &nbsp;"


def test_more_than_a_hundred_entities_are_silently_dropped() -> None:
    assert len(parse_html("<b>x</b>y" * 120)[1]) == 100


def test_a_quote_within_a_quote_is_dropped() -> None:
    assert len(parse_html("<blockquote>a<blockquote>b</blockquote></blockquote>")[1]) == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("é<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ],
)
def test_broken_html_is_refused_with_the_words_of_telegram(source: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@given(st.text(st.sampled_from("ab é👍\n&<>"), max_size=20), st.text(st.sampled_from("x👍 \n"), max_size=8))
def test_what_was_escaped_comes_out_as_it_went_in(plain: str, bold: str) -> None:
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text, entities = parse_html(f"{escaped}<b>{bold}</b>.")
    assert text == f"{plain}{bold}.".strip()
    assert all(bold.endswith(inside(text, one)) for one in entities)


def test_a_screen_shows_marks_and_puts_a_quote_on_lines_of_its_own() -> None:
    quote = "<blockquote expandable>wet\nen regel</blockquote>"
    text, entities = parse_html(f"<b>Vraag</b> {quote}\n<tg-spoiler>nee</tg-spoiler>")
    assert marked(text, entities) == "*Vraag* \n┃⌄ wet\n┃ en regel\n▒nee▒"
