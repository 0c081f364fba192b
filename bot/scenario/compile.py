"""The shape of a file made into the case the machine walks; what it takes has passed the shape and the references."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.scenario.fields import chosen, effect, kind, threshold, yes
from bot.scenario.graph import longest
from bot.scenario.model import (
    Axis,
    Box,
    Branch,
    Condition,
    Crossroads,
    Decision,
    Ending,
    Option,
    Point,
    Reflection,
    Scenario,
    Step,
    Writing,
)
from bot.scenario.shape import (
    BoxEntry,
    BranchEntry,
    ConditionEntry,
    EndingEntry,
    OptionEntry,
    PointEntry,
    QuestionsEntry,
    ReflectionEntry,
    ScenarioEntry,
    StepEntry,
)

_PARAGRAPH = re.compile(r"\n\s*\n")


def compiled(entry: ScenarioEntry, boxes: Mapping[str, Box]) -> Scenario:
    """Return the case in a file, with those of the boxes that it uses, in the order it uses them."""
    steps = {name: _step(name, step) for name, step in entry.steps.items()}
    used = dict.fromkeys(name for step in entry.steps.values() for name in step.boxes)
    return Scenario(
        id=entry.id,
        title=line(entry.title),
        first=next(iter(steps)),
        steps=steps,
        endings={name: _ending(ending) for name, ending in entry.endings.items()},
        remaining=remaining(steps),
        kind=kind(entry.sort or "casus"),
        version=int(entry.version or 1),
        language=entry.language or "nl",
        minutes=int(entry.minutes) if entry.minutes else None,
        audience=_lines(entry.audience),
        themes=_lines(entry.themes),
        warnings=_lines(entry.warnings),
        sources=_lines(entry.sources),
        client=entry.client,
        people=_spoken(entry.people),
        meters={name: int(start) for name, start in entry.meters.items()},
        reflection=_questions(entry.reflection),
        intro=paragraphs(entry.intro),
        trainer=paragraphs(entry.trainer),
        boxes={name: boxes[name] for name in used if name in boxes},
        formerly=tuple(entry.formerly),
    )


def boxed(entries: Mapping[str, BoxEntry]) -> dict[str, Box]:
    """Return the boxes in _gedeeld/kaders.yaml."""
    return {name: _box(entry) for name, entry in entries.items()}


def reflected(entries: Mapping[str, ReflectionEntry]) -> dict[str, Reflection]:
    """Return the house questions in _gedeeld/reflectie.yaml."""
    return {name: Reflection(line(entry.title), paragraphs(entry.question)) for name, entry in entries.items()}


def remaining(steps: Mapping[str, Step]) -> dict[str, int]:
    """Return for each step the longest number of asking steps to an ending, itself included; crossroads ask nothing."""
    numbers = {name: number for number, name in enumerate(steps)}
    edges = [[numbers[to] for to in ways(step) if to in numbers] for step in steps.values()]
    weights = [0 if isinstance(step, Crossroads) else 1 for step in steps.values()]
    return dict(zip(steps, longest(edges, weights), strict=True))


def ways(step: Step) -> tuple[str, ...]:
    """Return every step and ending a step may lead to, whatever the conditions."""
    routes = [option.to for option in step.options.values()] if isinstance(step, Decision) else [step.to]
    return tuple(dict.fromkeys(branch.to for route in routes for branch in route))


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return a text with its single line breaks joined: a blank line parts paragraphs, `- ` begins a line of a list."""
    text = text.strip()
    if "\n" not in text:
        return line(text)
    return "\n\n".join("\n".join(_joined(part)) for part in _PARAGRAPH.split(text))


def _joined(paragraph: str) -> Iterator[str]:
    so_far: list[str] = []
    for written in paragraph.split("\n"):
        if written.strip().startswith("- ") and so_far:
            yield line(" ".join(so_far))
            so_far = []
        so_far.append(written)
    yield line(" ".join(so_far))


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line(text) for text in texts)


def _spoken(voices: Mapping[str, str]) -> dict[str, str]:
    return {person: paragraphs(text) for person, text in voices.items()}


def _questions(entry: QuestionsEntry | None) -> dict[Axis, str]:
    if entry is None:
        return {}
    asked = {Axis.LAW: entry.law, Axis.RETURN: entry.gains, Axis.INVOLVEMENT: entry.involvement}
    return {axis: paragraphs(question) for axis, question in asked.items() if question}


def _step(name: str, entry: StepEntry) -> Step:
    if entry.options:
        return Decision(
            **_scene(name, entry),
            options={name: _option(option) for name, option in entry.options.items()},
            urgent=paragraphs(entry.urgent),
            sub_question=paragraphs(entry.sub_question),
            deepening=paragraphs(entry.deepening),
            power_check=yes(entry.power_check or "nee"),
        )
    if entry.prompt:
        return Writing(**_scene(name, entry), prompt=paragraphs(entry.prompt), to=_route(entry.to))
    return Crossroads(to=_route(entry.to), formerly=tuple(entry.formerly))


def _scene(name: str, entry: StepEntry) -> dict[str, Any]:
    return {
        "title": line(entry.title) or name.replace("_", " ").capitalize(),
        "moment": line(entry.moment),
        "situation": paragraphs(entry.situation),
        "voices": _spoken(entry.voices),
        "boxes": tuple(dict.fromkeys(entry.boxes)),
        "media": entry.media,
        "trainer": paragraphs(entry.trainer),
        "formerly": tuple(entry.formerly),
    }


def _option(entry: OptionEntry) -> Option:
    points = {Axis.LAW: entry.law, Axis.RETURN: entry.gains, Axis.INVOLVEMENT: entry.involvement}
    return Option(
        label=line(entry.label),
        to=_route(entry.to),
        consequence=paragraphs(entry.consequence),
        voices=_spoken(entry.voices),
        benefits=tuple(entry.benefits),
        harms=tuple(entry.harms),
        effects={name: effect(text) for name, text in entry.effects.items()},
        points={axis: _point(point) for axis, point in points.items() if point},
        when=_condition(entry.when),
        trainer=paragraphs(entry.trainer),
        formerly=tuple(entry.formerly),
    )


def _point(entry: PointEntry) -> Point:
    return Point(remark=paragraphs(entry.remark), gain=paragraphs(entry.gain), loss=paragraphs(entry.loss))


def _route(entries: Iterable[BranchEntry]) -> tuple[Branch, ...]:
    return tuple(Branch(to=entry.otherwise or entry.step, when=_condition(entry.when)) for entry in entries)


def _condition(entry: ConditionEntry | None) -> Condition | None:
    if entry is None:
        return None
    bounds: dict[str, str] = entry.model_extra or {}
    return Condition(
        meters={meter: threshold(text) for meter, text in bounds.items()},
        chosen=tuple(chosen(text) for text in entry.chosen),
    )


def _ending(entry: EndingEntry) -> Ending:
    return Ending(
        title=line(entry.title),
        text=paragraphs(entry.text),
        debrief=tuple(paragraphs(question) for question in entry.debrief),
        trainer=paragraphs(entry.trainer),
    )


def _box(entry: BoxEntry) -> Box:
    return Box(
        title=line(entry.title),
        text=paragraphs(entry.text),
        source=line(entry.source),
        checked=entry.checked,
        recheck=entry.recheck,
        unverified=paragraphs(entry.unverified),
    )
