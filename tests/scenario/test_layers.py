"""A case reads in another language, and stays the same case."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.scenario.changes import Change, Extent, What, compare
from bot.scenario.check import check
from bot.scenario.layers import (
    inherited,
    layer_of,
    looks_like_layer,
    question_in,
    question_texts,
    shown_meter,
    spoken,
    texts_of,
    themes_in,
    title_in,
    with_layer,
)
from bot.scenario.library import read_shelf
from bot.scenario.model import (
    Axis,
    Crossroads,
    Decision,
    Reflection,
    Scenario,
    Writing,
    content_hash,
    decode,
    encode,
)
from bot.scenario.rules.reading import passages
from bot.scenario.rules.registry import Published
from tests.scenario.files import CASES, SHARED, scenario, story
from tests.scenario.files import option as an_option
from tests.scenario.files import step as a_step
from tests.support.cases import DOOR

ALL = [DOOR, *(kept.scenario for kept in read_shelf(CASES).scenarios.values())]
WHOLE = {case.id: texts_of(case) for case in ALL}


def layered(case: Scenario, **texts: str) -> Scenario:
    """Return a case with an English layer; underscores part the names of a path twice, as in eindes__klaar__titel."""
    return with_layer(case, "en", {path.replace("__", "."): text for path, text in texts.items()}, {})


def frame(case: Scenario) -> Any:
    """Return all of a case that is no text: what the engine walks on."""
    head = (case.id, case.first, case.kind, case.version, case.client, case.meters, case.remaining, case.minutes)
    steps = {name: _bones(step) for name, step in case.steps.items()}
    named = [tuple(case.people), tuple(case.endings), tuple(case.boxes), len(case.themes), case.formerly]
    return head, steps, named


def _bones(step: Any) -> Any:
    match step:
        case Decision():
            options = {
                name: (each.to, each.effects, each.when, each.benefits, each.harms, each.formerly, tuple(each.voices))
                for name, each in step.options.items()
            }
            return "decision", options, step.boxes, step.media, step.power_check, step.formerly, tuple(step.voices)
        case Writing():
            return "writing", step.to, step.boxes, step.media, step.formerly
        case Crossroads():
            return step


@given(st.data())
def test_in_every_language_it_is_the_same_walk(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(ALL))
    paths = data.draw(st.sets(st.sampled_from(sorted(WHOLE[case.id]))))
    language = data.draw(st.sampled_from(["en", "fr"]))
    texts = {path: data.draw(st.text("abc. ", min_size=1)) for path in paths}
    told = spoken(with_layer(case, language, texts, {}), language)
    assert frame(told) == frame(case)
    assert told.language == language
    now = texts_of(told)
    assert {path: text for path, text in now.items() if path in texts} == texts
    assert all(now[path] == text for path, text in WHOLE[case.id].items() if path not in texts)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_whatever_a_participant_reads_can_be_said_in_another_language(case: Scenario) -> None:
    foreign = replace(case, layers={"en": {path: f"EN {text}" for path, text in texts_of(case).items()}})
    assert all(text.startswith("EN ") for text in passages(spoken(foreign, "en")).values())
    assert all(box.text.startswith("EN ") for box in spoken(foreign, "en").boxes.values())
    assert set(passages(case)) <= set(texts_of(case))


def test_what_is_missing_in_a_layer_stays_as_it_was_written() -> None:
    told = spoken(layered(DOOR, titel="The door", stappen__bel__keuzes__open__keuze="Open the door"), "en")
    step = told.steps["bel"]
    assert isinstance(step, Decision)
    assert (told.title, step.options["open"].label, step.title) == ("The door", "Open the door", "De bel")
    assert spoken(layered(DOOR, titel="The door"), "fr") is not DOOR
    assert spoken(DOOR, "en") is DOOR


def test_people_meters_and_boxes_have_names_in_a_layer() -> None:
    told = spoken(
        with_layer(DOOR, "en", {"meters.rust": "Calm", "personen.wonen": "The Haven"}, {"dagen.titel": "Three days"}),
        "en",
    )
    assert (told.people["wonen"], told.boxes["dagen"].title) == ("The Haven", "Three days")
    assert (told.boxes["dagen"].text, told.boxes["dagen"].source) == ("Binnen drie dagen.", "Wgs")
    assert (shown_meter(told, "rust"), shown_meter(told, "vertrouwen")) == ("Calm", "Vertrouwen")
    assert shown_meter(DOOR, "mijn_meter") == "Mijn meter"


def test_the_title_and_the_themes_are_known_without_the_rest() -> None:
    case = layered(replace(DOOR, themes=("wonen", "geld")), titel="The door", themas__1="money")
    assert (title_in(case, "en"), title_in(case, "nl"), title_in(DOOR, "en")) == ("The door", "De deur", "De deur")
    assert themes_in(case, "en") == {"wonen": "wonen", "geld": "money"}


def test_a_house_question_is_asked_in_another_language() -> None:
    question = Reflection("Macht", "Wie kan nee zeggen?", {"en": {"vraag": "Who can say no?"}})
    assert question_in(question, "en").question == "Who can say no?"
    assert question_in(question, "en").title == "Macht"
    assert question_in(question, "nl").question == "Wie kan nee zeggen?"
    assert question_texts({"macht": question}) == {"macht.titel": "Macht", "macht.vraag": "Wie kan nee zeggen?"}


def test_a_layer_says_nothing_of_what_the_case_does_not_have() -> None:
    case = with_layer(DOOR, "en", {"titel": "The door", "stappen.weg.titel": "Gone"}, {"ander.titel": "Other"})
    assert case.layers == {"en": {"titel": "The door"}}


def test_a_layer_is_part_of_what_is_published_and_a_case_without_one_is_named_as_before() -> None:
    case = layered(DOOR, titel="The door")
    assert content_hash(case) != content_hash(DOOR)
    assert decode(encode(case)) == case
    assert b"layers" not in encode(DOOR)
    assert b"meter_names" not in encode(DOOR)


def test_another_layer_is_a_change_of_text_only() -> None:
    found = compare(DOOR, layered(DOOR, titel="The door"))
    assert (found.kind, found.changes) == (Extent.TEXT, (Change(What.LAYER, "en"),))
    assert compare(layered(DOOR, titel="The door"), layered(DOOR, titel="The door")).kind is Extent.NONE


def test_a_new_version_keeps_the_translation_of_what_still_stands_there() -> None:
    old = scenario(story(a_step("begin", an_option("a", "gevolg: Stil."), an_option("b"))))
    paths = ("stappen.begin.situatie", "stappen.begin.keuzes.a.gevolg", "stappen.begin.keuzes.b.keuze")
    old = with_layer(old, "en", dict.fromkeys(paths, "English"), {})
    new = scenario(story(a_step("begin", an_option("a", "gevolg: Luid."), an_option("c"))))
    assert inherited(old, new).layers == {"en": {"stappen.begin.situatie": "English"}}
    other = replace(new, steps={name: replace(step, situation="Iets anders.") for name, step in new.steps.items()})
    assert inherited(old, other) == other


def test_the_questions_of_a_case_have_their_layer() -> None:
    case = replace(DOOR, reflection={Axis.LAW: "Mag dit?"})
    assert spoken(layered(case, reflectie__wet="Is this allowed?"), "en").reflection == {Axis.LAW: "Is this allowed?"}


def test_a_layer_is_known_by_the_name_of_its_file_or_by_what_it_says() -> None:
    assert layer_of("deur.en.yaml") == ("deur", "en")
    assert [layer_of(name) for name in ("deur.yaml", "deur.oud.yaml", ".deur.en.yaml", "deur.en.yml")] == [None] * 4
    assert looks_like_layer("# een laag\nformaat: 1\nvan: deur\n")
    assert not looks_like_layer("formaat: 1\nid: deur\nvan: iets\n")
    assert not looks_like_layer("id: deur\nintro: |\n  van: Anna\n")


def test_a_case_is_compared_with_the_version_that_is_out_without_its_layers() -> None:
    text = story(a_step("begin", an_option("a")), head="versie: 1\n")
    out = with_layer(scenario(text), "en", {"titel": "An example"}, {})
    known = replace(SHARED, published={out.id: Published(scenario=out)})
    assert [issue.code for issue in check(text, "voorbeeld.yaml", known).issues if issue.code[0] == "V"] == []
