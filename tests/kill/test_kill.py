"""A real bot that dies again and again loses nothing, does nothing twice, and keeps the order."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import URL

from tests.kill.findings import Fault, Finding
from tests.kill.lives import End
from tests.kill.run import Plan, Result, Run
from tests.support import postgres

KILLS = 32
PRESSES = 1_000
BACK = 10.0  # seconds


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[URL]:
    with postgres.server(durable=True) as address:
        yield address


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'casusbot.db'}"
    else:
        with postgres.database(request.getfixturevalue("postgres_server")) as address:
            yield address


@pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
async def test_a_bot_that_is_killed_again_and_again_loses_nothing_does_nothing_twice_and_keeps_the_order(
    url: str, tmp_path: Path
) -> None:
    result = await Run(Plan(database_url=url, folder=tmp_path, kills=KILLS, presses=PRESSES)).play()

    assert result.findings == []
    assert result.presses >= PRESSES
    assert result.kills >= KILLS
    assert min(result.ends[end] for end in End) > 0
    assert result.recoveries
    assert max(result.recoveries) < BACK


async def test_the_kill_test_can_see_a_loss_a_double_and_a_wrong_order(tmp_path: Path) -> None:
    hasty, forgetful, backwards = await asyncio.gather(
        _flawed(tmp_path, "acknowledges first", End.INSIDE),
        _flawed(tmp_path, "forgets what it has seen", End.COMMITTED),
        _flawed(tmp_path, "works backwards", End.RANDOM),
    )

    assert hasty.count(Fault.LOST) > 0
    # It gives every update another number, so the ledger says nothing: what people saw must tell.
    assert _seen_by_people(forgetful)
    assert _seen_by_people(backwards)


async def _flawed(folder: Path, flaw: str, end: End) -> Result:
    with TemporaryDirectory(dir=folder) as own:
        url = f"sqlite:///{own}/casusbot.db"
        plan = Plan(database_url=url, folder=Path(own), kills=4, presses=1, people=16, kinds=(end,), flaw=flaw)
        return await Run(plan).play()


def _seen_by_people(result: Result) -> list[Finding]:
    return [finding for finding in result.findings if not finding.what.startswith("updates")]
