"""Playing: what a person presses and writes into commands for their walk, and the walk's events into screens."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.conversation import menus
from bot.conversation.actions import Action, Press
from bot.conversation.messages import Message, Reply
from bot.conversation.talk import Talk
from bot.conversation.views.frame import Frame
from bot.conversation.views.screens import screens
from bot.conversation.views.step import more_rows, name_of, step_shown
from bot.engine.advance import options
from bot.session.events import (
    Change,
    Choose,
    Command,
    Differ,
    Onward,
    Outcome,
    Pause,
    Picked,
    Power,
    Refusal,
    Resume,
    Say,
    SetTempo,
    Skip,
    TempoSet,
    Weigh,
)
from bot.session.handle import handle
from bot.session.model import Ask, Phase, Session, Tempo, Weight

# Refusals after which the present screen is shown again, because the one that was pressed is of no use any more.
_LOST = (Refusal.STEP_IS_OVER, Refusal.OVER, Refusal.NO_SUCH_OPTION)


def resume(talk: Talk, key: str = "") -> Reply:
    """Show where the person is in a walk, by default in the one they were in."""
    session = own_session(talk, key or talk.person.session)
    if session is None:
        return talk.reply(talk.message(talk.say("menu.nothing_open"), menus.menu_rows(talk)))
    return _do(talk, session, Resume(), session.turn)


def pause(talk: Talk) -> Reply:
    """Stop here for now."""
    session = own_session(talk, talk.person.session)
    if session is None or session.phase is Phase.ENDED:
        return talk.reply(talk.message(talk.say("menu.nothing_open"), menus.menu_rows(talk)))
    return _do(talk, session, Pause(), session.turn)


def wrote(talk: Talk, text: str) -> Reply:
    """Take words for whatever is asked now; a single letter or number at a choice is that option."""
    session = own_session(talk, talk.person.session)
    if session is None or session.paused or session.phase is Phase.ENDED:
        return talk.reply(talk.aside(talk.say("wrong.text_out_of_place"), menus.menu_rows(talk)))
    return _do(talk, session, _typed_choice(talk, session, text) or Say(text), session.turn)


def _typed_choice(talk: Talk, session: Session, text: str) -> Choose | None:
    """Return the option a person typed instead of pressed ("b", "2"), for who cannot use buttons well."""
    mine = talk.desk.store.answer(session.key, session.turn, session.round, talk.person.key)
    if mine is not None and mine.ask not in (Ask.CHOICE, Ask.FOLLOW):
        return None
    names = options(talk.case(session.snapshot), session.run)
    typed = text.strip().rstrip(".)").upper()
    number = int(typed) - 1 if typed.isascii() and typed.isdigit() else "ABCDEFGHIJKL".find(typed or "?")
    return Choose(names[number]) if len(typed) == 1 and 0 <= number < len(names) else None


def pressed(talk: Talk, press: Press) -> Reply:
    """Take a button of a walk."""
    session = own_session(talk, press.session)
    if session is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    if press.action is Action.MORE:
        return _more(talk, session, press)
    if press.action is Action.STOP:
        return _do(talk, session, Pause(), session.turn)
    command = _command(press)
    if command is None:
        return talk.reply(toast=talk.label("wrong.old_button"))
    return _do(talk, session, command, press.turn)


def _command(press: Press) -> Command | None:
    """Return what a button asks of the session; None for an id that no button of ours carries."""
    meant = _COMMANDS.get(press.action)
    try:
        return meant(press.id) if meant else None
    except ValueError:
        return None


def _power(id: str) -> Power:
    ask, _, value = id.partition(".")
    return Power(Ask(ask), value)


_COMMANDS: Mapping[Action, Callable[[str], Command]] = {
    Action.CHOOSE: Choose,
    Action.FOLLOW: Choose,
    Action.OTHER: lambda _: Differ(),
    Action.CHANGE: lambda _: Change(),
    Action.NEXT: lambda _: Onward(),
    Action.SKIP: lambda value: Skip(Ask(value)),
    Action.FIRST: lambda value: Weigh(Ask.FIRST, Weight(value)),
    Action.SECOND: lambda value: Weigh(Ask.SECOND, Weight(value)),
    Action.POWER: _power,
    Action.TEMPO: lambda value: SetTempo(Tempo(value)),
}


def own_session(talk: Talk, key: str) -> Session | None:
    """Return a session the person takes part in; anyone else's is as good as none."""
    session = talk.desk.store.session(key) if key else None
    if session is None or all(person.key != talk.person.key for person in session.participants):
        return None
    return session


def _do(talk: Talk, session: Session, command: Command, turn: int) -> Reply:
    store = talk.desk.store
    scenario = talk.case(session.snapshot)
    mine = store.answer(session.key, session.turn, session.round, talk.person.key)
    before = Frame(talk=talk, session=session, scenario=scenario, mine=mine)
    outcome = handle(session, mine, scenario, command, by=talk.person.key, turn=turn)
    if outcome.refusal is not None:
        return _refused(talk, before, command, outcome.refusal)
    if outcome.session != session:
        store.keep_session(outcome.session)
    if outcome.mine is not None and outcome.mine != mine:
        store.keep_answer(outcome.mine)
    talk = talk.keep(session=session.key, expects="")
    frame = frame_of(talk, outcome)
    return talk.reply(*screens(frame, outcome.events, before), *_aside(frame, outcome), toast=_toast(frame, outcome))


def frame_of(talk: Talk, outcome: Outcome) -> Frame:
    """Return what this person sees after an outcome; an answer to an earlier turn is not on the screen any more."""
    scenario = talk.case(outcome.session.snapshot)
    mine = outcome.mine if outcome.mine is not None and outcome.mine.turn == outcome.session.turn else None
    return Frame(talk=talk, session=outcome.session, scenario=scenario, mine=mine)


def _aside(frame: Frame, outcome: Outcome) -> tuple[Message, ...]:
    """Return what is said beside the screens: that the walk rests, or goes on in another tempo."""
    if outcome.session.paused:
        return (frame.talk.message(frame.talk.say("solo.paused"), menus.menu_rows(frame.talk)),)
    if any(isinstance(event, TempoSet) for event in outcome.events):
        return (replace(step_shown(frame, fresh=False), only_if_there=True),)
    return ()


def _toast(frame: Frame, outcome: Outcome) -> str:
    talk = frame.talk
    for event in outcome.events:
        match event:
            case Picked(option) if option:
                return talk.label("solo.toast_chosen", name=name_of(frame, option))
            case TempoSet(tempo):
                return talk.label(f"solo.toast_tempo_{tempo}")
            case _:
                continue
    return ""


def _refused(talk: Talk, frame: Frame, command: Command | None, refusal: Refusal) -> Reply:
    """Answer kindly and change nothing; an old button is answered with the present screen.

    A choice that is pressed again is confirmed again: an app sends a press once more after a lost connection.
    """
    if refusal is Refusal.JUST_PRESSED and isinstance(command, Choose):
        return talk.reply(toast=talk.label("solo.toast_chosen", name=name_of(frame, command.option)))
    said = talk.label(f"refused.{refusal}")
    if not talk.query:
        return talk.reply(talk.aside(talk.say(f"refused.{refusal}"), menus.step_rows(talk)))
    if refusal not in _LOST:
        return talk.reply(toast=said)
    shown = resume(talk, frame.session.key)
    return talk.reply(*shown.messages, toast=said)


def _more(talk: Talk, session: Session, press: Press) -> Reply:
    """Open or close the small menu under the present step."""
    store = talk.desk.store
    mine = store.answer(session.key, session.turn, session.round, talk.person.key)
    frame = Frame(talk=talk, session=session, scenario=talk.case(session.snapshot), mine=mine)
    if press.turn != session.turn or session.phase is not Phase.ANSWERING:
        return _refused(talk, frame, None, Refusal.STEP_IS_OVER)
    step = step_shown(frame, fresh=False)
    return talk.reply(step if press.id == "close" else replace(step, rows=more_rows(frame)))
