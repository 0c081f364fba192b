"""`graph`, `book`, `stats`, `rounds` and `diff`: a case as a picture, on paper, and in figures."""

import shutil
from pathlib import Path

import pytest

from bot.press.program import PressError
from tests.cli.conftest import CASES, SMALL, Run

PNG, ROAD = b"\x89PNG", "#d55e00"


@pytest.fixture
def post(folder: Path) -> str:
    """A whole case here, with the boxes it uses."""
    shutil.copytree(CASES / "_gedeeld", folder / "_gedeeld")
    shutil.copy(CASES / "ongeopende_post.yaml", folder)
    return "ongeopende_post.yaml"


def test_the_map_is_a_picture_named_after_the_case(run: Run, post: str) -> None:
    code, said, _ = run("graph", post)
    assert code == 0
    assert said.startswith("Geschreven: ongeopende_post.png\nKaart van Ongeopende post: 5 stappen, ")
    assert Path("ongeopende_post.png").read_bytes().startswith(PNG)


def test_the_map_shows_a_road_and_how_often_each_option_was_chosen(run: Run, post: str) -> None:
    assert ROAD not in run("graph", post, "--format", "dot")[1]
    Path("aantallen.csv").write_text("keuze;aantal\nsignaal.a;12\n\nsignaal.b;3\nsignaal.a;1\n", "utf-8-sig")
    code, said, _ = run("graph", post, "--format", "dot", "--road", "a b", "--counts", "aantallen.csv")
    assert code == 0
    assert ROAD in said
    assert "13×" in said
    assert "3×" in said


@pytest.mark.parametrize("line", ["signaal.a;veel", "signaal.a", "signaal.a;1;2", "signaal.a;-1", "signaal.a;²"])
def test_counts_that_cannot_be_read_are_named_by_their_line(run: Run, post: str, line: str) -> None:
    Path("aantallen.csv").write_text(f"signaal.b,3\n{line}\n", "utf-8")
    code, _, wrong = run("graph", post, "--counts", "aantallen.csv")
    assert code == 2
    assert wrong.startswith("aantallen.csv, regel 2: dit lees ik niet.")


def test_counts_of_an_option_that_there_is_not_are_refused(run: Run, post: str) -> None:
    for name in ("signaal.z", "nergens.a", "slot.a"):
        Path("aantallen.csv").write_text(f"{name};3\n", "utf-8")
        assert (
            f"aantallen.csv, regel 1: de keuze {name} is er niet." in run("graph", post, "--counts", "aantallen.csv")[2]
        )
    Path("aantallen.csv").write_bytes(b"\xff\xfes")
    assert "regel 1: dit lees ik niet" in run("graph", post, "--counts", "aantallen.csv")[2]


def test_a_map_as_text_comes_on_the_screen_or_in_a_file(run: Run, case: Path) -> None:
    code, said, _ = run("graph", str(case), "--format", "mermaid")
    assert code == 0
    assert said.startswith("flowchart TD\n")
    assert run("graph", str(case), "--format", "mermaid", "--out", "kaart/kaart.mmd")[:2] == (
        0,
        "Geschreven: kaart/kaart.mmd\n",
    )
    assert Path("kaart/kaart.mmd").read_text("utf-8") == said
    assert run("graph", str(case), "--format", "dot")[1].startswith("digraph {")


def test_a_long_case_is_drawn_in_parts(run: Run, folder: Path) -> None:
    steps = "".join(
        f"  s{n}:\n    situatie: Stap {n}.\n    schrijf: Wat doe je?\n    naar: s{n + 1}\n" for n in range(14)
    )
    head, tail = SMALL.split("stappen:\n")
    text = f"{head}stappen:\n{steps}{tail.replace('begin:', 's14:')}"
    (folder / "eerste_scenario.yaml").write_text(text, "utf-8")
    code, said, _ = run("graph", "eerste_scenario.yaml", "--format", "svg", "--out", "kaart.svg")
    assert code == 0
    assert said.splitlines()[:3] == [f"Geschreven: kaart-{part}.svg" for part in ("overzicht", "deel-1", "deel-2")]
    assert b"<svg" in Path("kaart-deel-2.svg").read_bytes()


def test_a_book_is_a_pdf_to_print_or_a_page_to_read(run: Run, post: str) -> None:
    assert run("book", post) == (0, "Geschreven: ongeopende_post-leesboek.pdf\n", "")
    assert Path("ongeopende_post-leesboek.pdf").read_bytes().startswith(b"%PDF")
    assert run("book", post, "--format", "html", "--out", "boek.html")[0] == 0
    assert "Laat eerst ieder voor zich kiezen" not in Path("boek.html").read_text("utf-8")


def test_the_edition_for_the_trainer_has_the_notes_and_a_warning(run: Run, post: str) -> None:
    code, said, _ = run("book", post, "--trainer", "--format", "html")
    assert code == 0
    assert said.splitlines() == [
        "Geschreven: ongeopende_post-trainer.html",
        "Hier staan je notities in. Geef dit niet aan deelnemers.",
    ]
    assert "Laat eerst ieder voor zich kiezen" in Path("ongeopende_post-trainer.html").read_text("utf-8")


def test_a_press_that_fails_is_told_in_one_line(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> bytes:
        raise PressError("geen inkt")

    monkeypatch.setattr("bot.press.pictures.png", fails)
    assert run("graph", str(case)) == (1, "", "Het afdrukken lukte niet: geen inkt.\n")
    assert not Path("eerste_scenario.png").exists()


def test_figures_stand_in_columns_under_their_headings(run: Run, post: str) -> None:
    code, said, _ = run("stats", post)
    assert code == 0
    lines = said.splitlines()
    assert lines[0] == "Leestijd"
    assert all(line.startswith("  ") for line in lines[1 : lines.index("")])
    assert (
        len({line.index("woorden,") - len(line.split(":  ")[1].split()[0]) for line in lines if "woorden," in line})
        == 1
    )
    assert "\nSpellen\n" in said


def test_the_rounds_are_lists_of_what_to_click(run: Run, post: str) -> None:
    code, said, _ = run("rounds", post)
    assert code == 0
    assert said.startswith("Met 4 spellen heb je alle teksten gezien.\n\nRonde 1 van 4, naar het einde «")
    assert "\n  1. Het signaal:" in said


def test_a_case_is_told_in_english_when_asked(run: Run, post: str) -> None:
    assert run("--lang", "en", "stats", post)[1].startswith("Reading time\n")


def test_the_difference_says_what_it_means_for_groups_under_way(run: Run, case: Path, folder: Path) -> None:
    old = folder / "oud.yaml"
    old.write_text(SMALL, "utf-8")
    code, said, _ = run("diff", "oud.yaml", str(case))
    assert (code, said) == (0, "Er is niets veranderd.\n\nVoor wie bezig is, verandert er niets.\n")
    case.write_text(SMALL.replace("Opendoen", "Doe open"), "utf-8")
    code, said, _ = run("diff", "oud.yaml", str(case))
    assert code == 0
    assert said.startswith("Alleen teksten zijn veranderd.\n  tekst veranderd:  begin.a\n\nWie bezig is, speelt ")


def test_an_old_version_needs_no_boxes_beside_it(run: Run, post: str, folder: Path) -> None:
    (folder / "elders").mkdir()
    shutil.copy(post, folder / "elders" / "oud.yaml")
    assert run("diff", "elders/oud.yaml", post)[:2] == (
        0,
        "Er is niets veranderd.\n\nVoor wie bezig is, verandert er niets.\n",
    )


def test_that_a_version_is_called_otherwise_is_no_matter_of_a_difference(run: Run, case: Path, folder: Path) -> None:
    (folder / "oud.yaml").write_text(SMALL.replace("naar: klaar", "naar: klar", 1), "utf-8")
    for old, new in (("oud.yaml", str(case)), (str(case), "oud.yaml")):
        code, said, _ = run("diff", old, new)
        assert code == 1
        assert "FOUT R01" in said
        assert "S10" not in said


def test_a_case_that_lies_elsewhere_is_read_with_the_boxes_of_the_house(run: Run, post: str, folder: Path) -> None:
    (folder / "_gedeeld").rename(folder / "scenarios" / "_gedeeld")
    assert run("check", post) == (0, "", "")
    assert run("stats", post)[0] == run("test", post)[0] == run("fix", post)[0] == run("publish", post)[0] == 0
    (folder / "_gedeeld").mkdir()
    assert "FOUT R04" in run("check", post)[1], "boxes of its own are the only ones"


def test_of_a_case_in_the_folder_its_name_is_enough(run: Run, folder: Path) -> None:
    (folder / "scenarios" / "eerste_scenario.yaml").write_text(SMALL, "utf-8")
    for command in ("check", "graph", "stats", "rounds", "fix", "publish"):
        assert run(command, "eerste_scenario")[0] == 0, command
    assert run("diff", "eerste_scenario", "eerste_scenario.yaml")[0] == 0
    code, said, _ = run("test", "eerste_scenario", "--record", "A", "--name", "open")
    assert (code, said.split(" Dit")[0]) == (0, "Bewaard: scenarios/_spelen/eerste_scenario/open.yaml.")


def test_a_folder_of_cases_is_told_in_a_few_lines_each(run: Run) -> None:
    code, said, _ = run("stats", str(CASES.parents[1] / "scenarios"))
    assert code == 0
    assert "De baan die maandag begint\n  Beslissingen:  5 in elk spel\n" in said
    assert said.count("winst en verlies op alle drie de gronden") == said.count("  Taal:") == said.count("  Eindes:")
    assert "Mijn eigen dilemma" not in said


def test_cases_that_say_less_are_told_as_they_are(run: Run, case: Path, post: str) -> None:
    said = run("stats", str(case), post)[1]
    assert "Mijn eerste scenario\n  Beslissingen:  1 in elk spel\n  Keuzes:        2, in 1 stap" in said
    assert "keuzes ontbreekt winst of verlies op een grond" in said
