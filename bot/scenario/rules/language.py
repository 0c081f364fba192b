"""Rules L: how a case reads. Nothing here refuses a file; a good writer may know better."""

from collections.abc import Iterator
from math import floor

from bot.scenario.model import Severity
from bot.scenario.rules.ease import LONG_SENTENCE, MOST_LONG, ease_of
from bot.scenario.rules.reading import finished, mentions, path, sentences
from bot.scenario.rules.registry import Finding, Play, on_play

LONGEST_SENTENCE = 20  # words
FEWEST_WORDS = 100  # Flesch weighed samples of a hundred words; less says nothing
MOST_WORDS = 20_000  # whose syllables are counted: three long cases; a file can be uploaded by anyone
DUTCH = "nl"


@on_play("L01", Severity.TIP)
def long_sentence(play: Play) -> Iterator[Finding]:
    """A text with a sentence of more than twenty words; of each text the longest."""
    for where, text in play.passages.items():
        longest = max(text, key=lambda sentence: len(sentence.words))
        if (count := len(longest.words)) > LONGEST_SENTENCE:
            yield Finding(play.source.at_value(path(where)), {"aantal": count, "zin": longest.text})


@on_play("L02", Severity.TIP)
def hard_to_read(play: Play) -> Iterator[Finding]:
    """A finished case that reads harder, as a whole, than the team wants.

    Reading ease is 206.835 - 0.93 words a sentence - 77 syllables a word: Flesch, fitted to Dutch by W.H. Douma
    (De leesbaarheid van landbouwbladen, Wageningen 1960).
    """
    lists = play.shared.words
    if lists is None or play.scenario.language != DUTCH or not finished(play.scenario):
        return
    lines = [line for text in play.passages.values() for line in text]
    said = [word.lower() for line in lines for word in line.words]
    if len(said) < FEWEST_WORDS:
        return
    weighed = said[:MOST_WORDS]
    ease = 206.835 - 0.93 * len(said) / len(lines) - 77 * sum(map(lists.syllables, weighed)) / len(weighed)
    if ease < lists.ease:
        yield Finding(play.source.at_value(("titel",)), {"cijfer": max(0, floor(ease)), "doel": round(lists.ease)})


@on_play("L03", Severity.TIP)
def jargon(play: Play) -> Iterator[Finding]:
    """A word of the trade that no box of the case has in its title; each word once."""
    lists = play.shared.words
    if lists is None or play.scenario.language != DUTCH:
        return
    found = mentions(play.passages, (form for word in lists.jargon for form in word.forms))
    titles = {name: sentences(box.title) for name, box in play.scenario.boxes.items()}
    explained = mentions(titles, (form for word in lists.jargon for form in word.forms))
    for word in lists.jargon:
        if not any(form in explained for form in word.forms):
            first = next((form for form in found if form in word.forms), None)
            if first is not None:
                place = play.source.at_value(path(found[first]))
                yield Finding(place, {"woord": first, "gewoon": word.plain})


@on_play("L04", Severity.TIP)
def many_long_sentences(play: Play) -> Iterator[Finding]:
    """A finished case in which more than one sentence in eight has over fifteen words."""
    if not finished(play.scenario):
        return
    found = ease_of(play.passages)
    if found.words >= FEWEST_WORDS and found.long_share > MOST_LONG:
        words = {"aantal": found.long_sentences, "van": found.sentences, "lang": LONG_SENTENCE}
        yield Finding(play.source.at_value(("titel",)), words)
