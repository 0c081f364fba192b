"""Errands: what takes its time is asked for in a turn, done outside of any transaction, and comes back as an event."""

from enum import StrEnum

from msgspec import Struct

from bot.scenario.model import Issue
from bot.scenario.repair import Repair


class Job(StrEnum):
    """What is to be done."""

    EXAMINE = "examine"  # fetch and check a file that was sent, or check a draft again
    REPAIR = "repair"  # mend the usual slips in a draft, and check it
    TIPS = "tips"  # look at a draft once more, for the tips
    MAP = "map"  # draw a draft
    BOOK = "book"  # print the reading booklet of a draft
    TRAINER_BOOK = "trainer_book"  # the same with the trainer's notes
    FIGURES = "figures"  # count what is in a draft
    ROUNDS = "rounds"  # the plays that show every text


class Errand(Struct, frozen=True, kw_only=True):
    """One job for one person. `case` is the draft it is about; a `file` is fetched first, where there is one.

    `person` (a pseudonym), `user`, `chat` and `language` say for whom; `name` is what the sender called the file.
    """

    key: str
    job: Job
    person: str
    user: int
    chat: int
    language: str = ""
    case: str = ""
    file: str = ""
    name: str = ""


class Fault(StrEnum):
    """Why an errand brought nothing; each has a sentence."""

    LARGE = "large"  # above 512 KiB
    UNFETCHED = "unfetched"  # the chat program did not give the file
    LAYER = "layer"  # a case in another language, which is checked where it lies beside its case
    METHOD = "method"  # a method for teams, which is checked where it lies
    GONE = "gone"  # the draft is not there any more
    LATE = "late"  # it took too long
    OURS = "ours"  # our own fault


class Examined(Struct, frozen=True, kw_only=True, tag=True):
    """A file as it was read; `snapshot` is "" where it is refused.

    `against` is the snapshot of the version that was out then ("" for none), `change` how it differs from that (a word
    of bot.scenario.changes.Extent), `walking` how many walks on it are not done yet. `repairs` were made, `repairable`
    more can be; `halted` tells that the reading stopped at a fault, so that there may be more.
    """

    case: str
    title: str
    name: str
    text: str
    issues: tuple[Issue, ...] = ()
    snapshot: str = ""
    against: str = ""
    change: str = ""
    walking: int = 0
    repairs: tuple[Repair, ...] = ()
    repairable: int = 0
    halted: bool = False


class Printed(Struct, frozen=True, kw_only=True, tag=True):
    """Pictures, each with its caption, and papers, each with its file name; what a chat program shows is no document.

    The caption of an only picture is "": `words` say enough.
    """

    pictures: tuple[tuple[str, bytes], ...] = ()
    documents: tuple[tuple[str, bytes], ...] = ()
    words: str = ""


class Failed(Struct, frozen=True, tag=True):
    """Nothing, and why."""

    why: Fault


Result = Examined | Printed | Failed


class Brought(Struct, frozen=True, tag=True):
    """An errand is done."""

    errand: Errand
    result: Result
