"""How a case reads: counted over everything participants read."""

from msgspec.structs import replace

from bot.scenario.rules.ease import Ease, ease, ease_of
from bot.scenario.rules.reading import sentences
from tests.support.cases import DOOR


def test_a_sentence_of_fifteen_words_is_not_long_and_one_of_sixteen_is() -> None:
    found = ease_of({"een": sentences("woord " * 15), "twee": sentences("woord " * 16)})
    assert (found.sentences, found.words, found.long_sentences, found.long_share) == (2, 31, 1, 0.5)
    assert found.words_a_sentence == 15.5


def test_a_word_of_more_than_twelve_letters_is_long() -> None:
    found = ease_of({"een": sentences("Woningzoeker belt woningcorporatie.")})
    assert (found.long_words, found.long_word_share) == (1, 1 / 3)


def test_without_any_text_there_is_nothing_long() -> None:
    empty = ease_of({})
    assert empty == Ease(0, 0, 0, 0)
    assert empty.words_a_sentence == empty.long_share == empty.long_word_share == 0


def test_the_notes_of_the_trainer_and_the_boxes_do_not_count() -> None:
    assert ease(DOOR) == ease(replace(DOOR, boxes={}, trainer="Lees dit niet voor."))
