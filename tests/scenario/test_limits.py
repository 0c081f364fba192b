"""What does not fit on a telephone is told before anyone has to scroll for it."""

import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.channel.render import TEXT_LIMIT
from bot.scenario.check import check, check_boxes, check_reflections
from bot.scenario.library import read_shelf
from bot.scenario.model import Box, Issue
from bot.scenario.rules.telegram_limits import MOST_IN_QUESTION, MOST_UNITS, units
from bot.texts.catalog import LANGUAGES, shipped
from bot.texts.length import units as rendered_units
from bot.texts.length import visible
from tests.scenario.files import CASES, PATIENCE, SHARED, SHIPPED, checked, codes, option, step, story, wrong

LONG = "Er gaat veel mis en het is nog niet klaar. " * 100  # 4,300 characters


def of(code: str, text: str) -> list[Issue]:
    return [issue for issue in checked(text).issues if issue.code == code]


def situation(text: str, *options: str) -> str:
    return story(step("begin", *(options or (option("a"),))).replace("Er wordt aangebeld.", text))


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (story(step("begin", option("a")), head=f"intro: {LONG}\n"), {"vorm": "kaartje"}, 4),
        (situation(LONG), {"vorm": "stap", "stap": "begin"}, 5),
        (
            story(step("begin", option("a", f"gevolg: {LONG}"))),
            {"vorm": "gevolg", "stap": "begin", "keuze": "a"},
            8,
        ),
        (
            story(step("begin", option("a")), ends=f"eindes:\n  klaar:\n    titel: Einde\n    tekst: {LONG}\n"),
            {"vorm": "einde", "einde": "klaar"},
            12,
        ),
        (story(step("begin", option("a")), head=f"reflectie:\n  wet: {LONG}\n"), {"vorm": "vraag"}, 4),
        (situation(f"Kort.\n    verdieping: {LONG}"), {"vorm": "vraag"}, 7),
    ],
)
def test_a_message_that_telegram_refuses_is_told_where_it_comes_from(
    text: str, words: dict[str, str], line: int
) -> None:
    (issue,) = wrong(text)
    assert (issue.code, issue.place.line, issue.words["hoogst"]) == ("T01", line, 4_096)
    assert issue.words["lengte"] > len(LONG)
    assert issue.words.items() >= words.items()


def test_emoji_count_as_telegram_counts_them() -> None:
    assert codes(story(step("begin", option("a", f"gevolg: {'🙂' * 2_050}")))) == ["T01"]
    assert codes(story(step("begin", option("a", f"gevolg: {'a' * 2_050}")))) == []
    assert units("🙂a") == rendered_units("🙂a") == 3


def test_a_card_without_an_introduction_is_told_at_the_top() -> None:
    people = "".join(f"  p{number}: {'naam ' * 20}\n" for number in range(50))
    (issue,) = of("T01", story(step("begin", option("a")), head=f"personen:\n{people}"))
    assert (issue.words["vorm"], issue.place.line) == ("kaartje", 1)


def test_without_a_renderer_nothing_is_measured() -> None:
    assert check(situation(LONG), "voorbeeld.yaml", replace(SHARED, screens=None)).issues == ()


def test_an_option_counts_as_it_is_read_and_a_sub_question_leaves_room_for_the_fixed_question() -> None:
    label = "Bel  aan\n          en wacht " + "even " * 17  # 17 characters and 84
    (issue,) = of("T02", story(step("begin", option("a").replace("Doen", label.strip()))))
    assert issue.words == {"vorm": "keuze", "lengte": 101, "hoogst": 100}
    for length, told in ((MOST_IN_QUESTION, []), (MOST_IN_QUESTION + 1, ["T02"])):
        text = situation(f"Kort.\n    deelvraag: {'x' * length}")
        assert codes(text) == told
    for language in LANGUAGES:
        assert len(visible(shipped()(language, "solo.question"))) + 1 + MOST_IN_QUESTION <= 300


def test_more_options_than_letters_are_a_fault_also_when_they_never_show_together() -> None:
    names = "abcdefghijklm"
    bounds = [f"als: {{rust: hoogstens {number % 10}}}" for number in range(13)]
    options = [option(name, f"gevolg: Nummer {name}.", bound) for name, bound in zip(names, bounds, strict=True)]
    (issue,) = of("T03", story(step("begin", *options), head="meters: {rust: 0}\n"))
    assert issue.words == {"stap": "begin", "aantal": 13, "hoogst": 12}
    assert of("T04", story(step("begin", *options), head="meters: {rust: 0}\n")) == []


def test_more_than_five_options_are_told_only_where_they_show_at_once() -> None:
    six = [option(name, f"gevolg: Nummer {name}.") for name in "abcdef"]
    (issue,) = wrong(story(step("begin", *six)))
    assert (issue.code, issue.words) == ("T04", {"stap": "begin", "aantal": 6, "hoogst": 5})
    begin = step("begin", option("a", "effect: {rust: +4}", to="gang"), option("b", to="gang"))
    high = option("e", "gevolg: Nummer e.", "als: {rust: minstens 5}")
    low = option("f", "gevolg: Nummer f.", "als: {rust: hoogstens 4}")
    gang = step("gang", *six[:4], high, low)
    assert codes(story(begin + gang, head="meters: {rust: 4}\n")) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (situation("Dit is *belangrijk."), (6, 22)),
        (situation('"Dit is *belangrijk."'), (6, 23)),
        (situation("|\n      Kijk *goed* en\n      dan *nog eens."), (8, 11)),
        (
            situation("Kort.\n    aan_het_woord: {samira: Ik_ ben boos.}").replace(
                "titel", "personen: {samira: Samira}\ntitel", 1
            ),
            (8, 31),
        ),
        (story(step("begin", option("a", "wet: {winst: Het *mag.}"))), (10, 26)),
        (story(step("begin", option("a")), head="trainer: Laat *ieder kiezen.\n"), (4, 15)),
        (story(step("begin", option("a"))).replace("Klaar.", "Klaar*"), (14, 17)),
    ],
)
def test_a_lone_mark_is_told_in_any_text_at_its_own_place(text: str, place: tuple[int, int]) -> None:
    issues = of("T05", text)
    assert [(issue.place.line, issue.place.column) for issue in issues] == [place]


def test_a_lone_mark_is_told_in_boxes_and_house_questions_as_well() -> None:
    _, _, issues = check_boxes("dagen:\n  titel: Dagen\n  tekst: Binnen *drie dagen.\n  bron: Wgs\n", "k.yaml", SHARED)
    assert [(issue.code, issue.place.line, issue.place.column) for issue in issues] == [("T05", 3, 17)]
    _, _, issues = check_reflections("macht:\n  titel: Macht\n  vraag: Wie kan *nee zeggen?\n", "r.yaml", SHARED)
    assert [issue.code for issue in issues] == ["T05"]


def test_marks_are_not_looked_for_where_they_are_not_read() -> None:
    head = "bronnen: [https://voorbeeld.nl/_wet]\n"
    assert codes(story(step("begin", option("a")), head=head)) == []
    assert codes(story(step("begin", option("a")), head="personen: [x]\n")) == ["S04"]


def test_a_step_of_more_than_three_telephones_is_told_once_and_its_boxes_do_not_count() -> None:
    (issue,) = wrong(situation("Het regent en het waait. " * 82))
    assert (issue.code, issue.words) == ("T06", {"stap": "begin", "schermen": 4, "hoogst": 3})
    assert codes(situation("Het regent en het waait. " * 78)) == []
    box = Box(title="Binnen drie dagen", text="Het gesprek is snel. " * 120)
    boxed = situation("Het regent.\n    kaders: drie_dagen")
    assert check(boxed, "voorbeeld.yaml", replace(SHARED, boxes={"drie_dagen": box})).issues == ()
    assert codes(situation(LONG)) == ["T01"], "of a step that Telegram refuses only that is told"


def test_a_picture_that_is_too_large_is_told_where_it_is_used() -> None:
    text = situation("Kort.\n    media: voorbeeld/deur.jpg")
    sizes = {10_000_000: [], 10_000_001: ["T07"]}
    for size, told in sizes.items():
        shared = replace(SHARED, media={"voorbeeld/deur.jpg": size})
        assert [issue.code for issue in check(text, "voorbeeld.yaml", shared).issues] == told
    assert check(text, "voorbeeld.yaml", replace(SHARED, media=None)).issues == ()


def test_a_label_is_long_above_sixty_and_a_fault_above_a_hundred() -> None:
    lengths = {60: [], 61: ["T08"], 100: ["T08"], 101: ["T02"]}
    for length, told in lengths.items():
        assert codes(story(step("begin", option("a").replace("Doen", "d" * length)))) == told


def test_a_check_of_a_file_of_three_hundred_lines_with_all_its_screens_stays_fast() -> None:
    told = f"gevolg: {'Het regent. ' * 20}"
    text = story("".join(step(f"s{at}", *(option(name, told) for name in "abcd"), option("e")) for at in range(14)))
    assert len(text.splitlines()) > 300
    begin = time.process_time()
    for _ in range(5):
        checked(text)
    assert time.process_time() - begin < 5 * 0.02 * PATIENCE


def test_the_limit_is_the_one_at_which_messages_are_split() -> None:
    assert MOST_UNITS == TEXT_LIMIT


@pytest.mark.parametrize("folder", [SHIPPED, CASES], ids=lambda folder: folder.name)
def test_what_comes_with_the_bot_fits_is_up_to_date_and_leads_to_nobody(folder: Path) -> None:
    shelf = read_shelf(folder, SHARED)
    told = [(file, issue.code) for file, issues in shelf.issues.items() for issue in issues if issue.code[0] in "TKP"]
    assert shelf.scenarios
    assert told == []
