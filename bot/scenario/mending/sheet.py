"""A file under repair: its lines with the numbers they came with, changes to them, and what is wrong with it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from bot.scenario.model import Issue
from bot.scenario.source import Source


class Kind(StrEnum):
    """A slip that was repaired; its sentence stands in the texts under `repair.`."""

    BOM = "bom"
    LINE_ENDS = "line_ends"
    SPACE = "space"
    TAB = "tab"
    INDENT = "indent"
    COLON = "colon"
    QUOTE = "quote"
    DASH = "dash"
    SIGN = "sign"
    HASH = "hash"
    GLUED = "glued"
    CONTINUED = "continued"
    BRACKETS = "brackets"
    FIELD = "field"
    NAME = "name"
    VALUE = "value"
    WIDE = "wide"
    LIST = "list"
    FORMAT = "format"


class Edit(Struct, frozen=True, kw_only=True):
    """Lines `first` to `last`, counted from 0, that become others; `before` and `after` are for people to compare.

    `opens` tells that faults may come to light that were hidden under a name that does not exist.
    """

    first: int
    last: int
    lines: tuple[str, ...]
    kind: Kind
    before: str
    after: str
    opens: bool = False


class Sheet(Struct, frozen=True):
    """The lines of a file, and for each the number it had in the file as it came, counted from 1."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(self.lines)

    def edited(self, edits: Iterable[Edit]) -> "Sheet":
        """Return the sheet with changes that do not overlap."""
        lines, numbers = list(self.lines), list(self.numbers)
        for edit in sorted(edits, key=lambda edit: edit.first, reverse=True):
            span = slice(edit.first, edit.last + 1)
            old = numbers[span]
            numbers[span] = [old[min(at, len(old) - 1)] for at in range(len(edit.lines))]
            lines[span] = edit.lines
        return Sheet(tuple(lines), tuple(numbers))

    def before(self, line: int) -> "Sheet":
        """Return the lines above one, counted from 0."""
        return Sheet(self.lines[:line], self.numbers[:line])


class Look(Struct, frozen=True, kw_only=True):
    """What the check has against a sheet: `bad` are the faults and the split sentences, in the order of the lines.

    `crowded` tells that there are more faults in its fields and names than anyone repairs, and that these are left out.
    """

    sheet: Sheet
    source: Source
    bad: tuple[Issue, ...]
    crowded: bool = False

    @property
    def halted(self) -> bool:
        """Return whether the file cannot be read to its end."""
        return self.source.data is None


def rewritten(look: Look, first: int, last: int, lines: Sequence[str], kind: Kind) -> Edit:
    """Return the change of lines `first` to `last`, counted from 0, to other lines."""
    before = "\n".join(look.sheet.lines[first : last + 1])
    return Edit(first=first, last=last, lines=tuple(lines), kind=kind, before=before, after="\n".join(lines))


def one_line(look: Look, line: int, text: str, kind: Kind) -> Edit:
    """Return the change of one line, counted from 0, to a text."""
    return rewritten(look, line, line, [text], kind)


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """Return the changes in the order of the lines, of those that overlap only the first."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.first):
        if not found or edit.first > found[-1].last:
            found.append(edit)
    return found
