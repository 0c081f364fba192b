"""Spaces that are none, tabs, and lines one space off are set right where only one place is right."""

import re
from collections.abc import Callable, Iterator

import pytest

from bot.scenario.check import check
from bot.scenario.mending.sheet import Kind
from bot.scenario.repair import repaired
from tests.scenario.files import CASES, SHARED, checked
from tests.scenario.mending.written import GOOD, consequence, kinds, written


@pytest.mark.parametrize("wide", [2, 4, 8])
def test_a_file_indented_with_tabs_is_repaired_whatever_their_width(wide: int) -> None:
    good = (CASES / "rondje.yaml").read_text("utf-8")
    tabbed = re.sub("^ +", lambda match: "\t" * (len(match[0]) // 2), good, flags=re.MULTILINE)
    assert checked(repaired(tabbed, SHARED).text).scenario == checked(good).scenario
    line = "        naar: klaar"
    one = written(" Het is ze.").replace(line, "\t" * (8 // wide) + "naar: klaar")
    assert consequence(repaired(one, SHARED).text) == "Het is ze."
    assert kinds(one) == [Kind.TAB]


def test_a_tab_is_left_where_it_may_belong_in_more_than_one_place() -> None:
    text = written(" Het is ze.").replace("eindes:", "\ttrainer: Let op\neindes:")
    assert "\ttrainer" in repaired(text, SHARED).text


def test_hard_and_invisible_spaces_before_a_line_become_plain_ones() -> None:
    text = (
        written(" Het is ze.")
        .replace("        naar", "\u00a0\u00a0\u2007\u202f\u200b    naar")
        .replace("titel: Einde", "\ufefftitel: Einde")
    )
    result = repaired(text, SHARED)
    assert consequence(result.text) == "Het is ze."
    assert result.text == written(" Het is ze.")


def test_other_signs_that_no_text_has_stay() -> None:
    text = written(" Het is\x07 ze.")
    assert repaired(text, SHARED).text == text


def test_what_reads_well_with_an_invisible_sign_before_it_is_not_known_to_be_wrong() -> None:
    text = written(" Het is ze.").replace("        gevolg", "        \u200bgevolg")
    assert consequence(repaired(text, SHARED).text) == "Het is ze."


def lines_of(path_text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path_text.split("\n")):
        if line.strip() and not line.strip().startswith("#"):
            yield number, line


def shifted(by: int) -> Callable[[str], str]:
    return lambda line: (
        " " * (len(line) - len(line.lstrip()) + by) + line.lstrip() if by > 0 or line[0] == " " else line
    )


SLIPS: dict[str, Callable[[str], str]] = {
    "one space too many": shifted(1),
    "one space too few": shifted(-1),
    "tabs of four": lambda line: re.sub("^(    )+", lambda match: "\t" * (len(match[0]) // 4), line),
    "hard spaces": lambda line: re.sub("^ +", lambda match: "\u00a0" * len(match[0]), line),
    "nothing you can see": lambda line: f"\u200b{line}",
    "a hard space after the colon": lambda line: line.replace(": ", ":\u00a0", 1),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_on_any_line_is_repaired_to_the_same_case(slip: str) -> None:
    tried = 0
    for path, shared in GOOD:
        text = path.read_bytes().decode()
        if len(text) > 10_000:
            continue
        lines = text.split("\n")
        meant = check(text, path.name, shared).scenario
        for number, line in [*lines_of(text)][tried % 5 :: 5]:
            slipped = SLIPS[slip](line)
            result = repaired("\n".join([*lines[:number], slipped, *lines[number + 1 :]]), shared)
            found = check(result.text, path.name, shared).scenario
            tried += 1
            if result.repairs:
                assert found == meant, (path.name, number + 1, slipped)
            else:
                # Then nothing shows that it is wrong: it may be what somebody meant.
                assert found is not None, (path.name, number + 1, slipped)
    assert tried > 80


def test_a_slip_in_a_long_case_is_repaired_to_the_same_case() -> None:
    for path, shared in GOOD:
        text = path.read_bytes().decode()
        lines = text.split("\n")
        meant = check(text, path.name, shared).scenario
        places = [*lines_of(text)]
        for slip, (number, line) in zip(SLIPS, places[5 :: len(places) // len(SLIPS)], strict=False):
            slipped = "\n".join([*lines[:number], SLIPS[slip](line), *lines[number + 1 :]])
            result = repaired(slipped, shared)
            assert not result.repairs or check(result.text, path.name, shared).scenario == meant, (
                path.name,
                number,
                slip,
            )
