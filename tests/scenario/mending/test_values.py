"""What is written in another way than the format has it is rewritten where it is certain what was meant."""

import pytest

from bot.scenario.mending.sheet import Kind
from bot.scenario.repair import repaired
from tests.scenario.files import SHARED, codes, option, step, story
from tests.scenario.mending.written import kinds

METERS = "meters: {rust: 3}\n"


def with_field(*fields: str) -> str:
    return story(step("begin", option("a", *fields), option("b", "gevolg: Nee.")), head=METERS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("effect: {rust: plus 2}", "effect: {rust: +2}"),
        ("effect: rust +2", "effect: {rust: +2}"),
        ("effect: (rust: +2)", "effect: {rust: +2}"),
        ("als: {rust: > 2}", "als: {rust: minstens 3}"),
        ("als: rust < 5", "als: {rust: hoogstens 4}"),
    ],
)
def test_a_value_becomes_what_it_means(written: str, meant: str) -> None:
    result = repaired(with_field(written), SHARED)
    assert result.text == with_field(meant)
    assert [repair.kind for repair in result.repairs] == [Kind.VALUE]


@pytest.mark.parametrize(
    "written", ["effect: geld +2", "effect: rust veel", "effect:\n          - geld: +2", "effect: [rust]"]
)
def test_a_meter_that_is_not_there_or_a_value_that_says_nothing_is_left(written: str) -> None:
    assert repaired(with_field(written), SHARED).text == with_field(written)


def test_an_effect_with_dashes_loses_them() -> None:
    text = with_field("effect:\n          - rust: +2")
    assert repaired(text, SHARED).text == with_field("effect:\n            rust: +2")
    between = with_field("effect:\n          [rust: +2]")
    assert repaired(between, SHARED).text == between


def test_the_format_is_added_where_nothing_else_is_missing() -> None:
    text = with_field("gevolg: Ja.")
    assert repaired(text.replace("formaat: 1\n", ""), SHARED).text == text
    assert not kinds(text.replace("formaat: 1\ntitel: Een voorbeeld\n", ""))
    assert not kinds(text.replace("id: voorbeeld\n", ""))


def test_a_list_from_word_gets_its_dashes_and_a_list_of_what_is_no_text_does_not() -> None:
    ends = "eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking:\n      • Wat?\n      • Hoe?\n"
    result = repaired(story(step("begin", option("a")), ends=ends), SHARED)
    assert [repair.kind for repair in result.repairs] == [Kind.LIST]
    assert "      - Wat?\n      - Hoe?\n" in result.text
    assert not kinds(with_field("gevolg: Twee dingen.\n          • Een\n          • Twee"))
    assert "Y14" in codes(with_field("gevolg: Twee dingen.\n          • Een\n          • Twee"))


def test_a_field_of_the_file_goes_back_to_the_side_with_the_lines_below_it() -> None:
    text = with_field("gevolg: Ja.")
    head, tail = text.split("eindes:")
    moved = head + "".join(f"  {line}\n" if line else "\n" for line in f"eindes:{tail}".split("\n"))
    assert codes(moved) == ["S01"]
    assert repaired(moved, SHARED).text.rstrip() == text.rstrip()
