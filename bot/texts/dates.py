"""Days and months in words: "23 november 2026"."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.texts.catalog import Html, Texts

HERE = ZoneInfo("Europe/Amsterdam")


def day(texts: Texts, language: str, moment: datetime) -> Html:
    """Return the day of a moment as people in the Netherlands count it."""
    local = moment.astimezone(HERE)
    name = texts(language, f"dates.month.m{local.month:02}")
    return texts(language, "dates.day", day=local.day, month=name, year=local.year)


def month(texts: Texts, language: str, written: str) -> Html:
    """Return "november 2026" for "2026-11" (or "2026-11-23")."""
    year, number = written.split("-")[:2]
    return texts(language, "dates.month_year", month=texts(language, f"dates.month.m{number}"), year=year)
