"""Looking back on a walk: turning its pages, making a sentence one's own, choosing where to take another way."""

from msgspec.structs import replace

from bot.conversation import play
from bot.conversation.actions import Action
from bot.conversation.menus import button
from bot.conversation.messages import Reply
from bot.conversation.talk import Talk
from bot.conversation.views.frame import Frame
from bot.conversation.views.road import overview, page, road_slot, sentence
from bot.scenario.model import Decision
from bot.session.events import Phrase
from bot.session.handle import handle
from bot.session.model import Answer, Ask, Session

_EXPECTS = "sentence"


OVERVIEW = "o"


def show(talk: Talk, key: str, turn: str = "") -> Reply:
    """Show a walk of one's own: all of it, or the page of one turn.

    Without a turn it was asked for elsewhere, in a list or at an ending, and hangs below that; OVERVIEW and a turn
    take the place of the page that was turned.
    """
    found = _looked_up(talk, key)
    if found is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    frame, answers = found
    if not turn.isdigit():
        return talk.reply(replace(overview(frame, answers), fresh=turn != OVERVIEW))
    return talk.reply(page(frame, answers, int(turn)))


def ask_sentence(talk: Talk, key: str, turn: int) -> Reply:
    """Ask for the onderbouwingszin of one choice in the person's own words."""
    found = _looked_up(talk, key)
    mine = _at(found[1], turn) if found else None
    if found is None or mine is None or not mine.option:
        return talk.reply(toast=talk.label("wrong.gone"))
    talk = talk.keep(expects=f"{_EXPECTS}:{key}:{turn}")
    keep = button(talk.label("road.keep"), Action.KEEP, session=key, turn=turn)
    html = talk.say("road.ask_sentence", client=found[0].client(), words=sentence(found[0], mine))
    return talk.reply(talk.message(html, ((keep,),), slot=road_slot(found[0])))


def phrased(talk: Talk, text: str) -> Reply:
    """Keep the sentence that was asked for, and show the page it stands on."""
    _, key, turn = talk.person.expects.split(":")
    talk = talk.keep(expects="")
    found = _looked_up(talk, key)
    mine = _at(found[1], int(turn)) if found else None
    if found is None or mine is None:
        return talk.reply(talk.message(talk.say("wrong.gone")))
    frame = found[0]
    outcome = handle(frame.session, mine, frame.scenario, Phrase(text), by=talk.person.key, turn=int(turn))
    if outcome.refusal is not None or outcome.mine is None:
        talk.keep(expects=f"{_EXPECTS}:{key}:{turn}")
        return talk.reply(talk.message(talk.say(f"refused.{outcome.refusal}")))
    talk.desk.store.keep_answer(outcome.mine)
    found = _looked_up(talk, key)
    shown = page(*found, int(turn)) if found else talk.message(talk.say("wrong.gone"))
    return talk.reply(replace(shown, fresh=True))


def forks(talk: Talk, key: str) -> Reply:
    """Ask at which decision the person wants to go another way."""
    found = _looked_up(talk, key)
    if found is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    frame, answers = found
    rows = tuple(
        (button(_fork(frame, answer), Action.BRANCH_AT, session=key, turn=answer.turn),)
        for answer in answers
        if answer.option and answer.turn < frame.session.turn
    )
    back = button(talk.label("road.overview"), Action.ROAD, OVERVIEW, session=key)
    return talk.reply(talk.message(talk.say("road.forks"), (*rows, (back,)), slot=road_slot(frame)))


def _fork(frame: Frame, answer: Answer) -> str:
    step = frame.scenario.steps[answer.step]
    title = step.title if isinstance(step, Decision) else ""
    return frame.talk.label("road.fork", number=answer.turn + 1, title=title)


def _looked_up(talk: Talk, key: str) -> tuple[Frame, tuple[Answer, ...]] | None:
    session: Session | None = play.own_session(talk, key)
    if session is None:
        return None
    scenario = talk.case(session.snapshot)
    answers = talk.desk.store.answers_of(key, talk.person.key)
    return Frame(talk=talk, session=session, scenario=scenario), answers


def _at(answers: tuple[Answer, ...], turn: int) -> Answer | None:
    return next((answer for answer in answers if answer.turn == turn and answer.ask is Ask.DONE), None)
