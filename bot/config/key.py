"""The master key of this installation: found, or made on a first run."""

from bot.config import Settings, SettingsError
from bot.config.secret import KeyFileError, Trouble, load_master, make_master
from bot.config.values import secret_trouble


def master_key(settings: Settings) -> bytes:
    """Return the master key (32 bytes), made now when there is none and one may be made.

    Raises SettingsError when the key is gone, broken, readable by others or cannot be made.
    """
    path = settings.master_key_file
    if found := find_key(settings):
        return found
    try:
        return make_master(path)
    except KeyFileError:  # another process was first
        return load_master(path)
    except OSError as error:
        raise SettingsError("key_unwritable", setting="MASTER_KEY_FILE", path=path, why=error.strerror) from None


def find_key(settings: Settings) -> bytes | None:
    """Return the master key, or None where there is none yet and one may be made.

    A key may be made only while there is no database yet: with another key all that is kept could never be read again.
    Raises SettingsError when the key is gone, broken or readable by others.
    """
    path, database = settings.master_key_file, settings.database_file
    try:
        return load_master(path, settings.keeper)
    except KeyFileError as error:
        if error.trouble is not Trouble.MISSING or path.exists():
            raise secret_trouble("MASTER_KEY_FILE", error) from None
    if database and database.exists():
        raise SettingsError("key_lost", setting="MASTER_KEY_FILE", path=path, database=database)
    return None
