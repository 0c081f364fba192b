"""How a case reads is told as a tip: long sentences, a hard text, words of the trade."""

import time
from collections.abc import Callable

import pytest

from bot.scenario.check import check
from bot.scenario.library import read_shelf
from bot.scenario.model import Box, Issue, Severity
from bot.scenario.rules.reading import mentions, sentences, words_in
from bot.scenario.rules.registry import Shared
from tests.scenario.files import PATIENCE, SHARED, SHIPPED, option, step, story

CLIENT = "klant: samira\npersonen:\n  samira: Samira (34)\n"
HARD = (
    "Gemeentelijke schuldhulpverlening vereist voortdurende informatievoorziening van verantwoordelijke organisaties. "
)
EASY = "De bel gaat. Je doet open en ziet de buurvrouw staan. "


def told(text: str, code: str, shared: Shared = SHARED) -> list[Issue]:
    """Return what one rule finds in a text."""
    return [issue for issue in check(text, "voorbeeld.yaml", shared).issues if issue.code == code]


def case(situation: str, *fields: str, head: str = "") -> str:
    return story(step("begin", option("a", *fields)).replace("Er wordt aangebeld.", situation), head=head)


def row(number: int) -> str:
    return " ".join(["woord"] * number)


def test_a_sentence_over_twenty_words_is_told_once_in_a_text() -> None:
    assert not told(case(f"{row(20)}. {row(20).capitalize()}."), "L01")
    text = case(f"Dit is er {row(18)}. Dat zijn er {row(19)}.", f"gevolg: Nu {row(20)}.")
    assert [(issue.place.line, issue.words["aantal"]) for issue in told(text, "L01")] == [(6, 22), (10, 21)]
    assert {issue.severity for issue in told(text, "L01")} == {Severity.TIP}


def test_what_a_trainer_reads_may_be_long() -> None:
    assert not told(case("Er wordt aangebeld.", f"trainer: {row(30)}."), "L01")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Zie art. 18 lid 1, o.a. voor wie belt. Dan verder.", 3),
        ('Ze zegt: "Kom binnen." Je gaat. "Zit," zegt ze.', 3),
        ("Kies:\n- bellen\n- schrijven\n\nOf niet", 4),
        ("'s Avonds belt ze... Niemand? *Niemand.* En dan", 4),
    ],
)
def test_sentences_end_where_a_reader_hears_it(text: str, number: int) -> None:
    assert len(sentences(text)) == number


def test_a_word_is_what_stands_between_spaces_without_its_marks() -> None:
    assert words_in('"Foto\'s," zei hij (34) - re-integratie... *ja*') == [
        "Foto's",
        "zei",
        "hij",
        "34",
        "re-integratie",
        "ja",
    ]


def test_phrases_are_found_as_whole_words_and_never_across_two_texts() -> None:
    texts = {"een": "Ze heeft eigen schulden, door eigen", "twee": "Schuld? Eigen\nschuld."}
    assert mentions(
        {where: sentences(text) for where, text in texts.items()}, ["eigen schuld", "door eigen", "schul"]
    ) == {"door eigen": "een", "eigen schuld": "twee"}


def test_a_hard_text_is_told_with_its_figure_and_the_target() -> None:
    (issue,) = told(case(HARD * 12, head=CLIENT), "L02")
    assert issue.words == {"cijfer": 0, "doel": 60}
    assert issue.place.line == 3


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        (case(EASY * 10, head=CLIENT), SHARED),
        (case(HARD * 5, head=CLIENT), SHARED),
        (case(HARD * 12), SHARED),
        (case(HARD * 12, head=f"taal: en\n{CLIENT}"), SHARED),
        (case(HARD * 12, head=CLIENT), Shared()),
    ],
    ids=["easy", "less than a hundred words", "a sketch", "not Dutch", "no lists"],
)
def test_a_text_that_is_easy_or_cannot_be_weighed_is_not(text: str, shared: Shared) -> None:
    assert not told(text, "L02", shared)


def test_a_word_of_the_trade_is_told_once_with_a_plain_one() -> None:
    text = case("De beschikking ligt er.", "gevolg: Twee Beschikkingen, met betrekking tot huur.")
    assert [(issue.place.line, issue.words) for issue in told(text, "L03")] == [
        (6, {"woord": "beschikking", "gewoon": "besluit"}),
        (10, {"woord": "met betrekking tot", "gewoon": "over"}),
    ]


def test_a_word_that_a_box_explains_may_stand() -> None:
    text = case("Er is een inlichtingenplicht.").replace("    keuzes", "    kaders: [plicht]\n    keuzes")
    title = "De inlichtingenplicht"
    boxes = {"plicht": Box(title=title, text="Vertel wat er verandert."), "ander": Box(title="X", text=title)}
    assert not told(text, "L03", Shared(boxes=boxes, words=SHARED.words))
    assert told(text.replace("[plicht]", "[ander]"), "L03", Shared(boxes=boxes, words=SHARED.words))


def test_jargon_is_looked_for_in_dutch_only_and_with_a_list_only() -> None:
    assert not told(case("Conform de beschikking.", head="taal: en\n"), "L03")
    assert not told(case("Conform de beschikking."), "L03", Shared())


def test_the_shipped_cases_have_short_sentences_and_read_easily() -> None:
    issues = [issue for found in read_shelf(SHIPPED, SHARED).issues.values() for issue in found]
    assert not [issue for issue in issues if issue.code in ("L01", "L02")]


def test_a_huge_text_of_new_words_is_read_quickly() -> None:
    text = case(" ".join(f"w{number}ingen" for number in range(40_000)), head=CLIENT)
    assert _seconds(lambda: check(text, "voorbeeld.yaml", SHARED)) < PATIENCE


def _seconds(deed: Callable[[], object]) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start
