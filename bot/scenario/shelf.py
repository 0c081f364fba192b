"""What a folder of cases holds, as one value: the shelf, and how two shelves become one."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.check import refused
from bot.scenario.method import Method
from bot.scenario.model import Issue, Reflection, Scenario
from bot.scenario.rules.registry import Shared

SHARED = "_gedeeld"
BOXES = f"{SHARED}/kaders.yaml"
REFLECTIONS = f"{SHARED}/reflectie.yaml"
METHODS = "_werkvormen"
NOTHING = Shared()


class Kept(Struct, frozen=True, kw_only=True):
    """A scenario that may be played; `hash` names its content: sha256 of its canonical JSON, first 32 hex digits."""

    scenario: Scenario
    hash: str
    file: str


class Shelf(Struct, frozen=True, kw_only=True):
    """What a folder holds. `scenarios`, `broken` and `methods` go by id; files by their path in the folder.

    A broken scenario is one whose file is refused now; `merge` keeps the last good version of it in `scenarios`.
    `shared` is what a scenario is checked with here: the boxes and the pictures of the folder.
    """

    scenarios: Mapping[str, Kept] = {}
    reflections: Mapping[str, Reflection] = {}
    methods: Mapping[str, Method] = {}
    broken: frozenset[str] = frozenset()
    issues: Mapping[str, tuple[Issue, ...]] = {}
    sources: Mapping[str, str] = {}
    shared: Shared = NOTHING


def merge(last: Shelf, fresh: Shelf) -> Shelf:
    """Return the fresh shelf, with the last good version of what is broken in it."""
    missing = {name for name in fresh.broken if name not in fresh.scenarios}
    saved = {name: last.scenarios[name] for name in last.scenarios if name in missing}
    reflections = last.reflections if refused(fresh.issues.get(REFLECTIONS, ())) else fresh.reflections
    halted = {name for name in last.methods if refused(fresh.issues.get(f"{METHODS}/{name}.yaml", ()))}
    return Shelf(
        scenarios={**fresh.scenarios, **saved},
        reflections=reflections,
        methods={**{name: last.methods[name] for name in last.methods if name in halted}, **fresh.methods},
        broken=fresh.broken,
        issues=fresh.issues,
        sources=fresh.sources,
        shared=fresh.shared,
    )


def joined(first: Shelf, others: Iterable[Shelf]) -> Shelf:
    """Return the first shelf, with the scenarios of the others that it does not have; their texts come along."""
    for other in others:
        new = {name: kept for name, kept in other.scenarios.items() if name not in {*first.scenarios, *first.broken}}
        sources = {kept.file: other.sources[kept.file] for kept in new.values()} | dict(first.sources)
        first = replace(first, scenarios={**first.scenarios, **new}, sources=sources)
    return first
