"""A program of others: run without a shell, in its own process, to a time limit."""

import subprocess
from collections.abc import Sequence


class PressError(Exception):
    """What was asked could not be printed."""


def run(command: Sequence[str], given: bytes, seconds: float) -> bytes:
    """Return what a program writes when it reads `given`; raises PressError when it fails, is late or is not there."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise PressError(f"{command[0]} was not ready within {seconds:g} seconds") from error
    except OSError as error:
        raise PressError(f"{command[0]} cannot be run: {error.strerror}") from error
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise PressError(f"{command[0]} failed ({done.returncode}): {said[-300:]}")
    return done.stdout
