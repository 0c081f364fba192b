"""Beginning a walk: a case, a dilemma of one's own, or the road not taken; a double tap begins only one."""

from datetime import timedelta

from msgspec.structs import replace

from bot.conversation import play
from bot.conversation.messages import Reply
from bot.conversation.ports import Card
from bot.conversation.talk import Talk
from bot.conversation.views.screens import screens
from bot.scenario.model import Kind
from bot.session.events import Outcome
from bot.session.handle import branch_off, open_solo
from bot.session.model import Ask, Phase, Session, Tempo


def begin(talk: Talk, wish: str) -> Reply:
    """Begin a case or the protocol: `wish` is "<tempo>:<its id>"."""
    tempo, _, case = wish.partition(":")
    protocol = talk.desk.catalogue.protocol()
    cards = (*talk.desk.catalogue.cards(), *((protocol,) if protocol else ()))
    found = next((card for card in cards if card.scenario.id == case), None)
    if found is None or tempo not in tuple(Tempo):
        return talk.reply(talk.message(talk.say("menu.case_gone")))
    return _open(talk, found, Tempo(tempo))


def _open(talk: Talk, card: Card, tempo: Tempo) -> Reply:
    begun = _just_begun(talk, card.snapshot)
    if begun is not None:
        return play.resume(talk, begun.key)
    outcome = open_solo(
        card.scenario,
        key=talk.desk.new_key(),
        snapshot=card.snapshot,
        person=talk.person.key,
        tempo=tempo,
        questions=_questions(talk),
        now=talk.desk.now,
    )
    return _begun(talk.keep(tempo=tempo) if card.scenario.kind is Kind.CASE else talk, outcome)


def _questions(talk: Talk) -> tuple[str, ...]:
    """Return the house questions, beginning further on at each new walk so that no case has its own."""
    ids = tuple(talk.desk.catalogue.reflections())
    start = 3 * len(talk.desk.store.sessions_of(talk.person.key)) % len(ids) if ids else 0
    return ids[start:] + ids[:start]


def branch(talk: Talk, key: str, turn: int) -> Reply:
    """Begin a new walk at an earlier decision of a walk of one's own; the first stays."""
    old = play.own_session(talk, key)
    if old is None or not 0 <= turn < old.turn:
        return talk.reply(toast=talk.label("wrong.gone"))
    begun = _just_begun(talk, old.snapshot, origin=key, turn=turn)
    if begun is not None:
        return play.resume(talk, begun.key)
    scenario = talk.desk.store.scenario(old.snapshot)
    new_key = talk.desk.new_key()
    outcome = branch_off(scenario, old, turn=turn, key=new_key, person=talk.person.key, now=talk.desk.now)
    for answer in talk.desk.store.answers_of(key, talk.person.key):
        if answer.turn < turn:
            talk.desk.store.keep_answer(replace(answer, session=new_key))
    return _begun(talk, outcome)


def _just_begun(talk: Talk, snapshot: str, *, origin: str = "", turn: int = 0) -> Session | None:
    """Return the walk this person is in when it is the very one they ask for, so that a double tap begins only one."""
    session = play.own_session(talk, talk.person.session)
    if session is None or (session.snapshot, session.origin, session.turn) != (snapshot, origin, turn):
        return None
    mine = talk.desk.store.answer(session.key, turn, session.round, talk.person.key)
    untouched = mine is None or mine.ask in (Ask.CHOICE, Ask.TEXT)  # to be shown a walk leaves an empty answer behind
    return session if untouched and session.phase is not Phase.ENDED else None


def _begun(talk: Talk, outcome: Outcome) -> Reply:
    store, session = talk.desk.store, outcome.session
    store.keep_session(session)
    store.set_timer(f"erase:{session.key}", session.begun + timedelta(days=talk.desk.retention_days), session.key)
    talk = talk.keep(session=session.key, expects="")
    frame = play.frame_of(talk, outcome)
    return talk.reply(*screens(frame, outcome.events, frame))
