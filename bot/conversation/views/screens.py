"""Events of a session into what one person sees; a new event without a view is a type error."""

from collections.abc import Iterator
from itertools import pairwise
from typing import assert_never

from msgspec.structs import replace

from bot.conversation.messages import Lane, Message
from bot.conversation.views.after import consequence, ended
from bot.conversation.views.asking import asked, reopened, settled
from bot.conversation.views.frame import Frame
from bot.conversation.views.step import pictured, step_shown, story_shown
from bot.scenario.model import Writing
from bot.session.events import (
    Answered,
    Asked,
    Consequence,
    Ended,
    Event,
    Paused,
    Phrased,
    Picked,
    Reopened,
    StepShown,
    TempoSet,
    TurnClosed,
)
from bot.session.handle import consequence_of
from bot.session.model import Phase


def screens(frame: Frame, events: tuple[Event, ...], before: Frame) -> tuple[Message, ...]:
    """Return what the events look like to this person, new screens first: tidying up may wait.

    `frame` is the session after the events, `before` as it was, for the screens that are left behind.
    """
    shown: list[Message] = []
    tidied: list[Message] = []
    for event, following in pairwise((*events, None)):
        if event is not None:
            shown.extend(_new(frame, event))
            tidied.extend(_old(frame, before, event, following))
    return (*shown, *(replace(message, lane=Lane.LIVE, only_if_there=True) for message in tidied))


def _new(frame: Frame, event: Event) -> Iterator[Message]:
    match event:
        case StepShown():
            yield from pictured(frame)
            story = story_shown(frame)
            if story is not None:
                yield story
            yield step_shown(frame, fresh=True)
        case Asked(ask, same_screen):
            yield asked(frame, ask, fresh=not same_screen)
        case Reopened():
            yield reopened(frame)
        case Consequence():
            yield consequence(frame, event)
        case Ended(ending):
            yield ended(frame, ending)
        case Picked() | Answered() | TurnClosed() | TempoSet() | Paused() | Phrased():
            return
        case _:
            assert_never(event)


def _old(frame: Frame, before: Frame, event: Event, following: Event | None) -> Iterator[Message]:
    """Yield the screens that stay behind, without buttons that no longer mean anything."""
    match event:
        case Picked():
            yield step_shown(frame, fresh=False)
            if before.mine is not None:  # chosen before: the choice may hang there a second time
                yield replace(reopened(frame), fresh=False, rows=())
        case Answered(ask, skipped) if not (isinstance(following, Asked) and following.same_screen):
            message = settled(frame, ask, skipped=skipped)
            if message is not None:
                yield message
        case TurnClosed() | Reopened():
            yield from _left(before)
        case _:
            return


def _left(before: Frame) -> Iterator[Message]:
    """Yield the last screen of a turn without its buttons."""
    if isinstance(before.scenario.steps[before.session.run.place], Writing):
        yield replace(step_shown(before, fresh=False), rows=())
    elif before.session.phase is Phase.CONSEQUENCE and before.mine is not None and before.mine.option:
        event = consequence_of(before.session, before.mine.option, before.scenario)
        yield consequence(before, event, buttons=False)
