"""A sign that was meant as a mark is told from one that was not, exactly as participants will see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scenario.compile import paragraphs
from bot.scenario.marks import unpaired
from bot.texts.prose import prose


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Dit is *vet en dit niet.", [("*", 7)]),
        ("Dit is vet* en dit niet.", [("*", 10)]),
        ("Kom mee!* zei ze.", [("*", 8)]),
        ("(*vet) en «_zo»", [("*", 1), ("_", 11)]),
        ("**vet**", [("*", 0), ("*", 6)]),
        ("* vet*", [("*", 5)]),
        ("_cursief en *vet*", [("_", 0)]),
        ("*over een\n\nalinea*", [("*", 0), ("*", 17)]),
        ("- *een\n- twee*", [("*", 2), ("*", 13)]),
        ("Druk op '*' en dan op 5", [("*", 9)]),
    ],
)
def test_a_sign_without_its_other_is_found_where_it_stands(text: str, left: list[tuple[str, int]]) -> None:
    assert [*unpaired(text)] == left


@pytest.mark.parametrize(
    "text",
    [
        "*vet*, _cursief_ en *_beide_*.",
        "*over een\n   regel heen*",
        "3 * 4 en een file_name en 2*3 = 6",
        "Vul in: ____ of f***.",
        "(zie *) en *, dus",
        "* een\n* twee",
        "*",
        "",
    ],
)
def test_a_pair_and_a_sign_that_is_no_mark_are_left_alone(text: str) -> None:
    assert [*unpaired(text)] == []


@given(st.text(alphabet="ab *_.\n", max_size=20))
def test_every_sign_that_is_found_is_one_that_participants_see(text: str) -> None:
    shown = prose(paragraphs(text))
    for sign in "*_":
        assert sum(one == sign for one, _ in unpaired(text)) <= shown.count(sign)
    assert all(text[at] == sign for sign, at in unpaired(text))
