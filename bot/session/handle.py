"""Every change to a session is made in this file; what one person answers changes in session.answering.

Pure and total: a command that does not fit changes nothing.

One machine serves one person, a team and a hall. What is shared is the Session; what one person answers at a turn is
an Answer, so that a vote costs the same among four and among four thousand.
"""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from bot.engine.advance import advance, begin, options, retrace
from bot.engine.events import Moved, Pass, Take
from bot.engine.model import Run
from bot.scenario.model import Decision, Scenario, Writing
from bot.session.answering import anew, answer, says_something
from bot.session.events import (
    Asked,
    Change,
    Choose,
    Command,
    Consequence,
    Differ,
    Ended,
    Event,
    Onward,
    Outcome,
    Pause,
    Paused,
    Phrase,
    Phrased,
    Power,
    Reaction,
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
from bot.session.model import Answer, Ask, Participant, Phase, Session, Tempo
from bot.session.order import first_ask, question_for

TURNS = 200  # a case with a loop could be walked for ever


def open_solo(
    scenario: Scenario, *, key: str, snapshot: str, person: str, tempo: Tempo, questions: tuple[str, ...], now: datetime
) -> Outcome:
    """Return a new walk of one person at the first step; `questions` are the ids of the house questions, in order."""
    session = Session(
        key=key,
        snapshot=snapshot,
        scenario=scenario.id,
        tempo=tempo,
        run=begin(scenario).run,
        participants=(Participant(person),),
        questions=questions,
        begun=now,
    )
    return _arrive(scenario, session)


def open_trial(scenario: Scenario, *, key: str, snapshot: str, person: str, run: Run | None, now: datetime) -> Outcome:
    """Return a walk on which an author only tries a case: from its first step, or going on from `run`."""
    session = Session(
        key=key,
        snapshot=snapshot,
        scenario=scenario.id,
        run=run or begin(scenario).run,
        participants=(Participant(person),),
        begun=now,
        trial=True,
    )
    return _arrive(scenario, session)


def branch_off(scenario: Scenario, old: Session, *, turn: int, key: str, person: str, now: datetime) -> Outcome:
    """Return a new walk that stands where the old one stood at that turn; the old one stays as it is."""
    session = Session(
        key=key,
        snapshot=old.snapshot,
        scenario=old.scenario,
        tempo=old.tempo,
        run=retrace(scenario, old.run, turn),
        participants=(Participant(person),),
        questions=old.questions,
        begun=now,
        origin=old.key,
    )
    return _arrive(scenario, session)


def handle(
    session: Session,
    mine: Answer | None,
    scenario: Scenario,
    command: Command,
    *,
    by: str,
    turn: int,
) -> Outcome:
    """Return the session and this person's answer after one command, with what happened or why nothing did.

    `by` is the person's key, `turn` the turn their screen belonged to (the present one for typed text), `mine` their
    answer at that turn.
    """
    refusal = _fits(session, mine, command, by, turn)
    if refusal is not None:
        return Outcome(session=session, mine=mine, refusal=refusal)
    match command:
        case Resume() | Pause() | SetTempo():
            return _rest(session, mine, scenario, command, by)
        case Phrase(text):
            return _phrase(session, mine, text)
        case Onward():
            return _onward(session, mine, scenario)
        case Change():
            return _change(session, mine, scenario)
        case Choose() | Differ() | Say() | Skip() | Weigh() | Power():
            return _answered(session, mine, scenario, command, by)
        case _:
            assert_never(command)


def blank(session: Session, scenario: Scenario, by: str) -> Answer:
    """Return the answer of someone who has not answered anything at this turn."""
    return Answer(
        session=session.key,
        turn=session.turn,
        round=session.round,
        participant=by,
        step=session.run.place,
        ask=first_ask(scenario.steps[session.run.place]),
        question=session.question,
    )


def _fits(session: Session, mine: Answer | None, command: Command, by: str, turn: int) -> Refusal | None:
    if all(person.key != by for person in session.participants):
        return Refusal.NOT_YOURS
    if isinstance(command, Resume | Pause | SetTempo):
        return Refusal.OVER if session.phase is Phase.ENDED and not isinstance(command, Resume) else None
    if isinstance(command, Phrase):
        return Refusal.STEP_IS_OVER if mine is None or mine.ask is not Ask.DONE else None
    if turn == session.turn - 1 and isinstance(command, Onward):
        return Refusal.JUST_PRESSED
    if session.phase is Phase.ENDED:
        return Refusal.OVER
    return None if turn == session.turn else Refusal.STEP_IS_OVER


def _answered(session: Session, mine: Answer | None, scenario: Scenario, command: Reaction, by: str) -> Outcome:
    """Take a reaction; when all is asked, a person alone sees the consequence, or the next step at once."""
    step = scenario.steps[session.run.place]
    seen = options(scenario, session.run)
    taken = answer(step, session.tempo, seen, mine or blank(session, scenario, by), command)
    if taken.refusal is not None:
        return Outcome(session=session, mine=mine, refusal=taken.refusal)
    session = replace(session, phase=Phase.ANSWERING, paused=False)
    if taken.mine.ask is not Ask.DONE:
        return Outcome(session=session, mine=taken.mine, events=taken.events)
    if isinstance(step, Writing):
        return _step_on(session, taken.mine, scenario, taken.events)
    shown = consequence_of(session, taken.mine.option, scenario)
    return Outcome(session=replace(session, phase=Phase.CONSEQUENCE), mine=taken.mine, events=(*taken.events, shown))


def consequence_of(session: Session, option: str, scenario: Scenario) -> Consequence:
    """Return what an option of the present step leads to, without going there."""
    ahead = advance(scenario, session.run, Take(option))
    return Consequence(option=option, moves=tuple(e for e in ahead.events if isinstance(e, Moved)))


def _change(session: Session, mine: Answer | None, scenario: Scenario) -> Outcome:
    if mine is None or mine.ask is Ask.CHOICE or not isinstance(scenario.steps[session.run.place], Decision):
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    session = replace(session, phase=Phase.ANSWERING, paused=False)
    return Outcome(session=session, mine=anew(mine, "", own=""), events=(Reopened(),))


def _onward(session: Session, mine: Answer | None, scenario: Scenario) -> Outcome:
    if mine is None or session.phase is not Phase.CONSEQUENCE or mine.ask is not Ask.DONE:
        return Outcome(session=session, mine=mine, refusal=Refusal.STEP_IS_OVER)
    return _step_on(session, mine, scenario, ())


def _step_on(session: Session, mine: Answer, scenario: Scenario, before: tuple[Event, ...]) -> Outcome:
    """Let the walk take its next step and open it."""
    moved = advance(scenario, session.run, Take(mine.option) if mine.option else Pass())
    closed = (*before, TurnClosed(session.turn))
    ahead = replace(session, run=moved.run, paused=False)
    if moved.run.ended or moved.run.turn >= TURNS:
        ahead = replace(ahead, phase=Phase.ENDED)
        return Outcome(session=ahead, mine=mine, events=(*closed, Ended(moved.run.place)))
    arrived = _arrive(scenario, ahead)
    return Outcome(session=arrived.session, mine=mine, events=(*closed, *arrived.events))


def _arrive(scenario: Scenario, session: Session) -> Outcome:
    """Open the present step: a clean phase, and a house question that was not the last one."""
    question = question_for(scenario.steps[session.run.place], session.questions, session.question)
    session = replace(session, phase=Phase.ANSWERING, round=1, question=question or session.question)
    return Outcome(session=session, events=(StepShown(),))


def _rest(
    session: Session, mine: Answer | None, scenario: Scenario, command: Resume | Pause | SetTempo, by: str
) -> Outcome:
    match command:
        case Resume():
            return _resume(session, mine, scenario, by)
        case Pause():
            return Outcome(session=replace(session, paused=True), mine=mine, events=(Paused(),))
        case SetTempo(tempo):
            return Outcome(session=replace(session, tempo=tempo, paused=False), mine=mine, events=(TempoSet(tempo),))
        case _:
            assert_never(command)


def _resume(session: Session, mine: Answer | None, scenario: Scenario, by: str) -> Outcome:
    session = replace(session, paused=False)
    if session.phase is Phase.ENDED:
        return Outcome(session=session, mine=mine, events=(Ended(session.run.place),))
    mine = mine or blank(session, scenario, by)
    if session.phase is Phase.CONSEQUENCE and mine.ask is Ask.DONE:
        return Outcome(session=session, mine=mine, events=(consequence_of(session, mine.option, scenario),))
    if mine.ask in (Ask.CHOICE, Ask.TEXT):
        return Outcome(session=session, mine=mine, events=(StepShown(again=True),))
    return Outcome(session=session, mine=mine, events=(StepShown(again=True), Asked(mine.ask)))


def _phrase(session: Session, mine: Answer | None, text: str) -> Outcome:
    if mine is None or not says_something(text):
        return Outcome(session=session, mine=mine, refusal=Refusal.EMPTY)
    mine = replace(mine, words=replace(mine.words, sentence=text))
    return Outcome(session=session, mine=mine, events=(Phrased(mine.turn),))
