"""A case in another language: its texts by path, and the same case with the texts of a layer in their place."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from bot.scenario.model import Box, Crossroads, Decision, Ending, Option, Point, Reflection, Scenario, Step, Writing
from bot.scenario.phrases import spaced
from bot.scenario.readable import AXES

Say = Callable[[str, str], str]  # a path and the text that stands there; returns the text that is to stand there
Texts = Mapping[str, str]

BOX = "kaders."  # how the path of a text of a box begins, which stands in a file of its own
OPTIONAL = frozenset({"trainer", "nakijken"})  # no participant reads these
_FILE = re.compile(r"([a-z][a-z0-9_]*)\.([a-z]{2})\.yaml")
_OF = re.compile(r"^van\s*:", re.MULTILINE)
_ID = re.compile(r"^id\s*:", re.MULTILINE)
_SCENE = (("title", "titel"), ("moment", "wanneer"), ("situation", "situatie"), ("trainer", "trainer"))
_ASKED = (("urgent", "acuut"), ("sub_question", "deelvraag"), ("deepening", "verdieping"))
_POINT = (("remark", "opmerking"), ("gain", "winst"), ("loss", "verlies"))
_OPTION = (("label", "keuze"), ("consequence", "gevolg"), ("trainer", "trainer"))
_ENDING = (("title", "titel"), ("text", "tekst"), ("trainer", "trainer"))
_BOX = (("title", "titel"), ("text", "tekst"), ("unverified", "nakijken"))
_QUESTION = (("title", "titel"), ("question", "vraag"))

Told = TypeVar("Told", Scenario, Step, Option, Point, Ending, Box, Reflection)


def layer_of(name: str) -> tuple[str, str] | None:
    """Return the case and the language that a file is a layer of by its name ("deur.en.yaml"), or None."""
    found = _FILE.fullmatch(name)
    return (found[1], found[2]) if found else None


def looks_like_layer(text: str) -> bool:
    """Return whether a text says that it is a layer of a case, whatever its file is called."""
    return bool(_OF.search(text)) and not _ID.search(text)


def spoken(scenario: Scenario, language: str) -> Scenario:
    """Return the same case in a language, as far as it has a layer in it; what that lacks stays as it was written.

    Names, routes, effects and conditions are those of the case.
    """
    texts = scenario.layers.get(language)
    if texts is None:
        return scenario
    return replace(_told(scenario, texts.get), language=language)


def question_in(question: Reflection, language: str) -> Reflection:
    """Return a house question in a language, as far as it has a layer in it."""
    texts: Texts = question.layers.get(language, {})
    return _each(question, _QUESTION, "", texts.get)


def title_in(scenario: Scenario, language: str) -> str:
    """Return the title of a case in a language; what `spoken` says, without the rest."""
    return _in(scenario, language, "titel", scenario.title)


def themes_in(scenario: Scenario, language: str) -> dict[str, str]:
    """Return what the themes of a case are called in a language, by what the case calls them."""
    themes = scenario.themes
    return {theme: _in(scenario, language, f"themas.{number}", theme) for number, theme in enumerate(themes)}


def texts_of(scenario: Scenario) -> dict[str, str]:
    """Return every text of a case that a layer may say in another language, by its path, in the order of the file.

    Boxes come last, as `kaders.<name>.titel`; meters have their name as it is shown.
    """
    found: dict[str, str] = {}
    _told(scenario, found.setdefault)
    return found


def box_texts(boxes: Mapping[str, Box]) -> dict[str, str]:
    """Return the texts of boxes, by path in their own file ("drie_dagen.tekst")."""
    found: dict[str, str] = {}
    for name, box in boxes.items():
        _each(box, _BOX, f"{name}.", found.setdefault)
    return found


def question_texts(questions: Mapping[str, Reflection]) -> dict[str, str]:
    """Return the texts of house questions, by path in their own file ("macht.vraag")."""
    found: dict[str, str] = {}
    for name, question in questions.items():
        _each(question, _QUESTION, f"{name}.", found.setdefault)
    return found


def with_layer(scenario: Scenario, language: str, texts: Texts, boxes: Texts) -> Scenario:
    """Return a case with a layer; `boxes` are the texts of boxes in that language, by path in their own file."""
    layer = {**texts, **{f"{BOX}{path}": text for path, text in boxes.items()}}
    kept = {path: layer[path] for path in texts_of(scenario) if path in layer}
    return replace(scenario, layers={**scenario.layers, language: kept})


def inherited(old: Scenario, new: Scenario) -> Scenario:
    """Return a new version of a case with the layers of the old one, as far as they say what still stands there."""
    before, now = texts_of(old), texts_of(new)
    same = {path for path, text in now.items() if before.get(path) == text}
    layers = {
        language: {path: text for path, text in texts.items() if path in same} for language, texts in old.layers.items()
    }
    return replace(new, layers={language: texts for language, texts in layers.items() if texts})


def _in(scenario: Scenario, language: str, path: str, own: str) -> str:
    texts: Texts = scenario.layers.get(language, {})
    return texts.get(path, own)


def _told(scenario: Scenario, say: Say) -> Scenario:
    """Return the case with each text as `say` says it; the one list of what its texts are, and where."""
    asked = {axis: say(f"reflectie.{AXES[axis]}", text) for axis, text in scenario.reflection.items()}
    head = _each(scenario, (("title", "titel"), ("intro", "intro"), ("trainer", "trainer")), "", say)
    return replace(
        head,
        themes=_listed(scenario.themes, "themas", say),
        warnings=_listed(scenario.warnings, "let_op", say),
        people=_named(scenario.people, "personen", say),
        meter_names={name: say(f"meters.{name}", shown_meter(scenario, name)) for name in scenario.meters},
        reflection=asked,
        steps={name: _step(step, f"stappen.{name}.", say) for name, step in scenario.steps.items()},
        endings={name: _ending(ending, f"eindes.{name}.", say) for name, ending in scenario.endings.items()},
        boxes={name: _each(box, _BOX, f"{BOX}{name}.", say) for name, box in scenario.boxes.items()},
    )


def shown_meter(scenario: Scenario, name: str) -> str:
    """Return what a meter is called where people see it move."""
    return scenario.meter_names.get(name) or spaced(name).capitalize()


def _step(step: Step, here: str, say: Say) -> Step:
    if isinstance(step, Crossroads):
        return step
    told = replace(_each(step, _SCENE, here, say), voices=_named(step.voices, f"{here}aan_het_woord", say))
    if isinstance(told, Writing):
        return _each(told, (("prompt", "schrijf"),), here, say)
    assert isinstance(told, Decision)  # noqa: S101 - there are three kinds of step
    options = {name: _option(option, f"{here}keuzes.{name}.", say) for name, option in told.options.items()}
    return replace(_each(told, _ASKED, here, say), options=options)


def _option(option: Option, here: str, say: Say) -> Option:
    return replace(
        _each(option, _OPTION, here, say),
        voices=_named(option.voices, f"{here}aan_het_woord", say),
        points={axis: _each(point, _POINT, f"{here}{AXES[axis]}.", say) for axis, point in option.points.items()},
    )


def _ending(ending: Ending, here: str, say: Say) -> Ending:
    return replace(_each(ending, _ENDING, here, say), debrief=_listed(ending.debrief, f"{here}nabespreking", say))


def _each(told: Told, fields: tuple[tuple[str, str], ...], here: str, say: Say) -> Told:
    """Return a value with these fields as they are said; a text that is not there is not said either."""
    said: dict[str, Any] = {
        field: say(f"{here}{name}", text) for field, name in fields if (text := getattr(told, field))
    }
    return replace(told, **said)


def _listed(texts: tuple[str, ...], here: str, say: Say) -> tuple[str, ...]:
    return tuple(say(f"{here}.{number}", text) for number, text in enumerate(texts))


def _named(texts: Mapping[str, str], here: str, say: Say) -> dict[str, str]:
    return {name: say(f"{here}.{name}", text) for name, text in texts.items()}
