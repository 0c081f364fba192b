"""Authors in the chat: who may, and what an errand may and may not do when it comes back."""

import pytest
from msgspec.structs import replace

from bot.conversation.authoring import case_of
from bot.conversation.errands import Brought, Examined, Failed, Fault, Job, Printed
from bot.conversation.messages import Filed
from bot.scenario.model import content_hash
from tests.support.cases import DOOR, HOUSE
from tests.support.memory import Chat, FixedCatalogue

CATALOGUE = FixedCatalogue((DOOR,), HOUSE)
CASE = DOOR


def trainer() -> Chat:
    chat = Chat(CATALOGUE)
    chat.trainers = frozenset({1})
    chat.commands("start")
    chat.presses("Begrepen")
    return chat


def brought(chat: Chat, result: Examined | Failed | Printed) -> list[str]:
    errand = next(iter(chat.store.errands.values()))
    return [message.html for message in chat.does(Brought(errand, result))]


def examined(**changes: object) -> Examined:
    return replace(Examined(case=CASE.id, title=CASE.title, name="x.yaml", text="formaat: 1\n"), **changes)


def test_a_file_is_asked_for_only_for_who_writes_cases() -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    assert [(errand.file, errand.name, errand.job) for errand in chat.store.errands.values()] == [
        ("f1", "deur.yaml", Job.EXAMINE)
    ]
    chat.trainers = frozenset({2})
    assert "geen bestanden" in chat.does(Filed("f1", "deur.yaml", 100))[0].html


def test_who_is_no_trainer_any_more_gets_nothing_and_cannot_press_an_old_button() -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    chat.commands("maken")
    chat.trainers = frozenset()
    assert brought(chat, examined()) == []
    assert chat.presses("Nieuwe casus") == []
    assert chat.toast == "Dit kan alleen wie casussen maakt."


def test_what_comes_back_for_who_was_erased_meanwhile_brings_nobody_back() -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    chat.store.persons.clear()
    assert brought(chat, examined()) == []
    assert chat.store.persons == {}


@pytest.mark.parametrize("why", list(Fault))
def test_every_fault_of_an_errand_is_told_in_a_sentence(why: Fault) -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    (told,) = brought(chat, Failed(why))
    assert told.endswith(".")


def test_each_picture_has_its_caption_and_the_first_the_words_as_well() -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    pictures = (("Overzicht", b"1"), ("Deel 1: Jij & ik", b"2"))
    told = brought(chat, Printed(pictures=pictures, documents=(("x.pdf", b"3"),), words="Kaart"))
    assert told == ["Overzicht\n\nKaart", "Deel 1: Jij &amp; ik", ""]


def test_a_draft_is_published_once_and_only_as_it_was_checked() -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    other = replace(CASE, title="Iets nieuws")
    chat.store.snapshots["new"] = other
    brought(chat, examined(snapshot="new", against=CATALOGUE.all[0].snapshot, change="text"))
    chat.presses("Publiceer")
    chat.presses("Ja, publiceer")
    assert chat.store.kept_releases[CASE.id].snapshot == "new"
    chat.presses("Ja, publiceer")
    assert chat.toast == "Deze versie staat al in de lijst."
    chat.store.snapshots["newer"] = replace(CASE, title="Nog iets")
    draft = chat.store.kept_drafts["p1", CASE.id]
    chat.store.keep_draft(replace(draft, snapshot="newer", against=content_hash(CASE)))
    asked = len(chat.store.errands)
    chat.presses("Ja, publiceer")
    assert chat.store.kept_releases[CASE.id].snapshot == "new", "another version came out since it was checked"
    assert len(chat.store.errands) == asked + 1


def test_a_case_that_got_another_id_takes_the_place_of_what_it_was() -> None:
    chat = trainer()
    chat.does(Filed("f1", "voordeur.yaml", 100))
    chat.store.snapshots["new"] = replace(CASE, id="voordeur", formerly=(CASE.id,))
    old = CATALOGUE.all[0].snapshot
    brought(chat, examined(case="voordeur", snapshot="new", against=old, change="text"))
    chat.presses("Publiceer")
    chat.presses("Ja, publiceer")
    out = chat.store.kept_releases
    assert (out["voordeur"].snapshot, out["voordeur"].withdrawn, out[CASE.id].withdrawn) == ("new", False, True)


def test_a_draft_with_faults_cannot_be_published_by_an_old_button() -> None:
    chat = trainer()
    chat.does(Filed("f1", "deur.yaml", 100))
    chat.store.snapshots["new"] = CASE
    brought(chat, examined(snapshot="new", against=CATALOGUE.all[0].snapshot, change="text"))
    chat.does(Filed("f2", "deur.yaml", 100))
    brought(chat, examined())
    chat.presses("Publiceer")
    assert chat.toast == "Er staan nog fouten in. Die moeten er eerst uit."


@pytest.mark.parametrize(
    ("name", "case"),
    [("De Deur (2).yaml", "de_deur_2"), ("../../x.yaml", "x"), ("123.yml", "casus_123"), ("....yaml", "casus")],
)
def test_a_draft_without_an_id_is_called_after_its_file(name: str, case: str) -> None:
    assert case_of(name) == case
