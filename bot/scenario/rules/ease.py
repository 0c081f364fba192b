"""How a case reads, in three figures: sentences, long sentences, long words."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from bot.scenario.model import Scenario
from bot.scenario.rules.reading import Sentence, passages, sentences

LONG_SENTENCE = 15  # words; B1 asks for 8 to 12
LONG_WORD = 12  # letters
MOST_LONG = 1 / 8  # of the sentences


class Ease(Struct, frozen=True):
    """Counts over everything participants read, boxes left out: long is more than 15 words, or more than 12 letters."""

    sentences: int
    words: int
    long_sentences: int
    long_words: int

    @property
    def words_a_sentence(self) -> float:
        """Return the average number of words in a sentence, 0 without any."""
        return self.words / max(1, self.sentences)

    @property
    def long_share(self) -> float:
        """Return which share of the sentences is long, from 0 to 1."""
        return self.long_sentences / max(1, self.sentences)

    @property
    def long_word_share(self) -> float:
        """Return which share of the words is long, from 0 to 1."""
        return self.long_words / max(1, self.words)


def ease(scenario: Scenario) -> Ease:
    """Return how a case reads."""
    return ease_of({where: sentences(text) for where, text in passages(scenario).items()})


def ease_of(texts: Mapping[str, Iterable[Sentence]]) -> Ease:
    """Return how texts read that were cut into sentences before."""
    found = [sentence.words for text in texts.values() for sentence in text if sentence.words]
    return Ease(
        sentences=len(found),
        words=sum(map(len, found)),
        long_sentences=sum(len(words) > LONG_SENTENCE for words in found),
        long_words=sum(len(word) > LONG_WORD for words in found for word in words),
    )
