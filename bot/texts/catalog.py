"""The bot's own words by key and language; the one place where values are escaped into HTML."""

import html
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.scenario.source import load

LANGUAGES = ("nl", "en")
DEFAULT = "nl"


class Html(str):
    """Text that is safe to send as HTML: already escaped, or made of markup on purpose."""

    __slots__ = ()


class TextsError(Exception):
    """The texts of the bot are not in order."""


Entry = str | Mapping[str, str]


class Texts:
    """All words of all languages; call it to say something."""

    def __init__(self, books: Mapping[str, Mapping[str, Entry]]) -> None:
        """Take the entries by language and dotted key; an entry is a sentence or its two numbers."""
        self.books = books

    def __call__(self, language: str, key: str, **values: object) -> Html:
        """Return the sentence under a key, its blanks filled; values are escaped unless they are Html.

        A language that does not exist is answered in Dutch. Raises KeyError for a key that does not exist.
        """
        return Html(
            self._entry(language, key, values).format(**{name: escape(value) for name, value in values.items()})
        )

    def plain(self, language: str, key: str, **values: object) -> str:
        """Return the sentence under a key as plain text, for toasts, button labels and the terminal."""
        return self._entry(language, key, values).format(**values)

    def _entry(self, language: str, key: str, values: Mapping[str, object]) -> str:
        book = self.books.get(language[:2], self.books[DEFAULT])
        entry = book[key]
        if isinstance(entry, str):
            return entry
        return entry["one" if values.get("n") == 1 else "other"]


def escape(value: object) -> Html:
    """Return a value as Html: Html stays as it is, anything else is escaped."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=False))


@cache
def shipped() -> Texts:
    """Return the texts that come with the bot, from texts/nl and texts/en; raises TextsError when one is broken."""
    return read_texts(Path(str(files("bot.texts"))))


def read_texts(folder: Path) -> Texts:
    """Return the texts in a folder with one folder a language; raises TextsError when languages do not match."""
    books = {language: _book(folder / language) for language in LANGUAGES}
    for language in LANGUAGES:
        odd = books[language].keys() ^ books[DEFAULT].keys()
        if odd:
            raise TextsError(f"keys not in both languages: {', '.join(sorted(odd))}")
    return Texts(books)


def _book(folder: Path) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        entries.update(_flat(load(path.read_bytes(), path.name), f"{path.stem}."))
    return entries


def _flat(tree: Mapping[str, Any], prefix: str) -> dict[str, Entry]:
    """Return the leaves of a tree by dotted path; a mapping with just `one` and `other` is a leaf."""
    entries: dict[str, Entry] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping) and set(value) != {"one", "other"}:
            entries.update(_flat(value, f"{prefix}{key}."))
        elif isinstance(value, list):
            raise TextsError(f"{prefix}{key} is a list")
        else:
            entries[prefix + key] = value if isinstance(value, str) else dict(value)
    return entries
