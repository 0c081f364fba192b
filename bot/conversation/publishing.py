"""Letting a case out and taking it back; nothing goes live in any other way."""

from msgspec.structs import replace

from bot.conversation import authoring
from bot.conversation.actions import Action
from bot.conversation.authoring import SLOT, back_rows, back_to
from bot.conversation.errands import Job
from bot.conversation.menus import button
from bot.conversation.messages import Reply
from bot.conversation.ports import Draft, Release
from bot.conversation.talk import Talk
from bot.conversation.views.draft import what_it_means
from bot.scenario.changes import Extent, compare
from bot.texts.catalog import Html, escape
from bot.texts.figures import differences
from bot.texts.prose import join

MOST_LINES = 8  # of what changed; more nobody reads on a phone


def ask(talk: Talk, case: str) -> Reply:
    """Ask whether a draft may go out, and say what that means for who is playing."""
    draft = talk.desk.store.draft(talk.person.key, case)
    if draft is None or not draft.snapshot:
        return talk.reply(toast=talk.label("author.not_ready" if draft else "author.gone"))
    known = _known(talk, draft)
    if _is_out(known, draft.snapshot):
        return talk.reply(talk.message(talk.say("author.no_change"), back_to(talk, case), slot=SLOT))
    if known is not None and known.snapshot != draft.against:
        return _anew(talk, case)
    sure = button(talk.label("author.publish_sure"), Action.PUBLISH_SURE, case, onward=True)
    no = button(talk.label("author.publish_no"), Action.DRAFT, case)
    doubt = talk.say("author.doubts", lines=draft.doubts) if draft.doubts else ""
    html = join([talk.say("author.ask_publish", title=draft.title), doubt, _meaning(talk, known, draft)])
    return talk.reply(talk.message(html, ((sure,), (no,)), slot=SLOT))


def publish(talk: Talk, case: str) -> Reply:
    """Let a draft out; a second tap does nothing more."""
    store = talk.desk.store
    draft = store.draft(talk.person.key, case)
    if draft is None or not draft.snapshot:
        return talk.reply(toast=talk.label("author.not_ready" if draft else "author.gone"))
    known = _known(talk, draft)
    if _is_out(known, draft.snapshot):
        return talk.reply(toast=talk.label("author.no_change"))
    if known is not None and known.snapshot != draft.against:
        return _anew(talk, case)
    source = known.source if known and known.case == case else ""
    store.keep_release(Release(case=case, snapshot=draft.snapshot, source=source))
    if known and known.case != case:  # it goes on under another id
        store.keep_release(replace(known, withdrawn=True))
    store.keep_draft(replace(draft, against=draft.snapshot))
    return talk.reply(talk.message(talk.say("author.published", title=draft.title), back_rows(talk), slot=SLOT))


def out(talk: Talk, case: str) -> Reply:
    """Show a case that is out, or was, with what can be done with it."""
    known = talk.desk.store.release(case)
    if known is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    scenario = talk.desk.store.scenario(known.snapshot)
    name = "author.withdrawn_title" if known.withdrawn else "author.out_title"
    change = (
        button(talk.label("author.bring_back"), Action.BRING_BACK, case)
        if known.withdrawn
        else button(talk.label("author.withdraw"), Action.WITHDRAW, case)
    )
    tried = button(talk.label("author.try"), Action.TRY, case, onward=True)
    mine = talk.desk.store.draft(talk.person.key, case)
    take = (
        button(talk.label("author.to_draft"), Action.DRAFT, case)
        if mine
        else button(talk.label("author.take_up"), Action.TAKE_UP, case)
    )
    file = button(talk.label("author.file"), Action.OUT_FILE, case)
    html = talk.say(name, title=scenario.title, version=scenario.version)
    return talk.reply(talk.message(html, ((tried,), (take, file), (change,), *back_rows(talk)), slot=SLOT))


def file_out(talk: Talk, case: str) -> Reply:
    """Give an author the file of the version that is out."""
    draft = _copy(talk, case)
    if draft is None:
        return talk.reply(toast=talk.label("author.no_file"))
    return talk.reply(authoring.file_of(talk, draft, talk.say("author.your_file")))


def take_up(talk: Talk, case: str) -> Reply:
    """Make the version that is out an author's own draft, and look at it; a draft that is there already stays."""
    draft = talk.desk.store.draft(talk.person.key, case) or _copy(talk, case)
    if draft is None:
        return talk.reply(toast=talk.label("author.no_file"))
    talk.desk.store.keep_draft(draft)
    return authoring.order(talk, Job.EXAMINE, case)


def _copy(talk: Talk, case: str) -> Draft | None:
    """Return the version that is out as a draft, None where its file is not known."""
    known = talk.desk.store.release(case)
    text = talk.desk.store.text(known.snapshot) if known else ""
    if known is None or not text:
        return None
    person, title = talk.person.key, _title(talk, known)
    return Draft(person=person, case=case, title=title, name=f"{case}.yaml", text=text, snapshot=known.snapshot)


def ask_withdraw(talk: Talk, case: str) -> Reply:
    """Ask whether a case may leave the list."""
    known = talk.desk.store.release(case)
    if known is None or known.withdrawn:
        return talk.reply(toast=talk.label("wrong.gone"))
    sure = button(talk.label("author.withdraw_sure"), Action.WITHDRAW_SURE, case)
    back = button(talk.label("author.back"), Action.OUT, case)
    return talk.reply(
        talk.message(talk.say("author.ask_withdraw", title=_title(talk, known)), ((sure,), (back,)), slot=SLOT)
    )


def withdraw(talk: Talk, case: str) -> Reply:
    """Take a case out of the list; who is playing it plays on."""
    return _set(talk, case, withdrawn=True, said="author.withdrawn")


def bring_back(talk: Talk, case: str) -> Reply:
    """Put a case that was withdrawn back in the list."""
    return _set(talk, case, withdrawn=False, said="author.brought_back")


def _set(talk: Talk, case: str, *, withdrawn: bool, said: str) -> Reply:
    known = talk.desk.store.release(case)
    if known is None:
        return talk.reply(toast=talk.label("wrong.gone"))
    talk.desk.store.keep_release(replace(known, withdrawn=withdrawn))
    other = (button(talk.label("author.bring_back"), Action.BRING_BACK, case),) if withdrawn else ()
    rows = (other, *back_rows(talk)) if other else back_rows(talk)
    return talk.reply(talk.message(talk.say(said, title=_title(talk, known)), rows, slot=SLOT))


def _known(talk: Talk, draft: Draft) -> Release | None:
    """Return what is out of a draft's case, under its own id or one that it had before."""
    store = talk.desk.store
    ids = (draft.case, *store.scenario(draft.snapshot).formerly)
    return next((known for name in ids if (known := store.release(name))), None)


def _is_out(known: Release | None, snapshot: str) -> bool:
    return known is not None and known.snapshot == snapshot and not known.withdrawn


def _anew(talk: Talk, case: str) -> Reply:
    """Have a draft looked at again, because another version came out since it was."""
    order = authoring.order(talk, Job.EXAMINE, case)
    return talk.reply(talk.aside(talk.say("author.other_version")), toast=order.toast.text if order.toast else "")


def _meaning(talk: Talk, known: Release | None, draft: Draft) -> Html:
    """Return what is different from the version that is out, and what that means for who plays it."""
    if known is None:
        return talk.say("author.change_none")
    store = talk.desk.store
    new = store.scenario(draft.snapshot)
    found = compare(store.scenario(known.snapshot), new)
    if found.kind is Extent.NONE:
        return talk.say("author.walking_none")
    lines = [line for section in differences(talk.words, talk.language, new, found)[:1] for line in section.lines]
    rest = len(lines) - MOST_LINES
    listed = [Html(f"• {escape(line)}") for line in lines[:MOST_LINES]]
    more = [talk.say("author.more_changes", n=rest)] if rest > 0 else []
    meaning = what_it_means(talk, str(found.kind), store.walks_on(known.snapshot))
    return join([meaning, join([*listed, *more], "\n")])


def _title(talk: Talk, known: Release) -> str:
    return talk.desk.store.scenario(known.snapshot).title
