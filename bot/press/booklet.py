"""The reading book of a case as a PDF to print and as a page to read on a phone."""

import json
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from bot.press.laid_out import laid_out
from bot.press.program import run
from bot.scenario.reading import Book, BookWords

SECONDS = 30.0
_HERE = Path(__file__).parent
_ID = re.compile(r'<g id="[^"]*"')
_TEMPLATES = _HERE / "templates"


class Picture(Struct, frozen=True):
    """A picture in the book: an SVG with what stands over it and what someone hears who cannot see it."""

    title: str
    svg: str
    alt: str


def pdf(book: Book, words: BookWords, *, pictures: Sequence[Picture] = ()) -> bytes:
    """Return the book as a tagged PDF (PDF/UA-1) on A4; raises PressError when it is not made within 30 seconds."""
    shown = [{"title": one.title, "svg": one.svg, "alt": one.alt} for one in pictures]
    given = {"template": str(_TEMPLATES / "book.typ"), "data": {**laid_out(book, words), "pictures": shown}}
    # In a process of its own: a typesetter that is late can be ended there, in a thread it could not.
    command = [sys.executable, "-P", str(_HERE / "typeset.py")]
    return run(command, json.dumps(given, ensure_ascii=False).encode("utf-8", "replace"), SECONDS)


def html(book: Book, words: BookWords, *, pictures: Sequence[Picture] = ()) -> str:
    """Return the book as one HTML page that needs nothing else: for a phone, a screen and a printer."""
    shown = [{"title": one.title, "svg": Markup(_inline(one.svg)), "alt": one.alt} for one in pictures]  # noqa: S704
    return _templates().get_template("book.html.j2").render(**laid_out(book, words), pictures=shown)


def _inline(svg: str) -> str:
    """Return an SVG without what only a file of its own needs; its ids are those of the places in the book."""
    return _ID.sub("<g", svg[svg.index("<svg") :])


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
