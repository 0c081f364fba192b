"""A good file becomes the case that is walked, word for word."""

from bot.scenario.compile import paragraphs, ways
from bot.scenario.library import read_shelf
from bot.scenario.model import (
    Axis,
    Branch,
    Chosen,
    Condition,
    Crossroads,
    Decision,
    Ending,
    Kind,
    Point,
    Threshold,
    Writing,
    decode,
    encode,
)
from tests.scenario.files import CASES, option, scenario, step, story

CASE = read_shelf(CASES).scenarios["alle_velden"].scenario


def test_the_head_of_a_file() -> None:
    assert (CASE.id, CASE.title, CASE.version, CASE.language, CASE.kind) == (
        "alle_velden",
        "Alle velden",
        3,
        "nl",
        Kind.CASE,
    )
    assert (CASE.minutes, CASE.audience, CASE.themes) == (45, ("wijkteam", "jeugd"), ("schulden",))
    assert CASE.warnings == ("dreigende huisuitzetting", "armoede")
    assert CASE.sources == ("Participatiewet art. 18 22a 35", "Wgs art. 4")
    assert (CASE.client, list(CASE.people), CASE.meters) == (
        "samira",
        ["samira", "ilias"],
        {"vertrouwen": 4, "rust": 2},
    )
    assert CASE.reflection == {
        Axis.LAW: "Mag dit?",
        Axis.RETURN: "Wat levert het op, en voor wie?",
        Axis.INVOLVEMENT: "Wat zei Samira zelf?",
    }
    assert CASE.trainer == "Laat eerst ieder voor zich kiezen."


def test_a_decision_with_everything() -> None:
    begin = CASE.steps[CASE.first]
    assert isinstance(begin, Decision)
    assert (begin.title, begin.moment) == ("Het signaal", "Maandag, week 1")
    assert begin.voices == {"samira": "Als ik de post niet openmaak, is het nog niet waar."}
    assert (begin.boxes, begin.urgent, begin.sub_question) == (
        ("drie_dagen", "maatwerk"),
        "Bel 112 als er nu gevaar is.",
        "En mag dat ook?",
    )
    assert (begin.deepening, begin.power_check, begin.media) == ("Wat weet je nog niet?", True, "alle_velden/tas.gif")
    assert (begin.trainer, begin.formerly) == ("Vraag wie drie dagen haalbaar vindt.", ("het_signaal",))
    first, second = begin.options.values()
    assert (first.label, first.consequence) == ("Vandaag nog aanbellen", "Samira doet open op een kier.")
    assert (first.benefits, first.harms) == (("samira", "ilias"), ("samira",))
    assert first.effects == {"vertrouwen": 2, "rust": -1}
    assert first.points == {
        Axis.LAW: Point(remark="Ruim binnen de drie werkdagen."),
        Axis.RETURN: Point(gain="Eén uur nu.", loss="Een uur minder voor een ander."),
        Axis.INVOLVEMENT: Point(remark="Had ze iets te kiezen?"),
    }
    assert (first.trainer, first.formerly) == ("Vraag naar de toon aan de deur.", ("aanbellen",))
    assert first.to == (Branch(to="woorden"),)
    assert second.when == Condition(meters={"vertrouwen": Threshold(at_least=3), "rust": Threshold(at_most=8)})


def test_a_writing_step_a_crossroads_and_the_endings() -> None:
    words, slot = CASE.steps["woorden"], CASE.steps["slot"]
    assert isinstance(words, Writing)
    assert words.prompt == "Wat zeg je morgen als eerste?"
    assert words.to[0].when == Condition(chosen=(Chosen("signaal", "a"),), meters={"vertrouwen": Threshold(at_least=6)})
    assert isinstance(slot, Crossroads)
    assert (ways(slot), slot.formerly) == (("vooruit", "ontruimd"), ("einde_kiezen",))
    assert CASE.endings["ontruimd"] == Ending(
        title="De sleutel ingeleverd",
        text="Samira slaapt bij een tante.",
        debrief=("Op welk moment kon het nog anders?",),
    )


def test_a_case_carries_the_boxes_it_uses() -> None:
    assert list(CASE.boxes) == ["drie_dagen", "maatwerk"]
    assert CASE.boxes["maatwerk"].text == "Het college stemt de bijstand af op de omstandigheden."
    assert CASE.boxes["maatwerk"].unverified.startswith("Uit het geheugen.")
    assert (CASE.boxes["drie_dagen"].checked, CASE.boxes["drie_dagen"].recheck) == ("2026-11", "2027-01")


def test_what_is_left_out_has_its_default() -> None:
    case = scenario(story(step("het_begin", option("a"))))
    begin = case.steps["het_begin"]
    assert isinstance(begin, Decision)
    assert (begin.title, begin.power_check) == ("Het begin", False)
    assert (case.version, case.language, case.minutes, case.kind, case.reflection) == (1, "nl", None, Kind.CASE, {})


def test_lines_are_joined_and_paragraphs_and_lists_are_kept() -> None:
    assert CASE.intro == (
        "Jij bent regisseur in het wijkteam.\n\n"
        "Over drie weken komt de deurwaarder:\n- met een brief, in een envelop\n- zonder brief"
    )
    assert paragraphs("  een\n twee \n \n\n drie") == "een twee\n\ndrie"
    assert paragraphs("- een\n- twee") == "- een\n- twee"
    assert paragraphs("") == ""


def test_a_case_counts_the_longest_way_to_an_ending() -> None:
    assert CASE.remaining == {"signaal": 3, "woorden": 2, "keukentafel": 1, "slot": 0}


def test_a_loop_counts_once() -> None:
    ring = step("een", option("a", to="twee")) + step("twee", option("a", to="een"), option("b", to="drie"))
    assert scenario(story(ring + step("drie", option("a")))).remaining == {"een": 3, "twee": 3, "drie": 1}


def test_a_case_comes_back_from_json_as_it_was() -> None:
    assert decode(encode(CASE)) == CASE
