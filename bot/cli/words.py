"""click in two languages: help, headings, and what is wrong with a command line."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import click
from click.types import OptionHelpExtra

from bot.texts.catalog import Texts

_SHORT = 100  # characters of a help in the list of all commands; a narrow terminal wraps it


class Say:
    """The words of the command line in one language."""

    def __init__(self, texts: Texts, language: str) -> None:
        """Take all texts and the language to speak."""
        self.texts = texts
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return the plain sentence under a key."""
        return self.texts.plain(self.language, key, **values)


class WrongUseError(click.UsageError):
    """A wrong use, by the key of its sentence."""

    def __init__(self, key: str, **values: object) -> None:
        """Take the key under `cli.wrong.` and what fills it."""
        super().__init__(key)
        self.key = key
        self.values = values


class _Formatter(click.HelpFormatter):
    def __init__(self, say: Say, width: int | None) -> None:
        super().__init__(max_width=width)
        self._say = say

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or self._say("cli.usage"))

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._say(f"cli.{heading.lower()}"))


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        return _Formatter(self.obj, self.max_content_width)


class Option(click.Option):
    """An option that says no more than its help: a range in click's own signs is left out."""

    def get_help_extra(self, _ctx: click.Context) -> OptionHelpExtra:
        """Return nothing to add."""
        return {}


class _Parsing(click.Command):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; an error says of which command it is, which click does not when a value lacks."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Command(_Parsing):
    """A command that explains itself in the language it was made in."""

    context_class = _Context

    def __init__(self, say: Say, name: str, **attributes: Any) -> None:
        """Take the words; the help stands under `cli.help.<name>`, unless it is given."""
        attributes["help"] = attributes.get("help") or say(f"cli.help.{name}")
        params = [*attributes.pop("params", ()), _help(say)]
        attributes |= {"options_metavar": say("cli.options_mark"), "add_help_option": False}
        super().__init__(name, params=params, **attributes)


class _Naming(_Parsing, click.Group):
    context_class = _Context

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a name; raises WrongUseError for a name that there is not."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = get_close_matches(args[0].lower(), self.commands, 1)
            raise WrongUseError("command_near" if near else "command", name=args[0], near="".join(near))
        return super().resolve_command(ctx, args)


class Group(_Naming):
    """All commands together; without one of them it runs itself."""

    def __init__(self, say: Say, parts: Mapping[str, Sequence[click.Command]], **attributes: Any) -> None:
        """Take the words, and the commands by the key of the heading they stand under."""
        self._parts = parts
        super().__init__(
            "casusbot",
            commands=[command for commands in parts.values() for command in commands],
            help=say("cli.help.bot"),
            params=[_choice(say), _version(say), _help(say)],
            invoke_without_command=True,
            add_help_option=False,
            options_metavar=say("cli.options_mark"),
            subcommand_metavar=say("cli.commands_mark"),
            **attributes,
        )

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings, in the order they were given."""
        width = max(map(len, self.commands))
        for heading, commands in self._parts.items():
            rows = [(f"{command.name:<{width}}", command.get_short_help_str(_SHORT)) for command in commands]
            with formatter.section(heading):
                formatter.write_dl(rows)


class Subgroup(_Naming):
    """Commands that belong together under one name; without one of them it runs itself."""

    def __init__(self, say: Say, name: str, commands: Sequence[click.Command], **attributes: Any) -> None:
        """Take the words and the commands; the help stands under `cli.help.<name>`."""
        super().__init__(
            name,
            commands=commands,
            help=say(f"cli.help.{name}"),
            params=[_help(say)],
            invoke_without_command=True,
            add_help_option=False,
            options_metavar=say("cli.options_mark"),
            subcommand_metavar=say("cli.commands_mark"),
            **attributes,
        )


def complaint(say: Say, error: click.ClickException) -> str:
    """Return one line on what is wrong with a command line, and where to read on."""
    match error:
        case WrongUseError():
            said = say(f"cli.wrong.{error.key}", **error.values)
        case click.NoSuchOption():
            said = say("cli.wrong.option", name=error.option_name)
        case click.MissingParameter():
            said = say("cli.wrong.missing", name=_name(error.param))
        case click.BadParameter():
            said = _value(say, error.param, _name(error.param))
        case click.BadOptionUsage():
            params = error.ctx.command.params if error.ctx else []
            said = _value(say, next((one for one in params if error.option_name in one.opts), None), error.option_name)
        case _:
            said = say("cli.wrong.use")
    return f"{said} {say('cli.wrong.help')}"


def _value(say: Say, param: click.Parameter | None, name: str) -> str:
    """Return what is wrong with a value, and which values can be used where that is known."""
    wrong = say("cli.wrong.value", name=name)
    match param.type if param else None:
        case click.Choice(choices=choices):
            return f"{wrong} {say('cli.wrong.choice', choices=', '.join(choices))}"
        case click.IntRange(min=least, max=most):
            return f"{wrong} {say('cli.wrong.range', least=least, most=most)}"
        case _:
            return wrong


def _name(param: click.Parameter | None) -> str:
    """Return what a command line calls a parameter: an option by its name, an argument as the help shows it."""
    if isinstance(param, click.Argument) and param.metavar:
        return param.metavar.strip("[].")
    return max(param.opts, key=len) if param else "?"


def _help(say: Say) -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
        if value:
            click.echo(ctx.get_help())
            ctx.exit()

    return _flag("--help", say("cli.help.help"), show)


def _version(say: Say) -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
        if value:
            from bot import __version__  # noqa: PLC0415 - only when asked

            click.echo(f"casusbot {__version__}")
            ctx.exit()

    return _flag("--version", say("cli.help.version"), show)


def _flag(name: str, words: str, show: Any) -> click.Option:
    return click.Option([name], is_flag=True, expose_value=False, is_eager=True, callback=show, help=words)


def _choice(say: Say) -> click.Option:
    return click.Option(["--lang"], type=click.Choice(["nl", "en"]), expose_value=False, help=say("cli.help.language"))
