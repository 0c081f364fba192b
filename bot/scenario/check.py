"""The whole check of one file: read, shape, references, and everything that can happen in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError

from bot.scenario.compile import boxed, compiled, reflected
from bot.scenario.explore import explore
from bot.scenario.method import Method
from bot.scenario.method_compile import arranged
from bot.scenario.method_shape import METHOD, MethodEntry
from bot.scenario.model import Box, Issue, Reflection, Scenario, Severity
from bot.scenario.rules.registry import ON_FILES, ON_PLANS, ON_PLAYS, File, Plan, Play, Shared, run
from bot.scenario.rules.shape import id_in, same_id
from bot.scenario.shape import BOXES, REFLECTIONS, SCENARIO, Boxes, Reflections, ScenarioEntry
from bot.scenario.source import Source, read

BESIDE = "SKPTW"  # the groups of rules that also look at what is no scenario


class Checked(Struct, frozen=True, kw_only=True):
    """A scenario file after the check; `scenario` is None when the file is refused or uses unknown boxes."""

    source: Source
    issues: tuple[Issue, ...]
    scenario: Scenario | None = None


def check(body: bytes | str, file: str, shared: Shared) -> Checked:
    """Return the case in a scenario file, and everything its author should know, in the order of the file."""
    source, entry, issues = _fitted(body, file, SCENARIO, ScenarioEntry, shared)
    scenario = None
    if entry is not None and not refused(issues):
        scenario = compiled(entry, shared.boxes or {})
        issues += run(ON_PLAYS, _play(source, scenario, shared))
        silenced = set(entry.silenced)
        issues = [issue for issue in issues if issue.severity is Severity.FAULT or issue.code not in silenced]
        boxless = any(name not in scenario.boxes for step in entry.steps.values() for name in step.boxes)
        scenario = None if boxless or refused(issues) else scenario
    return Checked(source=source, issues=_ordered(issues), scenario=scenario)


def check_boxes(
    body: bytes | str, file: str, shared: Shared
) -> tuple[Mapping[str, Box] | None, Source, tuple[Issue, ...]]:
    """Return the boxes in _gedeeld/kaders.yaml (None when the file is refused), with what is wrong with it."""
    source, entry, issues = _fitted(body, file, BOXES, Boxes, shared)
    return None if entry is None or refused(issues) else boxed(entry), source, _ordered(issues)


def check_reflections(
    body: bytes | str, file: str, shared: Shared
) -> tuple[Mapping[str, Reflection] | None, Source, tuple[Issue, ...]]:
    """Return the house questions in _gedeeld/reflectie.yaml (None when refused), with what is wrong with it."""
    source, entry, issues = _fitted(body, file, REFLECTIONS, Reflections, shared)
    return None if entry is None or refused(issues) else reflected(entry), source, _ordered(issues)


def check_method(body: bytes | str, file: str, shared: Shared) -> tuple[Method | None, Source, tuple[Issue, ...]]:
    """Return the method in a file of _werkvormen (None when refused), with what is wrong with it."""
    source, entry, issues = _fitted(body, file, METHOD, MethodEntry, shared)
    method = None
    if entry is not None and not refused(issues):
        method = arranged(entry)
        issues += run(ON_PLANS, Plan(source=source, method=method))
    return None if refused(issues) else method, source, _ordered(issues)


def check_methods(
    bodies: Mapping[str, bytes], shared: Shared
) -> tuple[dict[str, Method], dict[str, Source], dict[str, tuple[Issue, ...]]]:
    """Return the methods in files by id, and how each file was read and what is wrong with it, by file."""
    methods: dict[str, Method] = {}
    sources: dict[str, Source] = {}
    issues: dict[str, tuple[Issue, ...]] = {}
    first: dict[str, str] = {}
    for file, body in bodies.items():
        method, sources[file], issues[file] = check_method(body, file, shared)
        if twice := same_id(sources[file], first):
            issues[file] = _ordered((*issues[file], twice))
        elif method is not None:
            methods[method.id] = method
        if name := id_in(sources[file]):
            first.setdefault(name, file)
    return methods, sources, issues


def refused(issues: Any) -> bool:
    """Return whether there is a fault among the issues."""
    return any(issue.severity is Severity.FAULT for issue in issues)


def validated(data: Any, shape: TypeAdapter[Any]) -> tuple[Any, list[Any]]:
    """Return what a tree of strings means in a shape, None when it does not fit, and then what pydantic says of it."""
    try:
        return shape.validate_python(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _fitted(
    body: bytes | str, file: str, shape: TypeAdapter[Any], kind: Any, shared: Shared
) -> tuple[Source, Any, list[Issue]]:
    source = read(body, file)
    issues = list(source.issues)
    if source.data is None:
        return source, None, issues
    entry, errors = validated(source.data, shape)
    found = run(
        ON_FILES if kind is ScenarioEntry else {code: rule for code, rule in ON_FILES.items() if code[0] in BESIDE},
        File(source=source, kind=kind, errors=errors, shared=shared),
    )
    # What could not be read well is told once, by the rule that says why.
    told = {(issue.place.line, issue.place.column) for issue in issues if issue.severity is Severity.FAULT}
    found = [issue for issue in found if (issue.place.line, issue.place.column) not in told]
    return source, entry, issues + _causes(found, twice=any(issue.code == "Y03" for issue in issues))


def _causes(found: list[Issue], *, twice: bool) -> list[Issue]:
    """Return of what was found that which is the cause of the rest, or all."""
    # Another format is another language, and what stands inside a field that is not there has no meaning either.
    alone = [issue for issue in found if issue.code == "S09"]
    alone = alone or [issue for issue in found if issue.code == "S01" and issue.words["vorm"] == "links"]
    # Of two with one name the second was not read: what points at it is right, perhaps.
    return alone or [issue for issue in found if not (twice and issue.code in {"R01", "R10"})]


def _play(source: Source, scenario: Scenario, shared: Shared) -> Play:
    exploration = explore(scenario)
    met = defaultdict(list)
    for number, state in enumerate(exploration.states):
        met[state.place].append(number)
    screens = tuple(shared.screens(scenario)) if shared.screens else ()
    return Play(source=source, scenario=scenario, exploration=exploration, met=met, shared=shared, screens=screens)


def _ordered(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    once = {(issue.place, issue.code, str(issue.words)): issue for issue in issues}
    return tuple(once[key] for key in sorted(once))
