"""What was found is shown with its line, a caret and at most one suggestion."""

import pytest

from bot.scenario.library import check_paths
from bot.scenario.model import Issue, Place, Severity
from bot.scenario.report import report
from bot.texts.pages import wording
from tests.scenario.files import BROKEN

FILES = sorted(BROKEN.glob("*.yaml"))
DUTCH = wording("nl")


def issue(line: int = 1, column: int = 1, length: int = 1, *, suggestion: str = "") -> Issue:
    return Issue("R03", Severity.FAULT, Place("f.yaml", line, column, length), {"naam": "rst"}, suggestion)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_broken_files_are_told_about_as_before(path, update, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(BROKEN)
    shown = report(*check_paths([path.relative_to(BROKEN)]), DUTCH)
    expected = path.with_suffix(".txt")
    if update:
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")


def test_files_come_one_after_another_in_the_order_of_their_lines() -> None:
    other = Issue("Y08", Severity.FAULT, Place("a.yaml", 9, 1))
    shown = report([issue(2), issue(1), other], {"f.yaml": "a\nb\n"}, DUTCH)
    assert [line.split()[0] for line in shown.splitlines() if "FOUT" in line] == [
        "a.yaml:9:1",
        "f.yaml:1:1",
        "f.yaml:2:1",
    ]


def test_of_one_kind_four_are_shown() -> None:
    shown = report([issue(line) for line in range(1, 8)], {"f.yaml": "x\n" * 7}, DUTCH)
    assert shown.count("FOUT") == 4
    assert shown.endswith("      en nog 3 keer R03\n")


def test_an_issue_without_its_line_keeps_its_suggestion() -> None:
    assert report([issue(suggestion="rust")], {}, DUTCH).splitlines()[1:] == ["      Bedoelde je 'rust'?"]
    assert len(report([issue()], {"f.yaml": "\n"}, DUTCH).splitlines()) == 1
    assert len(report([issue(5)], {"f.yaml": "x\n"}, DUTCH).splitlines()) == 1


def test_invisible_characters_are_made_visible_and_long_lines_are_cut_round_the_place() -> None:
    assert " | →·x" in report([issue()], {"f.yaml": "\t\u00a0x"}, DUTCH)
    shown = report([issue(1, 301, 50)], {"f.yaml": "a" * 300 + "b" * 10}, DUTCH).splitlines()
    assert max(len(line) for line in shown[1:]) <= 110
    assert shown[1].index("b") == shown[2].index("^")
    assert shown[2].count("^") == 10


def test_warnings_have_their_own_word_also_in_english() -> None:
    found = Issue("Y11", Severity.WARNING, Place("f.yaml", 1, 1))
    assert "LET OP Y11" in report([found], {}, DUTCH)
    assert "NOTE Y11" in report([found], {}, wording("en"))
