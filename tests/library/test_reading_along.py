"""The guides to the library name every case, and every box that wants checking; `pytest --update` writes the tables."""

import re

from bot.scenario.library import read_shelf
from bot.scenario.model import Box, Kind
from tests.library.plays import SCENARIOS

LIST = SCENARIOS.parent / "docs" / "meelezen.md"
GUIDE = SCENARIOS.parent / "docs" / "bibliotheek.md"
SHELF = read_shelf(SCENARIOS)
BOXES = SHELF.shared.boxes or {}
UNVERIFIED, DUE = "## Kaders die nog niet helemaal zijn nagekeken", "## Kaders die vóór een maand opnieuw moeten"


def test_the_tables_say_what_the_boxes_say(update: bool) -> None:
    before = LIST.read_text("utf-8")
    after = with_table(before, UNVERIFIED, ["Kader", "Bron", "Gezien", "Nakijken"], unverified())
    after = with_table(after, DUE, ["Kader", "Vóór", "Bron"], due())
    if update:
        LIST.write_text(after, "utf-8")
    else:
        assert after.splitlines() == before.splitlines(), "docs/meelezen.md (pytest --update rewrites it)"


TITLES = {kept.scenario.title for kept in SHELF.scenarios.values() if kept.scenario.kind is Kind.CASE}


def test_the_guide_tells_twice_of_every_case_to_choose_it_and_who_is_in_it() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert sorted(row for row in rows if row != "Casus") == sorted([*TITLES, *TITLES])


def test_every_case_has_its_questions() -> None:
    assert set(re.findall(r"^### (.+)$", LIST.read_text("utf-8"), re.MULTILINE)) == TITLES


def unverified() -> list[tuple[str, ...]]:
    """Return a row for each box with `nakijken`."""
    boxes = {name: box for name, box in BOXES.items() if box.unverified}
    return [(named(name, box), box.source, box.checked or "nee", box.unverified) for name, box in boxes.items()]


def due() -> list[tuple[str, ...]]:
    """Return a row for each box with `controleren_voor`."""
    return [(named(name, box), box.recheck, box.source) for name, box in BOXES.items() if box.recheck]


def named(name: str, box: Box) -> str:
    """Return a box as it is told of: what players read and how authors call it."""
    return f"{box.title} (`{name}`)"


def with_table(text: str, heading: str, head: list[str], rows: list[tuple[str, ...]]) -> str:
    """Return the list with the table under a heading written anew, behind what was written there by hand."""
    before, _, rest = text.partition(heading)
    section, mark, after = rest.partition("\n## ")
    by_hand = re.sub(r"\n\n\|.*(?:\n\|.*)*", "", section).rstrip()
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "|" + "---|" * len(head))
    return before + heading + by_hand + "\n\n" + "\n".join(lines) + "\n" + mark + after
