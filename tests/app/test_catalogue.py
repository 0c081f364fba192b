"""The cases that can be begun now: a broken file never stops the bot."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.app.catalogue import Bookcase
from bot.conversation.ports import Release
from bot.packs.keep import Record, checked, keep
from bot.scenario.check import check
from bot.scenario.layers import title_in
from bot.scenario.library import read_shelf
from bot.scenario.shelf import BOXES
from bot.store.database import Database
from bot.store.releases import Releases
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


def bookcase_of(folder: Path, database: Database, *, follow: bool = True) -> Bookcase:
    return Bookcase(folder, Snapshots(database), Releases(database), follow=follow)


def titles(bookcase: Bookcase) -> list[str]:
    return [card.scenario.title for card in bookcase.cards()]


async def test_a_case_that_breaks_keeps_its_last_good_version_also_over_a_restart(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    before = bookcase.cards()
    case = folder / "deur.yaml"
    case.write_text(case.read_text("utf-8").replace("naar: tafel", "naar: tafl", 1), "utf-8")
    await bookcase.refresh(NOON)
    assert bookcase.cards() == before
    assert bookcase.broken == {"deur"}
    again = bookcase_of(folder, database)
    await again.refresh(NOON)
    assert again.cards() == before
    await database.close()


async def test_a_case_that_is_mended_is_offered_in_its_new_form(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    old = bookcase.cards()[0].snapshot
    case = folder / "deur.yaml"
    case.write_text(case.read_text("utf-8").replace("titel: De deur", "titel: De voordeur"), "utf-8")
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De voordeur"]
    assert (await Snapshots(database).get(old)).title == "De deur", "who is under way ends with the old one"
    await database.close()


async def test_a_layer_that_breaks_is_left_out_and_its_case_stays_in_dutch(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    assert title_in(bookcase.cards()[0].scenario, "en") == "The door"
    layer = folder / "deur.en.yaml"
    layer.write_text(layer.read_text("utf-8").replace("  bel:", "  gong:", 1), "utf-8")
    await bookcase.refresh(NOON)
    assert title_in(bookcase.cards()[0].scenario, "en") == "De deur"
    assert bookcase.broken == frozenset()
    assert "deur.en.yaml has faults and is left out" in caplog.text
    await database.close()


async def test_a_case_that_was_never_good_is_not_offered(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    (folder / "nieuw.yaml").write_text("formaat: 1\nid: nieuw\n", "utf-8")
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De deur"]
    assert bookcase.broken == {"nieuw"}
    protocol = bookcase.protocol()
    assert protocol is not None
    assert protocol.scenario.id == "eigen"
    assert list(bookcase.reflections()) == ["macht", "ik"]
    await database.close()


async def published(database: Database, folder: Path, text: str) -> str:
    """Publish a case as an author does, and return its hash."""
    scenario = check(text, "deur.yaml", read_shelf(folder).shared).scenario
    assert scenario is not None
    name = await Snapshots(database).keep(scenario, NOON)
    await Releases(database).change(
        lambda out: [replace(out.get("deur", Release(case="deur", snapshot="")), snapshot=name)]
    )
    return name


async def test_on_telegram_nothing_goes_live_by_editing_a_file(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database, follow=False)
    await bookcase.refresh(NOON)
    case = folder / "deur.yaml"
    case.write_text(case.read_text("utf-8").replace("titel: De deur", "titel: De voordeur"), "utf-8")
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De deur"]
    again = bookcase_of(folder, database, follow=False)
    await again.refresh(NOON)
    assert titles(again) == ["De voordeur"], "a start lets out what the folder holds"
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De voordeur"], "and another process sees what is out"
    await database.close()


async def test_what_was_published_in_the_chat_stays_until_the_folder_changes(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    text = (folder / "deur.yaml").read_text("utf-8")
    await published(database, folder, text.replace("titel: De deur", "titel: De achterdeur"))
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De achterdeur"]
    again = bookcase_of(folder, database)
    await again.refresh(NOON)
    assert titles(again) == ["De achterdeur"]
    (folder / "deur.yaml").write_text(text.replace("titel: De deur", "titel: De voordeur"), "utf-8")
    await again.refresh(NOON)
    assert titles(again) == ["De voordeur"]
    await database.close()


async def test_a_case_that_was_withdrawn_stays_withdrawn_and_plays_on(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    snapshot = bookcase.cards()[0].snapshot
    await Releases(database).change(lambda out: [replace(out["deur"], withdrawn=True)])
    case = folder / "deur.yaml"
    case.write_text(case.read_text("utf-8").replace("titel: De deur", "titel: De voordeur"), "utf-8")
    await bookcase.refresh(NOON)
    assert titles(bookcase) == []
    assert (await Snapshots(database).get(snapshot)).title == "De deur"
    await database.close()


async def test_a_case_that_left_the_folder_leaves_the_list(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    bookcase = bookcase_of(folder, database)
    await bookcase.refresh(NOON)
    (folder / "deur.yaml").unlink()
    await bookcase.refresh(NOON)
    assert titles(bookcase) == []
    await database.close()


async def test_a_pack_is_let_out_as_soon_as_it_is_kept_and_nothing_else_with_it(folder: Path, tmp_path: Path) -> None:
    database = await opened(tmp_path)
    packs = tmp_path / "packs"
    bookcase = Bookcase(folder, Snapshots(database), Releases(database), packs=packs)
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De deur"]
    text = (CASES / "deur.yaml").read_text("utf-8")
    case = text.replace("id: deur", "id: buren").replace("titel: De deur", "titel: De buren")
    files = {"buren.yaml": case.encode(), "kaders.yaml": (CASES / BOXES).read_bytes()}
    record = Record(address="https://cases.example/pack.yaml", sha256="", pinned=False, cases=checked(files))
    keep(packs, "buurt", record, files)
    (folder / "deur.yaml").write_text(text.replace("titel: De deur", "titel: De voordeur"), "utf-8")
    await bookcase.refresh(NOON)
    assert titles(bookcase) == ["De buren", "De deur"]
    await database.close()
