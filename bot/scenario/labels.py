"""Texts fitted into the small boxes of a picture: cut, wrapped, and without what cannot be drawn."""

import textwrap
import unicodedata
from collections.abc import Iterator

from pyphen import Pyphen, language_fallback

ELLIPSIS = "…"
_NEVER_DRAWN = {"Cc", "Cs", "Co", "Cn"}  # control characters, halves of characters, and characters that are none


def drawable(text: str) -> str:
    """Return a text on one line, without characters that cannot be drawn."""
    kept = "".join(" " if one.isspace() else one for one in text if one.isspace() or _drawn(one))
    return " ".join(kept.split())


def _drawn(one: str) -> bool:
    return unicodedata.category(one) not in _NEVER_DRAWN


def shortened(text: str, most: int) -> str:
    """Return a text of at most this many characters, cut between words where it can be, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole = cut.rpartition(" ")[0] if text[most - 1] != " " else cut
    kept = whole if len(whole) > most // 2 else cut
    return kept.rstrip(" ,;:.-") + ELLIPSIS


def wrapped(text: str, width: int, language: str = "nl", indent: int = 0) -> list[str]:
    """Return a text in lines of about the same length, of at most this many characters.

    A word that is longer is hyphenated, or else simply cut. The first line leaves room for `indent` characters.
    """
    words = " ".join(
        part
        for number, word in enumerate(text.split())
        for part in _fitting(word, width if number else width - indent, language)
    )
    lines = _lines(words, width, indent)
    for narrower in range(width - 1, indent, -1):
        narrow = _lines(words, narrower, indent)
        if len(narrow) > len(lines) or any(len(line) > narrower for line in narrow):
            break
        lines = narrow
    return [line.strip() for line in lines]


def _lines(words: str, width: int, indent: int) -> list[str]:
    room = " " * indent
    return textwrap.wrap(words, width, initial_indent=room, break_on_hyphens=False, break_long_words=False)


def _fitting(word: str, width: int, language: str) -> Iterator[str]:
    while len(word) > width:
        pair = _hyphens(language).wrap(word, width)
        head, word = pair or (word[:width], word[width:])
        yield head
    yield word


def _hyphens(language: str) -> Pyphen:
    return Pyphen(lang=language_fallback(language) or "nl_NL")
