"""Mijn reflecties: one's own walks, newest first; reading one, deleting one."""

from bot.conversation import play
from bot.conversation.actions import Action
from bot.conversation.menus import button
from bot.conversation.messages import Reply
from bot.conversation.talk import Talk
from bot.scenario.layers import title_in
from bot.session.model import Phase, Session
from bot.texts.dates import day

PAGE = 10


def listing(talk: Talk) -> Reply:
    """Show the walks, a button each."""
    sessions = [walk for walk in talk.desk.store.sessions_of(talk.person.key) if not walk.trial]
    menu = (button(talk.label("menu.to_menu"), Action.MENU),)
    if not sessions:
        return talk.reply(talk.message(talk.say("walks.none"), (menu,)))
    rows = tuple((button(_label(talk, one), Action.ROAD, session=one.key),) for one in sessions[:PAGE])
    older = len(sessions) - PAGE
    html = (
        talk.say("walks.title", n=len(sessions)) if older <= 0 else talk.say("walks.title_older", n=PAGE, older=older)
    )
    return talk.reply(talk.message(html, (*rows, menu)))


def ask_delete(talk: Talk, key: str) -> Reply:
    """Ask whether a walk may go, in the place of its road."""
    session = play.own_session(talk, key)
    if session is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    sure = button(talk.label("walks.sure"), Action.DELETE_SURE, session=key)
    back = button(talk.label("walks.no"), Action.ROAD, "o", session=key)
    html = talk.say("walks.ask_delete", title=_title(talk, session))
    return talk.reply(talk.message(html, ((sure,), (back,)), slot=f"{key}.road"))


def delete(talk: Talk, key: str) -> Reply:
    """Delete a walk with all that was written in it."""
    session = play.own_session(talk, key)
    if session is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    talk.desk.store.drop_session(key)
    if talk.person.session == key:
        talk = talk.keep(session="")
    menu = (button(talk.label("menu.to_menu"), Action.MENU),)
    return talk.reply(talk.message(talk.say("walks.deleted"), (menu,), slot=f"{key}.road"))


def _title(talk: Talk, session: Session) -> str:
    return title_in(talk.desk.store.scenario(session.snapshot), talk.language)


def _label(talk: Talk, session: Session) -> str:
    when = day(talk.words, talk.language, session.begun)
    title = _title(talk, session)
    title = talk.label("walks.other_road", title=title) if session.origin else title
    return talk.label("walks.ended" if session.phase is Phase.ENDED else "walks.open", title=title, day=when)
