"""When the text of a box may be out of date: one definition, for what players are told and for what authors are."""

from bot.scenario.model import Box

STALE_MONTHS = 12


def is_stale(box: Box, month: str) -> bool:
    """Return whether a box may be out of date in a month ("2026-11"), for either of the two reasons below."""
    return is_due(box.recheck, month) or is_aged(box.checked, month)


def is_due(recheck: str, month: str) -> bool:
    """Return whether the month before which a box had to be checked again has come; "" is never."""
    return bool(recheck) and _number(recheck) <= _number(month)


def is_aged(checked: str, month: str) -> bool:
    """Return whether a box was last checked more than twelve months ago; "" is never."""
    return bool(checked) and _number(month) - _number(checked) > STALE_MONTHS


def _number(month: str) -> int:
    year, number = month.split("-")[:2]
    return int(year) * 12 + int(number)
