"""What is different between two versions of a case, and what that means for walks under way."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.model import Branch, Chosen, Condition, Crossroads, Decision, Option, Scenario, Step


class Extent(StrEnum):
    """How far a change goes, from little to much; where it is only text, a walk under way can take the new version."""

    NONE = "none"
    TEXT = "text"  # same steps, options, routes, effects, conditions and meters
    ADDITIVE = "additive"  # only more of them, or other names
    BREAKING = "breaking"  # something removed, rerouted, or changed in effect


class What(StrEnum):
    """One kind of difference."""

    TEXTS = "texts"
    BOXES = "boxes"
    LAYER = "layer"
    ORDER = "order"
    STEP_ADDED = "step_added"
    STEP_RENAMED = "step_renamed"
    STEP_REMOVED = "step_removed"
    OPTION_ADDED = "option_added"
    OPTION_RENAMED = "option_renamed"
    OPTION_REMOVED = "option_removed"
    ENDING_ADDED = "ending_added"
    ENDING_REMOVED = "ending_removed"
    ROUTE = "route"
    EFFECT = "effect"
    CONDITION = "condition"
    METERS = "meters"
    FIRST = "first"
    SORT = "sort"


_TEXTS = frozenset({What.TEXTS, What.BOXES, What.LAYER, What.ORDER})
_MORE = frozenset({What.STEP_ADDED, What.STEP_RENAMED, What.OPTION_ADDED, What.OPTION_RENAMED, What.ENDING_ADDED})


class Change(Struct, frozen=True):
    """One difference. `id` is a step, ending, meter or box, or "stap.keuze", by its new name; "" is the whole file.

    Of a layer it is the language.
    `was` is the old name of what was renamed or removed.
    """

    what: What
    id: str = ""
    was: str = ""


class Changes(Struct, frozen=True):
    """All differences, in the order of the file; `kind` is the farthest any of them goes."""

    kind: Extent
    changes: tuple[Change, ...] = ()


class Names(Struct, frozen=True):
    """The new names of steps and options, by the old ones; what is gone is not there."""

    steps: Mapping[str, str]
    options: Mapping[Chosen, Chosen]


def compare(old: Scenario, new: Scenario) -> Changes:
    """Return what is different in the new version; `versie` and `voorheen` by themselves are no difference."""
    found = tuple(_differences(old, new, names_now(old, new)))
    kinds = {_extent(change.what) for change in found}
    return Changes(max(kinds, key=list(Extent).index, default=Extent.NONE), found)


def names_now(old: Scenario, new: Scenario) -> Names:
    """Return the new name of everything that is still there: the same one, or the one whose `voorheen` has the old."""
    steps = renamed(old.steps, new.steps)
    options = {}
    for was, now in steps.items():
        kept = renamed(_options(old.steps[was]), _options(new.steps[now]))
        options.update({Chosen(was, name): Chosen(now, other) for name, other in kept.items()})
    return Names(steps, options)


def renamed(old: Iterable[str], new: Mapping[str, Step] | Mapping[str, Option]) -> dict[str, str]:
    """Return for old names what they are called now: the same, or that whose `voorheen` has it; less what is gone."""
    formerly = {was: name for name, item in new.items() for was in item.formerly}
    names = {was: was if was in new else formerly.get(was, "") for was in old}
    return {was: name for was, name in names.items() if name}


def _extent(what: What) -> Extent:
    if what in _TEXTS:
        return Extent.TEXT
    return Extent.ADDITIVE if what in _MORE else Extent.BREAKING


def _differences(old: Scenario, new: Scenario, names: Names) -> Iterator[Change]:
    yield from _of_the_head(old, new)
    if names.steps.get(old.first, old.first) != new.first:
        yield Change(What.FIRST, new.first)
    for was, step in old.steps.items():
        if was not in names.steps:
            yield Change(What.STEP_REMOVED, was, was)
            continue
        now = names.steps[was]
        if now != was:
            yield Change(What.STEP_RENAMED, now, was)
        yield from _of_a_step(was, now, step, new.steps[now], names)
    yield from (Change(What.STEP_ADDED, name) for name in new.steps if name not in names.steps.values())
    yield from _of_the_endings(old, new)
    for language in {**old.layers, **new.layers}:
        if old.layers.get(language) != new.layers.get(language):
            yield Change(What.LAYER, language)


def _of_the_head(old: Scenario, new: Scenario) -> Iterator[Change]:
    if old.kind is not new.kind:
        yield Change(What.SORT)
    if _body(_head(old)) != _body(_head(new)):
        yield Change(What.TEXTS)
    for meter in {**old.meters, **new.meters}:
        if old.meters.get(meter) != new.meters.get(meter):
            yield Change(What.METERS, meter)
    if _reordered(old.meters, new.meters):
        yield Change(What.ORDER)
    for box in new.boxes:
        if box in old.boxes and old.boxes[box] != new.boxes[box]:
            yield Change(What.BOXES, box)


def _of_a_step(was: str, now: str, old: Step, new: Step, names: Names) -> Iterator[Change]:
    if type(old) is not type(new):
        yield Change(What.SORT, now)
    if not (isinstance(old, Decision) or isinstance(new, Decision)) and _way(old.to, names) != _way(new.to):
        yield Change(What.ROUTE, now)
    yield from _of_the_options(was, now, _options(old), _options(new), names)
    if type(old) is type(new) and _body(_scene(old)) != _body(_scene(new)):
        yield Change(What.TEXTS, now)
    if _boxes(old) != _boxes(new):
        yield Change(What.BOXES, now)


def _of_the_options(
    was: str, now: str, old: Mapping[str, Option], new: Mapping[str, Option], names: Names
) -> Iterator[Change]:
    kept = {name: names.options[Chosen(was, name)].option for name in old if Chosen(was, name) in names.options}
    for name, option in old.items():
        if name not in kept:
            yield Change(What.OPTION_REMOVED, f"{now}.{name}", f"{was}.{name}")
            continue
        if kept[name] != name:
            yield Change(What.OPTION_RENAMED, f"{now}.{kept[name]}", f"{was}.{name}")
        yield from _of_an_option(f"{now}.{kept[name]}", option, new[kept[name]], names)
    yield from (Change(What.OPTION_ADDED, f"{now}.{name}") for name in new if name not in kept.values())
    if _reordered(kept.values(), new):
        yield Change(What.ORDER, now)


def _of_an_option(place: str, old: Option, new: Option, names: Names) -> Iterator[Change]:
    if _body(_words(old)) != _body(_words(new)):
        yield Change(What.TEXTS, place)
    if _way(old.to, names) != _way(new.to):
        yield Change(What.ROUTE, place)
    if old.effects != new.effects:
        yield Change(What.EFFECT, place)
    if _asked(old.when, names) != _asked(new.when):
        yield Change(What.CONDITION, place)


def _of_the_endings(old: Scenario, new: Scenario) -> Iterator[Change]:
    for name, ending in old.endings.items():
        if name not in new.endings:
            yield Change(What.ENDING_REMOVED, name, name)
        elif ending != new.endings[name]:
            yield Change(What.TEXTS, name)
    yield from (Change(What.ENDING_ADDED, name) for name in new.endings if name not in old.endings)


def _head(case: Scenario) -> Scenario:
    plain: dict[str, Any] = {"steps": {}, "endings": {}, "remaining": {}, "meters": {}, "boxes": {}, "formerly": ()}
    return replace(case, id="", version=1, kind="", first="", layers={}, **plain)


def _scene(step: Step) -> Step:
    if isinstance(step, Crossroads):
        return Crossroads(to=())
    bare: dict[str, Any] = {"options": {}} if isinstance(step, Decision) else {"to": ()}
    return replace(step, boxes=(), formerly=(), **bare)


def _options(step: Step) -> Mapping[str, Option]:
    return step.options if isinstance(step, Decision) else {}


def _boxes(step: Step) -> tuple[str, ...]:
    return () if isinstance(step, Crossroads) else step.boxes


def _words(option: Option) -> Option:
    return replace(option, to=(), effects={}, when=None, formerly=())


def _body(value: Any) -> bytes:
    # As bytes, since the order in which people speak is a difference and dicts do not compare it.
    return msgspec.json.encode(value)


def _way(route: Iterable[Branch], names: Names | None = None) -> list[Any]:
    """Return a route as it compares; with names, by the names of now."""
    places = names.steps if names else {}
    return [(places.get(branch.to, branch.to), _asked(branch.when, names)) for branch in route]


def _asked(condition: Condition | None, names: Names | None = None) -> Any:
    if condition is None:
        return None
    options = names.options if names else {}
    return condition.meters, frozenset(options.get(chosen, chosen) for chosen in condition.chosen)


def _reordered(old: Iterable[str], new: Iterable[str]) -> bool:
    """Return whether what both have stands in another order."""
    before, after = list(dict.fromkeys(old)), list(new)
    return [name for name in before if name in after] != [name for name in after if name in before]
