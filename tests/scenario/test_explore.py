"""Everything that can happen in a case is found, exactly and fast."""

import time

from bot.scenario.explore import explore, route, values
from bot.scenario.graph import leading_to, longest, loops, ordered, parts
from bot.scenario.model import (
    Branch,
    Chosen,
    Condition,
    Crossroads,
    Decision,
    Ending,
    Option,
    Scenario,
    Step,
    Threshold,
)
from tests.scenario.files import PATIENCE, explored, option, scenario, step, story

METERS = "meters: {rust: 4, tijd: 6}\n"


def test_equal_states_are_merged_and_meters_that_nothing_asks_for_fall_out() -> None:
    begin = step("begin", option("a", "effect: {rust: +1, tijd: -1}", to="gang"), option("b", to="gang"))
    assert len(explored(story(begin + step("gang", option("a")), head=METERS)).states) == 3
    gang = step("gang", option("a"), option("b", "als: {rust: minstens 5}"))
    exploration = explored(story(begin + gang, head=METERS))
    assert exploration.meters == ("rust",)
    assert len(exploration.states) == 5


def test_only_choices_that_matter_are_remembered() -> None:
    begin = step("begin", option("a", to="gang"), option("b", to="gang"), option("c", to="gang"))
    gang = step("gang", option("a"), option("b", "als: {gekozen: begin.a}"))
    exploration = explored(story(begin + gang))
    assert {state.choices for state in exploration.states} == {frozenset(), frozenset({Chosen("begin", "a")})}
    assert len(exploration.states) == 5


def test_meters_stay_between_nothing_and_full() -> None:
    begin = step("begin", option("a", "effect: {rust: -9}", to="gang"), option("b", "effect: {rust: +9}", to="gang"))
    gang = step("gang", option("a"), option("b", "als: {rust: hoogstens 0}"), option("c", "als: {rust: minstens 10}"))
    exploration = explored(story(begin + gang, head=METERS))
    assert {state.values for state in exploration.states} == {(4,), (0,), (10,)}


def test_the_way_to_a_state_is_a_shortest_one() -> None:
    begin = step("begin", option("a", to="om"), option("b", to="gang"))
    om = step("om", option("a", to="gang"))
    writing = "  gang:\n    schrijf: Wat nu?\n    naar: zaal\n"
    exploration = explored(story(begin + om + writing + step("zaal", option("a"))))
    there = next(number for number, state in enumerate(exploration.states) if state.place == "zaal")
    assert route(exploration, there) == [Chosen("begin", "b")]
    assert route(exploration, 0) == []


def test_the_values_of_a_meter_are_known_for_each_state_also_when_nothing_asks_for_it() -> None:
    begin = step("begin", option("a", "effect: {rust: +9}", to="gang"), option("b", "effect: {rust: -1}", to="gang"))
    gang = step("gang", option("a", to="slot"), option("b", "effect: {rust: -1}", to="gang"))
    case = scenario(story(begin + gang + "  slot:\n    naar: klaar\n", head=METERS))
    exploration = explore(case)
    assert exploration.meters == ()
    known = values(exploration, case, "rust")
    assert known
    found = {state.place: set(here) for state, here in zip(exploration.states, known, strict=True)}
    assert found == {"begin": {4}, "gang": {*range(11)}, "slot": {*range(11)}, "klaar": {*range(11)}}
    assert values(exploration, case, "rust", most_work=8) is None


def test_the_exploration_stops_at_its_limit_and_says_so() -> None:
    case = ladder(12, 3)
    whole = explore(case)
    assert whole.complete
    assert explore(case, len(whole.states)).complete
    for cut in (explore(case, 1000), explore(case, most_work=1000)):
        assert not cut.complete
        assert 30 < len(cut.states) < 1010
        assert len(cut.moves) == len(cut.states) == len(cut.came)
        assert cut.stuck == [], "what was not looked at is not stuck"


def test_twenty_steps_with_three_meters_take_less_than_half_a_second() -> None:
    begin = time.process_time()
    exploration = explore(ladder(20, 3))
    assert time.process_time() - begin < 0.5 * PATIENCE
    assert len(exploration.states) > 10_000


def ladder(steps: int, meters: int) -> Scenario:
    """Return a case of so many steps with three options each, that move all meters by different amounts."""
    names = [f"m{number}" for number in range(meters)]
    route: dict[str, Step] = {
        f"s{number}": Decision(
            options={
                option: Option(
                    label=option,
                    to=(Branch(to=f"s{number + 1}" if number + 1 < steps else "slot"),),
                    effects={name: (number * 5 + turn * 3 + place * 2) % 7 - 3 for place, name in enumerate(names)},
                )
                for turn, option in enumerate("abc")
            }
        )
        for number in range(steps)
    }
    slot = tuple(Branch(to="klaar", when=Condition(meters={name: Threshold(at_least=9)})) for name in names)
    return Scenario(
        id="ladder",
        title="Ladder",
        first="s0",
        steps={**route, "slot": Crossroads(to=(*slot, Branch(to="klaar")))},
        endings={"klaar": Ending(title="Klaar", text="Klaar")},
        meters=dict.fromkeys(names, 5),
    )


def test_parts_come_before_those_they_lead_to() -> None:
    edges = [[1], [2, 0], [3], [4], [3], []]
    assert [sorted(part) for part in parts(edges)] == [[5], [0, 1], [2], [3, 4]]


def test_what_lies_in_or_behind_a_loop_has_no_place_in_the_order() -> None:
    assert ordered([[1, 2], [2], [], [2, 4], [4, 5], []]) == [0, 3, 1, 2]
    assert loops([[1, 2], [0], [2], [0]]) == [[0, 1], [2]]


def test_a_very_long_road_needs_no_recursion() -> None:
    road = [[number + 1] for number in range(50_000)] + [[]]
    assert len(parts(road)) == 50_001
    assert longest(road, [1] * 50_001)[0] == 50_001


def test_what_leads_to_a_goal_is_found_backwards() -> None:
    assert leading_to([[1], [2], [], [0], [4]], [2]) == {0, 1, 2, 3}
