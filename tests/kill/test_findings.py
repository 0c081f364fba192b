"""The kill test sees what goes wrong: each check on a case in which all is well, and on one in which it is not."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from bot.engine.model import Run
from bot.scenario.model import Chosen
from bot.session.model import Answer, Ask, Participant, Phase, Session, Words
from tests.kill.findings import Fault, Finding, Remembered, differences, of_kept, of_memory, of_toasts
from tests.kill.ledger import Arrival, Content
from tests.kill.order import Reading
from tests.kill.replay import Kept, Said
from tests.support.memory import NOON

STEPS = (Chosen("bel", "klop"), Chosen("gang", ""), Chosen("tafel", "klaar"))
WALK = Session(
    key="walk",
    snapshot="none",
    scenario="kringloop",
    phase=Phase.ENDED,
    run=Run(place="thuis", taken=STEPS, ended=True),
    participants=(Participant("p"),),
    begun=NOON,
)
ANSWERS = {
    ("walk", 0): Answer(session="walk", turn=0, participant="p", step="bel", option="klop", ask=Ask.DONE),
    ("walk", 1): Answer(session="walk", turn=1, participant="p", step="gang", words=Words(text="dag"), ask=Ask.DONE),
    ("walk", 2): Answer(session="walk", turn=2, participant="p", step="tafel", option="klaar", ask=Ask.DONE),
}
KEPT = Kept({"walk": WALK}, ANSWERS)
REMEMBERED = Remembered({"walk"}, {("walk", 0): "klop", ("walk", 2): "klaar"}, {("walk", 1): "dag"})


def taken(*steps: Chosen, phase: Phase = Phase.ENDED) -> Kept:
    return Kept({"walk": replace(WALK, phase=phase, run=replace(WALK.run, taken=steps))}, ANSWERS)


def faults(findings: Sequence[Finding]) -> set[Fault]:
    return {finding.fault for finding in findings}


KEPT_WRONG = {
    "no walk": (Kept(), Fault.LOST),
    "a step too few": (taken(*STEPS[:2]), Fault.LOST),
    "a step too many": (taken(*STEPS, STEPS[2]), Fault.TWICE),
    "another order": (taken(*STEPS[::-1]), Fault.ORDER),
    "not ended": (taken(*STEPS, phase=Phase.CONSEQUENCE), Fault.STRANGE),
    "a walk too many": (Kept({"walk": WALK, "other": WALK}, ANSWERS), Fault.TWICE),
    "an answer too few": (Kept({"walk": WALK}, {at: ANSWERS[at] for at in list(ANSWERS)[:2]}), Fault.LOST),
    "another answer": (Kept({"walk": WALK}, ANSWERS | {("walk", 1): ANSWERS["walk", 0]}), Fault.STRANGE),
}
SWAPPED = ANSWERS | {("walk", 0): ANSWERS["walk", 1], ("walk", 1): ANSWERS["walk", 0]}
DONE_WRONG = {
    "no walk": (Kept(), Fault.LOST),
    "never ended": (taken(*STEPS, phase=Phase.ANSWERING), Fault.LOST),
    "a choice too few": (taken(*STEPS[:2]), Fault.LOST),
    "a choice too many": (taken(*STEPS, STEPS[0]), Fault.TWICE),
    "a text too many": (Kept({"walk": WALK}, ANSWERS | {("walk", 3): ANSWERS["walk", 1]}), Fault.TWICE),
    "another order": (Kept({"walk": WALK}, SWAPPED), Fault.ORDER),
}


def test_the_same_once_and_in_order_is_well() -> None:
    assert list(differences("abc", "abc", "letters")) == []


@pytest.mark.parametrize(("real", "fault"), [("ac", Fault.LOST), ("abbc", Fault.TWICE), ("acb", Fault.ORDER)], ids=str)
def test_what_is_lost_double_or_out_of_order_is_told_apart(real: str, fault: Fault) -> None:
    assert faults(list(differences("abc", real, "letters"))) == {fault}


def test_what_is_kept_as_it_should_be_is_well() -> None:
    assert list(of_kept(KEPT, KEPT)) == []


@pytest.mark.parametrize(("real", "fault"), KEPT_WRONG.values(), ids=KEPT_WRONG)
def test_a_walk_that_is_not_kept_as_it_should_be_is_found(real: Kept, fault: Fault) -> None:
    assert fault in faults(list(of_kept(KEPT, real)))


def test_what_people_remember_and_what_is_kept_is_the_same() -> None:
    assert list(of_memory(REMEMBERED, KEPT)) == []


@pytest.mark.parametrize(("real", "fault"), DONE_WRONG.values(), ids=DONE_WRONG)
def test_what_people_did_and_is_kept_otherwise_is_found(real: Kept, fault: Fault) -> None:
    assert fault in faults(list(of_memory(REMEMBERED, real)))


def test_a_tap_that_was_answered_otherwise_is_found_and_one_that_was_not_answered_is_no_fault() -> None:
    expected = {"q1": "Gekozen: A", "q2": ""}
    assert list(of_toasts(expected, {"q1": "Gekozen: A"})) == []
    assert faults(list(of_toasts(expected, {"q1": "Dat is al gedaan.", "q2": ""}))) == {Fault.STRANGE}
    assert faults(list(of_toasts(expected, {"q3": ""}))) == {Fault.STRANGE}


# A question, the next one, the first without its buttons, and a line that stands alone.
FIRST, SECOND, TIDY, LINE = (Content("een", ("a",)), Content("twee", ("b",)), Content("een"), Content("klaar"))
SAID = (Said(FIRST, "1"), Said(SECOND, "2"), Said(TIDY, "1", only_if_there=True, tidies=True), Said(LINE))


def new(content: Content, message: int, life: int = 1) -> Arrival:
    return Arrival(content, message, life)


def edit(content: Content, message: int, life: int = 1) -> Arrival:
    return Arrival(content, message, life, edits=True)


CAME_WELL = {
    "as said": [new(FIRST, 1), new(SECOND, 2), edit(TIDY, 1), new(LINE, 3)],
    "tidied last": [new(FIRST, 1), new(SECOND, 2), new(LINE, 3), edit(TIDY, 1)],
    "once more after a death": [
        *(new(FIRST, 1), new(FIRST, 2, life=2), new(SECOND, 3, life=2)),
        *(edit(TIDY, 2, life=2), new(LINE, 4, life=3)),
    ],
    "the newer in its place": [new(TIDY, 1), new(SECOND, 2), new(LINE, 3)],
    "both": [new(FIRST, 1), new(TIDY, 2, life=2), new(SECOND, 3, life=2), new(LINE, 4, life=2)],
}
CAME_WRONG = {
    "no question": ([new(FIRST, 1), edit(TIDY, 1), new(LINE, 3)], Fault.LOST),
    "no line": ([new(FIRST, 1), new(SECOND, 2), edit(TIDY, 1)], Fault.LOST),
    "not tidied": ([new(FIRST, 1), new(SECOND, 2), new(LINE, 3)], Fault.LOST),
    "twice in one life": ([new(FIRST, 1), new(FIRST, 2), new(SECOND, 3), edit(TIDY, 2), new(LINE, 4)], Fault.TWICE),
    "overtaken": ([new(SECOND, 2), new(FIRST, 1), edit(TIDY, 1), new(LINE, 3)], Fault.ORDER),
    "back again": ([new(FIRST, 1), edit(TIDY, 1), edit(FIRST, 1), new(SECOND, 2), new(LINE, 3)], Fault.ORDER),
    "of nobody": ([new(Content("hoi"), 9), new(FIRST, 1), new(SECOND, 2), edit(TIDY, 1), new(LINE, 3)], Fault.STRANGE),
    "over another": ([new(FIRST, 1), new(SECOND, 2), edit(TIDY, 2), new(LINE, 3)], Fault.STRANGE),
}


@pytest.mark.parametrize("arrivals", CAME_WELL.values(), ids=CAME_WELL)
def test_messages_in_their_order_are_well(arrivals: list[Arrival]) -> None:
    assert list(Reading(SAID).read(arrivals)) == []


@pytest.mark.parametrize(("arrivals", "fault"), CAME_WRONG.values(), ids=CAME_WRONG)
def test_a_message_that_is_lost_double_or_out_of_order_is_found(arrivals: list[Arrival], fault: Fault) -> None:
    assert fault in faults(list(Reading(SAID).read(arrivals)))


def test_of_two_messages_alike_both_must_come() -> None:
    said = [*SAID, Said(LINE)]
    before = [new(FIRST, 1), new(SECOND, 2), edit(TIDY, 1), new(LINE, 3)]
    assert list(Reading(said).read([*before, new(LINE, 4)])) == []
    assert list(Reading(said).read([*before, new(LINE, 4, life=2)])) == []
    assert faults(list(Reading(said).read(before))) == {Fault.LOST}


def test_what_still_waits_is_not_lost() -> None:
    arrivals = [new(FIRST, 1), new(SECOND, 2), new(LINE, 3)]
    assert list(Reading(SAID).read(arrivals, frozenset({"1"}))) == []


def test_what_came_a_second_time_is_counted() -> None:
    reading = Reading(SAID)
    list(reading.read([new(FIRST, 1), new(FIRST, 2, life=2), new(SECOND, 3, life=2), new(SECOND, 4, life=3)]))
    assert reading.copies == 2
