"""A box that may be out of date, one without a source, and an article that should have stood in one."""

import pytest
from msgspec.structs import replace

from bot.scenario.check import check, check_boxes
from bot.scenario.model import Box, Issue
from bot.scenario.outdated import is_aged, is_due, is_stale
from tests.scenario.files import SHARED, checked, codes, option, step, story

BOX = Box(title="Drie dagen", text="Binnen drie dagen.", source="Wgs", checked="2025-11", recheck="2027-01")


def of_boxes(text: str, month: str = "2026-11") -> list[Issue]:
    _, _, issues = check_boxes(text, "kaders.yaml", replace(SHARED, month=month))
    return list(issues)


def box(*fields: str) -> str:
    lines = ["titel: Drie dagen", "tekst: Binnen drie dagen.", *fields]
    return "dagen:\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("month", "stale"), [("2026-11", False), ("2026-12", True), ("2027-01", True), ("2025-11", False)]
)
def test_a_box_is_old_after_twelve_months_or_when_its_month_has_come(month: str, stale: bool) -> None:
    assert is_stale(BOX, month) is stale
    assert is_stale(replace(BOX, checked="", recheck=""), month) is False
    assert is_aged("", month) is is_due("", month) is False


def test_both_reasons_are_told_in_the_file_of_boxes() -> None:
    text = box("bron: Wgs", "gecontroleerd: 2025-06", "controleren_voor: 2026-11")
    found = [(issue.code, issue.place.line, issue.place.column, issue.words) for issue in of_boxes(text)]
    assert found == [
        ("K01", 5, 18, {"vorm": "gecontroleerd", "kader": "dagen", "maand": "2025-06"}),
        ("K01", 6, 21, {"vorm": "controleren_voor", "kader": "dagen", "maand": "2026-11"}),
    ]
    assert of_boxes(text, month="") == []
    assert of_boxes(text, month="2026-05") == []


def test_a_month_that_cannot_be_read_is_not_compared() -> None:
    assert [issue.code for issue in of_boxes(box("bron: Wgs", "gecontroleerd: lang geleden"))] == ["S04"]
    assert [issue.code for issue in of_boxes(box("bron: Wgs", "gecontroleerd: [2024-01]"))] == ["S04"]


def test_an_old_box_is_told_at_each_step_that_uses_it() -> None:
    begin = step("begin", option("a", to="gang")).replace("situatie:", "kaders: [dagen]\n    situatie:")
    gang = step("gang", option("a")).replace("situatie:", "kaders: dagen\n    situatie:")
    shared = replace(SHARED, boxes={"dagen": BOX}, month="2027-02")
    issues = check(story(begin + gang), "voorbeeld.yaml", shared).issues
    assert [(issue.code, issue.place.line, issue.place.column) for issue in issues] == [("K01", 6, 14), ("K01", 13, 13)]
    assert issues[0].words == {"vorm": "gebruikt", "kader": "dagen"}
    assert check(story(begin + gang), "voorbeeld.yaml", replace(shared, month="2026-11")).issues == ()
    assert check(story(begin + gang), "voorbeeld.yaml", replace(shared, boxes=None)).issues == ()


def test_a_box_without_a_source_is_told_once_and_not_where_the_field_has_a_slip() -> None:
    assert [(issue.code, issue.words) for issue in of_boxes(box())] == [("K02", {"kader": "dagen"})]
    assert [issue.code for issue in of_boxes(box("bronn: Wgs"))] == ["S01"]
    assert [issue.code for issue in of_boxes("dagen: tekst\n")] == ["S04"]
    assert codes(story(step("begin", option("a")))) == [], "only boxes have a source"


def told(text: str) -> list[tuple[int, int, int]]:
    """Return where articles are told in a text: line, column and length."""
    places = [issue.place for issue in checked(text).issues if issue.code == "K03"]
    return [(place.line, place.column, place.length) for place in places]


def law(point: str, *, head: str = "klant: samira\npersonen: {samira: Samira}\n", field: str = "") -> str:
    begin = step("begin", option("a", f"wet: {point}"), option("b"))
    return story(begin.replace("situatie:", f"{field}\n    situatie:") if field else begin, head=head)


@pytest.mark.parametrize(
    ("point", "column", "length"),
    [
        ("Dit mag van artikel 18 lid 2.", 26, 10),
        ("Zie art. 4.", 18, 6),
        ("Zie artikelen 3 en 4.", 18, 11),
        ("Volgens 4:84 Awb mag dat.", 22, 8),
        ('"Volgens 7:658a BW mag dat."', 23, 9),
    ],
)
def test_the_number_of_an_article_is_told_where_it_stands(point: str, column: int, length: int) -> None:
    assert told(law(point)) == [(12, column, length)]


@pytest.mark.parametrize(
    "text",
    [
        law("Zie art. 4.", field="kaders: drie_dagen"),
        law("Zie art. 4.", head=""),
        law("Zie art. 4.", head="klant: samira\npersonen: {samira: Samira}\nsoort: protocol\n"),
        law("Om 4:30 uur begint de kunst, artikel of geen artikel."),
        law("Dit mag.", field="trainer: Lees artikel 18 voor."),
    ],
)
def test_an_article_is_no_slip_with_a_box_in_a_sketch_or_in_a_note_for_the_trainer(text: str) -> None:
    assert told(text) == []
