"""The commands of who writes cases: how each is called and with what. What they do stands in the files beside."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import click

from bot.cli.words import Command, Option, Say

PICTURES = ("png", "svg", "dot", "mermaid")
BOOKS = ("pdf", "html")
REPORTS = ("text", "json", "github")


def authors(say: Say) -> Sequence[Command]:
    """Return the commands, explained in the language of the words, in the order of the work."""

    def command(name: str, room: str, *params: click.Parameter) -> Command:
        return Command(say, name, callback=_later(say, room, name), params=params)

    def flag(name: str) -> click.Option:
        return click.Option([f"--{name}"], is_flag=True, help=say(f"cli.help.{name.replace('-', '_')}"))

    def option(name: str, mark: str, *, path: bool = False) -> click.Option:
        kind = click.Path(path_type=Path) if path else click.STRING
        return Option([f"--{name}"], type=kind, metavar=say(f"cli.{mark}_mark"), help=say(f"cli.help.{name}"))

    def choice(names: Sequence[str], help_key: str) -> click.Option:
        kind = click.Choice(list(names))
        return Option(["--format"], type=kind, default=names[0], metavar="|".join(names), help=say(help_key))

    paths = _paths("paths", say("cli.paths_mark"), many=True, required=False)
    files = _paths("files", say("cli.files_mark"), many=True)
    file = _paths("file", say("cli.file_mark"))
    old, new = _paths("old", say("cli.old_mark")), _paths("new", say("cli.new_mark"))
    ids = click.Argument(["ids"], nargs=-1, required=True, metavar=say("cli.ids_mark"))
    out = option("out", "file", path=True)
    explain = option("explain", "code")
    reports = choice(REPORTS, "cli.help.report_format")
    pictures, books = choice(PICTURES, "cli.help.picture_format"), choice(BOOKS, "cli.help.book_format")
    road, record, counts = option("road", "road"), option("record", "road"), option("counts", "file", path=True)
    return (
        command("new", "making", out),
        command("check", "checking", paths, flag("tips"), flag("strict"), reports, explain),
        command("fix", "making", _paths("paths", say("cli.files_mark"), many=True), flag("dry-run")),
        command("watch", "checking", paths, flag("tips")),
        command("graph", "printing", file, pictures, out, road, counts),
        command("stats", "printing", paths),
        command("rounds", "printing", file),
        command("book", "printing", file, flag("trainer"), books, out),
        command("test", "testing", paths, flag("bless"), record, option("name", "name")),
        command("diff", "printing", old, new),
        command("publish", "publishing", files),
        command("withdraw", "publishing", ids),
    )


def _paths(name: str, mark: str, *, many: bool = False, required: bool = True) -> click.Argument:
    kind = click.Path(path_type=Path)
    return click.Argument([name], nargs=-1 if many else 1, required=required, metavar=mark, type=kind)


def _later(say: Say, room: str, name: str) -> Callable[..., int]:
    """Return a command whose file is read only when it runs, so that help and version are quick."""
    return lambda **values: int(getattr(import_module(f"bot.cli.{room}"), name)(say, **values))
