"""One check a variable: text in, value out, or a SettingsError that names it."""

import re
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from bot.config.secret import KeyFileError, read_secret

TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
DIGITS = re.compile(r"[0-9]{1,18}")
# A name with a dot in it whose last part begins with a letter: no IP address, in whatever form, ends so (WHATWG URL).
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
HTTPS = 443
LANGUAGES = ("nl", "en")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LONGEST_RETENTION = 3_650
POSTGRES = "postgresql+psycopg"
CHECKOUT = Path(__file__).resolve().parents[2]
INSTALLED = (
    Path(sys.prefix) / "share" / "casusbot" / "scenarios"
)  # where pip puts the cases: pyproject.toml, data-files

Given = Mapping[str, str]


class SettingsError(Exception):
    """A setting is missing or wrong; `key` is the sentence that says so in the texts, `values` its blanks."""

    def __init__(self, key: str, **values: object) -> None:
        """Take the key of the sentence (under `settings.`) and what fills it; `setting` names the variable."""
        super().__init__(f"{values.get('setting', '')} {key}".strip())
        self.key = f"settings.{key}"
        self.values = values


class Address(NamedTuple):
    """Where the bot listens."""

    host: str
    port: int


def bot_token(given: Given, folder: Path, keeper: Path | None) -> str:
    """Return the token of TELEGRAM_BOT_TOKEN or of the file in TELEGRAM_BOT_TOKEN_FILE, "" without either."""
    setting, token = "TELEGRAM_BOT_TOKEN", given.get("TELEGRAM_BOT_TOKEN", "")
    path = file_at(given, "TELEGRAM_BOT_TOKEN_FILE", folder)
    if path and token:
        raise SettingsError("token_twice", setting=setting)
    if path:
        setting = "TELEGRAM_BOT_TOKEN_FILE"
        try:
            token = read_secret(path, keeper)
        except KeyFileError as error:
            raise secret_trouble(setting, error) from None
    if (token or path) and not TOKEN.fullmatch(token):
        raise SettingsError("token_shape", setting=setting)
    return token


def secret_trouble(setting: str, error: KeyFileError) -> SettingsError:
    """Return what is wrong with a secret's file as the setting that points to it."""
    return SettingsError(f"file_{error.trouble}", setting=setting, path=error.path)


def file_at(given: Given, setting: str, folder: Path) -> Path | None:
    """Return the path in a setting, from the folder on, or None when it is not set; "~" is the user's own folder."""
    if setting not in given:
        return None
    try:
        return folder.absolute() / Path(given[setting]).expanduser()
    except RuntimeError:
        raise SettingsError("path", setting=setting, path=given[setting]) from None


def database_at(url: str, folder: Path) -> str:
    """Return the address for SQLAlchemy: SQLite in a file, or PostgreSQL with its driver."""
    parts = split(url)
    if parts.scheme in {"postgres", "postgresql", POSTGRES} and parts.path.strip("/"):
        if find_spec("psycopg") is None:
            raise SettingsError("postgres_extra", setting="DATABASE_URL", python=sys.executable)
        return POSTGRES + url.removeprefix(parts.scheme)
    file = url.removeprefix("sqlite:///")
    if file in {"", url} or ":memory:" in file or "?" in file:
        raise SettingsError("database", setting="DATABASE_URL")
    return f"sqlite:///{folder.absolute() / file}"


def file_of(database_url: str) -> Path | None:
    """Return the file an SQLite address points to, None for PostgreSQL."""
    return Path(database_url.removeprefix("sqlite:///")) if database_url.startswith("sqlite:///") else None


def key_file(given: Given, environ: Given, folder: Path, database: Path | None) -> Path:
    """Return where the master key is, never in the folder of the database: one backup must not hold both."""
    path = file_at(given, "MASTER_KEY_FILE", folder) or _own_folder(environ) / "casusbot" / "master.key"
    if database and path.resolve().is_relative_to(database.parent.resolve()):
        raise SettingsError("key_inside", setting="MASTER_KEY_FILE", path=path, folder=database.parent)
    return path


def _own_folder(environ: Given) -> Path:
    """Return where a user's programs keep their settings (XDG Base Directory Specification; APPDATA on Windows)."""
    if own := environ.get("XDG_CONFIG_HOME") or environ.get("APPDATA"):
        return Path(own)
    try:
        return Path(environ.get("HOME") or Path.home()) / ".config"
    except RuntimeError:
        raise SettingsError("key_nowhere", setting="MASTER_KEY_FILE") from None


def scenario_folder(given: Given, folder: Path) -> Path:
    """Return the folder with cases: set, nearby, that of the checkout, or what was installed."""
    near = folder.absolute() / "scenarios"
    found = (path for path in (near, CHECKOUT / "scenarios", INSTALLED) if path.is_dir())
    path = file_at(given, "SCENARIOS", folder) or next(found, near)
    if not path.is_dir():
        raise SettingsError("scenarios", setting="SCENARIOS", path=path)
    return path


def trainer_ids(text: str) -> frozenset[int]:
    """Return user ids, written with commas or spaces between them (Bot API, User: at most 52 bits)."""
    ids = [part for part in re.split(r"[,;\s]+", text) if part]
    wrong = [part for part in ids if not (DIGITS.fullmatch(part) and 0 < int(part) < 2**52)]
    if wrong:
        raise SettingsError("trainers", setting="TRAINERS", value=wrong[0])
    return frozenset(map(int, ids))


def pack_hosts(text: str) -> frozenset[Address]:
    """Return the hosts packs may be fetched from: names, with a port behind a colon where it is not that of https."""
    hosts = set()
    for part in filter(None, re.split(r"[,;\s]+", text)):
        name, colon, port = part.lower().partition(":")
        number = int(port) if re.fullmatch(r"[0-9]{1,5}", port) else 0 if colon else HTTPS
        if not HOST.fullmatch(name) or not 0 < number < 2**16:
            raise SettingsError("pack_hosts", setting="PACK_HOSTS")
        hosts.add(Address(name, number))
    return frozenset(hosts)


def pack_folder(database: Path | None, folder: Path) -> Path:
    """Return where packs are kept: beside the database, or in the folder `data` where that is no file."""
    return (database.parent if database else folder.absolute() / "data") / "packs"


def http_address(text: str) -> Address:
    """Return host and port of "127.0.0.1:8080" or "[::1]:8080"."""
    parts = split(f"//{text}")
    if not parts.hostname or parts.port is None or parts.path or parts.username is not None:
        raise SettingsError("address", setting="HTTP_ADDRESS", value=text)
    return Address(parts.hostname, parts.port)


def api_url(text: str) -> str:
    """Return the address of the Bot API; plain HTTP is allowed, a server of one's own speaks it in its network."""
    if _web_host(text) is None:
        raise SettingsError("api_url", setting="TELEGRAM_API_URL")
    return text.rstrip("/")


def public_url(text: str) -> str:
    """Return the address Telegram delivers to, "" for none: https (Bot API, setWebhook), or this machine."""
    host = _web_host(text)
    if text and (host is None or not (text.startswith("https://") or is_loopback(host))):
        raise SettingsError("public_url", setting="PUBLIC_URL")
    return text.rstrip("/")


def _web_host(address: str) -> str | None:
    parts = split(address)
    plain = parts.scheme in {"http", "https"} and not parts.query and not parts.fragment and parts.username is None
    return parts.hostname if plain else None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def webhook_secret(text: str, public: str) -> str:
    """Return the secret Telegram sends along (Bot API, setWebhook, secret_token); needed with a public address."""
    if text and not SECRET.fullmatch(text):
        raise SettingsError("secret_shape", setting="WEBHOOK_SECRET")
    if public and not text:
        raise SettingsError("secret_missing", setting="WEBHOOK_SECRET")
    return text


def one_of(setting: str, value: str, choices: tuple[str, ...]) -> str:
    """Return a value that is one of the choices."""
    if value not in choices:
        raise SettingsError("one_of", setting=setting, value=value, choices=", ".join(choices))
    return value


def days(text: str) -> int:
    """Return a number of days, from 1 to ten years."""
    if not (DIGITS.fullmatch(text) and 1 <= int(text) <= LONGEST_RETENTION):
        raise SettingsError("days", setting="RETENTION_DAYS", value=text, most=LONGEST_RETENTION)
    return int(text)


def split(address: str) -> SplitResult:
    """Return the parts of an address; of one that cannot be read, none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts
