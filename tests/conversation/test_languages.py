"""Cases in the language of who reads them, where they are there in it."""

import pytest
from msgspec.structs import replace

from bot.scenario.layers import with_layer
from bot.scenario.model import Scenario
from tests.support.cases import DOOR, HOUSE
from tests.support.memory import Chat, FixedCatalogue

CASE = replace(DOOR, themes=("wonen", "geld"))
TEXTS = {"titel": "The door", "themas.0": "housing", "stappen.bel.titel": "The bell"}
ENGLISH = with_layer(CASE, "en", TEXTS, {})


def reader(*cases: Scenario, language: str) -> Chat:
    """Return someone who speaks a language, with the catalogue before them."""
    chat = Chat(FixedCatalogue(cases, HOUSE))
    chat.sender = replace(chat.sender, language=language)
    chat.commands("start")
    chat.presses("Understood" if language == "en" else "Begrepen")
    chat.commands("casus")
    return chat


def card(case: Scenario, language: str, label: str) -> str:
    return reader(case, language=language).presses(label)[0].html


def test_a_card_is_in_the_language_of_who_reads_it() -> None:
    assert "<b>The door</b>" in card(ENGLISH, "en", "The door")
    assert "This case is in" not in card(ENGLISH, "en", "The door")
    assert "<b>De deur</b>" in card(ENGLISH, "nl", "De deur")


@pytest.mark.parametrize(
    ("written", "reads", "said"),
    [
        ("nl", "en", "This case is in Dutch."),
        ("fr", "en", "This case is in another language."),
        ("en", "nl", "Deze casus is in het Engels."),
        ("fr", "nl", "Deze casus is in een andere taal."),
        ("nl", "nl", ""),
    ],
)
def test_a_card_in_another_language_says_so(written: str, reads: str, said: str) -> None:
    html = card(replace(CASE, language=written), reads, "De deur")
    assert said in html
    assert ("Deze casus is" in html or "This case is" in html) is bool(said)


def test_a_theme_is_one_theme_in_every_language() -> None:
    other = replace(CASE, id="ander", title="Een ander", themes=("wonen",))
    chat = reader(ENGLISH, other, language="en")
    themes = chat.presses("Theme")[0]
    assert [button.label for row in themes.rows for button in row] == ["geld", "housing", "All themes"]
    shown = chat.presses("housing")[0]
    assert "Theme: <b>housing</b>" in shown.html
    assert [row[0].label for row in shown.rows[:2]] == ["The door", "Een ander"]
