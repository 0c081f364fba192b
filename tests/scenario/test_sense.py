"""What can happen and makes little sense to play is told: loops, twins, steps without a choice, rare endings."""

import pytest

from bot.scenario.explore import MOST_STATES
from bot.scenario.report import report
from bot.scenario.rules.sense import lasting_loop, rare_ending, too_many_states
from bot.texts.pages import wording
from tests.scenario.files import checked, option, play, step, story, told

CLIENT = "klant: samira\npersonen: {samira: Samira}\n"
SAID = "gevolg: Het is stil."
MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"


# Loops


def test_a_loop_that_one_can_walk_for_ever_is_told_at_its_first_step() -> None:
    begin = step("begin", option("a", to="gang"), option("b"))
    gang = step("gang", option("a", to="begin"), option("b"))
    assert told(story(begin + gang), "G07") == [
        ("G07", {"vorm": "meer", "stap": "begin", "stappen": "begin, gang"}),
    ]


def test_a_loop_within_a_loop_is_told_once_and_another_loop_apart() -> None:
    head = "meters: {rust: 4}\n"
    begin = step(
        "begin",
        option("a", "effect: {rust: +1}", to="gang"),
        option("b", "als: {rust: minstens 6}"),
        option("c", to="kelder"),
        option("d", "als: {rust: hoogstens 5}", to="gang"),
    )
    gang = step("gang", option("a", "als: {rust: hoogstens 5}", to="begin"), option("b", to="gang"), option("c"))
    kelder = step("kelder", option("a", to="kelder"), option("b"))
    assert told(story(begin + gang + kelder, head=head), "G07") == [
        ("G07", {"vorm": "meer", "stap": "begin", "stappen": "begin, gang"}),
        ("G07", {"vorm": "een", "stap": "kelder", "stappen": "kelder"}),
    ]


def test_a_loop_that_closes_after_some_rounds_is_good() -> None:
    again = option("a", "als: {rust: minstens 1}", "effect: {rust: -1}", to="begin")
    assert told(story(step("begin", again, option("b")), head="meters: {rust: 4}\n"), "G07") == []


def test_beside_a_loop_without_a_way_out_the_others_are_not_told() -> None:
    begin = step("begin", option("a", to="begin"), option("b"), option("c", to="gang"))
    assert told(story(begin + step("gang", option("a", to="gang"))), "G06", "G07") == [
        ("G06", {"vorm": "een", "stap": "gang", "stappen": "gang"}),
    ]


# Options that come to the same


def test_an_option_after_which_all_is_as_after_another_one_is_told() -> None:
    twins = step("begin", option("a", SAID, "effect: {rust: +1}"), option("b", SAID, "effect: {rust: +1, tijd: +0}"))
    assert told(story(twins, head="meters: {rust: 4, tijd: 4}\n"), "G09") == [
        ("G09", {"keuze": "b", "andere": "a", "stap": "begin"})
    ]


@pytest.mark.parametrize(
    "other",
    [
        option("b", "gevolg: Het is lawaaiig."),
        option("b", SAID, "effect: {rust: +1}"),
        option("b", SAID, "aan_het_woord: {samira: Ja.}"),
        option("b", SAID, to="stil"),
    ],
)
def test_an_option_that_differs_in_one_thing_is_good(other: str) -> None:
    text = story(step("begin", option("a", SAID), other), head="meters: {rust: 4}\npersonen: {samira: Samira}\n") + MORE
    assert told(text, "G09") == []


def test_what_is_not_written_yet_is_the_same_only_in_a_finished_case() -> None:
    empty = step("begin", option("a"), option("b"))
    assert told(story(empty), "G09") == []
    assert [code for code, _ in told(story(empty, head=CLIENT), "G09")] == ["G09"]


def test_options_that_a_condition_asks_for_later_are_not_the_same() -> None:
    begin = step("begin", option("a", SAID, to="gang"), option("b", SAID, to="gang"))
    gang = step("gang", option("a"), option("b", "als: {gekozen: begin.b}"))
    assert told(story(begin + gang, head=CLIENT), "G09", "G13") == [
        ("G13", {"stap": "gang"}),
        ("G09", {"keuze": "b", "andere": "a", "stap": "gang"}),
    ]


def test_options_that_nobody_sees_at_once_may_be_the_same() -> None:
    begin = step("begin", option("a", "effect: {rust: +1}", to="gang"), option("b", to="gang"))
    gang = step("gang", option("a", SAID, "als: {rust: minstens 5}"), option("b", SAID, "als: {rust: hoogstens 4}"))
    assert told(story(begin + gang, head="meters: {rust: 4}\n"), "G09") == []


def test_the_same_options_at_two_steps_are_good() -> None:
    begin = step("begin", option("a", SAID), option("b", to="gang"))
    assert told(story(begin + step("gang", option("a", SAID))), "G09") == []


# Too much to look at


def wide(meters: int, steps: int) -> str:
    """Return a case whose every step moves all its meters by different amounts, and whose end asks for them all."""
    names = [f"m{number}" for number in range(meters)]
    text = ""
    for number in range(steps):
        options = []
        for turn, letter in enumerate("abc"):
            moves = [f"{name}: {(number * 5 + turn * 3 + place * 2) % 7 - 3:+d}" for place, name in enumerate(names)]
            to = f"s{number + 1}" if number + 1 < steps else "slot"
            options.append(option(letter, f"effect: {{{', '.join(moves)}}}", to=to))
        text += step(f"s{number}", *options)
    asked = ", ".join(f"{name}: minstens 6" for name in names)
    slot = f"  slot:\n    naar: [{{als: {{{asked}}}, stap: stil}}, {{anders: klaar}}]\n"
    return story(text + slot, head="meters: {" + ", ".join(f"{name}: 5" for name in names) + "}\n") + MORE


def test_five_meters_in_conditions_are_told_also_when_everything_could_be_looked_at() -> None:
    assert told(wide(5, 2), "G12") == [("G12", {"vorm": "meters", "meters": 5, "standen": 22})]
    assert told(wide(4, 2), "G12") == []


def test_a_case_with_five_meters_stops_at_the_limit_and_the_report_says_that_it_is_not_complete() -> None:
    text = wide(5, 20)
    (found,) = checked(text).issues
    assert found.words["standen"] > MOST_STATES
    shown = report([found], {"voorbeeld.yaml": text}, wording("nl"))
    assert "LET OP G12  niet volledig: er kan te veel gebeuren, na 200001 standen is de bot gestopt." in shown
    assert "In 500 losse spellen daarna liep niemand vast." in shown


def test_beyond_what_was_looked_at_blind_plays_find_who_gets_stuck() -> None:
    begin = step("begin", option("a", to="gang"), option("b", "effect: {rust: +1}", to="gang"))
    gang = step("gang", option("a", to="zolder"))
    zolder = step("zolder", option("a", "als: {rust: minstens 5}"))
    seen = play(story(begin + gang + zolder, head="meters: {rust: 4}\n"), most=2)
    assert not seen.exploration.stuck
    (found,) = too_many_states(seen)
    assert found.place.line == 5
    assert found.words == {
        "vorm": "vast",
        "standen": 3,
        "spellen": found.words["spellen"],
        "stap": "zolder",
        "weg": "begin.a, gang.a",
    }


def test_what_was_not_seen_is_not_called_a_loop_or_rare_when_the_exploration_stopped_early() -> None:
    begin = step("begin", option("a", to="begin"), option("b", to="gang"), *(option(name) for name in "cde"))
    text = story(begin + step("gang", option("a", to="stil"), option("b")), head=CLIENT) + MORE
    for most in (1, 2):
        assert [*lasting_loop(play(text, most)), *rare_ending(play(text, most))] == []


# Finished cases


def test_a_step_where_it_does_not_matter_what_is_chosen_is_told_in_a_finished_case() -> None:
    same = step("begin", option("a", SAID, to="gang"), option("b", "gevolg: Je belt.", to="gang"))
    gang = step("gang", option("a", to="[{als: {rust: minstens 5}, stap: stil}, {anders: klaar}]"), option("b"))
    head = "meters: {rust: 4}\n"
    text = story(same + gang.replace("{rust: minstens 5}", "{gekozen: gang.b}"), head=head)
    assert told(text + MORE, "G13") == []
    assert told(text.replace(head, head + CLIENT) + MORE, "G13") == [("G13", {"stap": "begin"})]
    assert told(text.replace(head, head + CLIENT + "soort: protocol\n") + MORE, "G13") == []
    moved = text.replace(SAID, SAID + "\n        effect: {rust: +1}")
    assert told(moved.replace(head, head + CLIENT) + MORE, "G13") == []


def test_a_step_with_one_option_does_not_pretend_to_be_a_choice() -> None:
    assert told(story(step("begin", option("a")), head=CLIENT), "G13") == []


def test_an_ending_that_hardly_any_blind_play_comes_to_is_told_in_a_finished_case() -> None:
    text = ""
    for name, to in (("een", "twee"), ("twee", "drie"), ("drie", "stil")):
        text += step(name, option("a", to=to), *(option(letter) for letter in "bcd"))
    assert told(story(text) + MORE, "G14") == []
    assert told(story(text, head=CLIENT) + MORE, "G14") == [("G14", {"einde": "stil", "kans": 16})]
    likelier = story(text.replace("      d:\n        keuze: Doen\n        naar: klaar\n", ""), head=CLIENT)
    assert told(likelier + MORE, "G14") == []


def test_an_ending_that_no_play_comes_to_is_a_fault_and_not_a_rare_one() -> None:
    assert told(story(step("begin", option("a")), head=CLIENT) + MORE, "G04", "G14") == [("G04", {"einde": "stil"})]


def test_of_endings_behind_a_loop_that_hardly_anyone_leaves_nothing_is_told() -> None:
    # Who goes on at a step has one chance in three of not being sent back to the begin: 3 ** 30 rounds.
    back = [option(name, f"gevolg: Terug {name}.", to="s0") for name in "bc"]
    text = "".join(step(f"s{at}", option("a", to=f"s{at + 1}"), *back) for at in range(30))
    last = step("s30", option("a"), *(option(name, to="stil") for name in "b"))
    assert told(story(text + last, head=CLIENT) + MORE, "G14") == []


def test_an_ending_behind_a_loop_is_as_rare_as_it_is() -> None:
    begin = step("een", *(option(name, f"gevolg: Weer {name}.", to="een") for name in "abcd"), option("e", to="twee"))
    ways = [option(name, f"gevolg: {name}.") for name in "abcdefghij"]
    rest = step("twee", option("k", to="drie"), *ways) + step("drie", option("k", to="stil"), *ways)
    assert told(story(begin + rest, head=CLIENT) + MORE, "G14") == [("G14", {"einde": "stil", "kans": 9})]
