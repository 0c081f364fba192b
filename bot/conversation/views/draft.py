"""A draft on the screen of its author: what was found in it, what a change means, and what can be done next."""

from bot.conversation.actions import Action
from bot.conversation.errands import Examined
from bot.conversation.menus import button
from bot.conversation.messages import Button, Rows
from bot.conversation.talk import Talk
from bot.conversation.views.report import counted, reported
from bot.scenario.model import Severity
from bot.texts.catalog import Html
from bot.texts.prose import join


def draft_report(talk: Talk, seen: Examined) -> Html:
    """Return what was found in a draft, and what it means for who plays the version that is out."""
    told = [issue for issue in seen.issues if issue.severity is not Severity.TIP]
    faults, warnings = counted(told, Severity.FAULT), counted(told, Severity.WARNING)
    title = talk.say("author.report_title", title=seen.title or seen.case, name=seen.name)
    head = talk.say("author.faults", n=faults) if faults else talk.say("author.good")
    look = talk.say("author.warnings", n=warnings) if warnings else ""
    change = what_it_means(talk, seen.change, seen.walking) if seen.against and seen.snapshot else ""
    can = talk.say("author.can_repair", n=seen.repairable) if seen.repairable else ""
    halted = talk.say("author.halted") if seen.halted else ""
    send = talk.say("author.send_again") if faults and not seen.repairable else ""
    return join([title, join([head, look], " "), reported(talk, told, seen.text), halted, can or send, change])


def what_it_means(talk: Talk, change: str, walking: int) -> Html:
    """Return what a change means for those who play the version that is out."""
    if change == "none":
        return talk.say("author.no_change")
    under_way = talk.say("author.walking", n=walking) if walking else talk.say("author.walking_none")
    return join([talk.say(f"author.change_{change}"), under_way], " ")


def draft_tips(talk: Talk, seen: Examined) -> Html:
    """Return the tips about a draft."""
    tips = [issue for issue in seen.issues if issue.severity is Severity.TIP]
    return reported(talk, tips, seen.text) or talk.say("author.no_tips")


def draft_rows(talk: Talk, seen: Examined) -> Rows:
    """Return what can be done with a draft: a good one is tried, shown and published, a broken one mended."""

    def one(name: str, action: Action, *, onward: bool = False) -> Button:
        return button(talk.label(f"author.{name}"), action, seen.case, onward=onward)

    last = (one("throw_away", Action.THROW_AWAY), button(talk.label("author.back"), Action.MAKING))
    mend = ((one("repair", Action.REPAIR, onward=True),),) if seen.repairable else ()
    if not seen.snapshot:
        return (*mend, (one("file", Action.FILE),), last)
    return (
        *mend,
        (one("try", Action.TRY, onward=not mend),),
        (one("map", Action.MAP), one("figures", Action.FIGURES), one("tips", Action.TIPS)),
        (one("book", Action.BOOK), one("trainer_book", Action.TRAINER_BOOK)),
        (one("rounds", Action.ROUNDS), one("file", Action.FILE)),
        (one("publish", Action.PUBLISH, onward=True),),
        last,
    )
