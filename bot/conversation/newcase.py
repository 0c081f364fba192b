"""A new case in six questions: one message each, and at the end a file."""

import msgspec
from msgspec.structs import replace

from bot.conversation import authoring
from bot.conversation.actions import Action
from bot.conversation.errands import Job
from bot.conversation.menus import button
from bot.conversation.messages import Reply
from bot.conversation.ports import Draft
from bot.conversation.talk import Talk
from bot.safety.identifiers import identifiers
from bot.scenario.fresh import LONGEST_LABEL, QUESTIONS, Answers
from bot.texts.newcase import new_case

EXPECTS = "new"
_OPTIONS = (5, 6)  # the questions for an option, which must fit on a telephone


def begin(talk: Talk) -> Reply:
    """Ask the first question, or go on where the questions were left."""
    answers = _answers(talk)
    _keep(talk, answers)
    return _ask(talk.keep(expects=EXPECTS), len(answers) + 1)


def stop(talk: Talk) -> Reply:
    """Stop asking; nothing is kept."""
    talk.desk.store.drop_draft(talk.person.key, "")
    talk = talk.keep(expects="")
    return talk.reply(talk.message(talk.say("author.new_stopped"), authoring.back_rows(talk), slot="new"))


def answered(talk: Talk, text: str) -> Reply:
    """Take an answer and ask the next question; after the last one the case is written and checked.

    What may be of a real person is not kept, not for a moment.
    """
    answers = _answers(talk)
    wrong = _wrong(answers, text)
    if wrong:
        return talk.reply(talk.aside(talk.say(wrong)))
    answers.append(text)
    if len(answers) < QUESTIONS:
        _keep(talk, answers)
        return _ask(talk, len(answers) + 1)
    talk.desk.store.drop_draft(talk.person.key, "")
    talk = talk.keep(expects="")
    draft = _written(talk, answers)
    talk.desk.store.keep_draft(draft)
    file = authoring.file_of(talk, draft, talk.say("author.new_done"))
    return talk.reply(file, *authoring.order(replace(talk, query=""), Job.EXAMINE, draft.case).messages)


def _wrong(answers: list[str], text: str) -> str:
    """Return the key of what is wrong with an answer, "" for nothing."""
    line = " ".join(text.split())
    if identifiers(text):
        return "author.new_client_data"
    if len(answers) + 1 in _OPTIONS and len(line) > LONGEST_LABEL:
        return "author.new_too_long"
    same = len(answers) + 1 == QUESTIONS and line.lower() == " ".join(answers[-1].split()).lower()
    return "author.new_same" if same else ""


def _answers(talk: Talk) -> list[str]:
    kept = talk.desk.store.draft(talk.person.key, "")
    return msgspec.json.decode(kept.text, type=list[str]) if kept else []


def _keep(talk: Talk, answers: list[str]) -> None:
    listed = msgspec.json.encode(answers).decode()
    talk.desk.store.keep_draft(Draft(person=talk.person.key, case="", text=listed))


def _written(talk: Talk, answers: list[str]) -> Draft:
    """Return the new case as a draft; one of the same name is not written over."""
    made = Answers(**dict(zip(Answers.__struct_fields__, answers, strict=True)))
    taken = {draft.case for draft in talk.desk.store.drafts(talk.person.key)}
    taken |= {card.scenario.id for card in talk.desk.catalogue.cards()}
    case, text = new_case(talk.words, made, frozenset(taken))
    return Draft(person=talk.person.key, case=case, title=" ".join(made.title.split()), name=f"{case}.yaml", text=text)


def _ask(talk: Talk, number: int) -> Reply:
    stop_button = button(talk.label("author.new_stop"), Action.NEW_STOP)
    return talk.reply(talk.message(talk.say(f"author.new_{number}"), ((stop_button,),), slot="new", fresh=True))
