"""What a log never holds, whatever is logged and however."""

import io
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.redact import MASK, TAMED, Redaction, setup, where

TOKEN = "123456789:AAH-canary_canary-canary_canary-0123"
SECRET = "webhook-canary-geheim"
PASSWORD = "wachtwoord-canary"
DSN = f"postgresql+psycopg://casusbot:{PASSWORD}@localhost/casusbot"
NAME = "Samira van den Berg"
TOO_FEW = "not %s %s enough"
CANARIES = (TOKEN, SECRET, PASSWORD)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """A log at DEBUG, set up as a start does it."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level, levels = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in TAMED}
    stream = io.StringIO()
    root.handlers = []
    setup("DEBUG", [TOKEN, SECRET, PASSWORD], stream)
    yield stream
    logging.captureWarnings(capture=False)
    sys.excepthook = hook
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def test_no_secret_is_written_in_whichever_part_of_a_record(log: io.StringIO) -> None:
    logger = logging.getLogger("bot.channel")
    for canary in CANARIES:
        logger.debug("plain %s", canary)
        logger.info(f"made {canary} before")
        logger.warning("in a value: %r", {"url": f"https://x/bot{canary}/getMe"})
        logger.info("beside", extra={"request": canary, "deep": {"in": [canary]}})
        logger.info("with a stack", stack_info=True)
        logger.info(TOO_FEW, canary)
        try:
            raise ValueError(canary) from RuntimeError(canary)
        except ValueError:
            logger.exception("failed with %s", canary)
    written = log.getvalue()
    assert "ValueError" in written
    assert MASK in written
    assert not any(canary in written for canary in CANARIES)


def test_a_token_that_is_not_ours_is_masked_too(log: io.StringIO) -> None:
    other = "9876543210:" + "Z" * 35
    logging.getLogger("bot").info("https://api.telegram.org/bot%s/x bot%s", other, other.replace(":", "%3A"))
    assert "ZZZZ" not in log.getvalue()


def test_a_password_in_an_address_is_masked_and_the_rest_stays(log: io.StringIO) -> None:
    logging.getLogger("bot").info("cannot reach %s", "postgresql://anna:ander-wachtwoord@db.example/casus")
    assert f"postgresql://anna:{MASK}@db.example/casus" in log.getvalue()


def test_libraries_that_write_addresses_are_quiet(log: io.StringIO) -> None:
    for name in ("httpx", "httpcore.connection", "telegram.Bot", "telegram.ext.Updater"):
        logging.getLogger(name).info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert log.getvalue() == ""


def test_of_an_update_telegram_cannot_read_only_the_class_of_the_error_is_written(log: io.StringIO) -> None:
    logger = logging.getLogger("telegram.Bot")
    try:
        raise KeyError(NAME)
    except KeyError as error:
        logger.critical("Error while parsing updates! Received data was %r", [{"text": NAME}], exc_info=error)
    logger.error('Can not load invalid JSON data: "%s"', NAME)
    assert NAME not in log.getvalue()
    assert "KeyError" in log.getvalue()


def test_an_exception_that_ends_the_process_is_masked(log: io.StringIO) -> None:
    try:
        raise ValueError(f"The token `{TOKEN}` was rejected by the server.")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert TOKEN not in log.getvalue()
    assert "ValueError" in log.getvalue()


def test_warnings_of_python_go_through_the_same_mask(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"odd {TOKEN}", stacklevel=1)
    assert MASK in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_a_setup_replaces_the_one_before(log: io.StringIO) -> None:
    again = io.StringIO()
    setup("INFO", [], again)
    logging.getLogger("bot").info("once")
    assert again.getvalue().count("once") == 1
    assert log.getvalue() == ""


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_known_secret_is_masked_between_any_other_text(before: str, after: str) -> None:
    assert SECRET not in Redaction([SECRET]).mask(before + SECRET + after)


@given(text=st.text("abcdef ./-0123456789", max_size=60))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert Redaction([TOKEN, DSN]).mask(text) == text


def test_where_an_error_was_raised_is_said_without_its_words() -> None:
    with pytest.raises(ValueError, match="Kanarie") as raised:
        int("Kanarie")
    said = where(raised.value)
    assert said.startswith("test_redact.py:")
    assert "Kanarie" not in said
