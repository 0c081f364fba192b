"""What participants are shown is found by its path in the file, and a trainer's notes never are."""

from bot.scenario.library import read_shelf
from bot.scenario.model import Scenario
from bot.scenario.readable import after_choice, at_ending, at_step, on_card, words
from tests.scenario.files import CASES

CASE = read_shelf(CASES).scenarios["alle_velden"].scenario


def everything(case: Scenario) -> dict[str, str]:
    texts = on_card(case)
    for name in case.steps:
        texts |= at_step(case, name, tuple(getattr(case.steps[name], "options", ())))
        for option in getattr(case.steps[name], "options", ()):
            texts |= after_choice(case, name, option)
    for name in case.endings:
        texts |= at_ending(case, name)
    return texts


def test_every_text_has_the_path_it_has_in_the_file() -> None:
    texts = everything(CASE)
    assert texts["let_op.1"] == "armoede"
    assert texts["stappen.signaal.acuut"] == "Bel 112 als er nu gevaar is."
    assert texts["stappen.signaal.verdieping"] == "Wat weet je nog niet?"
    assert texts["stappen.signaal.aan_het_woord.samira"].startswith("Als ik de post")
    assert texts["stappen.signaal.keuzes.a.aan_het_woord.samira"] == "Ik dacht dat je de deurwaarder was."
    assert texts["stappen.signaal.keuzes.a.rendement.verlies"] == "Een uur minder voor een ander."
    assert texts["stappen.woorden.schrijf"] == "Wat zeg je morgen als eerste?"
    assert texts["kaders.maatwerk.titel"] == "Afstemmen mag"
    assert texts["eindes.vooruit.nabespreking.0"] == "Welk besluit was het spannendst?"
    assert all(texts.values())
    assert len(set(texts)) == len(texts)


def test_nothing_for_the_trainer_is_shown() -> None:
    notes = [CASE.trainer, *(getattr(step, "trainer", "") for step in CASE.steps.values())]
    notes += [ending.trainer for ending in CASE.endings.values()]
    assert not {note for note in notes if note} & set(everything(CASE).values())


def test_only_the_options_that_are_asked_for_are_shown() -> None:
    assert "stappen.signaal.keuzes.b.keuze" not in at_step(CASE, "signaal", ("a",))


def test_on_a_step_without_options_nothing_follows() -> None:
    assert after_choice(CASE, "woorden", "a") == {}
    assert at_step(CASE, "slot", ()) == {}


def test_words_are_what_stands_between_spaces() -> None:
    assert words({"a": "twee woorden", "b": "en\n\n- drie meer"}) == 6
