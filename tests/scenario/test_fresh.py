"""Six answers make a case that passes the check, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.scenario.fresh import Answers, plain_id
from bot.texts.catalog import shipped
from bot.texts.newcase import new_case
from tests.scenario.files import checked, codes

ANSWERS = Answers(
    title="De plastic tas",
    client="Samira (34), moeder van Ilias",
    situation="Op tafel staat een tas.\n\nSamira kijkt naar de grond.",
    words="Als ik de post niet openmaak, is het nog niet waar.",
    first="Samen de post openen",
    second="Eerst vragen hoe het gaat",
)


def written(answers: Answers, taken: frozenset[str] = frozenset()) -> tuple[str, str]:
    return new_case(shipped(), answers, taken)


def test_the_new_case_says_what_was_answered() -> None:
    case, text = written(ANSWERS)
    assert case == "de_plastic_tas"
    made = checked(text, "de_plastic_tas.yaml").scenario
    assert made is not None
    assert (made.title, made.client, made.people) == (ANSWERS.title, "samira", {"samira": ANSWERS.client})
    begin = made.steps["begin"]
    assert begin.situation == "Op tafel staat een tas.\n\nSamira kijkt naar de grond."  # type: ignore[union-attr]
    assert codes(text.replace("id: de_plastic_tas", "id: voorbeeld")) == ["S12"] * 3  # what is yet to be written


WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"], blacklist_characters="*_"), min_size=1, max_size=60
).filter(lambda words: words.strip() and words.isprintable())


@given(st.builds(Answers, title=WORDS, client=WORDS, situation=WORDS, words=WORDS, first=WORDS, second=WORDS))
def test_whatever_is_answered_the_new_case_can_be_read(answers: Answers) -> None:
    case, text = written(answers)
    result = checked(text, f"{case}.yaml")
    assert result.scenario is not None, (result.issues, text)


@pytest.mark.parametrize(
    ("words", "id"),
    [("Café ’t Hoekje", "cafe_t_hoekje"), ("112", "casus_112"), ("!?", "casus"), ("a" * 40, "a" * 24)],
)
def test_a_title_becomes_an_id(words: str, id: str) -> None:
    assert plain_id(words, "casus") == id


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = frozenset({"de_plastic_tas", "de_plastic_tas_2"})
    assert written(ANSWERS, taken)[0] == "de_plastic_tas_3"
    assert written(replace(ANSWERS, title="b" * 30), frozenset({"b" * 24}))[0] == "b" * 20 + "_2"
