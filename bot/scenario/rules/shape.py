"""Rules S: the fields of a file and what stands in them."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from bot.scenario.headings import MEANT
from bot.scenario.method_shape import MethodEntry
from bot.scenario.model import Issue, Place, Severity
from bot.scenario.reader import Path
from bot.scenario.rules.fitting import indented, meant, misplaced_in_branches, missing_in_branches, outdented, wanted
from bot.scenario.rules.registry import File, Finding, declare, issue, on_file
from bot.scenario.rules.tree import leaves, speakers, steps, table
from bot.scenario.shape import ScenarioEntry, names_at
from bot.scenario.source import Source

declare({"S11": Severity.FAULT, "S13": Severity.WARNING})

_TYPES = {"string_type": "tekst", "dict_type": "velden", "model_type": "velden", "list_type": "lijst"}
_SCENE = {"titel", "wanneer", "situatie", "aan_het_woord", "kaders", "media", "trainer", "voorheen"}
_MAY = {
    "keuzes": _SCENE | {"acuut", "deelvraag", "verdieping", "machtscheck", "keuzes"},
    "schrijf": _SCENE | {"schrijf", "naar"},
    "naar": {"naar", "voorheen"},
}
_NAMED = (ScenarioEntry, MethodEntry)
_OPTION = 4  # names on the path of an option
_MUST = {"keuzes": ("situatie", "keuzes"), "schrijf": ("naar",), "naar": ()}


@on_file("S01")
def unknown_field(file: File) -> Iterator[Finding]:
    """A field that does not exist, or that does not go with the kind of step or branch it stands in."""
    for error in file.errors:
        if error["type"] == "extra_forbidden":
            path, names = error["loc"], names_at(file.kind, error["loc"][:-1])
            words = outdented(path[0], error["input"]) if len(path) == 1 and file.kind is ScenarioEntry else None
            better = MEANT.get(path[-1])
            suggestion = "" if words else better if better in names else file.near(path[-1], names)
            yield Finding(file.source.at_key(path), words or {"vorm": "onbekend", "veld": path[-1]}, suggestion or "")
    for where, words in indented(file.source.data, file.kind):
        yield Finding(file.source.at_key(where), words)
    for path, name, words in (*_misplaced_in_steps(file), *misplaced_in_branches(file.source.data)):
        yield Finding(file.source.at_key((*path, name)), {"veld": name, **words})


@on_file("S02")
def missing_field(file: File) -> Iterator[Finding]:
    """A field that must be there; not where a field with nearly that name stands, which S01 tells about."""
    lacking = []
    for path, name in (*_missing(file), *_missing_in_steps(file), *missing_in_branches(file.source.data)):
        known, written = names_at(file.kind, path), _at(file.source.data, path)
        if not written or file.near(name, [other for other in written if other not in known]):
            continue
        if not path:
            lacking.append(name)
        elif name == "naar" and len(path) == _OPTION:
            words = {"vorm": "naar", "keuze": path[-1], "stap": path[1], "veld": name}
            yield Finding(file.source.at_key(path), words)
        else:
            form = "tak" if isinstance(path[-1], int) else "veld"
            yield Finding(file.source.at_key(path), {"vorm": form, "waar": path[-1], "veld": name})
    if lacking:
        form = "bestand" if len(lacking) == 1 else "meer"
        yield Finding(
            file.source.at_key(()), {"vorm": form, "waar": "", "veld": lacking[0], "velden": ", ".join(lacking)}
        )
    for path, owner in speakers(file.source.data):
        route = owner.get("naar")
        if isinstance(route, list) and route and "anders" not in meant(table(route[-1])):
            words = {"vorm": "anders", "waar": path[-1], "veld": "anders"}
            yield Finding(file.source.at_key((*path, "naar")), words)


@on_file("S03")
def bad_id(file: File) -> Iterator[Finding]:
    """An id that is not made of small letters, digits and underscores."""
    yield from _raised(file, "S03")


@on_file("S04")
def wrong_type(file: File) -> Iterator[Finding]:
    """A text where fields belong, a list where a text belongs, a word where a number belongs."""
    for error in file.errors:
        if (form := _TYPES.get(error["type"])) and not blank(error["input"]):
            words = {"vorm": form}
            if form == "velden" and file.kind is ScenarioEntry:
                words = wanted(file.source.data, error["loc"], error["input"])
            yield Finding(file.source.at_value(error["loc"]), words)
    yield from _raised(file, "S04")


@on_file("S05")
def effect_without_sign(file: File) -> Iterator[Finding]:
    """An effect that does not say whether something is added or taken away."""
    yield from _raised(file, "S05")


@on_file("S06")
def bad_threshold(file: File) -> Iterator[Finding]:
    """A condition that cannot be read."""
    yield from _raised(file, "S06")


@on_file("S07")
def meter_out_of_range(file: File) -> Iterator[Finding]:
    """A meter that starts or moves outside 0 to 10."""
    yield from _raised(file, "S07")


@on_file("S08")
def empty_text(file: File) -> Iterator[Finding]:
    """A field with nothing in it."""
    if not _any_blank(file.source.data):
        return  # as in most files; without the paths looking is far cheaper
    unknown = {error["loc"] for error in file.errors if error["type"] == "extra_forbidden"}
    waiting: list[tuple[Path, Any]] = [((), file.source.data)]
    for path, value in waiting:
        if path in unknown:
            continue
        if blank(value):
            name = next((part for part in reversed(path) if isinstance(part, str)), "")
            yield Finding(file.source.at_key(path), {"vorm": "veld" if path else "bestand", "veld": name})
        elif isinstance(value, dict):
            waiting.extend(((*path, name), below) for name, below in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, number), below) for number, below in enumerate(value))


@on_file("S09")
def unknown_format(file: File) -> Iterator[Finding]:
    """A `formaat` that this bot does not know."""
    yield from _raised(file, "S09")


@on_file("S10", Severity.WARNING)
def other_file_name(file: File) -> Iterator[Finding]:
    """A file that has another name than its scenario or method."""
    name = table(file.source.data).get("id")
    stem = PurePath(file.source.file).name.partition(".")[0]
    if file.kind in _NAMED and isinstance(name, str) and name.strip() and name != stem:
        yield Finding(file.source.at_value(("id",)), {"naam": name, "bestand": stem})


@on_file("S12", Severity.WARNING)
def unfilled_line(file: File) -> Iterator[Finding]:
    """A line of a new case that still waits for its author's own words."""
    begins = file.shared.words.fill_ins if file.shared.words else ()
    for path, text in leaves(file.source.data):
        if begins and text.strip().lower().startswith(begins):
            yield Finding(file.source.at_value(path))


def same_id(source: Source, others: Mapping[str, str]) -> Issue | None:
    """Return S11 for a scenario whose id another file has already; `others` are files by what `id_in` says of them."""
    name = id_in(source)
    if name not in others:
        return None
    return issue("S11", Finding(source.at_value(("id",)), {"naam": name, "bestand": others[name]}))


def unread(file: str) -> Issue:
    """Return S13 for a file in a folder of scenarios that is not read there: its name ends on .yml."""
    return issue("S13", Finding(Place(file, 1, 1), {"bestand": PurePath(file).name}))


def id_in(source: Source) -> str:
    """Return the id that a file gives itself, "" without one."""
    name = table(source.data).get("id")
    return name if isinstance(name, str) and name.strip() else ""


def blank(value: Any) -> bool:
    """Return whether nothing is written there."""
    return not value.strip() if isinstance(value, str) else not value


def _any_blank(data: Any) -> bool:
    waiting = [data]
    for value in waiting:
        if blank(value):
            return True
        if not isinstance(value, str):
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return False


def _raised(file: File, code: str) -> Iterator[Finding]:
    for error in file.errors:
        if error["type"] != code:
            continue
        path = error["loc"]
        if path[-1] == "[key]":
            yield Finding(file.source.at_key(path[:-1]), error["ctx"])
        elif not blank(error["input"]):
            yield Finding(file.source.at_value(path), error["ctx"])


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _steps(file: File) -> list[tuple[Path, dict[str, Any]]]:
    return [(path, step) for path, step in steps(file.source.data) if step and file.kind is ScenarioEntry]


def _kind(step: Mapping[str, Any]) -> str:
    """Return the field that makes a step what it is; what has none of them was meant to be a decision."""
    if "keuzes" in step:
        return "keuzes"
    if "schrijf" in step:
        return "schrijf"
    return "naar" if "naar" in step and step.keys() <= _MAY["naar"] else "keuzes"


def _missing(file: File) -> Iterator[tuple[Path, str]]:
    for error in file.errors:
        if error["type"] == "missing":
            yield error["loc"][:-1], error["loc"][-1]


def _misplaced_in_steps(file: File) -> Iterator[tuple[Path, str, dict[str, str]]]:
    for path, step in _steps(file):
        kind = _kind(step)
        for name in step:
            if kind in step and name not in _MAY[kind] and name in names_at(file.kind, path):
                yield path, name, {"vorm": "stap", "bij": kind}


def _missing_in_steps(file: File) -> Iterator[tuple[Path, str]]:
    for path, step in _steps(file):
        for name in _MUST[_kind(step)]:
            if name not in step:
                yield path, name
