"""Bots in processes of their own against the lean Bot API: a crowd that presses at once, a cold start, memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import httpx
from msgspec import Struct

from tests.bench.people import FIRST_PERSON, ROOT, TOKEN, Raw, start

PATIENCE = 120.0  # seconds, for a crowd
FIRST = 20.0  # seconds, for the first answer
STRANGER = FIRST_PERSON - 1


class BenchError(Exception):
    """A bot did not answer in time."""

    def __init__(self) -> None:
        super().__init__(BenchError.__doc__)


class Start(Struct, frozen=True):
    """From the start of the process to the first answer, in seconds, and what memory it had then, in MB."""

    seconds: float
    memory: float


class Storm(Struct, frozen=True):
    """Seconds from the presses to their answers: the last one, the median and p99; and until all have the next screen.

    `tidied` is when the screens before have been redrawn as well, None when that was not waited for.

    `memory` is what the bot had in memory afterwards, in MB.
    """

    answered: float
    median: float
    p99: float
    shown: float
    tidied: float | None
    memory: float


class Command(Struct, frozen=True):
    """How a bot is started: arguments for Python, and settings, of which `address` gets the address of the Bot API."""

    arguments: tuple[str, ...]
    address: str
    settings: Mapping[str, str] = {}


def ours(folder: Path, database_url: str, scenarios: Path) -> Command:
    """Return how our bot is started, as an operator starts it."""
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "DATABASE_URL": database_url,
        "MASTER_KEY_FILE": str(folder / "master.key"),
        "SCENARIOS": str(scenarios),
        "HTTP_ADDRESS": "127.0.0.1:0",
        "LOG_LEVEL": "WARNING",
    }
    return Command(("-m", "bot", "run"), "TELEGRAM_API_URL", settings)


def stock(*, concurrent: bool = False) -> Command:
    """Return how the bot to compare with is started."""
    return Command((*_script("stock"), *(["concurrent"] if concurrent else [])), "STOCK_API_URL")


def storm(command: Command, presses: Sequence[Raw], sent: int, edited: int) -> tuple[Start, Storm]:
    """Start a bot and let a crowd press at once when it has answered somebody.

    Waits until so many messages were sent and so many edited, all together.
    """
    with _api() as api:
        _give(api, [start(1, STRANGER)])
        begun = time.monotonic()
        with _running(command, api) as process:
            first = _heard(api, {"answers": 0, "sent": 1, "edited": 0}, FIRST)
            started = Start(first["sent"][0] - begun, _memory(process))
            _give(api, presses)
            heard = _heard(api, {"answers": len(presses), "sent": sent, "edited": edited}, PATIENCE)
            waits = [moment - heard["given"][0] for moment in heard["answers"]]
            percentiles = quantiles(waits, n=100, method="inclusive")
            shown = max(heard["sent"]) - heard["given"][0]
            tidied = max(heard["edited"]) - heard["given"][0] if edited else None
            return started, Storm(max(waits), percentiles[49], percentiles[98], shown, tidied, _memory(process))


def cold_start(command: Command) -> Start:
    """Start a bot for which somebody's /start waits already, and return how soon that is answered."""
    with _api() as api:
        _give(api, [start(1, STRANGER)])
        begun = time.monotonic()
        with _running(command, api) as process:
            heard = _heard(api, {"answers": 0, "sent": 1, "edited": 0}, FIRST)
            return Start(heard["sent"][0] - begun, _memory(process))


def _script(name: str) -> tuple[str, str]:
    """Return how a file of this room is started by itself: as a module it would load the room, our bot included."""
    return "-P", str(ROOT / "tests" / "bench" / f"{name}.py")


@contextmanager
def _api() -> Iterator[httpx.Client]:
    command = [sys.executable, *_script("api")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        address = process.stdout.readline().strip()
        with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE + 10) as client:
            yield client
        process.stdin.close()


@contextmanager
def _running(command: Command, api: httpx.Client) -> Iterator[int]:
    settings = {**command.settings, command.address: str(api.base_url).rstrip("/")}
    process = subprocess.Popen([sys.executable, *command.arguments], cwd=ROOT, env={**os.environ, **settings})
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _give(api: httpx.Client, updates: Sequence[Raw]) -> None:
    api.post("/bench/give", json=list(updates)).raise_for_status()


def _heard(api: httpx.Client, wanted: Mapping[str, int], seconds: float) -> dict[str, list[float]]:
    said = api.get("/bench/heard", params={**wanted, "seconds": seconds}).raise_for_status()
    heard: dict[str, list[float]] = said.json()
    if any(len(heard[name]) < count for name, count in wanted.items()):
        raise BenchError
    return heard


def _memory(process: int) -> float:
    """Return the resident memory of a process in MB."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
    return int(said.stdout) / 1_000
