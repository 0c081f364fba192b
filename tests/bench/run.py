"""One run of the bench: the same crowd for our bot on two databases and for a stock bot, then what is behind it."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct

from bot.config.secret import make_master
from tests.bench import bots, through
from tests.bench.bots import Start, Storm
from tests.bench.people import FIRST_PERSON, FIRST_UPDATE, ROOT, Raw, people, pressed
from tests.bench.table import Row
from tests.store import speed
from tests.store.speed import Speed
from tests.support import postgres

SCENARIOS = ROOT / "scenarios"


class Plan(Struct, frozen=True, kw_only=True):
    """How much of everything."""

    crowd: int  # people who press at once
    starts: int  # cold starts, of which the median counts; 0: those before the crowd will do
    rounds: int  # presses by each of the crowd through the whole bot
    singles: int  # presses one by one
    batches: int  # of a hundred updates through the kernel
    durable: bool = True  # whether PostgreSQL waits for the disk


LARGE = Plan(crowd=500, starts=3, rounds=4, singles=100, batches=60)
SMALL = Plan(crowd=12, starts=0, rounds=1, singles=3, batches=2, durable=False)


class Crowd(Struct, frozen=True):
    """Presses by people who each have an open walk, and how many messages that sends and edits."""

    presses: Sequence[Raw]
    sent: int
    edited: int


class Ran(Struct, frozen=True):
    """What one bot did in front of the crowd, and how it starts."""

    storm: Storm
    start: Start


class Inside(Struct, frozen=True):
    """What one database did without a network."""

    through: through.Through
    kernel: Speed


def measure(plan: Plan) -> tuple[Row, ...]:
    """Return all figures, each row with one for SQLite, PostgreSQL, the stock bot and the stock bot that hurries."""
    with tempfile.TemporaryDirectory(prefix="casusbot-bench-") as name, postgres.server(durable=plan.durable) as server:
        folder = Path(name)
        with postgres.database(server) as url:
            ran = [_ours(plan, folder / "sqlite"), _ours(plan, folder / "postgres", url)]
        ran += [_stock(plan), _stock(plan, concurrent=True)]
        inside = [_inside(plan, [_file(folder / "bot"), _file(folder / "kernel")])]
        with postgres.database(server) as url, postgres.database(server) as other:
            inside.append(_inside(plan, [url, other]))
    return _rows(plan, ran, inside)


def _ours(plan: Plan, folder: Path, url: str = "") -> Ran:
    url = url or _file(folder)
    crowd = asyncio.run(_gathered(url, make_master(folder / "master.key"), plan.crowd))
    light = "sqlite" in url  # on PostgreSQL it would all be done at the same pace again
    edited = crowd.edited if light else 0
    start, storm = bots.storm(bots.ours(folder, url, SCENARIOS), crowd.presses, crowd.sent, edited)
    starts = []
    if light:
        for number in range(plan.starts):
            fresh = folder / f"start{number}"
            make_master(fresh / "master.key")  # or the bot says that it made one
            starts.append(bots.cold_start(bots.ours(fresh, _file(fresh), SCENARIOS)))
    return Ran(storm, _typical(starts) if starts else start)


def _stock(plan: Plan, *, concurrent: bool = False) -> Ran:
    command = bots.stock(concurrent=concurrent)
    numbers = range(plan.crowd)
    presses = [pressed(FIRST_UPDATE + number, FIRST_PERSON + number, "A", 2_000 + number) for number in numbers]
    start, storm = bots.storm(command, presses, plan.crowd, plan.crowd)
    starts = [bots.cold_start(command) for _ in range(0 if concurrent else plan.starts)]
    return Ran(storm, _typical(starts) if starts else start)


async def _gathered(url: str, master: bytes, count: int) -> Crowd:
    """Return the presses of so many people; one more presses now, to see how many messages that gives."""
    async with people(url, SCENARIOS, master, count + 1) as walkers:
        *presses, trial = walkers.next_presses()
        await walkers.do([trial])
        await walkers.look()
        return Crowd(presses, count * walkers.sent, count * walkers.edited)


def _inside(plan: Plan, urls: Sequence[str]) -> Inside:
    whole, bare = urls
    count = max(plan.crowd, plan.singles)
    size = {"count": count, "rounds": plan.rounds, "singles": plan.singles}
    passed = asyncio.run(through.measure(whole, SCENARIOS, **size))
    return Inside(passed, asyncio.run(speed.measure(bare, batches=plan.batches)))


def _file(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'casusbot.db'}"


def _typical(starts: Sequence[Start]) -> Start:
    return Start(median(start.seconds for start in starts), median(start.memory for start in starts))


def _rows(plan: Plan, ran: Sequence[Ran], inside: Sequence[Inside]) -> tuple[Row, ...]:
    answered = [each.storm.answered for each in ran]
    ours, (stock, hurried) = answered[:2], answered[2:]
    return (
        Row(f"{plan.crowd} presses: all answered", "s", tuple(answered)),
        Row("  press to answer, median", "s", tuple(each.storm.median for each in ran)),
        Row("  press to answer, p99", "s", tuple(each.storm.p99 for each in ran)),
        Row("  all have the next screen", "s", tuple(each.storm.shown for each in ran)),
        Row("  all screens before redrawn", "s", tuple(each.storm.tidied for each in ran)),
        Row("  all answered, times faster than stock", "x", tuple(stock / each for each in ours)),
        Row("  ... than stock with concurrent updates", "x", tuple(hurried / each for each in ours)),
        Row("Cold start to first answer", "s", tuple(each.start.seconds for each in ran)),
        Row("Memory after the start", "MB", tuple(each.start.memory for each in ran)),
        Row("Memory after the presses", "MB", tuple(each.storm.memory for each in ran)),
        Row("Whole bot, state of 1.6 kB, no network", "updates/s", tuple(each.through.updates for each in inside)),
        Row("  one press by itself", "ms", tuple(each.through.single for each in inside)),
        Row("Kernel alone, state of 1.6 kB", "updates/s", tuple(each.kernel.updates for each in inside)),
        Row("  messages out of the outbox", "sends/s", tuple(each.kernel.sends for each in inside)),
    )
