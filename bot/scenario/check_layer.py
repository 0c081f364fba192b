"""The check of one layer: read, shape, what it is of, and how long its case becomes in it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import TypeAdapter

from bot.scenario.check import refused, validated
from bot.scenario.compile import line, paragraphs
from bot.scenario.explore import Exploration
from bot.scenario.layer_shape import BOX_LAYER, LAYER, QUESTION_LAYER, BoxLayer, LayerEntry, QuestionLayer
from bot.scenario.layers import BOX, Texts, box_texts, question_texts, spoken, texts_of, with_layer
from bot.scenario.model import Box, Issue, Reflection, Scenario, Severity
from bot.scenario.rules.layers import Fit, alone, missing, other_name, other_version, strays
from bot.scenario.rules.registry import ON_FILES, ON_PLAYS, File, Finding, Play, Shared, issue, run
from bot.scenario.shape import Boxes, Reflections, ScenarioEntry
from bot.scenario.source import Source, read

NO_TEXTS: Texts = {}
_HEAD = ("formaat", "van", "taal", "versie", "negeer")
# The rules that look at a text for what it is, in whatever language.
_ON_FILES = ("S02", "S03", "S04", "S08", "S09", "S12", "P01", "P02", "P03", "T02", "T05", "T08")
_ON_SCREENS = ("T01", "T06")
_ON_ONE_LINE = frozenset({"titel", "wanneer", "keuze"})
_SHORT = frozenset({"themas", "let_op", "meters"})


class Layer(Struct, frozen=True, kw_only=True):
    """A layer after its check: its texts by path in the file it is of, none when it is refused."""

    source: Source
    issues: tuple[Issue, ...]
    language: str = ""
    texts: Texts = NO_TEXTS


def check_layer(
    body: bytes | str, file: str, shared: Shared, case: Scenario | None, boxes: Texts = NO_TEXTS, *, there: bool = True
) -> Layer:
    """Return the layer of a case in a file, and everything its author should know.

    `case` is None while it has faults, and with `there` False because there is none. `boxes` are the texts of boxes in
    the language of the layer, by path in their own file.
    """
    source, entry, issues = _fitted(body, file, LAYER, LayerEntry, shared)
    language = entry.language if entry else ""
    if entry is not None:
        issues += _issues("E06", other_name(source, entry.of, language, case.language if case else ""))
    if source.data is not None and not there:
        issues.append(issue("E03", alone(source)))
    if case is None or source.data is None:
        return Layer(source=source, issues=_ordered(issues), language=language)
    wanted = texts_of(case)
    fit = Fit.of(
        source, {path: text for path, text in wanted.items() if _of_file(path)}, ScenarioEntry, LayerEntry, _HEAD
    )
    issues = _with_strays(fit, issues)
    texts = _texts(fit)
    if entry is None or refused(issues):
        return Layer(source=source, issues=_ordered(issues), language=language)
    layered = with_layer(case, language, texts, boxes)
    whole = Fit.of(source, wanted, ScenarioEntry, LayerEntry)
    issues += _issues("E04", missing(whole, layered.layers[language]))
    issues += _issues("E05", other_version(source, int(entry.version), case.version))
    issues += _on_screens(source, spoken(layered, language), shared)
    told = [each for each in issues if each.severity is Severity.FAULT or each.code not in entry.silenced]
    return Layer(source=source, issues=_ordered(told), language=language, texts={} if refused(told) else texts)


def check_box_layer(body: bytes | str, file: str, shared: Shared, boxes: Mapping[str, Box] | None) -> Layer:
    """Return the layer of _gedeeld/kaders.yaml in a file; None are boxes with faults.

    Boxes that are not in it yet are no fault of it: the layer of a case that uses them says so.
    """
    wanted = None if boxes is None else box_texts(boxes)
    return _beside(body, file, shared, (BOX_LAYER, BoxLayer, Boxes), wanted)


def check_question_layer(
    body: bytes | str, file: str, shared: Shared, questions: Mapping[str, Reflection] | None
) -> Layer:
    """Return the layer of _gedeeld/reflectie.yaml in a file; None are questions with faults."""
    wanted = None if questions is None else question_texts(questions)
    found = _beside(body, file, shared, (QUESTION_LAYER, QuestionLayer, Reflections), wanted)
    if not found.texts:
        return found
    lacking = missing(Fit.of(found.source, wanted or {}, Reflections, QuestionLayer), found.texts)
    return replace(found, issues=_ordered([*found.issues, *_issues("E04", lacking)]))


def _beside(
    body: bytes | str, file: str, shared: Shared, shapes: tuple[TypeAdapter[Any], Any, Any], wanted: Texts | None
) -> Layer:
    shape, own, whole = shapes
    source, _, issues = _fitted(body, file, shape, own, shared)
    if source.data is None or wanted is None:
        return Layer(source=source, issues=_ordered(issues))
    fit = Fit.of(source, wanted, whole, own)
    issues = _with_strays(fit, issues)
    return Layer(source=source, issues=_ordered(issues), texts={} if refused(issues) else _texts(fit))


def _fitted(
    body: bytes | str, file: str, shape: TypeAdapter[Any], kind: Any, shared: Shared
) -> tuple[Source, Any, list[Issue]]:
    source = read(body, file)
    issues = list(source.issues)
    if source.data is None:
        return source, None, issues
    entry, errors = validated(source.data, shape)
    rules = {code: ON_FILES[code] for code in _ON_FILES}
    found = run(rules, File(source=source, kind=kind, errors=errors, shared=shared))
    return source, entry, [*issues, *_new(issues, found)]


def _with_strays(fit: Fit, issues: list[Issue]) -> list[Issue]:
    return [*issues, *_new(issues, [issue(code, finding) for code, finding in strays(fit)])]


def _new(issues: Iterable[Issue], found: Iterable[Issue]) -> list[Issue]:
    """Return what was found where no fault was told: what could not be read well is told once."""
    told = {(each.place.line, each.place.column) for each in issues if each.severity is Severity.FAULT}
    return [each for each in found if (each.place.line, each.place.column) not in told]


def _texts(fit: Fit) -> dict[str, str]:
    """Return the texts of a layer, by the path of what each is in another language."""
    return {road: _made(road, text) for path, text in fit.written() if text.strip() and (road := fit.road(path))}


def _made(road: str, text: str) -> str:
    """Return a text as it is in a case: on one line, or in paragraphs."""
    first, *_, last = road.split(".") if "." in road else (road, road)
    made: Callable[[str], str] = line if last in _ON_ONE_LINE or first in _SHORT else paragraphs
    return made(text)


def _on_screens(source: Source, case: Scenario, shared: Shared) -> list[Issue]:
    """Return what does not fit on a telephone in this language."""
    if shared.screens is None:
        return []
    nothing = Exploration(meters=(), states=[], moves=[], came=[], stuck=[], complete=True)
    screens = tuple(shared.screens(case))
    play = Play(source=source, scenario=case, exploration=nothing, met={}, shared=shared, screens=screens)
    return run({code: ON_PLAYS[code] for code in _ON_SCREENS}, play)


def _of_file(path: str) -> bool:
    return not path.startswith(BOX)


def _issues(code: str, findings: Iterable[Finding]) -> list[Issue]:
    return [issue(code, finding) for finding in findings]


def _ordered(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(sorted(issues, key=lambda each: (each.place, each.code, str(each.words))))
