"""People round a walk: what is shared (Session) and what one person answers at one turn (Answer)."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.engine.model import Run
from bot.scenario.model import Axis

FORMAT = 1


class Mode(StrEnum):
    """How many walk together, and who leads; everything else is the same machine."""

    SOLO = "solo"
    TEAM = "team"
    LIVE = "live"


class Phase(StrEnum):
    """Where the session stands within a turn."""

    ANSWERING = "answering"  # people choose, weigh, write
    CONSEQUENCE = "consequence"  # what happened in the story is shown; a choice may still be changed
    ENDED = "ended"  # an ending was reached


class Tempo(StrEnum):
    """Short: choose and weigh. Deep: reason, one rotating question and the power check as well."""

    SHORT = "short"
    DEEP = "deep"


class Role(StrEnum):
    """What a participant may do or is asked to be."""

    PLAYER = "player"
    LEADER = "leader"


class Participant(Struct, frozen=True):
    """Someone in a session, by key; nothing else about them is kept here."""

    key: str
    roles: tuple[Role, ...] = (Role.PLAYER,)


class Session(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all participants of one walk share. Holds no words and nothing personal but participants' keys.

    `snapshot` is the hash of the compiled case the walk began with; `questions` the ids of the house questions in the
    order this walk asks them; `question` the last one that was asked; `origin` the walk this one branched off from.
    `trial` tells that an author only tries the case.
    """

    format: int = FORMAT
    key: str
    snapshot: str
    scenario: str
    mode: Mode = Mode.SOLO
    phase: Phase = Phase.ANSWERING
    round: int = 1
    tempo: Tempo = Tempo.SHORT
    run: Run
    participants: tuple[Participant, ...]
    questions: tuple[str, ...] = ()
    question: str = ""
    paused: bool = False
    begun: datetime
    origin: str = ""
    trial: bool = False

    @property
    def turn(self) -> int:
        """Return the number of the present turn, from 0; buttons carry it."""
        return self.run.turn


class Ask(StrEnum):
    """What is asked of one person now."""

    CHOICE = "choice"  # which option
    OWN = "own"  # "Anders, namelijk": the own option, in words
    FOLLOW = "follow"  # and which option the story should follow
    REASON = "reason"  # why, in a sentence or two
    FIRST = "first"  # what weighed most
    SECOND = "second"  # what came second
    DEEPENING = "deepening"  # one rotating question
    POWER_KNOWS = "power_knows"  # does the client know why?
    POWER_REFUSE = "power_refuse"  # can the client say no?
    POWER_CALLS = "power_calls"  # whom can the client call?
    TEXT = "text"  # a writing step
    DONE = "done"


class Weight(StrEnum):
    """What weighed most or second: an axis, or all alike."""

    LAW = "law"
    RETURN = "return"
    INVOLVEMENT = "involvement"
    EQUAL = "equal"


def shares(first: Weight, second: Weight | None) -> dict[Axis, int]:
    """Return the weighing in tenths an axis: 5/3/2 by rank, or 3/3/3 (alike) when all weighed the same."""
    if first is Weight.EQUAL or second is None:
        return dict.fromkeys(Axis, 3)
    ranks = {Axis(first.value): 5, Axis(second.value): 3}
    return {axis: ranks.get(axis, 2) for axis in Axis}


class Words(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person wrote at one turn: the only free text there is, sealed in the store."""

    own: str = ""
    reason: str = ""
    deepening: str = ""
    text: str = ""
    sentence: str = ""  # the onderbouwingszin as the person made it


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one person answers at one turn and round: one row, rewritten as it grows."""

    session: str
    turn: int
    round: int = 1
    participant: str
    step: str
    ask: Ask = Ask.CHOICE
    option: str = ""
    first: Weight | None = None
    second: Weight | None = None
    question: str = ""
    power: dict[str, str] = {}
    words: Words = Words()
