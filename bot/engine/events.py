"""What goes into a walk (above) and what comes out of it (below). Ids only, never words."""

from enum import StrEnum

from msgspec import Struct

from bot.engine.model import Run


class Take(Struct, frozen=True, tag=True):
    """Take this option at the present decision."""

    option: str


class Pass(Struct, frozen=True, tag=True):
    """Go on from the present writing step."""


Input = Take | Pass


class Moved(Struct, frozen=True, tag=True):
    """A meter went from `before` to `after`."""

    meter: str
    before: int
    after: int


class Entered(Struct, frozen=True, tag=True):
    """The walk stands at this step now."""

    step: str


class Reached(Struct, frozen=True, tag=True):
    """The walk has come to this ending."""

    ending: str


Event = Moved | Entered | Reached


class Refusal(StrEnum):
    """Why an input did not fit. Nothing was changed."""

    ENDED = "ended"  # the walk is over
    NO_SUCH_OPTION = "no_such_option"  # this step has no such option, or it cannot be seen now
    NOT_A_DECISION = "not_a_decision"  # a choice at a writing step
    NOT_A_WRITING = "not_a_writing"  # going on from a decision without a choice


class Turn(Struct, frozen=True, kw_only=True):
    """The walk after an input and what happened; with a refusal the walk is the old one and nothing happened."""

    run: Run
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
