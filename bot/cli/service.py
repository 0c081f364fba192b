"""The unit for systemd and the file for a container, filled in with the paths of this very installation."""

import sys
from importlib.resources import files
from pathlib import Path

from bot.cli.words import Say
from bot.config import Settings

_ROOT = Path(__file__).resolve().parents[2]
_CARRIED = ("telegram_api_url", "trainers", "http_address", "public_url", "language", "retention_days", "log_level")


def service(say: Say, kind: str, settings: Settings) -> str:
    """Return the file for "systemd" or "docker"; it holds no secret."""
    said = say(f"cli.service.{kind}", root=_ROOT, command=f"{sys.executable} -m bot")
    note = "\n".join(f"# {line}".rstrip() for line in said.splitlines())
    template = files("bot.cli").joinpath(f"{kind}.txt").read_text("utf-8")
    return template.format(note=note, python=sys.executable.replace("%", "%%"), environment=_environment(settings))


def _environment(settings: Settings) -> str:
    """Return the settings a service does not get from elsewhere, as they are now, as systemd.syntax(7) writes them."""
    values = {"scenarios": settings.scenarios.resolve(), **{name: getattr(settings, name) for name in _CARRIED}}
    texts = {name.upper(): _text(value).replace("%", "%%") for name, value in values.items()}
    return "\n".join(f'Environment="{name}={text}"' for name, text in texts.items() if text)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ":".join(map(str, value))
    if isinstance(value, frozenset):
        return ",".join(map(str, sorted(value)))
    return str(value)
