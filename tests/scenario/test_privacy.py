"""What could lead to a real person is told by kind and place, in every text, and never repeated."""

import pytest

from bot.safety.identifiers import Kind
from bot.scenario.check import check_boxes, check_reflections
from bot.scenario.model import Severity
from bot.scenario.rules.registry import SEVERITIES
from bot.scenario.source import read
from bot.texts.pages import sentence, shipped_pages
from tests.scenario.files import SHARED, checked, found, option, step, story, wrong

NUMBER = "123456782"


def text(situation: str) -> str:
    return story(step("begin", option("a")).replace("Er wordt aangebeld.", situation))


@pytest.mark.parametrize(
    ("written", "code", "line", "column", "length"),
    [
        (f"Haar nummer is {NUMBER}.", "P01", 6, 30, 9),
        (f'"Haar nummer is {NUMBER}."', "P01", 6, 31, 9),
        (f"|\n      Er ligt een brief.\n      Er staat {NUMBER} op.", "P01", 8, 16, 9),
        (f"Er ligt een brief\n      met {NUMBER} erop.", "P01", 7, 11, 9),
        ("|\n      Stort op NL91 ABNA\n      0417 1643 00.", "P01", 7, 16, 9),
        ("Bel 06 12 34 56 78.", "P02", 6, 19, 14),
        ("|\n      Mail a@b.nl of\n      mail a@b.nl.", "P02", 7, 12, 6),
        ("Zij is geboren op 3 mei 1981.", "P03", 6, 33, 10),
    ],
)
def test_it_is_told_where_it_stands_on_its_own_line(
    written: str, code: str, line: int, column: int, length: int
) -> None:
    issue = wrong(text(written))[0]
    assert (issue.code, issue.place.line, issue.place.column, issue.place.length) == (code, line, column, length)


def test_the_second_of_two_that_are_alike_is_told_at_its_own_place() -> None:
    assert found(text("|\n      Mail a@b.nl of\n      mail a@b.nl.")) == [("P02", 7, 12), ("P02", 8, 12)]


def test_what_is_written_in_another_way_is_told_at_the_text_it_stands_in() -> None:
    assert found(text('"Haar nummer is 12345\\x36782."')) == [("P01", 6, 15)]


def test_every_text_is_looked_at_also_what_participants_never_see() -> None:
    head = f"trainer: Zie {NUMBER}.\nbronnen: [Gesprek met 06-12345678]\n"
    assert [code for code, *_ in found(story(step("begin", option("a")), head=head))] == ["P01", "P02"]
    body = f"dagen:\n  titel: Dagen\n  tekst: Zie {NUMBER}.\n  bron: Wgs\n"
    _, _, issues = check_boxes(body, "kaders.yaml", SHARED)
    assert [(issue.code, issue.place.line, issue.place.column) for issue in issues] == [("P01", 3, 14)]
    _, _, issues = check_reflections(f"macht:\n  titel: Macht\n  vraag: Wie is {NUMBER}?\n", "reflectie.yaml", SHARED)
    assert [issue.code for issue in issues] == ["P01"]


def test_a_file_with_a_number_of_a_person_is_refused_and_one_with_an_address_is_not() -> None:
    assert checked(text(f"Zie {NUMBER}.")).scenario is None
    assert checked(text("Kerkstraat 5, 1234 AB Utrecht")).scenario is not None
    assert [SEVERITIES[code] for code in ("P01", "P02", "P03")] == [
        Severity.FAULT,
        Severity.WARNING,
        Severity.WARNING,
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_repeats_what_was_found(language: str) -> None:
    things = {
        "123456782": "P01",
        "NL91 ABNA 0417 1643 00": "P01",
        "06 12345678": "P02",
        "jan@voorbeeld.nl": "P02",
        "12, 1234 AB": "P02",
        "3 mei 1981": "P03",
    }
    said = set()
    for thing, code in things.items():
        (issue,) = wrong(text(f"|\n      Straat of geboren {thing}"))
        assert issue.code == code
        assert issue.words.keys() == {"vorm"}
        assert not any(part in sentence(language)(issue) for part in thing.split())
        said.add(issue.words["vorm"])
    assert said == set(Kind)
    forms = [form for code in ("P01", "P02", "P03") for form in shipped_pages()[code].sentences["nl"]]
    assert sorted(forms) == sorted(Kind)


def test_the_place_of_words_is_found_however_their_text_is_written() -> None:
    ways = {
        "a: een twee drie\n": (1, 8),
        "a: 'een twee drie'\n": (1, 9),
        "a:\n  - een\n    twee drie\n": (3, 5),
        "a: >\n  een\n\n  twee drie\n": (4, 3),
        "a: [nul, een twee]\n": (1, 14),
        "a: twee\nb: een twee\n": (2, 8),
    }
    for body, (line, column) in ways.items():
        source = read(body, "x.yaml")
        last = list(source.values)[-1]
        value = source.data
        for name in last:
            value = value[name]
        start = value.index("twee")
        place = source.at_part(last, start, start + 4)
        assert (place.line, place.column, place.length) == (line, column, 4), body


def test_far_into_a_very_long_text_only_the_text_is_pointed_at() -> None:
    issues = checked(text(f"{NUMBER} {'woord ' * 2_000}{NUMBER}")).issues
    at = [(issue.place.line, issue.place.column, issue.place.length) for issue in issues if issue.code == "P01"]
    assert at == [(6, 15, 9), (6, 15, 9 + 12_001 + 9)]
