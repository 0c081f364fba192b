"""Misspelt names: of fields, and of the steps, endings, people, meters and boxes that something points at."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from bot.scenario.headings import MEANT
from bot.scenario.mending.sheet import Edit, Kind, Look
from bot.scenario.model import Issue
from bot.scenario.reader import Path
from bot.scenario.rules.tree import inside
from bot.scenario.shape import names_at

_MOST_WRONG = 2  # letters
_SHORTEST = 4  # letters; of shorter names too many are one letter apart
_LONG_FIELD = 6  # letters of a name in which two may be wrong; there are few names of fields, and none like another
_LONG_NAME = 8


def typo(name: str, other: str, long: int) -> bool:
    """Return whether a name is another with a slip of the finger: one letter wrong, or two in a name of `long` letters.

    A letter wrong is one too many, too few, another, or two that changed places. Capitals do not count; digits do, and
    in a long name the first letter too: dag_1 is not dag_2, onveilig is not veilig.
    """
    if abs(len(name) - len(other)) > _MOST_WRONG:
        return False
    name, other = name.lower(), other.lower()
    if [sign for sign in name if sign.isdigit()] != [sign for sign in other if sign.isdigit()]:
        return False
    return _within(name, other, _MOST_WRONG if len(other) >= long and name[:1] == other[:1] else 1)


def misspelt_field(name: str, names: Iterable[str]) -> str:
    """Return the one name of a field that was meant, or nothing where there is none or more than one."""
    return _only(name, names, _LONG_FIELD)


def fields(look: Look, kind: Any) -> Iterator[Edit]:
    """Return the change of each misspelt field to the one name that was meant, where that is not there yet."""
    paths = {(place.line, place.column): path for path, place in look.source.keys.items()}
    for issue in look.bad:
        path = paths.get((issue.place.line, issue.place.column))
        if issue.code != "S01" or not issue.suggestion or path is None:
            continue
        level = _at(look.source.data, path[:-1])
        names = names_at(kind, path[:-1])
        meant = MEANT.get(str(path[-1]), "")
        right = meant if meant in names else misspelt_field(str(path[-1]), names)
        rivals = [name for name in level if name == right or (name != path[-1] and typo(name, right, _LONG_FIELD))]
        if right == issue.suggestion and not rivals:
            for edit in _renamed(look, issue, Kind.FIELD, right):
                yield replace(edit, opens=isinstance(level[path[-1]], dict))


def references(look: Look, boxes: Iterable[str]) -> Iterator[Edit]:
    """Return the change of each misspelt reference to the one name that was meant."""
    data = look.source.data
    known = {
        "R01": [*inside(data, "stappen"), *inside(data, "eindes")],
        "R02": inside(data, "personen"),
        "R03": inside(data, "meters"),
        "R04": boxes,
    }
    for issue in look.bad:
        if issue.code in known and issue.suggestion:
            name = issue.words["naam"]
            right = _only(name, [other for other in known[issue.code] if _comparable(name, other)], _LONG_NAME)
            if right == issue.suggestion:
                yield from _renamed(look, issue, Kind.NAME, right)


def _comparable(name: str, other: str) -> bool:
    return len(other) >= _SHORTEST or name.lower() == other.lower()


def _only(name: str, names: Iterable[str], long: int) -> str:
    """Return the one name of which this is a typo, or nothing where there is none or more than one."""
    found = [other for other in names if typo(name, other, long)]
    return found[0] if len(found) == 1 else ""


def _renamed(look: Look, issue: Issue, kind: Kind, right: str) -> Iterator[Edit]:
    """Return the change of the name that an issue is about, where it is written as it is read: without quotes."""
    name = str(issue.words["veld" if kind is Kind.FIELD else "naam"])
    number, start = issue.place.line - 1, issue.place.column - 1
    line = look.sheet.lines[number]
    if line[start : start + len(name)] == name:
        text = line[:start] + right + line[start + len(name) :]
        yield Edit(first=number, last=number, lines=(text,), kind=kind, before=name, after=right)


def _within(name: str, other: str, slips: int) -> bool:
    """Return whether so many letters wrong make one name of the other."""
    same = next((at for at, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), None)
    if same is None:
        return abs(len(name) - len(other)) <= slips
    name, other, slips = name[same:], other[same:], slips - 1
    if slips < 0 or abs(len(name) - len(other)) > slips + 1:
        return False
    swapped = name[:2] == other[1::-1]
    return (
        _within(name[1:], other[1:], slips)
        or _within(name[1:], other, slips)
        or _within(name, other[1:], slips)
        or (swapped and _within(name[2:], other[2:], slips))
    )


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
