"""Writing cases in the chat: files that arrive, what is done with a draft, and what comes of it."""

import re
from collections.abc import Collection, Mapping
from typing import assert_never

from bot.conversation.actions import Action, Press
from bot.conversation.errands import Brought, Errand, Examined, Failed, Job, Printed
from bot.conversation.menus import button, cut, pairs
from bot.conversation.messages import Button, Filed, Message, Reply, Rows
from bot.conversation.ports import Draft, Release
from bot.conversation.talk import Talk
from bot.conversation.views.draft import draft_report, draft_rows, draft_tips
from bot.conversation.views.report import sentence_of
from bot.scenario.source import MOST_BYTES
from bot.texts.catalog import Html, escape
from bot.texts.prose import join

SLOT = "author"
NAMES = (".yaml", ".yml", ".txt")  # mail programs and phones rename a .yaml
CLIENT_DATA = ("P01",)
DOUBTS = ("P02", "P03")  # of a real person, or made up: only the author knows
_PLAIN = re.compile(r"[^a-z0-9_]+")
_MOST_LISTED = 20

_JOBS: Mapping[Action, Job] = {
    Action.DRAFT: Job.EXAMINE,
    Action.REPAIR: Job.REPAIR,
    Action.TIPS: Job.TIPS,
    Action.MAP: Job.MAP,
    Action.BOOK: Job.BOOK,
    Action.TRAINER_BOOK: Job.TRAINER_BOOK,
    Action.FIGURES: Job.FIGURES,
    Action.ROUNDS: Job.ROUNDS,
}


def making(talk: Talk) -> Reply:
    """Show what this author works on, and what is out."""
    drafts = [draft for draft in talk.desk.store.drafts(talk.person.key) if draft.case][:_MOST_LISTED]
    asking = talk.desk.store.draft(talk.person.key, "") is not None
    new = talk.label("author.new_go_on" if asking else "author.new")
    rows: list[tuple[Button, ...]] = [(button(new, Action.NEW, onward=True),)]
    rows += [
        (button(talk.label("author.draft_button", title=cut(draft.title or draft.case)), Action.DRAFT, draft.case),)
        for draft in drafts
    ]
    rows += pairs([_out_button(talk, each) for each in talk.desk.store.releases()[:_MOST_LISTED]])
    rows.append((button(talk.label("menu.to_menu"), Action.MENU),))
    html = join([talk.say("author.title"), talk.say("author.drafts") if drafts else ""])
    return talk.reply(talk.message(html, tuple(rows), slot=SLOT, fresh=True))


def _out_button(talk: Talk, release: Release) -> Button:
    title = cut(talk.desk.store.scenario(release.snapshot).title)
    key = "author.withdrawn_button" if release.withdrawn else "author.out_button"
    return button(talk.label(key, title=title), Action.OUT, release.case)


def filed(talk: Talk, file: Filed) -> Reply:
    """Have a file fetched and read that an author sent; what cannot be a case is answered at once."""
    if not file.name.lower().endswith(NAMES):
        return talk.reply(talk.aside(talk.say("author.wrong_name")))
    if file.size > MOST_BYTES:
        return talk.reply(talk.aside(talk.say("author.large")))
    talk.desk.store.run_errand(_errand(talk, Job.EXAMINE, file=file.file, name=file.name))
    return talk.reply(talk.message(talk.say("author.reading"), slot=SLOT, fresh=True))


def work_on(talk: Talk, press: Press) -> Reply:
    """Have something done with a draft: checked, mended, drawn, printed, counted."""
    if _draft(talk, press.id) is None:
        return talk.reply(toast=talk.label("author.gone"))
    return order(talk, _JOBS[press.action], press.id)


def order(talk: Talk, job: Job, case: str) -> Reply:
    """Have a job done for a draft, and say so."""
    talk.desk.store.run_errand(_errand(talk, job, case=case))
    return talk.reply(toast=talk.label("author.looking" if job is Job.EXAMINE else "author.working"))


def send_file(talk: Talk, case: str) -> Reply:
    """Give an author the file of their draft."""
    draft = _draft(talk, case)
    if draft is None:
        return talk.reply(toast=talk.label("author.gone"))
    return talk.reply(file_of(talk, draft, talk.say("author.your_file")))


def file_of(talk: Talk, draft: Draft, words: Html) -> Message:
    """Return a draft as a file, with some words."""
    return Message(chat=talk.sender.chat, html=str(words), document=draft.text.encode(), file_name=f"{draft.case}.yaml")


def throw_away(talk: Talk, case: str) -> Reply:
    """Throw a draft away; what is out stays out."""
    talk.desk.store.drop_draft(talk.person.key, case)
    return talk.reply(talk.message(talk.say("author.thrown_away"), back_rows(talk), slot=SLOT))


def back_rows(talk: Talk) -> Rows:
    """Return the way back to the author's list."""
    return ((button(talk.label("author.back"), Action.MAKING),),)


def brought(talk: Talk, what: Brought) -> Reply:
    """Take what an errand brought."""
    match what.result:
        case Failed(why):
            return talk.reply(talk.message(talk.say(f"author.{why}"), back_rows(talk), slot=SLOT))
        case Printed() as printed:
            return talk.reply(*_printed(talk, printed))
        case Examined() as seen:
            return _examined(talk, what.errand, seen)
        case _:
            assert_never(what.result)


def _printed(talk: Talk, printed: Printed) -> list[Message]:
    """Return pictures with their captions, and papers; the words are under the first of them."""
    chat = talk.sender.chat
    sent = [
        Message(chat=chat, html=str(escape(caption)), picture=picture, silent=True)
        for caption, picture in printed.pictures
    ]
    sent += [Message(chat=chat, html="", document=body, file_name=name) for name, body in printed.documents]
    if not sent:
        return [talk.message(printed.words)]
    first = sent[0]
    under = str(join([Html(first.html), Html(printed.words)]))
    words = Message(chat=chat, html=under, picture=first.picture, document=first.document, file_name=first.file_name)
    return [words, *sent[1:]]


def _examined(talk: Talk, errand: Errand, seen: Examined) -> Reply:
    if errand.job is Job.TIPS:
        return talk.reply(talk.message(draft_tips(talk, seen), back_to(talk, seen.case)))
    if leaks := _lines(seen, CLIENT_DATA):
        return _only(talk, talk.say("author.client_data", lines=", ".join(map(str, leaks))))
    if not seen.case:
        why = sentence_of(talk, seen.issues[0]) if seen.issues else ""
        return _only(talk, talk.say("author.not_readable", why=why) if seen.issues else talk.say("author.no_case"))
    if errand.job is Job.REPAIR and not seen.repairs:
        return talk.reply(talk.message(talk.say("author.nothing_repaired"), back_to(talk, seen.case)))
    draft = Draft(
        person=talk.person.key,
        case=seen.case,
        title=seen.title,
        name=seen.name,
        text=seen.text,
        snapshot=seen.snapshot,
        against=seen.against,
        doubts=", ".join(str(line) for line in _lines(seen, DOUBTS)),
    )
    talk.desk.store.keep_draft(draft)
    shown, rows = draft_report(talk, seen), draft_rows(talk, seen)
    report = talk.message(shown, rows, slot=SLOT, fresh=not errand.file)
    if errand.job is not Job.REPAIR:
        return talk.reply(report)
    done = [talk.say(f"repair.{mend.kind}", line=mend.line, **mend.words) for mend in seen.repairs]
    lines = Html("\n".join(f"• {line}" for line in done))
    words = join([talk.say("author.repaired", n=len(done)), lines, talk.say("author.repaired_file")])
    return talk.reply(file_of(talk, draft, words), report)


def _lines(seen: Examined, codes: Collection[str]) -> list[int]:
    return sorted({issue.place.line for issue in seen.issues if issue.code in codes})


def _only(talk: Talk, html: Html) -> Reply:
    """Return one sentence in the place of the report: nothing was kept."""
    return talk.reply(talk.message(html, back_rows(talk), slot=SLOT))


def back_to(talk: Talk, case: str) -> Rows:
    """Return the way back to a draft."""
    return ((button(talk.label("author.to_draft"), Action.DRAFT, case),),)


def case_of(name: str) -> str:
    """Return what a draft is called whose file does not say its id: a plain form of the file's name."""
    stem = name.rpartition("/")[2].partition(".")[0].lower()
    plain = _PLAIN.sub("_", stem).strip("_")[:24]
    return plain if plain[:1].isalpha() else f"casus_{plain}"[:24].rstrip("_")


def _draft(talk: Talk, case: str) -> Draft | None:
    return talk.desk.store.draft(talk.person.key, case) if case else None


def _errand(talk: Talk, job: Job, *, case: str = "", file: str = "", name: str = "") -> Errand:
    return Errand(
        key=talk.desk.new_key(),
        job=job,
        person=talk.person.key,
        user=talk.sender.user,
        chat=talk.sender.chat,
        language=talk.language,
        case=case,
        file=file,
        name=name,
    )
