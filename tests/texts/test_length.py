"""A length is the one that Telegram counts."""

import pytest

from bot.texts.length import units, visible


@pytest.mark.parametrize(
    ("marked", "length"),
    [("abc", 3), ("<b>é</b>", 1), ("👩‍⚕️", 5), ("a &lt; b &amp; c", 9), ("<blockquote expandable>x</blockquote>", 1)],
)
def test_length_is_counted_as_telegram_counts_it(marked: str, length: int) -> None:
    assert units(marked) == length


def test_what_people_see_has_no_marks() -> None:
    assert visible("<b>Jansen &amp; Co</b> &lt;3") == "Jansen & Co <3"
