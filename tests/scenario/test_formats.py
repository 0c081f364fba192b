"""What was found, as programs read it."""

import json

from bot.scenario.formats import as_github, as_json
from bot.scenario.model import Issue, Place, Severity
from bot.scenario.report import Wording
from bot.texts.pages import sentence, wording

WORDS = {"vorm": "keuze", "keuze": "a", "stap": "signaal", "naam": "keukentafl"}
ROUTE = Issue("R01", Severity.FAULT, Place("post.yaml", 54, 15, 10), WORDS, "keukentafel")
DUTCH = wording("nl")


def speaking(said: str) -> Wording:
    """Return a wording that says the same of every issue."""
    return Wording(
        sentence=lambda _: said,
        severity={},
        suggestion=lambda name: f"Bedoelde je {name}?",
        more=lambda code, n: f"{code} {n}",
    )


def test_json_is_a_list_with_everything_there_is_to_know_of_an_issue() -> None:
    assert json.loads(as_json([ROUTE], sentence("nl"))) == [
        {
            "code": "R01",
            "severity": "F",
            "file": "post.yaml",
            "line": 54,
            "column": 15,
            "length": 10,
            "sentence": "keuze 'a' van 'signaal' wijst naar 'keukentafl'. Die stap bestaat niet.",
            "suggestion": "keukentafel",
            "words": WORDS,
        }
    ]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(as_json([], sentence("nl"))) == []


def test_issues_stand_in_the_order_of_files_and_lines() -> None:
    places = [Place("b.yaml", 1, 1), Place("a.yaml", 9, 1), Place("a.yaml", 2, 5)]
    issues = [Issue("Y08", Severity.FAULT, place) for place in places]
    assert [row["line"] for row in json.loads(as_json(issues, sentence("nl")))] == [2, 9, 1]
    assert [line.split("line=")[1][0] for line in as_github(issues, DUTCH).splitlines()] == ["2", "9", "1"]


def test_github_shows_a_fault_at_its_place_with_the_name_that_was_meant() -> None:
    assert as_github([ROUTE], DUTCH) == (
        "::error file=post.yaml,line=54,col=15,title=R01::"
        "keuze 'a' van 'signaal' wijst naar 'keukentafl'. Die stap bestaat niet. Bedoelde je 'keukentafel'?\n"
    )


def test_github_knows_faults_warnings_and_tips() -> None:
    issues = [Issue(code, severity, Place("a.yaml", 1, 1)) for code, severity in zip("abc", Severity, strict=True)]
    shown = as_github(issues, speaking("x")).splitlines()
    assert [line.split()[0] for line in shown] == ["::error", "::warning", "::notice"]
    assert shown[0].endswith("::x")


def test_a_sentence_without_an_end_gets_one_before_a_suggestion() -> None:
    issue = Issue("R03", Severity.FAULT, Place("a.yaml", 1, 1), {}, "rust")
    assert as_github([issue], speaking("rst bestaat niet")).endswith("::rst bestaat niet. Bedoelde je rust?\n")
    assert as_github([issue], speaking("Klopt dit?")).endswith("::Klopt dit? Bedoelde je rust?\n")


def test_nothing_in_a_name_or_a_sentence_can_be_taken_for_a_command() -> None:
    issue = Issue("Y08", Severity.FAULT, Place("a,b:c%\r\n.yaml", 1, 1))
    assert as_github([issue], speaking("100%\r\n::error::x")) == (
        "::error file=a%2Cb%3Ac%25%0D%0A.yaml,line=1,col=1,title=Y08::100%25%0D%0A::error::x\n"
    )
