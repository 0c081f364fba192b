"""Everything a participant may get to see of a case, rendered by the views themselves, and how long it is."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.conversation.choosing import card_shown, own_card_shown
from bot.conversation.messages import Message, Sender
from bot.conversation.person import Person
from bot.conversation.ports import Desk
from bot.conversation.talk import Talk
from bot.conversation.views.after import consequence, ended
from bot.conversation.views.asking import asked
from bot.conversation.views.frame import Frame
from bot.conversation.views.step import step_shown, story_shown
from bot.engine.events import Moved
from bot.engine.model import Run
from bot.scenario.model import Chosen, Crossroads, Decision, Kind, Scenario, Step, Writing
from bot.scenario.phrases import short_name
from bot.scenario.readable import after_choice, at_ending, at_step
from bot.scenario.reader import Path
from bot.scenario.rules.registry import Screen
from bot.scenario.rules.telegram_limits import EASY_SCREENS, MOST_UNITS, SCREEN
from bot.scenario.walk import HIGHEST
from bot.session.events import Consequence
from bot.session.model import Answer, Ask, Session
from bot.texts.catalog import LANGUAGES
from bot.texts.length import units

_LATE = datetime.max.replace(tzinfo=UTC)  # by then every box is old, which makes it longer
_NOWHERE: Any = None  # a view that asked a store or a catalogue would fail at once
_KEY = "00000000"
_ALWAYS = sys.maxsize
_AROUND = 50  # units of the bot's own words round one text, person or meter, at most
_ROUND_A_BOX = 200  # the same round a box, beside those round its texts: when it was checked, and that it is old
_BESIDE = 200  # and of those that come once
_FOLDED = re.compile("<blockquote expandable>.*?</blockquote>", re.DOTALL)


class Sight(Struct, frozen=True):
    """Something to look at: its path in the file, a length that it never passes, and how to see it.

    No rule tells anything of what stays within `easy` units.
    """

    path: Path
    most: int
    show: Callable[[Talk], tuple[Message, ...]]
    easy: int = MOST_UNITS


class _Bound(Struct, frozen=True):
    """What no text passes; `name` is the length of the longest name of a person or meter.

    UTF-8 is never shorter than UTF-16, and a mark that is not shown only makes a text shorter.
    """

    name: int

    def of(self, texts: Mapping[Any, str], named: int = 0) -> int:
        """Return a length that these texts and so many names do not pass with the words around them."""
        own = sum(len(text.encode()) for text in texts.values())
        return own + len(texts) * _AROUND + named * (self.name + _AROUND) + _BESIDE


def screens(scenario: Scenario) -> tuple[Screen, ...]:
    """Return how long what a participant sees is, in the longest of the languages.

    Every option is visible at its step, and every box is old. What cannot come near a limit is left out: rendering
    takes most of the time.
    """
    talks = [_talk(language) for language in LANGUAGES]
    return tuple(
        _measured(sight.path, [sight.show(talk) for talk in talks])
        for sight in _sights(_opened(scenario))
        if sight.most > sight.easy
    )


def rendered(scenario: Scenario, language: str) -> Iterator[tuple[Path, tuple[Message, ...]]]:
    """Yield everything a participant may see in a language, with its path in the file."""
    talk = _talk(language)
    yield from ((sight.path, sight.show(talk)) for sight in _sights(_opened(scenario)))


def _measured(path: Path, versions: list[tuple[Message, ...]]) -> Screen:
    lengths = [[units(message.html) for message in messages] for messages in versions]
    open_ = [sum(units(_FOLDED.sub("", message.html)) for message in messages) for messages in versions]
    folded = min(sum(length) - seen for length, seen in zip(lengths, open_, strict=True))
    return Screen(path, tuple(map(max, zip(*lengths, strict=True))), folded)


def _talk(language: str) -> Talk:
    desk = Desk(store=_NOWHERE, catalogue=_NOWHERE, now=_LATE, new_key=lambda: _KEY)
    return Talk(desk=desk, person=Person(key="", language=language), sender=Sender(user=0, chat=0, private=True))


def _opened(scenario: Scenario) -> Scenario:
    """Return the case with every option visible, without boxes that are not known."""
    return replace(scenario, steps={name: _open_step(scenario, step) for name, step in scenario.steps.items()})


def _open_step(scenario: Scenario, step: Step) -> Step:
    if isinstance(step, Crossroads):
        return step
    boxes = tuple(name for name in step.boxes if name in scenario.boxes)
    if not isinstance(step, Decision):
        return replace(step, boxes=boxes)
    options = {name: replace(option, when=None) for name, option in step.options.items()}
    return replace(step, boxes=boxes, options=options)


def _sights(scenario: Scenario) -> Iterator[Sight]:
    yield Sight((), _ALWAYS, lambda talk: (_card(talk, scenario),))
    bound = _Bound(_longest_name(scenario))
    for name, step in scenario.steps.items():
        if not isinstance(step, Crossroads):
            most = _most_at_step(scenario, name, step, bound)
            yield Sight(("stappen", name), most, partial(_step, scenario, name), SCREEN * EASY_SCREENS)
        if isinstance(step, Decision):
            yield from _at_decision(scenario, name, step, bound)
    for name in scenario.endings:
        most = bound.of(at_ending(scenario, name))
        yield Sight(("eindes", name), most, partial(_ending, scenario, name))
    choices = [
        (len(option.label), option.label, name, choice)
        for name, step in scenario.steps.items()
        if isinstance(step, Decision)
        for choice, option in step.options.items()
    ]
    if scenario.reflection and choices:  # the one with the longest words will do for all
        _, label, name, choice = max(choices)
        most = bound.of({**scenario.reflection, name: label})
        yield Sight(("reflectie",), most, partial(_weighing, scenario, name, choice))


def _at_decision(scenario: Scenario, name: str, step: Decision, bound: _Bound) -> Iterator[Sight]:
    if step.deepening:
        most = bound.of({name: step.deepening})
        yield Sight(("stappen", name, "verdieping"), most, partial(_deepening, scenario, name))
    for choice, option in step.options.items():
        named = len(option.voices) + len(option.benefits) + len(option.harms) + len(option.effects)
        most = bound.of(after_choice(scenario, name, choice), named)
        yield Sight(("stappen", name, "keuzes", choice), most, partial(_after, scenario, name, choice))


def _most_at_step(scenario: Scenario, name: str, step: Decision | Writing, bound: _Bound) -> int:
    """Return a length that a step does not pass; the way shows a dot for every step that asks something."""
    options = tuple(step.options) if isinstance(step, Decision) else ()
    texts = at_step(scenario, name, options)
    texts |= {f"{box}.bron": scenario.boxes[box].source for box in step.boxes}
    return bound.of(texts, len(step.voices)) + len(step.boxes) * _ROUND_A_BOX + len(scenario.steps)


def _longest_name(scenario: Scenario) -> int:
    names = chain(map(short_name, scenario.people.values()), scenario.people, scenario.meters)
    return max((len(name.encode()) for name in names), default=0)


def _card(talk: Talk, scenario: Scenario) -> Message:
    return card_shown(talk, scenario) if scenario.kind is Kind.CASE else own_card_shown(talk, scenario)


def _step(scenario: Scenario, name: str, talk: Talk) -> tuple[Message, ...]:
    frame = _frame(talk, scenario, name)
    story = story_shown(frame)
    return (story, step_shown(frame, fresh=True)) if story else (step_shown(frame, fresh=True),)


def _after(scenario: Scenario, name: str, choice: str, talk: Talk) -> tuple[Message, ...]:
    frame = _frame(talk, scenario, name)
    moves = tuple(Moved(meter=meter, before=HIGHEST, after=HIGHEST) for meter in frame.option(choice).effects)
    return (consequence(frame, Consequence(option=choice, moves=moves)),)


def _ending(scenario: Scenario, name: str, talk: Talk) -> tuple[Message, ...]:
    return (ended(_frame(talk, scenario, name), name),)


def _deepening(scenario: Scenario, name: str, talk: Talk) -> tuple[Message, ...]:
    return (asked(_frame(talk, scenario, name, Ask.DEEPENING), Ask.DEEPENING, fresh=True),)


def _weighing(scenario: Scenario, name: str, choice: str, talk: Talk) -> tuple[Message, ...]:
    return (asked(_frame(talk, scenario, name, Ask.FIRST, choice), Ask.FIRST, fresh=True),)


def _frame(talk: Talk, scenario: Scenario, place: str, ask: Ask | None = None, option: str = "") -> Frame:
    """Return what a participant sees at a place, as late on the way as it can be: the way shows how far it is."""
    left = scenario.remaining
    turn = max(0, left.get(scenario.first, 0) - left.get(place, 0))
    run = Run(place=place, meters=scenario.meters, taken=(Chosen("", ""),) * turn)
    session = Session(key=_KEY, snapshot="", scenario=scenario.id, run=run, participants=(), begun=_LATE)
    mine = Answer(session=_KEY, turn=turn, participant="", step=place, ask=ask, option=option) if ask else None
    return Frame(talk=talk, session=session, scenario=scenario, mine=mine)
