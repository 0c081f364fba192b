"""What is written in vain is told: conditions that always hold, effects that are lost, roads that nobody takes."""

import pytest

from bot.scenario.rules.vain import always_true, lost_effect, untaken_branch
from tests.scenario.files import option, play, step, story, told

METERS = "meters: {rust: 4, tijd: 4}\n"
MORE = "  stil:\n    titel: Stilte\n    tekst: Stil.\n"
UP = option("a", "effect: {rust: +2}", to="gang")
DOWN = option("b", "effect: {rust: -1}", to="gang")


def road(*branches: str) -> str:
    """Return a crossroads `gang` behind a step that leaves the meter at 6 or at 3."""
    return story(step("begin", UP, DOWN) + f"  gang:\n    naar: [{', '.join(branches)}]\n", head=METERS) + MORE


# Conditions that always hold


@pytest.mark.parametrize(
    ("condition", "sure"),
    [("{rust: minstens 3}", True), ("{rust: minstens 4}", False), ("{rust: hoogstens 6, tijd: hoogstens 4}", True)],
)
def test_a_condition_of_an_option_that_holds_in_every_play_is_told(condition: str, sure: bool) -> None:
    gang = step("gang", option("a"), option("b", f"als: {condition}"))
    text = story(step("begin", UP, DOWN) + gang, head=METERS)
    assert told(text, "G08") == [("G08", {"vorm": "keuze", "naam": "b"})] * sure


def test_a_choice_that_everybody_made_is_no_condition() -> None:
    gang = step("gang", option("a"), option("b", "als: {gekozen: begin.a}"))
    assert told(story(step("begin", option("a", to="gang")) + gang), "G08") == [("G08", {"vorm": "keuze", "naam": "b"})]


def test_a_condition_of_a_road_that_holds_in_every_play_is_told_and_not_what_stands_below_it() -> None:
    text = road("{als: {rust: minstens 3}, stap: klaar}", "{als: {rust: minstens 6}, stap: stil}", "{anders: stil}")
    assert told(text, "G04", "G08", "G11") == [("G08", {"vorm": "tak", "naam": "klaar"}), ("G04", {"einde": "stil"})]


def test_a_condition_of_a_road_after_an_option_is_looked_at_with_the_effect_of_the_option() -> None:
    sure = "[{als: {rust: minstens 6}, stap: stil}, {anders: klaar}]"
    text = story(step("begin", option("a", "effect: {rust: +2}", to=sure), option("b")), head=METERS) + MORE
    assert told(text, "G08", "G11") == [("G08", {"vorm": "tak", "naam": "stil"})]
    chosen = text.replace("rust: minstens 6", "gekozen: begin.a")
    assert told(chosen, "G08", "G11") == [("G08", {"vorm": "tak", "naam": "stil"})]


# Lost effects


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(("start", "effect", "lost"), [(10, "+1", 10), (0, "-2", 0), (9, "+2", None), (10, "-1", None)])
def test_an_effect_on_a_meter_that_is_full_or_empty_already_is_told(
    start: int, effect: str, lost: int | None, asked: bool
) -> None:
    to = "[{als: {rust: minstens 5}, stap: klaar}, {anders: stil}]" if asked else "klaar"
    text = story(step("begin", option("a", f"effect: {{rust: {effect}}}", to=to)), head=f"meters: {{rust: {start}}}\n")
    assert told(text + MORE, "G10") == ([] if lost is None else [("G10", {"meter": "rust", "stand": lost})])


@pytest.mark.parametrize("asked", ["", "als: {rust: minstens 9}"])
def test_an_effect_that_counts_in_one_play_is_not_lost(asked: str) -> None:
    begin = step("begin", option("a", "effect: {rust: +6}", to="gang"), option("b", "effect: {rust: +5}", to="gang"))
    gang = step("gang", option("a", "effect: {rust: +1}"), option("b", asked or "gevolg: Ja."))
    assert told(story(begin + gang, head=METERS), "G10") == []
    full = begin.replace("+5", "+7")
    assert told(story(full + gang, head=METERS), "G10") == [("G10", {"meter": "rust", "stand": 10})]


def test_an_effect_of_nothing_and_an_effect_that_nobody_sees_are_not_lost() -> None:
    hidden = option("b", "als: {tijd: minstens 9}", "effect: {rust: +1}")
    text = story(step("begin", option("a", "effect: {rust: +0}"), hidden), head="meters: {rust: 10, tijd: 4}\n")
    assert told(text, "G02", "G10") == [
        ("G02", {"keuze": "b", "stap": "begin", "vorm": "hooguit", "meter": "tijd", "waarde": 4})
    ]


def test_of_very_many_meters_the_last_ones_are_not_followed() -> None:
    names = [f"m{number}" for number in range(6)]
    effects = ", ".join(f"{name}: +1" for name in names)
    head = "meters: {" + ", ".join(f"{name}: 10" for name in names) + "}\n"
    text = story(step("begin", option("a", f"effect: {{{effects}}}")), head=head)
    assert [words["meter"] for _, words in told(text, "G10")] == names[:4]


# Roads that nobody takes


@pytest.mark.parametrize(
    ("branches", "words"),
    [
        (
            ("{als: {rust: minstens 9}, stap: klaar}", "{als: {rust: hoogstens 4}, stap: stil}", "{anders: klaar}"),
            "als",
        ),
        (
            ("{als: {rust: minstens 4}, stap: klaar}", "{als: {rust: hoogstens 3}, stap: stil}", "{anders: klaar}"),
            "anders",
        ),
        (("{als: {rust: minstens 4}, stap: klaar}", "{anders: stil}", "{anders: klaar}"), "na"),
    ],
)
def test_a_road_that_nobody_takes_is_told(branches: tuple[str, ...], words: str) -> None:
    assert told(road(*branches), "G08", "G11") == [("G11", {"vorm": words, "naar": "klaar"})]


def test_below_anders_only_the_first_road_is_told() -> None:
    text = road("{anders: klaar}", "{als: {rust: minstens 4}, stap: klaar}", "{anders: klaar}")
    assert told(text.replace(MORE, ""), "G08", "G11") == [("G11", {"vorm": "na", "naar": "klaar"})]


def test_of_two_conditions_that_cover_everything_the_second_is_not_called_always_true() -> None:
    text = road("{als: {rust: minstens 4}, stap: klaar}", "{als: {rust: minstens 3}, stap: stil}", "{anders: klaar}")
    assert told(text, "G08", "G11") == [("G08", {"vorm": "tak", "naam": "stil"})]


def test_a_condition_that_always_holds_below_roads_that_everybody_takes_is_a_road_that_nobody_takes() -> None:
    branches = ["{als: {rust: minstens 4}, stap: klaar}", "{als: {rust: hoogstens 3}, stap: stil}"]
    text = road(*branches, "{als: {rust: minstens 3}, stap: stil}", "{anders: stil}")
    assert told(text, "G08", "G11") == [("G11", {"vorm": "als", "naar": "stil"})]


def test_a_road_to_what_nobody_comes_to_is_told_there() -> None:
    text = road("{als: {rust: minstens 9}, stap: stil}", "{anders: klaar}")
    assert told(text, "G04", "G11") == [("G04", {"einde": "stil"})]


def test_roads_that_nobody_comes_to_are_not_looked_at() -> None:
    late = step("zolder", option("a", to="[{als: {rust: minstens 9}, stap: klaar}, {anders: klaar}]"))
    cross = "  kelder:\n    naar: [{als: {rust: minstens 9}, stap: klaar}, {anders: klaar}]\n"
    hidden = option("b", "als: {rust: minstens 9}", to="[{als: {rust: minstens 9}, stap: klaar}, {anders: klaar}]")
    text = story(step("begin", option("a"), hidden) + late + cross, head=METERS)
    assert told(text, "G08", "G10", "G11") == []


def test_two_roads_to_one_place_are_told_apart() -> None:
    both = road("{als: {rust: minstens 4}, stap: klaar}", "{als: {tijd: hoogstens 3}, stap: klaar}", "{anders: stil}")
    assert told(both, "G11") == [("G11", {"vorm": "als", "naar": "klaar"})]
    good = road("{als: {rust: minstens 9}, stap: klaar}", "{als: {rust: minstens 6}, stap: klaar}", "{anders: stil}")
    assert told(good, "G11") == [("G11", {"vorm": "als", "naar": "klaar"})]


def test_nothing_is_called_vain_when_the_exploration_stopped_early() -> None:
    gang = step("gang", option("a", "effect: {tijd: +1}", to="zaal"), option("b", "als: {rust: minstens 3}"))
    cross = "  zaal:\n    naar: [{als: {rust: minstens 3}, stap: klaar}, {anders: klaar}]\n"
    text = story(step("begin", UP, DOWN) + gang + cross, head=METERS.replace("tijd: 4", "tijd: 10"))
    rules = (always_true, lost_effect, untaken_branch)
    assert [len([*rule(play(text))]) for rule in rules] == [2, 1, 0]
    assert [len([*rule(play(text, most))]) for rule in rules for most in (1, 3)] == [0] * 6
