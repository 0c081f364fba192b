"""Telegram's HTML: the subset this bot writes, read into plain text and entities counted in UTF-16 units.

Words and byte offsets of the refusals follow the Bot API server (td/telegram/MessageEntity.cpp).
"""

import html
import re
from typing import Any

from msgspec import Struct

from bot.practice.refusals import RefusedError, bad

Entity = dict[str, Any]
TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip
ENTITY_LIMIT = 100
# Telegram knows no other named references; the rest stays as it was typed.
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
ATTRIBUTE = re.compile(r"""\s*([A-Za-z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
COMMAND = re.compile(r"(?<![\w/])/([A-Za-z0-9_]{1,64})(?:@(\w{3,32}))?(?![\w/])")


class Open(Struct):
    """A tag that waits for its end: where its text begins, in UTF-16 units."""

    tag: str
    begin: int
    entity: Entity


def units(text: str) -> int:
    """Return the length Telegram counts: UTF-16 units, so that most emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return text and entities of an HTML message; raises RefusedError with the words of Telegram."""
    reader = _Reader(source)
    reader.read()
    return trim("".join(reader.text), reader.found)


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return the text without space around it, the entities moved along; more than 100 are silently dropped."""
    start = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        begin = min(max(entity["offset"] - start, 0), end)
        length = min(entity["offset"] - start + entity["length"], end) - begin
        if length > 0:
            kept.append(entity | {"offset": begin, "length": length})
    kept.sort(key=lambda one: (one["offset"], -one["length"]))
    return text, kept[:ENTITY_LIMIT]


def commands(text: str) -> list[Entity]:
    """Return the commands in what a person typed, as entities."""
    return [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in COMMAND.finditer(text)
    ]


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.length = 0
        self.text: list[str] = []
        self.found: list[Entity] = []
        self.open: list[Open] = []

    def read(self) -> None:
        while self.place < len(self.source):
            if self.source[self.place] != "<":
                self._take(self._until_tag())
            elif self.source.startswith("</", self.place):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _until_tag(self) -> str:
        end = self.source.find("<", self.place)
        end = len(self.source) if end < 0 else end
        raw, self.place = self.source[self.place : end], end
        return REFERENCE.sub(lambda found: html.unescape(found.group()), raw)

    def _take(self, text: str) -> None:
        self.text.append(text)
        self.length += units(text)

    def _byte(self) -> int:
        return len(self.source[: self.place].encode())

    def _start_tag(self) -> None:
        at = self._byte()
        name = re.compile(r"[^\s>]*").match(self.source, self.place + 1)
        tag = name.group().lower() if name else ""
        if tag not in TYPES:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {at}')
        entity, self.place = self._attributes(tag, self.place + 1 + len(tag), at)
        self.open.append(Open(tag, self.length, entity))

    def _attributes(self, tag: str, place: int, at: int) -> tuple[Entity, int]:
        given: dict[str, str] = {}
        while found := ATTRIBUTE.match(self.source, place):
            given[found[1].lower()] = html.unescape((found[2] or "").strip("\"'"))
            place = found.end()
        rest = re.compile(r"\s*>").match(self.source, place)
        if not rest:
            raise _wrong(f'Unclosed start tag "{tag}" at byte offset {at}')
        if tag == "blockquote" and "expandable" in given:
            return {"type": "expandable_blockquote"}, rest.end()
        if tag == "a":
            return {"type": TYPES[tag], "url": given.get("href", "")}, rest.end()
        return {"type": TYPES[tag]}, rest.end()

    def _end_tag(self) -> None:
        at = self._byte()
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {at}")
        end = self.source.find(">", self.place)
        if end < 0:
            raise _wrong(f"Unclosed end tag at byte offset {at}")
        tag = self.source[self.place + 2 : end].strip().lower()
        last = self.open.pop()
        if tag not in ("", last.tag):
            raise _wrong(f'Unmatched end tag at byte offset {at}, expected "</{last.tag}>", found "</{tag}>"')
        self.place = end + 1
        nested_quote = "quote" in last.entity["type"] and any("quote" in outer.entity["type"] for outer in self.open)
        link_to_nowhere = last.entity.get("url") == ""
        if self.length > last.begin and not nested_quote and not link_to_nowhere:
            self.found.append({**last.entity, "offset": last.begin, "length": self.length - last.begin})


def _wrong(what: str) -> RefusedError:
    return bad(f"can't parse entities: {what}")
