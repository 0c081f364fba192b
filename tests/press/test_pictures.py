"""Pictures: any case can be drawn, in time, and as large as a chat takes."""

import sys
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from bot.press import pictures
from bot.press.pictures import Size, png, size, svg
from bot.press.program import PressError, run
from bot.scenario.draw import dot, drawings
from bot.scenario.model import Branch, Chosen, Decision, Option
from bot.texts.catalog import shipped
from bot.texts.paper import map_words
from tests.support.cases import DOOR, LOOP
from tests.support.written import Written, written

WORDS = map_words(shipped(), "nl")


def texts(picture: bytes) -> str:
    root = ET.fromstring(picture)  # noqa: S314 - it is our own
    return " ".join(" ".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text"))


@settings(max_examples=25, deadline=None)
@given(written())
def test_any_case_an_author_writes_can_be_drawn(one: Written) -> None:
    road = [Chosen(one.case.first, "a")]
    for drawing in drawings(one.case, WORDS, counts={road[0]: 3}, road=road, here="klaar"):
        assert "einde" in texts(svg(drawing.dot))


def test_a_picture_shows_titles_options_and_conditions() -> None:
    shown = texts(svg(dot(DOOR, WORDS, here="brief")))
    for words in ("De bel", "Doe de deur", "als vertrouwen", "Samen", WORDS.here, WORDS.writing):
        assert words in shown


def test_what_an_author_escapes_is_shown_as_it_was_written() -> None:
    label = r'zeg "\N" & <b>nee</b> \G'
    case = replace(LOOP, steps={"hier": Decision(options={"a": Option(label=label, to=(Branch(to="einde"),))})})
    assert " ".join(label.split()) in " ".join(texts(svg(dot(case, WORDS))).split())


def test_a_picture_for_a_chat_is_a_png_at_two_pixels_a_point() -> None:
    picture = png(dot(DOOR, WORDS))
    root = ET.fromstring(svg(dot(DOOR, WORDS)))  # noqa: S314 - it is our own
    assert abs(size(picture).width - 2 * float(root.attrib["width"].removesuffix("pt"))) < 8
    assert size(picture).is_clear_photo


def test_however_large_a_case_its_picture_fits_a_photo() -> None:
    many = {f"o{number}": Option(label="Doe dit nu maar", to=(Branch(to="einde"),)) for number in range(80)}
    large = size(png(dot(replace(LOOP, steps={"hier": Decision(options=many)}), WORDS)))
    assert large.width + large.height <= 10_000


@pytest.mark.parametrize(
    ("seen", "photo", "clear"),
    [
        (Size(1000, 2000, 500_000), True, True),
        (Size(1000, 4000, 500_000), True, False),
        (Size(2000, 8001, 500_000), False, False),
        (Size(100, 2001, 500_000), False, False),
        (Size(1000, 2000, 10_000_001), False, False),
    ],
)
def test_the_size_tells_how_a_picture_can_be_sent(seen: Size, photo: bool, clear: bool) -> None:
    assert (seen.is_photo, seen.is_clear_photo) == (photo, clear)


def test_what_is_no_picture_has_no_size() -> None:
    with pytest.raises(PressError, match="not a PNG"):
        size(b"GIF89a")


def test_what_cannot_be_drawn_is_one_clear_error() -> None:
    with pytest.raises(PressError, match="syntax error"):
        png('digraph { a [label="')


def test_a_drawing_program_that_is_not_there_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_PROGRAM", "no-such-program")
    with pytest.raises(PressError, match="no-such-program is not installed"):
        svg("digraph {}")


def test_a_program_that_is_late_or_cannot_start_is_one_clear_error() -> None:
    with pytest.raises(PressError, match="not ready within"):
        run([sys.executable, "-c", "import time; time.sleep(20)"], b"", 0.2)
    with pytest.raises(PressError, match="cannot be run"):
        run(["/no/such/program"], b"", 1)
