"""A folder is read as one value, and a broken file keeps its last good version."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.scenario.library import Shelf, check_paths, merge, read_shelf, saved_times
from bot.scenario.model import Reflection, content_hash
from tests.scenario.files import CASES, SHIPPED, option, step, story

GOOD = story(step("begin", option("a")))
BOXED = GOOD.replace("situatie: Er", "kaders: drie_dagen\n    situatie: Er")
BOXES = "drie_dagen: {titel: Drie dagen, tekst: Binnen drie dagen.}\n"
HOUSE = "macht: {titel: Macht, vraag: Wie kan nee zeggen?}\n"


def shelf(folder: Path, files: Mapping[str, str]) -> Shelf:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_shelf(folder)


def told(shelf: Shelf) -> list[tuple[str, str]]:
    return [(file, issue.code) for file, issues in shelf.issues.items() for issue in issues]


def test_the_cases_for_tests_are_all_good() -> None:
    cases = read_shelf(CASES)
    assert told(cases) == []
    assert cases.broken == frozenset()
    assert list(cases.scenarios) == ["alle_velden", "alleen_schrijven", "eerste_scenario", "rondje"]
    assert cases.reflections["macht"] == Reflection("Macht", "Wie kan hier nee zeggen?")


def test_the_cases_that_come_with_the_bot_have_no_faults() -> None:
    issues, _ = check_paths([SHIPPED])
    assert [issue for issue in issues if issue.severity == "F"] == []
    assert read_shelf(SHIPPED).scenarios


def test_a_folder_that_is_not_there_is_an_empty_shelf(tmp_path: Path) -> None:
    assert read_shelf(tmp_path / "weg") == Shelf()


def test_files_with_an_underscore_and_other_files_are_left_alone(tmp_path: Path) -> None:
    files = {"voorbeeld.yaml": GOOD, "_later.yaml": "x: [", "lees.md": "x", "_werkvormen/x.yaml": "x: ["}
    assert list(shelf(tmp_path, files).scenarios) == ["voorbeeld"]


def test_what_an_editor_keeps_beside_a_file_is_no_case(tmp_path: Path) -> None:
    (tmp_path / ".#goed.yaml").symlink_to("anna@computer.123")
    (tmp_path / "map.yaml").mkdir()
    found = shelf(tmp_path, {"goed.yaml": GOOD, ".oud.yaml": "kapot: ["})
    assert not found.broken
    assert list(found.sources) == ["goed.yaml"]


def test_a_file_that_goes_while_it_is_looked_at_is_left_out(tmp_path: Path) -> None:
    shelf(tmp_path, {"goed.yaml": GOOD})
    (tmp_path / "weg.yaml").symlink_to(tmp_path / "nergens")
    assert [path.name for path in saved_times(tmp_path)] == ["goed.yaml"]
    assert saved_times(tmp_path / "nergens") == {}


def test_equal_content_has_an_equal_name_and_other_content_another(tmp_path: Path) -> None:
    first = shelf(tmp_path, {"voorbeeld.yaml": BOXED, "_gedeeld/kaders.yaml": BOXES}).scenarios["voorbeeld"]
    again = shelf(tmp_path, {"voorbeeld.yaml": BOXED + "# een opmerking\n"}).scenarios["voorbeeld"]
    other = shelf(tmp_path, {"_gedeeld/kaders.yaml": BOXES.replace("drie", "vier", 1).replace("vier_", "drie_")})
    text = shelf(tmp_path, {"_gedeeld/kaders.yaml": BOXES.replace("Binnen", "Ruim binnen")}).scenarios["voorbeeld"]
    assert first.hash == again.hash == other.scenarios["voorbeeld"].hash == content_hash(first.scenario)
    assert text.hash != first.hash, "a corrected box is another content"
    assert (len(first.hash), first.file) == (32, "voorbeeld.yaml")


def test_a_broken_file_keeps_its_last_good_version(tmp_path: Path) -> None:
    last = shelf(tmp_path, {"voorbeeld.yaml": GOOD, "twee.yaml": GOOD.replace("id: voorbeeld", "id: twee")})
    fresh = shelf(tmp_path, {"voorbeeld.yaml": GOOD.replace("naar: klaar", "naar: weg")})
    assert (fresh.broken, list(fresh.scenarios)) == (frozenset({"voorbeeld"}), ["twee"])
    merged = merge(last, fresh)
    assert merged.scenarios["voorbeeld"] == last.scenarios["voorbeeld"]
    assert (merged.broken, told(merged)) == (frozenset({"voorbeeld"}), [("voorbeeld.yaml", "R01")])
    assert merge(merged, fresh).scenarios["voorbeeld"] == last.scenarios["voorbeeld"]


def test_a_file_that_was_taken_away_is_gone(tmp_path: Path) -> None:
    last = shelf(tmp_path, {"voorbeeld.yaml": GOOD})
    (tmp_path / "voorbeeld.yaml").unlink()
    assert merge(last, read_shelf(tmp_path)).scenarios == {}


def test_a_broken_file_is_known_by_its_id_line_or_else_by_its_name(tmp_path: Path) -> None:
    files = {"een.yaml": "formaat: 1\nid: voorbeeld\ntitel: a: b\n", "twee.yaml": "titel: [\n"}
    assert shelf(tmp_path, files).broken == {"voorbeeld", "twee"}


def test_without_good_boxes_the_cases_that_use_them_wait(tmp_path: Path) -> None:
    files = {"voorbeeld.yaml": BOXED, "_gedeeld/kaders.yaml": BOXES, "_gedeeld/reflectie.yaml": HOUSE}
    last = shelf(tmp_path, files)
    fresh = shelf(
        tmp_path, {"_gedeeld/kaders.yaml": "drie_dagen: [\n", "_gedeeld/reflectie.yaml": "macht: {titel: Macht}\n"}
    )
    assert told(fresh) == [("_gedeeld/kaders.yaml", "Y12"), ("_gedeeld/reflectie.yaml", "S02")]
    assert fresh.broken == {"voorbeeld"}
    assert fresh.reflections == {}
    merged = merge(last, fresh)
    assert merged.scenarios == last.scenarios
    assert merged.reflections == last.reflections


def test_boxes_have_their_own_shape(tmp_path: Path) -> None:
    text = "drie_dagen: {titel: Drie dagen, tekst: Kort., gecontroleerd: november, bronn: Wgs}\n1: {}\n"
    found = [
        (issue.code, issue.suggestion)
        for issue in shelf(tmp_path, {"_gedeeld/kaders.yaml": text}).issues["_gedeeld/kaders.yaml"]
    ]
    assert found == [("S04", ""), ("S01", "bron"), ("S03", ""), ("S08", "")]


def test_a_box_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert told(shelf(tmp_path, {"voorbeeld.yaml": BOXED})) == [("voorbeeld.yaml", "R04")]


def test_two_files_with_one_id_are_told_at_the_second(tmp_path: Path) -> None:
    double = shelf(tmp_path, {"voorbeeld.yaml": GOOD, "ook.yaml": GOOD, "x.yaml": "titel: x\n", "y.yaml": "id: [\n"})
    assert double.scenarios["voorbeeld"].file == "ook.yaml"
    assert [(issue.code, issue.words) for issue in double.issues["voorbeeld.yaml"]] == [
        ("S11", {"naam": "voorbeeld", "bestand": "ook.yaml"})
    ]
    assert "voorbeeld" in merge(Shelf(), double).scenarios


def test_pictures_are_looked_for_in_the_folder_media(tmp_path: Path) -> None:
    text = GOOD.replace("situatie: Er", "media: voorbeeld/deur.jpg\n    situatie: Er")
    assert told(shelf(tmp_path, {"voorbeeld.yaml": text})) == [("voorbeeld.yaml", "R05")]
    assert told(shelf(tmp_path, {"media/voorbeeld/deur.jpg": "x"})) == []


def test_paths_are_checked_with_what_lies_beside_them_and_named_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = BOXED.replace("naar: klaar", "naar: weg")
    shelf(
        tmp_path, {"voorbeeld.yaml": wrong, "_gedeeld/kaders.yaml": BOXES + "x: {}\n", "_gedeeld/reflectie.yaml": HOUSE}
    )
    monkeypatch.chdir(tmp_path)
    issues, sources = check_paths([Path("voorbeeld.yaml")])
    assert [(issue.code, issue.place.file) for issue in issues] == [("R01", "voorbeeld.yaml")]
    assert sources == {"voorbeeld.yaml": wrong}
    issues, sources = check_paths([Path("_gedeeld/kaders.yaml")])
    assert [(issue.code, issue.place.file) for issue in issues] == [("S08", "_gedeeld/kaders.yaml")]
    issues, sources = check_paths([tmp_path])
    assert sorted(Path(file).name for file in sources) == ["kaders.yaml", "reflectie.yaml", "voorbeeld.yaml"]
    with pytest.raises(FileNotFoundError):
        check_paths([Path("weg.yaml")])
