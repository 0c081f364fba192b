"""The folder of scenarios, read as one value. The only file of this room that opens files."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.check import Checked, check, check_boxes, check_reflections, refused
from bot.scenario.model import Issue, Reflection, Scenario, content_hash
from bot.scenario.rules.registry import Shared
from bot.scenario.rules.shape import same_id
from bot.scenario.source import Source

SHARED = "_gedeeld"
BOXES = f"{SHARED}/kaders.yaml"
REFLECTIONS = f"{SHARED}/reflectie.yaml"
MEDIA = "media"
NOTHING = Shared()

Item = TypeVar("Item")
_ID_LINE = re.compile(r"^id: *([a-z][a-z0-9_]*)", re.MULTILINE)


class Kept(Struct, frozen=True, kw_only=True):
    """A scenario that may be played; `hash` names its content: sha256 of its canonical JSON, first 32 hex digits."""

    scenario: Scenario
    hash: str
    file: str


class Shelf(Struct, frozen=True, kw_only=True):
    """What a folder holds. `scenarios` and `broken` go by scenario id; files by their path in the folder.

    A broken scenario is one whose file is refused now; `merge` keeps the last good version of it in `scenarios`.
    """

    scenarios: Mapping[str, Kept] = {}
    reflections: Mapping[str, Reflection] = {}
    broken: frozenset[str] = frozenset()
    issues: Mapping[str, tuple[Issue, ...]] = {}
    sources: Mapping[str, str] = {}


def read_shelf(folder: Path, known: Shared = NOTHING) -> Shelf:
    """Return everything in a folder of scenarios; a folder that does not exist is an empty shelf.

    `known` is what the check knows beside the folder; boxes and pictures are those of the folder.
    """
    return _shelf(folder, {path: path.name for path in _scenario_files(folder)}, known)


def merge(last: Shelf, fresh: Shelf) -> Shelf:
    """Return the fresh shelf, with the last good version of what is broken in it."""
    missing = {name for name in fresh.broken if name not in fresh.scenarios}
    saved = {name: last.scenarios[name] for name in last.scenarios if name in missing}
    reflections = last.reflections if refused(fresh.issues.get(REFLECTIONS, ())) else fresh.reflections
    return Shelf(
        scenarios={**fresh.scenarios, **saved},
        reflections=reflections,
        broken=fresh.broken,
        issues=fresh.issues,
        sources=fresh.sources,
    )


def saved_times(folder: Path) -> dict[Path, int]:
    """Return when each YAML file in and below a folder was saved, in nanoseconds; what goes meanwhile is left out."""
    found = {}
    with suppress(OSError):
        for path in folder.rglob("*.yaml"):
            with suppress(OSError):
                found[path] = path.stat().st_mtime_ns
    return found


def check_paths(paths: Iterable[Path], known: Shared = NOTHING) -> tuple[list[Issue], dict[str, str]]:
    """Return what authors should know about files and whole folders, and the texts to show it in.

    Files are named as they were given. A scenario is checked with the boxes and pictures of the folder it lies in.
    `known` is what the check knows beside that.
    Raises OSError for a path that cannot be read.
    """
    named: dict[Path, dict[Path, str]] = {}
    for path in paths:
        for file in _files(path):
            whole = file.resolve()
            folder = whole.parent.parent if whole.parent.name == SHARED else whole.parent
            named.setdefault(folder, {})[whole] = str(file)
    shelves = [(_shelf(folder, files, known), set(files.values())) for folder, files in named.items()]
    issues = [
        found for shelf, files in shelves for file in shelf.issues if file in files for found in shelf.issues[file]
    ]
    return issues, {file: text for shelf, files in shelves for file, text in shelf.sources.items() if file in files}


def _shelf(folder: Path, files: Mapping[Path, str], known: Shared) -> Shelf:
    """Return the shelf of these files of a folder, each with the name to call it by, and of what they share."""
    boxes, boxes_source, boxes_issues = _shared(folder, files, BOXES, known, check_boxes)
    reflections, reflections_source, reflections_issues = _shared(folder, files, REFLECTIONS, known, check_reflections)
    pictures = {
        path.relative_to(folder / MEDIA).as_posix(): path.stat().st_size for path in (folder / MEDIA).rglob("*.*")
    }
    shared = replace(known, boxes=boxes, media=pictures)
    checked = {
        name: check(path.read_bytes(), name, shared) for path, name in files.items() if path.parent.name != SHARED
    }
    twice = {found.place.file: found for found in same_id({name: one.source for name, one in checked.items()})}
    good = {
        one.scenario.id: Kept(scenario=one.scenario, hash=content_hash(one.scenario), file=name)
        for name, one in checked.items()
        if one.scenario is not None and name not in twice
    }
    bad = [_id(one.source) for name, one in checked.items() if one.scenario is None or name in twice]
    return Shelf(
        scenarios=good,
        reflections=reflections or {},
        broken=frozenset(bad),
        issues=boxes_issues | reflections_issues | {name: _with(one, twice.get(name)) for name, one in checked.items()},
        sources=boxes_source | reflections_source | {name: one.source.text for name, one in checked.items()},
    )


def _shared(
    folder: Path,
    files: Mapping[Path, str],
    name: str,
    known: Shared,
    check_one: Callable[[bytes, str, Shared], tuple[Mapping[str, Item] | None, Source, tuple[Issue, ...]]],
) -> tuple[Mapping[str, Item] | None, dict[str, str], dict[str, tuple[Issue, ...]]]:
    """Return what a shared file holds, its text and its issues; a file that is not there holds nothing."""
    path = folder / name
    if not path.is_file():
        return {}, {}, {}
    found, source, issues = check_one(path.read_bytes(), files.get(path, name), known)
    return found, {source.file: source.text}, {source.file: issues}


def _with(checked: Checked, more: Issue | None) -> tuple[Issue, ...]:
    return tuple(sorted((*checked.issues, more), key=lambda issue: issue.place)) if more else checked.issues


def _id(source: Source) -> str:
    """Return the id of a file that was refused: what its `id` line says, or else the name of the file."""
    line = _ID_LINE.search(source.text)
    return line[1] if line else Path(source.file).stem


def _scenario_files(folder: Path) -> list[Path]:
    # An editor keeps files of its own beside the one it edits, some of them links to nowhere: they begin with a dot.
    return [path for path in sorted(folder.glob("*.yaml")) if not path.name.startswith(("_", ".")) and path.is_file()]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from (path / name for name in (BOXES, REFLECTIONS) if (path / name).is_file())
    yield from _scenario_files(path)
