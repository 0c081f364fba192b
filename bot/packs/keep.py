"""The folder of good copies: one folder a pack, that bot.scenario.library.read_shelf can read."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from bot.packs.address import NAME, PackError, PackUseError
from bot.packs.listing import FaultyPackError
from bot.scenario.check import refused
from bot.scenario.library import read_shelf
from bot.scenario.model import Kind
from bot.scenario.rules.registry import Shared
from bot.scenario.shelf import BOXES, NOTHING

RECORD = "pack.json"
_OURS = "kaders.yaml"  # the file of a pack that holds its boxes


class Record(Struct, frozen=True, kw_only=True):
    """Where a pack came from: its address, the sha256 of the file or listing there, and the ids of its cases."""

    address: str
    sha256: str
    pinned: bool
    cases: tuple[str, ...]


def pack_folders(root: Path) -> list[Path]:
    """Return the folder of each pack that is kept, by name; one with a link in it is left out."""
    if not root.is_dir():
        return []
    named = [path for path in sorted(root.iterdir()) if NAME.fullmatch(path.name) and (path / RECORD).is_file()]
    return [path for path in named if not any(each.is_symlink() for each in (path, *path.rglob("*")))]


def record_of(root: Path, name: str) -> Record | None:
    """Return what is known of a pack, None for one that is not kept; raises PackError when it cannot be read."""
    with _told(root):
        path = _inside(root, name, RECORD) if NAME.fullmatch(name) else None
        if path is None or not path.is_file():
            return None
        try:
            return msgspec.json.decode(path.read_bytes(), type=Record)
        except msgspec.MsgspecError:
            raise PackError("record", name=name) from None


def checked(files: Mapping[str, bytes], known: Shared = NOTHING) -> tuple[str, ...]:
    """Return the ids of the cases in the files of a pack, read as they will be read when they are kept.

    Raises FaultyPackError when one has a fault, PackError when there is no case in it, or anything but cases.
    """
    with TemporaryDirectory() as place:
        for file, body in _placed(files).items():
            path = Path(place, file)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
        shelf = read_shelf(Path(place), known)
    issues = [issue for found in shelf.issues.values() for issue in found]
    if refused(issues) or shelf.broken:
        raise FaultyPackError(issues, shelf.sources)
    if not shelf.scenarios:
        raise PackError("empty")
    for name, kept in shelf.scenarios.items():
        if kept.scenario.kind is not Kind.CASE:  # it would take the place of the protocol of the house
            raise PackError("protocol", name=name)
    return tuple(sorted(shelf.scenarios))


def keep(root: Path, name: str, record: Record, files: Mapping[str, bytes]) -> bool:
    """Write a pack that was checked, and return whether any file of it changed.

    Each file is whole at every moment, old or new; what the pack no longer has goes. Raises PackError.
    """
    placed = _placed(files)
    with _told(root):
        folder = _inside(root, name)
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # where the database is, or will be
        _make(root)
        _make(folder)
        changed = False
        for file, body in placed.items():
            changed |= _write(_inside(root, name, file), body)
        for path in folder.rglob("*.yaml"):
            if path.relative_to(folder).as_posix() not in placed:
                path.unlink()
                changed = True
        _write(_inside(root, name, RECORD), msgspec.json.format(msgspec.json.encode(record)))
    return changed


def remove(root: Path, name: str) -> None:
    """Take a pack away; raises PackUseError for one that is not kept."""
    if not NAME.fullmatch(name) or not (root / name).is_dir():
        raise PackUseError("no_pack", name=name)
    with _told(root):
        shutil.rmtree(_inside(root, name))


def _placed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files by where they go, boxes first: a case must not be read before what it names."""
    return {BOXES if file == _OURS else file: files[file] for file in sorted(files, key=lambda file: file != _OURS)}


def _inside(root: Path, *names: str) -> Path:
    """Return a path below the root; raises PackError where a link leads it elsewhere, inside or out."""
    path = root.joinpath(*names)
    if path.resolve() != root.resolve().joinpath(*names):
        raise PackError("link", path=path)
    return path


def _write(path: Path, body: bytes) -> bool:
    """Put a file in its place in one go; return whether it is another than before."""
    if path.is_file() and path.read_bytes() == body:
        return False
    _make(path.parent)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with fresh.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o644)
    fresh.replace(path)
    return True


def _make(folder: Path) -> None:
    """Make a folder that everybody may read: the bot may be another user, and there is no secret in a case."""
    if not folder.is_dir():
        folder.mkdir()
        folder.chmod(0o755)


@contextmanager
def _told(root: Path) -> Iterator[None]:
    """Turn what a disk says into one sentence."""
    try:
        yield
    except OSError as error:
        raise PackError("disk", path=error.filename or root, why=error.strerror) from None
