"""What is made for authors: the pictures of a long case can be told apart, in the chat and as files."""

import pytest

from bot.app import workshop
from bot.press.pictures import Size
from tests.scenario.test_draw import long_case
from tests.support.cases import DOOR


def test_each_of_several_pictures_says_which_part_it_is() -> None:
    made = workshop.drawn(long_case(13), "nl")
    assert [caption for caption, _ in made.pictures] == ["Overzicht", "Deel 1: Stap s0", "Deel 2: Stap s6"]
    assert made.words.startswith("Kaart van Rondje")


def test_an_only_picture_needs_no_more_than_the_words_under_it() -> None:
    assert [caption for caption, _ in workshop.drawn(DOOR, "nl").pictures] == [""]


def test_a_picture_too_long_for_a_chat_is_a_file_with_the_name_of_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Size, "is_clear_photo", False)
    long = workshop.drawn(long_case(13), "nl")
    assert [name for name, _ in long.documents] == ["rondje-overzicht.png", "rondje-deel-1.png", "rondje-deel-2.png"]
    assert [name for name, _ in workshop.drawn(DOOR, "en").documents] == [f"{DOOR.id}.png"]
