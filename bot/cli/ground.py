"""What every command stands on: exit codes, the settings, and work that the store may be away for."""
# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that help and version are quick

import asyncio
import os
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.words import Say

if TYPE_CHECKING:
    from bot.config import Settings

GOOD, FAULTS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def refuse(line: str, code: int = WRONG_USE) -> int:
    """Print a line on standard error; return the exit code."""
    click.echo(line, err=True)
    return code


def settings_here(say: Say) -> "Settings":
    """Return the settings in the environment and in .env here, which is made private when it holds a secret.

    Raises SettingsError for the first thing that is wrong.
    """
    from bot.config import Settings
    from bot.config.env import tighten

    folder = Path.cwd()
    if path := tighten(folder):
        click.echo(say("cli.tightened", path=path), err=True)
    return Settings.read(os.environ, folder)


def quiet(settings: "Settings") -> "Settings":
    """Return settings with which ordinary lines of a log do not talk through what a person reads."""
    return replace(settings, log_level="WARNING") if settings.log_level == "INFO" else settings


def finished(say: Say, settings: "Settings", work: Coroutine[Any, Any, int | None]) -> int:
    """Do work to its end; return its exit code. Raises SettingsError for what only the operator can mend."""
    from bot.app.trouble import PassingError, told
    from bot.safety.redact import setup

    setup(settings.log_level, settings.secrets)
    try:
        with told(settings):
            return asyncio.run(work) or GOOD
    except PassingError as error:
        return refuse(say(error.key, **error.values), FAULTS)
