"""The commands for packs: one function each."""
# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that help and version are quick

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bot.cli.ground import FAULTS, GOOD, WRONG_USE, refuse
from bot.cli.words import Command, Say, Subgroup

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.packs.address import PackError
    from bot.packs.fetch import Outside
    from bot.packs.packs import Done, Packs

_LONGEST = 200  # characters of a name that another machine wrote and a sentence repeats


def packs_group(
    say: Say, settings: Callable[[], "Settings"], outside: Callable[[], "Outside"] | None = None
) -> click.Group:
    """Return the commands under `packs`; `outside` is the world to fetch from, the internet when it is not given."""

    def run(command: Callable[..., int]) -> Callable[..., int]:
        return lambda **values: command(say, _packs(settings(), outside), **values)

    address = click.Argument(["address"], metavar=say("packs.marks.address"))
    sha256 = click.Option(["--sha256"], default="", metavar=say("packs.marks.digest"), help=say("packs.help.sha256"))
    names = click.Argument(["names"], nargs=-1, metavar=say("packs.marks.names"))
    name = click.Argument(["name"], metavar=say("packs.marks.name"))
    commands = [
        Command(say, "add", callback=run(add), params=[address, sha256], help=say("packs.help.add")),
        Command(say, "list", callback=run(show), help=say("packs.help.list")),
        Command(say, "update", callback=run(update), params=[names], help=say("packs.help.update")),
        Command(say, "remove", callback=run(remove), params=[name], help=say("packs.help.remove")),
    ]

    def bare() -> int:
        asked = click.get_current_context().invoked_subcommand
        return GOOD if asked else show(say, _packs(settings(), outside))

    return Subgroup(say, "packs", commands, callback=bare)


def add(say: Say, packs: "Packs", *, address: str, sha256: str) -> int:
    """Fetch a case or a pack of cases and keep it."""
    return _told(say, partial(packs.add, address, sha256))


def show(say: Say, packs: "Packs") -> int:
    """Print one line for each pack."""
    from bot.packs.address import PackError

    try:
        kept = packs.all()
    except PackError as error:
        return _refused(say, error)
    for name, record in kept.items():
        key = "packs.row_pinned" if record.pinned else "packs.row"
        values = {"name": name, "n": len(record.cases), "address": record.address}
        click.echo(say(key, **values, **({"digest": record.sha256} if record.pinned else {})))
    if not kept:
        click.echo(say("packs.done.none"))
    return GOOD


def update(say: Say, packs: "Packs", *, names: Sequence[str]) -> int:
    """Fetch packs again, all of them without a name; one that fails stays as it was, and the others go on."""
    from bot.packs.address import PackError

    try:
        wanted = names or list(packs.all())
    except PackError as error:
        return _refused(say, error)
    codes = [_told(say, partial(packs.update, name), name) for name in wanted]
    return max(codes, default=GOOD)


def remove(say: Say, packs: "Packs", *, name: str) -> int:
    """Take a pack away."""
    from bot.packs.address import PackError

    try:
        packs.remove(name)
    except PackError as error:
        return _refused(say, error)
    click.echo(say("packs.done.removed", name=name))
    return GOOD


def _packs(settings: "Settings", outside: Callable[[], "Outside"] | None) -> "Packs":
    from bot.packs.fetch import internet
    from bot.packs.packs import Packs
    from bot.scenario.library import read_shelf

    def own() -> frozenset[str]:
        shelf = read_shelf(settings.scenarios)
        return shelf.broken.union(shelf.scenarios)

    return Packs(settings.packs, settings.pack_hosts, outside or internet, own=own)


def _told(say: Say, fetch: Callable[[], Coroutine[Any, Any, "Done"]], name: str = "") -> int:
    """Fetch and say what came of it; `name` is the pack a line is about, when there may be several."""
    from bot.packs.address import PackError

    try:
        done = asyncio.run(fetch())
    except PackError as error:
        return _refused(say, error, name)
    key = "packs.done.added" if done.changed else "packs.done.same"
    click.echo(say(key, name=done.name, **({"n": done.cases} if done.changed else {})))
    return GOOD


def _refused(say: Say, error: "PackError", name: str = "") -> int:
    """Say what is wrong, with the report of the check where there is one; return the exit code."""
    from bot.packs.address import PackUseError
    from bot.packs.listing import FaultyPackError
    from bot.scenario.report import report
    from bot.texts.pages import wording

    if isinstance(error, FaultyPackError):
        lines = report(error.issues, error.sources, wording(say.language)).splitlines()
        click.echo("\n".join(map(_harmless, lines)))
        sys.stdout.flush()
    why = _harmless(say(error.key, **{blank: str(value)[:_LONGEST] for blank, value in error.values.items()}))
    line = say("packs.failed", name=name, why=why) if name else why
    return refuse(line, WRONG_USE if isinstance(error, PackUseError) else FAULTS)


def _harmless(line: str) -> str:
    """Return a line that cannot steer a terminal: some of it was written by whoever made the pack."""
    return "".join(sign if sign.isprintable() else "·" for sign in line)
