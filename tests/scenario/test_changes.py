"""What is different between two versions of a case is told by kind, and a rename is no removal."""

import pytest
from msgspec.structs import replace

from bot.scenario.changes import Change, Changes, Extent, What, compare
from bot.scenario.model import Box, Scenario
from tests.scenario.files import option, scenario, step, story

HEAD = "meters: {rust: 4, tijd: 6}\npersonen: {eva: Eva, jan: Jan}\n"
MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"
WRITE = "  schrijf:\n    schrijf: Wat nu?\n    naar: slot\n"
SLOT = "  slot:\n    naar: [{als: {gekozen: begin.a}, stap: klaar}, {anders: stil}]\n"
BEGIN = step(
    "begin",
    option("a", "gevolg: Ja.", "aan_het_woord: {eva: Dag., jan: Hoi.}", "effect: {rust: +1}", to="gang"),
    option("b", to="schrijf"),
)
GANG = step("gang", option("a", "als: {rust: minstens 5}", to="slot"), option("b", "effect: {tijd: -1}", to="slot"))
TEXT = story(BEGIN + GANG + WRITE + SLOT, head=HEAD) + MORE
OLD = scenario(TEXT)


def changes(*edits: tuple[str, str]) -> Changes:
    """Return what is different after these edits of the text."""
    text = TEXT
    for was, now in edits:
        assert was in text
        text = text.replace(was, now)
    return compare(OLD, scenario(text))


def told(found: Changes) -> list[tuple[str, str]]:
    return [(change.what.value, change.id) for change in found.changes]


def test_the_same_case_has_no_changes() -> None:
    assert compare(OLD, OLD) == Changes(Extent.NONE, ())


def test_a_number_for_people_and_an_old_name_are_no_change() -> None:
    assert changes(("titel: Een voorbeeld", "titel: Een voorbeeld\nversie: 9\nvoorheen: oud")).kind is Extent.NONE
    assert changes(("      b:\n", "      b:\n        voorheen: bb\n")).kind is Extent.NONE


@pytest.mark.parametrize(
    ("was", "now", "what", "place"),
    [
        ("titel: Een voorbeeld", "titel: Het voorbeeld", What.TEXTS, ""),
        ("gevolg: Ja.", "gevolg: Nee.", What.TEXTS, "begin.a"),
        ("{eva: Dag., jan: Hoi.}", "{jan: Hoi., eva: Dag.}", What.TEXTS, "begin.a"),
        ("gang:\n    situatie: Er", "gang:\n    situatie: Hier", What.TEXTS, "gang"),
        ("schrijf: Wat nu?", "schrijf: Wat dan?", What.TEXTS, "schrijf"),
        ("tekst: Klaar.", "tekst: Af.", What.TEXTS, "klaar"),
        ("{rust: 4, tijd: 6}", "{tijd: 6, rust: 4}", What.ORDER, ""),
    ],
)
def test_other_words_are_a_change_of_texts_only(was: str, now: str, what: What, place: str) -> None:
    assert changes((was, now)) == Changes(Extent.TEXT, (Change(what, place),))


def test_options_in_another_order_are_still_the_same_options() -> None:
    first, second = option("a", "als: {rust: minstens 5}", to="slot"), option("b", "effect: {tijd: -1}", to="slot")
    assert changes((first + second, second + first)) == Changes(Extent.TEXT, (Change(What.ORDER, "gang"),))


def test_boxes_are_texts() -> None:
    boxed = scenario(TEXT.replace("gang:\n", "gang:\n    kaders: drie_dagen\n"))
    assert compare(OLD, boxed) == Changes(Extent.TEXT, (Change(What.BOXES, "gang"),))
    other = replace(boxed, boxes={"drie_dagen": Box(title="Drie dagen", text="Binnen drie dagen.")})
    assert compare(boxed, other) == Changes(Extent.TEXT, (Change(What.BOXES, "drie_dagen"),))
    assert told(compare(boxed, OLD)) == [("boxes", "gang")]


def test_new_steps_options_and_endings_add_something() -> None:
    more = option("b", to="schrijf") + option("c", to="zolder")
    found = changes(
        (option("b", to="schrijf"), more),
        ("  slot:\n", step("zolder", option("a", to="weg")) + "  slot:\n"),
        (MORE, MORE + "  weg:\n    titel: Weg\n    tekst: Weg.\n"),
    )
    assert (found.kind, told(found)) == (
        Extent.ADDITIVE,
        [("option_added", "begin.c"), ("step_added", "zolder"), ("ending_added", "weg")],
    )


def test_what_is_renamed_is_not_removed_and_routes_and_conditions_follow_it() -> None:
    found = changes(
        ("begin:\n", "start:\n    voorheen: begin\n"),
        ("gang", "hal"),
        ("hal:\n", "hal:\n    voorheen: gang\n    titel: Gang\n"),
        (
            "      a:\n        keuze: Doen\n        gevolg",
            "      open:\n        voorheen: a\n        keuze: Doen\n        gevolg",
        ),
        ("begin.a", "start.open"),
        ("slot", "slotje"),
        ("slotje:\n", "slotje:\n    voorheen: slot\n"),
    )
    assert found.kind is Extent.ADDITIVE
    assert found.changes == (
        Change(What.STEP_RENAMED, "start", "begin"),
        Change(What.OPTION_RENAMED, "start.open", "begin.a"),
        Change(What.TEXTS, "start"),
        Change(What.STEP_RENAMED, "hal", "gang"),
        Change(What.STEP_RENAMED, "slotje", "slot"),
    )


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ([("naar: schrijf", "naar: gang"), (WRITE, "")], [("route", "begin.b"), ("step_removed", "schrijf")]),
        ([("stap: klaar", "stap: stil"), ("anders: stil", "anders: klaar")], [("route", "slot")]),
        ([("    schrijf: Wat nu?\n    naar: slot", "    schrijf: Wat nu?\n    naar: gang")], [("route", "schrijf")]),
        ([("{gekozen: begin.a}", "{gekozen: begin.b}")], [("route", "slot")]),
        ([("{rust: +1}", "{rust: +2}")], [("effect", "begin.a")]),
        ([("minstens 5", "hoogstens 5")], [("condition", "gang.a")]),
        ([("        als: {rust: minstens 5}\n", "")], [("condition", "gang.a")]),
        ([(", tijd: 6", ", tijd: 7")], [("meters", "tijd")]),
        ([(", tijd: 6", ", tijd: 6, moed: 1")], [("meters", "moed")]),
        ([("anders: stil", "anders: klaar"), (MORE, "")], [("route", "slot"), ("ending_removed", "stil")]),
        ([("titel: Een", "soort: protocol\ntitel: Een")], [("sort", "")]),
        ([("  begin:", "  x:\n    naar: begin\n  begin:")], [("first", "x"), ("step_added", "x")]),
        (
            [(WRITE, step("schrijf", option("a", to="slot")))],
            [("sort", "schrijf"), ("option_added", "schrijf.a")],
        ),
        (
            [(GANG, "  gang:\n    schrijf: Wat nu?\n    naar: slot\n")],
            [("sort", "gang"), ("option_removed", "gang.a"), ("option_removed", "gang.b")],
        ),
        ([(WRITE, "  schrijf:\n    naar: slot\n")], [("sort", "schrijf")]),
    ],
)
def test_what_is_removed_rerouted_or_changed_in_effect_breaks_walks(
    edits: list[tuple[str, str]], found: list[tuple[str, str]]
) -> None:
    after = changes(*edits)
    assert (after.kind, told(after)) == (Extent.BREAKING, found)


def test_of_a_step_that_is_gone_its_options_are_not_told() -> None:
    found = changes((GANG, ""), ("naar: gang", "naar: schrijf"))
    assert told(found) == [("route", "begin.a"), ("step_removed", "gang")]
    assert found.changes[-1] == Change(What.STEP_REMOVED, "gang", "gang")


def test_two_options_made_into_one_are_both_renamed() -> None:
    both = step("gang", option("a", "voorheen: [aa, b]", to="slot"))
    found = compare(scenario(story(step("gang", option("aa", to="slot"), option("b", to="slot")) + SLOTS)), one(both))
    assert [(change.what, change.id, change.was) for change in found.changes] == [
        (What.OPTION_RENAMED, "gang.a", "gang.aa"),
        (What.OPTION_RENAMED, "gang.a", "gang.b"),
    ]


SLOTS = "  slot:\n    naar: klaar\n"


def one(steps: str) -> Scenario:
    return scenario(story(steps + SLOTS))
