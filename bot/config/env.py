"""What is set: the environment first, then .env, which must be readable by its owner alone when it holds a secret."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from bot.config.values import SettingsError, split


def tighten(folder: Path) -> Path | None:
    """Make .env in a folder readable by its owner alone when it holds a secret; return it when that was needed."""
    path = folder / ".env"
    if not _exposed(path):
        return None
    try:
        path.chmod(0o600)
    except OSError:
        return None
    return path


def given_in(environ: Mapping[str, str], folder: Path, known: tuple[str, ...]) -> dict[str, str]:
    """Return what is set, by name. LANGUAGE may also be the desktop's list of locales, which is not meant for us."""
    outside = {name: environ[name].strip() for name in known if environ.get(name, "").strip()}
    if re.search("[_:]", outside.get("LANGUAGE", "")):
        del outside["LANGUAGE"]
    if _exposed(folder / ".env"):
        raise SettingsError("exposed", setting=".env", path=folder / ".env")
    inside = {name: value.strip() for name, value in dotenv(folder / ".env").items() if value.strip()}
    return {name: value for name, value in {**inside, **outside}.items() if name in known}


def dotenv(path: Path) -> dict[str, str]:
    """Return what stands in a .env file, nothing filled in; empty where there is no file."""
    try:
        return {name: value or "" for name, value in dotenv_values(path, interpolate=False, encoding="utf-8").items()}
    except (OSError, UnicodeDecodeError):
        raise SettingsError("unreadable", setting=".env", path=path) from None


def _exposed(path: Path) -> bool:
    if os.name != "posix" or not path.is_file() or not path.stat().st_mode & 0o077:
        return False
    inside = dotenv(path)
    secret = inside.get("TELEGRAM_BOT_TOKEN") or inside.get("WEBHOOK_SECRET")
    return bool(secret or split(inside.get("DATABASE_URL", "")).password)
