"""What can stop a bot, as one clear line for the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.channel.errors import TokenRevokedError
from bot.channel.receive import ConflictError
from bot.config import Settings, SettingsError
from bot.store.database import StoreAwayError
from bot.store.facts import OtherKeyError
from bot.store.start import DamagedDatabaseError, NewerDatabaseError
from bot.web.site import AddressTakenError


class PassingError(SettingsError):
    """Something the bot needs is away for now: starting again later may help, so the exit code is not 2."""


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """Turn what only the operator can mend into a SettingsError; everything else goes on as it is."""
    try:
        yield
    except NewerDatabaseError:
        raise SettingsError("database_newer", setting="DATABASE_URL") from None
    except DamagedDatabaseError:
        raise SettingsError("database_damaged", setting="DATABASE_URL") from None
    except OtherKeyError:
        raise SettingsError("key_other", setting="MASTER_KEY_FILE", path=settings.master_key_file) from None
    except StoreAwayError:
        raise PassingError("database_away", setting="DATABASE_URL") from None
    except TokenRevokedError:
        raise SettingsError("token_refused", setting="TELEGRAM_BOT_TOKEN") from None
    except ConflictError:
        raise SettingsError("token_in_use", setting="TELEGRAM_BOT_TOKEN") from None
    except AddressTakenError:
        address = ":".join(map(str, settings.http_address))
        raise SettingsError("port_taken", setting="HTTP_ADDRESS", address=address) from None
