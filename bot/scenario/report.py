"""What was found in a file, as text: the sentence, the line it is about, and a caret under the place."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from bot.scenario.model import Issue, Place, Severity
from bot.scenario.source import read

MOST_OF_A_KIND = 4
_WIDEST = 100  # characters of a source line; a paragraph on one line would push the place off the screen
_SHOWN = str.maketrans({"\t": "→", **dict.fromkeys("\u00a0\u202f\u2007\u200b\u200c\u200d\u2060\ufeff", "·")})


class Wording(Struct, frozen=True, kw_only=True):
    """How a report speaks: the sentence of an issue, and the words around it.

    `suggestion` takes a near name; `more` takes a code and how many of it were left out; `halted` says
    of a file that it could not be read to its end.
    """

    sentence: Callable[[Issue], str]
    severity: Mapping[Severity, str]
    suggestion: Callable[[str], str]
    more: Callable[[str, int], str]
    halted: str = ""


class Pointed(Struct, frozen=True):
    """A line of a file, and what stands below it to point at a place."""

    line: str
    caret: str


def report(issues: Iterable[Issue], sources: Mapping[str, str], wording: Wording) -> str:
    """Return the issues as text, by file and in the order of the lines, at most four of a kind in a file.

    `sources` are the texts of the files by name; an issue in a file that is not there is shown without its line.
    """
    ordered = sorted(issues, key=lambda issue: (issue.place, issue.code))
    parts = []
    for file, found in groupby(ordered, key=lambda issue: issue.place.file):
        parts.append(_of_file(list(found), sources.get(file, "").split("\n"), wording))
    return "\n".join(parts)


def _of_file(issues: list[Issue], lines: list[str], wording: Wording) -> str:
    shown: list[str] = []
    count: Counter[str] = Counter()
    for issue in issues:
        count[issue.code] += 1
        if count[issue.code] <= MOST_OF_A_KIND:
            shown.extend(_of_issue(issue, lines, wording))
    shown.extend(
        f"      {wording.more(code, number - MOST_OF_A_KIND)}"
        for code, number in count.items()
        if number > MOST_OF_A_KIND
    )
    if wording.halted and any(issue.code[0] == "Y" for issue in issues) and _halted(lines):
        shown.append(wording.halted)
    return "\n".join((*shown, ""))


def _halted(lines: list[str]) -> bool:
    """Return whether the reading of a file stopped before its end."""
    text = "\n".join(lines)
    return bool(text) and read(text, "").data is None


def _of_issue(issue: Issue, lines: list[str], wording: Wording) -> list[str]:
    place = issue.place
    where = f"{place.file}:{place.line}:{place.column}"
    told = [f"{where}  {wording.severity[issue.severity]} {issue.code}  {wording.sentence(issue)}"]
    hint = wording.suggestion(issue.suggestion) if issue.suggestion else ""
    at = pointed(place, lines, _WIDEST)
    if at is None:
        return [*told, f"      {hint}"] if hint else told
    return [*told, f"{place.line:5} | {at.line}", f"      | {at.caret}  {hint}".rstrip()]


def pointed(place: Place, lines: Sequence[str], widest: int) -> Pointed | None:
    """Return the line of a place, at most `widest` characters round it, and carets below it; None for an empty line."""
    line = lines[place.line - 1].translate(_SHOWN) if place.line <= len(lines) else ""
    if not line.strip():
        return None
    start = max(0, min(place.column - widest // 2, len(line) - widest))
    line = line[start : start + widest]
    before = place.column - 1 - start
    return Pointed(line, " " * before + "^" * max(1, min(place.length, len(line) - before)))
