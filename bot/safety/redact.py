"""What logs never hold: tokens, passwords and what people wrote; one filter on the root handler takes them out."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

MASK = "•••"
TOKEN = re.compile(r"(?<![0-9])\d{6,12}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
PASSWORD = re.compile(r"(?P<before>\b[a-z][a-z0-9+.-]{1,30}://[^\s:/@]{0,200}:)[^\s@/]{1,200}(?=@)", re.IGNORECASE)
TAMED = ("httpx", "httpcore", "telegram", "aiohttp", "uvicorn", "asyncio", "sqlalchemy", "psycopg", "alembic")
SHORTEST_SECRET = 6
_NAME = re.compile(r"[/\\]")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Redaction(logging.Filter):
    """Rewrites each record before it is written: text, arguments, traceback and extra fields, nothing of them kept raw.

    python-telegram-bot writes whole updates and answers it cannot read at ERROR and CRITICAL (telegram/_bot.py,
    get_updates; telegram/request/_baserequest.py): of those only the class of the error remains.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        """Take what must never be written: the token, the webhook secret, an address of a database with a password."""
        super().__init__()
        known = sorted({secret for secret in secrets if len(secret) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True always, after masking the record in place."""
        if record.name.split(".")[0] == "telegram" and record.levelno >= logging.ERROR:
            _strip(record)
        record.msg, record.args = self.mask(_message(record)), None
        if record.exc_info:
            record.exc_text = self.mask(record.exc_text or logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        if record.stack_info:
            record.stack_info = self.mask(record.stack_info)
        for name in vars(record).keys() - _STANDARD:
            setattr(record, name, self.mask(str(getattr(record, name))))
        return True

    def mask(self, text: str) -> str:
        """Return a text without secrets."""
        if self._known:
            text = self._known.sub(MASK, text)
        return PASSWORD.sub(rf"\g<before>{MASK}", TOKEN.sub(MASK, text))


def setup(level: str, secrets: Iterable[str], stream: TextIO | None = None) -> Redaction:
    """Write the log to a stream (default standard error), masked, and return the filter; replaces an earlier setup.

    Libraries whose lines hold addresses with the token, updates or rows speak from WARNING on, whatever the level.
    An exception that ends the process is written here as well, since its text may hold the token.
    """
    redaction = Redaction(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(redaction)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TAMED:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _last_words
    return redaction


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("bot").critical("%s", kind.__name__, exc_info=(kind, error, trace))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)


def _strip(record: logging.LogRecord) -> None:
    """Leave of a record of telegram's only where it came from and which error it was."""
    error = record.exc_info[0] if record.exc_info else None
    record.msg, record.args = f"{record.module}: {error.__name__ if error else record.levelname}", None
    record.exc_info = record.exc_text = record.stack_info = None


def where(error: BaseException) -> str:
    """Return where an error was raised, innermost first, without its words: they may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{_NAME.split(frame.filename)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
