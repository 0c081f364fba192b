"""The layers of a folder put on what they are of: cases, boxes and house questions."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.check_layer import Layer, check_box_layer, check_layer, check_question_layer
from bot.scenario.layers import Texts, layer_of, with_layer
from bot.scenario.model import Issue, Reflection, Scenario
from bot.scenario.rules.registry import Shared

NOTHING: Texts = {}


class Written(Struct, frozen=True):
    """A file with a layer: its own name ("deur.en.yaml"), what it is called in a report, and what it holds.

    `of` says what it is of: "case", "boxes" or "questions".
    """

    name: str
    file: str
    body: bytes
    of: str = "case"


class Layered(Struct, frozen=True, kw_only=True):
    """What a folder holds, with its layers; a layer with a fault is left out. `issues` and `sources` go by file."""

    cases: Mapping[str, Scenario | None]
    reflections: Mapping[str, Reflection]
    issues: Mapping[str, tuple[Issue, ...]]
    sources: Mapping[str, str]


def layered(
    files: Iterable[Written],
    cases: Mapping[str, Scenario | None],
    reflections: Mapping[str, Reflection] | None,
    shared: Shared,
) -> Layered:
    """Return the cases (by the name of their file without `.yaml`) and house questions with their layers.

    What is None has faults: a layer of it is looked at when it has none any more.
    """
    boxes: dict[str, Texts] = {}
    questions: dict[str, Texts] = {}
    found: dict[str, Layer] = {}
    told = dict(cases)
    for one in sorted(files, key=lambda each: each.of):  # boxes first: the layer of a case brings them along
        stem, language = layer_of(one.name) or ("", "")
        if one.of == "boxes":
            layer = check_box_layer(one.body, one.file, shared, shared.boxes)
            boxes[language] = layer.texts
        elif one.of == "questions":
            layer = check_question_layer(one.body, one.file, shared, reflections)
            questions[language] = layer.texts
        else:
            own, there = told.get(stem), stem in told
            layer = check_layer(one.body, one.file, shared, own, boxes.get(language, NOTHING), there=there)
            if own and layer.texts:
                told[stem] = with_layer(own, language, layer.texts, boxes.get(language, NOTHING))
        found[one.file] = layer
    return Layered(
        cases=told,
        reflections={name: _asked(name, question, questions) for name, question in (reflections or {}).items()},
        issues={file: layer.issues for file, layer in found.items()},
        sources={file: layer.source.text for file, layer in found.items()},
    )


def _asked(name: str, question: Reflection, layers: Mapping[str, Texts]) -> Reflection:
    """Return a house question with what the layers say of it."""
    start = f"{name}."
    own = {
        language: {path.removeprefix(start): text for path, text in texts.items() if path.startswith(start)}
        for language, texts in layers.items()
    }
    return replace(question, layers={language: texts for language, texts in own.items() if texts})
