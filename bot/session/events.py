"""What people ask of a session (above) and what comes out of it (below). Ids only, never words of the bot."""

from enum import StrEnum

from msgspec import Struct

from bot.engine.events import Moved
from bot.session.model import Answer, Ask, Session, Tempo, Weight


class Choose(Struct, frozen=True, tag=True):
    """This option is best for the client; also: the option the story follows after an own one."""

    option: str


class Differ(Struct, frozen=True, tag=True):
    """None of these: "Anders, namelijk"."""


class Say(Struct, frozen=True, tag=True):
    """Words, for whatever is asked of this person now."""

    text: str


class Skip(Struct, frozen=True, tag=True):
    """Leave this question open; `ask` is the one that was on the screen."""

    ask: Ask


class Weigh(Struct, frozen=True, tag=True):
    """What weighed most (`ask` FIRST) or came second (`ask` SECOND)."""

    ask: Ask
    weight: Weight


class Power(Struct, frozen=True, tag=True):
    """An answer of the power check: `value` is yes, no, unsure, or whom the client can call."""

    ask: Ask
    value: str


class Change(Struct, frozen=True, tag=True):
    """Choose again at this turn."""


class Onward(Struct, frozen=True, tag=True):
    """Go on to the next step."""


class SetTempo(Struct, frozen=True, tag=True):
    """Go on in this tempo."""

    tempo: Tempo


class Pause(Struct, frozen=True, tag=True):
    """Stop here for now."""


class Resume(Struct, frozen=True, tag=True):
    """Show where we are."""


class Phrase(Struct, frozen=True, tag=True):
    """My onderbouwingszin for an earlier turn, in my own words."""

    text: str


Reaction = Choose | Differ | Say | Skip | Weigh | Power
Command = Reaction | Change | Onward | SetTempo | Pause | Resume | Phrase
POWER_VALUES = {
    Ask.POWER_KNOWS: ("yes", "no", "unsure"),
    Ask.POWER_REFUSE: ("yes", "no", "unsure"),
    Ask.POWER_CALLS: ("me", "other", "nobody", "unsure"),
}


class StepShown(Struct, frozen=True, tag=True):
    """The present step is to be shown, with everything that is asked there."""

    again: bool = False


class Picked(Struct, frozen=True, tag=True):
    """A choice was made; `option` is "" while an own option is being worded."""

    option: str


class Reopened(Struct, frozen=True, tag=True):
    """The choice of this turn is open again."""


class Asked(Struct, frozen=True, tag=True):
    """This person is asked something; `same_screen` when it takes the place of the question before."""

    ask: Ask
    same_screen: bool = False


class Answered(Struct, frozen=True, tag=True):
    """What this person was asked is answered or left open: its buttons can go."""

    ask: Ask
    skipped: bool = False


class Consequence(Struct, frozen=True, kw_only=True, tag=True):
    """What the choice leads to in the story."""

    option: str
    moves: tuple[Moved, ...] = ()


class TurnClosed(Struct, frozen=True, tag=True):
    """This turn is over; the buttons of its screens can go."""

    turn: int


class Ended(Struct, frozen=True, tag=True):
    """The walk came to an ending."""

    ending: str


class TempoSet(Struct, frozen=True, tag=True):
    """The walk goes on in this tempo."""

    tempo: Tempo


class Paused(Struct, frozen=True, tag=True):
    """The walk rests here until someone resumes it."""


class Phrased(Struct, frozen=True, tag=True):
    """An onderbouwingszin was kept, for this turn."""

    turn: int


Event = (
    StepShown | Picked | Reopened | Asked | Answered | Consequence | TurnClosed | Ended | TempoSet | Paused | Phrased
)


class Refusal(StrEnum):
    """Why a command did not fit. Nothing was changed; the person is told."""

    NOT_YOURS = "not_yours"  # someone who takes no part
    STEP_IS_OVER = "step_is_over"  # a button or an answer of an earlier step
    JUST_PRESSED = "just_pressed"  # the same button a second time
    NO_SUCH_OPTION = "no_such_option"  # an option that cannot be chosen here
    TEXT_NOT_ASKED = "text_not_asked"  # words where a button is expected
    EMPTY = "empty"  # words without a letter or digit
    OVER = "over"  # the walk has ended


class Outcome(Struct, frozen=True, kw_only=True):
    """The session and this person's answer after a command, and what happened.

    `mine` is None where there is nothing to answer. With a refusal nothing changed.
    """

    session: Session
    mine: Answer | None = None
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
