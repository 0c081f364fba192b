"""What an author sees more than a player: which step this is, how the meters stand, and where it stands in the file."""

from bot.conversation.actions import Action
from bot.conversation.messages import Rows
from bot.conversation.views.frame import Frame
from bot.engine.advance import options
from bot.scenario.model import Decision
from bot.scenario.source import read
from bot.texts.catalog import Html


def trial_note(frame: Frame, *, place: str) -> Html:
    """Return the grey line of a step or an ending; "" for who simply plays."""
    if not frame.session.trial:
        return Html("")
    talk, run = frame.talk, frame.session.run
    meters = ", ".join(f"{name} {value}" for name, value in run.meters.items())
    line = _line(frame, place)
    where = talk.label("author.trial_line", line=line) if line else ""
    step = frame.scenario.steps.get(place)
    seen = options(frame.scenario, run)
    unseen = [name for name in step.options if name not in seen] if isinstance(step, Decision) else []
    hidden = talk.label("author.trial_hidden", options=", ".join(unseen)) if unseen else ""
    facts = " · ".join(fact for fact in (place, meters, where, hidden) if fact)
    return talk.say("author.trial_note", facts=facts)


def trial_rows(frame: Frame) -> Rows:
    """Return the buttons below a step; none for who simply plays."""
    if not frame.session.trial:
        return ()
    talk = frame.talk
    jump = frame.button(talk.label("author.jump"), Action.JUMP)
    return ((jump, frame.button(talk.label("author.stop_trial"), Action.TRIAL_STOP)),)


def end_rows(frame: Frame) -> Rows:
    """Return the buttons below an ending."""
    talk = frame.talk
    again = frame.button(talk.label("author.once_more"), Action.TRY, frame.scenario.id, onward=True)
    save = frame.button(talk.label("author.save_play"), Action.SAVE_PLAY)
    back = frame.button(talk.label("author.to_draft"), Action.TRIAL_STOP)
    return ((again,), (frame.button(talk.label("author.jump"), Action.JUMP), save), (back,))


def _line(frame: Frame, place: str) -> int:
    """Return the line of a step or ending in the file that is tried, 0 where it is not known."""
    text = frame.talk.desk.store.text(frame.session.snapshot)
    keys = read(text, frame.scenario.id).keys if text else {}
    found = keys.get(("stappen", place)) or keys.get(("eindes", place))
    return found.line if found else 0
