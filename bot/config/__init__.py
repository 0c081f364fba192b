"""Settings: read once from the environment and .env, each checked, frozen from then on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from bot.config import values
from bot.config.env import given_in
from bot.config.values import Address, SettingsError

__all__ = ["Address", "Settings", "SettingsError", "variables"]
LOOPBACK = Address("127.0.0.1", 8080)
DATABASE = "sqlite:///data/casusbot.db"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One field a variable of .env.example, in its order; what is secret stays out of its text form."""

    telegram_bot_token: str = field(default="", repr=False)
    telegram_bot_token_file: Path | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = field(repr=False)
    master_key_file: Path
    scenarios: Path
    pack_hosts: frozenset[Address] = frozenset()
    trainers: frozenset[int] = frozenset()
    http_address: Address = LOOPBACK
    public_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    language: str = "nl"
    retention_days: int = 90
    log_level: str = "INFO"
    keeper: Path | None = field(default=None, metadata={"variable": "CREDENTIALS_DIRECTORY"})
    packs: Path = field(metadata={"variable": "DATABASE_URL"})

    @classmethod
    def read(cls, environ: Mapping[str, str], folder: Path) -> Self:
        """Return the settings in the environment and in .env in a folder; the environment wins, "" is unset.

        Relative paths start in the folder. Raises SettingsError for the first thing that is wrong.
        """
        given = given_in(environ, folder, variables())
        keeper = Path(environ["CREDENTIALS_DIRECTORY"]) if environ.get("CREDENTIALS_DIRECTORY") else None
        database = values.database_at(given.get("DATABASE_URL", DATABASE), folder)
        public = values.public_url(given.get("PUBLIC_URL", ""))
        return cls(
            telegram_bot_token=values.bot_token(given, folder, keeper),
            telegram_bot_token_file=values.file_at(given, "TELEGRAM_BOT_TOKEN_FILE", folder),
            telegram_api_url=values.api_url(given.get("TELEGRAM_API_URL", cls.telegram_api_url)),
            database_url=database,
            master_key_file=values.key_file(given, environ, folder, values.file_of(database)),
            scenarios=values.scenario_folder(given, folder),
            pack_hosts=values.pack_hosts(given.get("PACK_HOSTS", "")),
            trainers=values.trainer_ids(given.get("TRAINERS", "")),
            http_address=values.http_address(given.get("HTTP_ADDRESS", ":".join(map(str, LOOPBACK)))),
            public_url=public,
            webhook_secret=values.webhook_secret(given.get("WEBHOOK_SECRET", ""), public),
            language=values.one_of("LANGUAGE", given.get("LANGUAGE", cls.language).lower(), values.LANGUAGES),
            retention_days=values.days(given.get("RETENTION_DAYS", str(cls.retention_days))),
            log_level=values.one_of("LOG_LEVEL", given.get("LOG_LEVEL", cls.log_level).upper(), values.LEVELS),
            keeper=keeper,
            packs=values.pack_folder(values.file_of(database), folder),
        )

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database, None for PostgreSQL."""
        return values.file_of(self.database_url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What a log must never hold."""
        password = urlsplit(self.database_url).password or ""
        return tuple(filter(None, (self.telegram_bot_token, self.webhook_secret, password, unquote(password))))


def variables() -> tuple[str, ...]:
    """Return the names of all variables, in the order of the fields."""
    return tuple(each.name.upper() for each in fields(Settings) if "variable" not in each.metadata)
