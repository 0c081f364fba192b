"""The cases that can be begun now: a broken file never stops the bot."""

import shutil
from pathlib import Path

import pytest

from bot.app.catalogue import Bookcase
from bot.store.database import Database
from bot.store.snapshots import Snapshots
from bot.store.start import prepare
from tests.support.memory import NOON

CASES = Path(__file__).parents[1] / "conversations" / "cases"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(CASES, tmp_path / "cases")


async def opened(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    await prepare(database)
    return database


def titles(bookcase: Bookcase) -> list[str]:
    return [card.scenario.title for card in bookcase.cards()]


async def test_a_case_that_breaks_keeps_its_last_good_version_also_over_a_restart(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = Bookcase(folder, Snapshots(database))
    await bookcase.refresh(NOON)
    before = bookcase.cards()
    case = folder / "deur.yaml"
    case.write_text(case.read_text("utf-8").replace("naar: tafel", "naar: tafl", 1), "utf-8")
    await bookcase.refresh(NOON)
    assert bookcase.cards() == before
    assert bookcase.broken == {"deur"}
    again = Bookcase(folder, Snapshots(database))
    await again.refresh(NOON)
    assert again.cards() == before
    await database.close()


async def test_a_case_that_is_mended_is_offered_in_its_new_form(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = Bookcase(folder, Snapshots(database))
    await bookcase.refresh(NOON)
    old = bookcase.cards()[0].snapshot
    case = folder / "deur.yaml"
    case.write_text(case.read_text("utf-8").replace("titel: De deur", "titel: De voordeur"), "utf-8")
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De voordeur"]
    assert (await Snapshots(database).get(old)).title == "De deur", "who is under way ends with the old one"
    await database.close()


async def test_a_case_that_was_never_good_is_not_offered(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    (folder / "nieuw.yaml").write_text("formaat: 1\nid: nieuw\n", "utf-8")
    bookcase = Bookcase(folder, Snapshots(database))
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De deur"]
    assert bookcase.broken == {"nieuw"}
    protocol = bookcase.protocol()
    assert protocol is not None
    assert protocol.scenario.id == "eigen"
    assert list(bookcase.reflections()) == ["macht", "ik"]
    await database.close()
