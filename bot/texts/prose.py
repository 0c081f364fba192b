"""Authors' prose into HTML: *vet*, _cursief_, paragraphs and lists; everything else is escaped."""

from collections.abc import Iterable

from bot.scenario.marks import MARKS
from bot.texts.catalog import Html, escape

_TAGS = {"*": r"<b>\1</b>", "_": r"<i>\1</i>"}


def prose(text: str) -> Html:
    """Return an author's text as HTML; marks do not reach over a line."""
    marked = escape(text.strip())
    for mark, pattern in MARKS.items():
        if mark in marked:  # in most texts there is none, and looking is far cheaper
            marked = Html(pattern.sub(_TAGS[mark], marked))
    return marked


def join(parts: Iterable[str], between: str = "\n\n") -> Html:
    """Return the parts that are not empty, put together; each must be Html already."""
    return Html(between.join(part for part in parts if part))
