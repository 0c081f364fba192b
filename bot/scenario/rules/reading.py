"""What a participant reads in a case, as texts, sentences and words, for the rules that look at language."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from bot.scenario.model import Decision, Kind, Scenario
from bot.scenario.readable import after_choice, at_ending, at_step, on_card
from bot.scenario.reader import Path

_words = attrgetter("words")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# A mark with a small letter after it ends no sentence: "art. 18 lid 1", "De Haven e.a. willen".
_END = re.compile(r"([.!?…])[\"”’')\]*_]*\s+(?=[\"“‘'(\[*_]*[A-ZÀ-Þ0-9])")


class Sentence(Struct, frozen=True):
    """A sentence of a text, and its words."""

    text: str
    words: list[str]


def finished(scenario: Scenario) -> bool:
    """Return whether a file is a case that is meant to be taught with: it says who the client is."""
    return bool(scenario.client) and scenario.kind is Kind.CASE


def passages(scenario: Scenario) -> dict[str, str]:
    """Return every text of the file that participants read, by its path with dots, in the order they may read it.

    Not the boxes: they stand in a file of their own.
    """
    texts = on_card(scenario)
    for name, step in scenario.steps.items():
        options = tuple(step.options) if isinstance(step, Decision) else ()
        texts |= at_step(scenario, name, options)
        for option in options:
            texts |= after_choice(scenario, name, option)
    for name in scenario.endings:
        texts |= at_ending(scenario, name)
    return {where: text for where, text in texts.items() if not where.startswith("kaders.")}


def path(where: str) -> Path:
    """Return a path with dots as a path in the tree of the file."""
    return tuple(int(part) if part.isdigit() else part for part in where.split("."))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text; a paragraph and a line of a list end one too."""
    parts = (_END.sub(r"\1\n", text) if _END.search(text) else text).split("\n")
    return tuple([Sentence(part, words_in(part)) for part in parts if part])


def words_in(text: str) -> list[str]:
    """Return the words of a text, without what stands around them; "re-integratie" and "foto's" are one."""
    return _WORD.findall(text)


def mentions(texts: Mapping[str, Iterable[Sentence]], phrases: Iterable[str]) -> dict[str, str]:
    """Return the phrases (small letters) that stand in the texts as whole words, each with the first text it is in.

    They come in the order of the texts.
    """
    spoken = {where: f" {' '.join(chain.from_iterable(map(_words, text))).lower()} " for where, text in texts.items()}
    said = set(" ".join(spoken.values()).split())
    possible = [phrase for phrase in phrases if said.issuperset(phrase.split())]
    found: dict[str, str] = {}
    for where, text in spoken.items():
        for phrase in possible:
            if f" {phrase} " in text:
                found.setdefault(phrase, where)
    return found
