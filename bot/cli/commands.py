"""The command line, and the commands of who runs the bot: one function each."""
# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that help and version are quick

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from bot.cli.authors import authors
from bot.cli.ground import FAULTS, GOOD, INTERRUPTED, finished, quiet, refuse, settings_here
from bot.cli.packs import packs_group
from bot.cli.words import Command, Group, Option, Say, complaint
from bot.texts.catalog import DEFAULT, LANGUAGES, shipped


def main(arguments: Sequence[str]) -> int:
    """Run a command line; return its exit code: 0 good, 1 found faults, 2 wrong use or settings."""
    from bot.config import SettingsError

    rest, language = _language(list(arguments))
    say = Say(shipped(), language)
    commands = group(say)
    try:
        return int(commands.main(rest, "casusbot", standalone_mode=False, obj=say) or GOOD)
    except click.ClickException as error:
        return refuse(complaint(say, error))
    except SettingsError as error:
        return refuse(say(error.key, **error.values))
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


def group(say: Say) -> Group:
    """Return all commands, explained in the language of the words."""
    terminal = click.Option(["--terminal"], is_flag=True, help=say("cli.help.terminal"))
    port = Option(["--port"], type=click.IntRange(1, 65_535), metavar=say("cli.port_mark"), help=say("cli.help.port"))
    no_browser = click.Option(["--no-browser"], is_flag=True, help=say("cli.help.no_browser"))
    kind = click.Argument(["kind"], metavar="systemd|docker", type=click.Choice(["systemd", "docker"]))
    operators = [
        Command(say, "run", callback=lambda: run(say)),
        Command(say, "practice", callback=_with(say, practice), params=[terminal, port, no_browser]),
        Command(say, "doctor", callback=_with(say, doctor)),
        Command(say, "service", callback=_with(say, service), params=[kind]),
        packs_group(say, lambda: settings_here(say)),
    ]
    return Group(say, {"authors": authors(say), "operators": operators}, callback=_with(say, start))


def _with(say: Say, command: Callable[..., int]) -> Callable[..., int]:
    return lambda **values: command(say, **values)


def start(say: Say) -> int:
    """Without a command: Telegram when there is a token, else the practice page."""
    if click.get_current_context().invoked_subcommand:
        return GOOD
    if settings_here(say).telegram_bot_token:
        return run(say)
    return practice(say, terminal=False, port=None, no_browser=False)


def run(say: Say) -> int:
    """Run the bot on Telegram until it is stopped."""
    from bot.app import run as app
    from bot.config import SettingsError
    from bot.config.key import find_key, master_key

    settings = settings_here(say)
    if not settings.telegram_bot_token:
        raise SettingsError("token_missing", setting="TELEGRAM_BOT_TOKEN")
    if find_key(settings) is None:
        master_key(settings)
        click.echo(say("cli.key_made", path=settings.master_key_file).rstrip(), err=True)
    return finished(say, settings, app.run(settings))


def practice(say: Say, *, terminal: bool, port: int | None, no_browser: bool) -> int:
    """Run the same bot against a simulated Telegram, on a page or in the terminal."""
    from dataclasses import replace

    from bot.app import practising as app

    settings = quiet(settings_here(say))
    if terminal:
        return finished(say, settings, app.terminal(settings, (sys.stdin, sys.stdout)))
    address = settings.http_address._replace(host="127.0.0.1", port=port or settings.http_address.port)
    click.echo(say("cli.practice", url=f"http://{address.host}:{address.port}/").rstrip())
    sys.stdout.flush()
    page = app.practice(settings, address.port, browser=not no_browser)
    return finished(say, replace(settings, http_address=address), page)


def doctor(say: Say) -> int:
    """Print one line for each thing that was looked at."""
    from bot.app.run import database_state
    from bot.cli.doctor import Verdict, examine, told

    settings = settings_here(say)
    findings = asyncio.run(examine(settings, Path.cwd(), time.time(), database_state))
    click.echo("\n".join(told(say, findings)))
    return FAULTS if any(finding.verdict is Verdict.WRONG for finding in findings) else GOOD


def service(say: Say, *, kind: str) -> int:
    """Print a unit for systemd or a file to build a container with."""
    from bot.cli.service import service as written

    click.echo(written(say, kind, settings_here(say)), nl=False)
    return GOOD
