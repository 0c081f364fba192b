"""What the simulated Telegram answers when it refuses, in Telegram's own words, or when the line breaks."""

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class RefusedError(Exception):
    """Telegram says no: a code, a description and sometimes parameters (retry_after, migrate_to_chat_id)."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the JSON object the Bot API sends along with the status code."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class LineError(Exception):
    """The line broke: `applied` tells whether the request had been carried out by then (the bot cannot know)."""

    def __init__(self, *, applied: bool) -> None:
        super().__init__("the answer was lost" if applied else "the request was lost")
        self.applied = applied


class GarbledError(Exception):
    """The answer arrived damaged: a status code and a body that is no JSON object of the Bot API."""

    def __init__(self, code: int, body: bytes) -> None:
        super().__init__(f"{code} and {len(body)} bytes that are not JSON")
        self.code = code
        self.body = body


def bad(description: str, **parameters: int) -> RefusedError:
    """Return a 400, the request itself is wrong."""
    return RefusedError(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> RefusedError:
    """Return a 403, the bot may not write there."""
    return RefusedError(403, f"Forbidden: {description}")


def conflict(description: str) -> RefusedError:
    """Return a 409, somebody else fetches updates."""
    return RefusedError(409, f"Conflict: {description}")


def flood(seconds: int) -> RefusedError:
    """Return a 429 with the seconds to wait."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
