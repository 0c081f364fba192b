"""Names that point at something must point at something that is there."""

import pytest

from bot.scenario.check import check
from bot.scenario.rules.registry import MOST_COMPARED, MOST_NAMES, Nearest, Shared
from tests.scenario.files import checked, codes, option, step, story, told

PEOPLE = "personen: {samira: Samira}\n"
METERS = "meters: {rust: 4}\n"


def one(*fields: str, to: str = "klaar") -> str:
    return step("begin", option("a", *fields, to=to))


def with_field(field: str) -> str:
    return story(one().replace("situatie:", f"{field}\n    situatie:"))


@pytest.mark.parametrize(
    ("text", "code", "name", "near"),
    [
        (story(one(to="klar")), "R01", "klar", "klaar"),
        (story(one(to="[{anders: xyzzy}]")), "R01", "xyzzy", ""),
        (story("  begin:\n    naar: klar\n"), "R01", "klar", "klaar"),
        (story(one(), head="klant: samira\n"), "R02", "samira", ""),
        (story(one("baat: samra"), head=PEOPLE), "R02", "samra", "samira"),
        (story(one("nadeel: [samra]"), head=PEOPLE), "R02", "samra", "samira"),
        (story(one("aan_het_woord: {samra: Ja.}"), head=PEOPLE), "R02", "samra", "samira"),
        (story(one("effect: {rst: +1}"), head=METERS), "R03", "rst", "rust"),
        (story(one("effect: {rust: +1}")), "R03", "rust", ""),
        (with_field("kaders: drie_dgen"), "R04", "drie_dgen", "drie_dagen"),
        (with_field("media: Deur.jpg"), "R05", "Deur.jpg", "voorbeeld/deur.jpg"),
        (story(step("begin", option("a"), option("b", "als: {gekozen: begin.c}"))), "R10", "begin.c", "begin.b"),
        (story(one(), head="voorheen: voorbeeld\n"), "R11", "voorbeeld", ""),
        (with_field("voorheen: klaar"), "R11", "klaar", ""),
    ],
)
def test_a_name_that_is_not_there_is_told_with_the_nearest_one(text: str, code: str, name: str, near: str) -> None:
    issues = [issue for issue in checked(text).issues if issue.code != "G02"]
    assert [(issue.code, issue.words["naam"], issue.suggestion) for issue in issues] == [(code, name, near)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (story(one(to="klar"), ends=""), ["S02"]),
        (story(one(to="klar"), ends="eindes: klaar\n"), ["S04"]),
        (story(one("baat: samira"), head="personen: samira\n"), ["S04"]),
        (story(one("effect: {rust: +1}"), head="meters: rust\n"), ["S04"]),
        (story(one("aan_het_woord: samira")), ["S04"]),
        (story("  begin: x\n"), ["S04"]),
        (story(one(to="klaar").replace("situatie: Er", "media: [x]\n    situatie: Er")), ["S04"]),
        (story(one(to="[{anders: [klaar]}]")), ["S04"]),
    ],
)
def test_names_are_not_compared_with_what_could_not_be_read(text: str, told: list[str]) -> None:
    assert codes(text) == told


def test_a_step_and_an_ending_may_not_share_a_name() -> None:
    text = story(step("klaar", option("a")))
    (issue,) = checked(text).issues
    assert (issue.code, issue.words) == ("R06", {"naam": "klaar", "regel": 5})


def test_boxes_and_pictures_that_are_not_known_are_not_checked() -> None:
    text = story(one().replace("situatie: Er", "kaders: x\n    media: y.jpg\n    situatie: Er"))
    result = check(text, "voorbeeld.yaml", Shared())
    assert result.issues == ()
    assert result.scenario is None, "a case cannot be played without its boxes"


@pytest.mark.parametrize(
    ("fields", "unused"),
    [
        ((), ["rust"]),
        (("effect: {rust: +1}",), []),
        (("als: {rust: hoogstens 9}",), []),
        (("als: {gekozen: begin.a}",), ["rust"]),
    ],
)
def test_a_meter_that_nothing_moves_and_nothing_asks_for_is_told(fields: tuple[str, ...], unused: list[str]) -> None:
    text = story(step("begin", option("a", to="gang")) + step("gang", option("a"), option("b", *fields)), head=METERS)
    assert [words["naam"] for _, words in told(text, "R07")] == unused


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("klant: samira\n", ()),
        ("", ("aan_het_woord: {samira: Ja.}",)),
        ("", ("baat: samira",)),
        ("", ("nadeel: [samira]",)),
        ("", ("gevolg: Het is SAMIRA.",)),
        ("", ("gevolg: Het is Samira's zus.",)),
        ("", ("gevolg: Het is Samiras zus.",)),
        ("trainer: Vraag eens naar Samira.\n", ()),
        ("bronnen: [Het verhaal van Samira]\n", ()),
    ],
)
def test_a_person_who_does_something_or_is_named_is_mentioned(head: str, fields: tuple[str, ...]) -> None:
    assert told(story(one(*fields), head=PEOPLE + head), "R08") == []


@pytest.mark.parametrize(
    ("person", "mentioned"),
    [
        ("Samira (34), alleenstaande moeder", False),
        ("De buurvrouw", False),
        ("De deur", False),
        ("Er", True),
        ("Jan-Peter", False),
        ("Het een", False),
        ('"112"', False),
    ],
)
def test_a_person_is_looked_for_by_the_first_word_of_the_name_that_is_no_article(person: str, mentioned: bool) -> None:
    found = told(story(one(), head=f"personen:\n  een: {person}\n  twee: De vriend van Samira, Jan en 112\n"), "R08")
    assert [words["naam"] for _, words in found] == ([] if mentioned else ["een"]) + ["twee"]


def test_what_is_not_used_is_not_told_while_names_are_wrong() -> None:
    text = story(one("effect: {rst: +1}", "baat: samra"), head=METERS + PEOPLE)
    assert codes(text) == ["R03", "R02"]


def test_a_wrong_name_is_told_with_the_nearest_one_each_time_it_is_written_within_bounds() -> None:
    often = "".join(step(f"s{at}", option("a", "baat: samra")) for at in range(100))
    assert {issue.suggestion for issue in checked(story(often, head=PEOPLE)).issues} == {"samira"}
    near = Nearest()
    names = [f"naam{at}" for at in range(MOST_NAMES)]
    found = [near(f"naam{at}x", names) for at in range(MOST_COMPARED // MOST_NAMES + 5)]
    assert found[-6:] == [f"naam{MOST_COMPARED // MOST_NAMES - 1}", "", "", "", "", ""]
    assert near("naam1x", names) == "naam1", "this was looked for before"
