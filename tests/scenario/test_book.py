"""The reading book: every text of a case once, in words, and trainers' notes for trainers only."""

import msgspec
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from bot.scenario.book import book
from bot.scenario.library import read_shelf
from bot.scenario.model import Axis, Branch, Crossroads, Decision, Option, Scenario, Step, encode
from bot.scenario.phrases import signed
from bot.scenario.reading import Book, Reference
from bot.texts.catalog import shipped
from bot.texts.paper import book_words
from tests.scenario.files import CASES, SHIPPED
from tests.support.cases import DOOR, LOOP
from tests.support.written import Written, leaves, written

WORDS = book_words(shipped(), "nl")
GOOD = [kept.scenario for folder in (CASES, SHIPPED) for kept in read_shelf(folder).scenarios.values()]


def made(case: Scenario, *, trainer: bool = False) -> Book:
    return book(case, WORDS, trainer=trainer)


@settings(max_examples=40, deadline=None)
@given(written())
def test_every_text_of_a_case_stands_in_the_book_once(one: Written) -> None:
    found = leaves(made(one.case, trainer=True), (Reference,))
    assert {found[text] for text in [*one.texts, *one.notes]} == {1}


@settings(max_examples=40, deadline=None)
@given(written())
def test_only_the_trainers_edition_holds_what_is_for_the_trainer(one: Written) -> None:
    for_all = leaves(made(one.case), ())
    assert not [text for text in for_all if "Tip" in text]
    assert for_all.keys() >= set(one.texts)


@pytest.mark.parametrize("case", GOOD, ids=[case.id for case in GOOD])
def test_the_book_of_a_shipped_case_holds_all_its_texts_as_often_as_the_case_does(case: Scenario) -> None:
    ids = {*case.steps, *case.endings, *case.boxes, *case.people, *case.meters, case.id, case.client, ""}
    ids |= {name for step in case.steps.values() for name in getattr(step, "options", {})}
    told = leaves(msgspec.to_builtins(replace(case, layers={})), ())
    said = {text: n for text, n in told.items() if " " in text and text not in ids}
    found = leaves(made(case, trainer=True), (Reference,))
    assert {text: found[text] for text in said} == said


@pytest.mark.parametrize("case", GOOD, ids=[case.id for case in GOOD])
def test_every_pointer_in_a_book_points_at_a_place_in_it(case: Scenario) -> None:
    whole = made(case)
    anchors = [one.anchor for one in whole.people] + [one.anchor for one in whole.facts]
    anchors += [one.anchor for one in whole.pages] + [one.anchor for one in whole.closes]
    anchors += [choice.anchor for page in whole.pages for choice in page.choices]
    places = set(anchors)
    assert len(places) == len(anchors)
    pointers: list[object] = [whole]
    while pointers:
        one = pointers.pop()
        if isinstance(one, Reference):
            assert one.anchor in places
        elif isinstance(one, msgspec.Struct):
            pointers += [getattr(one, name) for name in one.__struct_fields__]
        elif isinstance(one, tuple):
            pointers += one


def test_a_step_tells_where_it_comes_from_and_leads_with_conditions_in_words() -> None:
    pages = {page.anchor: page for page in made(DOOR).pages}
    assert [one.number for one in pages["stap-brief"].comes_from] == ["1A", "1B"]
    assert [one.number for one in pages["stap-tafel"].comes_from] == ["2"]
    assert pages["stap-bel"].comes_from == ()
    assert {one.number for one in pages["stap-slot"].comes_from} == {"3A", "3B", "3C"}
    assert [(lead.to.title, lead.when) for lead in pages["stap-slot"].leads] == [
        ("Samen", "als vertrouwen minstens 5 en rust hoogstens 10"),
        ("Alleen", "anders"),
    ]
    assert [choice.when for choice in pages["stap-tafel"].choices] == [
        "",
        "als vertrouwen minstens 5",
        "als B gekozen bij De bel",
    ]


def test_what_comes_from_a_crossroads_names_the_options_before_it() -> None:
    ends = {close.anchor: [one.number for one in close.comes_from] for close in made(DOOR).closes}
    assert ends["einde-samen"] == ends["einde-alleen"] == ["3A", "3B", "3C"]


def test_crossroads_that_lead_round_to_each_other_are_named_through_as_well() -> None:
    around: dict[str, Step] = {
        "een": Crossroads(to=(Branch(to="twee"), Branch(to="einde"))),
        "twee": Crossroads(to=(Branch(to="een"),)),
    }
    step = Decision(options={"a": Option(label="Doe", to=(Branch(to="een"),))})
    whole = made(replace(LOOP, steps={"hier": step, **around}))
    came = [page.comes_from for page in whole.pages] + [close.comes_from for close in whole.closes]
    assert [[one.number for one in sources] for sources in came] == [[], ["1A"], ["1A"], ["1A"]]


def test_an_option_has_its_effects_and_who_gains_and_loses_by_short_name() -> None:
    first = made(DOOR).pages[0].choices[0]
    assert first.effects == (("vertrouwen", "+3"), ("rust", "+2"))
    assert [[one.title for one in some] for some in (first.benefits, first.harms)] == [["Samira"], ["De Haven"]]
    assert [ground.axis for ground in first.grounds] == [Axis.LAW]
    assert [signed(change) for change in (2, -1, 0)] == ["+2", "−1", "0"]


def test_a_box_stands_in_the_appendix_and_the_step_points_to_it() -> None:
    whole = made(DOOR)
    assert whole.facts[0].text == "Binnen drie dagen."
    assert [one.anchor for one in whole.pages[0].boxes] == [whole.facts[0].anchor]
    assert [one.number for one in whole.facts[0].used_in] == ["1"]


def test_a_step_without_a_title_is_called_by_its_id() -> None:
    assert made(LOOP).pages[0].title == "Hier"


def test_a_book_is_the_same_for_a_case_that_was_stored() -> None:
    assert made(msgspec.json.decode(encode(DOOR), type=Scenario)) == made(DOOR)
