"""The reading book on paper and on a page: whole, harmless, readable with any aid, and needing nothing else."""

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from bot.press.booklet import Picture, html, pdf
from bot.press.laid_out import blocks
from bot.press.pictures import svg
from bot.scenario.book import book
from bot.scenario.draw import drawings
from bot.scenario.library import read_shelf
from bot.scenario.model import Scenario
from bot.texts.catalog import LANGUAGES, shipped
from bot.texts.paper import book_words, map_words
from tests.scenario.files import CASES, SHIPPED
from tests.support.cases import DOOR, LOOP
from tests.support.written import Written, leaves, written

WORDS = book_words(shipped(), "nl")
GOOD = [kept.scenario for folder in (CASES, SHIPPED) for kept in read_shelf(folder).scenarios.values()]


class Reader(HTMLParser):
    """Reads a page as someone who hears it: its words, its headings, its ids and where it points."""

    VOID = frozenset({"meta", "link", "br", "img", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.headings, self.ids, self.links, self.open = "", [], [], [], []  # type: ignore[var-annotated]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open += [] if tag in self.VOID else [tag]
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src") if name in given]
        assert tag not in {"script", "iframe", "form"}
        assert not [name for name in given if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += "" if {"style", "title"} & set(self.open) else f" {data} "


def plain(text: str) -> str:
    """Return the letters and figures of a text: what is left when marks, spaces and list signs are taken away."""
    return re.sub(r"[^\w]|_", "", text)


def pictured(case: Scenario) -> list[Picture]:
    return [Picture(one.title, svg(one.dot).decode(), one.alt) for one in drawings(case, map_words(shipped(), "nl"))]


@pytest.mark.parametrize("case", GOOD, ids=[case.id for case in GOOD])
def test_every_text_of_a_shipped_case_is_on_the_page(case: Scenario) -> None:
    heard = plain(Reader(html(book(case, WORDS, trainer=True), WORDS)).words)
    dutch = replace(case, layers={})
    assert not [text for text in leaves(msgspec.to_builtins(dutch), ()) if " " in text and plain(text) not in heard]


@settings(max_examples=15, deadline=None)
@given(written())
def test_whatever_an_author_writes_is_only_read(one: Written) -> None:
    page = Reader(html(book(one.case, WORDS, trainer=False), WORDS))
    heard = plain(page.words)
    assert not [text for text in one.texts if plain(text) not in heard]
    assert "Tip" not in page.words
    assert page.open == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_needs_nothing_else_and_can_be_found_the_way_in(language: str) -> None:
    words = book_words(shipped(), language)
    made = html(book(DOOR, words, trainer=True), words, pictures=pictured(DOOR))
    page = Reader(made)
    assert '<html lang="nl">' in made
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert "@import" not in made
    assert "url(" not in made
    assert pictured(DOOR)[0].alt in made
    assert {"#vooraf", "#kaart-1", "#stap-bel", "#kaart-1-groot"} <= set(page.links)


def test_colours_of_text_differ_enough_from_their_ground() -> None:
    style = html(book(LOOP, WORDS, trainer=False), WORDS).partition("</style>")[0]
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for name in ("ink", "soft", "blue", "purple", "amber"):
        assert contrast(named[name], "#ffffff") >= 4.5
        assert contrast(named[name], "#fff8e0") >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 counts it."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("trainer", [False, True])
def test_a_book_becomes_an_accessible_pdf_with_its_map(trainer: bool) -> None:
    made = pdf(book(DOOR, WORDS, trainer=trainer), WORDS, pictures=pictured(DOOR))
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"De deur" in made
    assert b"<rdf:li>nl</rdf:li>" in made


@settings(max_examples=4, deadline=None)
@given(written(most=2))
def test_any_case_an_author_writes_can_be_printed(one: Written) -> None:
    made = pdf(book(one.case, WORDS, trainer=True), WORDS, pictures=pictured(one.case))
    assert made.startswith(b"%PDF")


def test_a_sign_that_no_font_has_is_no_reason_not_to_print() -> None:
    assert pdf(book(replace(LOOP, title="\N{GRINNING FACE}"), WORDS, trainer=False), WORDS).startswith(b"%PDF")


def test_a_case_of_nothing_but_the_least_can_be_printed() -> None:
    assert pdf(book(LOOP, WORDS, trainer=False), WORDS).startswith(b"%PDF")


def test_prose_is_parted_into_paragraphs_lists_and_marked_words() -> None:
    made = blocks("Een *vet* woord.\n\nDrie:\n- een\n- _twee_\n\n- vier")
    assert [(one["list"], len(one["lines"])) for one in made] == [(False, 1), (False, 1), (True, 3)]
    assert [run["text"] for run in made[0]["lines"][0] if run["bold"]] == ["vet"]
    assert [run["text"] for run in made[2]["lines"][1] if run["italic"]] == ["twee"]
    assert blocks("") == []
    assert blocks("<b>nee</b>")[0]["lines"][0] == [{"text": "<b>nee</b>", "bold": False, "italic": False}]
