"""The shipped library: what every case in scenarios must be, measured on the files themselves."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.conversation.equipment import equipped
from bot.scenario.explore import explore
from bot.scenario.library import check_paths, read_shelf
from bot.scenario.model import Condition, Decision, Kind, Scenario
from bot.scenario.report import report
from bot.scenario.rules.ease import MOST_LONG
from bot.scenario.rules.reading import passages
from bot.scenario.rules.registry import Shared
from bot.scenario.statistics import statistics
from bot.texts.pages import wording
from tests.library.plays import SCENARIOS, everything, played
from tests.support.clock import MONDAY

SHELF = read_shelf(SCENARIOS)
CASES = [kept.scenario for kept in SHELF.scenarios.values() if kept.scenario.kind is Kind.CASE]
FIGURES = {case.id: statistics(case, explore(case)) for case in CASES}
RAREST_ENDING = 0.05
MOST_THEMES = 12  # to choose from on one screen
SITUATION, CONSEQUENCE = 700, 500  # characters
AMOUNT = re.compile(r"€|\beuro\b|\bart(ikel|\.)? ?\d|\blid \d", re.IGNORECASE)
PLAYS = 10  # in the gate; python3 -m tests release plays each case 500 times


def test_the_shipped_folder_has_no_fault_no_warning_and_no_tip() -> None:
    issues, sources = check_paths([SCENARIOS], equipped(Shared(month=f"{MONDAY:%Y-%m}")))
    assert not issues, report(issues, sources, wording("nl"))


def test_there_are_fifteen_cases_three_methods_and_ten_house_questions() -> None:
    assert len(CASES) == 15
    assert {method.minutes for method in SHELF.methods.values()} == {20, 60, 65}
    assert len(SHELF.reflections) == 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_play_of_a_case_has_four_to_six_decisions(case: Scenario) -> None:
    found = FIGURES[case.id]
    assert found.shortest is not None
    assert found.longest is not None
    assert 4 <= found.shortest <= found.longest <= 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_has_at_least_three_endings_and_none_of_them_is_rare(case: Scenario) -> None:
    chances = FIGURES[case.id].endings
    assert len(chances) >= 3
    assert min(chances.values()) >= RAREST_ENDING


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_option_tells_what_is_won_and_what_is_lost_on_all_three_axes(case: Scenario) -> None:
    assert FIGURES[case.id].one_sided == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_two_or_three_meters_open_and_close_ways(case: Scenario) -> None:
    asked = {meter for way in conditions(case) for meter in way.meters}
    assert 2 <= len(case.meters) <= 3
    assert asked == set(case.meters)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_earlier_choice_comes_back_later(case: Scenario) -> None:
    assert any(way.chosen for way in conditions(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_whatever_was_chosen_before_there_are_three_to_five_ways_on(case: Scenario) -> None:
    found = explore(case)
    for state, moves in zip(found.states, found.moves, strict=True):
        if isinstance(case.steps.get(state.place), Decision):
            assert 3 <= len(moves) <= 5, state


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_at_every_decision_the_client_speaks_and_the_options_are_of_like_length(case: Scenario) -> None:
    for name, step in decisions(case).items():
        said = [step.voices, *(option.voices for option in step.options.values())]
        assert any(case.client in voices for voices in said), name
        lengths = [len(option.label) for option in step.options.values()]
        assert max(lengths) <= 60, name
        assert max(lengths) <= 2 * min(lengths), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_deep_tempo_asks_questions_of_the_case_and_questions_of_the_house(case: Scenario) -> None:
    own = {name for name, step in decisions(case).items() if step.deepening}
    assert len(own) >= 2
    assert decisions(case).keys() - own


def test_the_same_theme_is_called_the_same_in_every_case() -> None:
    themes = Counter(theme for case in CASES for theme in case.themes)
    assert len(themes) <= MOST_THEMES, themes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_texts_fit_one_screen_of_a_telephone(case: Scenario) -> None:
    assert len(case.intro) <= SITUATION
    for name, step in case.steps.items():
        assert len(getattr(step, "situation", "")) <= SITUATION, name
    for name, step in decisions(case).items():
        for option in step.options.values():
            assert 0 < len(option.consequence) <= CONSEQUENCE, name
    for name, ending in case.endings.items():
        assert len(ending.text) <= SITUATION, name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_trainer_finds_notes_at_every_decision_and_a_sheet_for_the_case(case: Scenario) -> None:
    for part in ("*Doel.*", "*Zo kan het gaan, 1.*", "*Zo kan het gaan, 2.*", "*Wat je niet doet.*", "*Nazorg.*"):
        assert part in case.trainer, part
    assert all(step.trainer for step in decisions(case).values())
    assert all(len(ending.debrief) >= 2 for ending in case.endings.values())
    assert case.warnings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_reads_easily(case: Scenario) -> None:
    assert FIGURES[case.id].ease.long_share <= MOST_LONG
    assert FIGURES[case.id].ease.words_a_sentence <= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_amounts_and_articles_stand_in_boxes_only(case: Scenario) -> None:
    found = {where: match[0] for where, text in passages(case).items() if (match := AMOUNT.search(text))}
    assert not {where: what for where, what in found.items() if where != "titel"}


@pytest.mark.parametrize("name", ["brieven_dicht", "hij_antwoordt", "vrijdag_vier_uur", "tien_dagen"])
def test_where_danger_is_certain_the_case_says_what_to_do_now(name: str) -> None:
    case = SHELF.scenarios[name].scenario
    assert any("112" in step.urgent for step in decisions(case).values())


@pytest.mark.parametrize("name", SHELF.shared.boxes or {})
def test_a_box_says_where_it_comes_from_and_when_or_what_was_not_checked(name: str) -> None:
    box = (SHELF.shared.boxes or {})[name]
    assert box.source
    assert box.checked or box.unverified


def test_three_cases_can_be_played_in_english() -> None:
    assert {case.id for case in CASES if "en" in case.layers} == {"baan_maandag", "blauwe_envelop", "vrijdag_vier_uur"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_played_blindly_to_an_ending_through_the_whole_bot(case: Scenario, tmp_path: Path) -> None:
    found = played(case, PLAYS, tmp_path)
    assert found.wrong == ()
    assert found.plays == PLAYS
    assert found.steps <= everything(case).steps
    assert found.endings


def decisions(case: Scenario) -> dict[str, Decision]:
    return {name: step for name, step in case.steps.items() if isinstance(step, Decision)}


def conditions(case: Scenario) -> Sequence[Condition]:
    options = [option for step in decisions(case).values() for option in step.options.values()]
    ways = [way for step in case.steps.values() if not isinstance(step, Decision) for way in step.to]
    found = [*(option.when for option in options), *(way.when for option in options for way in option.to)]
    return [when for when in (*found, *(way.when for way in ways)) if when is not None]
