"""Rules R: names that point at something, what they point at, and what nothing points at."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.scenario.fields import CHOSEN
from bot.scenario.model import Issue, Severity
from bot.scenario.reader import Path
from bot.scenario.rules.registry import LONGEST_NAME, File, Finding, Play, declare, issue, on_file, on_play
from bot.scenario.rules.tree import conditions, inside, leaves, options, speakers, steps, table, targets, texts
from bot.scenario.shape import names_at
from bot.scenario.source import Source

declare({"R09": Severity.WARNING})

_WORD = re.compile(r"[^\W_]+")
_SOME = 3  # names to choose from
_ARTICLES = {"de", "het", "een"}


@on_file("R01")
def unknown_target(file: File) -> Iterator[Finding]:
    """A route to a step or ending that does not exist."""
    data = file.source.data
    places = {**inside(data, "stappen"), **inside(data, "eindes")}
    if not (inside(data, "stappen") and inside(data, "eindes")):
        return  # then every route would be wrong, for a reason that was told already
    for path, name in targets(data):
        # A step that stands beside `stappen` was told already, as a field that does not exist.
        beside = isinstance(data.get(name), dict) and name not in names_at(file.kind, ())
        if name not in places and not beside:
            owner = {"vorm": "stap"} if path[2] == "naar" else {"vorm": "keuze", "keuze": path[3]}
            yield Finding(file.source.at_value(path), {**owner, "stap": path[1], "naam": name}, file.near(name, places))


@on_file("R02")
def unknown_person(file: File) -> Iterator[Finding]:
    """A person who is not in `personen`."""
    if _readable(file, "personen"):
        yield from _unknown(file, _people(file.source.data), inside(file.source.data, "personen"))


@on_file("R03")
def unknown_meter(file: File) -> Iterator[Finding]:
    """A meter that is not in `meters`."""
    if _readable(file, "meters"):
        yield from _unknown(file, _meters(file.source.data), inside(file.source.data, "meters"))


@on_file("R04")
def unknown_box(file: File) -> Iterator[Finding]:
    """A box that is not in _gedeeld/kaders.yaml."""
    if file.shared.boxes is not None:
        used = (
            found for path, step in steps(file.source.data) for found in texts(step.get("kaders"), (*path, "kaders"))
        )
        yield from _unknown(file, used, file.shared.boxes)


@on_file("R05")
def unknown_media(file: File) -> Iterator[Finding]:
    """A picture that is not in the folder, or has other capitals there."""
    if file.shared.media is not None:
        used = (found for path, step in steps(file.source.data) for found in _media(path, step))
        yield from _unknown(file, used, sorted(file.shared.media))


@on_file("R06")
def shared_name(file: File) -> Iterator[Finding]:
    """A step and an ending with the same name."""
    for name in inside(file.source.data, "eindes"):
        if name in inside(file.source.data, "stappen"):
            line = file.source.at_key(("stappen", name)).line
            yield Finding(file.source.at_key(("eindes", name)), {"naam": name, "regel": line})


@on_play("R07", Severity.WARNING)
def unused_meter(play: Play) -> Iterator[Finding]:
    """A meter that no condition asks for and no effect moves."""
    data = play.source.data
    used = {path[-1] for path, _ in _meters(data)}
    for name in play.scenario.meters:
        if name not in used:
            yield Finding(play.source.at_key(("meters", name)), {"naam": name})


@on_play("R08", Severity.WARNING)
def unmentioned_person(play: Play) -> Iterator[Finding]:
    """A person who says nothing, gains and loses nothing, and whose name is in no text."""
    data = play.source.data
    known = {name for _, name in _people(data)}
    absent = {name: _words(person) for name, person in play.scenario.people.items() if name not in known}
    texts_of = leaves({**data, "personen": ""}) if absent else ()
    read = {word for _, text in texts_of for word in _words(text)}
    for name, words in absent.items():
        first = [word for word in words if word not in _ARTICLES][:1]
        if not any({word, f"{word}s"} & read for word in first):
            yield Finding(play.source.at_key(("personen", name)), {"naam": name})


def unused_boxes(boxes: Source, used: Iterable[str]) -> list[Issue]:
    """Return R09 for every box in a file of boxes whose name is not among those in use."""
    needed = set(used)
    return [
        issue("R09", Finding(boxes.at_key((name,)), {"naam": name})) for name in table(boxes.data) if name not in needed
    ]


@on_file("R10")
def unknown_choice(file: File) -> Iterator[Finding]:
    """A condition on a choice that does not exist."""
    names = dict.fromkeys(f"{path[1]}.{path[3]}" for path, _ in options(file.source.data))
    for path, condition in conditions(file.source.data):
        for where, name in texts(condition.get(CHOSEN), (*path, CHOSEN)):
            step, _, option = name.partition(".")
            if step and option and name not in names:
                yield Finding(file.source.at_value(where), {"naam": name}, file.near(name, names))


@on_file("R11")
def name_still_used(file: File) -> Iterator[Finding]:
    """An old name under `voorheen` that something still has."""
    data = file.source.data
    places = {*inside(data, "stappen"), *inside(data, "eindes")}
    owners: list[tuple[Path, Any, set[str]]] = [((), data, {name for _, name in texts(table(data).get("id"), ())})]
    owners += [(path, step, places) for path, step in steps(data)]
    for path, step in steps(data):
        names = set(table(step.get("keuzes")))
        owners += [((*path, "keuzes", name), table(step["keuzes"][name]), names) for name in names]
    for path, owner, taken in owners:
        for where, name in texts(table(owner).get("voorheen"), (*path, "voorheen")):
            if name in taken:
                yield Finding(file.source.at_value(where), {"naam": name})


def _readable(file: File, field: str) -> bool:
    """Return whether the names are there to compare with: a field that is not written has none, and that is known."""
    return isinstance(table(file.source.data).get(field, {}), dict)


def _unknown(file: File, used: Iterable[tuple[Path, str]], names: Iterable[str]) -> Iterator[Finding]:
    known = dict.fromkeys(names)
    some = ", ".join([other for other in known if len(other) <= LONGEST_NAME][:_SOME])
    for path, name in used:
        if name not in known:
            where = file.source.at_key(path) if path[-1] == name else file.source.at_value(path)
            parts = [part.strip() for part in name.split(",")]
            if len(parts) > 1 and isinstance(path[-1], str) and known.keys() >= set(parts):
                yield Finding(where, {"vorm": "lijst", "tekst": name, "goed": f"[{', '.join(parts)}]"})
                continue
            suggestion = file.near(name, known)
            form = "een" if suggestion or not some else "meer"
            yield Finding(where, {"vorm": form, "naam": name, "namen": some}, suggestion)


def _people(data: Any) -> Iterator[tuple[Path, str]]:
    yield from texts(table(data).get("klant"), ("klant",))
    for path, owner in speakers(data):
        yield from (((*path, "aan_het_woord", name), name) for name in table(owner.get("aan_het_woord")))
        for field in ("baat", "nadeel"):
            yield from texts(owner.get(field), (*path, field))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _meters(data: Any) -> Iterator[tuple[Path, str]]:
    for path, option in options(data):
        yield from (((*path, "effect", name), name) for name in table(option.get("effect")))
    for path, condition in conditions(data):
        yield from (((*path, name), name) for name in condition if name != CHOSEN)


def _media(path: Path, step: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    if isinstance(step.get("media"), str):
        yield from texts(step["media"], (*path, "media"))
