"""The commands of who writes cases: their help, and what a wrong use of any of them is answered with."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

AUTHORS = ["new", "check", "fix", "watch", "graph", "stats", "rounds", "book", "test", "diff", "publish", "withdraw"]
FILE = "eerste_scenario.yaml"


def test_the_help_tells_authors_and_operators_apart(run: Run) -> None:
    _, said, _ = run("--help")
    authors, operators = said.split("Voor wie casussen maakt:")[1].split("Voor wie de bot draait:")
    assert re.findall(r"^  (\w+) ", authors, re.MULTILINE) == AUTHORS
    assert re.findall(r"^  (\w+) ", operators, re.MULTILINE) == ["run", "practice", "doctor", "service", "packs"]


@pytest.mark.parametrize("command", AUTHORS)
def test_every_command_explains_itself_without_words_of_click(run: Run, command: str) -> None:
    code, said, _ = run(command, "--help")
    assert code == 0
    assert said.startswith(f"Gebruik: casusbot {command} ")
    assert not re.search(r"TEXT|PATH\b|FILE|CHOICE|required|default|\[OPTIONS\]", said)
    assert run(command, "--help", "--lang", "en")[1].startswith(f"Usage: casusbot {command} ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nergens.yaml"), "geen bestand of map nergens.yaml"),
        (("check", "--format", "xml"), "Kies uit: text, json, github."),
        (("check", "--format"), "Kies uit: text, json, github."),
        (("check", "--explain", "R99"), "De code R99 ken ik niet."),
        (("chekc",), "De opdracht chekc ken ik niet. Bedoelde je check?"),
        (("packs", "lst"), "De opdracht lst ken ik niet. Bedoelde je list?"),
        (("onzin",), "De opdracht onzin ken ik niet. Zie:"),
        (("fix",), "Er ontbreekt iets: BESTAND."),
        (("fix", "nergens.yaml"), "geen bestand of map nergens.yaml"),
        (("watch", "nergens.yaml"), "geen bestand of map nergens.yaml"),
        (("graph",), "Er ontbreekt iets: BESTAND."),
        (("graph", "scenarios"), "Er is geen bestand scenarios "),
        (("graph", FILE, "--format"), "Kies uit: png, svg, dot, mermaid."),
        (("graph", FILE, "--out", FILE), "ziet eruit als een casus"),
        (("graph", FILE, "--format", "mermaid", "--road", "a"), "Kies png of svg."),
        (("graph", FILE, "--road", "z"), "Bij stap 'begin' is er geen keuze 'z'. Wel te zien: a, b."),
        (("graph", FILE, "--road", "a b"), "Keuze 'b' komt te laat."),
        (("graph", FILE, "--counts", "nergens.csv"), "Er is geen bestand nergens.csv "),
        (("stats", "nergens.yaml"), "Er is geen bestand nergens.yaml "),
        (("rounds", "nergens.yaml"), "Er is geen bestand nergens.yaml "),
        (("book", FILE, "--format", "doc"), "Kies uit: pdf, html."),
        (("book", FILE, "--out", "boek.yml"), "ziet eruit als een casus"),
        (("book", FILE, "--format", "html", "--out", "scenarios"), "scenarios kan ik niet schrijven."),
        (("test", "nergens.yaml"), "geen bestand of map nergens.yaml"),
        (("test", FILE, "--record", "a"), "drie dingen nodig"),
        (("test", "--record", "a", "--name", "x"), "drie dingen nodig"),
        (("test", FILE, "--record", "a", "--name", "../x"), "De naam ../x kan niet."),
        (("test", FILE, "--record", "", "--name", "x"), "Bij stap 'begin' is te zien: a, b."),
        (("diff", FILE), "Er ontbreekt iets: NIEUW."),
        (("diff", "oud.yaml", FILE), "Er is geen bestand oud.yaml "),
        (("publish",), "Er ontbreekt iets: BESTAND."),
        (("publish", "nergens.yaml"), "Er is geen bestand nergens.yaml "),
        (("withdraw",), "Er ontbreekt iets: ID."),
        (("new", "--out", "Mijn casus.yaml"), "kleine letters, cijfers of _"),
        (("new", "--out", FILE), "Daar schrijf ik niet overheen."),
        (("new", "--out", "nergens/x.yaml"), "kan ik niet schrijven"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
@pytest.mark.usefixtures("case")
def test_a_wrong_use_gets_one_clear_dutch_line_and_exit_code_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    before = sorted(Path.cwd().rglob("*"))
    code, printed, wrong = run(*arguments)
    assert (code, printed) == (2, "")
    assert said in wrong
    assert len(wrong.splitlines()) == 1
    assert wrong.endswith("Zie: --help\n")
    assert sorted(Path.cwd().rglob("*")) == before


@pytest.mark.parametrize("command", ["graph", "stats", "rounds", "book"])
def test_a_case_with_faults_is_reported_and_nothing_is_made_of_it(run: Run, case: Path, command: str) -> None:
    case.write_text(case.read_text("utf-8").replace("naar: klaar", "naar: klar", 1), "utf-8")
    code, said, wrong = run(command, str(case))
    assert code == 1
    assert "eerste_scenario.yaml:11:15  FOUT R01  " in said
    assert wrong == "Er staan fouten in. Haal die er eerst uit.\n"
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["eerste_scenario.yaml", "scenarios"]
