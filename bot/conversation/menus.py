"""What is there before and between walks: the notice, the languages, the menu and the buttons they are made of."""

from bot.conversation.actions import Action, write
from bot.conversation.messages import Button, Look, Message, Reply, Rows
from bot.conversation.talk import Talk
from bot.scenario.layers import title_in
from bot.session.model import Phase
from bot.texts.catalog import LANGUAGES
from bot.texts.prose import join

NOTICE = 1  # raise it when the privacy notice changes: it is then shown again


def button(
    label: str, action: Action, id: str = "", *, session: str = "", turn: int = 0, onward: bool = False
) -> Button:
    """Return a button that belongs to no present turn."""
    return Button(label=label, data=write(action, session, turn, id), look=Look.ONWARD if onward else Look.PLAIN)


def has_understood(talk: Talk) -> bool:
    """Return whether this person has seen the present privacy notice."""
    return talk.person.consent >= NOTICE


def notice(talk: Talk) -> Reply:
    """Show the privacy notice, once, with its one button."""
    rows = ((button(talk.label("menu.understood"), Action.UNDERSTOOD, str(NOTICE), onward=True),),)
    return talk.reply(talk.message(join([talk.say("menu.welcome"), talk.say("menu.notice")]), rows, slot="notice"))


def understood(talk: Talk, version: str) -> Reply:
    """Remember that the notice was understood and go on to the menu."""
    if version != str(NOTICE):
        return notice(talk)
    if has_understood(talk):
        return talk.reply(toast=talk.label("refused.just_pressed"))
    talk = talk.keep(consent=NOTICE)
    left = talk.message(join([talk.say("menu.welcome"), talk.say("menu.notice")]), slot="notice")
    return talk.reply(menu_message(talk), left)


def privacy(talk: Talk) -> Reply:
    """Show what is kept and what is not; works before anything else does."""
    rows = () if has_understood(talk) else notice(talk).messages[0].rows
    return talk.reply(talk.message(talk.say("menu.privacy", days=talk.desk.retention_days), rows))


def help_(talk: Talk) -> Reply:
    """Explain in one screen."""
    html = join([talk.say("menu.help"), talk.say("author.help") if talk.is_author else ""])
    return talk.reply(talk.message(html, menu_rows(talk) if has_understood(talk) else ()))


def languages(talk: Talk) -> Reply:
    """Offer the languages, each under its own name."""
    rows = tuple((button(talk.words.plain(code, "menu.language_name"), Action.LANGUAGE, code),) for code in LANGUAGES)
    return talk.reply(talk.message(talk.say("menu.languages"), rows, slot="language", fresh=True))


def speak(talk: Talk, language: str) -> Reply:
    """Speak the chosen language from now on."""
    if language not in LANGUAGES:
        return talk.reply(toast=talk.label("wrong.old_button"))
    talk = talk.keep(language=language)
    said = talk.message(talk.say("menu.language_set"), slot="language")
    return talk.reply(said) if has_understood(talk) else talk.reply(said, *notice(talk).messages)


def group_hello(talk: Talk) -> Message:
    """Return what the bot says in a group: where it can be talked with."""
    link = f"https://t.me/{talk.desk.username}?start=hallo"
    rows = ((Button(label=talk.label("menu.open_private"), url=link),),) if talk.desk.username else ()
    return talk.message(talk.say("menu.group"), rows)


def menu(talk: Talk) -> Reply:
    """Show the menu."""
    return talk.reply(menu_message(talk))


def menu_message(talk: Talk) -> Message:
    """Return the menu as a message."""
    return talk.message(talk.say("menu.title"), menu_rows(talk))


def menu_rows(talk: Talk) -> Rows:
    """Return the menu's buttons; the walk that is open comes first."""
    rows: list[tuple[Button, ...]] = []
    session = talk.desk.store.session(talk.person.session) if talk.person.session else None
    if session is not None and session.phase is not Phase.ENDED:
        title = title_in(talk.desk.store.scenario(session.snapshot), talk.language)
        label = talk.label("menu.go_on", title=cut(title))
        rows.append((button(label, Action.RESUME, session=session.key, onward=True),))
    rows.append((button(talk.label("menu.begin_case"), Action.CATALOGUE, onward=not rows),))
    if talk.desk.catalogue.protocol() is not None:
        rows.append((button(talk.label("menu.own"), Action.OWN),))
    if talk.is_author:
        rows.append((button(talk.label("author.menu"), Action.MAKING),))
    mine = button(talk.label("menu.reflections"), Action.REFLECTIONS)
    rows.append((mine, button(talk.label("menu.explain"), Action.HELP)))
    return tuple(rows)


def step_rows(talk: Talk) -> Rows:
    """Return the way back to the step of an open walk; nothing when none is open."""
    session = talk.desk.store.session(talk.person.session) if talk.person.session else None
    if session is None or session.phase is Phase.ENDED:
        return ()
    return ((button(talk.label("menu.show_step"), Action.RESUME, session=session.key),),)


def pairs(buttons: list[Button]) -> Rows:
    """Return buttons two a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def cut(title: str, most: int = 30) -> str:
    """Return a title that fits on a button."""
    return title if len(title) <= most else title[: most - 1].rstrip(" ,.") + "…"
