"""The lists of Dutch words that checks look for, and how Dutch is cut into syllables."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyphen import Pyphen

from bot.scenario.rules.registry import Jargon, WordLists
from bot.scenario.source import load

_KEPT = 20_000  # words; a case has two thousand different ones
_LONGEST = 60  # letters that are looked at; a file can be uploaded by anyone
# Dutch spelling never breaks off a single letter, so the hyphenation does not know that "o-ver" and "a-dres" have two.
_LONE_VOWEL = re.compile(r"[aeiou](?:[bcdfghjklmnpqrstvwxz]|[bcdfgkpt][lr])[aeiouy]")


@cache
def word_lists() -> WordLists:
    """Return the lists that come with the bot, to check files with."""
    kinds = _read("_organisaties")
    return WordLists(
        heavy=_small(_read("_zwaar")["woorden"]),
        verdicts=_small(_read("_oordeel")["woorden"]),
        jargon=tuple(_jargon(line) for line in _read("_jargon")["woorden"]),
        organisations=_small(kinds["precies"]),
        organisation_endings=_small(kinds["eindigt_op"]),
        articles=_small(kinds["lidwoorden"]),
        syllables=syllables,
        fill_ins=_small(_read("_invulregels")["begint_met"]),
        ease=float(_read("_leesgemak")["minstens"]),
    )


@lru_cache(maxsize=_KEPT)
def syllables(word: str) -> int:
    """Return the number of syllables of a Dutch word in small letters, by the hyphenation of LibreOffice."""
    word = word[:_LONGEST]
    hyphens = _hyphens()
    breaks = len(hyphens.positions(word))
    hyphens.hd.cache.clear()  # its own memory of words has no bound
    return 1 + breaks + bool(_LONE_VOWEL.match(word))


@cache
def _hyphens() -> Pyphen:
    return Pyphen(lang="nl_NL", left=1, right=1)


def _jargon(line: str) -> Jargon:
    forms, _, plain = line.partition(" = ")
    return Jargon(_small(forms.split(", ")), plain)


def _small(words: list[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)


def _read(name: str) -> dict[str, Any]:
    path = Path(str(files("bot.texts"))) / "checks" / f"{name}.yaml"
    return load(path.read_bytes(), path.name)
