"""click in two languages: help, headings, and what is wrong with a command line."""

from collections.abc import Sequence
from typing import Any

import click
from click.types import OptionHelpExtra

from bot.texts.catalog import Texts


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


class Command(click.Command):
    """A command that explains itself in the language it was made in."""

    context_class = _Context

    def __init__(self, say: Say, name: str, **attributes: Any) -> None:
        """Take the words; the help stands under `cli.help.<name>`."""
        attributes.setdefault("help", say(f"cli.help.{name}"))
        params = [*attributes.pop("params", ()), _help(say)]
        attributes |= {"options_metavar": say("cli.options_mark"), "add_help_option": False}
        super().__init__(name, params=params, **attributes)


class Group(click.Group):
    """All commands together; without one of them it runs itself."""

    context_class = _Context

    def __init__(self, say: Say, commands: Sequence[click.Command], **attributes: Any) -> None:
        """Take the words and the commands."""
        super().__init__(
            "casusbot",
            commands=commands,
            help=say("cli.help.bot"),
            params=[_choice(say), _version(say), _help(say)],
            invoke_without_command=True,
            add_help_option=False,
            options_metavar=say("cli.options_mark"),
            subcommand_metavar=say("cli.commands_mark"),
            **attributes,
        )

    def all_params(self) -> list[click.Parameter]:
        """Return the parameters of the group and of every command."""
        return [param for command in (self, *self.commands.values()) for param in command.params]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a name; raises WrongUseError for a name that there is not."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise WrongUseError("command", name=args[0])
        return super().resolve_command(ctx, args)


def complaint(say: Say, error: click.ClickException, params: Sequence[click.Parameter] = ()) -> str:
    """Return one line on what is wrong with a command line, and where to read on.

    `params` are those of all commands: click does not say which one lacks a value.
    """
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
        return param.metavar
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
