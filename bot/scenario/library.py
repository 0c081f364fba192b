"""The folder of scenarios, read as one value. The only file of this room that opens files."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bot.scenario.check import check, check_boxes, check_methods, check_reflections
from bot.scenario.layering import Layered, Written, layered
from bot.scenario.layers import layer_of
from bot.scenario.model import Issue, Reflection, Scenario, content_hash
from bot.scenario.rules.references import unused_boxes
from bot.scenario.rules.registry import Shared
from bot.scenario.rules.shape import id_in, same_id, unread
from bot.scenario.shelf import BOXES, METHODS, NOTHING, REFLECTIONS, SHARED, Kept, Shelf
from bot.scenario.source import Source

BESIDE = frozenset({SHARED, METHODS})  # folders in the folder of cases, with files that are none
MEDIA = "media"
Reading = Callable[[Path], bytes]

Item = TypeVar("Item")
_ID_LINE = re.compile(r"^id: *([a-z][a-z0-9_]*)", re.MULTILINE)


class _Looked(Struct, frozen=True, kw_only=True):
    """What is kept of a scenario file after its check; `scenario` is None when the file is broken."""

    file: str
    id: str
    text: str
    issues: tuple[Issue, ...]
    scenario: Scenario | None


def read_shelf(folder: Path, known: Shared = NOTHING) -> Shelf:
    """Return everything in a folder of scenarios; a folder that does not exist is an empty shelf.

    `known` is what the check knows beside the folder; boxes and pictures are those of the folder.
    """
    files = [*_scenario_files(folder), *_layer_files(folder), *_method_files(folder)]
    shelf = _shelf(folder, {path: path.relative_to(folder).as_posix() for path in files}, known)
    unknown = [path.relative_to(folder).as_posix() for path in _unread_files(folder)]
    others = {file: (unread(file),) for file in unknown}
    return replace(shelf, issues={**others, **shelf.issues})


def layers_of(path: Path) -> list[Path]:
    """Return the layers that lie beside the file of a case, by name."""
    return [layer for layer in _layer_files(path.parent) if layer.name.partition(".")[0] == path.stem]


def with_layers(path: Path, scenario: Scenario, known: Shared) -> Scenario:
    """Return the case in a file with the layers that lie beside it; one with a fault is left out."""
    files = {layer.resolve(): layer.name for layer in layers_of(path)}
    told = _told(path.resolve().parent, files, {path.stem: scenario}, {}, shared=known, read=Path.read_bytes)
    return told.cases[path.stem] or scenario


def picture_in(folder: Path, name: str) -> bytes:
    """Return a picture of a folder by its path below `media`, b"" when it cannot be read now."""
    with suppress(OSError):
        return (folder / MEDIA / name).read_bytes()
    return b""


def saved_times(folder: Path) -> dict[Path, int]:
    """Return when each YAML file in and below a folder was saved, in nanoseconds; what goes meanwhile is left out."""
    found = {}
    with suppress(OSError):
        for path in folder.rglob("*.yaml"):
            with suppress(OSError):
                found[path] = path.stat().st_mtime_ns
    return found


def check_paths(
    paths: Iterable[Path], known: Shared = NOTHING, read: Reading = Path.read_bytes
) -> tuple[list[Issue], dict[str, str]]:
    """Return what authors should know about files and whole folders, and the texts to show it in.

    Files are named as they were given. A scenario is checked with the boxes and pictures of the folder it lies in.
    `known` is what the check knows beside that; its boxes count in a folder that has none. `read` returns what a file
    holds, by its whole path.
    Raises OSError for a path that cannot be read.
    """
    named: dict[Path, dict[Path, str]] = {}
    others: dict[Path, str] = {}
    for path in paths:
        others |= {file.resolve(): str(file) for file in _unread_files(path)}
        for file in _files(path):
            whole = file.resolve()
            folder = whole.parent.parent if whole.parent.name in BESIDE else whole.parent
            named.setdefault(folder, {})[whole] = str(file)
    shelves = [(_shelf(folder, files, known, read), set(files.values())) for folder, files in named.items()]
    asked = {whole for files in named.values() for whole in files}
    issues = [unread(file) for whole, file in others.items() if whole not in asked]
    issues += [
        found for shelf, files in shelves for file in shelf.issues if file in files for found in shelf.issues[file]
    ]
    return issues, {file: text for shelf, files in shelves for file, text in shelf.sources.items() if file in files}


def shared_in(folder: Path, known: Shared = NOTHING) -> Shared:
    """Return what a scenario in a folder is checked with: what is known, with the boxes and pictures of the folder.

    The boxes that are known count in a folder that has none.
    """
    return _shelf(folder, {}, known).shared


def _shelf(folder: Path, files: Mapping[Path, str], known: Shared, read: Reading = Path.read_bytes) -> Shelf:
    """Return the shelf of these files of a folder, each with the name to call it by, and of what they share."""
    named = {name: files.get(folder / name, name) for name in (BOXES, REFLECTIONS)}
    bodies = {file: read(folder / name) for name, file in named.items() if (folder / name).is_file()}
    boxes, boxes_source, boxes_issues = _shared(named[BOXES], bodies, known, check_boxes)
    reflections, reflections_source, reflections_issues = _shared(named[REFLECTIONS], bodies, known, check_reflections)
    if not boxes_source:
        boxes = known.boxes or {}
    pictures = {
        path.relative_to(folder / MEDIA).as_posix(): path.stat().st_size for path in (folder / MEDIA).rglob("*.*")
    }
    shared = replace(known, boxes=boxes, media=pictures)
    looked = {one.file: one for one in _looked_at(files, shared, read)}
    cases = {path.stem: looked[file].scenario for path, file in files.items() if file in looked}
    told = _told(folder, files, cases, reflections, shared=shared, read=read)
    good = {
        case.id: Kept(scenario=case, hash=content_hash(case), file=file)
        for path, file in files.items()
        if file in looked and (case := told.cases[path.stem])
    }
    written = {file: read(path) for path, file in files.items() if path.parent.name == METHODS}
    methods, methods_sources, methods_issues = check_methods(written, shared)
    bad = [one.id for one in looked.values() if one.scenario is None]
    if boxes and good and not bad and files.keys() >= {*_scenario_files(folder)}:
        # Which boxes nobody uses is known only to who can read every scenario of the folder.
        used = {box for kept in good.values() for box in kept.scenario.boxes}
        boxes_issues = {
            file: (*boxes_issues[file], *unused_boxes(source, used)) for file, source in boxes_source.items()
        }
    return Shelf(
        scenarios=good,
        reflections=told.reflections,
        methods=methods,
        broken=frozenset(bad),
        issues=boxes_issues
        | reflections_issues
        | methods_issues
        | dict(told.issues)
        | {file: one.issues for file, one in looked.items()},
        shared=shared,
        sources={
            **{file: source.text for file, source in (boxes_source | reflections_source | methods_sources).items()},
            **told.sources,
            **{file: one.text for file, one in looked.items()},
        },
    )


def _looked_at(files: Mapping[Path, str], shared: Shared, read: Reading) -> Iterator[_Looked]:
    """Yield each scenario file after its check, one by one: where everything stands in it is not kept."""
    first: dict[str, str] = {}
    for path, file in files.items():
        if path.parent.name in BESIDE or layer_of(path.name):
            continue
        found = check(read(path), file, shared)
        twice = same_id(found.source, first)
        if name := id_in(found.source):
            first.setdefault(name, file)
        yield _Looked(
            file=file,
            id=_id(found.source),
            text=found.source.text,
            issues=tuple(sorted((*found.issues, twice), key=lambda issue: issue.place)) if twice else found.issues,
            scenario=None if twice else found.scenario,
        )


def _told(
    folder: Path,
    files: Mapping[Path, str],
    cases: Mapping[str, Scenario | None],
    reflections: Mapping[str, Reflection] | None,
    *,
    shared: Shared,
    read: Reading,
) -> Layered:
    """Return the cases (by the stem of their file) and the house questions, with those of their layers that are here.

    The case of a layer is looked at even when only the layer is asked for.
    """
    layers = [path for path in files if layer_of(path.name) and path.parent.name not in BESIDE]
    beside = {path.with_name(f"{path.name.partition('.')[0]}.yaml") for path in layers}
    others = {
        path.stem: check(read(path), path.name, shared).scenario for path in beside - files.keys() if path.is_file()
    }
    written = [Written(path.name, files[path], read(path)) for path in layers]
    for path, of in _shared_layers(folder):
        name = path.relative_to(folder).as_posix()
        written.append(Written(path.name, files.get(path, name), read(path), of))
    return layered(written, {**others, **cases}, reflections, shared)


def _shared(
    file: str,
    bodies: Mapping[str, bytes],
    known: Shared,
    check_one: Callable[[bytes, str, Shared], tuple[Mapping[str, Item] | None, Source, tuple[Issue, ...]]],
) -> tuple[Mapping[str, Item] | None, dict[str, Source], dict[str, tuple[Issue, ...]]]:
    """Return what a shared file holds, how it was read and its issues; a file that is not there holds nothing."""
    if file not in bodies:
        return {}, {}, {}
    found, source, issues = check_one(bodies[file], file, known)
    return found, {source.file: source}, {source.file: issues}


def _id(source: Source) -> str:
    """Return the id of a file that was refused: what its `id` line says, or else the name of the file."""
    line = _ID_LINE.search(source.text)
    return line[1] if line else Path(source.file).stem


def _scenario_files(folder: Path) -> list[Path]:
    # An editor keeps files of its own beside the one it edits, some of them links to nowhere: they begin with a dot.
    found = [path for path in sorted(folder.glob("*.yaml")) if not path.name.startswith(("_", ".")) and path.is_file()]
    return [path for path in found if not layer_of(path.name)]


def _layer_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.*.yaml")) if layer_of(path.name) and path.is_file()]


def _shared_layers(folder: Path) -> list[tuple[Path, str]]:
    """Return the layers of boxes and of house questions in a folder, each with what it is of."""
    of = {Path(BOXES).stem: "boxes", Path(REFLECTIONS).stem: "questions"}
    found = [(path, of.get(path.name.partition(".")[0], "")) for path in _layer_files(folder / SHARED)]
    return [(path, what) for path, what in found if what]


def _method_files(folder: Path) -> list[Path]:
    return _scenario_files(folder / METHODS)


def _unread_files(folder: Path) -> list[Path]:
    """Return what looks like a scenario or a method in a folder, but is not read there because of how its name ends."""
    found = [*sorted(folder.glob("*.yml")), *sorted((folder / METHODS).glob("*.yml"))]
    return [path for path in found if not path.name.startswith(("_", ".")) and path.is_file()]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from (path / name for name in (BOXES, REFLECTIONS) if (path / name).is_file())
    yield from (layer for layer, _ in _shared_layers(path))
    yield from _method_files(path)
    yield from _scenario_files(path)
    yield from _layer_files(path)
