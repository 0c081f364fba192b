"""What an author is told about a layer: what has no place, what is missing, and what does not fit."""

import pytest
from msgspec.structs import replace

from bot.scenario.check_layer import Layer, check_box_layer, check_layer, check_question_layer
from bot.scenario.model import Box, Issue, Reflection, Severity
from bot.scenario.rules.registry import Shared
from tests.scenario.files import SHARED, option, scenario, step, story
from tests.scenario.mutations import bitten, chance_of

BOXES = {"drie_dagen": Box(title="Drie dagen", text="Binnen drie dagen.", source="Wgs")}
HOUSE = {"macht": Reflection("Macht", "Wie kan nee zeggen?")}
CASE = scenario(
    story(
        step(
            "begin",
            option("a", "gevolg: Stil.", "wet: {winst: Mag., verlies: Moet niet.}"),
            option("b", "wet: Het mag.", "aan_het_woord: {mia: Hoi.}"),
        ).replace("situatie:", "kaders: drie_dagen\n    situatie:", 1),
        head="versie: 2\nthemas: [wonen, geld]\npersonen: {mia: Mia}\n",
        ends="eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking: [Wat nu?]\n",
    )
)
HEAD = "formaat: 1\nvan: voorbeeld\ntaal: en\nversie: 2\n"
WHOLE = (
    HEAD
    + """titel: An example
themas:
  - housing
  - money
personen:
  mia: Mia
stappen:
  begin:
    titel: The beginning
    situatie: |
      The doorbell
      rings.

      You wait.
    keuzes:
      a:
        keuze: Do it
        gevolg: Silence.
        wet: {winst: You may., verlies: You need not.}
      b:
        keuze: Do it
        wet: You may.
        aan_het_woord: {mia: Hi.}
eindes:
  klaar:
    titel: End
    tekst: Done.
    nabespreking: What now?
"""
)
BOX_TEXTS = {"drie_dagen.titel": "Three days", "drie_dagen.tekst": "Within three days."}


def looked(text: str, file: str = "voorbeeld.en.yaml") -> Layer:
    return check_layer(text, file, SHARED, CASE, BOX_TEXTS)


def told(layer: Layer) -> list[tuple[str, int, int]]:
    return [(issue.code, issue.place.line, issue.place.column) for issue in layer.issues]


def only(layer: Layer) -> Issue:
    (issue,) = layer.issues
    return issue


def test_a_whole_layer_has_nothing_against_it_and_gives_its_texts() -> None:
    layer = looked(WHOLE)
    assert layer.issues == ()
    assert layer.language == "en"
    assert layer.texts["stappen.begin.situatie"] == "The doorbell rings.\n\nYou wait."
    assert layer.texts["stappen.begin.keuzes.b.wet.opmerking"] == "You may."
    assert layer.texts["stappen.begin.keuzes.a.wet.verlies"] == "You need not."
    assert (layer.texts["themas.1"], layer.texts["eindes.klaar.nabespreking.0"]) == ("money", "What now?")
    assert "formaat" not in layer.texts


@pytest.mark.parametrize(
    ("old", "new", "name", "suggestion"),
    [
        ("    titel: The beginning", "    titell: The beginning", "titell", "titel"),
        ("  begin:", "  beginn:", "beginn", "begin"),
        ("      b:", "      c:", "c", ""),
        ("mia: Hi.", "miaa: Hi.", "miaa", "mia"),
        ("titel: An example", "titel: An example\nintro: Hello.", "intro", ""),
        ("titel: An example", "titel: An example\nverse: 3", "verse", "versie"),
    ],
)
def test_what_the_case_does_not_have_is_told_once_where_it_stands(
    old: str, new: str, name: str, suggestion: str
) -> None:
    issue = only(looked(WHOLE.replace(old, new, 1)))
    assert (issue.code, issue.words["vorm"], issue.words["naam"]) == ("E01", "naam", name)
    assert issue.suggestion == (suggestion or issue.suggestion)
    assert looked(WHOLE.replace(old, new, 1)).texts == {}


def test_a_list_with_more_lines_than_that_of_the_case_is_told_at_the_first_of_them() -> None:
    layer = looked(WHOLE.replace("  - money\n", "  - money\n  - trust\n"))
    assert told(layer) == [("E01", 9, 5)]
    assert only(layer).words == {"vorm": "lijst", "naam": "themas", "namen": 2}


def test_one_text_where_the_case_has_two_is_told() -> None:
    layer = looked(WHOLE.replace("wet: {winst: You may., verlies: You need not.}", "wet: You may."))
    assert only(layer).words == {"vorm": "delen", "naam": "wet", "namen": "winst, verlies"}


@pytest.mark.parametrize("line", ["naar: klaar", "effect: {rust: +2}", "baat: [mia]", "als: {rust: minstens 6}"])
def test_what_is_no_text_is_told(line: str) -> None:
    layer = looked(WHOLE.replace("gevolg: Silence.", f"gevolg: Silence.\n        {line}"))
    assert (only(layer).code, only(layer).words) == ("E02", {"naam": line.partition(":")[0]})


def test_a_wrong_kind_of_value_is_told_by_the_rule_for_it_and_by_no_other() -> None:
    assert [code for code, _, _ in told(looked(WHOLE.replace("titel: End", "titel: {x: End}")))] == ["S04"]
    assert [code for code, _, _ in told(looked(HEAD + "stappen: nothing\n"))] == ["S04"]
    assert [code for code, _, _ in told(looked("- one\n- two\n"))] == ["S04"]


def test_the_head_is_looked_at_like_that_of_a_case() -> None:
    assert [code for code, _, _ in told(looked(WHOLE.replace("versie: 2\n", "")))] == ["S02"]
    assert [code for code, _, _ in told(looked(WHOLE.replace("formaat: 1", "formaat: 2")))] == ["S09"]
    assert [code for code, _, _ in told(looked(WHOLE.replace("van: voorbeeld", "van: Voor-beeld")))] == ["S03"]


def test_a_file_that_cannot_be_read_is_told_by_the_reader_alone() -> None:
    layer = looked("titel: a: b\n")
    assert [code for code, _, _ in told(layer)] == ["Y10"]
    assert (layer.texts, layer.language) == ({}, "")


def test_texts_that_are_missing_are_counted_and_the_first_is_named() -> None:
    one = only(looked(WHOLE.replace("        gevolg: Silence.\n", "")))
    assert (one.code, one.severity) == ("E04", Severity.WARNING)
    assert (one.place.line, one.words) == (20, {"vorm": "een", "n": 1, "pad": "stappen.begin.keuzes.a.gevolg"})
    most = looked(HEAD + "titel: An example\n")
    assert told(most) == [("E04", 3, 1)]
    assert (only(most).words["vorm"], only(most).words["pad"]) == ("meer", "themas.0")
    assert most.texts == {"titel": "An example"}, "it is of use all the same"


def test_a_box_without_its_words_in_this_language_is_missing_too() -> None:
    issue = only(check_layer(WHOLE, "voorbeeld.en.yaml", SHARED, CASE))
    assert issue.words == {"vorm": "meer", "n": 2, "pad": "kaders.drie_dagen.titel"}


def test_what_a_trainer_reads_need_not_be_there_and_may() -> None:
    case = replace(CASE, trainer="Alleen voor jou.")
    assert check_layer(WHOLE, "voorbeeld.en.yaml", SHARED, case, BOX_TEXTS).issues == ()
    layer = check_layer(WHOLE + "trainer: Only for you.\n", "voorbeeld.en.yaml", SHARED, case, BOX_TEXTS)
    assert (layer.issues, layer.texts["trainer"]) == ((), "Only for you.")


@pytest.mark.parametrize("version", ["1", "3"])
def test_a_layer_for_another_version_is_told(version: str) -> None:
    layer = looked(WHOLE.replace("versie: 2", f"versie: {version}"))
    assert told(layer) == [("E05", 4, 9)]
    assert only(layer).words == {"laag": int(version), "casus": 2}
    assert layer.texts


def test_a_file_must_be_called_what_it_is() -> None:
    assert told(looked(WHOLE, "map/voorbeeld.fr.yaml")) == [("E06", 3, 7)]
    assert told(looked(WHOLE, "map\\ander.en.yaml")) == [("E06", 2, 6)]
    dutch = looked(WHOLE.replace("taal: en", "taal: nl"), "voorbeeld.nl.yaml")
    assert (told(dutch), only(dutch).words["vorm"]) == ([("E06", 3, 7)], "zelfde")


def test_without_a_case_only_the_layer_itself_is_looked_at() -> None:
    alone = check_layer(WHOLE, "voorbeeld.en.yaml", SHARED, None, there=False)
    assert (told(alone), only(alone).words) == ([("E03", 2, 6)], {"naam": "voorbeeld"})
    broken = check_layer(WHOLE.replace("versie: 2", "versie: twee"), "voorbeeld.en.yaml", SHARED, None)
    assert told(broken) == [("S04", 4, 9)]
    assert check_layer(WHOLE, "voorbeeld.en.yaml", SHARED, None).issues == ()
    assert told(check_layer("a: [\n", "voorbeeld.en.yaml", SHARED, None, there=False)) == [("Y12", 2, 1)]


def test_a_translated_text_must_fit_on_a_telephone() -> None:
    long = looked(WHOLE.replace("keuze: Do it", "keuze: " + "Do it " * 20, 1))
    assert told(long) == [("T02", 21, 16)]
    assert [code for code, _, _ in told(looked(WHOLE.replace("keuze: Do it", "keuze: " + "Do it " * 11, 1)))] == ["T08"]
    assert told(looked(WHOLE.replace("tekst: Done.", "tekst: Done *now."))) == [("T05", 31, 17)]
    heavy = looked(WHOLE.replace("tekst: Done.", "tekst: " + "Done. " * 800))
    assert [(issue.code, issue.words.get("einde")) for issue in heavy.issues] == [("T01", "klaar")]
    assert heavy.issues[0].place.line == 29
    tall = WHOLE.replace("You wait.", "You wait. " * 230)
    assert told(looked(tall)) == [("T06", 12, 3)]
    assert told(looked(tall + "negeer: [T06]\n")) == []
    unseen = check_layer(tall, "voorbeeld.en.yaml", replace(SHARED, screens=None), CASE, BOX_TEXTS)
    assert unseen.issues == ()


def test_a_fault_cannot_be_silenced() -> None:
    assert [code for code, _, _ in told(looked(WHOLE.replace("  begin:", "  b:") + "negeer: [E01, E04]\n"))] == ["E01"]


def test_details_of_real_people_are_seen_in_every_language() -> None:
    assert [code for code, _, _ in told(looked(WHOLE.replace("Done.", "Call 06 12345678.")))] == ["P02"]


def test_boxes_have_their_layer_beside_them() -> None:
    text = "drie_dagen:\n  titel: Three days\n  tekst: Within three days.\n"
    layer = check_box_layer(text, "kaders.en.yaml", SHARED, {**BOXES, "ander": Box(title="Ander", text="Iets.")})
    assert (layer.issues, layer.texts) == ((), BOX_TEXTS)
    with_source = check_box_layer(text + "  bron: Law\n", "kaders.en.yaml", SHARED, BOXES)
    assert (told(with_source), with_source.texts) == ([("E02", 4, 3)], {})
    unknown = check_box_layer(text.replace("drie_dagen", "drie_dage"), "kaders.en.yaml", SHARED, BOXES)
    assert (only(unknown).code, only(unknown).suggestion) == ("E01", "drie_dagen")
    half = check_box_layer("drie_dagen: {titel: Three days}\n", "kaders.en.yaml", SHARED, BOXES)
    assert [code for code, _, _ in told(half)] == ["S02"]
    assert check_box_layer(text, "kaders.en.yaml", SHARED, None).issues == ()
    assert [code for code, _, _ in told(check_box_layer("a: [\n", "kaders.en.yaml", SHARED, BOXES))] == ["Y12"]


def test_house_questions_have_their_layer_beside_them() -> None:
    text = "macht: {titel: Power, vraag: Who can say no?}\n"
    layer = check_question_layer(text, "reflectie.en.yaml", Shared(), HOUSE)
    assert (layer.issues, layer.texts) == ((), {"macht.titel": "Power", "macht.vraag": "Who can say no?"})
    more = {**HOUSE, "ik": Reflection("Ik", "En jij?")}
    issue = only(check_question_layer(text, "reflectie.en.yaml", Shared(), more))
    assert (issue.code, issue.words) == ("E04", {"vorm": "meer", "n": 2, "pad": "ik.titel"})
    assert check_question_layer(text, "reflectie.en.yaml", Shared(), None).texts == {}


def test_a_layer_that_was_bitten_into_gives_its_texts_or_a_reason() -> None:
    chance = chance_of(20_261_124)
    refused = 0
    for _ in range(400):
        layer = check_layer(bitten(WHOLE.encode(), chance), "voorbeeld.en.yaml", SHARED, CASE, BOX_TEXTS)
        faults = any(issue.severity is Severity.FAULT for issue in layer.issues)
        assert not (faults and layer.texts)
        assert all(1 <= issue.place.line <= len(layer.source.text.split("\n")) for issue in layer.issues)
        refused += faults
    assert 50 < refused < 400
