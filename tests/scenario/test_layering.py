"""The layers of a folder come to stand on what they are of."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.scenario.layers import question_in, spoken
from bot.scenario.library import check_paths, layers_of, read_shelf, with_layers
from bot.scenario.model import Decision, Severity
from tests.scenario.files import option, step, story

CASE = story(step("begin", option("a")).replace("situatie: Er", "kaders: drie_dagen\n    situatie: Er"))
LAYER = """formaat: 1
van: voorbeeld
taal: en
versie: 1
titel: An example
stappen:
  begin:
    titel: The beginning
    situatie: The doorbell rings.
    keuzes: {a: {keuze: Do it}}
eindes:
  klaar: {titel: End, tekst: Done.}
"""
FILES = {
    "voorbeeld.yaml": CASE,
    "voorbeeld.en.yaml": LAYER,
    "_gedeeld/kaders.yaml": "drie_dagen: {titel: Drie dagen, tekst: Binnen drie dagen., bron: Wgs}\n",
    "_gedeeld/kaders.en.yaml": "drie_dagen: {titel: Three days, tekst: Within three days.}\n",
    "_gedeeld/reflectie.yaml": "macht: {titel: Macht, vraag: Wie kan nee zeggen?}\n",
    "_gedeeld/reflectie.en.yaml": "macht: {titel: Power, vraag: Who can say no?}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path, FILES)


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def told(folder: Path) -> list[tuple[str, str]]:
    issues, _ = check_paths([folder])
    return [(Path(issue.place.file).name, issue.code) for issue in issues if issue.severity is not Severity.TIP]


def test_a_folder_gives_its_cases_with_their_boxes_in_other_languages(folder: Path) -> None:
    shelf = read_shelf(folder)
    assert list(shelf.scenarios) == ["voorbeeld"]
    assert shelf.broken == frozenset()
    case = spoken(shelf.scenarios["voorbeeld"].scenario, "en")
    begin = case.steps["begin"]
    assert isinstance(begin, Decision)
    assert (case.title, begin.options["a"].label, case.boxes["drie_dagen"].title) == (
        "An example",
        "Do it",
        "Three days",
    )
    assert case.boxes["drie_dagen"].source == "Wgs"
    assert question_in(shelf.reflections["macht"], "en").question == "Who can say no?"
    assert set(shelf.sources) == set(FILES)
    assert told(folder) == []


def test_another_layer_is_another_content(folder: Path) -> None:
    before = read_shelf(folder).scenarios["voorbeeld"].hash
    put(folder, {"voorbeeld.en.yaml": LAYER.replace("Do it", "Do that")})
    after = read_shelf(folder).scenarios["voorbeeld"].hash
    put(folder, {"_gedeeld/kaders.en.yaml": FILES["_gedeeld/kaders.en.yaml"].replace("Within", "In")})
    assert len({before, after, read_shelf(folder).scenarios["voorbeeld"].hash}) == 3


def test_a_layer_with_a_fault_is_left_out_and_its_case_stays(folder: Path) -> None:
    put(folder, {"voorbeeld.en.yaml": LAYER.replace("  begin:", "  beginn:")})
    shelf = read_shelf(folder)
    assert shelf.scenarios["voorbeeld"].scenario.layers == {}
    assert shelf.broken == frozenset()
    assert told(folder) == [("voorbeeld.en.yaml", "E01")]


def test_a_layer_without_its_case_is_no_case_either(folder: Path) -> None:
    put(folder, {"ander.en.yaml": LAYER.replace("voorbeeld", "ander")})
    assert told(folder) == [("ander.en.yaml", "E03")]
    assert list(read_shelf(folder).scenarios) == ["voorbeeld"]


def test_the_layer_of_a_broken_case_waits_until_it_is_mended(folder: Path) -> None:
    put(folder, {"voorbeeld.yaml": CASE.replace("naar: klaar", "naar: weg")})
    assert told(folder) == [("voorbeeld.yaml", "R01")]
    assert read_shelf(folder).broken == {"voorbeeld"}


def test_layers_of_boxes_and_questions_with_faults_wait_too(folder: Path) -> None:
    put(folder, {"_gedeeld/kaders.yaml": "drie_dagen: [\n", "_gedeeld/reflectie.yaml": "macht: {titel: Macht}\n"})
    assert told(folder) == [("kaders.yaml", "Y12"), ("reflectie.yaml", "S02")]


def test_a_layer_is_checked_alone_against_the_case_beside_it(folder: Path) -> None:
    put(folder, {"voorbeeld.en.yaml": LAYER.replace("tekst: Done.", "tekst: ''").replace("versie: 1", "versie: 4")})
    issues, sources = check_paths([folder / "voorbeeld.en.yaml"])
    assert [issue.code for issue in issues] == ["S08"]
    assert [Path(file).name for file in sources] == ["voorbeeld.en.yaml"]
    assert check_paths([folder / "voorbeeld.yaml"])[0] == []
    issues, sources = check_paths([folder / "_gedeeld" / "kaders.en.yaml"])
    assert (issues, [Path(file).name for file in sources]) == ([], ["kaders.en.yaml"])
    with pytest.raises(FileNotFoundError):
        check_paths([folder / "weg.en.yaml"])


def test_a_case_that_goes_out_takes_the_layers_beside_it_along(folder: Path) -> None:
    shelf = read_shelf(folder)
    whole = shelf.scenarios["voorbeeld"].scenario
    path = folder / "voorbeeld.yaml"
    assert layers_of(path) == [folder / "voorbeeld.en.yaml"]
    assert with_layers(path, replace(whole, layers={}), shelf.shared) == whole


def test_what_is_no_layer_of_boxes_or_questions_is_left_alone(folder: Path) -> None:
    put(folder, {"_gedeeld/lijst.en.yaml": "x: [", "_gedeeld/kaders.fr.yaml": "{}\n", "voorbeeld.en.yml": "x: ["})
    assert told(folder) == [("voorbeeld.en.yml", "S13"), ("kaders.fr.yaml", "S08")]
