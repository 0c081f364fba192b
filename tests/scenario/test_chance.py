"""How often a blind play comes by a place is worked out exactly, or not at all."""

import pytest

from bot.scenario.chance import passing
from bot.scenario.graph import Edges, parts

ENOUGH = 10_000


def came(edges: Edges, most_work: int = ENOUGH, halting: frozenset[int] = frozenset()) -> list[float] | None:
    return passing(edges, parts(edges), most_work, halting)


def test_a_choice_of_three_gives_each_a_third() -> None:
    assert came([[1, 2, 3], [4], [4], [5], [], []]) == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 2 / 3, 1 / 3])


def test_a_loop_gives_its_chance_away_to_the_last_grain() -> None:
    # One in three goes round at once and one in three by way of 1, from which half comes back.
    assert came([[0, 1, 2], [0, 3], [], []]) == pytest.approx([2, 2 / 3, 2 / 3, 1 / 3], abs=1e-9)


def test_what_stands_before_a_loop_gives_its_chance_to_the_loop_once() -> None:
    assert came([[1, 2], [1, 2, 3], [], []]) == pytest.approx([1, 3 / 4, 3 / 4, 1 / 4], abs=1e-9)


def test_who_halts_gives_nothing_on() -> None:
    assert came([[1], [2], []], halting=frozenset({1})) == [1, 1, 0]
    assert came([[0, 1], [2], []], halting=frozenset({0})) == [1, 0, 0]


@pytest.mark.parametrize("edges", [[[0]], [[1], [0]], [[0] * 99 + [1], []], [[1], [2], []]])
def test_what_takes_too_long_has_no_answer(edges: Edges) -> None:
    assert came(edges, most_work=3) is None


def test_a_loop_without_a_way_out_takes_too_long() -> None:
    assert came([[1], [0]]) is None


def test_what_no_play_comes_to_costs_nothing_and_has_no_chance() -> None:
    assert came([[], [2], [1]]) == [1, 0, 0]
