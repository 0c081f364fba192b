"""The words of pictures and papers, taken out of the catalogue as one value."""

from typing import Any, TypeVar

import msgspec

from bot.scenario.draw import MapWords
from bot.scenario.reading import BookWords
from bot.texts.catalog import DEFAULT, Texts

Words = TypeVar("Words", bound=msgspec.Struct)


def map_words(texts: Texts, language: str) -> MapWords:
    """Return the words of a map in a language; a language that does not exist is answered in Dutch."""
    return _words(texts, language, "map", MapWords, {})


def book_words(texts: Texts, language: str) -> BookWords:
    """Return the words of a reading book in a language; a language that does not exist is answered in Dutch."""
    entries = texts.books.get(language[:2], texts.books[DEFAULT])
    months = [entries[f"dates.month.m{number:02}"] for number in range(1, 13)]
    return _words(texts, language, "book", BookWords, {"months": months, "month_year": entries["dates.month_year"]})


def _words(texts: Texts, language: str, book: str, kind: type[Words], more: dict[str, Any]) -> Words:
    entries = texts.books.get(language[:2], texts.books[DEFAULT])
    own = {name: entries[f"{book}.{name}"] for name in kind.__struct_fields__ if name not in more}
    return msgspec.convert({**own, **more}, kind)
