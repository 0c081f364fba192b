"""`publish` and `withdraw`: a case goes out, comes back, and what that means for who is playing."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import insert

from bot.config import Settings
from bot.engine.model import Run as Walk
from bot.scenario.library import read_shelf
from bot.session.model import Session
from bot.store.database import Database
from bot.store.schema import session
from tests.cli.conftest import SMALL, Run

NAME = "eerste_scenario"
OUT = "Mijn eerste scenario staat nu in de lijst. Wie nu begint, speelt versie 1.\n"


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def walks_on(path: Path, place: str) -> None:
    """Let someone walk on the version of a case as it stands in a file, at a step."""
    kept = read_shelf(path.resolve().parent).scenarios[NAME]
    walk = Session(
        key="k",
        snapshot=kept.hash,
        scenario=NAME,
        run=Walk(place=place, meters={}),
        participants=(),
        begun=datetime(2026, 11, 23, tzinfo=UTC),
    )
    row = {"key": "k", "version": 1, "snapshot": kept.hash, "state": msgspec.json.encode(walk).decode()}

    async def keep() -> None:
        database = Database(Settings.read(os.environ, Path.cwd()).database_url)
        await database.tx(lambda connection: connection.execute(insert(session).values(row)))
        await database.close()

    asyncio.run(keep())


def test_a_new_case_goes_out_once(run: Run, case: Path) -> None:
    assert run("publish", str(case)) == (0, OUT, "")
    assert run("publish", str(case)) == (0, "Mijn eerste scenario: deze versie stond al in de lijst.\n", "")


def test_a_new_version_tells_what_changed_and_who_is_playing(run: Run, case: Path) -> None:
    run("publish", str(case))
    walks_on(case, "begin")
    change(case, "Opendoen", "Doe open")
    change(case, "titel: Mijn", "versie: 2\ntitel: Mijn")
    code, said, wrong = run("publish", str(case))
    assert (code, wrong) == (0, "")
    assert said == (
        "Mijn eerste scenario: versie 2 staat nu in de lijst. Wie nu begint, speelt die.\n"
        "\nAlleen teksten zijn veranderd.\n  tekst veranderd:  begin.a\n"
        "\nWie bezig is, speelt de eigen versie uit. Wie nu begint, krijgt de nieuwe.\n"
        "Er loopt nu 1 spel op de vorige versie. Dat gaat daarop door tot het einde.\n"
    )


def test_what_who_is_playing_needs_may_not_go(run: Run, case: Path) -> None:
    run("publish", str(case))
    walks_on(case, "begin")
    change(case, "  begin:", "  start:")
    change(case, "titel: Mijn", "versie: 2\ntitel: Mijn")
    code, said, wrong = run("publish", str(case))
    assert code == 1
    assert "FOUT V01" in said
    assert wrong == "Er staan fouten in, dus er is niets gepubliceerd.\n"
    change(case, "  start:", "  start:\n    voorheen: begin")
    assert run("publish", str(case))[0] == 0


def test_a_warning_is_shown_and_the_case_goes_out(run: Run, case: Path) -> None:
    run("publish", str(case))
    change(case, "Opendoen", "Doe open")
    code, said, _ = run("publish", str(case))
    assert code == 0
    assert "LET OP V02" in said
    assert said.endswith("Niemand is nu met de vorige versie bezig.\n")


def test_of_several_cases_all_go_out_or_none(run: Run, case: Path) -> None:
    other = Path("ander.yaml")
    other.write_text(SMALL.replace(NAME, "ander").replace("naar: klaar", "naar: klar", 1), "utf-8")
    code, said, _ = run("publish", str(case), str(other))
    assert code == 1
    assert "ander.yaml:11:15  FOUT R01" in said
    assert "staat nu in de lijst" not in said
    change(other, "klar\n", "klaar\n")
    assert run("publish", str(case), str(other))[1].count("staat nu in de lijst") == 2


def test_one_case_in_two_folders_is_refused(run: Run, case: Path) -> None:
    Path("elders").mkdir()
    Path("elders/eerste_scenario.yaml").write_text(SMALL, "utf-8")
    code, _, wrong = run("publish", str(case), "elders/eerste_scenario.yaml")
    assert code == 2
    assert wrong.startswith("De casus eerste_scenario staat er twee keer bij.")
    assert run("withdraw", NAME)[0] == 1


def test_a_case_is_withdrawn_once_and_can_come_back(run: Run, case: Path) -> None:
    run("publish", str(case))
    gone = "eerste_scenario staat niet meer in de lijst. Wie bezig is, speelt hem uit.\n"
    assert run("withdraw", NAME) == (0, gone, "")
    assert run("withdraw", NAME, "niks") == (
        1,
        "eerste_scenario stond niet in de lijst.\nniks stond niet in de lijst.\n",
        "",
    )
    assert run("withdraw", "eerste_scenari")[1] == "eerste_scenari stond niet in de lijst.\n", "it is not there either"
    back = "Mijn eerste scenario: versie 1 staat nu in de lijst. Wie nu begint, speelt die.\n"
    assert run("publish", str(case)) == (0, back, "")
    near = "eerste_scenari stond niet in de lijst. Bedoelde je eerste_scenario?\n"
    assert run("withdraw", "eerste_scenari") == (1, near, "")


@pytest.mark.parametrize("command", ["publish", "withdraw"])
def test_a_database_that_is_away_is_one_line_without_its_password(
    run: Run, case: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://casusbot:canary-wachtwoord@127.0.0.1:9/casusbot")
    code, said, wrong = run(command, str(case))
    assert (code, said) == (1, "")
    assert wrong.splitlines()[-1] == "DATABASE_URL: de database is niet te bereiken."
    assert "canary" not in wrong


@pytest.mark.parametrize("command", ["publish", "withdraw"])
def test_a_database_that_is_none_is_one_line_and_exit_code_2(run: Run, case: Path, folder: Path, command: str) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "casusbot.db").write_text("dit is geen database, maar een brief" * 100, "utf-8")
    code, said, wrong = run(command, str(case))
    assert (code, said) == (2, "")
    assert wrong.startswith("DATABASE_URL: de database is beschadigd")
    assert len(wrong.splitlines()) == 1
