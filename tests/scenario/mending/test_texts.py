"""A text that YAML reads wrong is given back exactly as it was meant, or left."""

import re

import pytest

from bot.scenario.check import check
from bot.scenario.mending.parts import LISTS, Part, parts
from bot.scenario.mending.sheet import Kind
from bot.scenario.repair import repaired
from tests.scenario.files import SHARED, checked, option, step, story
from tests.scenario.mending.written import GOOD, consequence, written


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("De rechter zegt: wachten.", Kind.COLON),
        ("Dit levert op:", Kind.COLON),
        ("Tab:\tdaarna", Kind.COLON),
        ('"Wachten" zegt de rechter.', Kind.QUOTE),
        ("'Wachten' zegt de rechter: ja.", Kind.QUOTE),
        ('"Een # of een : mag" zegt ze.', Kind.QUOTE),
        ("'s Avonds belt ze aan.", Kind.QUOTE),
        ("- 30% korting", Kind.DASH),
        ("*Boos* kijkt ze op.", Kind.SIGN),
        ("*Boos*", Kind.SIGN),
        ("& dan?", Kind.SIGN),
        ("!let op, het is de buurvrouw.", Kind.SIGN),
        ("> 3 dagen later", Kind.SIGN),
        ("|tekst", Kind.SIGN),
        ("%wat", Kind.SIGN),
        ("@samira", Kind.SIGN),
        ("`zo`", Kind.SIGN),
        (", zegt ze", Kind.SIGN),
        ("} en verder", Kind.SIGN),
        ("[zucht] Ze kijkt weg.", Kind.SIGN),
        ("{naam} belt aan.", Kind.SIGN),
        ("? wie weet", Kind.SIGN),
        ("Zie besluit #12 van de raad.", Kind.HASH),
        ("Zie #12: dat is het.", Kind.COLON),
    ],
)
def test_a_text_that_yaml_reads_wrong_comes_to_stand_below_its_field_as_it_was_meant(text: str, kind: Kind) -> None:
    result = repaired(written(f" {text}"), SHARED)
    assert [repair.kind for repair in result.repairs] == [kind]
    assert f"        gevolg: |\n          {text}\n" in result.text
    assert consequence(result.text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("line", "meant", "kind"),
    [
        ("Het is de buurvrouw.", "Het is de buurvrouw.", Kind.GLUED),
        ("Ze zegt: ja.", "Ze zegt: ja.", Kind.COLON),
        ("|\n          Het is ze.", "Het is ze.", Kind.GLUED),
        ("\u00a0Het is de buurvrouw.", "Het is de buurvrouw.", Kind.SPACE),
        ("\u200b \u00a0Het is ze.", "Het is ze.", Kind.SPACE),
        (" Ze zegt: ja.   # nog nakijken", "Ze zegt: ja.", Kind.COLON),
        (
            " Ze zegt\n          heel zacht: ja,\n\n          en gaat.",
            "Ze zegt heel zacht: ja,\n\nen gaat.",
            Kind.COLON,
        ),
        (" Zie het\n          besluit #12 van de raad.", "Zie het besluit #12 van de raad.", Kind.HASH),
        (" Het is ze.\n        Ze zegt zacht: help.", "Het is ze. Ze zegt zacht: help.", Kind.CONTINUED),
        (" Het is ze.\nZe huilt zacht.\n\nDan gaat ze.", "Het is ze. Ze huilt zacht.\n\nDan gaat ze.", Kind.CONTINUED),
        (" |\n          Het is ze.\n      Ze huilt zacht.", "Het is ze. Ze huilt zacht.", Kind.CONTINUED),
        (" |\n    Ze huilt zacht.", "Ze huilt zacht.", Kind.CONTINUED),
        (" |\n          Het is ze.\n         Ze huilt zacht.", "Het is ze. Ze huilt zacht.", Kind.INDENT),
    ],
)
def test_a_field_over_more_lines_or_without_its_space_is_repaired(line: str, meant: str, kind: Kind) -> None:
    result = repaired(written(line), SHARED)
    assert [repair.kind for repair in result.repairs] == [kind]
    assert consequence(result.text) == meant


@pytest.mark.parametrize(
    "line",
    [
        " &anker tekst",  # an anchor, or a text that begins with &
        " *naam",
        " !!str tekst",
        " !<x> tekst",
        " #nog doen",  # a remark, or a text
        ' "Ik weet het niet',  # where it ends is not certain
        " [Ja, nee]",
        " Het is ze.\n        wet gaat voor",  # the name of a field without its colon, or a text
        " Het is ze.\n        zegt",
        " Het is ze.\n        Keuze C en meer:",
        " Het is ze.\n---\nEn nog iets",
        " Het is ze. # zo\n        Ze huilt zacht.",
        " 'Het is ze.'\n        Ze huilt zacht.",
        " Het is ze." + "\n        Ze huilt zacht." * 60,
        " Ze zegt: ja.\n          zacht: ja",  # a text that goes on, or another field
        " Ze zegt: ja.\n          - of nee",
        " Ze zegt: ja.\n          en dan # nog doen",
        " Ze zegt: ja.\n          # nog doen\n          en dan",
        "//example.org",
    ],
)
def test_what_is_not_certain_stays_as_it_is(line: str) -> None:
    text = written(line)
    assert checked(text).scenario is None
    assert repaired(text, SHARED).text == text


@pytest.mark.parametrize("name", ["naar", "duur", "voorheen", "onbekend"])
def test_only_texts_for_people_are_rewritten(name: str) -> None:
    text = written(" klaar: nu", name=name)
    assert repaired(text, SHARED).text == text


def test_a_sentence_of_a_person_and_one_of_a_list_are_texts_for_people() -> None:
    text = story(
        step("begin", option("a", "aan_het_woord: {samira: Ja}")),
        head="personen:\n  samira: Samira: 34 jaar\n  karim:Karim, haar broer\n",
        ends="eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking:\n"
        "    - Vraag: mag dat?\n    - Let op: ja\n    - *Wie* zei dat?\n    - Gewoon een vraag.\n",
    )
    result = repaired(text, SHARED)
    case = checked(result.text).scenario
    assert case is not None
    assert case.people == {"samira": "Samira: 34 jaar", "karim": "Karim, haar broer"}
    questions = ("Vraag: mag dat?", "Let op: ja", "*Wie* zei dat?", "Gewoon een vraag.")
    assert case.endings["klaar"].debrief == questions


def test_a_list_of_a_sentence_with_a_colon_is_repaired_in_a_file_that_can_be_read() -> None:
    ends = "eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking:\n      - Vraag: mag dat?\n"
    text = story(step("begin", option("a")), ends=ends)
    assert [issue.code for issue in checked(text).issues][:1] == ["S04"]
    assert "      - |\n        Vraag: mag dat?\n" in repaired(text, SHARED).text


def test_one_item_of_a_list_behind_its_name_may_be_a_list_or_a_text() -> None:
    ends = "eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking: - Mag dat?\n"
    text = story(step("begin", option("a")), ends=ends)
    assert repaired(text, SHARED).text == text


@pytest.mark.parametrize(
    ("inside", "items"),
    [
        ("Ja, maar hoe?", ["Ja, maar hoe?"]),
        ("Wat nu?, Ja, maar hoe?", ["Wat nu?", "Ja, maar hoe?"]),
        ("Wat deed je daar toen eigenlijk?", ["Wat deed je daar toen eigenlijk?"]),
        ("Ja, Waarom dan toch?", []),  # two questions, or one
        ("Een lange zin zonder leesteken aan het eind, en nog wat", []),
        ("Hoort dit bij C#, of toch niet?", []),
        ("Wat nu?, - of dan?", []),
        ("Wat nu?,", []),
    ],
)
def test_sentences_between_brackets_get_a_line_each_when_it_is_certain_where_they_end(
    inside: str, items: list[str]
) -> None:
    ends = f"eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking: [{inside}] # vragen\n"
    text = story(step("begin", option("a")), ends=ends)
    result = repaired(text, SHARED)
    case = checked(result.text).scenario
    if items:
        assert case is not None
        assert list(case.endings["klaar"].debrief) == items
        assert "nabespreking:  # vragen\n" in result.text
    else:
        assert result.text == text


def test_words_and_lists_over_more_lines_between_brackets_stay() -> None:
    for field in ("let_op: [geweld in het gezin thuis en elders, een ouder of kind]", "bronnen: [Ja, maar hoe?]"):
        text = story(step("begin", option("a")), head=f"{field}\n")
        assert repaired(text, SHARED).text == text
    ends = "eindes:\n  klaar:\n    titel: Einde\n    tekst: Klaar.\n    nabespreking: [Ja, maar\n      hoe?]\n"
    text = story(step("begin", option("a")), ends=ends)
    assert repaired(text, SHARED).text == text


TEXTS: dict[str, str] = {
    "colon": "Ze zegt: {text}",
    "quote": '"Wachten" {text}',
    "dash": "- 30% {text}",
    "star": "*Boos* {text}",
    "hash": "Zie #12 {text}",
    "bracket": "[zucht] {text}",
}


@pytest.mark.parametrize("slip", TEXTS)
def test_a_slip_in_any_text_of_a_case_gives_back_exactly_that_text(slip: str) -> None:
    for path, shared in GOOD:
        text = path.read_bytes().decode()
        lines = text.split("\n")
        found = [part for part in parts(lines) if plain(part)]
        for part in found[3 :: max(1, len(found) // 2)]:
            meant = TEXTS[slip].format(text=part.text)
            below = [f"{part.head} |", " " * (part.indent + 2) + meant]
            before, after = lines[: part.first], lines[part.first + 1 :]
            wanted = check("\n".join([*before, *below, *after]), path.name, shared)
            result = repaired("\n".join([*before, f"{part.head} {meant}", *after]), shared)
            assert result.text == wanted.source.text, (path.name, part.first + 1)


def plain(part: Part) -> bool:
    bare = part.first == part.last and part.sure and not re.match("[\"'[|>{#]|.* #", part.text)
    return part.prose and bool(part.text) and bare and part.name not in LISTS
