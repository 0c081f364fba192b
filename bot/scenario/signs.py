"""Bounds and effects as authors write them, with the signs and words of arithmetic, in the words of the format."""

import re
from collections.abc import Callable
from typing import Any

from bot.scenario.walk import HIGHEST, LOWEST

_LEAST = {">": 1, "boven": 1, "meer dan": 1, ">=": 0, "=>": 0, "≥": 0, "vanaf": 0, "minimaal": 0, "minstens": 0}
_MOST = {"<": 1, "onder": 1, "minder dan": 1, "<=": 0, "=<": 0, "≤": 0, "maximaal": 0, "hoogstens": 0}
_BOUND = re.compile(
    rf"(?P<sign>{'|'.join(sorted(map(re.escape, (*_LEAST, *_MOST)), key=len, reverse=True))})\s*(?P<number>\d{{1,2}})"
)
_EFFECT = re.compile(r"(?P<sign>[+\-−–]|plus|min)\s*(?P<number>\d{1,2})")
_PAIR = re.compile(r"(?P<name>[a-z]\w*)\s*:?\s*(?P<value>[^\s:].*)")
_SUM = re.compile(r"(?P<text>(?:>=|=>|>)\s*\d{1,2})\s*(?:[,}].*|#.*)?")
_BRACKETED = re.compile(r"[\s-]*(?P<field>effect|als):\s+(?P<text>\([^()]*\))\s*(?:#.*)?")


def bound(text: str) -> str:
    """Return what `> 5` means, as `minstens 6` or `hoogstens 3`; nothing where it is no bound from 0 to 10."""
    match = _BOUND.fullmatch(text.strip())
    if match is None:
        return ""
    sign, number = match["sign"], int(match["number"])
    word, limit = ("minstens", number + _LEAST[sign]) if sign in _LEAST else ("hoogstens", number - _MOST[sign])
    return f"{word} {limit}" if LOWEST <= limit <= HIGHEST else ""


def effect(text: str) -> str:
    """Return what `+ 2` or `plus 2` means, as `+2`; nothing where a sign is missing or the number is too high."""
    match = _EFFECT.fullmatch(text.strip())
    if match is None or int(match["number"]) > HIGHEST:
        return ""
    return f"{'+' if match['sign'] in {'+', 'plus'} else '-'}{int(match['number'])}"


def braced(text: str, field: str) -> str:
    """Return an effect or a condition that was written without braces, with them; nothing where it is not certain."""
    read: Callable[[str], str] = effect if field == "effect" else bound
    found = []
    for part in text.strip().removeprefix("(").removesuffix(")").split(","):
        match = _PAIR.fullmatch(part.strip())
        value = read(match["value"]) if match else ""
        if match is None or not value:
            return ""
        found.append(f"{match['name']}: {value}")
    return f"{{{', '.join(found)}}}"


def bracing(items: Any, field: str) -> str:
    """Return an effect or a condition that was written as a list, with braces; nothing where it is not certain."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return ""
    pairs = [f"{name}: {value}" for item in items for name, value in item.items()]
    return braced(", ".join(pairs), field)


def summed(line: str, column: int) -> str:
    """Return the `> 5` that stands in a line at a column, counted from 0, and is all there is of a value."""
    match = _SUM.fullmatch(line, column)
    return match["text"] if match else ""


def bracketed(line: str) -> tuple[str, str, int] | None:
    """Return an effect or a condition between ( ): the field, the text and its column, counted from 0."""
    match = _BRACKETED.fullmatch(line)
    return (match["field"], match["text"], match.start("text")) if match else None
