"""A reading book as the templates take it: plain values, prose parted into paragraphs, lists and marked runs."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import msgspec

from bot.scenario.reading import Book, BookWords
from bot.texts.prose import prose

PROSE = frozenset({"consequence", "debrief", "deepening", "gain", "intro", "loss", "prompt", "question", "remark"})
PROSE |= {"situation", "sub_question", "text", "trainer", "unverified", "urgent", "words"}
MONTHS = frozenset({"checked", "recheck"})

Run = dict[str, Any]
Block = dict[str, Any]


def laid_out(book: Book, words: BookWords) -> dict[str, Any]:
    """Return {"book": ..., "words": ...}; the texts of authors are lists of blocks (see `blocks`), months are words."""
    return {"book": _value("", msgspec.to_builtins(book), words), "words": msgspec.to_builtins(words)}


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and lists of a text: {"list": bool, "lines": [[{"text", "bold", "italic"}, ...], ...]}."""
    found: list[Block] = []
    for paragraph in text.split("\n\n"):
        for line in paragraph.splitlines():
            item = line.startswith("- ")
            runs = list(_runs(line.removeprefix("- ")))
            if item and found and found[-1]["list"]:
                found[-1]["lines"].append(runs)
            elif runs:
                found.append({"list": item, "lines": [runs]})
    return found


def _value(name: str, value: Any, words: BookWords) -> Any:
    match value:
        case dict():
            return {key: _value(key, each, words) for key, each in value.items()}
        case list() | tuple():
            return [_value(name, each, words) for each in value]
        case str() if name in PROSE:
            return blocks(value)
        case str() if name in MONTHS and value:
            return _month(value, words)
        case _:
            return value


def _month(written: str, words: BookWords) -> str:
    year, number = written.split("-")[:2]
    return words.month_year.format(month=words.months[int(number) - 1], year=year)


def _runs(line: str) -> Iterator[Run]:
    reader = _Marks()
    reader.feed(prose(line))
    reader.close()
    yield from reader.runs


class _Marks(HTMLParser):
    """Reads the few tags that an author's marks become."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.runs: list[Run] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its own signature
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        self.runs.append({"text": data, "bold": "b" in self.open, "italic": "i" in self.open})
