"""A finished case is told what it still lacks to be taught with; a sketch is left alone."""

import pytest

from bot.scenario.check import check
from bot.scenario.library import read_shelf
from bot.scenario.model import Issue, Severity
from bot.scenario.rules.registry import Shared
from tests.scenario.files import ENDS, SHARED, SHIPPED, checked, option, step, story

CLIENT = "klant: samira\npersonen:\n  samira: Samira (34)\n"
METERS = "meters: {rust: 4, tijd: 4}\n"
POINTS = ("wet: Het mag.", "rendement: Het helpt.", "betrokkenheid: Zij koos.")
VOICE = "aan_het_woord: {samira: Leg maar neer.}"
DEBRIEF = ENDS + "    nabespreking:\n      - Wat merkte je?\n"
ROUND = story(
    step("begin", option("a", to="gang"), option("b", to="tuin"))
    + "  tuin:\n    naar: gang\n"
    + "  gang:\n    schrijf: Wat zie je?\n    naar: slot\n"
    + "  slot:\n    naar: klaar\n",
    head=CLIENT,
)


def told(text: str, code: str, shared: Shared = SHARED) -> list[Issue]:
    """Return what one rule finds in a text, tips included."""
    return [issue for issue in check(text, "voorbeeld.yaml", shared).issues if issue.code == code]


def words(text: str, code: str) -> list[dict[str, object]]:
    return [issue.words for issue in told(text, code)]


def lines(text: str, code: str) -> list[str]:
    """Return the lines in the file that one rule points at."""
    return [text.split("\n")[issue.place.line - 1].strip() for issue in told(text, code)]


def one(*fields: str, head: str = CLIENT) -> str:
    """Return a case of one step, with these fields at its first option."""
    return story(step("begin", option("a", *fields), option("b", "gevolg: Niets.")), head=head)


@pytest.mark.parametrize("head", ["", f"soort: protocol\n{CLIENT}"], ids=["without a client", "protocol"])
def test_a_sketch_and_a_protocol_are_left_alone(head: str) -> None:
    text = story(step("begin", option("a", "gevolg: Dat had je beter niet gedaan na de mishandeling.")), head=head)
    assert not [issue for issue in checked(text).issues if issue.code[0] == "D"]


def test_the_shipped_cases_are_ready_to_be_taught_with() -> None:
    issues = [issue for found in read_shelf(SHIPPED, SHARED).issues.values() for issue in found]
    assert not [issue for issue in issues if issue.code[0] == "D"]


def test_an_option_without_a_point_is_told_with_the_axes_it_lacks() -> None:
    text = story(
        step("begin", option("a", *POINTS), option("b", POINTS[1]), option("c", *POINTS[1:])),
        head=CLIENT,
    )
    assert words(text, "D01") == [
        {"keuze": "b", "stap": "begin", "velden": "wet, betrokkenheid"},
        {"keuze": "c", "stap": "begin", "velden": "wet"},
    ]


def test_an_axis_that_no_option_has_is_told_once_and_not_at_every_option() -> None:
    text = one(*POINTS[:2])
    assert words(text, "D02") == [{"velden": "betrokkenheid"}]
    assert [issue.severity for issue in told(text, "D02")] == [Severity.WARNING]
    assert words(text, "D01") == [{"keuze": "b", "stap": "begin", "velden": "wet, rendement"}]
    assert words(one(), "D02") == [{"velden": "wet, rendement, betrokkenheid"}]
    assert words(one(), "D01") == []
    assert not told(one(*POINTS), "D02")


def test_a_case_without_options_lacks_no_points() -> None:
    assert not told(story("  nu:\n    schrijf: Wat speelt er?\n    naar: klaar\n", head=CLIENT), "D02")


def test_the_client_must_speak_at_a_step_or_after_a_choice() -> None:
    assert lines(one(), "D03") == ["klant: samira"]
    assert not told(one(VOICE), "D03")
    assert not told(one().replace("    keuzes", f"    {VOICE}\n    keuzes"), "D03")
    other = one("aan_het_woord: {karim: Ja.}", head=f"{CLIENT}  karim: Karim (28)\n")
    assert words(other, "D03") == [{"persoon": "samira"}]
    assert words(ROUND, "D03") == [{"persoon": "samira"}]


@pytest.mark.parametrize(
    "who",
    [
        "De gemeente, met jouw team",
        "Gemeente Utrecht",
        "Woningcorporatie De Haven",
        "De Haven",
        "Jouw team",
        "Het UWV",
        "Basisschool De Regenboog",
    ],
)
def test_a_step_where_only_an_organisation_gains_is_told(who: str) -> None:
    text = one("baat: [ander]", head=f"{CLIENT}  ander: {who}\n")
    assert words(text, "D04") == [{"stap": "begin", "wie": "ander"}]


@pytest.mark.parametrize(
    "who",
    [
        "Joris, van de woningcorporatie",
        "De buurvrouw",
        "Het kind van Samira",
        "Gemeente (52), zo noemt iedereen hem",
        "Je andere klanten",
        "De",
        '"?"',
    ],
)
def test_a_step_where_a_person_gains_is_not(who: str) -> None:
    assert not told(one("baat: [ander]", head=f"{CLIENT}  ander: {who}\n"), "D04")


def test_one_person_who_gains_by_one_option_is_enough() -> None:
    head = f"{CLIENT}  gemeente: De gemeente\n"
    options = option("a", "baat: [gemeente]"), option("b", "baat: [samira, gemeente]")
    assert not told(story(step("begin", *options), head=head), "D04")
    assert not told(one("nadeel: [samira]"), "D04"), "where nobody gains, nothing is known"


def test_each_ending_needs_a_question_for_the_talk_after_it() -> None:
    text = story(step("begin", option("a"), option("b", to="stil")), head=CLIENT, ends=DEBRIEF)
    text += "  stil:\n    titel: Stil\n    tekst: Stil.\n"
    assert words(text, "D05") == [{"einde": "stil"}]


def test_a_word_about_the_law_needs_a_box_at_its_step_or_a_source() -> None:
    text = story(step("begin", option("a"), option("b", *POINTS), option("c", *POINTS)), head=CLIENT)
    assert words(text, "D06") == [{"stap": "begin"}]
    assert lines(text, "D06") == ["wet: Het mag."]
    assert not told(text.replace("    keuzes", "    kaders: [drie_dagen]\n    keuzes"), "D06")
    assert not told(text.replace("klant:", "bronnen: [Wgs]\nklant:"), "D06")
    assert not told(one(*POINTS[1:]), "D06")


def test_the_shortest_play_counts_decisions_and_nothing_else() -> None:
    assert words(ROUND, "D07") == [{"vorm": "kort", "keuzes": 1, "minstens": 3}]
    more = step("begin", option("a", to="gang"), option("b", to="tuin")) + step("gang", option("a", to="tuin"))
    more += step("tuin", option("a", to="hek"))
    assert words(story(more + step("hek", option("a")), head=CLIENT), "D07") == []
    shortcut = more + step("hek", option("a")).replace("hek", "gat") + "  hek:\n    naar: klaar\n"
    assert words(story(shortcut, head=CLIENT), "D07") == [{"vorm": "kort", "keuzes": 2, "minstens": 3}]


def test_a_play_without_an_end_is_no_short_one() -> None:
    assert not told(story(step("begin", option("a", to="begin")), head=CLIENT), "D07")


def test_the_longest_play_must_fit_in_the_time_that_is_promised() -> None:
    sentence = " ".join(["woord"] * 190) + "."
    text = one(f"gevolg: {sentence}", head=f"duur: 2\n{CLIENT}")
    assert not [found for found in words(text, "D07") if found["vorm"] == "lang"]
    longer = text.replace("situatie: Er", f"situatie: {sentence} Er")
    assert {"vorm": "lang", "minuten": 3, "duur": 2} in words(longer, "D07")
    assert "duur: 2" in lines(longer, "D07")
    folded = text.replace("gevolg: Niets.", f"wet: {sentence}").replace(
        "    keuzes", f"    verdieping: {sentence}\n    keuzes"
    )
    assert not [found for found in words(folded, "D07") if found["vorm"] == "lang"]


def test_a_file_that_is_checked_without_its_boxes_is_measured_all_the_same() -> None:
    text = one(head=f"duur: 1\n{CLIENT}").replace("    keuzes", "    kaders: [drie_dagen]\n    keuzes")
    assert [found["vorm"] for found in (issue.words for issue in told(text, "D07", Shared()))] == ["kort"]


def test_a_writing_step_takes_its_time_too() -> None:
    nothing = story("  nu:\n    naar: klaar\n", head=f"duur: 1\n{CLIENT}")
    writing = "  nu:\n    schrijf: Wat?\n    naar: straks\n  straks:\n    schrijf: En nu?\n    naar: klaar\n"
    assert {found["vorm"] for found in words(nothing, "D07")} == {"kort"}
    assert {found["vorm"] for found in words(story(writing, head=f"duur: 1\n{CLIENT}"), "D07")} == {"kort", "lang"}


@pytest.mark.parametrize("said", ["Je had moeten bellen.", "Eigen schuld, zegt ze.", "Goed gedaan."])
def test_a_consequence_that_judges_whoever_chose_is_told(said: str) -> None:
    assert lines(one(f"gevolg: {said}"), "D08") == [f"gevolg: {said}"]


def test_a_consequence_that_only_looks_like_it_is_not() -> None:
    assert not told(one("gevolg: Ze heeft haar eigen schulden op een rij."), "D08")
    assert not told(one(), "D08")


def test_a_heavy_theme_asks_for_a_warning_before_the_start() -> None:
    text = one("gevolg: Ze vertelt over de verslaving.").replace("Er wordt aangebeld.", "Er dreigt een Ontruiming.")
    assert words(text, "D09") == [{"woorden": "ontruiming, verslaving"}]
    assert lines(text, "D09") == ["situatie: Er dreigt een Ontruiming."]
    assert not told(text.replace("klant:", "let_op: [verslaving]\nklant:"), "D09")
    assert not told(one(), "D09")


def test_without_lists_of_words_nothing_is_said_about_words() -> None:
    text = one("gevolg: Je had moeten bellen na de mishandeling.", "baat: [wonen]", head=f"{CLIENT}  wonen: De Haven\n")
    assert {issue.code for issue in checked(text).issues} >= {"D04", "D08", "D09"}
    assert not [code for code in ("D04", "D08", "D09") if told(text, code, Shared())]


def test_an_option_that_is_best_on_every_meter_is_told() -> None:
    text = one("effect: {rust: +1, tijd: +1}", head=METERS + CLIENT)
    assert words(text, "D10") == [{"keuze": "a", "stap": "begin", "meters": "rust, tijd"}]
    assert lines(text, "D10") == ["a:"]


@pytest.mark.parametrize(
    "options",
    [
        (option("a", "effect: {rust: +1, tijd: -1}"), option("b")),
        (option("a", "effect: {rust: +1, tijd: +1}"), option("b", "effect: {rust: +1}")),
        (option("a", "effect: {rust: +0}"), option("b", "gevolg: Niets.")),
        (option("a", "effect: {rust: +1}"),),
    ],
    ids=["it costs something", "no better on one", "nothing moves", "no other option"],
)
def test_an_option_with_a_price_or_without_a_rival_is_not(options: tuple[str, ...]) -> None:
    assert not told(story(step("begin", *options), head=METERS + CLIENT), "D10")
