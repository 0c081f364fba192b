"""The long runs, before a tag: python3 -m tests release.

    python3 -m tests release                                    30,000 mutated files; 500 plays of each case; 1,000
                                                                kills on SQLite, 300 on PostgreSQL
    python3 -m tests release --database sqlite --kills 50       shorter, on one of them
    python3 -m tests release --seed 7                           the same deaths and the same people as that time
    python3 -m tests release --cold                             each life a new interpreter, as after a real death
    python3 -m tests release --mutations 30000                  only the mutated files, so many of them
    python3 -m tests release --plays 500                        only the blind plays, so many of each case

The kills run in rounds of so many, each with a seed of its own; a round that failed is done again by its seed alone.
"""

import argparse
import asyncio
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from bot.scenario.library import read_shelf
from bot.scenario.model import Kind
from tests.kill.findings import Fault
from tests.kill.run import Plan, Result, Run
from tests.library.plays import SCENARIOS, everything, played
from tests.scenario.mutations import SEED, mutated
from tests.support import postgres

KILLS = {"sqlite": 1_000, "postgres": 300}
PRESSES = {"sqlite": 50_000, "postgres": 15_000}
ROUND = 50  # kills
MUTATIONS = 30_000
PLAYS = 500  # of each case
SLOWEST = 0.1  # seconds of processor time for one file
SHOWN = 10  # findings
HEAD = f"{'':10}{'seed':>6}{'kills':>7}{'presses':>9}{'walks':>7}{'sent':>8}{'copies':>8}" + "".join(
    f"{fault:>14}" for fault in Fault
)


class Wish(Struct, frozen=True, kw_only=True):
    """What was asked for; None is the usual number."""

    databases: Sequence[str]
    kills: int | None
    presses: int | None
    seed: int
    people: int
    cold: bool
    mutations: int | None
    plays: int | None


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for, print a table, and return 0 when nothing is wrong."""
    wish = _wish(arguments)
    if wish.mutations is not None:
        return 0 if _mutations(wish.mutations, wish.seed) else 1
    if wish.plays is not None:
        return 0 if _plays(wish.plays) else 1
    sound = _mutations(MUTATIONS, wish.seed) and _plays(PLAYS)
    print(f"{HEAD}{'back after (s): median':>24}{'p99':>7}{'most':>7}{'seconds':>9}")
    good = [_database(wish, database) for database in wish.databases]
    return 0 if sound and all(good) else 1


def _wish(arguments: Sequence[str]) -> Wish:
    parser = argparse.ArgumentParser(prog="python3 -m tests release", description="Kill the bot, many times.")
    parser.add_argument("--database", choices=tuple(KILLS))
    parser.add_argument("--kills", type=int)
    parser.add_argument("--presses", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--mutations", type=int)
    parser.add_argument("--plays", type=int)
    given = parser.parse_args(arguments)
    databases = (given.database,) if given.database else tuple(KILLS)
    return Wish(
        databases=databases,
        kills=given.kills,
        presses=given.presses,
        seed=given.seed,
        people=given.people,
        cold=given.cold,
        mutations=given.mutations,
        plays=given.plays,
    )


def _mutations(count: int, seed: int) -> bool:
    """Check and repair files with bites in them; return whether each gave a case or a reason, and soon enough."""
    tally = mutated(count, seed=SEED + seed - 1)
    print(
        f"{tally.count} mutated files: {tally.refused} refused, {tally.repaired} repaired, "
        f"slowest check {tally.slowest * 1000:.0f} ms, slowest repair {tally.slowest_repair * 1000:.0f} ms",
        flush=True,
    )
    for wrong in tally.wrong[:SHOWN]:
        print(f"    neither a case nor a reason: {wrong}")
    return not tally.wrong and max(tally.slowest, tally.slowest_repair) < SLOWEST


def _plays(count: int) -> bool:
    """Play every case blindly through the whole bot; return whether each play ended and everything was seen."""
    good = True
    for kept in read_shelf(SCENARIOS).scenarios.values():
        if kept.scenario.kind is not Kind.CASE:
            continue
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="casusbot-") as folder:
            found = played(kept.scenario, count, Path(folder))
        all_there = everything(kept.scenario)
        unseen = (all_there.steps | all_there.options | all_there.endings) - found.steps - found.options - found.endings
        print(
            f"{kept.scenario.id:24}{found.plays:>5} plays: {len(found.steps)} decisions, {len(found.options)} options, "
            f"{len(found.endings)} endings seen, {len(found.wrong)} wrong {time.monotonic() - begun:>8.0f} s",
            flush=True,
        )
        for wrong in (*found.wrong[:SHOWN], *(f"never seen: {name}" for name in sorted(unseen))):
            print(f"    {wrong}")
        good = good and found.plays == count and not found.wrong and not unseen
    return good


def _database(wish: Wish, database: str) -> bool:
    kills = wish.kills or KILLS[database]
    # As many presses a kill as usual, unless they were asked for.
    presses = wish.presses or PRESSES[database] * kills // KILLS[database]
    rounds = max(1, math.ceil(kills / ROUND))
    results = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="casusbot-") as folder, _url(database, Path(folder)) as url:
            plan = Plan(
                database_url=url,
                folder=Path(folder),
                seed=wish.seed + number,
                kills=math.ceil(kills / rounds),
                presses=math.ceil(presses / rounds),
                people=wish.people,
                cold=wish.cold,
            )
            results.append(asyncio.run(Run(plan).play()))
        _show(database, str(plan.seed), [results[-1]])
        _explain(results[-1], plan, database)
    if rounds > 1:
        _show(database, "all", results)
    return not any(result.findings for result in results)


@contextmanager
def _url(database: str, folder: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / 'casusbot.db'}"
    else:
        with postgres.server(durable=True) as server, postgres.database(server) as url:
            yield url


def _show(database: str, seed: str, results: Sequence[Result]) -> None:
    back = sorted(seconds for result in results for seconds in result.recoveries) or [math.nan]
    counts = [sum(getattr(result, name) for result in results) for name in ("kills", "presses", "walks", "messages")]
    kills, presses, walks, messages = counts
    faults = "".join(f"{sum(result.count(fault) for result in results):>14}" for fault in Fault)
    copies = sum(result.copies for result in results)
    seconds = sum(result.seconds for result in results)
    print(
        f"{database:10}{seed:>6}{kills:>7}{presses:>9}{walks:>7}{messages:>8}{copies:>8}{faults}"
        f"{back[len(back) // 2]:>24.2f}{back[int(len(back) * 0.99)]:>7.2f}{back[-1]:>7.2f}{seconds:>9.0f}",
        flush=True,
    )


def _explain(result: Result, plan: Plan, database: str) -> None:
    """Say what is wrong, and how to do that round again."""
    for finding in result.findings[:SHOWN]:
        print(f"    {finding.fault}: {finding.what}")
    if result.findings:
        again = f"--database {database} --seed {plan.seed} --kills {plan.kills} --presses {plan.presses}"
        cold = " --cold" if plan.cold else ""
        print(f"    again: python3 -m tests release {again} --people {plan.people}{cold}", flush=True)
