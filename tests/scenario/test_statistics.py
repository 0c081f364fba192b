"""A case in figures: what there is to read, how many plays there are, and how likely each ending is."""

import time

import pytest

from bot.scenario.explore import explore
from bot.scenario.library import read_shelf
from bot.scenario.model import Axis, Branch, Decision, Ending, Option, Scenario, Step
from bot.scenario.statistics import Reading, Statistics, statistics
from tests.scenario.files import CASES, PATIENCE, SHIPPED, option, scenario, step, story
from tests.scenario.test_explore import ladder

ALL = {kept.scenario.id: kept.scenario for folder in (CASES, SHIPPED) for kept in read_shelf(folder).scenarios.values()}
METERS = "meters: {rust: 4}\n"


def figures(case: Scenario, **limits: int) -> Statistics:
    return statistics(case, explore(case), **limits)


def of(text: str) -> Statistics:
    return figures(scenario(text))


def test_the_example_of_the_format_has_the_figures_that_were_worked_out_for_it() -> None:
    found = figures(ALL["ongeopende_post"])
    assert (found.complete, found.plays, found.shortest, found.longest) == (True, 28, 4, 5)
    assert {name: round(100 * chance) for name, chance in found.endings.items()} == {
        "respijt": 46,
        "ontruimd": 42,
        "vooruit": 12,
    }
    # Only who rings the bell and then opens the post has a trust of six or more: two choices of two.
    assert found.conditional == {"uitstel.b": pytest.approx(1 / 4)}
    assert found.options == {"signaal": 2, "keukentafel": 2, "uitstel": 3, "uitkering": 2, "school": 2}
    assert found.benefits["samira"] == pytest.approx(6 / 11)
    assert found.benefits["ilias"] == pytest.approx(2 / 11)
    assert len(found.lacking[Axis.RETURN]) == 9
    assert "signaal.a" not in found.lacking[Axis.LAW]
    assert found.oldest_box == ("drie_dagen", "2026-11")


@pytest.mark.parametrize("name", ALL)
def test_every_play_comes_to_one_of_the_endings(name: str) -> None:
    found = figures(ALL[name]).endings
    assert found.keys() == ALL[name].endings.keys()
    assert sum(found.values()) == pytest.approx(1)


def test_one_player_reads_the_step_and_the_longest_of_what_follows() -> None:
    begin = step(
        "begin",
        option("a", "gevolg: een twee drie", "wet: {winst: vier, verlies: vijf}", "trainer: dit telt niet"),
        option("b", "gevolg: een", "aan_het_woord: {eva: twee}"),
    ).replace("    situatie", "    aan_het_woord: {eva: Hoor eens.}\n    situatie")
    found = of(story(begin, head="intro: een twee\npersonen: {eva: Eva}\n"))
    here = 1 + 3 + 2 + 2  # title, situation, voice, two labels
    assert found.reading == {"begin": Reading(here + 5 + 2, here + 5), "klaar": Reading(2, 2)}
    assert found.reading["begin"].minutes == 13 / 200
    assert found.words == 2 + 2 + 15 + 2


def test_boxes_and_writing_steps_are_read_and_crossroads_are_not() -> None:
    writing = "  begin:\n    kaders: drie_dagen\n    schrijf: Wat nu?\n    naar: slot\n  slot:\n    naar: klaar\n"
    found = of(story(writing))
    assert found.reading["begin"] == Reading(1 + 3 + 6 + 2, 12)
    assert "slot" not in found.reading
    assert (found.plays, found.shortest, found.longest, found.options, found.oldest_box) == (1, 0, 0, {}, None)


def test_plays_are_counted_exactly_however_many_there_are() -> None:
    assert figures(ladder(30, 1)).plays == 3**30


def test_a_loop_makes_plays_and_the_longest_endless() -> None:
    found = figures(ALL["rondje"])
    assert (found.plays, found.shortest, found.longest) == (None, 2, None)


def test_a_loop_that_never_ends_has_no_plays_and() -> None:
    to = (Branch(to="rond"),)
    steps: dict[str, Step] = {"rond": Decision(options={"a": Option(label="Rond", to=to)})}
    found = figures(
        Scenario(id="x", title="x", first="rond", steps=steps, endings={"klaar": Ending(title="x", text="x")})
    )
    assert (found.plays, found.shortest, found.longest) == (0, None, None)
    assert found.endings == {}, "it would take for ever"


def test_an_option_that_comes_back_is_shown_once_or_more_and_not_counted_twice() -> None:
    # Every play sees the option at once; who waits sees it again, more than once on average, and it is still certain.
    waiting = step(
        "begin", option("a", "effect: {rust: -1}", to="begin"), option("c"), option("b", "als: {rust: minstens 3}")
    )
    assert of(story(waiting, head=METERS)).conditional == {"begin.b": pytest.approx(1.0)}
    gang = step("gang", option("a", to="begin"), option("b", "als: {gekozen: begin.a}"), option("c"))
    found = of(story(step("begin", option("a", to="gang"), option("b", to="gang")) + gang))
    # At first one in two has it; of those who have not (one half) one in two goes back, and chooses again.
    assert found.conditional == {"gang.b": pytest.approx(0.5 / (1 - 0.5 * 0.5))}


def test_chances_that_would_take_too_long_are_left_out() -> None:
    case = ALL["rondje"]
    full = figures(case)
    assert full.endings == {"aan_de_beurt": pytest.approx(1)}
    assert full.conditional == {"wachten.a": pytest.approx(1)}
    none = figures(case, most_work=20)
    assert none.endings == {}
    assert none.conditional == {"wachten.a": pytest.approx(1)}, "it is shown before any loop"
    assert figures(case, most_work=1).conditional == {"wachten.a": None}
    assert figures(ALL["ongeopende_post"], most_work=1).conditional == {"uitstel.b": None}


def test_a_loop_that_hardly_anyone_leaves_takes_no_longer_than_allowed() -> None:
    # Who goes on at a step has one chance in six of not being sent back to the begin: 6 ** 40 rounds.
    names = [f"s{number}" for number in range(40)]
    back = {f"t{number}": Option(label="x", to=(Branch(to="s0"),)) for number in range(5)}
    steps: dict[str, Step] = {
        name: Decision(options={**back, "verder": Option(label="x", to=(Branch(to=after),))})
        for name, after in zip(names, [*names[1:], "klaar"], strict=True)
    }
    begin = time.process_time()
    case = Scenario(id="x", title="x", first="s0", steps=steps, endings={"klaar": Ending(title="x", text="x")})
    assert figures(case).endings == {}
    assert time.process_time() - begin < 10 * PATIENCE


def test_figures_of_an_exploration_that_stopped_say_so() -> None:
    case = ladder(12, 3)
    found = statistics(case, explore(case, 1000))
    assert (found.complete, found.plays, found.shortest, found.longest) == (False, 0, None, None)


def test_the_oldest_box_is_the_one_that_was_checked_first() -> None:
    assert figures(ALL["alle_velden"]).oldest_box == ("drie_dagen", "2026-11")
