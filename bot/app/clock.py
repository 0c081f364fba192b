"""The one clock of the house."""

from datetime import UTC, datetime


def clock() -> datetime:
    """Return the time now, aware, UTC."""
    return datetime.now(UTC)  # noqa: TID251 (the one clock)
