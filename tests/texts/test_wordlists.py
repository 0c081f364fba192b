"""The lists of Dutch words are in order, and Dutch is cut into syllables as people speak it."""

import pytest

from bot.texts.wordlists import syllables, word_lists

LISTS = word_lists()


def test_every_list_has_each_word_once_in_small_letters() -> None:
    forms = tuple(form for word in LISTS.jargon for form in word.forms)
    for words in (LISTS.heavy, LISTS.verdicts, LISTS.organisations, LISTS.organisation_endings, LISTS.articles, forms):
        assert words
        assert len(set(words)) == len(words)
        assert all(word == " ".join(word.lower().split()) for word in words)


def test_every_word_of_the_trade_has_a_plain_one() -> None:
    assert len(LISTS.jargon) >= 40
    assert all(word.forms and word.plain and "=" not in word.plain for word in LISTS.jargon)


def test_a_plain_word_is_not_itself_on_the_list() -> None:
    forms = {form for word in LISTS.jargon for form in word.forms}
    assert not [word.plain for word in LISTS.jargon if forms & set(word.plain.replace(",", "").split())]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("de", 1),
        ("over", 2),
        ("adres", 2),
        ("eigen", 2),
        ("zelfredzaamheid", 4),
        ("financiële", 5),
        ("uit", 1),
        ("", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, number: int) -> None:
    assert syllables(word) == number


def test_a_word_without_an_end_is_cut_off() -> None:
    assert syllables("la" * 100_000) == syllables("la" * 30)
