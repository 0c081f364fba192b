"""The laws of motion of a case."""

import pytest

from bot.scenario.model import Branch, Chosen, Condition, Crossroads, Ending, Scenario, Threshold
from bot.scenario.walk import follow, holds, moved

CASE = Scenario(
    id="x",
    title="x",
    first="rond",
    steps={
        "rond": Crossroads(to=(Branch(to="rond"),)),
        "eerst": Crossroads(to=(Branch(to="dan"),)),
        "dan": Crossroads(to=(Branch(to="klaar", when=Condition(meters={"rust": Threshold(at_least=6)})),)),
    },
    endings={"klaar": Ending(title="Klaar", text="Klaar.")},
    meters={"rust": 4},
)


def test_a_condition_holds_when_every_part_of_it_holds() -> None:
    condition = Condition(
        meters={"rust": Threshold(at_least=3), "tijd": Threshold(at_most=5)}, chosen=(Chosen("begin", "a"),)
    )
    assert holds(None, {}, frozenset())
    assert holds(condition, {"rust": 3, "tijd": 5}, {Chosen("begin", "a")})
    assert not holds(condition, {"rust": 2, "tijd": 5}, {Chosen("begin", "a")})
    assert not holds(condition, {"rust": 3, "tijd": 6}, {Chosen("begin", "a")})
    assert not holds(condition, {"rust": 3, "tijd": 5}, {Chosen("begin", "b")})


def test_meters_stay_between_nothing_and_full() -> None:
    assert moved({"rust": 4, "tijd": 9}, {"rust": -9, "tijd": 3, "moed": 1}) == {"rust": 0, "tijd": 10}


def test_a_route_leads_through_silent_crossroads() -> None:
    assert follow(CASE, (Branch(to="eerst"),), {"rust": 6}, frozenset()) == "klaar"


def test_a_route_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(LookupError, match="no branch"):
        follow(CASE, (Branch(to="eerst"),), {"rust": 5}, frozenset())
    with pytest.raises(LookupError, match="one another"):
        follow(CASE, (Branch(to="rond"),), {"rust": 5}, frozenset())
