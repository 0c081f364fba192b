"""What an author asks for comes back, or a kind word; nothing they send stops the bot."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace
from telegram.error import BadRequest

from bot.app import errands as room
from bot.app.catalogue import Bookcase
from bot.app.errands import TRIES, Worker
from bot.conversation.errands import Brought, Errand, Examined, Failed, Fault, Job, Printed, Result
from bot.conversation.messages import Incoming
from bot.conversation.ports import Draft
from bot.press.program import PressError
from bot.safety.vault import Vault
from bot.scenario.layers import spoken
from bot.scenario.model import Scenario, Severity
from bot.scenario.source import MOST_BYTES
from bot.store.authoring import seal_errand
from bot.store.database import Database, upsert
from bot.store.errands import Errands
from bot.store.releases import Releases
from bot.store.schema import errand as table
from bot.store.snapshots import Snapshots
from bot.store.start import prepare
from tests.support.memory import NOON

FOLDER = Path(__file__).parents[1] / "conversations"
GOOD = (FOLDER / "cases" / "deur.yaml").read_bytes()
ERRAND = Errand(key="e1", job=Job.EXAMINE, person="tess", user=7, chat=7, language="nl")


class File(Struct):
    body: bytes
    file_size: int | None = None

    async def download_as_bytearray(self) -> bytearray:
        return bytearray(self.body)


class Telegram:
    """A chat program that has one file, or refuses to give it."""

    def __init__(self) -> None:
        self.file: File | None = File(GOOD)

    async def get_file(self, _: str) -> File:
        if self.file is None:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        return self.file


class Bench:
    """A worker on an empty store, and what it brings."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder}/bot.db")
        self.vault = Vault(bytes(32))
        self.snapshots, self.releases = Snapshots(self.database), Releases(self.database)
        self.catalogue = Bookcase(FOLDER / "cases", self.snapshots, self.releases)
        self.telegram = Telegram()
        self.drafts: dict[str, Draft] = {}
        self.brought: list[Incoming] = []
        self.errands = Errands(self.database, self.vault, lambda: NOON)
        self.worker = Worker(
            errands=self.errands,
            bot=self.telegram,  # type: ignore[arg-type]
            catalogue=self.catalogue,
            snapshots=self.snapshots,
            releases=self.releases,
            clock=lambda: NOON,
            draft=self.draft,
            apply=self.apply,
        )

    async def draft(self, _: str, case: str) -> Draft | None:
        return self.drafts.get(case)

    async def apply(self, events: Any) -> None:
        self.brought.extend(events)

    async def does(self, errand: Errand, tries: int = 0) -> Result:
        row = {"key": errand.key, "person": "tess", "due": 0, "tries": tries, "body": seal_errand(errand, self.vault)}
        await self.database.tx(lambda connection: upsert(connection, table, [row]))
        await self.worker.work()
        what = self.brought[-1].what
        assert isinstance(what, Brought)
        assert (self.brought[-1].id, what.errand, self.brought[-1].sender.chat) == (f"e{errand.key}", errand, 7)
        return what.result


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path)
    await prepare(made.database)
    await made.catalogue.refresh(NOON)
    yield made
    await made.database.close()


async def test_a_file_is_fetched_read_and_its_case_kept_to_be_tried(bench: Bench) -> None:
    found = await bench.does(replace(ERRAND, file="f1", name="mijn deur (2).yaml"))
    assert isinstance(found, Examined)
    assert (found.case, found.title, found.change, found.walking) == ("deur", "De deur", "none", 0)
    assert {issue.severity for issue in found.issues} == {Severity.TIP}
    assert (await bench.snapshots.get(found.snapshot)).title == "De deur"


async def test_a_new_version_keeps_the_translation_of_what_stays_the_same(bench: Bench) -> None:
    bench.telegram.file = File(GOOD.replace(b"Doe open", b"Zet thee").replace(b"titel: De bel", b"titel: De gong"))
    found = await bench.does(replace(ERRAND, file="f1", name="deur.yaml"))
    assert isinstance(found, Examined)
    case = spoken(await bench.snapshots.get(found.snapshot), "en")
    assert (case.title, getattr(case.steps["bel"], "title", "")) == ("The door", "De gong")


async def test_a_layer_is_not_taken_for_a_case(bench: Bench) -> None:
    bench.telegram.file = File((FOLDER / "cases" / "deur.en.yaml").read_bytes())
    assert await bench.does(replace(ERRAND, file="f1", name="deur.en (1).yaml")) == Failed(Fault.LAYER)


async def test_a_method_is_not_taken_for_a_case(bench: Bench) -> None:
    bench.telegram.file = File((FOLDER / "files" / "kort_gesprek.yaml").read_bytes())
    assert await bench.does(replace(ERRAND, file="f1", name="gesprek.yaml")) == Failed(Fault.METHOD)


@pytest.mark.parametrize("size", [None, MOST_BYTES + 1])
async def test_a_file_that_is_larger_than_was_said_is_refused(bench: Bench, size: int | None) -> None:
    bench.telegram.file = File(b"formaat: 1\n" + b"#" * MOST_BYTES, size)
    assert await bench.does(replace(ERRAND, file="f1", name="groot.yaml")) == Failed(Fault.LARGE)


async def test_what_telegram_does_not_give_is_told(bench: Bench) -> None:
    bench.telegram.file = None
    assert await bench.does(replace(ERRAND, file="f1", name="weg.yaml")) == Failed(Fault.UNFETCHED)


async def test_a_draft_that_was_thrown_away_meanwhile_is_told(bench: Bench) -> None:
    assert await bench.does(replace(ERRAND, case="weg")) == Failed(Fault.GONE)
    bench.drafts["deur"] = Draft(person="tess", case="deur", text="formaat: 1\n")
    assert await bench.does(replace(ERRAND, case="deur", job=Job.MAP)) == Failed(Fault.GONE)


async def test_an_errand_that_brought_the_bot_down_is_not_tried_for_ever(bench: Bench) -> None:
    assert await bench.does(replace(ERRAND, file="f1"), tries=TRIES) == Failed(Fault.OURS)


async def test_a_press_that_breaks_is_our_fault_and_the_next_errand_is_done(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await bench.does(replace(ERRAND, file="f1", name="deur.yaml"))
    assert isinstance(found, Examined)
    bench.drafts["deur"] = Draft(person="tess", case="deur", text=found.text, snapshot=found.snapshot)

    def broken(_: Scenario, __: str) -> Printed:
        raise PressError("out of ink")

    makers: dict[Job, Callable[..., Result]] = {**room._MAKERS, Job.MAP: broken}
    monkeypatch.setattr(room, "_MAKERS", makers)
    assert await bench.does(replace(ERRAND, case="deur", job=Job.MAP)) == Failed(Fault.OURS)
    rounds = await bench.does(replace(ERRAND, key="e2", case="deur", job=Job.ROUNDS))
    assert isinstance(rounds, Printed)


async def test_an_errand_that_takes_too_long_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LONGEST", 0.0)
    assert await bench.does(replace(ERRAND, file="f1")) == Failed(Fault.LATE)


async def test_every_job_on_a_good_draft_brings_something(bench: Bench) -> None:
    found = await bench.does(replace(ERRAND, file="f1", name="deur.yaml"))
    assert isinstance(found, Examined)
    bench.drafts["deur"] = Draft(person="tess", case="deur", text=found.text, snapshot=found.snapshot)
    for number, job in enumerate(Job):
        made = await bench.does(replace(ERRAND, key=f"j{number}", case="deur", job=job))
        assert isinstance(made, Examined) or (isinstance(made, Printed) and made.words), job
