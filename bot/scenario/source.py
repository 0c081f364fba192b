"""YAML text to a tree of plain strings with places, read as events, so that no file can crash or swamp the reader."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate, islice, takewhile
from typing import Any

from msgspec import Struct

from bot.scenario.model import Issue, Place, Severity
from bot.scenario.reader import Builder, Path
from bot.scenario.slips import Slip, unprintable

CODES: Mapping[str, Severity] = {
    **{f"Y{number:02}": Severity.FAULT for number in (*range(1, 11), 12)},
    "Y11": Severity.WARNING,
    "Y13": Severity.WARNING,
    "Y14": Severity.WARNING,
}

# More than an author ever writes, and little enough for a small machine: a file can be uploaded by anyone.
MOST_BYTES = 512 * 1024
_FAR = 10_000  # characters, twice what a message holds
_WIDENED = 4  # times as long is a text in the file at most, where its lines are indented
# Files of other programs: how they begin, and what is in them.
_OTHERS = {"word": (b"PK\x03\x04", b"word/"), "pdf": (b"%PDF", b"")}
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the byte order marks of UTF-16
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")


class SourceError(Exception):
    """The YAML cannot be read."""


class Source(Struct, frozen=True, kw_only=True, dict=True):
    """What a file says: `data` is a tree of dicts, lists and strings, or None when the file cannot be read.

    `keys` and `values` hold the places of every name and every value, by path from the root.
    `text` has no byte order mark and only plain line ends, so line numbers count in it.
    """

    file: str
    text: str
    data: Any
    keys: dict[Path, Place]
    values: dict[Path, Place]
    issues: tuple[Issue, ...]

    @property
    def refused(self) -> bool:
        """Return whether the reading found a fault."""
        return any(issue.severity is Severity.FAULT for issue in self.issues)

    def at_value(self, path: Path) -> Place:
        """Return the place of a value, or of the nearest value around it."""
        return _nearest(self.values, path) or Place(self.file, 1, 1)

    def at_key(self, path: Path) -> Place:
        """Return the place of a name; a list item and the root have none, and give the place of their value."""
        return self.keys.get(path) or self.at_value(path)

    def at_part(self, path: Path, start: int, end: int) -> Place:
        """Return the place of words within a text, by their offsets in the value; on the first line of more than one.

        Where the file writes them in another way, as between quotes, and far into a very long text, that is the place
        of the whole text.
        """
        whole, value = self.at_value(path), self.data
        if end > _FAR:
            return whole
        for name in path:
            value = value[name]
        words = re.compile(r"\s+".join(map(re.escape, value[start:end].split())))
        before = sum(1 for _ in takewhile(lambda match: match.start() < start, words.finditer(value)))
        begin = self._begins[whole.line - 1] + whole.column - 1
        reach = begin + _WIDENED * (len(value) + _WIDENED)
        found = next(islice(words.finditer(self.text, begin, reach), before, None), None)
        if not found:
            return whole
        line = bisect_right(self._begins, found.start())
        column = found.start() - self._begins[line - 1] + 1
        return Place(self.file, line, column, len(found[0].partition("\n")[0]))

    @cached_property
    def _begins(self) -> list[int]:
        """Return where each line of the text begins."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]


def read(body: bytes | str, file: str) -> Source:
    """Return what a YAML file says, with everything that is wrong with it as YAML (codes Y01 to Y14)."""
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    if form := next((form for form, (start, inside) in _OTHERS.items() if raw.startswith(start) and inside in raw), ""):
        return _unread(file, Slip("Y01", 1, 1, words={"vorm": form}))
    if len(raw) > MOST_BYTES:
        return _unread(file, Slip("Y01", 1, 1, words={"vorm": "groot", "kb": MOST_BYTES // 1024}))
    wide = raw.startswith(_WIDE) and len(raw) % 2 == 0
    try:
        text = raw.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        before = _BREAK.sub("\n", raw[: error.start].decode(error.encoding, "replace")).split("\n")
        wrong = Slip("Y01", len(before), len(before[-1]) + 1, words={"vorm": "tekens"})
        return _unread(file, wrong, text=_BREAK.sub("\n", raw.decode(error.encoding, "replace")))
    text, slips = _plain(text)
    if wide:
        slips.insert(0, Slip("Y13", 1, 1, words={"vorm": "utf16"}))
    lines = text.split("\n")
    if slip := unprintable(lines):
        return _unread(file, *slips, slip, text=text)
    builder = Builder(file, lines)
    builder.slips.extend(slips)
    builder.read(text)
    data = None if builder.halted else builder.data
    return Source(
        file=file,
        text=text,
        data=data,
        keys=builder.keys,
        values=builder.values,
        issues=_issues(file, builder.slips),
    )


def load(body: bytes | str, file: str) -> dict[str, Any]:
    """Return the tree of a YAML file of our own, all leaves strings; raises SourceError for a file with a fault."""
    source = read(body, file)
    fault = next((issue for issue in source.issues if issue.severity is Severity.FAULT), None)
    if fault:
        raise SourceError(f"{file}:{fault.place.line}:{fault.place.column}: {fault.code} {fault.words}")
    if not isinstance(source.data, dict):
        raise SourceError(f"{file}: no fields")
    return source.data


def _nearest(places: Mapping[Path, Place], path: Path) -> Place | None:
    return next((places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places), None)


def _plain(text: str) -> tuple[str, list[Slip]]:
    slips = []
    if text.startswith("\ufeff"):
        text = text[1:]
        slips.append(Slip("Y13", 1, 1, words={"vorm": "bom"}))
    if "\r" in text:
        end = text.index("\r")
        slips.append(
            Slip("Y13", text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end), words={"vorm": "regels"})
        )
    return _BREAK.sub("\n", text), slips


def _unread(file: str, *slips: Slip, text: str = "") -> Source:
    return Source(file=file, text=text, data=None, keys={}, values={}, issues=_issues(file, slips))


def _issues(file: str, slips: Iterable[Slip]) -> tuple[Issue, ...]:
    found = {(slip.line, slip.column, slip.code): slip for slip in reversed(list(slips))}
    return tuple(
        Issue(slip.code, CODES[slip.code], Place(file, slip.line, slip.column, slip.length), slip.words)
        for _, slip in sorted(found.items())
    )
