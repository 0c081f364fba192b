"""Bounds and effects as authors write them mean what the format says in its own words, or nothing."""

import pytest

from bot.scenario.headings import bullets, unparted
from bot.scenario.signs import bound, braced, bracing, effect, summed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("> 5", "minstens 6"),
        (">= 6", "minstens 6"),
        ("=>6", "minstens 6"),
        ("< 4", "hoogstens 3"),
        ("<= 3", "hoogstens 3"),
        ("meer dan 5", "minstens 6"),
        ("maximaal 3", "hoogstens 3"),
        ("> 10", ""),
        ("< 0", ""),
        ("6", ""),
        ("> 5 dagen", ""),
    ],
)
def test_a_bound_with_a_sign_is_a_bound_in_words(text: str, meant: str) -> None:
    assert bound(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("+ 2", "+2"), ("plus 2", "+2"), ("min 1", "-1"), ("– 3", "-3"), ("2", ""), ("plus 11", ""), ("meer", "")],
)
def test_an_effect_has_its_sign_right_before_it(text: str, meant: str) -> None:
    assert effect(text) == meant


def test_braces_are_put_round_what_is_certain_to_belong_between_them() -> None:
    assert braced("vertrouwen +2, rust: -1", "effect") == "{vertrouwen: +2, rust: -1}"
    assert braced("(vertrouwen > 5)", "als") == "{vertrouwen: minstens 6}"
    assert braced("vertrouwen 2", "effect") == braced("+2", "effect") == braced("+2 vertrouwen", "effect") == ""
    assert bracing([{"rust": "+2"}, {"geld": "-1"}], "effect") == "{rust: +2, geld: -1}"
    assert bracing(["rust"], "effect") == bracing({"rust": "+2"}, "effect") == bracing([], "effect") == ""


def test_only_a_whole_value_is_a_bound() -> None:
    assert summed("als: {rust: > 5}", 12) == "> 5"
    assert summed("tekst: > 3 dagen", 7) == ""


def test_a_name_and_a_text_that_goes_on_are_told_apart() -> None:
    assert unparted("  situatie De juf belt.") == ("naam", 9, {"veld": "situatie"})
    assert unparted("  naar de winkel") is unparted("10:30 belt ze") is unparted("Hij zegt niets.") is None


def test_one_line_is_no_list() -> None:
    assert bullets(["• a", "b", "• c", "- d", "-5 graden"], 0, 4) == []
    assert bullets(["• a", "– b", "*vet* c"], 0, 2) == [0, 1]
