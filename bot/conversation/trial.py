"""Proefspelen: an author plays a case that need not be out, jumps about in it, and may keep how it went."""

from datetime import timedelta

from bot.conversation import authoring, play
from bot.conversation.actions import Action, Press
from bot.conversation.errands import Job
from bot.conversation.menus import button, cut
from bot.conversation.messages import Message, Reply
from bot.conversation.talk import Talk
from bot.conversation.views.screens import screens
from bot.engine.model import Run
from bot.scenario.model import Crossroads, Scenario
from bot.scenario.phrases import title
from bot.scenario.recorded import record, written
from bot.session.handle import open_trial
from bot.session.model import Session

KEPT = timedelta(days=7)
MOST_STEPS = 40


def choose(talk: Talk, rest: str = "") -> Reply:
    """Try the case and the step that are named ("deur", "deur gang"), or else ask which case."""
    case, _, step = rest.strip().lower().partition(" ")
    if case and _snapshot(talk, case):
        return begin(talk, case, step.strip())
    names = {draft.case: draft.title for draft in talk.desk.store.drafts(talk.person.key) if draft.snapshot}
    names |= {
        card.scenario.id: card.scenario.title for card in talk.desk.catalogue.cards() if card.scenario.id not in names
    }
    rows = tuple((button(called, Action.TRY, name),) for name, called in names.items())
    return talk.reply(talk.message(talk.say("author.trial_none"), (*rows, *authoring.back_rows(talk))))


def begin(talk: Talk, case: str, step: str = "") -> Reply:
    """Begin to try a case, at its first step or at the one that is named; an earlier trial is forgotten."""
    snapshot = _snapshot(talk, case)
    if not snapshot:
        return talk.reply(toast=talk.label("author.gone"))
    scenario = talk.desk.store.scenario(snapshot)
    run = Run(place=step, meters=dict(scenario.meters)) if _asks(scenario, step) else None
    return _open(talk, scenario, snapshot, run)


def jump(talk: Talk, press: Press) -> Reply:
    """Ask to which step."""
    session = _own_trial(talk, press.session)
    if session is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    scenario = talk.case(session.snapshot)
    names = [name for name in scenario.steps if _asks(scenario, name)]
    rows = tuple(
        (button(cut(f"{number} {title(scenario, name)}"), Action.JUMP_TO, name, session=session.key),)
        for number, name in enumerate(names, 1)
    )
    return talk.reply(talk.message(talk.say("author.ask_jump"), rows[:MOST_STEPS], slot="jump", fresh=True))


def jump_to(talk: Talk, press: Press) -> Reply:
    """Go on at a step, with the meters and the choices as they are."""
    session = _own_trial(talk, press.session)
    scenario = talk.desk.store.scenario(session.snapshot) if session else None
    if session is None or scenario is None or not _asks(scenario, press.id):
        return talk.reply(toast=talk.label("wrong.gone"))
    run = Run(place=press.id, meters=session.run.meters, taken=session.run.taken)
    return _open(talk, scenario, session.snapshot, run)


def stop(talk: Talk, press: Press) -> Reply:
    """Stop trying: the trial is forgotten, and the author's draft is looked at again."""
    session = _own_trial(talk, press.session)
    _forget(talk)
    talk = talk.keep(session="", expects="")
    if session and talk.desk.store.draft(talk.person.key, session.scenario):
        return authoring.order(talk, Job.EXAMINE, session.scenario)
    return talk.reply(talk.message(talk.say("author.trial_stopped"), authoring.back_rows(talk)))


def save(talk: Talk, press: Press) -> Reply:
    """Give the author the play as a file to keep, and as a proof to put in the case."""
    session = _own_trial(talk, press.session)
    if session is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    choices = [taken.option for taken in session.run.taken if taken.option]
    scenario = talk.desk.store.scenario(session.snapshot)
    recorded = record(scenario, choices)
    words = [talk.say("author.saved_play", case=scenario.id)]
    if recorded.ending:
        words.append(talk.say("author.proof", route=" ".join(choices), ending=recorded.ending))
    name = f"{scenario.id}-{recorded.ending or session.run.place}.yaml"
    kept = Message(chat=talk.sender.chat, html="\n\n".join(words), document=written(recorded).encode(), file_name=name)
    return talk.reply(kept)


def _open(talk: Talk, scenario: Scenario, snapshot: str, run: Run | None) -> Reply:
    _forget(talk)
    desk = talk.desk
    outcome = open_trial(scenario, key=desk.new_key(), snapshot=snapshot, person=talk.person.key, run=run, now=desk.now)
    session = outcome.session
    desk.store.keep_session(session)
    desk.store.set_timer(f"erase:{session.key}", session.begun + KEPT, session.key)
    talk = talk.keep(session=session.key, expects="")
    frame = play.frame_of(talk, outcome)
    return talk.reply(*screens(frame, outcome.events, frame))


def _forget(talk: Talk) -> None:
    for session in talk.desk.store.sessions_of(talk.person.key):
        if session.trial:
            talk.desk.store.drop_session(session.key)


def _own_trial(talk: Talk, key: str) -> Session | None:
    session = play.own_session(talk, key)
    return session if session is not None and session.trial else None


def _snapshot(talk: Talk, case: str) -> str:
    """Return what there is of a case to try: the author's draft, else the version that is out; "" for nothing."""
    draft = talk.desk.store.draft(talk.person.key, case)
    if draft and draft.snapshot:
        return draft.snapshot
    known = talk.desk.store.release(case)
    return known.snapshot if known else ""


def _asks(scenario: Scenario, step: str) -> bool:
    return step in scenario.steps and not isinstance(scenario.steps[step], Crossroads)
