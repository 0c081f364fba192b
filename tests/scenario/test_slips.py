"""Typical slips in YAML are named for what they are, at the place where they were made."""

import pytest

from bot.scenario.model import Issue
from bot.scenario.source import read


def issues(text: str) -> list[Issue]:
    return list(read(text, "f.yaml").issues)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "form"),
    [
        ("a: De rechter zegt: wachten.\n", "Y10", 1, 19, None),
        ("a: b\n  de man zei: c\n", "Y10", 2, 13, None),
        ("a:\n  - b: c: d\n", "Y10", 2, 9, None),
        ('a: "Wachten" zegt de rechter.\n', "Y12", 1, 14, "aanhaling"),
        ("a: 'Wachten'  zegt de rechter.\n", "Y12", 1, 15, "aanhaling"),
        ("a: [zucht] Ze kijkt weg.\n", "Y12", 1, 12, "haken"),
        ("a: {naam}  belt aan.\n", "Y12", 1, 12, "haken"),
        ("a: - 30% korting\n", "Y12", 1, 4, "streepje"),
        ("a: *Boos* kijkt ze op.\n", "Y12", 1, 4, "begin"),
        ("a: @samira\n", "Y12", 1, 4, "begin"),
        ("a: %x\n", "Y12", 1, 4, "begin"),
        ("a: |tekst\n", "Y12", 1, 4, "begin"),
        ("a: }\n", "Y12", 1, 4, "begin"),
        ('a: "x\nb: y\n', "Y12", 1, 4, "open"),
        ("a: [x\nb: y\n", "Y12", 1, 4, "open"),
        ("a: {x: y\nb: z\n", "Y12", 1, 4, "open"),
        ('a: "\\q"\n', "Y12", 1, 5, "schuin"),
        ("%x\na: b", "Y12", 1, 3, "anders"),
        ("a: [x,", "Y12", 1, 7, "anders"),
        ("a:\n  b: tekst\n   c: x\n", "Y12", 3, 4, "spaties"),
        ("a:\n  b: tekst\n c: x\n", "Y12", 3, 2, "dieper"),
        ("- a\nb: c\n", "Y12", 2, 1, "inspringen"),
        ("a: b\nc:d\ne: f\n", "Y12", 2, 2, "spatie"),
        ("a:b\nc: d\n", "Y12", 1, 2, "spatie"),
        ("a：b\nc: d\n", "Y12", 1, 2, "breed"),
        ("situatie De juf belt.\nkeuzes: d\n", "Y12", 1, 8, "naam"),
        ("a:\n  effect: (rust: +2)\n", "Y12", 2, 11, "accolades"),
        ("a:\n  effect: (rust: veel)\n", "Y10", 2, 16, None),
        ("als: {rust: > 5}\n", "Y12", 1, 13, "grens"),
        ("als: {rust: > 50}\n", "Y12", 1, 13, "begin"),
        ("tekst: > 3 dagen later\n", "Y12", 1, 8, "begin"),
        ("a:\n  * b\n  * c\n", "Y12", 2, 3, "opsomming"),
        ("a:\n  - b\n  * c\n", "Y12", 3, 3, "opsomming"),
        ("a: {b:+2}\n", "Y12", 1, 5, "spatie"),
        ("a: b\nlosse tekst\nc: d\n", "Y12", 2, 1, "dubbelepunt"),
        ("a: b\nlosse tekst", "Y12", 2, 1, "dubbelepunt"),
        ("a:\n\tb: c\n", "Y04", 2, 1, "tab"),
        ("a: |\n\tb\n", "Y04", 2, 1, "tab"),
        ("a:\n  b: c\n  \td: e\n", "Y04", 3, 3, "tab"),
        ("a: b\n\u200bc: d: e\n", "Y04", 2, 1, "onzichtbaar"),
        ("a:\u00a0b\nc: d\n", "Y04", 1, 3, "achter"),
    ],
)
def test_a_slip_has_its_own_code_and_place(text: str, code: str, line: int, column: int, form: str | None) -> None:
    found = issues(text)
    assert [(issue.code, issue.place.line, issue.place.column) for issue in found] == [(code, line, column)]
    assert found[0].words.get("vorm") == form


def test_a_line_that_is_off_tells_the_number_of_spaces_of_the_lines_around_it() -> None:
    (deeper,) = issues("a:\n   b: tekst\n  # zo\n\n  c: x\n")
    assert deeper.words == {"vorm": "dieper", "spaties": 2, "goed": 3, "regel": 2}
    (off,) = issues("a:\n  b: tekst\n   c: x\n")
    assert off.words == {"vorm": "spaties", "spaties": 3, "goed": 2, "regel": 2}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a:\n  • b\n  • c\n", [(2, 3, "•")]),
        ("a: |\n  Drie.\n  -Een\n  -Twee\n", [(3, 3, "-")]),
        ("a: b\n  – c\n  – d\ne: f\n", [(2, 3, "–")]),
        ("a:\n  • b\nc: d\n", []),
        ('a: "b\n  • c\n  • d"\n', []),
        ("a:\n  - • b\n  - • c\n", []),
        ("a: b\n# kort\n  \n", []),
        ("x: |\n  • b\n  • c\na:\n  b\n  c\n", [(2, 3, "•")]),
    ],
)
def test_a_list_as_in_word_is_told_where_its_lines_would_become_one(text: str, places: list[object]) -> None:
    found = issues(text)
    assert {issue.code for issue in found} <= {"Y14"}
    assert [(issue.place.line, issue.place.column, issue.words["teken"]) for issue in found] == places


def test_all_colons_are_told_at_once_and_none_that_is_protected() -> None:
    text = (
        "a: Let op: nu\n"
        "b: |\n  Hij zegt: goed\n\n  En: nog eens\n"
        'c: "Vragen: mag dat"\n'
        "d: kort # zie ook: boven\n"
        "e: 'twee\n  regels: samen'\n"
        "f: [x,\n  y: z]\n"
        "g:\n"
        "h: Dit levert op:\n"
    )
    assert [(issue.code, issue.place.line, issue.words) for issue in issues(text)] == [
        ("Y10", 1, {"veld": "a"}),
        ("Y10", 13, {"veld": "h"}),
    ]


def test_a_slip_behind_the_place_where_the_parser_stumbled_is_told_as_well() -> None:
    text = "a: - 30%\nb: Let op: nu\n"
    assert [(issue.code, issue.place.line) for issue in issues(text)] == [("Y12", 1), ("Y10", 2)]


def test_an_empty_line_of_spaces_and_tabs_is_no_slip() -> None:
    assert [issue.code for issue in issues("a: b\n \t \nc: d: e\n")] == ["Y10"]


def test_a_quote_that_closes_later_is_no_slip_on_its_line() -> None:
    assert [issue.code for issue in issues('a: "x" # zo\n c: d\n')] == ["Y12"]
