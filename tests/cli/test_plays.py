"""`test`: the proofs in a file and the plays that were kept, and what became of them."""

from pathlib import Path

import pytest

from tests.cli.conftest import SMALL, Run

PROOFS = """proeven:
  - route: a
    einde: klaar
  - route: b
    einde: klaar
"""
HEAD = "eerste_scenario.yaml\n"


@pytest.fixture
def kept(run: Run, case: Path) -> Path:
    """A case with one play that was kept."""
    code, said, _ = run("test", str(case), "--record", "a", "--name", "opendoen")
    assert (code, said) == (0, "Bewaard: _spelen/eerste_scenario/opendoen.yaml. Dit spel komt bij einde 'klaar'.\n")
    return case


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_without_anything_to_try_it_says_how_to_begin(run: Run, case: Path) -> None:
    code, said, _ = run("test", str(case))
    assert code == 0
    assert said.startswith("Er is nog niets om te proberen.")
    assert run("test")[1] == said, "an empty folder of scenarios"


def test_each_proof_is_told_with_the_line_where_it_fails(run: Run, case: Path) -> None:
    case.write_text(SMALL + PROOFS, "utf-8")
    good = "  goed   proef 1  komt bij einde 'klaar'\n"
    assert run("test", str(case)) == (0, f"{HEAD}{good}  goed   proef 2  komt bij einde 'klaar'\n", "")
    change(case, "route: b", "route: c")
    code, said, _ = run("test", str(case))
    assert code == 1
    assert said.startswith(f"{HEAD}{good}  fout   proef 2  regel 23: bij 'begin' is keuze 'c' niet te zien.")
    case.write_text(SMALL + PROOFS.replace("einde: klaar", "einde: nergens", 1), "utf-8")
    assert "  fout   proef 1  regel 22: het einde 'nergens' bestaat niet.\n" in run("test", str(case))[1]


def test_a_kept_play_goes_as_before(run: Run, kept: Path) -> None:
    assert run("test", str(kept)) == run("test", ".") == (0, f"{HEAD}  goed   opendoen  gaat zoals eerst\n", "")


def test_a_play_is_kept_once_under_its_name(run: Run, kept: Path) -> None:
    before = Path("_spelen/eerste_scenario/opendoen.yaml").read_bytes()
    code, _, wrong = run("test", str(kept), "--record", "b", "--name", "opendoen")
    assert code == 2
    assert "Daar schrijf ik niet overheen." in wrong
    assert Path("_spelen/eerste_scenario/opendoen.yaml").read_bytes() == before


@pytest.mark.parametrize("choices", ["b", "B", " b,"])
def test_choices_are_typed_as_ids_or_as_the_letters_of_the_map(run: Run, case: Path, choices: str) -> None:
    change(case, "      b:\n", "      weg:\n") if choices == "B" else None
    assert run("test", str(case), "--record", choices, "--name", "weg")[0] == 0
    kept = Path("_spelen/eerste_scenario/weg.yaml").read_text("utf-8")
    assert f"keuze: {'weg' if choices == 'B' else 'b'}\n" in kept


def test_other_texts_are_shown_and_are_no_fault(run: Run, kept: Path) -> None:
    change(kept, "maakt zich zorgen", "is bezorgd")
    code, said, _ = run("test", str(kept))
    assert code == 0
    assert said == (
        f"{HEAD}"
        "  tekst  opendoen  gaat zoals eerst, met 1 andere tekst\n"
        "         stappen.begin.keuzes.a.gevolg\n"
        "           was  Het is de buurvrouw. Ze maakt zich zorgen.\n"
        "           nu   Het is de buurvrouw. Ze is bezorgd.\n"
        "\nKloppen de nieuwe teksten? Neem ze over met --bless.\n"
    )


def test_new_texts_are_taken_over_with_bless(run: Run, kept: Path) -> None:
    change(kept, "maakt zich zorgen", "is bezorgd")
    code, said, _ = run("test", str(kept), "--bless")
    assert code == 0
    assert "  goed   opendoen  1 tekst overgenomen\n" in said
    assert run("test", str(kept)) == (0, f"{HEAD}  goed   opendoen  gaat zoals eerst\n", "")


def test_of_a_long_text_only_the_place_is_shown_where_it_differs(run: Run, kept: Path) -> None:
    change(kept, "Het is de buurvrouw.", f"Het is de buurvrouw. {'Ze wacht. ' * 20}Ze groet.")
    run("test", str(kept), "--bless")
    change(kept, "Ze groet.", f"Ze knikt. {'Ze kijkt. ' * 20}")
    said = run("test", str(kept))[1]
    assert "  was  …Ze wacht. Ze wacht. Ze groet. Ze maakt zich zorgen.\n" in said
    assert max(map(len, said.splitlines())) < 120
    assert said.count("…") == 3


def test_a_text_that_came_or_went_is_shown_as_nothing(run: Run, kept: Path) -> None:
    change(kept, "    titel: Einde\n", "    titel: Einde\n    nabespreking:\n      - Wat nu?\n")
    said = run("test", str(kept))[1]
    assert "eindes.klaar.nabespreking.0\n           was  niets\n           nu   Wat nu?\n" in said


def test_another_road_is_a_fault_that_cannot_be_blessed(run: Run, kept: Path) -> None:
    change(kept, "      b:\n", "      c:\n")
    code, said, _ = run("test", str(kept), "--bless")
    assert code == 1
    assert said == (f"{HEAD}  fout   opendoen  gaat anders dan eerst\n         stap 1: te zien was a, b, en nu a, c\n")


def test_a_play_that_comes_to_no_ending_any_more_says_so(run: Run, kept: Path) -> None:
    change(kept, "      a:\n", "      d:\n")
    said = run("test", str(kept))[1]
    assert "stap 1: gekozen was a, en nu niets\n" in said
    assert "het einde was klaar, en is nu niets\n" in said


def test_plays_under_the_old_name_of_a_case_still_count(run: Run, kept: Path) -> None:
    kept.rename("nieuw.yaml")
    change(Path("nieuw.yaml"), "id: eerste_scenario", "id: nieuw\nvoorheen: eerste_scenario")
    assert run("test", "nieuw.yaml") == (0, "nieuw.yaml\n  goed   opendoen  gaat zoals eerst\n", "")


def test_proofs_that_fail_do_not_keep_plays_from_being_played(run: Run, kept: Path) -> None:
    with kept.open("a", encoding="utf-8") as file:
        file.write(PROOFS.replace("route: b", "route: a a"))
    code, said, _ = run("test", str(kept))
    assert code == 1
    assert [line.split()[0] for line in said.splitlines()[1:]] == ["goed", "fout", "goed"]


def test_a_case_with_faults_cannot_be_tried(run: Run, kept: Path) -> None:
    change(kept, "naar: klaar", "naar: klar")
    assert run("test", str(kept)) == (1, f"{HEAD}  fout   bestand  er staan fouten in; check noemt ze\n", "")


def test_a_file_that_is_no_play_is_named(run: Run, kept: Path) -> None:
    Path("_spelen/eerste_scenario/stuk.yaml").write_text("scenario: [", "utf-8")
    code, said, _ = run("test", str(kept))
    assert code == 1
    assert "  fout   stuk      _spelen/eerste_scenario/stuk.yaml lees ik niet als een bewaard spel\n" in said


def test_the_tests_speak_english_when_asked(run: Run, kept: Path) -> None:
    assert run("test", str(kept), "--lang", "en")[1] == f"{HEAD}  good   opendoen  goes as before\n"
