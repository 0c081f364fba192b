"""What a line begins with: a name with something wrong behind it, or the sign of a list in another program."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, get_args

from bot.scenario.method_shape import MethodEntry
from bot.scenario.shape import BoxEntry, Entry, ReflectionEntry, ScenarioEntry, fields_of

_NOTHING_WIDE = "\u200b\u200c\u200d\u2060\ufeff"  # like nothing, and no space to Python
_GLUED = re.compile(rf" *(?:- +)*[^\W\d][\w.-]*(:)[^\s:/{_NOTHING_WIDE}]")
_WIDE = re.compile(r" *(?:- +)*[^\W\d][\w.-]*\s*([：﹕])")  # the colons of other keyboards
_BARE = re.compile(r" *(?:- +)*(?P<name>[a-z_]+)(?: +[A-Z0-9\"'].*|\s*)")
_BULLET = re.compile(r" *(?P<sign>[–—•▪◦‣](?=\s*\S)|\*(?=\s+\S)|-(?=[^\W\d]))")  # as in Word

# Words that authors write where a branch has a Dutch one.
MEANT = {"else": "anders", "otherwise": "anders", "if": "als", "then": "stap", "dan": "stap"}


@cache
def known_names() -> frozenset[str]:
    """Return the names of all fields, of any file and any level."""
    return frozenset().union(*map(_names, (ScenarioEntry, BoxEntry, ReflectionEntry, MethodEntry)))


def unparted(line: str) -> tuple[str, int, dict[str, Any]] | None:
    """Return what is wrong behind the name a line begins with: the form of Y12, the column from 0, and its words."""
    if glued := _GLUED.match(line):
        return "spatie", glued.start(1), {}
    if wide := _WIDE.match(line):
        return "breed", wide.start(1), {"teken": wide[1]}
    bare = _BARE.fullmatch(line)
    if bare and bare["name"] in known_names():
        return "naam", bare.end("name") - 1, {"veld": bare["name"]}
    return None


def bullet(line: str) -> tuple[str, int] | None:
    """Return the sign with which a line begins as a list does in other programs, and its column from 0."""
    match = _BULLET.match(line)
    return (match["sign"], match.start("sign")) if match else None


def bullets(lines: Sequence[str], first: int, last: int) -> list[int]:
    """Return those of the lines `first` to `last` that begin so, where two or more in a row do."""
    marked = {number for number in range(first, last + 1) if bullet(lines[number])}
    return sorted(number for number in marked if {number - 1, number + 1} & marked)


def _names(kind: object) -> set[str]:
    """Return the names of all fields in and below a type."""
    if isinstance(kind, type) and issubclass(kind, Entry):
        below = fields_of(kind)
        return set(below).union(*(_names(value) for value in below.values()))
    return {name for part in get_args(kind) for name in _names(part)}
