"""The examination: settings, master key, token, database, fonts, clock and cases, one finding each."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx

from bot.cli.words import Say
from bot.config import Settings, SettingsError, variables
from bot.config.env import dotenv
from bot.config.key import find_key
from bot.conversation.equipment import equipped
from bot.scenario.library import read_shelf
from bot.scenario.model import Kind, Severity
from bot.scenario.rules.registry import Shared

ZONE = "Europe/Amsterdam"
PATIENCE = 5.0  # seconds for the Bot API
TOLERANCE = 30.0  # seconds a clock may differ
_BOT_FATHERS = re.compile(r"[0-9]{6,12}:[A-Za-z0-9_-]{30,}")
_NAMESAKE = 0.8  # how much a name in .env must look like one of ours to be called a slip


class Verdict(StrEnum):
    """How something was found."""

    GOOD = "good"
    WRONG = "wrong"
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """One thing that was looked at: its name and what was found, by key under `doctor`."""

    what: str
    verdict: Verdict
    key: str
    values: Mapping[str, object]


class Answer(NamedTuple):
    """What the Bot API said to getMe: status (0: nothing), the bot's name, its clock, or why it could not be asked."""

    status: int
    name: str = ""
    clock: float | None = None
    why: str = ""


async def examine(
    settings: Settings, folder: Path, now: float, database: Callable[[Settings], Awaitable[str]]
) -> list[Finding]:
    """Return what was found with these settings.

    `now` is this computer's clock in seconds since 1970. `database` says how the database is: none, good, older, newer,
    damaged or away; it must not change it.
    """
    answer = await ask(settings) if settings.telegram_bot_token else None
    return [
        _settings(folder),
        _key(settings),
        _token(settings, answer),
        _database(settings, await database(settings)),
        _found("fonts", Verdict.GOOD, "good"),
        _clock(settings, answer, now),
        _scenarios(settings, datetime.fromtimestamp(now, UTC)),
    ]


def told(say: Say, findings: list[Finding]) -> list[str]:
    """Return a line for each finding: verdict, name, and the sentence."""
    names = [say(f"doctor.{finding.what}.name") for finding in findings]
    verdicts = [say(f"doctor.{finding.verdict}") for finding in findings]
    width, broad = max(map(len, names)), max(map(len, verdicts))
    return [
        f"{verdict:<{broad}}  {name:<{width}}  {say(finding.key, **finding.values)}"
        for verdict, name, finding in zip(verdicts, names, findings, strict=True)
    ]


async def ask(settings: Settings) -> Answer:
    """Return what the Bot API says about the token; whatever goes wrong on the way is told without the token."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            reply = await client.get(f"{settings.telegram_api_url}/bot{settings.telegram_bot_token}/getMe")
    except httpx.HTTPError as error:
        return Answer(0, why=type(error).__name__)
    try:
        name = str(reply.json()["result"]["username"])
    except (ValueError, KeyError, TypeError):
        name = ""
    try:
        clock = parsedate_to_datetime(reply.headers["Date"]).timestamp()
    except (KeyError, ValueError):
        clock = None
    return Answer(reply.status_code, name, clock)


def _found(what: str, verdict: Verdict, key: str, **values: object) -> Finding:
    return Finding(what, verdict, f"doctor.{what}.{key}", values)


def _settings(folder: Path) -> Finding:
    path = folder / ".env"
    known = variables()
    for name in dotenv(path):
        near = get_close_matches(name, known, 1, _NAMESAKE)
        if near and name not in known:
            return _found("settings", Verdict.WRONG, "typo", path=path, name=name, near=near[0])
    return _found("settings", Verdict.GOOD, "good" if path.is_file() else "bare", path=path)


def _key(settings: Settings) -> Finding:
    try:
        found = find_key(settings)
    except SettingsError as error:
        return Finding("key", Verdict.WRONG, error.key, error.values)
    return _found("key", Verdict.GOOD, "good" if found else "later", path=settings.master_key_file)


def _token(settings: Settings, answer: Answer | None) -> Finding:
    if answer is None:
        return _found("token", Verdict.GOOD, "none")
    if answer.name:
        usual = _BOT_FATHERS.fullmatch(settings.telegram_bot_token)
        return _found("token", Verdict.GOOD, "good" if usual else "shape", name=answer.name)
    if answer.status in {401, 404}:
        return _found("token", Verdict.WRONG, "refused")
    why = answer.why or f"HTTP {answer.status}"
    return _found("token", Verdict.WRONG, "away", url=settings.telegram_api_url, why=why)


def _database(settings: Settings, state: str) -> Finding:
    verdict = Verdict.GOOD if state in {"none", "good", "older"} else Verdict.WRONG
    return _found("database", verdict, state, path=settings.database_file or "PostgreSQL")


def _clock(settings: Settings, answer: Answer | None, now: float) -> Finding:
    try:
        ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return _found("clock", Verdict.WRONG, "zone", zone=ZONE)
    if answer is None or answer.clock is None:
        return _found("clock", Verdict.UNKNOWN, "alone", zone=ZONE)
    off = abs(now - answer.clock)
    good = off <= TOLERANCE
    host = urlsplit(settings.telegram_api_url).hostname
    verdict = Verdict.GOOD if good else Verdict.WRONG
    return _found("clock", verdict, "good" if good else "off", seconds=round(off), host=host, zone=ZONE)


def _scenarios(settings: Settings, now: datetime) -> Finding:
    shelf = read_shelf(settings.scenarios, equipped(Shared(month=f"{now:%Y-%m}")))
    n = sum(issue.severity is Severity.FAULT for issues in shelf.issues.values() for issue in issues)
    if n:
        return _found("scenarios", Verdict.WRONG, "wrong", n=n, path=settings.scenarios)
    kinds = Counter(kept.scenario.kind for kept in shelf.scenarios.values())
    if not kinds:
        return _found("scenarios", Verdict.WRONG, "none", path=settings.scenarios)
    protocols = kinds[Kind.PROTOCOL]
    key = ("good", "with_protocol", "with_protocols")[min(protocols, 2)]
    values = {"n": kinds[Kind.CASE], "protocols": protocols, "path": settings.scenarios}
    return _found("scenarios", Verdict.GOOD, key, **values)
