"""Choosing a case: a few on a screen, the rest by turning the page."""

from msgspec.structs import replace

from bot.conversation.actions import Action, write
from bot.conversation.messages import Pressed
from tests.conversation.test_play import buttons
from tests.support.cases import DOOR, HOUSE
from tests.support.memory import Chat, FixedCatalogue

MANY = tuple(replace(DOOR, id=f"deur{n}", title=f"Deur {n:02}", themes=("wonen",), minutes=n) for n in range(1, 16))


def opened() -> Chat:
    chat = Chat(FixedCatalogue(MANY, HOUSE))
    chat.commands("start")
    chat.presses("Begrepen")
    chat.presses("Begin met een casus")
    return chat


def titles(chat: Chat) -> list[str]:
    return [button.label[:7] for button in buttons(chat.screen[-1]) if button.label.startswith("Deur")]


def labels(chat: Chat) -> list[str]:
    return [button.label for button in buttons(chat.screen[-1])]


def test_every_case_is_found_by_turning_the_page_and_back() -> None:
    chat = opened()
    seen = titles(chat)
    assert len(seen) == 6
    assert "Vorige" not in labels(chat)
    while "Meer casussen" in labels(chat):
        chat.presses("Meer casussen")
        seen += titles(chat)
    assert seen == [case.title for case in MANY]
    chat.presses("Vorige")
    chat.presses("Vorige")
    assert titles(chat) == seen[:6]


def test_turning_the_page_keeps_the_theme_and_the_length() -> None:
    chat = opened()
    chat.presses("Thema")
    chat.presses("wonen")
    chat.presses("Tot 10 minuten")
    chat.presses("Meer casussen")
    assert titles(chat) == [f"Deur {n:02}" for n in range(7, 11)]
    assert "Thema: <b>wonen</b>" in chat.screen[-1].html
    assert "Meer casussen" not in labels(chat)


def test_a_page_that_is_not_there_any_more_is_the_first() -> None:
    chat = opened()
    first = titles(chat)
    for wish in ("99:", "-6:", "²:"):
        chat.does(Pressed("q", write(Action.CATALOGUE, id=wish)))
        assert titles(chat) == first


def test_who_speaks_english_sees_the_cases_in_english_first() -> None:
    english = replace(MANY[12], layers={"en": {"titel": "Deur in English"}})
    chat = Chat(FixedCatalogue((*MANY[:12], english, *MANY[13:]), HOUSE))
    chat.commands("start")
    chat.presses("Begrepen")
    chat.commands("taal")
    chat.presses("English")
    chat.commands("start")
    chat.presses("Begin with a case")
    shown = [button.label for button in buttons(chat.screen[-1])]
    assert shown[0].startswith("Deur in English")
    assert shown[1].startswith("Deur 01")
