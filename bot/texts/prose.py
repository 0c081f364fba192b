"""Authors' prose into HTML: *vet*, _cursief_, paragraphs and lists; everything else is escaped."""

import re
from collections.abc import Iterable

from bot.texts.catalog import Html, escape

_MARKS = (
    ("*", re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)"), r"<b>\1</b>"),
    ("_", re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"<i>\1</i>"),
)


def prose(text: str) -> Html:
    """Return an author's text as HTML; marks do not reach over a line."""
    marked = escape(text.strip())
    for mark, pattern, tag in _MARKS:
        if mark in marked:  # in most texts there is none, and looking is far cheaper
            marked = Html(pattern.sub(tag, marked))
    return marked


def join(parts: Iterable[str], between: str = "\n\n") -> Html:
    """Return the parts that are not empty, put together; each must be Html already."""
    return Html(between.join(part for part in parts if part))
