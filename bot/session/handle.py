"""Every change to a session and to an answer is made in this file.

Pure and total: a command that does not fit changes nothing.

One machine serves one person, a team and a hall. What is shared is the Session; what one person answers at a turn is
an Answer, so that a vote costs the same among four and among four thousand.
"""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from bot.engine.advance import advance, begin, options, retrace
from bot.engine.events import Moved, Pass, Take
from bot.scenario.model import Decision, Scenario, Writing
from bot.session.events import (
    POWER_VALUES,
    Answered,
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
from bot.session.model import Answer, Ask, Participant, Phase, Session, Tempo, Weight
from bot.session.order import asks, first_ask, question_for

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
            outcome = _answer(session, mine or blank(session, scenario, by), scenario, command)
            return replace(outcome, mine=mine) if outcome.refusal is not None else outcome
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


def _answer(
    session: Session, mine: Answer, scenario: Scenario, command: Choose | Differ | Say | Skip | Weigh | Power
) -> Outcome:
    match command:
        case Choose(option):
            return _choose(session, mine, scenario, option)
        case Differ():
            return _differ(session, mine, scenario)
        case Say(text):
            return _say(session, mine, scenario, text)
        case Skip(ask):
            return _skip(session, mine, scenario, ask)
        case Weigh(ask, weight):
            return _weigh(session, mine, scenario, ask, weight)
        case Power(ask, value):
            return _power(session, mine, scenario, ask, value)
        case _:
            assert_never(command)


def _choose(session: Session, mine: Answer, scenario: Scenario, option: str) -> Outcome:
    if option not in options(scenario, session.run):
        return Outcome(session=session, mine=mine, refusal=Refusal.NO_SUCH_OPTION)
    if mine.option == option and mine.ask not in (Ask.CHOICE, Ask.FOLLOW):
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    followed = mine.ask is Ask.FOLLOW
    before = (Answered(Ask.FOLLOW), Picked(option)) if followed else (Picked(option),)
    mine = _anew(mine, option, own=mine.words.own if followed else "")
    return _proceed(replace(session, phase=Phase.ANSWERING), mine, scenario, before=before)


def _anew(mine: Answer, option: str, own: str) -> Answer:
    """Return the answer with another choice and nothing weighed yet; a written reason stays until it is rewritten."""
    words = replace(mine.words, own=own, sentence="")
    return replace(mine, ask=Ask.CHOICE, option=option, first=None, second=None, power={}, words=words)


def _differ(session: Session, mine: Answer, scenario: Scenario) -> Outcome:
    if not isinstance(scenario.steps.get(session.run.place), Decision) or mine.ask is Ask.OWN:
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    mine = replace(_anew(mine, "", own=""), ask=Ask.OWN)
    return Outcome(session=replace(session, phase=Phase.ANSWERING), mine=mine, events=(Picked(""), Asked(Ask.OWN)))


def _say(session: Session, mine: Answer, scenario: Scenario, text: str) -> Outcome:
    if not any(letter.isalnum() for letter in text):
        return Outcome(session=session, mine=mine, refusal=Refusal.EMPTY)
    match mine.ask:
        case Ask.OWN:
            mine = replace(mine, ask=Ask.FOLLOW, words=replace(mine.words, own=text))
            return Outcome(session=session, mine=mine, events=(Answered(Ask.OWN), Asked(Ask.FOLLOW)))
        case Ask.REASON:
            mine = replace(mine, words=replace(mine.words, reason=text))
        case Ask.DEEPENING:
            mine = replace(mine, words=replace(mine.words, deepening=text))
        case Ask.TEXT:
            mine = replace(mine, words=replace(mine.words, text=text))
        case _:
            return Outcome(session=session, mine=mine, refusal=Refusal.TEXT_NOT_ASKED)
    return _proceed(session, mine, scenario, before=(Answered(mine.ask),))


def _skip(session: Session, mine: Answer, scenario: Scenario, ask: Ask) -> Outcome:
    if ask is not mine.ask or ask not in (Ask.REASON, Ask.DEEPENING, Ask.TEXT, *POWER_VALUES):
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    return _proceed(session, mine, scenario, before=(Answered(ask, skipped=True),))


def _weigh(session: Session, mine: Answer, scenario: Scenario, ask: Ask, weight: Weight) -> Outcome:
    if ask is not mine.ask or (ask is Ask.SECOND and weight in (Weight.EQUAL, mine.first)):
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    mine = replace(mine, first=weight, second=None) if ask is Ask.FIRST else replace(mine, second=weight)
    return _proceed(session, mine, scenario, before=(Answered(ask),))


def _power(session: Session, mine: Answer, scenario: Scenario, ask: Ask, value: str) -> Outcome:
    if ask is not mine.ask or value not in POWER_VALUES.get(ask, ()):
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    mine = replace(mine, power={**mine.power, ask.value: value})
    return _proceed(session, mine, scenario, before=(Answered(ask),))


def _proceed(session: Session, mine: Answer, scenario: Scenario, before: tuple[Event, ...]) -> Outcome:
    """Ask the next thing; when all is asked, a person alone sees the consequence, or the next step at once."""
    step = scenario.steps[session.run.place]
    order = asks(step, session.tempo, mine)
    at = order.index(mine.ask) if mine.ask in order else 0
    ask = order[at + 1]
    mine = replace(mine, ask=ask)
    if ask is not Ask.DONE:
        same = ask in (Ask.SECOND, Ask.POWER_REFUSE, Ask.POWER_CALLS)
        return Outcome(session=session, mine=mine, events=(*before, Asked(ask, same_screen=same)))
    if isinstance(step, Writing):
        return _step_on(session, mine, scenario, before)
    session = replace(session, phase=Phase.CONSEQUENCE)
    return Outcome(session=session, mine=mine, events=(*before, consequence_of(session, mine.option, scenario)))


def consequence_of(session: Session, option: str, scenario: Scenario) -> Consequence:
    """Return what an option of the present step leads to, without going there."""
    ahead = advance(scenario, session.run, Take(option))
    return Consequence(option=option, moves=tuple(e for e in ahead.events if isinstance(e, Moved)))


def _change(session: Session, mine: Answer | None, scenario: Scenario) -> Outcome:
    if mine is None or mine.ask is Ask.CHOICE or not isinstance(scenario.steps[session.run.place], Decision):
        return Outcome(session=session, mine=mine, refusal=Refusal.JUST_PRESSED)
    session = replace(session, phase=Phase.ANSWERING)
    return Outcome(session=session, mine=_anew(mine, "", own=""), events=(Reopened(),))


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
            return Outcome(session=replace(session, tempo=tempo), mine=mine, events=(TempoSet(tempo),))
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
    if mine is None or not any(letter.isalnum() for letter in text):
        return Outcome(session=session, mine=mine, refusal=Refusal.EMPTY)
    mine = replace(mine, words=replace(mine.words, sentence=text))
    return Outcome(session=session, mine=mine, events=(Phrased(mine.turn),))
