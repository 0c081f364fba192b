"""The present step on one screen: what is going on, who says what, what the law says, and the question."""

from collections.abc import Iterator

from msgspec.structs import replace

from bot.conversation.actions import Action
from bot.conversation.messages import Button, Message, Rows
from bot.conversation.views.frame import SHORT_LABEL, Frame
from bot.conversation.views.trial import trial_note, trial_rows
from bot.engine.advance import progress
from bot.scenario.model import Box, Crossroads, Decision, Writing
from bot.scenario.outdated import is_stale
from bot.session.model import Ask, Tempo
from bot.texts.catalog import Html
from bot.texts.dates import month
from bot.texts.prose import join, prose

SCREEN = 600  # characters; with heading, question and names about 700, one phone screen


def step_shown(frame: Frame, *, fresh: bool) -> Message:
    """Return the screen of the present step; without its story where that hangs in a message of its own."""
    step = _asking(frame)
    scene = () if _is_long(step) else _scene(frame, step)
    if isinstance(step, Writing):
        asked = frame.talk.say("solo.write", prompt=prose(step.prompt))
        return frame.message("step", join([*scene, asked]), writing_rows(frame), fresh=fresh)
    return frame.message("step", join([*scene, *question(frame, step)]), step_rows(frame), fresh=fresh)


def story_shown(frame: Frame) -> Message | None:
    """Return the story of the present step as a message of its own, where story and options fill more than a screen."""
    step = _asking(frame)
    if not _is_long(step):
        return None
    return replace(frame.message("story", join(_scene(frame, step)), fresh=True), silent=True)


def pictured(frame: Frame) -> Iterator[Message]:
    """Yield the picture of the present step, where it has one that is there."""
    name = _asking(frame).media
    picture = frame.talk.desk.catalogue.picture(name) if name else b""
    if picture:
        yield replace(frame.message("picture", "", fresh=True), picture=picture, silent=True)


def _asking(frame: Frame) -> Decision | Writing:
    step = frame.scenario.steps[frame.session.run.place]
    if isinstance(step, Crossroads):
        raise TypeError("a walk never stands at silent crossroads")
    return step


def _scene(frame: Frame, step: Decision | Writing) -> tuple[Html, ...]:
    return _heading(frame, step), prose(step.situation), frame.voices(step.voices), _boxes(frame, step.boxes)


def _is_long(step: Decision | Writing) -> bool:
    """Return whether the step is more than one phone screen, all options counted and the folded boxes not."""
    asked = [option.label for option in step.options.values()] if isinstance(step, Decision) else [step.prompt]
    return sum(map(len, (step.situation, *step.voices.values(), *asked))) > SCREEN


def question(frame: Frame, step: Decision) -> tuple[Html, ...]:
    """Return the fixed question with everything that belongs to it: urgency before, options after."""
    urgent = frame.talk.say("solo.urgent", text=prose(step.urgent)) if step.urgent else Html("")
    asked = join([frame.talk.say("solo.question"), prose(step.sub_question)], "\n")
    return urgent, asked, option_list(frame)


def option_list(frame: Frame) -> Html:
    """Return the options in full, a bold letter each; nothing where the buttons carry the full text."""
    letters = frame.letters()
    if _short(frame):
        return Html("")
    lines = (
        frame.talk.say("solo.option", letter=letter, label=prose(frame.option(name).label))
        for name, letter in letters.items()
    )
    return Html("\n".join(lines))


def choice_rows(frame: Frame, action: Action = Action.CHOOSE) -> Rows:
    """Return the buttons of the options: letters in a row, or the labels themselves where all are short."""
    letters = frame.letters()
    if _short(frame):
        return tuple((frame.button(frame.option(name).label, action, name),) for name in letters)
    return (tuple(frame.button(letter, action, name) for name, letter in letters.items()),)


def step_rows(frame: Frame) -> Rows:
    """Return the buttons under a decision: the options, or the choice once it is made."""
    if frame.mine is not None and frame.mine.option:
        return ((chosen_button(frame),),)
    if frame.mine is not None and frame.mine.ask in (Ask.OWN, Ask.FOLLOW):
        return ((frame.button(frame.talk.label("solo.own_chosen"), Action.OTHER),),)
    other = frame.button(frame.talk.label("solo.other"), Action.OTHER)
    return (*choice_rows(frame), (other, more_button(frame)), *trial_rows(frame))


def chosen_button(frame: Frame) -> Button:
    """Return the one button that stays after a choice: "✓ B"."""
    option = frame.mine.option if frame.mine else ""
    return frame.button(frame.talk.label("solo.chosen", label=name_of(frame, option)), Action.CHOOSE, option)


def name_of(frame: Frame, option: str) -> str:
    """Return what an option is called on this screen: its letter, or its label where the buttons carry the labels."""
    return frame.option(option).label if _short(frame) else frame.letters().get(option, "")


def writing_rows(frame: Frame) -> Rows:
    """Return the buttons under a writing step."""
    skip = frame.button(frame.talk.label("solo.skip"), Action.SKIP, Ask.TEXT)
    return ((skip, more_button(frame)), *trial_rows(frame))


def more_button(frame: Frame) -> Button:
    """Return the button that opens tempo and stopping."""
    return frame.button(frame.talk.label("solo.more"), Action.MORE)


def more_rows(frame: Frame) -> Rows:
    """Return the small menu of a step: the other tempo, stopping, and back."""
    talk = frame.talk
    other = Tempo.DEEP if frame.session.tempo is Tempo.SHORT else Tempo.SHORT
    return (
        (frame.button(talk.label(f"solo.to_{other}"), Action.TEMPO, other),),
        (frame.button(talk.label("solo.stop"), Action.STOP),),
        (frame.button(talk.label("solo.close"), Action.MORE, "close"),),
    )


def _short(frame: Frame) -> bool:
    return all(len(frame.option(name).label) <= SHORT_LABEL for name in frame.letters())


def _heading(frame: Frame, step: Decision | Writing) -> Html:
    here, total = progress(frame.scenario, frame.session.run)
    dots = "●" * here + "○" * (total - here)
    place = frame.talk.say("solo.progress", here=here, total=total, dots=dots)
    title = frame.talk.say("solo.title", title=step.title) if step.title else Html("")
    moment = frame.talk.say("solo.moment", moment=step.moment) if step.moment else Html("")
    return join([place, join([title, moment], " · "), trial_note(frame, place=frame.session.run.place)], "\n")


def _boxes(frame: Frame, ids: tuple[str, ...]) -> Html:
    if not ids:
        return Html("")
    boxes = [_box(frame, frame.scenario.boxes[name]) for name in ids]
    return frame.talk.say("solo.boxes", boxes=join(boxes))


def _box(frame: Frame, box: Box) -> Html:
    talk = frame.talk
    source = talk.say("solo.box_source", source=box.source) if box.source else Html("")
    checked = (
        talk.say("solo.box_checked", month=month(talk.words, talk.language, box.checked)) if box.checked else Html("")
    )
    unverified = talk.say("solo.box_unverified") if box.unverified else Html("")
    stale = talk.say("solo.box_stale") if is_stale(box, f"{talk.desk.now:%Y-%m}") else Html("")
    title = talk.say("solo.box_title", title=box.title)
    return join([title, prose(box.text), join([source, checked], " · "), unverified, stale], "\n")
