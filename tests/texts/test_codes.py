"""The list of codes in the docs says what the pages of the checks say; `pytest --update` rewrites its tables."""

import re
from pathlib import Path

from bot.scenario.rules.registry import SEVERITIES
from bot.texts.pages import Page, shipped_pages, wording

LIST = Path(__file__).resolve().parents[2] / "docs" / "codes.md"
GROUP = re.compile(r"^## ([A-Z]): .+$", re.MULTILINE)
HEAD = "| Code | Soort | Wat de bot zegt | Waarom, en wat je doet |\n|---|---|---|---|\n"


def test_the_list_of_codes_says_what_the_pages_say(update: bool) -> None:
    before = LIST.read_text("utf-8")
    after = GROUP.sub(lambda heading: f"{heading[0]}\n\n{table(heading[1])}", without_tables(before))
    if update:
        LIST.write_text(after, "utf-8")
    else:
        assert after.splitlines() == before.splitlines(), "docs/codes.md (pytest --update rewrites it)"


def test_every_group_of_codes_has_a_heading_once() -> None:
    letters = GROUP.findall(LIST.read_text("utf-8"))
    assert len(letters) == len(set(letters))
    assert set(letters) == {code[0] for code in SEVERITIES}


def test_a_sentence_stands_in_one_cell_of_its_table() -> None:
    rows = [line for line in LIST.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) == len(SEVERITIES)
    assert {len(re.split(r"(?<!\\)\|", row)) for row in rows} == {6}


def without_tables(text: str) -> str:
    """Return the list as it was written by hand: its headings and what stands between them."""
    return re.sub(r"\n\n\| Code \|.*(?:\n\|.*)*", "", text)


def table(letter: str) -> str:
    """Return the table of the codes that begin with a letter."""
    return HEAD + "\n".join(row(page) for code, page in shipped_pages().items() if code[0] == letter)


def row(page: Page) -> str:
    """Return what is said about one code: its name, how bad it is, its sentences and why."""
    said = page.sentences["nl"]
    forms = [said] if isinstance(said, str) else said.values()
    kind = wording("nl").severity[SEVERITIES[page.code]]
    sentences = "<br>".join(re.sub(r"\{(\w+)\}", r"*\1*", escaped(form)) for form in forms)
    return f"| `{page.code}` | {kind} | {sentences} | {escaped(page.why)} |"


def escaped(text: str) -> str:
    """Return a text that shows its own signs in a table; what stands between backticks stays as it is."""
    parts = re.split(r"(`[^`]*`)", text)
    plain = [part if part.startswith("`") else re.sub(r"([*_<])", r"\\\1", part) for part in parts]
    return "".join(plain).replace("|", "\\|")
