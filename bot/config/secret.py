"""The file that holds the master key: 32 bytes as base64 on one line, readable by its owner alone."""

import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

MASTER_LENGTH = 32  # what bot.safety.vault takes
_READABLE_BY_OTHERS = 0o077


class Trouble(StrEnum):
    """What can be wrong with a file that holds a secret."""

    MISSING = "missing"
    EXPOSED = "exposed"
    BROKEN = "broken"
    EXISTS = "exists"


class KeyFileError(Exception):
    """The file that holds a secret is not in order; `trouble` says how, `path` which."""

    def __init__(self, trouble: Trouble, path: Path) -> None:
        """Take what is wrong and where."""
        super().__init__(f"{trouble}: {path}")
        self.trouble = trouble
        self.path = path


def load_master(path: Path, keeper: Path | None = None) -> bytes:
    """Return the master key (32 bytes) in a file; raises KeyFileError when it is missing, exposed or broken."""
    text = read_secret(path, keeper)
    try:
        master = b64decode(text.encode(), validate=True)
    except ValueError:
        raise KeyFileError(Trouble.BROKEN, path) from None
    if len(master) != MASTER_LENGTH:
        raise KeyFileError(Trouble.BROKEN, path)
    return master


def make_master(path: Path) -> bytes:
    """Return a new master key after writing it to a file of mode 0600 that was not there.

    Written beside its place first, then linked in: a kill leaves no half a key, and of two that start at once one wins.
    Raises KeyFileError when the file exists, OSError when the folder refuses.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    master = secrets.token_bytes(MASTER_LENGTH)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(b64encode(master) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        raise KeyFileError(Trouble.EXISTS, path) from None
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    return master


def read_secret(path: Path, keeper: Path | None = None) -> str:
    """Return the one line in a file that holds a secret, without the space round it.

    `keeper` is a folder that someone else guards: systemd gives a service its credentials in one, with an access list
    that looks like a group that may read (systemd.exec(5), LoadCredential). Raises KeyFileError when it is missing,
    unreadable, readable by group or others, or not text.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise KeyFileError(Trouble.BROKEN, path) from None
    except (OSError, ValueError):  # a ValueError for a name that no file can have
        raise KeyFileError(Trouble.MISSING, path) from None
    guarded = keeper is not None and path.resolve().is_relative_to(keeper.resolve())
    if os.name == "posix" and mode & _READABLE_BY_OTHERS and not guarded:
        raise KeyFileError(Trouble.EXPOSED, path)
    return text
