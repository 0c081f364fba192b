"""One walk through one case."""

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.advance import advance, begin, options, progress, retrace
from bot.engine.events import Entered, Moved, Pass, Reached, Refusal, Take
from bot.engine.model import Run
from bot.scenario.model import Chosen
from tests.support.cases import DOOR, LOOP


def test_a_walk_begins_at_the_first_step_with_the_meters_of_the_case() -> None:
    turn = begin(DOOR)
    assert turn.run.place == "bel"
    assert turn.run.meters == {"vertrouwen": 4, "rust": 10}
    assert turn.events == (Entered("bel"),)


def test_an_option_moves_the_meters_and_leads_to_its_step() -> None:
    turn = advance(DOOR, begin(DOOR).run, Take("open"))
    assert turn.run.meters == {"vertrouwen": 7, "rust": 10}, "a meter stays below 11"
    assert turn.events == (Moved("vertrouwen", 4, 7), Entered("brief"))
    assert turn.run.taken == (Chosen("bel", "open"),)


def test_a_writing_step_is_passed_without_a_choice() -> None:
    run = advance(DOOR, begin(DOOR).run, Take("open")).run
    assert advance(DOOR, run, Pass()).run.place == "tafel"


def test_options_are_seen_only_when_their_condition_holds() -> None:
    trusted = _walk("open", None)
    waited = _walk("wacht", None)
    assert options(DOOR, trusted) == ("thee", "post")
    assert options(DOOR, waited) == ("thee", "weg")


def test_silent_crossroads_choose_the_ending() -> None:
    assert _walk("open", None, "thee").place == "samen"
    last = advance(DOOR, _walk("wacht", None), Take("weg"))
    assert last.run.ended
    assert last.events == (Reached("alleen"),)


def test_an_input_that_does_not_fit_changes_nothing_and_says_why() -> None:
    first = begin(DOOR).run
    writing = _walk("open")
    ended = _walk("open", None, "thee")
    for run, given_, refusal in (
        (first, Take("niets"), Refusal.NO_SUCH_OPTION),
        (first, Pass(), Refusal.NOT_A_WRITING),
        (writing, Take("open"), Refusal.NOT_A_DECISION),
        (_walk("open", None), Take("weg"), Refusal.NO_SUCH_OPTION),
        (ended, Take("thee"), Refusal.ENDED),
        (ended, Pass(), Refusal.ENDED),
    ):
        turn = advance(DOOR, run, given_)
        assert turn.refusal is refusal
        assert turn.run == run
        assert turn.events == ()


def test_nothing_can_be_chosen_where_something_is_written_or_all_is_over() -> None:
    assert options(DOOR, _walk("open")) == ()
    assert options(DOOR, _walk("open", None, "thee")) == ()


def test_progress_counts_from_one_and_a_loop_never_passes_its_total() -> None:
    assert progress(DOOR, begin(DOOR).run) == (1, 3)
    assert progress(DOOR, _walk("open")) == (2, 3)
    run = begin(LOOP).run
    for _ in range(5):
        run = advance(LOOP, run, Take("nog")).run
    assert progress(LOOP, run) == (6, 6)


def test_a_walk_can_be_traced_back_to_any_turn() -> None:
    run = _walk("open", None, "thee")
    assert retrace(DOOR, run, 0) == begin(DOOR).run
    assert retrace(DOOR, run, 2) == _walk("open", None)


@given(st.lists(st.sampled_from(["open", "wacht", "thee", "post", "weg", None, "?"]), max_size=12))
def test_any_row_of_inputs_keeps_the_meters_in_bounds_and_each_turn_counts_once(inputs: list[str | None]) -> None:
    run = begin(DOOR).run
    for name in inputs:
        turn = advance(DOOR, run, Pass() if name is None else Take(name))
        assert turn.run.turn == run.turn + (turn.refusal is None)
        assert all(0 <= value <= 10 for value in turn.run.meters.values())
        run = turn.run


def _walk(*taken: str | None) -> Run:
    run = begin(DOOR).run
    for name in taken:
        turn = advance(DOOR, run, Pass() if name is None else Take(name))
        assert turn.refusal is None
        run = turn.run
    return run
