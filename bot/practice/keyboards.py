"""The buttons under a message: what Telegram takes and what it refuses."""

from typing import Any
from urllib.parse import urlsplit

from bot.practice.refusals import RefusedError, bad

DATA_LIMIT = 64
BUTTON_LIMIT = 100
ACTIONS = ("callback_data", "url", "copy_text", "web_app", "switch_inline_query", "disabled")
STYLES = ("primary", "success", "danger")


def inline_keyboard(markup: Any) -> dict[str, Any] | None:
    """Return an inline keyboard as it is kept, None for any other markup or none; raises RefusedError.

    Other markup (a forced reply) is left out: sent back, the library would take it for an inline keyboard.
    """
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('object expected as reply markup: "inline_keyboard" must be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    for button in buttons:
        _check(button)
    if len(buttons) > BUTTON_LIMIT:
        raise bad("REPLY_MARKUP_TOO_LONG")
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise _wrong('Field "text" must be non-empty')
    given = [action for action in ACTIONS if action in button]
    if not given:
        raise _wrong("Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise _wrong("exactly one action must be used")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    if button.get("style", STYLES[0]) not in STYLES:
        raise _wrong("invalid button style specified")
    if "url" in button:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg") or not parts.netloc:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.hostname in ("localhost", "127.0.0.1", "::1"):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _wrong(what: str) -> RefusedError:
    return bad(f"can't parse inline keyboard button: {what}")
