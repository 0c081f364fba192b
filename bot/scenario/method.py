"""A method for a team (werkvorm): what a group does with a case, phase by phase; frozen, as the machine reads it."""

from enum import StrEnum

from msgspec import Struct

VOICE = "stem_van_de_klant"  # the role that every method deals, and that closes each round


class Part(StrEnum):
    """When a phase comes: once at the start, once for each decision of the case, or once at the end."""

    BEGIN = "begin"
    ROUND = "round"
    END = "end"


class Act(StrEnum):
    """What a group does in a phase, and so what the bot does."""

    OPEN = "open"  # who takes part, and that what is said stays here
    LOOK_BACK = "look_back"  # the agreements of last time: done, changed or dropped; passed over where there are none
    READ = "read"  # the case: at the start its card and introduction, in a round the situation of the step
    ASK = "ask"  # questions only, without advice or judgement
    CHOOSE = "choose"  # the fixed question, each alone, hidden; why and what weighed most in private
    REVEAL = "reveal"  # how often each option was chosen, never by whom
    TALK = "talk"
    WRITE = "write"  # each in private, for oneself
    CHOOSE_AGAIN = "choose_again"  # the second choice, and "wat gaf de doorslag?" in private
    DECIDE = "decide"  # what the group does: most voices; the leader on a tie
    CONSEQUENCE = "consequence"  # what happens in the story
    LAST_WORD = "last_word"  # one sentence, asked in private and shown to the group
    ACCOUNT = "account"  # the onderbouwingszin of the group
    AGREE = "agree"  # who does what, and when
    EVALUATE = "evaluate"  # the questions in `evaluation`, in private


class Who(StrEnum):
    """Whose turn it is in a phase."""

    EVERYONE = "everyone"
    IN_TURN = "in_turn"
    LEADER = "leader"
    ROLE = "role"  # whoever was dealt Phase.role; in a group too small for it, the leader


class Role(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one person is asked to be for a round. `task` is told in private; dealt in a group of `least` or more."""

    title: str
    task: str
    least: int = 0


class Phase(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing the group does. `private` is told, or asked, in private to those whose turn it is.

    `minutes` is what it is meant to take; the leader may add to one that is `extendable`. `leader` is a hint that only
    the leader reads.
    """

    title: str
    part: Part
    act: Act
    minutes: int
    instruction: str
    who: Who = Who.EVERYONE
    role: str = ""
    private: str = ""
    extendable: bool = False
    leader: str = ""


class Method(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One method. Dicts keep the author's order: of the phases first the start, then the round, then the end.

    `least` and `most` are the size of the group, its leader included; `decisions` is how many of the case are taken,
    a round each; `minutes` is all of that together. `leader` is what only the leader reads, before it begins.
    """

    id: str
    title: str
    minutes: int
    least: int
    most: int
    goal: str
    phases: dict[str, Phase]
    roles: dict[str, Role]
    decisions: int = 1
    leader: str = ""
    source: str = ""
    unverified: str = ""
    evaluation: tuple[str, ...] = ()


def within(method: Method, part: Part) -> dict[str, Phase]:
    """Return the phases of a part by id, in their order."""
    return {name: phase for name, phase in method.phases.items() if phase.part is part}


def course(method: Method, rounds: int) -> tuple[tuple[int, str], ...]:
    """Return the phases in the order they are done with so many rounds: the number of the round, and the phase's id.

    Rounds count from 1; the start has 0 and the end has the number of the last.
    """
    begin, each, end = (within(method, part) for part in Part)
    return (
        *((0, name) for name in begin),
        *((number, name) for number in range(1, rounds + 1) for name in each),
        *((rounds, name) for name in end),
    )


def dealt(method: Method, people: int) -> tuple[str, ...]:
    """Return the roles that a group of so many people deals each round, its leader left out of the dealing."""
    return tuple(name for name, role in method.roles.items() if role.least <= people)
