"""What the check says about a file, as the page shows it: the worst first, each with its line and a caret under it."""

from collections import Counter

from bot.practice.workbench import Found
from bot.practice.world import Json
from bot.scenario.model import Issue, Severity
from bot.scenario.report import MOST_OF_A_KIND, Wording, pointed
from bot.texts.catalog import Texts
from bot.texts.pages import wording

WIDE = 48  # characters of a source line: what a phone shows in the letters of a file
SHOWN = (Severity.FAULT, Severity.WARNING)  # tips are given on request, in the chat and on the command line


def reported(file: str, found: Found, texts: Texts, language: str) -> Json | None:
    """Return what is said about a file: its `sum`, its `issues`, `more` of a kind; None for a file that is not there.

    An issue has `where`, `severity` (F or W), `kind` and `code`, a `sentence` with what is typed between backticks,
    `source` (its line and the carets below it, or nothing) and a `hint` ("" for none).
    """
    told = [issue for issue in found.issues if issue.severity in SHOWN]
    if not told and not found.text:
        return None
    words, lines = wording(language), found.text.split("\n")
    count: Counter[str] = Counter()
    issues = []
    for issue in sorted(told, key=lambda one: (SHOWN.index(one.severity), one.place, one.code)):
        count[issue.code] += 1
        if count[issue.code] <= MOST_OF_A_KIND:
            where = texts.plain(language, "practice.author.line", n=issue.place.line)
            issues.append({"where": where} | _issue(issue, lines, words))
    more = [words.more(code, n - MOST_OF_A_KIND) for code, n in count.items() if n > MOST_OF_A_KIND]
    return {"file": file, "sum": _sum(told, texts, language), "issues": issues, "more": more}


def _issue(issue: Issue, lines: list[str], words: Wording) -> Json:
    sentence = words.sentence(issue)
    at = pointed(issue.place, lines, WIDE)
    return {
        "severity": issue.severity.value,
        "kind": words.severity[issue.severity],
        "code": issue.code,
        "sentence": sentence[:1].upper() + sentence[1:],
        "source": [at.line, at.caret] if at else [],
        "hint": words.suggestion(issue.suggestion) if issue.suggestion else "",
    }


def _sum(told: list[Issue], texts: Texts, language: str) -> str:
    """Return how many faults and warnings there are, in words."""
    faults, warnings = (sum(issue.severity is severity for issue in told) for severity in SHOWN)
    said = [texts.plain(language, "practice.author.faults" if faults else "practice.author.no_faults", n=faults)]
    if warnings:
        said.append(texts.plain(language, "practice.author.warnings", n=warnings))
    return ", ".join(said)
