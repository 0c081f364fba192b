"""The listing of a pack, pack.yaml: its name, and its files with what each must be."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from bot.packs.address import FILE, LISTING, NAME, PackError
from bot.scenario.model import Issue
from bot.scenario.source import read

MOST_FILES = 50
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


class FaultyPackError(PackError):
    """A file of the pack has faults; `issues` and `sources` are what a report of the check shows."""

    def __init__(self, issues: Iterable[Issue], sources: Mapping[str, str]) -> None:
        """Take what was found, and the texts of the files by name."""
        super().__init__("faulty")
        self.issues = tuple(issues)
        self.sources = sources


class Listing(Struct, frozen=True):
    """A pack as it lists itself: its name, and the sha256 of each file (64 small hex digits) by file name."""

    name: str
    files: Mapping[str, str]


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    bestand: str
    sha256: str


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    pakket: str
    bestanden: Annotated[list[_Entry], Meta(min_length=1)]


def listing_of(body: bytes) -> Listing:
    """Return what a listing says; raises FaultyPackError for one that is no YAML, else PackError."""
    source = read(body, LISTING)
    if source.refused:
        raise FaultyPackError(source.issues, {LISTING: source.text})
    written = _written(source.data)
    if not NAME.fullmatch(written.pakket):
        raise PackError("pack_name", name=written.pakket)
    if len(written.bestanden) > MOST_FILES:
        raise PackError("many", n=len(written.bestanden), most=MOST_FILES)
    files: dict[str, str] = {}
    for entry in written.bestanden:
        if not FILE.fullmatch(entry.bestand) or entry.bestand == LISTING:
            raise PackError("name", name=entry.bestand)
        if entry.bestand in files:
            raise PackError("double", name=entry.bestand)
        files[entry.bestand] = _digest(entry)
    return Listing(written.pakket, files)


def digest_of(text: str) -> str:
    """Return a sha256 in small hex digits, or "" for what is none."""
    return text.lower() if _DIGEST.fullmatch(text) else ""


def _written(data: Any) -> _Written:
    try:
        return msgspec.convert(data, _Written)
    except msgspec.ValidationError:
        raise PackError("listing") from None


def _digest(entry: _Entry) -> str:
    if found := digest_of(entry.sha256):
        return found
    raise PackError("digest_shape", name=entry.bestand)
