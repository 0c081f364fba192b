"""A drawing on the page: shapes and letters, and nothing that can run, load or lead anywhere."""

import json

import pytest
from msgspec.structs import replace

from bot.practice.drawn import KNOWN, shapes
from bot.press.pictures import svg
from bot.scenario.draw import dot
from bot.scenario.model import Branch, Decision, Option
from bot.texts.catalog import shipped
from bot.texts.paper import map_words
from tests.support.cases import DOOR, LOOP

WORDS = map_words(shipped(), "nl")
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 20">'


def test_each_step_option_and_ending_of_a_case_is_a_part_with_its_name_and_words() -> None:
    drawn = shapes(svg(dot(DOOR, WORDS)))
    parts = {part["name"]: part for part in drawn["parts"]}
    assert (parts["bel"]["kind"], parts["bel"]["words"]) == ("step", "De bel")
    assert parts["brief"]["words"] == "De brief zelf schrijven"
    assert parts["bel.open"]["kind"] == "option"
    assert parts["samen"]["kind"] == "ending"
    assert parts["bel->bel.open"]["kind"] == "edge"
    assert parts["slot"]["kind"] == "", "a silent crossroads is no place to begin"
    assert len(drawn["box"]) == 4
    assert drawn["shift"][1] > 0


def test_what_an_author_writes_stays_letters() -> None:
    label = "</text><script>alert(1)</script>&lt;img onerror=x&gt;"
    case = replace(LOOP, steps={"hier": Decision(options={"a": Option(label=label, to=(Branch(to="einde"),))})})
    parts = {part["name"]: part for part in shapes(svg(dot(case, WORDS)))["parts"]}
    assert "</text><script>" in parts["hier.a"]["words"]
    assert {tag for part in parts.values() for tag, _, _ in part["shapes"]} <= set(KNOWN)


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<script xlink:href='x.js'/>",
        "<image href='http://example.org/x.png'/>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>",
        "<use href='#x'/>",
        "<a xlink:href='javascript:alert(1)'><path d='M1,1' onclick='alert(1)'/></a>",
        "<path d='M1,1' style='fill:url(http://example.org)'/>",
        "<path d='M1,1' fill='url(http://example.org/x)'/>",
        "<text onload='alert(1)' x='1'>hoi<set attributeName='href' to='javascript:x'/></text>",
        "<animate attributeName='href' values='javascript:alert(1)'/>",
    ],
)
def test_of_a_drawing_only_shapes_and_letters_reach_the_page(bad: str) -> None:
    drawn = shapes(f"{HEAD}<g><g id='stap-x' class='node'><title>x</title>{bad}</g></g></svg>".encode())
    said = json.dumps([part["shapes"] for part in drawn["parts"]])
    for word in ("alert", "http", "script", "href", "url(", "style", "iframe", "on"):
        assert word not in said


@pytest.mark.parametrize("bad", [b"", b"<svg", b"<svg/>", b"<html><g/></html>", f"{HEAD}</svg>".encode()])
def test_what_is_no_drawing_is_refused(bad: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        shapes(bad)


def test_a_drawing_without_a_place_of_its_own_stands_where_it_is() -> None:
    for place in ("", "transform='translate(a b)'", "transform='translate(5)'"):
        assert shapes(f"{HEAD}<g {place}/></svg>".encode())["shift"] == [0.0, 0.0]
