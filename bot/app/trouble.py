"""What can stop a bot, as one clear line for the operator."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.channel.errors import TokenRevokedError
from bot.channel.receive import ConflictError
from bot.config import Settings, SettingsError
from bot.store.database import StoreAwayError
from bot.store.facts import OtherKeyError
from bot.store.start import DamagedDatabaseError, DatabaseFolderError, NewerDatabaseError
from bot.web.site import AddressTakenError


class PassingError(SettingsError):
    """Something the bot needs is away for now: starting again later may help, so the exit code is not 2."""


_SAID: Mapping[type[Exception], tuple[str, str]] = {
    NewerDatabaseError: ("database_newer", "DATABASE_URL"),
    DamagedDatabaseError: ("database_damaged", "DATABASE_URL"),
    DatabaseFolderError: ("database_folder", "DATABASE_URL"),
    OtherKeyError: ("key_other", "MASTER_KEY_FILE"),
    StoreAwayError: ("database_away", "DATABASE_URL"),
    TokenRevokedError: ("token_refused", "TELEGRAM_BOT_TOKEN"),
    ConflictError: ("token_in_use", "TELEGRAM_BOT_TOKEN"),
    AddressTakenError: ("port_taken", "HTTP_ADDRESS"),
}


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """Turn what only the operator can mend into a SettingsError; everything else goes on as it is."""
    try:
        yield
    except tuple(_SAID) as error:
        key, setting = _SAID[type(error)]
        kind = PassingError if isinstance(error, StoreAwayError) else SettingsError
        address = ":".join(map(str, settings.http_address))
        raise kind(key, setting=setting, address=address, path=settings.master_key_file, why=error) from None
