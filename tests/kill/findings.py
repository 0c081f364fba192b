"""What is wrong after a run: lost, twice, out of order or strange, each a sentence; nothing when all is well.

What was kept is held against what should have been (tests.kill.replay) and against what people remember; for what was
said see tests.kill.order.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from msgspec import Struct

from bot.session.model import Phase
from tests.kill.replay import Kept


class Fault(StrEnum):
    LOST = "lost"
    TWICE = "twice"
    ORDER = "out of order"
    STRANGE = "strange"


class Finding(Struct, frozen=True):
    """One thing that is wrong."""

    fault: Fault
    what: str


def differences(expected: Sequence[object], real: Sequence[object], what: str) -> Iterator[Finding]:
    """Yield what is missing, what is there too often, and else whether the order is another."""
    should, are = Counter(expected), Counter(real)
    yield from (Finding(Fault.LOST, f"{what}: {one}") for one in should - are)
    yield from (Finding(Fault.TWICE, f"{what}: {one}") for one in are - should)
    if should == are and list(expected) != list(real):
        yield Finding(Fault.ORDER, f"{what}: {real}")


def of_kept(expected: Kept, real: Kept) -> Iterator[Finding]:
    """Yield where walks and answers are not as they should be."""
    yield from differences(sorted(expected.walks), sorted(real.walks), "walks")
    for key in expected.walks.keys() & real.walks.keys():
        should, is_ = expected.walks[key], real.walks[key]
        yield from differences(_steps(should.run.taken), _steps(is_.run.taken), f"{key} taken")
        if (should.run, should.phase, should.paused) != (is_.run, is_.phase, is_.paused):
            yield Finding(Fault.STRANGE, f"{key} stands at {is_.run.place}, not at {should.run.place}")
    yield from differences(sorted(expected.answers), sorted(real.answers), "answers")
    for at in expected.answers.keys() & real.answers.keys():
        ours, theirs = expected.answers[at], real.answers[at]
        if (ours.option, ours.first, ours.second, ours.ask, ours.words) != (
            theirs.option, theirs.first, theirs.second, theirs.ask, theirs.words,
        ):  # fmt: skip
            yield Finding(Fault.STRANGE, f"{at} is answered otherwise: {theirs.option or theirs.words.text}")


def _steps(taken: Sequence[object]) -> list[str]:
    return [str(one) for one in taken]


class Remembered(Struct, frozen=True):
    """What one person knows: the walks they saw end, what they chose and wrote by walk and turn."""

    ended: AbstractSet[str]
    chose: Mapping[tuple[str, int], str]
    wrote: Mapping[tuple[str, int], str]


def of_memory(remembered: Remembered, kept: Kept) -> Iterator[Finding]:
    """Yield where what is kept is not what a person did, one choice or text a turn, in their order.

    A walk that somebody left for another (they may begin again when nothing comes) is not looked at here.
    """
    did = {**remembered.chose, **remembered.wrote}
    for key in sorted(remembered.ended):
        walk = kept.walks.get(key)
        if walk is None:
            yield Finding(Fault.LOST, f"{key} is nowhere")
            continue
        if walk.phase is not Phase.ENDED:
            yield Finding(Fault.LOST, f"{key} ended for them only")
        theirs = [did[at] for at in sorted(did) if at[0] == key]
        answers = [kept.answers[at] for at in sorted(kept.answers) if at[0] == key]
        yield from differences(theirs, [one.option or one.words.text for one in answers], f"{key} as it was done")
        chosen = [did[at] for at in sorted(remembered.chose) if at[0] == key]
        yield from differences(chosen, [one.option for one in walk.run.taken if one.option], f"{key} as chosen")


def of_toasts(expected: Mapping[str, str], real: Mapping[str, str]) -> Iterator[Finding]:
    """Yield taps that were answered otherwise than they should; a death may swallow an answer altogether."""
    for query, text in real.items():
        if expected.get(query) != text:
            yield Finding(Fault.STRANGE, f"tap {query} was answered «{text}», not «{expected.get(query)}»")
