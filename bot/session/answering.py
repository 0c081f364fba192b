"""Every change to one person's answer is made in this file: one reaction after another, until all is asked.

Pure, and without the session round it: a team and a hall answer in the same way.
"""

from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.model import Decision, Step
from bot.session.events import (
    POWER_VALUES,
    Answered,
    Asked,
    Choose,
    Differ,
    Event,
    Picked,
    Power,
    Reaction,
    Refusal,
    Say,
    Skip,
    Weigh,
)
from bot.session.model import Answer, Ask, Tempo, Weight
from bot.session.order import asks

_SKIPPABLE = (Ask.REASON, Ask.DEEPENING, Ask.TEXT, *POWER_VALUES)
_SAME_SCREEN = (Ask.SECOND, Ask.POWER_REFUSE, Ask.POWER_CALLS)


class Taken(Struct, frozen=True, kw_only=True):
    """The answer after a reaction and what happened; with a refusal it is the old one and nothing happened."""

    mine: Answer
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None


def answer(step: Step, tempo: Tempo, seen: tuple[str, ...], mine: Answer, reaction: Reaction) -> Taken:
    """Return this person's answer after one reaction; `seen` are the options that can be chosen now."""
    match reaction:
        case Choose(option):
            return _choose(step, tempo, seen, mine, option)
        case Differ():
            return _differ(step, mine)
        case Say(text):
            return _say(step, tempo, mine, text)
        case Skip(ask):
            return _skip(step, tempo, mine, ask)
        case Weigh(ask, weight):
            return _weigh(step, tempo, mine, ask, weight)
        case Power(ask, value):
            return _power(step, tempo, mine, ask, value)
        case _:
            assert_never(reaction)


def anew(mine: Answer, option: str, own: str) -> Answer:
    """Return the answer with another choice and nothing weighed yet; a written reason stays until it is rewritten."""
    words = replace(mine.words, own=own, sentence="")
    return replace(mine, ask=Ask.CHOICE, option=option, first=None, second=None, power={}, words=words)


def says_something(text: str) -> bool:
    """Return whether there is a letter or a digit in it."""
    return any(letter.isalnum() for letter in text)


def _choose(step: Step, tempo: Tempo, seen: tuple[str, ...], mine: Answer, option: str) -> Taken:
    if option not in seen:
        return Taken(mine=mine, refusal=Refusal.NO_SUCH_OPTION)
    if mine.option == option and mine.ask not in (Ask.CHOICE, Ask.FOLLOW):
        return Taken(mine=mine, refusal=Refusal.JUST_PRESSED)
    followed = mine.ask is Ask.FOLLOW
    before = (Answered(Ask.FOLLOW), Picked(option)) if followed else (Picked(option),)
    return _proceed(step, tempo, anew(mine, option, own=mine.words.own if followed else ""), before)


def _differ(step: Step, mine: Answer) -> Taken:
    if not isinstance(step, Decision) or mine.ask is Ask.OWN:
        return Taken(mine=mine, refusal=Refusal.JUST_PRESSED)
    return Taken(mine=replace(anew(mine, "", own=""), ask=Ask.OWN), events=(Picked(""), Asked(Ask.OWN)))


def _say(step: Step, tempo: Tempo, mine: Answer, text: str) -> Taken:
    if not says_something(text):
        return Taken(mine=mine, refusal=Refusal.EMPTY)
    match mine.ask:
        case Ask.OWN:
            mine = replace(mine, ask=Ask.FOLLOW, words=replace(mine.words, own=text))
            return Taken(mine=mine, events=(Answered(Ask.OWN), Asked(Ask.FOLLOW)))
        case Ask.REASON:
            mine = replace(mine, words=replace(mine.words, reason=text))
        case Ask.DEEPENING:
            mine = replace(mine, words=replace(mine.words, deepening=text))
        case Ask.TEXT:
            mine = replace(mine, words=replace(mine.words, text=text))
        case _:
            return Taken(mine=mine, refusal=Refusal.TEXT_NOT_ASKED)
    return _proceed(step, tempo, mine, (Answered(mine.ask),))


def _skip(step: Step, tempo: Tempo, mine: Answer, ask: Ask) -> Taken:
    if ask is not mine.ask or ask not in _SKIPPABLE:
        return Taken(mine=mine, refusal=Refusal.JUST_PRESSED)
    return _proceed(step, tempo, mine, (Answered(ask, skipped=True),))


def _weigh(step: Step, tempo: Tempo, mine: Answer, ask: Ask, weight: Weight) -> Taken:
    if ask is not mine.ask or (ask is Ask.SECOND and weight in (Weight.EQUAL, mine.first)):
        return Taken(mine=mine, refusal=Refusal.JUST_PRESSED)
    mine = replace(mine, first=weight, second=None) if ask is Ask.FIRST else replace(mine, second=weight)
    return _proceed(step, tempo, mine, (Answered(ask),))


def _power(step: Step, tempo: Tempo, mine: Answer, ask: Ask, value: str) -> Taken:
    if ask is not mine.ask or value not in POWER_VALUES.get(ask, ()):
        return Taken(mine=mine, refusal=Refusal.JUST_PRESSED)
    return _proceed(step, tempo, replace(mine, power={**mine.power, ask.value: value}), (Answered(ask),))


def _proceed(step: Step, tempo: Tempo, mine: Answer, before: tuple[Event, ...]) -> Taken:
    """Ask the next thing; DONE when all is asked."""
    order = asks(step, tempo, mine)
    ask = order[order.index(mine.ask) + 1]
    asked = () if ask is Ask.DONE else (Asked(ask, same_screen=ask in _SAME_SCREEN),)
    return Taken(mine=replace(mine, ask=ask), events=(*before, *asked))
