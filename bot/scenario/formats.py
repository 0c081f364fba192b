"""What was found in files, written for programs: as JSON, and as the workflow commands of GitHub."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from bot.scenario.model import Issue, Severity
from bot.scenario.report import Wording

_LEVELS: Mapping[Severity, str] = {
    Severity.FAULT: "error",
    Severity.WARNING: "warning",
    Severity.TIP: "notice",
}
# How a workflow command says what it would else read as its own (actions/toolkit, packages/core/src/command.ts).
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def as_json(issues: Iterable[Issue], sentence: Callable[[Issue], str]) -> str:
    """Return the issues as a JSON list, by file and place; `severity` is F, W or T, `words` fill the sentence."""
    rows = [
        {
            "code": issue.code,
            "severity": issue.severity,
            "file": issue.place.file,
            "line": issue.place.line,
            "column": issue.place.column,
            "length": issue.place.length,
            "sentence": sentence(issue),
            "suggestion": issue.suggestion,
            "words": issue.words,
        }
        for issue in _ordered(issues)
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n"


def as_github(issues: Iterable[Issue], wording: Wording) -> str:
    """Return a line for each issue that GitHub shows beside the place in the file; the title is the code."""
    return "".join(f"{_command(issue, wording)}\n" for issue in _ordered(issues))


def _command(issue: Issue, wording: Wording) -> str:
    place = issue.place
    said = wording.sentence(issue)
    if issue.suggestion:
        said = f"{said}{'' if said.endswith(('.', '?')) else '.'} {wording.suggestion(issue.suggestion)}"
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": issue.code}
    named = ",".join(f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
    return f"::{_LEVELS[issue.severity]} {named}::{said.translate(_IN_TEXT)}"


def _ordered(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: (issue.place, issue.code))
