"""The commands and the layers of cases in other languages: no cases of their own, and published with theirs."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.config import Settings
from bot.scenario.layers import title_in
from bot.store.database import Database
from bot.store.releases import Releases
from bot.store.snapshots import Snapshots
from tests.cli.conftest import Run

LAYER = """formaat: 1
van: eerste_scenario
taal: en
versie: 1
titel: My first scenario
stappen:
  begin:
    titel: The beginning
    situatie: The doorbell rings.
    keuzes:
      a: {keuze: Open, gevolg: Your neighbour.}
      b: {keuze: Walk on, gevolg: It rings again.}
eindes:
  klaar: {titel: End, tekst: Done.}
"""


@pytest.fixture
def layer(case: Path) -> Path:
    path = case.with_name("eerste_scenario.en.yaml")
    path.write_text(LAYER, "utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def title_out(language: str) -> str:
    """Return the title of the case that is out."""

    async def look() -> str:
        database = Database(Settings.read(os.environ, Path.cwd()).database_url)
        (out,) = await Releases(database).all()
        case = await Snapshots(database).get(out.snapshot)
        await database.close()
        return title_in(case, language)

    return asyncio.run(look())


def test_a_layer_is_checked_with_its_folder_and_by_itself(run: Run, layer: Path) -> None:
    assert run("check", ".") == (0, "", "")
    change(layer, "situatie: The doorbell rings.", "naar: klaar")
    code, said, _ = run("check", str(layer))
    assert (code, said.splitlines()[0].split("  ")[1]) == (1, "FOUT E02")
    assert "'naar' is geen tekst" in said
    assert run("check", "eerste_scenario.yaml") == (0, "", "")


@pytest.mark.parametrize("command", ["graph", "stats", "rounds", "book", "publish"])
def test_a_layer_is_no_case(run: Run, layer: Path, command: str) -> None:
    code, said, wrong = run(command, str(layer))
    assert (code, said) == (2, "")
    assert wrong.startswith(f"{layer} is een casus in een andere taal. Noem hier de casus zelf: eerste_scenario.yaml.")


def test_a_layer_is_mended_as_what_it_is(run: Run, layer: Path) -> None:
    change(layer, "titel: The beginning", "titel: The beginning: now")
    change(layer, "eindes:", "eindse:")
    code, said, _ = run("fix", str(layer))
    assert code == 0
    assert "eindes" in said
    assert run("check", str(layer)) == (0, "", "")
    assert "titel: |\n      The beginning: now\n" in layer.read_text("utf-8")


def test_layers_of_boxes_are_mended_as_what_they_are(run: Run, layer: Path) -> None:
    shared = layer.parent / "_gedeeld"
    shared.mkdir()
    (shared / "kaders.yaml").write_text("dag: {titel: Dag, tekst: Een dag., bron: Wgs}\n", "utf-8")
    (shared / "kaders.en.yaml").write_text("dag:\n  titl: Day\n  tekst: One day.\n", "utf-8")
    assert "titel" in run("fix", str(shared / "kaders.en.yaml"))[1]
    assert (shared / "kaders.en.yaml").read_text("utf-8") == "dag:\n  titel: Day\n  tekst: One day.\n"


def test_a_case_goes_out_with_the_layers_beside_it(run: Run, layer: Path) -> None:
    assert run("publish", "eerste_scenario.yaml")[0] == 0
    assert (title_out("en"), title_out("nl")) == ("My first scenario", "Mijn eerste scenario")
    change(layer, "My first", "My very first")
    code, said, _ = run("publish", "eerste_scenario.yaml")
    assert "vertaling veranderd: en" in " ".join(said.split())
    assert code == 0
    assert title_out("en") == "My very first scenario"


def test_a_case_does_not_go_out_with_a_layer_that_has_a_fault(run: Run, layer: Path) -> None:
    change(layer, "  begin:", "  beginn:")
    code, said, _ = run("publish", "eerste_scenario.yaml")
    assert (code, "FOUT E01" in said) == (1, True)
