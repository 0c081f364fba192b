"""`check` and `watch`: what is wrong, for people and for programs, and what a code means."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bot.cli import checking
from bot.cli.words import Say, WrongUseError
from bot.texts.catalog import shipped
from bot.texts.pages import Page, shipped_pages
from tests.cli.conftest import CASES, SMALL, WARNED, Run

SAY = Say(shipped(), "nl")
ROUTE = SMALL.replace("naar: klaar", "naar: klar", 1)


def test_a_warning_is_shown_and_only_counts_when_strict(run: Run, case: Path) -> None:
    case.write_text(WARNED, "utf-8")
    code, said, _ = run("check", str(case))
    assert code == 0
    assert said.startswith("eerste_scenario.yaml:2:5  LET OP S10  ")
    assert run("check", str(case), "--strict") == (1, said, "")


def test_tips_are_shown_when_asked_for_and_never_count(run: Run) -> None:
    whole = str(CASES / "ongeopende_post.yaml")
    assert run("check", whole, "--strict") == (0, "", "")
    code, said, _ = run("check", whole, "--tips", "--strict")
    assert code == 0
    assert "  TIP " in said


def test_the_check_knows_the_screens_and_the_words_of_the_house(run: Run, case: Path) -> None:
    long = "Het is stil op de gang. " * 300
    case.write_text(SMALL.replace("Er wordt aangebeld.", long).replace("het is", "hier is"), "utf-8")
    assert "FOUT T01" in run("check", str(case))[1]
    case.write_text(SMALL.replace("Er wordt aangebeld.", "De beschikking ligt er."), "utf-8")
    assert "TIP L03" in run("check", str(case), "--tips")[1]


def test_the_check_knows_which_month_it_is(run: Run, case: Path) -> None:
    Path("_gedeeld").mkdir()
    box = "wet:\n  titel: De wet\n  tekst: Het mag.\n  bron: Awb\n  gecontroleerd: 2001-01\n"
    Path("_gedeeld/kaders.yaml").write_text(box, "utf-8")
    case.write_text(SMALL.replace("    keuzes:", "    kaders: [wet]\n    keuzes:", 1), "utf-8")
    assert "LET OP K01" in run("check", ".")[1]


def test_json_is_for_programs_also_when_all_is_well(run: Run, case: Path) -> None:
    code, said, _ = run("check", str(case), "--format", "json")
    assert (code, json.loads(said)) == (0, [])
    case.write_text(ROUTE, "utf-8")
    code, said, _ = run("check", str(case), "--format", "json", "--lang", "en")
    (row,) = json.loads(said)
    assert code == 1
    assert (row["code"], row["file"], row["line"], row["suggestion"]) == ("R01", "eerste_scenario.yaml", 11, "klaar")
    assert row["sentence"].endswith("There is no such step.")


def test_github_gets_one_line_for_each_place(run: Run, case: Path) -> None:
    assert run("check", str(case), "--format", "github") == (0, "", "")
    case.write_text(ROUTE, "utf-8")
    code, said, _ = run("check", str(case), "--format", "github")
    assert code == 1
    assert said.startswith("::error file=eerste_scenario.yaml,line=11,col=15,title=R01::keuze 'a' van 'begin' ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("page", shipped_pages().values(), ids=lambda page: page.code)
def test_every_code_can_be_explained(run: Run, page: Page) -> None:
    code, said, _ = run("check", "--explain", page.code.lower())
    assert code == 0
    assert said.startswith(f"{page.code}  ")
    assert " ".join(page.why.split()[:8]) in said.replace("\n", " ")
    wrong, right = said.split("Zo gaat het mis:")[1].split("Zo is het goed:")
    assert right.strip("\n").splitlines()[0].strip() == page.right.splitlines()[0].strip()
    assert ("^" in wrong) != page.apart
    if not page.apart:
        lines = wrong.strip("\n").split("\n")
        assert lines[page.line].index("^") == page.column - 1 + 4  # below the line it is about, indented by four


def test_a_person_at_a_terminal_hears_that_all_is_well(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check", str(case)) == (0, "", "")
    Path("_gedeeld").mkdir()
    boxes = Path("_gedeeld/kaders.yaml")
    boxes.write_text("wet:\n  titel: De wet\n  tekst: Het mag.\n  bron: Awb\n", "utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run("check", str(case)) == (0, "1 casus nagekeken, geen fouten.\n", "")
    assert run("check", str(boxes)) == (0, "Nagekeken, geen fouten.\n", "")
    method = Path("_werkvormen/voorbeeld.yaml")
    method.parent.mkdir()
    method.write_text(shipped_pages()["W01"].right, "utf-8")
    assert run("check", str(method)) == (0, "Nagekeken, geen fouten.\n", "")
    boxes.unlink()
    assert run("check", ".") == (0, "1 casus nagekeken, geen fouten.\n", "")
    assert json.loads(run("check", str(case), "--format", "json")[1]) == []
    case.write_text(ROUTE, "utf-8")
    assert "nagekeken" not in run("check", str(case))[1]


def test_a_file_whose_name_ends_otherwise_is_not_passed_over_in_silence(run: Run) -> None:
    Path("scenarios/kapot.yml").write_text("titel: [", "utf-8")
    said = "scenarios/kapot.yml:1:1  LET OP S13  kapot.yml lees ik niet: laat de naam eindigen op .yaml.\n"
    assert run("check") == (0, said, "Hier staan geen casussen.\n")
    assert run("check", "--strict")[0] == 1
    assert "FOUT Y" in run("check", "scenarios/kapot.yml")[1], "a file that is named is read"


class OverError(Exception):
    """The person who watches has gone."""


def watching(paths: Iterable[Path], *deeds: Callable[[], object], tips: bool = False) -> None:
    """Watch, with one deed at each pause, until they are over."""
    left = list(deeds)

    def pause() -> None:
        if not left:
            raise OverError
        left.pop(0)()

    with pytest.raises(OverError):
        checking.watched(SAY, list(paths), pause, tips=tips)


def saved(path: Path, text: str, moment: int) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (moment, moment))


def test_watching_shows_all_first_and_then_only_what_was_saved(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = folder / "eerste_scenario.yaml", folder / "ander.yaml"
    saved(first, ROUTE, 1)
    saved(second, SMALL.replace("eerste_scenario", "ander"), 1)
    told: list[str] = []

    def hear() -> None:
        told.append(capsys.readouterr().out)

    watching(
        [Path()],
        hear,
        lambda: saved(first, SMALL, 2),
        hear,
        lambda: saved(second, ROUTE.replace("eerste_scenario", "ander"), 3),
        hear,
    )
    assert told[0].startswith("eerste_scenario.yaml:11:15  FOUT R01")
    assert told[0].endswith("Ik kijk mee met 2 bestanden. Stop met Ctrl+C.\n")
    assert told[1] == "\neerste_scenario.yaml: goed.\n"
    assert told[2].startswith("\nander.yaml:11:15  FOUT R01")
    assert "eerste_scenario" not in told[2]


def test_watching_one_file_also_looks_at_the_boxes_it_uses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, boxes = folder / "eerste_scenario.yaml", folder / "_gedeeld" / "kaders.yaml"
    boxes.parent.mkdir()
    saved(boxes, "wet:\n  titel: De wet\n  tekst: Het mag.\n  bron: Awb\n", 1)
    saved(case, SMALL.replace("    keuzes:", "    kaders: [wet]\n    keuzes:", 1), 1)
    watching([case], capsys.readouterr, lambda: saved(boxes, "rust:\n  titel: Rust\n  tekst: Rust.\n  bron: Awb\n", 2))
    assert "FOUT R04" in capsys.readouterr().out


def test_watching_bears_a_file_that_is_away_for_a_moment(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watching([case], capsys.readouterr, case.unlink, lambda: saved(case, WARNED, 5), lambda: saved(case, WARNED, 5))
    assert capsys.readouterr().out.count("LET OP S10") == 1


def test_watching_shows_tips_only_when_asked(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.write_text(SMALL.replace("Er wordt aangebeld.", "De beschikking ligt er."), "utf-8")
    watching([case], tips=False)
    assert "TIP" not in capsys.readouterr().out
    watching([case], tips=True)
    assert "TIP L03" in capsys.readouterr().out


def test_ctrl_c_ends_watching_well(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", stop)
    code, said, _ = run("watch", str(case))
    assert (code, said) == (0, "Ik kijk mee met 1 bestand. Stop met Ctrl+C.\n\n")


def test_watching_begins_only_where_there_is_something() -> None:
    with pytest.raises(WrongUseError):
        checking.watched(SAY, [Path("nergens.yaml")], lambda: None, tips=False)
