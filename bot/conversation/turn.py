"""The spine: one thing that happened, in one transaction, into what is kept and what is said."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import assert_never

from bot.conversation import authoring, begin, choosing, menus, newcase, play, publishing, road, trial, walks
from bot.conversation.actions import Action, Press, read
from bot.conversation.errands import Brought
from bot.conversation.messages import (
    Commanded,
    Filed,
    Incoming,
    Membership,
    Message,
    Migrated,
    Pressed,
    Reply,
    Sent,
    Tick,
    Toast,
    Wrong,
    Wrote,
)
from bot.conversation.ports import Desk
from bot.conversation.talk import Talk, meet
from bot.session.model import Phase
from bot.texts.catalog import shipped

_Said = Commanded | Pressed | Wrote | Sent | Filed | Brought | Membership

REST = timedelta(seconds=3)  # an app cuts a text above 4,096 characters and sends the rest at once


def turn(incoming: Incoming, desk: Desk) -> Reply:
    """Return what is said in answer to one incoming; what it changes is kept at the desk's store."""
    what = incoming.what
    if isinstance(what, Tick | Migrated):
        return _unseen(what, desk)
    if isinstance(what, Membership) and incoming.sender.private:
        return Reply()  # somebody blocked the bot or let it back in
    if isinstance(what, Brought) and desk.store.person(what.errand.person) is None:
        return Reply()  # whoever asked for it was erased meanwhile, and stays so
    talk = meet(incoming, desk)
    return _in_private(talk, what) if incoming.sender.private else _in_group(talk, what)


def _in_private(talk: Talk, what: _Said) -> Reply:
    match what:
        case Commanded(name, rest):
            return _commanded(talk, name, rest)
        case Pressed(_, data, _):
            return _pressed(talk, read(data))
        case Wrote(text, edited):
            return _wrote(talk, text, edited=edited)
        case Sent(kind):
            return _sent(talk, kind)
        case Filed() as file:
            return _filed(talk, file)
        case Brought() as brought:
            return authoring.brought(talk, brought) if talk.is_author else Reply()
        case Membership():
            return Reply()
        case _:
            assert_never(what)


def _unseen(what: Tick | Migrated, desk: Desk) -> Reply:
    """Do what nobody asked for: erase the walk whose time has come. That a group moved, the store has seen to."""
    if isinstance(what, Tick):
        desk.store.drop_session(what.session)
    return Reply()


def apology(incoming: Incoming) -> Reply:
    """Return what is said when a turn failed through our fault; it reads and keeps nothing."""
    sender, words = incoming.sender, shipped()
    pressed = incoming.what.query if isinstance(incoming.what, Pressed) else ""
    toast = Toast(query=pressed, text=words.plain(sender.language, "wrong.ours_short")) if pressed else None
    if not sender.private:
        return Reply(toast=toast)
    return Reply(messages=(Message(chat=sender.chat, html=words.plain(sender.language, "wrong.ours")),), toast=toast)


def _in_group(talk: Talk, what: _Said) -> Reply:
    match what:
        case Membership(True):
            return talk.reply(menus.group_hello(talk))
        case Commanded(name):
            return talk.reply(menus.group_hello(talk)) if name in (*_OPEN_COMMANDS, *_COMMANDS) else Reply()
        case Pressed(query, _, _):
            return Reply(toast=Toast(query=query, text=talk.label("wrong.not_yours")))
        case Wrote() | Sent() | Filed() | Brought() | Membership():
            return Reply()
        case _:
            assert_never(what)


def _commanded(talk: Talk, name: str, rest: str) -> Reply:
    if name in _OPEN_COMMANDS:
        return _OPEN_COMMANDS[name](talk)
    if not menus.has_understood(talk):
        return menus.notice(talk)
    if name in _COMMANDS:
        return _COMMANDS[name](talk.keep(expects=""))
    if name in _AUTHORS and talk.is_author:
        return _AUTHORS[name](talk.keep(expects=""), rest)
    return talk.reply(talk.aside(talk.say("wrong.command")))


def _sent(talk: Talk, kind: Wrong) -> Reply:
    """Answer what cannot be an answer, with a way back to the step."""
    if kind is Wrong.LONG:
        talk = talk.keep(refused=talk.desk.now)
    return talk.reply(talk.aside(talk.say(f"wrong.{kind}"), menus.step_rows(talk)))


def _filed(talk: Talk, file: Filed) -> Reply:
    if not menus.has_understood(talk):
        return menus.notice(talk)
    return authoring.filed(talk, file) if talk.is_author else _sent(talk, Wrong.DOCUMENT)


def _wrote(talk: Talk, text: str, *, edited: bool) -> Reply:
    if not menus.has_understood(talk):
        return menus.notice(talk)
    if talk.person.refused and talk.desk.now - talk.person.refused < REST:
        return Reply()
    if edited:
        return talk.reply(talk.aside(talk.say("wrong.edited"), menus.step_rows(talk)))
    if talk.person.expects == newcase.EXPECTS:
        return newcase.answered(talk, text)
    if talk.person.expects:
        return road.phrased(talk, text)
    return play.wrote(talk, text)


def _pressed(talk: Talk, press: Press | None) -> Reply:
    if press is None and menus.has_understood(talk):
        return talk.reply(menus.menu_message(talk), toast=talk.label("wrong.old_button"))
    if press is None:
        return menus.notice(talk)
    if press.action in _ALWAYS:
        return _ALWAYS[press.action](talk, press)
    if not menus.has_understood(talk):
        return menus.notice(talk)
    if press.action in _MAKING:
        if not talk.is_author:
            return talk.reply(toast=talk.label("author.not_yours"))
        return _MAKING[press.action](talk.keep(expects=""), press)
    if press.action in _MENUS:
        return _MENUS[press.action](talk.keep(expects=""), press)
    return play.pressed(talk, press)


def _speak(talk: Talk, language: str) -> Reply:
    """Speak the chosen language, and say the present step again in it."""
    said = menus.speak(talk, language)
    again = talk.renewed()
    session = play.own_session(again, again.person.session)
    if session is None or session.paused or session.phase is Phase.ENDED or not menus.has_understood(again):
        return said
    return again.reply(*said.messages, *play.resume(again).messages)


_OPEN_COMMANDS: Mapping[str, Callable[[Talk], Reply]] = {
    "privacy": menus.privacy,
    "help": menus.help_,
    "taal": menus.languages,
    "language": menus.languages,
}
_COMMANDS: Mapping[str, Callable[[Talk], Reply]] = {
    "start": menus.menu,
    "menu": menus.menu,
    "stop": play.pause,
    "verder": play.resume,
    "resume": play.resume,
    "casus": choosing.catalogue,
    "case": choosing.catalogue,
    "reflecties": walks.listing,
    "reflections": walks.listing,
}
_ALWAYS: Mapping[Action, Callable[[Talk, Press], Reply]] = {
    Action.UNDERSTOOD: lambda talk, press: menus.understood(talk, press.id),
    Action.LANGUAGE: lambda talk, press: _speak(talk, press.id),
    Action.PRIVACY: lambda talk, _: menus.privacy(talk),
    Action.HELP: lambda talk, _: menus.help_(talk),
}
_MENUS: Mapping[Action, Callable[[Talk, Press], Reply]] = {
    Action.MENU: lambda talk, _: menus.menu(talk),
    Action.CATALOGUE: lambda talk, press: choosing.catalogue(talk, press.id),
    Action.THEME: lambda talk, press: choosing.themes(talk, press.id),
    Action.LENGTH: lambda talk, press: choosing.catalogue(talk, press.id),
    Action.CARD: lambda talk, press: choosing.card(talk, press.id),
    Action.BEGIN: lambda talk, press: begin.begin(talk, press.id),
    Action.OWN: lambda talk, _: choosing.own_card(talk),
    Action.RESUME: lambda talk, press: play.resume(talk, press.session),
    Action.REFLECTIONS: lambda talk, _: walks.listing(talk),
    Action.DELETE: lambda talk, press: walks.ask_delete(talk, press.session),
    Action.DELETE_SURE: lambda talk, press: walks.delete(talk, press.session),
    Action.ROAD: lambda talk, press: road.show(talk, press.session, press.id),
    Action.SENTENCE: lambda talk, press: road.ask_sentence(talk, press.session, press.turn),
    Action.KEEP: lambda talk, press: road.show(talk, press.session, str(press.turn)),
    Action.BRANCH: lambda talk, press: road.forks(talk, press.session),
    Action.BRANCH_AT: lambda talk, press: begin.branch(talk, press.session, press.turn),
}
_AUTHORS: Mapping[str, Callable[[Talk, str], Reply]] = {
    "maken": lambda talk, _: authoring.making(talk),
    "make": lambda talk, _: authoring.making(talk),
    "nieuw": lambda talk, _: newcase.begin(talk),
    "new": lambda talk, _: newcase.begin(talk),
    "proef": trial.choose,
    "try": trial.choose,
}
_MAKING: Mapping[Action, Callable[[Talk, Press], Reply]] = {
    Action.MAKING: lambda talk, _: authoring.making(talk),
    Action.NEW: lambda talk, _: newcase.begin(talk),
    Action.NEW_STOP: lambda talk, _: newcase.stop(talk),
    Action.DRAFT: authoring.work_on,
    Action.REPAIR: authoring.work_on,
    Action.TIPS: authoring.work_on,
    Action.MAP: authoring.work_on,
    Action.BOOK: authoring.work_on,
    Action.TRAINER_BOOK: authoring.work_on,
    Action.FIGURES: authoring.work_on,
    Action.ROUNDS: authoring.work_on,
    Action.FILE: lambda talk, press: authoring.send_file(talk, press.id),
    Action.THROW_AWAY: lambda talk, press: authoring.throw_away(talk, press.id),
    Action.PUBLISH: lambda talk, press: publishing.ask(talk, press.id),
    Action.PUBLISH_SURE: lambda talk, press: publishing.publish(talk, press.id),
    Action.OUT: lambda talk, press: publishing.out(talk, press.id),
    Action.OUT_FILE: lambda talk, press: publishing.file_out(talk, press.id),
    Action.TAKE_UP: lambda talk, press: publishing.take_up(talk, press.id),
    Action.WITHDRAW: lambda talk, press: publishing.ask_withdraw(talk, press.id),
    Action.WITHDRAW_SURE: lambda talk, press: publishing.withdraw(talk, press.id),
    Action.BRING_BACK: lambda talk, press: publishing.bring_back(talk, press.id),
    Action.TRY: lambda talk, press: trial.begin(talk, press.id),
    Action.JUMP: trial.jump,
    Action.JUMP_TO: trial.jump_to,
    Action.TRIAL_STOP: trial.stop,
    Action.SAVE_PLAY: trial.save,
}
