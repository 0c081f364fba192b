"""The two marks an author may use, *vet* and _cursief_: what is a pair, and which sign was left without its other."""

import re
from collections.abc import Iterator, Mapping

from bot.scenario.compile import paragraphs

# A pair stands round text, at the borders of words and within one line.
MARKS: Mapping[str, re.Pattern[str]] = {
    "*": re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)"),
    "_": re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"),
}

_DECORATION = 3  # as many in a row are a line to write on or a word that is not spelled out
_OPENING, _CLOSING = "([«“‘", ")]»”’.,;:?!…"


def unpaired(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sign that participants would see although it was meant as a mark, with its offset in the text.

    That is one at the border of a word that is no part of a pair. Within a word (file_name), between spaces (3 * 4)
    and in a row of three or more it is a sign like any other.
    """
    for mark, pattern in MARKS.items():
        if mark in text:
            yield from ((mark, at) for at in _left(text, mark, pattern))


def _left(text: str, mark: str, pattern: re.Pattern[str]) -> Iterator[int]:
    read = paragraphs(text)  # a pair may reach over the end of a line in the file
    paired = {at for match in pattern.finditer(read) for at in (match.start(), match.end() - 1)}
    written = (at for at, sign in enumerate(text) if sign == mark)
    for row in re.finditer(re.escape(mark) + "+", read):
        lone = len(row[0]) < _DECORATION and _at_border(read, row.start(), row.end())
        for at, place in zip(range(row.start(), row.end()), written, strict=False):
            if lone and at not in paired:
                yield place


def _at_border(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    nothing_before = not before.strip() or before in _OPENING
    nothing_after = not after.strip() or after in _CLOSING
    if nothing_before or nothing_after:
        return nothing_before != nothing_after
    return not (before.isalnum() and after.isalnum())
