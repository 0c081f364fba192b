"""A folder is read as one value, and a broken file keeps its last good version."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.scenario.library import check_paths, picture_in, read_shelf, saved_times, shared_in
from bot.scenario.model import Reflection, Severity, content_hash
from bot.scenario.rules.registry import Shared
from bot.scenario.shelf import Shelf, joined, merge
from tests.scenario.files import CASES, SHIPPED, option, step, story

GOOD = story(step("begin", option("a")))
BOXED = GOOD.replace("situatie: Er", "kaders: drie_dagen\n    situatie: Er")
BOXES = "drie_dagen: {titel: Drie dagen, tekst: Binnen drie dagen., bron: Wgs}\n"
HOUSE = "macht: {titel: Macht, vraag: Wie kan nee zeggen?}\n"


def shelf(folder: Path, files: Mapping[str, str]) -> Shelf:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_shelf(folder)


def told(shelf: Shelf) -> list[tuple[str, str]]:
    """Return the faults and warnings of a shelf."""
    found = [(file, issue) for file, issues in shelf.issues.items() for issue in issues]
    return [(file, issue.code) for file, issue in found if issue.severity is not Severity.TIP]


def test_the_cases_for_tests_are_all_good() -> None:
    cases = read_shelf(CASES)
    assert told(cases) == []
    assert cases.broken == frozenset()
    assert list(cases.scenarios) == ["alle_velden", "alleen_schrijven", "eerste_scenario", "ongeopende_post", "rondje"]
    assert cases.reflections["macht"] == Reflection("Macht", "Wie kan hier nee zeggen?")


def test_the_cases_that_come_with_the_bot_have_no_faults() -> None:
    issues, _ = check_paths([SHIPPED])
    assert [issue for issue in issues if issue.severity == "F"] == []
    assert read_shelf(SHIPPED).scenarios


def test_a_folder_that_is_not_there_is_an_empty_shelf(tmp_path: Path) -> None:
    read = read_shelf(tmp_path / "weg")
    assert read == Shelf(shared=Shared(boxes={}, media={}))


def test_of_two_folders_with_one_scenario_the_first_counts(tmp_path: Path) -> None:
    own = shelf(tmp_path / "own", {"voorbeeld.yaml": GOOD})
    other = {
        "voorbeeld.yaml": GOOD.replace("titel: ", "titel: Ander "),
        "tweede.yaml": GOOD.replace("voorbeeld", "tweede"),
    }
    both = joined(own, [shelf(tmp_path / "other", other)])
    assert both.scenarios["voorbeeld"] == own.scenarios["voorbeeld"]
    assert both.sources["tweede.yaml"] == other["tweede.yaml"]
    assert (both.issues, both.shared) == (own.issues, own.shared)


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


def test_a_box_that_no_scenario_uses_is_told_when_every_scenario_could_be_read(tmp_path: Path) -> None:
    spare = BOXES + "zes_weken: {titel: Zes weken, tekst: Binnen zes weken., bron: Awb}\n"
    other = GOOD.replace("id: voorbeeld", "id: twee")
    files = {"voorbeeld.yaml": BOXED, "twee.yaml": other, "_gedeeld/kaders.yaml": spare}

    def unused(shelf: Shelf) -> list[object]:
        return [issue.words["naam"] for issue in shelf.issues["_gedeeld/kaders.yaml"] if issue.code == "R09"]

    assert unused(shelf(tmp_path, files)) == ["zes_weken"]
    assert unused(shelf(tmp_path, {"twee.yaml": other.replace("naar: klaar", "naar: weg")})) == []
    assert unused(shelf(tmp_path, {"twee.yaml": GOOD})) == [], "of two with one id one is not looked at"
    assert unused(shelf(tmp_path, {"twee.yaml": other, "_gedeeld/kaders.yaml": spare + "x: {}\n"})) == []
    assert unused(shelf(tmp_path / "leeg", {"_gedeeld/kaders.yaml": spare})) == [], (
        "a folder that is still to be filled"
    )


def test_boxes_nobody_uses_are_told_of_a_folder_and_not_of_single_files(tmp_path: Path) -> None:
    other = GOOD.replace("id: voorbeeld", "id: twee")
    shelf(tmp_path, {"voorbeeld.yaml": GOOD, "twee.yaml": other, "_gedeeld/kaders.yaml": BOXES})
    boxes, one = tmp_path / "_gedeeld" / "kaders.yaml", tmp_path / "voorbeeld.yaml"

    def codes(*paths: Path) -> list[tuple[str, str]]:
        return [(issue.code, issue.place.file) for issue in check_paths(paths)[0] if issue.code == "R09"]

    assert codes(tmp_path) == [("R09", str(boxes))]
    assert codes(boxes) == codes(boxes, one) == codes(one) == []
    assert codes(boxes, one, tmp_path / "twee.yaml") == codes(tmp_path), "all single files are a whole folder"


def test_two_files_with_one_id_are_told_at_the_second(tmp_path: Path) -> None:
    double = shelf(tmp_path, {"voorbeeld.yaml": GOOD, "ook.yaml": GOOD, "x.yaml": "titel: x\n", "y.yaml": "id: [\n"})
    assert double.scenarios["voorbeeld"].file == "ook.yaml"
    assert [(issue.code, issue.words) for issue in double.issues["voorbeeld.yaml"]] == [
        ("S11", {"naam": "voorbeeld", "bestand": "ook.yaml"})
    ]
    assert "voorbeeld" in merge(Shelf(), double).scenarios


def test_a_file_on_yml_is_not_read_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "kapot.yml").write_text("titel: [", "utf-8")
    (tmp_path / "_van_mij.yml").touch()
    read = shelf(tmp_path, {"voorbeeld.yaml": GOOD})
    assert told(read) == [("kapot.yml", "S13")]
    assert (list(read.scenarios), read.broken) == (["voorbeeld"], frozenset())
    issues, texts = check_paths([tmp_path])
    assert [(issue.code, issue.place.file) for issue in issues if issue.severity is not Severity.TIP] == [
        ("S13", str(tmp_path / "kapot.yml"))
    ]
    assert list(texts) == [str(tmp_path / "voorbeeld.yaml")]
    named = {issue.code for issue in check_paths([tmp_path, tmp_path / "kapot.yml"])[0]}
    assert "S13" not in named, "a file that is named is read"
    assert any(code.startswith("Y") for code in named)


def test_a_folder_without_boxes_takes_those_that_are_known(tmp_path: Path) -> None:
    known = Shared(boxes=shelf(tmp_path / "huis", {"_gedeeld/kaders.yaml": BOXES}).shared.boxes)
    shelf(tmp_path / "los", {"voorbeeld.yaml": BOXED})
    path = tmp_path / "los" / "voorbeeld.yaml"
    assert [issue.code for issue in check_paths([path])[0] if issue.severity is Severity.FAULT] == ["R04"]
    assert [issue for issue in check_paths([path], known)[0] if issue.severity is Severity.FAULT] == []
    assert shared_in(path.parent, known).boxes == known.boxes


def test_a_check_can_be_over_texts_as_they_would_be(tmp_path: Path) -> None:
    shelf(tmp_path, {"voorbeeld.yaml": "titel: [", "_gedeeld/kaders.yaml": "wet: ["})
    texts = {"voorbeeld.yaml": BOXED, "kaders.yaml": BOXES}
    issues, sources = check_paths([tmp_path], read=lambda path: texts[path.name].encode())
    assert [issue for issue in issues if issue.severity is Severity.FAULT] == []
    assert sorted(sources.values()) == sorted(texts.values())


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


def test_what_lies_beside_a_case_is_known_without_reading_the_cases(tmp_path: Path) -> None:
    shelf(tmp_path, {"_gedeeld/kaders.yaml": BOXES, "media/voorbeeld/deur.jpg": "x"})
    shared = shared_in(tmp_path, Shared(month="2026-11"))
    assert (shared.month, shared.media) == ("2026-11", {"voorbeeld/deur.jpg": 1})
    assert shared.boxes == read_shelf(tmp_path).shared.boxes
    assert shared_in(tmp_path / "nergens").boxes == {}


def test_a_picture_is_read_from_its_folder_and_one_that_is_gone_is_nothing(tmp_path: Path) -> None:
    shelf(tmp_path, {"media/voorbeeld/deur.jpg": "x"})
    assert picture_in(tmp_path, "voorbeeld/deur.jpg") == b"x"
    assert picture_in(tmp_path, "voorbeeld/weg.jpg") == b""
