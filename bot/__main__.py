"""Starts the bot: python3 -m bot."""

import sys

from bot import bootstrap


def main() -> None:
    """Set up what is missing, then run the command line; ends the process with its exit code."""
    bootstrap.ensure()
    from bot.cli.commands import main as run  # noqa: PLC0415 - only now are its libraries there

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
