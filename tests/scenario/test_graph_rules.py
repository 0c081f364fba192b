"""What never can happen in a case is told, with the cause and without its consequences."""

import pytest

from bot.scenario.compile import compiled
from bot.scenario.explore import explore
from bot.scenario.model import Scenario
from bot.scenario.rules.graph import dead_end, endless_loop, hidden_option, stuck_player, unreachable_step
from bot.scenario.rules.registry import Play
from bot.scenario.shape import SCENARIO
from bot.scenario.source import read
from tests.scenario.files import SHARED, checked, codes, option, step, story

METERS = "negeer: [R07]\nmeters: {rust: 4, tijd: 2}\n"  # not every story here uses both
MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{rust: minstens 5}", {"vorm": "hooguit", "meter": "rust", "waarde": 4}),
        ("{rust: hoogstens 3}", {"vorm": "minstens", "meter": "rust", "waarde": 4}),
        ("{rust: minstens 4, tijd: hoogstens 1}", {"vorm": "minstens", "meter": "tijd", "waarde": 2}),
        ("{gekozen: begin.b}", {"vorm": "gekozen", "keus": "begin.b"}),
    ],
)
def test_an_option_that_is_never_shown_is_told_with_the_reason(condition: str, words: dict[str, object]) -> None:
    text = story(step("begin", option("a"), option("b", f"als: {condition}")), head=METERS)
    (issue,) = checked(text).issues
    assert (issue.code, issue.words) == ("G02", {"keuze": "b", "stap": "begin", **words})


def test_conditions_that_hold_each_but_never_together_are_told_as_such() -> None:
    begin = step("begin", option("a", "effect: {rust: +4}", to="gang"), option("b", "effect: {tijd: +4}", to="gang"))
    gang = step("gang", option("a"), option("b", "als: {rust: minstens 8, tijd: minstens 6, gekozen: begin.a}"))
    (issue,) = checked(story(begin + gang, head=METERS)).issues
    assert issue.words == {"keuze": "b", "stap": "gang", "vorm": "samen"}


def test_of_a_hidden_option_the_steps_behind_it_are_not_told() -> None:
    begin = step("begin", option("a"), option("b", "als: {rust: minstens 9}", to="gang"))
    gang = step("gang", option("a", to="stil"))
    text = story(begin + gang, head=METERS) + MORE
    assert codes(text) == ["G02"]


def test_of_a_row_of_unreachable_steps_only_the_first_is_told() -> None:
    begin = step("begin", option("a"))
    text = story(begin + step("kelder", option("a", to="stil")) + step("gang", option("a", to="kelder"))) + MORE
    assert [(issue.code, issue.words) for issue in checked(text).issues] == [("G01", {"stap": "gang"})]


def test_of_a_ring_of_unreachable_steps_the_first_in_the_file_is_told() -> None:
    begin = step("begin", option("a"))
    text = story(begin + step("kelder", option("a", to="gang")) + step("gang", option("a", to="kelder"))) + MORE
    assert codes(text) == ["G01", "G04"]


def test_a_step_where_nobody_can_go_on_is_a_dead_end_and_not_a_row_of_hidden_options() -> None:
    begin = step("begin", option("a", to="gang"), option("b"))
    gang = step("gang", option("a", "als: {rust: minstens 9}", to="stil"), option("b", "als: {tijd: minstens 9}"))
    assert codes(story(begin + gang, head=METERS) + MORE) == ["G03"]


def test_a_player_who_can_get_stuck_is_told_with_the_meters_and_the_shortest_way() -> None:
    begin = step("begin", option("a", "effect: {rust: +2}", to="gang"), option("b", to="gang"))
    gang = step("gang", option("a", "als: {rust: minstens 6}"))
    (issue,) = checked(story(begin + gang, head=METERS)).issues
    assert issue.code == "G05"
    assert issue.words == {"vorm": "stand", "stap": "gang", "stand": "rust 4", "weg": "begin.b"}


def test_a_player_who_gets_stuck_by_choices_alone_is_told_the_way() -> None:
    begin = step("begin", option("a", to="schrijf"), option("b", to="schrijf"))
    writing = "  schrijf:\n    schrijf: Wat nu?\n    naar: gang\n"
    gang = step("gang", option("a", "als: {gekozen: begin.a}"))
    (issue,) = checked(story(begin + writing + gang)).issues
    assert issue.words == {"vorm": "weg", "stap": "gang", "stand": "", "weg": "begin.b"}


def test_a_loop_without_a_way_out_is_told_once_at_its_first_step() -> None:
    begin = step("begin", option("a"), option("b", to="gang"))
    ring = step("gang", option("a", to="kelder")) + step("kelder", option("a", to="gang"))
    (issue,) = checked(story(begin + ring)).issues
    assert (issue.code, issue.words) == ("G06", {"vorm": "meer", "stap": "gang", "stappen": "gang, kelder"})


def test_a_loop_whose_way_out_closes_is_told_once_however_one_is_caught() -> None:
    begin = step("begin", option("a", to="gang"), option("b", "effect: {rust: -4}", to="gang"))
    gang = step(
        "gang",
        option("a", "als: {rust: minstens 4}"),
        option("b", "effect: {tijd: -1, rust: -4}", to="gang"),
        option("c", "als: {tijd: minstens 9}"),
    )
    assert codes(story(begin + gang, head=METERS)) == ["G06", "G02"]


def test_two_loops_that_begin_at_one_step_are_told_once() -> None:
    begin = step("begin", option("a", to="gang"), option("b", "effect: {rust: -4}", to="gang"), option("c"))
    gang = step(
        "gang",
        option("a", "als: {rust: minstens 4}", to="gang"),
        option("b", "als: {rust: hoogstens 3}", to="kelder"),
    )
    assert codes(story(begin + gang + step("kelder", option("a", to="gang")), head=METERS)) == ["G06"]


def test_crossroads_that_lead_only_to_one_another_are_a_loop() -> None:
    begin = step("begin", option("a"), option("b", to="links"))
    assert codes(story(begin + "  links:\n    naar: rechts\n  rechts:\n    naar: links\n")) == ["G06"]


def test_a_loop_with_a_way_out_is_no_fault() -> None:
    begin = step("begin", option("a", to="begin"), option("b"))
    assert codes(story(begin)) == ["G07"]


def test_an_ending_that_no_condition_leads_to_is_told() -> None:
    route = "[{als: {rust: minstens 9}, stap: stil}, {anders: klaar}]"
    assert codes(story(step("begin", option("a", to=route)), head=METERS) + MORE) == ["G04"]


def test_what_was_not_seen_is_not_called_impossible_when_the_exploration_stopped_early() -> None:
    begin = step("begin", option("a", to="gang"), option("b", "effect: {rust: +2}", to="gang"), option("c"))
    gang = step("gang", option("a", "als: {rust: minstens 6}", to="zolder"))
    text = story(begin + gang + step("zolder", option("a")), head=METERS)
    case, source = refused(text), read(text, "voorbeeld.yaml")
    for most in (3, 4):
        exploration = explore(case, most)
        assert not exploration.complete
        met: dict[str, list[int]] = {}
        for number, state in enumerate(exploration.states):
            met.setdefault(state.place, []).append(number)
        play = Play(source=source, scenario=case, exploration=exploration, met=met, shared=SHARED)
        assert [*unreachable_step(play), *hidden_option(play), *dead_end(play), *endless_loop(play)] == []
        assert len([*stuck_player(play)]) == (most == 4), "but what was seen is told"


def refused(text: str) -> Scenario:
    """Return the case in a text that only the graph has something against."""
    return compiled(SCENARIO.validate_python(read(text, "voorbeeld.yaml").data), {})


def test_warnings_can_be_silenced_and_faults_cannot() -> None:
    text = story(step("begin", option("a"))).replace("id: voorbeeld", "id: ander")
    assert codes(text) == ["S10"]
    assert codes(text.replace("stappen:", "negeer: [S10]\nstappen:")) == []
    wrong = story(
        step("begin", option("a"), option("b", "als: {rust: minstens 9}")), head=METERS.replace("R07", "R07, G02")
    )
    assert codes(wrong) == ["G02"]
