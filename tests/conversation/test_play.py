"""Every shipped case, played alone over and over: what each screen must hold, whatever is chosen."""

from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.conversation.actions import Action, read
from bot.conversation.messages import Button, Message, Sent, Wrong
from bot.scenario.library import read_shelf
from bot.scenario.model import Crossroads, Decision, Kind, Scenario
from bot.scenario.shelf import Shelf
from bot.session.model import Phase
from tests.support.cases import DOOR, HOUSE
from tests.support.memory import Chat, FixedCatalogue

SHELF: Shelf = read_shelf(Path(__file__).parents[2] / "scenarios")
CASES = [kept.scenario for kept in SHELF.scenarios.values() if kept.scenario.kind is Kind.CASE]
QUESTION = "<b>Wat is het beste voor de klant?</b>"
PLAYS = 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_decision_of_every_case_asks_literally_what_is_best_for_the_client(case: Scenario) -> None:
    seen: set[str] = set()
    for play in range(PLAYS):
        chat = begun(case, play)
        for _ in range(200):
            session = chat.store.sessions[chat.store.persons["p1"].session]
            if session.phase is Phase.ENDED:
                break
            step = case.steps[session.run.place]
            screen = next(shown for shown in reversed(chat.screen) if shown.slot.endswith(".step") and shown.fresh)
            if isinstance(step, Decision):
                assert screen.slot == f"{session.key}.{session.turn}.step"
                assert QUESTION in screen.html
                seen.add(session.run.place)
            press_something(chat, play)
    assert seen == {name for name, step in case.steps.items() if isinstance(step, Decision)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_played_at_random_ends_shows_everything_and_never_what_is_for_the_trainer(case: Scenario) -> None:
    options: set[tuple[str, str]] = set()
    endings: set[str] = set()
    secrets = [text for text in trainers_texts(case) if text]
    for play in range(PLAYS):
        chat = begun(case, play)
        for _ in range(200):
            session = chat.store.sessions[chat.store.persons["p1"].session]
            if session.phase is Phase.ENDED:
                break
            press_something(chat, play)
        assert session.phase is Phase.ENDED
        endings.add(session.run.place)
        options.update((taken.step, taken.option) for taken in session.run.taken if taken.option)
        chat.presses("Mijn weg")
        for turn in range(session.turn):
            chat.presses(str(turn + 1))
            chat.presses("Overzicht")
        for message in chat.screen:
            assert_lawful(message)
            assert not [secret for secret in secrets if secret in message.html]
    assert endings == set(case.endings)
    assert options == {
        (name, option) for name, step in case.steps.items() if isinstance(step, Decision) for option in step.options
    }


def test_the_choice_that_is_open_again_and_the_one_to_follow_ask_the_same_question() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(chat, "De deur", "Begin kort")
    chat.presses("Anders, namelijk …")
    assert QUESTION in chat.writes("Ik bel haar zus.")[0].html
    chat.presses("B")
    assert QUESTION in chat.presses("Andere keuze")[0].html


def test_a_begin_button_that_is_tapped_again_and_again_begins_one_walk() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(chat, "De deur", "Begin kort")
    for _ in range(3):
        chat.presses("Begin kort")
    assert len(chat.store.sessions) == 1


def test_who_stopped_and_presses_on_is_not_told_again_that_they_stopped() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(chat, "De deur", "Begin kort")
    assert any("/verder" in message.html for message in chat.commands("stop"))
    assert not any("/verder" in message.html for message in chat.presses("A"))


def test_nobody_reaches_into_the_walk_of_somebody_else() -> None:
    anna = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(anna, "De deur", "Begin kort")
    bram = Chat(anna.catalogue, user=2)
    bram.store = anna.store
    bram.commands("start")
    bram.presses("Begrepen")
    bram.screen = list(anna.screen)
    before = dict(anna.store.sessions), dict(anna.store.answers)
    for message in anna.screen:
        for button in buttons(message):
            press = read(button.data)
            if press is not None and press.session:
                bram.presses(button.label)
    assert (anna.store.sessions, anna.store.answers) == before


def test_the_rest_of_a_text_that_was_cut_is_not_taken_for_an_answer() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(chat, "De deur", "Begin verdiepend")
    chat.presses("A")
    chat.does(Sent(Wrong.LONG))
    assert chat.writes("en dit is wat ervan over was") == []
    chat.now += timedelta(seconds=5)
    assert "Wat woog het zwaarst?" in chat.writes("Omdat zij belt.")[0].html
    (answer,) = chat.store.answers.values()
    assert answer.words.reason == "Omdat zij belt."


def test_the_sentence_of_an_own_option_holds_nothing_that_was_said_of_another() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(chat, "De deur", "Begin kort")
    chat.presses("Anders, namelijk …")
    chat.writes("Ik bel haar zus.")
    chat.presses("A")
    chat.presses("Even zwaar")
    chat.commands("reflecties")
    chat.presses("De deur · 23 november 2026 · bezig")
    page = chat.presses("1")[0].html
    assert "«Mijn keuze voor Samira: ik bel haar zus.»" in page
    assert "Het verhaal volgde: Doe de deur open" in page


def test_a_choice_that_is_pressed_twice_is_confirmed_twice_and_counts_once() -> None:
    chat = Chat(FixedCatalogue((DOOR,), HOUSE))
    start(chat, "De deur", "Begin kort")
    chat.presses("A")
    confirmed, before = chat.toast, dict(chat.store.answers)
    chat.presses("A")
    assert (chat.toast, chat.store.answers) == (confirmed, before)


def test_a_step_of_more_than_a_screen_tells_its_story_in_a_message_of_its_own() -> None:
    bell = DOOR.steps["bel"]
    assert isinstance(bell, Decision)
    long = replace(DOOR, steps={**DOOR.steps, "bel": replace(bell, situation="Het regent. " * 60)})
    chat = Chat(FixedCatalogue((long,), HOUSE))
    start(chat, "De deur", "Begin kort")
    story, asked = chat.screen[-2:]
    assert "Het regent." in story.html
    assert QUESTION not in story.html
    assert story.rows == ()
    assert "Het regent." not in asked.html
    assert QUESTION in asked.html


class Balanced(HTMLParser):
    """Checks that only our tags are used and that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        assert tag in ("b", "i", "blockquote", "tg-spoiler")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_lawful(message: Message) -> None:
    parser = Balanced()
    parser.feed(message.html)
    assert not parser.open
    assert len(message.html) < 4_096
    labels = [button.label for button in buttons(message)]
    assert len(labels) == len(set(labels)), "no two buttons of a message say the same"
    for button in buttons(message):
        assert len(button.label) <= 50
        assert len(button.data.encode()) <= 64


def buttons(message: Message) -> list[Button]:
    return [button for row in message.rows for button in row]


def start(chat: Chat, title: str, tempo: str) -> None:
    chat.commands("start")
    chat.presses("Begrepen")
    chat.presses("Begin met een casus")
    label = next(button.label for button in buttons(chat.screen[-1]) if button.label.startswith(title[:20]))
    chat.presses(label)
    chat.presses(tempo)


def begun(case: Scenario, play: int) -> Chat:
    chat = Chat(FixedCatalogue((case,), SHELF.reflections))
    start(chat, case.title, "Begin verdiepend" if play % 2 else "Begin kort")
    return chat


def press_something(chat: Chat, play: int) -> None:
    """Press one of the ways on under the newest screen, or write; which one depends on the play and the moment."""
    message = next(
        shown for shown in reversed(chat.screen) if shown.rows and not shown.only_if_there and shown.slot != "aside"
    )
    ways = [button for button in buttons(message) if (press := read(button.data)) and press.action in ONWARD]
    chance = int.from_bytes(sha256(f"{play} {chat.number}".encode()).digest()[:4])
    pick = ways[chance % len(ways)]
    press = read(pick.data)
    if press is not None and press.action is Action.SKIP and chance % 3:
        chat.writes("Omdat ik dit zo zie.")
    else:
        chat.presses(pick.label)


ONWARD = {Action.CHOOSE, Action.FOLLOW, Action.SKIP, Action.FIRST, Action.SECOND, Action.POWER, Action.NEXT}


def trainers_texts(case: Scenario) -> list[str]:
    texts = [case.trainer, *(ending.trainer for ending in case.endings.values())]
    for step in case.steps.values():
        if not isinstance(step, Crossroads):
            texts.append(step.trainer)
        if isinstance(step, Decision):
            texts += [option.trainer for option in step.options.values()]
    return texts


@pytest.mark.parametrize(("media", "shown"), [("deur.png", [b"picture"]), ("weg.png", []), ("", [])])
def test_a_picture_comes_before_its_step_and_one_that_is_gone_stops_nobody(media: str, shown: list[bytes]) -> None:
    first = DOOR.steps[DOOR.first]
    assert isinstance(first, Decision)
    case = replace(DOOR, steps={**DOOR.steps, DOOR.first: replace(first, media=media)})
    chat = begun(case, 0)
    assert [message.picture for message in chat.screen if message.picture] == shown
    assert any(QUESTION in message.html for message in chat.screen)
