"""Blind plays are played by number, so that each can be played again."""

import pytest

from bot.scenario.model import Chosen
from bot.scenario.wander import Sample, wander
from tests.scenario.files import CASES, option, play, scenario, step, story


def test_a_case_in_which_nobody_gets_stuck_is_played_as_often_as_one_likes() -> None:
    case = scenario((CASES / "rondje.yaml").read_text("utf-8"))
    assert wander(case) == Sample(plays=500)
    assert wander(case, 20) == Sample(plays=20)


def test_the_first_play_that_gets_stuck_is_told_with_its_road_and_again_the_same() -> None:
    begin = step("begin", option("a", to="schrijf"), *(option(name) for name in "bcde"))
    writing = "  schrijf:\n    schrijf: Wat nu?\n    naar: gang\n"
    case = play(story(begin + writing + step("gang", option("a", "als: {gekozen: begin.b}")))).scenario
    found = wander(case)
    assert (found.stuck, found.road) == ("gang", (Chosen("begin", "a"),))
    assert found.plays < 60, "one play in five goes there"
    assert wander(case) == found
    assert wander(case, found.plays - 1) == Sample(plays=found.plays - 1)


@pytest.mark.parametrize("letter", "abc")
def test_every_option_is_taken_before_long(letter: str) -> None:
    ways = [option(name, to="gang" if name == letter else "klaar") for name in "abc"]
    gang = step("gang", option("a", "als: {gekozen: gang.a}"))
    assert wander(play(story(step("begin", *ways) + gang)).scenario).plays < 20


def test_a_play_that_goes_round_is_given_up() -> None:
    case = play(story(step("begin", option("a", to="begin")))).scenario
    assert wander(case, 3) == Sample(plays=3)


def test_a_very_wide_case_is_played_less_often() -> None:
    wide = play(story(step("begin", *(option(f"k{number}") for number in range(100))))).scenario
    assert wander(wide, most_looks=350) == Sample(plays=3)
    assert wander(wide, most_looks=10) == Sample(plays=0)
    endless = play(story(step("begin", option("a", to="begin")))).scenario
    assert wander(endless, most_looks=50) == Sample(plays=0)
