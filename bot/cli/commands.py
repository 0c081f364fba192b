"""The commands: one function each."""
# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that help and version are quick

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.words import Command, Group, Option, Say, WrongUseError, complaint
from bot.texts.catalog import DEFAULT, LANGUAGES, shipped

if TYPE_CHECKING:
    from bot.config import Settings

GOOD, FAULTS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run a command line; return its exit code: 0 good, 1 found faults, 2 wrong use or settings."""
    from bot.config import SettingsError

    rest, language = _language(list(arguments))
    say = Say(shipped(), language)
    commands = group(say)
    try:
        return int(commands.main(rest, "casusbot", standalone_mode=False, obj=say) or GOOD)
    except click.ClickException as error:
        return _refuse(complaint(say, error, commands.all_params()))
    except SettingsError as error:
        return _refuse(say(error.key, **error.values))
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it ends
        return GOOD


def _language(arguments: list[str]) -> tuple[list[str], str]:
    """Take --lang out of the arguments, wherever it stands: the help is built in it. Click refuses other values."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        width = 1 if value else 2
        value = value or "".join(arguments[place + 1 : place + 2])
        if name == "--lang" and value in LANGUAGES:
            return arguments[:place] + arguments[place + width :], value
    return arguments, DEFAULT


def _refuse(line: str, code: int = WRONG_USE) -> int:
    click.echo(line, err=True)
    return code


def group(say: Say) -> Group:
    """Return all commands, explained in the language of the words."""
    terminal = click.Option(["--terminal"], is_flag=True, help=say("cli.help.terminal"))
    port = Option(["--port"], type=click.IntRange(1, 65_535), metavar=say("cli.port_mark"), help=say("cli.help.port"))
    no_browser = click.Option(["--no-browser"], is_flag=True, help=say("cli.help.no_browser"))
    paths = click.Argument(["paths"], nargs=-1, metavar=say("cli.paths_mark"), type=click.Path(path_type=Path))
    kind = click.Argument(["kind"], metavar="systemd|docker", type=click.Choice(["systemd", "docker"]))
    commands = [
        Command(say, "run", callback=lambda: run(say)),
        Command(say, "practice", callback=_with(say, practice), params=[terminal, port, no_browser]),
        Command(say, "check", callback=_with(say, check), params=[paths]),
        Command(say, "doctor", callback=_with(say, doctor)),
        Command(say, "service", callback=_with(say, service), params=[kind]),
    ]
    return Group(say, commands, callback=_with(say, start))


def _with(say: Say, command: Callable[..., int]) -> Callable[..., int]:
    return lambda **values: command(say, **values)


def start(say: Say) -> int:
    """Without a command: Telegram when there is a token, else the practice page."""
    if click.get_current_context().invoked_subcommand:
        return GOOD
    if _settings(say).telegram_bot_token:
        return run(say)
    return practice(say, terminal=False, port=None, no_browser=False)


def run(say: Say) -> int:
    """Run the bot on Telegram until it is stopped."""
    from bot import app
    from bot.config import SettingsError
    from bot.config.key import find_key, master_key

    settings = _settings(say)
    if not settings.telegram_bot_token:
        raise SettingsError("token_missing", setting="TELEGRAM_BOT_TOKEN")
    if find_key(settings) is None:
        master_key(settings)
        click.echo(say("cli.key_made", path=settings.master_key_file).rstrip(), err=True)
    return _until_stopped(say, settings, app.run(settings))


def practice(say: Say, *, terminal: bool, port: int | None, no_browser: bool) -> int:
    """Run the same bot against a simulated Telegram, on a page or in the terminal."""
    from dataclasses import replace

    from bot import app

    settings = _settings(say)
    if settings.log_level == "INFO":
        settings = replace(
            settings, log_level="WARNING"
        )  # people talk here; ordinary lines of a log would talk through it
    if terminal:
        return _until_stopped(say, settings, app.terminal(settings, (sys.stdin, sys.stdout)))
    address = settings.http_address._replace(host="127.0.0.1", port=port or settings.http_address.port)
    click.echo(say("cli.practice", url=f"http://{address.host}:{address.port}/").rstrip())
    sys.stdout.flush()
    page = app.practice(settings, address.port, browser=not no_browser)
    return _until_stopped(say, replace(settings, http_address=address), page)


def check(say: Say, *, paths: Sequence[Path]) -> int:
    """Print each fault in the cases; silent when there is none."""
    from bot.scenario.check import refused
    from bot.scenario.library import check_paths
    from bot.scenario.report import report
    from bot.texts.pages import wording

    try:
        issues, sources = check_paths(map(_nearby, paths or [_settings(say).scenarios]))
    except OSError as error:
        raise WrongUseError("path", path=error.filename) from None
    if issues:
        click.echo(report(issues, sources, wording(say.language)), nl=False)
    return FAULTS if refused(issues) else GOOD


def _nearby(path: Path) -> Path:
    """Return a path from here on where it can be: shorter to read."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def doctor(say: Say) -> int:
    """Print one line for each thing that was looked at."""
    from bot.app import database_state
    from bot.cli.doctor import Verdict, examine, told

    settings = _settings(say)
    findings = asyncio.run(examine(settings, Path.cwd(), time.time(), database_state))
    click.echo("\n".join(told(say, findings)))
    return FAULTS if any(finding.verdict is Verdict.WRONG for finding in findings) else GOOD


def service(say: Say, *, kind: str) -> int:
    """Print a unit for systemd or a file to build a container with."""
    from bot.cli.service import service as written

    click.echo(written(say, kind, _settings(say)), nl=False)
    return GOOD


def _settings(say: Say) -> "Settings":
    from bot.config import Settings
    from bot.config.env import tighten

    folder = Path.cwd()
    if path := tighten(folder):
        click.echo(say("cli.tightened", path=path), err=True)
    return Settings.read(os.environ, folder)


def _until_stopped(say: Say, settings: "Settings", work: Coroutine[Any, Any, None]) -> int:
    """Run until the end; raises SettingsError for what only the operator can mend."""
    from bot.app.trouble import PassingError, told
    from bot.safety.redact import setup

    setup(settings.log_level, settings.secrets)
    try:
        with told(settings):
            asyncio.run(work)
    except PassingError as error:
        return _refuse(say(error.key, **error.values), FAULTS)
    return GOOD
