"""How long Telegram counts a text with marks: by what people see of it."""

import html
import re

_TAG = re.compile(r"<[^>]+>")


def visible(marked: str) -> str:
    """Return the text people see: without tags, entities as characters."""
    return html.unescape(_TAG.sub("", marked))


def units(marked: str) -> int:
    """Return how long Telegram counts the visible text: in UTF-16 units."""
    return len(visible(marked).encode("utf-16-le", "surrogatepass")) // 2
