"""People round a walk: one machine for one person, a team and a hall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from bot.engine.events import Moved
from bot.engine.model import Run
from bot.scenario.model import Axis, Scenario
from bot.session.events import (
    Answered,
    Asked,
    Change,
    Choose,
    Command,
    Consequence,
    Differ,
    Ended,
    Onward,
    Outcome,
    Pause,
    Paused,
    Phrase,
    Phrased,
    Picked,
    Power,
    Refusal,
    Reopened,
    Resume,
    Say,
    SetTempo,
    Skip,
    StepShown,
    TempoSet,
    TurnClosed,
    Weigh,
)
from bot.session.handle import branch_off, handle, open_solo, open_trial
from bot.session.model import Answer, Ask, Phase, Session, Tempo, Weight, shares
from tests.support.cases import DOOR, HOUSE, LOOP
from tests.support.memory import NOON

ME = "p1"


class Walk:
    """Someone alone in a case: the session, their answers, and what happened last."""

    def __init__(self, tempo: Tempo = Tempo.SHORT, scenario: Scenario = DOOR) -> None:
        self.scenario = scenario
        self.answers: dict[int, Answer] = {}
        self.take(
            open_solo(scenario, key="s", snapshot="h", person=ME, tempo=tempo, questions=tuple(HOUSE), now=NOON), 0
        )

    def take(self, outcome: Outcome, turn: int) -> Outcome:
        self.session = outcome.session
        if outcome.mine is not None:
            self.answers[turn] = outcome.mine
        return outcome

    def does(self, command: Command, turn: int | None = None, by: str = ME) -> Outcome:
        at = self.session.turn if turn is None else turn
        now = self.session.turn if not isinstance(command, Phrase) else at
        mine = self.answers.get(now)
        outcome = handle(self.session, mine, self.scenario, command, by=by, turn=at)
        if outcome.refusal is not None:
            assert (outcome.session, outcome.mine, outcome.events) == (self.session, mine, ()), (
                "a refusal changes nothing"
            )
            return outcome
        return self.take(outcome, now)

    def short(self, option: str) -> Outcome:
        self.does(Choose(option))
        self.does(Weigh(Ask.FIRST, Weight.LAW))
        return self.does(Weigh(Ask.SECOND, Weight.RETURN))


def test_the_short_tempo_asks_for_the_choice_and_the_weighing_only() -> None:
    walk = Walk()
    assert walk.does(Choose("open")).events == (Picked("open"), Asked(Ask.FIRST))
    assert walk.does(Weigh(Ask.FIRST, Weight.LAW)).events == (Answered(Ask.FIRST), Asked(Ask.SECOND, same_screen=True))
    last = walk.does(Weigh(Ask.SECOND, Weight.INVOLVEMENT))
    assert last.events == (Answered(Ask.SECOND), Consequence(option="open", moves=(Moved("vertrouwen", 4, 7),)))
    assert walk.session.phase is Phase.CONSEQUENCE
    assert walk.session.run.place == "bel", "the walk goes on only when the person does"


def test_when_all_weighs_alike_nothing_comes_second() -> None:
    walk = Walk()
    walk.does(Choose("open"))
    assert isinstance(walk.does(Weigh(Ask.FIRST, Weight.EQUAL)).events[-1], Consequence)


def test_the_deep_tempo_asks_for_the_reason_a_question_and_the_power_check() -> None:
    walk = Walk(Tempo.DEEP)
    seen = [walk.does(Choose("open")).events[-1]]
    seen.append(walk.does(Say("Omdat zij belt")).events[-1])
    seen.append(walk.does(Weigh(Ask.FIRST, Weight.LAW)).events[-1])
    seen.append(walk.does(Weigh(Ask.SECOND, Weight.RETURN)).events[-1])
    seen.append(walk.does(Say("Ik kan weg")).events[-1])
    seen.append(walk.does(Power(Ask.POWER_KNOWS, "yes")).events[-1])
    seen.append(walk.does(Power(Ask.POWER_REFUSE, "unsure")).events[-1])
    last = walk.does(Power(Ask.POWER_CALLS, "nobody"))
    assert [event.ask for event in seen if isinstance(event, Asked)] == [
        Ask.REASON,
        Ask.FIRST,
        Ask.SECOND,
        Ask.DEEPENING,
        Ask.POWER_KNOWS,
        Ask.POWER_REFUSE,
        Ask.POWER_CALLS,
    ]
    assert isinstance(last.events[-1], Consequence)
    assert walk.answers[0].words.reason == "Omdat zij belt"
    assert walk.answers[0].power == {"power_knows": "yes", "power_refuse": "unsure", "power_calls": "nobody"}


def test_every_question_of_the_deep_tempo_may_be_left_open() -> None:
    walk = Walk(Tempo.DEEP)
    walk.does(Choose("open"))
    assert walk.does(Skip(Ask.REASON)).events[0] == Answered(Ask.REASON, skipped=True)
    walk.does(Weigh(Ask.FIRST, Weight.EQUAL))
    for ask in (Ask.DEEPENING, Ask.POWER_KNOWS, Ask.POWER_REFUSE):
        walk.does(Skip(ask))
    assert isinstance(walk.does(Skip(Ask.POWER_CALLS)).events[-1], Consequence)
    assert walk.does(Skip(Ask.FIRST)).refusal is Refusal.JUST_PRESSED, "the weighing cannot be left open"


def test_an_own_option_is_worded_first_and_then_follows_one_of_the_story() -> None:
    walk = Walk()
    assert walk.does(Differ()).events == (Picked(""), Asked(Ask.OWN))
    assert walk.does(Say("Ik bel haar zus")).events == (Answered(Ask.OWN), Asked(Ask.FOLLOW))
    assert walk.does(Choose("wacht")).events == (Answered(Ask.FOLLOW), Picked("wacht"), Asked(Ask.FIRST))
    assert walk.answers[0].words.own == "Ik bel haar zus"
    assert walk.answers[0].option == "wacht"


def test_a_choice_can_be_changed_until_the_next_step_also_after_its_consequence() -> None:
    walk = Walk()
    walk.does(Differ())
    walk.does(Say("Iets anders"))
    walk.short("open")
    assert walk.does(Change()).events == (Reopened(),)
    assert walk.session.phase is Phase.ANSWERING
    assert walk.answers[0].option == ""
    assert walk.answers[0].words.own == "", "an own option goes with the choice it belonged to"
    walk.short("wacht")
    walk.does(Onward())
    assert walk.session.run.taken[0].option == "wacht"
    assert walk.does(Change(), turn=0).refusal is Refusal.STEP_IS_OVER


def test_of_two_options_pressed_at_once_the_last_counts() -> None:
    walk = Walk()
    walk.does(Choose("open"))
    assert walk.does(Choose("wacht")).events == (Picked("wacht"), Asked(Ask.FIRST))
    assert walk.does(Choose("wacht")).refusal is Refusal.JUST_PRESSED


def test_the_same_button_twice_counts_once() -> None:
    walk = Walk()
    walk.short("open")
    assert walk.does(Onward()).events == (TurnClosed(0), StepShown())
    assert walk.does(Onward(), turn=0).refusal is Refusal.JUST_PRESSED
    assert walk.session.turn == 1


def test_what_does_not_fit_changes_nothing_and_is_named() -> None:
    walk = Walk()
    for command, refusal in (
        (Choose("niets"), Refusal.NO_SUCH_OPTION),
        (Say("zomaar"), Refusal.TEXT_NOT_ASKED),
        (Say("👍 …"), Refusal.EMPTY),
        (Skip(Ask.REASON), Refusal.JUST_PRESSED),
        (Weigh(Ask.FIRST, Weight.LAW), Refusal.JUST_PRESSED),
        (Power(Ask.POWER_KNOWS, "yes"), Refusal.JUST_PRESSED),
        (Onward(), Refusal.STEP_IS_OVER),
        (Change(), Refusal.JUST_PRESSED),
        (Phrase("zin"), Refusal.STEP_IS_OVER),
    ):
        assert walk.does(command).refusal is refusal, command
    assert walk.does(Choose("open"), by="p2").refusal is Refusal.NOT_YOURS
    assert walk.does(Choose("open"), turn=7).refusal is Refusal.STEP_IS_OVER
    walk.does(Choose("open"))
    walk.does(Weigh(Ask.FIRST, Weight.LAW))
    assert walk.does(Weigh(Ask.SECOND, Weight.LAW)).refusal is Refusal.JUST_PRESSED, "nothing weighs most and second"
    walk.does(Differ())
    assert walk.does(Differ()).refusal is Refusal.JUST_PRESSED


def test_a_writing_step_takes_words_and_goes_straight_on() -> None:
    walk = Walk()
    walk.short("open")
    walk.does(Onward())
    assert walk.does(Choose("open")).refusal is Refusal.NO_SUCH_OPTION
    assert walk.does(Differ()).refusal is Refusal.JUST_PRESSED
    assert walk.does(Change()).refusal is Refusal.JUST_PRESSED
    assert walk.does(Say("Beste Samira")).events == (Answered(Ask.TEXT), TurnClosed(1), StepShown())
    assert walk.answers[1].words.text == "Beste Samira"
    assert walk.session.run.place == "tafel"


def test_a_walk_ends_and_can_then_only_be_looked_back_on() -> None:
    walk = ended()
    assert walk.session.phase is Phase.ENDED
    assert walk.does(Resume()).events == (Ended("samen"),)
    for command in (Choose("thee"), Pause(), SetTempo(Tempo.DEEP)):
        assert walk.does(command).refusal is Refusal.OVER
    assert walk.does(Onward(), turn=2).refusal is Refusal.JUST_PRESSED


def test_the_onderbouwingszin_of_any_choice_may_be_rewritten_at_any_time() -> None:
    walk = ended()
    assert walk.does(Phrase("Zij stond er zelf."), turn=0).events == (Phrased(0),)
    assert walk.answers[0].words.sentence == "Zij stond er zelf."
    assert walk.does(Phrase("—"), turn=0).refusal is Refusal.EMPTY


def test_a_walk_rests_and_is_resumed_exactly_where_it_was() -> None:
    walk = Walk(Tempo.DEEP)
    assert walk.does(Resume()).events == (StepShown(again=True),)
    walk.does(Choose("open"))
    assert walk.does(Pause()).events == (Paused(),)
    assert walk.session.paused
    assert walk.does(Resume()).events == (StepShown(again=True), Asked(Ask.REASON))
    assert not walk.session.paused
    walk.does(SetTempo(Tempo.SHORT))
    walk.does(Skip(Ask.REASON))
    walk.does(Weigh(Ask.FIRST, Weight.EQUAL))
    assert walk.does(Resume()).events == (Consequence(option="open", moves=(Moved("vertrouwen", 4, 7),)),)


@pytest.mark.parametrize("command", [Choose("wacht"), Change(), SetTempo(Tempo.DEEP)])
def test_a_walk_that_rests_goes_on_at_the_first_press(command: Command) -> None:
    walk = Walk()
    walk.does(Choose("open"))
    assert walk.does(Pause()).session.paused
    assert not walk.does(command).session.paused


def test_a_change_of_tempo_never_loses_the_place() -> None:
    walk = Walk(Tempo.DEEP)
    walk.does(Choose("open"))
    assert walk.does(SetTempo(Tempo.SHORT)).events == (TempoSet(Tempo.SHORT),)
    assert walk.does(Say("Toch een reden")).events[-1] == Asked(Ask.FIRST)
    walk.does(SetTempo(Tempo.DEEP))
    assert walk.does(Weigh(Ask.FIRST, Weight.EQUAL)).events[-1] == Asked(Ask.DEEPENING)
    walk.does(SetTempo(Tempo.SHORT))
    assert isinstance(walk.does(Skip(Ask.DEEPENING)).events[-1], Consequence)


def test_house_questions_rotate_and_an_authors_own_question_takes_no_turn() -> None:
    walk = Walk(Tempo.DEEP)
    assert walk.session.question == "macht"
    walk.does(Choose("open"))
    assert walk.answers[0].question == "macht"
    loop = Walk(scenario=LOOP)
    asked = [loop.session.question]
    for _ in range(3):
        loop.short("nog")
        loop.does(Onward())
        asked.append(loop.session.question)
    assert asked == ["macht", "ik", "macht", "ik"], "never the same twice in a row"


def test_a_loop_cannot_be_walked_for_ever() -> None:
    walk = Walk(scenario=LOOP)
    while walk.session.phase is not Phase.ENDED:
        walk.short("nog")
        walk.does(Onward())
        assert walk.session.turn <= 200
    assert walk.session.turn == 200


def test_the_road_not_taken_branches_off_and_leaves_the_first_as_it_was() -> None:
    walk = ended()
    before = walk.session
    outcome = branch_off(DOOR, walk.session, turn=0, key="t", person=ME, now=NOON)
    assert walk.session == before
    assert outcome.session.run.place == "bel"
    assert outcome.session.origin == "s"
    assert outcome.events == (StepShown(),)


def test_the_weighing_is_kept_as_five_three_two_or_alike() -> None:
    assert shares(Weight.RETURN, Weight.LAW) == {Axis.LAW: 3, Axis.RETURN: 5, Axis.INVOLVEMENT: 2}
    assert shares(Weight.EQUAL, None) == {Axis.LAW: 3, Axis.RETURN: 3, Axis.INVOLVEMENT: 3}


COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(["open", "wacht", "thee", "post", "weg", "?"]).map(Choose),
    st.just(Differ()),
    st.sampled_from(["Omdat", "…", "b"]).map(Say),
    st.sampled_from(list(Ask)).map(Skip),
    st.builds(Weigh, st.sampled_from([Ask.FIRST, Ask.SECOND]), st.sampled_from(list(Weight))),
    st.builds(Power, st.sampled_from(list(Ask)), st.sampled_from(["yes", "me", "?"])),
    st.just(Change()),
    st.just(Onward()),
    st.just(SetTempo(Tempo.DEEP)),
    st.just(SetTempo(Tempo.SHORT)),
    st.just(Pause()),
    st.just(Resume()),
)


@given(st.lists(st.tuples(COMMANDS, st.integers(-1, 3), st.sampled_from([ME, ME, ME, "p2"])), max_size=40))
def test_any_row_of_commands_keeps_the_walk_lawful(commands: list[tuple[Command, int, str]]) -> None:
    walk = Walk()
    for command, turn, by in commands:
        before = walk.session
        outcome = walk.does(command, turn=walk.session.turn if turn < 0 else turn, by=by)
        assert outcome.session.turn in (before.turn, before.turn + 1)
        assert by == ME or outcome.refusal is Refusal.NOT_YOURS
        for turn_, answer in walk.answers.items():
            assert answer.turn == turn_
        if walk.session.turn > before.turn:
            assert walk.answers[before.turn].ask is Ask.DONE, "a step ends only when all that is asked was answered"
        assert json.decode(json.encode(walk.session), type=Session) == walk.session
        for answer in walk.answers.values():
            assert json.decode(json.encode(answer), type=Answer) == answer


def ended() -> Walk:
    walk = Walk()
    walk.short("open")
    walk.does(Onward())
    walk.does(Skip(Ask.TEXT))
    walk.short("thee")
    assert walk.does(Onward()).events == (TurnClosed(2), Ended("samen"))
    assert replace(walk.session, phase=Phase.ENDED) == walk.session
    return walk


def test_a_trial_begins_at_the_first_step_or_goes_on_where_its_author_wants_it() -> None:
    begun = open_trial(DOOR, key="s", snapshot="h", person=ME, run=None, now=NOON)
    assert (begun.session.run.place, begun.session.trial, begun.events) == (DOOR.first, True, (StepShown(),))
    last = list(DOOR.steps)[-1]
    meters = dict.fromkeys(DOOR.meters, 9)
    jumped = open_trial(DOOR, key="s", snapshot="h", person=ME, run=Run(place=last, meters=meters), now=NOON)
    assert (jumped.session.run.place, jumped.session.run.meters) == (last, meters)
