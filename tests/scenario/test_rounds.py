"""A reviewer gets few plays that together show every text."""

import time

import pytest

from bot.scenario.explore import explore
from bot.scenario.library import read_shelf
from bot.scenario.model import Crossroads, Decision, Scenario, Writing
from bot.scenario.plays import walk
from bot.scenario.rounds import Round, rounds
from tests.scenario.files import CASES, PATIENCE, SHIPPED, option, scenario, step, story
from tests.scenario.test_explore import ladder

ALL = {kept.scenario.id: kept.scenario for folder in (CASES, SHIPPED) for kept in read_shelf(folder).scenarios.values()}
MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"


def texts(case: Scenario) -> set[str]:
    """Return everything there is to show: options, writing steps and endings."""
    decisions = {name: step for name, step in case.steps.items() if isinstance(step, Decision)}
    options = {f"{name}.{option}" for name, step in decisions.items() for option in step.options}
    return options | {name for name, step in case.steps.items() if isinstance(step, Writing)} | case.endings.keys()


def shown(case: Scenario, play: Round) -> set[str]:
    """Return what the choices of a round really show."""
    played = walk(case, [click.option for click in play.clicks])
    assert (played.ending, played.halt) == (play.ending, None)
    assert [(stop.step, stop.option) for stop in played.stops if stop.option] == [
        (click.step, click.option) for click in play.clicks
    ]
    return {f"{stop.step}.{stop.option}".rstrip(".") for stop in played.stops} | {played.ending}


@pytest.mark.parametrize("name", ALL)
def test_the_rounds_of_every_good_case_show_every_text_and_tell_what_is_new(name: str) -> None:
    case = ALL[name]
    seen: set[str] = set()
    for play in rounds(case, explore(case)):
        here = shown(case, play)
        assert set(play.shows) == here - seen
        assert play.shows
        seen |= here
    assert seen == texts(case)
    assert not any(isinstance(case.steps.get(place), Crossroads) for place in seen)


def test_the_twenty_eight_plays_of_the_example_need_four_rounds() -> None:
    found = rounds(ALL["ongeopende_post"], explore(ALL["ongeopende_post"]))
    assert len(found) == 4
    assert len(found[0].shows) == 6, "the first shows the most: five options and an ending"
    assert [len(play.shows) for play in found] == sorted((len(play.shows) for play in found), reverse=True)


def test_a_loop_is_walked_in_one_go_and_left() -> None:
    (play,) = rounds(ALL["rondje"], explore(ALL["rondje"]))
    assert play.ending == "aan_de_beurt"
    assert len(play.clicks) == 6


def test_a_loop_is_left_for_where_the_most_is_new() -> None:
    gang = step("gang", option("a", to="begin"), option("b", "gevolg: Stil.", to="stil"))
    begin = step("begin", option("a", to="gang"), option("c", to="zaal"))
    found = rounds(case := scenario(story(begin + gang + step("zaal", option("a"))) + MORE), explore(case))
    assert [play.ending for play in found] == ["klaar", "stil"]
    assert found[0].shows == ("begin.a", "gang.a", "begin.c", "zaal.a", "klaar")
    assert found[1].shows == ("gang.b", "stil")


def test_what_does_not_lead_to_an_ending_is_in_no_round() -> None:
    cut = ladder(12, 3)
    assert rounds(cut, explore(cut, 1000)) == ()


def test_a_case_with_very_many_states_has_no_rounds() -> None:
    case = ALL["rondje"]
    assert rounds(case, explore(case), most=8) == ()
    assert rounds(case, explore(case), most=9) != ()


def test_thirty_steps_take_little_time() -> None:
    case = ladder(30, 3)
    exploration = explore(case)
    begin = time.process_time()
    found = rounds(case, exploration)
    assert time.process_time() - begin < 1.5 * PATIENCE
    assert len(found) == 3, "three options a step"
