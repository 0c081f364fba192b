"""The tree as it was written, read without trusting its shape: whatever is not what it should be is passed over."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.scenario.reader import Path

Found = Iterator[tuple[Path, str]]


def table(value: Any) -> dict[Any, Any]:
    """Return fields as they are, or none where there are none."""
    return value if isinstance(value, dict) else {}


def inside(data: Any, *names: str | int) -> dict[Any, Any]:
    """Return the fields under a road of names from the root."""
    for name in names:
        data = table(data).get(name)
    return table(data)


def texts(value: Any, path: Path) -> Found:
    """Return the texts of a list, or of one text that stands for a list; empty ones have their own rule."""
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items):
        if isinstance(item, str) and item.strip():
            yield (*path, number) if isinstance(value, list) else path, item


def entries(data: Any, *names: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return the fields of everything that stands by name under a road of names, with its path."""
    for name, entry in inside(data, *names).items():
        yield (*names, name), table(entry)


def steps(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return every step with its path."""
    yield from entries(data, "stappen")


def options(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return every option with its path."""
    for path, step in steps(data):
        for name, option in table(step.get("keuzes")).items():
            yield (*path, "keuzes", name), table(option)


def speakers(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return everything in which people speak, gain, lose or move meters: steps and options."""
    yield from steps(data)
    yield from options(data)


def branches(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return every branch of every route that is written as a list."""
    for path, owner in speakers(data):
        route = owner.get("naar")
        if isinstance(route, list):
            for number, branch in enumerate(route):
                yield (*path, "naar", number), table(branch)


def targets(data: Any) -> Found:
    """Return every step or ending that a route names."""
    for path, owner in speakers(data):
        if isinstance(owner.get("naar"), str):
            yield from texts(owner["naar"], (*path, "naar"))
    for path, branch in branches(data):
        for field in ("stap", "anders"):
            if isinstance(branch.get(field), str):
                yield from texts(branch[field], (*path, field))


def conditions(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Return every condition, of options and of branches."""
    for path, owner in (*options(data), *branches(data)):
        if isinstance(owner.get("als"), dict):
            yield (*path, "als"), owner["als"]


def leaves(value: Any, path: Path = ()) -> Found:
    """Return every text at and below a path, in the order of the file."""
    if isinstance(value, str):
        yield path, value
        return
    road = [(path, _below(value))]
    while road:
        path, ahead = road[-1]
        for name, below in ahead:
            where = (*path, name)
            if not isinstance(below, str):
                road.append((where, _below(below)))
                break
            yield where, below
        else:
            road.pop()


def _below(value: Any) -> Iterator[tuple[str | int, Any]]:
    return iter(value.items() if isinstance(value, dict) else enumerate(value))


def fields(owners: Iterable[tuple[Path, dict[str, Any]]], names: Collection[str]) -> Found:
    """Return every text in these fields of owners."""
    for path, owner in owners:
        for name, value in owner.items():
            if name in names:
                yield from leaves(value, (*path, name))
