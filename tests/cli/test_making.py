"""`new` and `fix`: a case out of six answers, and slips mended where it is certain what was meant."""

import re
import stat
from pathlib import Path

import pytest

from bot.cli import making
from bot.scenario.mending.sheet import Kind
from bot.scenario.repair import Repair, Repaired
from bot.texts.pages import shipped_pages
from tests.cli.conftest import SMALL, Run

ANSWERS = (
    "De buurvrouw belt",
    "Samira (34), moeder van Ilias",
    "Er wordt aangebeld. De buurvrouw zegt: het licht is al twee dagen uit.",
    "Leg maar ergens neer.",
    "Vandaag nog aanbellen",
    "Een brief sturen",
)
BROKEN = SMALL.replace("stappen:", "stapen:").replace("Het is de buurvrouw. ", "De buurvrouw zegt: ").encode()


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_six_answers_make_a_case_in_the_folder_of_cases_with_only_gaps_to_fill(run: Run) -> None:
    code, said, _ = run("new", typed=typed(*ANSWERS))
    assert code == 0
    assert "Je casus staat in scenarios/de_buurvrouw_belt.yaml." in said
    assert "python3 -m bot check scenarios/de_buurvrouw_belt.yaml" in said
    assert "Kijk nog even hiernaar" not in said
    text = Path("scenarios/de_buurvrouw_belt.yaml").read_text("utf-8")
    assert text.startswith("formaat: 1\nid: de_buurvrouw_belt\n")
    code, said, _ = run("check")
    assert code == 0
    assert set(re.findall(r"(?:FOUT|LET OP) \w+", said)) <= {"LET OP S12"}


def test_without_a_folder_of_ones_own_a_new_case_comes_here(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "INSTALLED", Path.cwd() / "scenarios")
    assert "Je casus staat in de_buurvrouw_belt.yaml." in run("new", typed=typed(*ANSWERS))[1]
    assert Path("de_buurvrouw_belt.yaml").is_file()


def test_a_new_case_names_the_schema_that_lies_beside_it(run: Run) -> None:
    schema = Path("scenarios/schema/scenario.schema.json")
    schema.parent.mkdir()
    schema.write_text("{}", "utf-8")
    run("new", typed=typed(*ANSWERS))
    lines = Path("scenarios/de_buurvrouw_belt.yaml").read_text("utf-8").splitlines()
    assert lines[:2] == ["# yaml-language-server: $schema=schema/scenario.schema.json", "formaat: 1"]


def test_a_new_case_can_be_put_elsewhere_and_is_called_like_its_file(run: Run) -> None:
    assert run("new", "--out", "scenarios/licht_uit.yaml", typed=typed(*ANSWERS))[0] == 0
    assert "id: licht_uit\n" in Path("scenarios/licht_uit.yaml").read_text("utf-8")
    assert run("check")[0] == 0


def test_a_file_that_is_there_is_never_written_over(run: Run) -> None:
    there = Path("scenarios/de_buurvrouw_belt.yaml")
    there.write_text("van mij", "utf-8")
    _, said, _ = run("new", typed=typed(ANSWERS[0], "Het licht", *ANSWERS[1:]))
    assert "Er is al een bestand scenarios/de_buurvrouw_belt.yaml. Bedenk een andere titel." in said
    assert there.read_text("utf-8") == "van mij"
    assert Path("scenarios/het_licht.yaml").is_file()


def test_an_answer_that_will_not_do_is_asked_for_again(run: Run) -> None:
    answers = (" ", *ANSWERS[:4], "Aanbellen en " * 6, ANSWERS[4], ANSWERS[4].upper(), ANSWERS[5])
    code, said, _ = run("new", typed=typed(*answers))
    assert code == 0
    for sentence in ("Schrijf iets,", "hoogstens 60 tekens", "Dat is dezelfde keuze."):
        assert said.count(sentence) == 1


def test_who_stops_halfway_leaves_nothing_behind(run: Run) -> None:
    assert run("new", typed=typed(*ANSWERS[:3]))[0] == 130
    assert list(Path.cwd().rglob("*.yaml")) == []


def test_what_the_answers_bring_along_is_told_at_once(run: Run) -> None:
    answers = (*ANSWERS[:2], "Bel haar op 06-12345678.", *ANSWERS[3:])
    code, said, _ = run("new", typed=typed(*answers))
    assert code == 0
    assert "LET OP P02" in said.split("Kijk nog even hiernaar:")[1]


def test_slips_are_mended_and_named_by_their_line(run: Run, case: Path) -> None:
    case.write_bytes(BROKEN)
    case.chmod(0o640)
    code, said, _ = run("fix", str(case))
    assert code == 0
    assert said.startswith("eerste_scenario.yaml: 2 dingen hersteld\n  regel 4: «stapen» werd «stappen»\n  regel 10: ")
    assert said.endswith("\n\nEr staan geen fouten meer in.\n")
    assert "zegt: Ze maakt zich zorgen." in case.read_text("utf-8")
    assert run("check", str(case)) == (0, "", "")
    assert stat.S_IMODE(case.stat().st_mode) == 0o640
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["eerste_scenario.yaml", "scenarios"]


def test_a_dry_run_writes_nothing(run: Run, case: Path) -> None:
    case.write_bytes(BROKEN)
    code, said, _ = run("fix", "--dry-run", str(case))
    assert code == 0, "the file would be good"
    assert said.startswith("eerste_scenario.yaml: 2 dingen te herstellen\n")
    assert said.endswith("\nEr is niets geschreven.\n")
    assert case.read_bytes() == BROKEN


def test_a_dry_run_says_what_would_be_left(run: Run, case: Path) -> None:
    case.write_bytes(BROKEN.replace(b"naar: klaar", b"naar: ergens_anders", 1))
    code, said, _ = run("fix", "--dry-run", str(case))
    assert code == 1
    dry, left = said.split("\nDit kun je zelf het beste:\n\n")
    assert dry.endswith("\nEr is niets geschreven.\n")
    assert "FOUT R01" in left
    assert "stapen" not in left
    assert run("fix", str(case))[1].endswith(left)


def test_a_folder_without_cases_has_nothing_to_mend(run: Run) -> None:
    assert run("fix", "scenarios") == (0, "", "Hier staan geen casussen.\n")


@pytest.mark.parametrize("ends", ["\n", ""])
def test_a_good_file_stays_as_it_is_to_the_byte_and_to_the_moment(run: Run, case: Path, ends: str) -> None:
    case.write_text(SMALL.rstrip("\n") + ends, "utf-8")
    before = case.read_bytes(), case.stat().st_mtime_ns, case.stat().st_ino
    assert run("fix", ".") == (0, "Er staan geen fouten in. Er is niets veranderd.\n", "")
    assert (case.read_bytes(), case.stat().st_mtime_ns, case.stat().st_ino) == before


def test_what_cannot_be_mended_is_reported_as_the_check_does(run: Run, case: Path) -> None:
    case.write_bytes(BROKEN.replace(b"naar: klaar", b"naar: ergens_anders", 1))
    code, said, _ = run("fix", str(case))
    assert code == 1
    mended, left = said.split("\nDit kun je zelf het beste:\n\n")
    assert "2 dingen hersteld" in mended
    assert left == run("check", str(case))[1]
    assert "FOUT R01" in left


def test_boxes_and_house_questions_are_mended_as_what_they_are(run: Run) -> None:
    Path("scenarios/_gedeeld").mkdir()
    boxes = Path("scenarios/_gedeeld/kaders.yaml")
    boxes.write_bytes(b"wet:\r\n  titel: De wet: kort\r\n  tekst: Het mag.\r\n  bron: Awb\r\n")
    code, said, _ = run("fix", "scenarios")
    assert code == 0
    assert "scenarios/_gedeeld/kaders.yaml: 2 dingen hersteld" in said
    assert b"\r" not in boxes.read_bytes()


def test_a_method_is_mended_as_what_it_is(run: Run) -> None:
    Path("scenarios/_werkvormen").mkdir()
    method = Path("scenarios/_werkvormen/voorbeeld.yaml")
    good = shipped_pages()["W01"].right
    method.write_text(good.replace("instructie: De klant sluit af.", "instuctie: Let op: de klant sluit af."), "utf-8")
    code, said, _ = run("fix", "scenarios")
    assert code == 0
    assert "scenarios/_werkvormen/voorbeeld.yaml: 2 dingen hersteld" in said
    assert run("fix", str(method)) == (0, "Er staan geen fouten in. Er is niets veranderd.\n", "")


def test_a_file_with_too_many_slips_for_once_is_to_be_mended_again(
    run: Run, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(text: str, *_: object) -> Repaired:
        return Repaired(text, (Repair(1, Kind.TAB),), spent=True)

    monkeypatch.setattr(making, "repaired", some)
    assert "\n  Dit was veel werk. Typ fix nog een keer" in run("fix", str(case))[1]


def test_a_file_that_is_no_text_is_left_alone_and_reported(run: Run, case: Path) -> None:
    case.write_bytes(b"\xff\xfe\x00")
    code, said, _ = run("fix", str(case))
    assert code == 1
    assert "FOUT Y01" in said
    assert case.read_bytes() == b"\xff\xfe\x00"
